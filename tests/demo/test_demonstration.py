"""The demonstration: large enough that every role has something to see, and never on real data."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access.models import Wall
from casework.accounts import operations as account_operations
from casework.accounts.models import User
from casework.audit.models import Entry
from casework.audit.verify import verify
from casework.cases.models import Case, Note
from casework.consent.models import Consent
from casework.crypto.password import verify_password
from casework.demo import operations, queries
from casework.demo.accounts import acting
from casework.demo.figures import release_figures
from casework.demo.ledger import PROVINCES, invent
from casework.demo.reports import write_reports
from casework.disclosure.canonical import Period
from casework.exchange.ledger import Ledger
from casework.indicators.plans import Plans
from casework.indicators.policies import SitePolicies
from casework.intake.models import Draft
from casework.orders.models import NoContactOrder
from casework.orders.standing import state_of
from casework.oversight.models import Notice
from casework.providers.models import Provider
from casework.providers.rules import serves
from casework.referrals import states
from casework.referrals.models import Referral, ReferralStep
from casework.refusal import Refusal
from casework.relatives.models import Relative
from casework.releases.operations import ReleaseRequest, propose
from casework.releases.queries import approved
from casework.releases.reading import tables_of
from casework.releases.states import BUILDING
from casework.reporting.models import PlanReport, ReportSubmission
from casework.reporting.states import IN_WORK, SUBMITTED
from casework.routing.models import Duty
from casework.routing.queries import DutyFilter, listing, on_duty
from casework.routing.rules import place_of
from casework.safety.models import Risk
from casework.ui.context import Wiring
from casework.worklist.models import Escalation
from tests.factories.people import make_house
from tests.factories.world import ROLES

TODAY = date(2026, 11, 22)
MIDNIGHT = datetime(2026, 11, 22, 0, 20, tzinfo=clock.LOCAL)
FEWER = 400  # cases: enough for every role, and for figures of each province


@pytest.fixture
def engine_kind() -> str:
    """Stored through the ledger's own operations, which are tested on both engines."""
    return "sqlite"


@pytest.fixture
def just_after_midnight() -> Iterator[None]:
    """An hour ago was yesterday."""
    with time_machine.travel(MIDNIGHT, tick=False):
        yield


@pytest.fixture
def site(wiring: Wiring, policies: SitePolicies) -> Wiring:
    """The site, with few tables to release."""
    catalogue = policies.catalogue
    victims = replace(catalogue.populations["victims"], crosses=())
    fewer = replace(catalogue, populations={"victims": victims}, tables={}, rounded={})
    return replace(wiring, policies=replace(policies, catalogue=fewer))


@pytest.fixture(scope="module")
def invented(policies: SitePolicies) -> Ledger:
    return invent(policies.vocabulary, policies.units, TODAY)


def test_some_twelve_hundred_cases_of_two_years_in_four_provinces(
    invented: Ledger, policies: SitePolicies
) -> None:
    assert 1_100 <= len(invented.cases) <= 1_300
    assert {case.detected_on.year for case in invented.cases} == {2025, 2026}
    assert max(case.detected_on for case in invented.cases) <= TODAY
    places = [policies.units.commune(case.commune) for case in invented.cases]
    assert all(places)
    assert len({place.province_code for place in places if place}) == 4
    assert set(Counter(case.kind for case in invented.cases)) == set(policies.vocabulary["case_kind"].codes)


def test_the_same_day_invents_the_same_people(invented: Ledger, policies: SitePolicies) -> None:
    assert invent(policies.vocabulary, policies.units, TODAY) == invented


def test_nothing_lies_in_the_future_or_before_its_case(invented: Ledger) -> None:
    detected = {case.code: case.detected_on for case in invented.cases}
    for service in invented.services:
        for day in (service.referred_on, service.delivered_on):
            assert day is None or detected[service.case] <= day <= TODAY
    for held in invented.sessions:
        assert held.held_on <= TODAY


@pytest.mark.usefixtures("just_after_midnight")
def test_it_fills_an_empty_home_and_then_only_renews_the_accounts(
    session: Session, policies: SitePolicies, site: Wiring
) -> None:
    operator = policies.access.operator()
    session.info["actor"] = operator
    first = operations.make_demonstration(session, operator, policies, clock.now(), cases=FEWER)
    session.commit()
    assert {account.role for account in first} == set(ROLES)
    cases, notes = (session.scalar(select(func.count()).select_from(model)) for model in (Case, Note))
    assert cases
    assert notes
    assert queries.is_demonstration(session)
    _has_released_figures(session, site)
    _has_reports(session, site)
    _refers(session, policies)
    _has_something_for_everybody(session, policies)
    before = [session.scalar(select(func.count()).select_from(model)) for model in (Provider, Duty, Referral)]
    one = session.scalars(select(User).where(User.username == first[0].username)).one()
    account_operations.set_disabled(session, operator, one.id, policies.access, clock.now(), disabled=True)
    session.commit()
    again = operations.make_demonstration(session, operator, policies, clock.now(), cases=FEWER)
    session.commit()
    assert [account.username for account in again] == [account.username for account in first]
    assert not {account.password for account in again} & {account.password for account in first}
    assert session.scalar(select(func.count()).select_from(Case)) == cases
    assert session.scalar(select(func.count()).select_from(Note)) == notes
    after = [session.scalar(select(func.count()).select_from(model)) for model in (Provider, Duty, Referral)]
    assert after == before
    session.expire_all()
    assert one.disabled_at is None
    assert verify_password(again[0].password, one.password_hash)
    assert verify(session).fault is None
    told = session.scalars(select(Entry.facts))
    assert not any(account.password in facts for facts in told for account in (*first, *again))


def _has_released_figures(session: Session, site: Wiring) -> None:
    """One manager proposed, another approved; the second time nothing is calculated again."""
    said: list[str] = []
    for _ in range(2):
        release_figures(site, said.append)
        session.expire_all()
        found = approved(session)
        assert [one.period for one in found] == ["2026-h1", "2025"]
    assert said == ["2025", "2026-h1"]
    assert all(one.proposed_by_id != one.decided_by_id for one in found)
    shown = {one.code: one for one in tables_of(session, found[1])}["victims-base"]
    assert all(shown.value(area) for area in ("VN", *PROVINCES))
    _leaves_alone_what_a_manager_proposed(session, site)


def _has_reports(session: Session, site: Wiring) -> None:
    """One lies at the second station of its line, with the figures of its year; another one is being written."""
    assert isinstance(site.policies, SitePolicies)
    write_reports(replace(site, policies=replace(site.policies, plans=Plans({}))))
    assert session.scalars(select(PlanReport)).all() == []
    for _ in range(2):
        write_reports(site)
        found = session.scalars(select(PlanReport).order_by(PlanReport.occasion)).all()
        assert [(one.state, one.station) for one in found] == [(SUBMITTED, 1), (IN_WORK, 0)]
    (sent,) = session.scalars(select(ReportSubmission))
    assert (sent.report_id, sent.release_id) == (found[0].id, approved(session, 2025)[0].id)
    assert found[0].opened_by_id != found[1].opened_by_id


def _leaves_alone_what_a_manager_proposed(session: Session, site: Wiring) -> None:
    """A correction that waits for its second person when the program is started again goes on waiting."""
    assert isinstance(site.policies, SitePolicies)
    actor = session.info["actor"]
    session.info["actor"] = manager = acting(session, site.policies.access, "quanly2")
    period = Period.of_year(2025)
    request = ReleaseRequest(period, period.last)
    proposed = propose(session, manager, request, site.policies.catalogue, clock.now())
    session.commit()
    release_figures(site, list[str]().append)
    session.refresh(proposed)
    assert (proposed.state, proposed.number) == (BUILDING, None)
    session.info["actor"] = actor


def _refers(session: Session, policies: SitePolicies) -> None:
    """Referrals in every state, a step for every state they were in, and nothing in the future."""
    referrals = session.scalars(select(Referral)).all()
    assert len(referrals) > 150
    assert {one.state for one in referrals} == set(states.STATES) - {states.DRAFT}
    assert {one.risk for one in referrals} == set(policies.vocabulary["risk_level"].codes)
    assert any(one.ground == "danger_to_life" and one.countersigned_at is None for one in referrals)
    assert any(one.case_id and one.receiver_id is None and one.received_at for one in referrals)
    steps = session.scalars(select(ReferralStep)).all()
    assert max(one.at for one in steps) <= clock.now()
    for one in referrals:
        last = max((step for step in steps if step.referral_id == one.id), key=lambda step: step.number)
        assert last.state == one.state, one.state
    units = policies.units
    for province in PROVINCES:
        commune = units.communes_of(province)[0].code
        found = on_duty(session, units, ["tam_lanh"], commune)
        assert [one.why for one in found[-2:]] == ["province", "province"]
    keeper = session.scalars(select(User).where(User.role == "coordinator")).one()
    actor = policies.access.actor(keeper.id, keeper.role, keeper.facility_id, keeper.name)
    lines, _ = listing(session, actor, DutyFilter(), units, 0, 500)
    for duty, provider, editable in lines:
        place = place_of(units, duty.area_code)
        assert place
        assert serves(provider, place.commune_code, place.province_code)
        assert editable is (place.province_code == PROVINCES[0])


def _has_something_for_everybody(session: Session, policies: SitePolicies) -> None:
    """Orders in every state that a day can show, a withdrawal, relatives, a wall; nothing lies around for months."""
    now = clock.now()
    orders = session.scalars(select(NoContactOrder)).all()
    # One that was granted begins on signing: none lies ahead.
    assert {state_of(one, now) for one in orders} == set(policies.vocabulary["order_state"].codes) - {"ahead"}
    assert {one.kind for one in orders} == {"chair", "court"}
    assert session.scalar(select(Consent.id).where(Consent.answer == "withdrawn").limit(1))
    assert session.scalar(select(Relative.id).limit(1))
    assert session.scalar(select(Risk.id).where(Risk.standing == "proposed").limit(1))
    assert set(session.scalars(select(Draft.form))) == {"intake", "referral"}
    kinds = {"conflict.found", "conflict.worker", "referral.uncountersigned"}
    assert set(session.scalars(select(Notice.kind))) == kinds
    sister = session.scalars(select(User).where(User.username == "nhanvien2")).one()
    closed = session.scalars(select(Wall.row_id).where(Wall.user_id == sister.id)).all()
    assert session.scalar(select(Case.id).where(Case.id.in_(closed)))
    told = session.execute(select(Escalation.whom, Escalation.due_at)).all()
    assert {whom for whom, _ in told} == {"supervisor", "coordinator", "officer"}
    assert min(due for _, due in told) > now - timedelta(days=21)


def test_it_refuses_a_database_that_holds_anything_real(session: Session, policies: SitePolicies) -> None:
    make_house(session)
    session.commit()
    operator = policies.access.operator()
    with pytest.raises(Refusal, match="real data"):
        operations.make_demonstration(session, operator, policies, clock.now())
    session.rollback()
    assert session.scalars(select(User)).all() == []

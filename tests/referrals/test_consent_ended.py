"""An envelope that waits when the last day of her consent is over: its receiver reads nothing of it any more.

The clock is moved over the end of that day in Viet Nam, to the minute.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor
from casework.cases.models import Case
from casework.consent import operations as consents
from casework.consent.operations import ConsentRequest
from casework.deadlines import Deadlines
from casework.indicators.policies import SitePolicies
from casework.referrals import operations, queries, states
from casework.referrals.models import Referral, ReferralQuestion
from casework.refusal import Refusal
from casework.worklist import operations as worklist
from casework.worklist.models import Escalation
from casework.worklist.queries import team_work
from tests.factories.browser import Browser, signed_in
from tests.factories.cases import make_case
from tests.factories.partners import make_agency
from tests.factories.people import access_policy, make_staff
from tests.factories.referrals import ENVELOPE, PERSON, make_organisation, referral_request, site
from tests.referrals.office import words
from tests.referrals.town import Town

LAST_MINUTE = datetime(2026, 11, 22, 23, 59, tzinfo=clock.LOCAL)
OVER = LAST_MINUTE + timedelta(minutes=1)
TOLD = (
    ENVELOPE["interpreter"],
    ENVELOPE["access_needs"],
    ENVELOPE["contact_window"],
    "Cơ sở Một",
    "Bố trí nơi tạm lánh",
    "Ba Đình",
    "Nguy cơ cao",
)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """The clock stands there."""
    with time_machine.travel(moment, tick=False):
        yield


@dataclass(frozen=True)
class Air:
    """A referral from a case, on its way to another house; she agreed until the end of today."""

    app: Flask
    session: Session
    town: Town
    case: Case
    referral: Referral
    supervisor: Actor
    coordinator: Actor

    @property
    def path(self) -> str:
        """Where the receiver finds it."""
        return f"/referrals/{self.referral.reference}"

    def browser(self, actor: Actor | None = None) -> Browser:
        """Somebody of the receiver signs in, now."""
        return signed_in(self.app, self.session, actor or self.town.stranger)

    def agrees(self, until: datetime) -> None:
        """She agrees anew."""
        self.session.info["actor"] = self.town.worker
        told = ConsentRequest(
            purpose="share_social", answer="given", given_on=clock.today(), expires_on=until.date()
        )
        consents.record(self.session, self.town.worker, self.case, told, clock.now())
        self.session.commit()

    def clocks(self, actor: Actor, deadlines: Deadlines) -> list[str]:
        """The clocks on somebody's work list."""
        self.session.info["actor"] = actor
        return [item.clock for item in team_work(self.session, actor, deadlines, clock.now())]


@pytest.fixture
def air(app: Flask, session: Session, town: Town) -> Air:
    session.info["actor"] = town.worker
    case = make_case(session, town.worker)
    told = ConsentRequest(
        purpose="share_social", answer="given", given_on=clock.today(), expires_on=clock.today()
    )
    consents.record(session, town.worker, case, told, clock.now())
    person = {name: value for name, value in PERSON.items() if name != "address"}
    request = referral_request(town.other, case_id=case.id, person=person)
    referral = operations.send(session, town.worker, request, clock.now(), policies=site())
    supervisor = make_staff(session, town.other, "facility_supervisor")
    coordinator = make_staff(session, make_agency(session, "ubnd_xa"), "coordinator")
    session.commit()
    return Air(app, session, town, case, referral, supervisor, coordinator)


@pytest.fixture
def deadlines(policies: SitePolicies) -> Deadlines:
    return policies.deadlines


def test_the_page_says_receipt_and_state_and_that_consent_has_ended(air: Air) -> None:
    with at(LAST_MINUTE):
        page = words(air.browser().get(air.path))
        assert all(told in page for told in TOLD[:3])
        assert f"{air.path}/accept" in page
    with at(OVER):
        page = words(air.browser().get(air.path))
    assert air.referral.receipt in page
    assert "Đã đọc phiếu" in page
    assert "đã hết hiệu lực" in page
    assert not [told for told in TOLD if told in page]
    for act in ("accept", "redirect", "ask"):
        assert f"{air.path}/{act}" not in page
    assert f"{air.path}/decline" in page


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_what_nobody_has_read_before_is_not_read_by_opening_the_page(air: Air) -> None:
    with at(OVER):
        page = words(air.browser().get(air.path))
        assert "Đã gửi" in page
        assert not [told for told in TOLD if told in page]
    air.session.expire_all()
    assert (air.referral.state, air.referral.received_at) == (states.SENT, None)


def test_no_other_page_of_it_tells_anything(air: Air) -> None:
    air.browser().get(air.path)
    with at(OVER):
        browser = air.browser()
        opened = browser.get("/referrals").text
        for page in ("accept", "redirect", "ask", "person", "contact", "case", "steps/engage"):
            for answer in (
                browser.get(f"{air.path}/{page}"),
                browser.post(f"{air.path}/{page}", {"question": "how_urgent"}, opened=opened),
            ):
                assert answer.status_code == 303, page
                assert not [told for told in TOLD if told in words(answer)], page
        assert air.session.get_one(Referral, air.referral.id, populate_existing=True).state == states.RECEIVED
        assert browser.post(f"{air.path}/decline", {"reason": "no_capacity"}).status_code == 303
    air.session.expire_all()
    assert air.referral.state == states.DECLINED


def test_the_list_says_so_and_not_what_was_asked_where_by_whom_or_how_grave_it_is(air: Air) -> None:
    air.session.info["actor"] = air.town.officer
    other = operations.send(
        air.session,
        air.town.officer,
        referral_request(air.town.other, risk="low"),
        clock.now(),
        policies=site(),
    )
    air.session.commit()
    with at(LAST_MINUTE):
        first = queries.inbox(air.session, air.town.stranger, "waiting").rows[0]
        assert (first.reference, first.risk, first.consent_ended) == (air.referral.reference, "high", False)
    with at(OVER):
        rows = queries.inbox(air.session, air.town.stranger, "waiting").rows
        assert [row.reference for row in rows] == [other.reference, air.referral.reference]
        last = rows[-1]
        assert last.consent_ended
        assert (last.sender, last.risk, last.ground, last.services, last.commune_code) == ("", "", "", (), "")
        page = words(air.browser().get("/referrals"))
    line = page[page.index(air.referral.receipt) :].partition("</tr>")[0]
    assert "Sự đồng ý đã hết hiệu lực" in line
    assert "Đã gửi" in line
    assert not [told for told in TOLD if told in line]
    assert "Quá hạn" not in line


def test_no_clock_runs_for_its_receiver_and_the_sender_still_waits(air: Air, deadlines: Deadlines) -> None:
    with at(LAST_MINUTE):
        assert air.clocks(air.town.stranger, deadlines) == ["acknowledge"]
    with at(OVER):
        assert air.clocks(air.town.stranger, deadlines) == []
        assert "acknowledge" in air.clocks(air.town.worker, deadlines)
        page = words(air.browser().get("/work/team"))
    assert air.referral.receipt not in page


@pytest.mark.parametrize("told_before", [False, True])
def test_nobody_is_told_that_it_is_overdue(air: Air, deadlines: Deadlines, told_before: bool) -> None:
    if told_before:
        with at(LAST_MINUTE):
            worklist.escalate(air.session, access_policy().operator(), deadlines, clock.now())
            air.session.commit()
            assert air.clocks(air.coordinator, deadlines) == ["acknowledge"]
    with at(OVER):
        told = worklist.escalate(air.session, access_policy().operator(), deadlines, clock.now())
        air.session.commit()
        assert dict(told) == {}
        assert air.clocks(air.coordinator, deadlines) == []
        assert air.clocks(air.supervisor, deadlines) == []
    assert len(air.session.scalars(select(Escalation)).all()) == (2 if told_before else 0)


def test_the_sender_sees_why_nobody_acts(air: Air) -> None:
    reference = air.referral.reference
    pages = (f"/refer/sent/{reference}", f"/cases/{air.case.reference}/referrals/{reference}")
    for moment, said in ((LAST_MINUTE, False), (OVER, True)):
        with at(moment):
            browser = air.browser(air.town.worker)
            for page in pages:
                assert ("bên nhận không còn đọc được" in words(browser.get(page))) is said, page


def test_she_agrees_anew_and_it_is_read_again(air: Air, deadlines: Deadlines) -> None:
    with at(OVER):
        air.agrees(OVER + timedelta(days=10))
        page = words(air.browser().get(air.path))
        assert all(told in page for told in TOLD[:3])
        assert air.clocks(air.town.stranger, deadlines) == ["triage"]


def test_what_was_asked_stays_unanswered_and_what_was_answered_is_not_read(air: Air) -> None:
    session, town = air.session, air.town
    session.info["actor"] = town.stranger
    operations.receive(session, town.stranger, air.referral, clock.now())
    operations.ask(session, town.stranger, air.referral, "how_urgent", air.referral.version, clock.now())
    question = session.scalars(select(ReferralQuestion)).one()
    session.commit()
    with at(OVER):
        session.info["actor"] = town.worker
        with pytest.raises(Refusal):
            operations.answer(session, town.worker, air.referral, question.id, "Ngay hôm nay", clock.now())
        session.rollback()
    session.info["actor"] = town.worker
    operations.answer(session, town.worker, air.referral, question.id, "Ngay hôm nay", clock.now())
    session.commit()
    with at(OVER):
        assert queries.questions_of(session, town.stranger, air.referral) == []
        (told,) = queries.questions_of(session, town.worker, air.referral)
        assert told.answer == "Ngay hôm nay"
        version = air.referral.version
        with pytest.raises(Refusal):
            operations.ask(session, town.stranger, air.referral, "health_now", version, clock.now())


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_what_was_accepted_in_time_stays_open(air: Air) -> None:
    session, there = air.session, air.town.stranger
    session.info["actor"] = there
    operations.receive(session, there, air.referral, clock.now())
    operations.accept(session, there, air.referral, air.referral.version, clock.now(), policies=site())
    session.commit()
    with at(OVER):
        assert queries.envelope_of(session, there, air.referral, policies=site())["services"]
        assert queries.person_of(session, there, air.referral, policies=site())["full_name"]
        (row,) = queries.inbox(session, there, "open").rows
        assert not row.consent_ended


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_what_never_rested_on_consent_on_record_is_read_on(air: Air) -> None:
    """Under a danger to life, or from an officer, who has no case."""
    session, town = air.session, air.town
    session.info["actor"] = town.worker
    person = {name: value for name, value in PERSON.items() if name != "address"}
    grave = referral_request(
        town.other, case_id=air.case.id, person=person, ground="danger_to_life", legal_ground="protect_life"
    )
    danger = operations.send(session, town.worker, grave, clock.now(), policies=site())
    session.info["actor"] = town.officer
    heard = operations.send(session, town.officer, referral_request(town.other), clock.now(), policies=site())
    session.commit()
    with at(OVER):
        session.info["actor"] = town.stranger
        for referral in (danger, heard):
            assert queries.envelope_of(session, town.stranger, referral, policies=site())["services"]


def test_lists_and_pages_agree_whatever_she_said_of_whom(air: Air) -> None:
    """The list reads columns and the page the ledger; both by the same rule."""
    session, town = air.session, air.town
    third = make_organisation(session, "co_so_tgxh", "Cơ sở Ba")
    session.commit()
    base = ConsentRequest(purpose="share_social", answer="given", given_on=clock.today())
    with at(OVER):
        for said in (
            replace(base, given_on=clock.today(), recipient_id=third.id),
            replace(base, given_on=clock.today(), recipient_id=town.other.id, expires_on=clock.today()),
            replace(base, given_on=clock.today(), purpose="share_health"),
        ):
            session.info["actor"] = town.worker
            consents.record(session, town.worker, air.case, said, clock.now())
            session.commit()
            for moment in (OVER, OVER + timedelta(days=1)):
                with at(moment):
                    (row,) = queries.inbox(session, town.stranger, "waiting").rows
                    single = queries.has_ended(session, air.referral, clock.today())
                    assert row.consent_ended is single

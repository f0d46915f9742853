"""Proposing, calculating, deciding: two people, one at a time, frozen for ever."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.db import Stale
from casework.disclosure.canonical import Period
from casework.disclosure.engine import NotProtected
from casework.indicators.policies import SitePolicies
from casework.refusal import Refusal
from casework.releases import checking, queries, reading, states
from casework.releases.building import build, store
from casework.releases.models import Release, ReleasePart
from casework.releases.operations import ReleaseRequest, approve, propose, refuse
from tests.factories.people import make_house, make_staff

HALF = Period.of_half(2026, 1)
REQUEST = ReleaseRequest(HALF, HALF.last)


def ready(
    session: Session, actor: Actor, policies: SitePolicies, request: ReleaseRequest = REQUEST
) -> Release:
    """A release that is calculated and waits."""
    release = propose(session, actor, request, policies.catalogue, clock.now())
    store(session, release, build(session, release, policies, policies.catalogue, lambda *_: None))
    release.state = states.READY
    session.commit()
    return release


def released(
    session: Session,
    actors: tuple[Actor, Actor],
    policies: SitePolicies,
    request: ReleaseRequest = REQUEST,
) -> Release:
    """The same, approved by the other one."""
    one, other = actors
    release = ready(session, one, policies, request)
    approve(session, other, release, release.version, clock.now())
    session.commit()
    return release


def test_two_people_release_what_was_calculated(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 400)
    release = ready(session, manager, small)
    with pytest.raises(Refusal, match="Somebody else"):
        approve(session, manager, release, release.version, clock.now())
    approve(session, second, release, release.version, clock.now())
    session.commit()
    assert (release.state, release.number) == (states.APPROVED, 1)
    tables = {one.code: one for one in reading.tables_of(session, release)}
    assert tables["victims-base"].value("VN") == 400
    assert tables["victims-stream"].head.code == "2026-1"
    assert checking.faults(session, small) == []


def test_the_figures_of_an_indicator_are_read_out_of_the_tables(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 400)
    release = released(session, (manager, second), small)
    figures = reading.figures_of(session, release, small.catalogue, 20)
    country = figures.figure("victims_reached", "VN")
    table = {one.code: one for one in reading.tables_of(session, release)}["victims-base"]
    assert (country.numerator, country.denominator) == (table.value("VN", reached="yes"), 400)
    assert country.percent == pytest.approx(100 * (country.numerator or 0) / 400, abs=0.051)
    province = figures.figure("victims_reached", "38")
    assert province.hidden
    assert province.percent is None


def test_nothing_is_decided_twice(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 300)
    release = released(session, (manager, second), small)
    with pytest.raises(Refusal, match="decided"):
        refuse(session, second, release, "not_needed", release.version, clock.now())
    with pytest.raises(Stale):
        approve(session, second, release, release.version - 1, clock.now())


def test_what_is_refused_leaves_no_counts(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 300)
    release = ready(session, manager, small)
    with pytest.raises(Refusal, match="reasons"):
        refuse(session, second, release, "because", release.version, clock.now())
    refuse(session, second, release, "too_much_withheld", release.version, clock.now())
    session.commit()
    assert session.scalars(select(ReleasePart)).all() == []
    assert queries.approved(session) == []


def test_one_is_prepared_at_a_time(session: Session, small: SitePolicies, manager: Actor) -> None:
    propose(session, manager, REQUEST, small.catalogue, clock.now())
    session.commit()
    with pytest.raises(Refusal, match="being prepared"):
        propose(session, manager, REQUEST, small.catalogue, clock.now())


def test_what_was_changed_before_it_was_approved_is_not(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 300)
    release = ready(session, manager, small)
    part, other = queries.parts(session, release.id, secret=False)[:2]
    part.body = other.body
    session.flush()
    with pytest.raises(Refusal, match="not what was calculated"):
        approve(session, second, release, release.version, clock.now())


def test_of_two_who_propose_at_the_same_moment_one_is_too_late(
    session: Session,
    small: SitePolicies,
    manager: Actor,
    second: Actor,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The second one looked before the first one had committed: the database decides."""
    propose(session, manager, REQUEST, small.catalogue, clock.now())
    session.commit()
    monkeypatch.setattr(queries, "open_ones", lambda *_asked: ())
    with pytest.raises(Refusal, match="being prepared"):
        propose(session, second, REQUEST, small.catalogue, clock.now())
    session.rollback()
    assert len(session.scalars(select(Release)).all()) == 1


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (ReleaseRequest(HALF, clock.today() + timedelta(days=400)), "not come yet"),
    ],
)
def test_what_cannot_be_closed_is_refused(
    session: Session, small: SitePolicies, manager: Actor, request_: ReleaseRequest, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        propose(session, manager, request_, small.catalogue, clock.now())


def test_a_year_has_so_many_releases_and_goes_forward(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 300)
    released(session, (manager, second), small)
    earlier = ReleaseRequest(HALF, date(2026, 6, 9))
    with pytest.raises(Refusal, match="later closing"):
        propose(session, manager, earlier, small.catalogue, clock.now())
    with pytest.raises(Refusal, match="has had"):
        propose(session, manager, REQUEST, replace(small.catalogue, most_a_year=1), clock.now())


def test_the_next_release_is_safe_beside_the_first(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 400)
    first = released(session, (manager, second), small)
    request = ReleaseRequest(Period.of_year(2026), date(2026, 11, 22))
    filled(2, 2)
    with pytest.raises(NotProtected):  # two late entries would show in every number of the country
        ready(session, manager, small, request)
    session.rollback()
    filled(3, 200)
    later = released(session, (manager, second), small, request)
    old, new = ({one.code: one for one in reading.tables_of(session, one)} for one in (first, later))
    for code, table in new.items():
        for codes, value in table.cells.items():
            before = old[code].cells[codes]
            assert value is None or before is None or abs(value - before) not in range(1, 5)
    assert checking.faults(session, small) == []
    once_more = propose(session, manager, request, small.catalogue, clock.now())
    assert once_more.corrects_id == later.id


def test_what_was_released_is_judged_by_its_own_thresholds(
    session: Session, small: SitePolicies, filled: Callable[..., None], manager: Actor, second: Actor
) -> None:
    filled(1, 300)
    released(session, (manager, second), small)
    stricter = replace(small.disclosure, k=20, minimum_denominator=60)
    assert checking.faults(session, replace(small, disclosure=stricter)) == []


@pytest.mark.parametrize("what", ["shown", "torn", "signature", "closing", "rules", "rules cut", "decider"])
def test_a_release_that_was_changed_is_found_out(
    session: Session,
    small: SitePolicies,
    filled: Callable[..., None],
    manager: Actor,
    second: Actor,
    what: str,
) -> None:
    filled(1, 300)
    release = released(session, (manager, second), small)
    if what == "shown":
        part = queries.parts(session, release.id, secret=False)[0]
        part.digest = "0" * 64
    elif what == "torn":
        part = queries.parts(session, release.id, secret=False)[0]
        part.body = part.body[:-9]
    elif what == "signature":
        release.note = release.note.replace("\n1\n", "\n2\n")
    elif what == "closing":
        release.cut_off -= timedelta(days=1)
    elif what == "rules":
        release.versions = release.versions.replace('"k": 5', '"k": 10')
    elif what == "rules cut":
        release.versions = release.versions[:-9]
    else:
        release.decided_by_id = manager.id
    session.commit()
    session.expire_all()
    assert checking.faults(session, small) == ["Release 2026-1 is not what was signed."]


def test_only_managers_propose_and_decide(session: Session, small: SitePolicies, manager: Actor) -> None:
    stranger = make_staff(session, make_house(session), role="facility_supervisor")
    session.commit()
    calls: list[Callable[[], Any]] = [
        lambda: propose(session, stranger, REQUEST, small.catalogue, clock.now()),
        lambda: queries.listing(session, stranger),
    ]
    for call in calls:
        with pytest.raises(NotFound):
            call()

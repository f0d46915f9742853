"""A referral about an officer never reaches her or him, whichever side it is of, and whoever comes first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.cases.models import Case
from casework.conflicts.models import NumberToken
from casework.people import operations as people
from casework.people.models import Person
from casework.people.requests import PersonRequest
from casework.perpetrators import operations as perpetrators
from casework.providers.models import Provider
from casework.referrals import operations, queries
from casework.referrals.models import Referral
from casework.referrals.queries import inbox, referral_by_reference, sent
from tests.conflicts.conftest import conflicts, notices, numbers, walled
from tests.factories.browser import Browser
from tests.factories.cases import make_case
from tests.factories.partners import make_agency, make_duty, make_officer
from tests.factories.people import make_house, make_person, make_staff
from tests.factories.referrals import PERSON, accept, make_referral, open_case, site, take

HIS = PERSON["perpetrator_phone"]
At = Callable[[Actor], Browser]


@dataclass
class Post:
    """A police unit with two officers, a facility with two workers."""

    unit: Provider
    sender: Actor
    comrade: Actor
    house: Provider
    worker: Actor
    colleague: Actor


@pytest.fixture
def post(session: Session) -> Post:
    unit, house = make_agency(session), make_house(session)
    made = Post(
        unit,
        make_officer(session, unit),
        make_officer(session, unit),
        house,
        make_staff(session, house),
        make_staff(session, house),
    )
    session.commit()
    return made


def refer(session: Session, post: Post, **changes: Any) -> Referral:
    session.info["actor"] = post.sender
    referral = make_referral(session, post.sender, post.house, **changes)
    session.commit()
    return referral


def shown(session: Session, actor: Actor, referral: Referral) -> tuple[bool, bool]:
    """Whether it stands in the list of the actor, and whether it opens."""
    session.info["actor"] = actor
    receives = actor.role == "facility_worker"
    if receives:
        rows: Any = [
            row for which in ("waiting", "open", "ended") for row in inbox(session, actor, which).rows
        ]
    else:
        rows = sent(session, actor).rows
    try:
        permission = "referral:read" if receives else "referral:track"
        referral_by_reference(session, actor, permission, referral.reference)
    except NotFound:
        opens = False
    else:
        opens = True
    session.commit()
    return referral.reference in {row.reference for row in rows}, opens


@pytest.mark.parametrize(
    "name", ["phone", "number", "citizen_number", "perpetrator_phone", "perpetrator_citizen_number"]
)
@pytest.mark.parametrize("first", ["staff", "referral"])
def test_whoever_is_named_in_it_never_sees_it(session: Session, post: Post, name: str, first: str) -> None:
    told = PERSON | {"phone": "0911000111", "number": "0911000222"}
    number = str(told[name])
    told_by = ("", number) if "citizen" in name else (number, "")
    if first == "staff":
        for one in (post.colleague, post.comrade):
            numbers(session, one, *told_by)
    referral = refer(session, post, person=told)
    if first == "referral":
        assert shown(session, post.colleague, referral) == (True, True)
        for one in (post.colleague, post.comrade):
            numbers(session, one, *told_by)
    assert shown(session, post.colleague, referral) == (False, False)
    assert shown(session, post.comrade, referral) == (False, False)
    assert shown(session, post.worker, referral) == (True, True)
    assert shown(session, post.sender, referral) == (True, True)
    assert {role for _, role, _ in conflicts(session)} == {"referred"}
    assert {kind for kind, *_ in notices(session)} == {"conflict.found"}


def test_the_case_that_comes_of_it_is_closed_too(session: Session, post: Post) -> None:
    numbers(session, post.colleague, HIS)
    referral = refer(session, post)
    session.info["actor"] = post.worker
    operations.receive(session, post.worker, referral, clock.now())
    take(session, post.worker, referral)
    session.commit()
    case = session.scalars(select(Case)).one()
    people = set(session.scalars(select(Person.id)))
    assert walled(session, post.colleague) == {referral.id, case.id, *people}
    assert walled(session, post.worker) == set()
    assert shown(session, post.colleague, referral) == (False, False)


@pytest.mark.parametrize("known", ["survivor", "perpetrator"])
def test_opening_it_in_a_case_that_is_closed_to_somebody_closes_it_to_her(
    session: Session, post: Post, known: str
) -> None:
    """The referral names nobody on the staff; the case to which it belongs does. Sought when opening is committed."""
    numbers(session, post.colleague, "0911000333")
    session.info["actor"] = post.worker
    told: dict[str, Any] = {"phone": "0911000333"} if known == "survivor" else {}
    person = make_person(session, post.worker, post.house.id, **told)
    case = make_case(session, post.worker, person)
    if known == "perpetrator":
        request = PersonRequest(full_name="Trần Văn Bình", phone="0911000333")
        him = people.register(session, post.worker, request, "perpetrator", post.house.id, clock.now())
        perpetrators.link(session, post.worker, case, him, clock.now())
    session.commit()
    referral = refer(session, post)
    session.info["actor"] = post.worker
    accept_read(session, post, referral)
    assert shown(session, post.colleague, referral) == (True, True)
    session.info["actor"] = post.colleague
    with pytest.raises(NotFound):
        open_case(session, post.colleague, referral, link_to=case.reference)
    session.rollback()
    with pytest.raises(NotFound):
        open_case(session, post.colleague, referral, same_as=person.reference)
    session.rollback()
    session.info["actor"] = post.worker
    open_case(session, post.worker, referral, link_to=case.reference)
    session.commit()
    assert shown(session, post.colleague, referral) == (False, False)
    assert shown(session, post.worker, referral) == (True, True)


def test_whoever_opens_it_finds_no_evidence_that_is_closed_to_her(session: Session, post: Post) -> None:
    """Her own number stands on record for somebody with the phone of the one referred."""
    session.info["actor"] = post.worker
    told: dict[str, Any] = {"phone": str(PERSON["phone"]), "citizen_number": "001187009999"}
    person = make_person(session, post.worker, post.house.id, **told)
    session.commit()
    numbers(session, post.colleague, "", "001187009999")
    referral = refer(session, post)
    session.info["actor"] = post.worker
    accept_read(session, post, referral)
    for actor, seen in ((post.worker, [person.id]), (post.colleague, [])):
        session.info["actor"] = actor
        told_of = queries.told_of(session, actor, referral, policies=site())
        found = queries.duplicates_for(session, actor, referral, told_of)
        assert [one.id for one in found.visible] == seen
        assert not found.elsewhere
        session.commit()


def accept_read(session: Session, post: Post, referral: Referral) -> None:
    operations.receive(session, post.worker, referral, clock.now())
    accept(session, post.worker, referral)
    session.commit()


def test_each_link_of_a_chain_is_closed(session: Session, post: Post) -> None:
    """The second link may say less: what the first one said closes it all the same."""
    other = make_house(session, "Cơ sở Hai")
    theirs = make_staff(session, other)
    make_duty(session, other)
    referral = refer(session, post)
    numbers(session, theirs, HIS)
    session.info["actor"] = post.worker
    operations.receive(session, post.worker, referral, clock.now())
    onward = operations.redirect(
        session,
        post.worker,
        referral,
        other.id,
        "no_capacity",
        referral.version,
        clock.now(),
        policies=site(),
    )
    session.commit()
    assert {referral.id, onward.id} <= walled(session, theirs)
    assert shown(session, theirs, onward) == (False, False)


def test_what_was_taken_back_leaves_no_token(session: Session, post: Post) -> None:
    referral = refer(session, post)
    tokens = select(NumberToken).where(NumberToken.holder_id == referral.id)
    assert len(session.scalars(tokens).all()) == 4
    session.info["actor"] = post.sender
    operations.revoke(session, post.sender, referral, "sent_in_error", clock.now())
    session.commit()
    assert session.scalars(tokens).all() == []
    numbers(session, post.colleague, HIS)
    assert conflicts(session) == set()


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_its_pages_are_not_there_for_whom_it_is_closed_to(session: Session, post: Post, at: At) -> None:
    referral = refer(session, post)
    numbers(session, post.colleague, HIS)
    numbers(session, post.comrade, "", PERSON["perpetrator_citizen_number"])
    inbox_page = at(post.colleague).get("/referrals/").text + at(post.colleague).get("/referrals").text
    assert referral.reference not in inbox_page
    assert referral.receipt not in inbox_page
    assert at(post.colleague).get(f"/referrals/{referral.reference}").status_code == 404
    assert at(post.worker).get(f"/referrals/{referral.reference}").status_code == 200
    tracked = at(post.comrade).get("/refer/sent").text
    assert referral.receipt not in tracked
    assert at(post.comrade).get(f"/refer/sent/{referral.reference}").status_code == 404

"""Registering, changing and finding people, on both engines."""

import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry, Revision
from casework.crypto import Tampered
from casework.db import Stale, uuid7
from casework.people import operations, queries, search, tokens
from casework.people.models import Person, PersonHolding, PersonToken
from casework.people.requests import PersonRequest
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.refusal import Refusal
from tests.factories.people import make_house, make_person, make_staff

FULL: dict[str, Any] = {
    "full_name": "Đào Thị Hòa",
    "sex": "nu",
    "birth": "1987-03",
    "citizen_number": "001 187 012 345",
    "phone": "0912 345 678 (chị gái)",
}


def _names(found: queries.Found) -> list[str]:
    return [person.full_name for person in found.people]


def _entries(session: Session, event: str) -> list[Entry]:
    return list(session.scalars(select(Entry).where(Entry.event == event).order_by(Entry.position)))


def _kinds(session: Session, person_id: UUID) -> set[str]:
    return set(session.scalars(select(PersonToken.kind).where(PersonToken.person_id == person_id)))


def test_a_person_is_sealed_found_and_held(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    person = make_person(session, worker, facility.id, **FULL)
    session.commit()
    session.expire_all()
    assert person.phone == "0912 345 678 (chị gái)"
    assert person.citizen_number == "001187012345"
    assert _kinds(session, person.id) == set(tokens.KINDS)
    assert session.execute(select(PersonHolding.person_id, PersonHolding.facility_id)).all() == [
        (person.id, facility.id)
    ]
    (entry,) = _entries(session, "person.registered")
    assert entry.subject_id == person.id
    assert json.loads(entry.facts) == {"side": "survivor"}


def test_somebody_of_whom_nothing_is_known_is_registered_without_tokens(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    person = make_person(session, worker, facility.id, full_name="", sex="chua_ro")
    session.commit()
    assert _kinds(session, person.id) == set()
    assert person.full_name == ""


def test_holding_twice_is_holding_once(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    person = make_person(session, worker, facility.id)
    operations.hold(session, person.id, facility.id)
    session.commit()
    assert session.scalar(select(func.count()).select_from(PersonHolding)) == 1


def test_a_wrong_number_registers_nobody(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    with pytest.raises(Refusal):
        make_person(session, worker, facility.id, citizen_number="123")
    assert session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_corrected_name_is_found_and_the_old_one_is_not(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    person = make_person(session, worker, facility.id, **FULL)
    session.commit()
    request = PersonRequest(**(FULL | {"full_name": "Đào Thị Hoàn", "citizen_number": ""}))
    changed = operations.edit(session, worker, person, request, person.version, clock.now())
    session.commit()
    assert set(changed) == {"full_name", "citizen_number"}
    assert _names(queries.search(session, worker, "dao thi hoan", SURVIVOR)) == ["Đào Thị Hoàn"]
    assert queries.search(session, worker, "001187012345", SURVIVOR).people == ()
    assert queries.search(session, worker, "Đào Thị Hòa", SURVIVOR).by == search.BY_PART
    revision = session.scalars(select(Revision)).one()
    assert json.loads(revision.former)["full_name"] == "Đào Thị Hòa"
    (entry,) = _entries(session, "person.changed")
    assert json.loads(entry.facts) == {"fields": "citizen_number full_name"}


def test_the_second_of_two_editors_is_told(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    person = make_person(session, worker, facility.id)
    session.commit()
    seen = person.version
    operations.edit(session, worker, person, PersonRequest(full_name="Một", sex="nu"), seen, clock.now())
    session.commit()
    with pytest.raises(Stale):
        operations.edit(session, worker, person, PersonRequest(full_name="Hai", sex="nu"), seen, clock.now())


@pytest.mark.parametrize(
    ("role", "side", "may"),
    [
        ("facility_worker", SURVIVOR, True),
        ("facility_supervisor", SURVIVOR, True),
        ("perpetrator_counsellor", SURVIVOR, False),
        ("perpetrator_counsellor", PERPETRATOR, True),
        ("facility_worker", PERPETRATOR, False),
        ("manager", SURVIVOR, False),
        ("administrator", SURVIVOR, False),
        ("data_protection_officer", SURVIVOR, False),
    ],
)
def test_who_may_change_and_find_whom(session: Session, role: str, side: str, may: bool) -> None:
    facility = make_house(session)
    opener = make_staff(session, facility)
    person = make_person(session, opener, facility.id, side=side)
    actor = make_staff(session, facility, role)
    session.commit()
    found = queries.search(session, actor, "Đào Thị Hòa", side).people
    assert bool(found) == (may or (role, side) == ("facility_worker", PERPETRATOR))
    request = PersonRequest(full_name="Đào Thị Hoa", sex="nu")
    if may:
        operations.edit(session, actor, person, request, person.version, clock.now())
    else:
        with pytest.raises(NotFound):
            operations.edit(session, actor, person, request, person.version, clock.now())


@pytest.mark.parametrize(
    "typed",
    [
        "dao thi hoa",
        "Đào Thị Hòa",
        "ĐÀO THỊ HOÀ",
        "Đào  Thi Hoa",
        "0912.345.678",
        "+84912345678",
        "001187012345",
        "001.187.012.345",
    ],
)
def test_the_whole_value_finds_however_it_is_typed(session: Session, typed: str) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    make_person(session, worker, facility.id, **FULL)
    make_person(session, worker, facility.id, full_name="Nguyễn Thị Lan", phone="0987654321")
    session.commit()
    found = queries.search(session, worker, typed, SURVIVOR)
    assert _names(found) == ["Đào Thị Hòa"]
    assert found.by != search.BY_PART


def test_names_with_the_diacritics_typed_come_first(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    for name in ("Trần Văn Dương", "Trần Văn Đường", "Đào Thị Hoa", "Đào Thị Hoà", "Đào Thị Hòa"):
        make_person(session, worker, facility.id, full_name=name)
    session.commit()
    assert _names(queries.search(session, worker, "Trần Văn Đường", SURVIVOR))[0] == "Trần Văn Đường"
    bare = queries.search(session, worker, "dao thi hoa", SURVIVOR)
    assert set(_names(bare)) == {
        "Đào Thị Hoa",
        "Đào Thị Hoà",
        "Đào Thị Hòa",
    }
    assert _names(queries.search(session, worker, "Đào Thị Hòa", SURVIVOR))[2] == "Đào Thị Hoa"


@pytest.mark.parametrize("typed", ["hoa", "thi hoa", "Đào", "dao thi hao"])
def test_parts_and_slips_are_found_too(session: Session, typed: str) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    make_person(session, worker, facility.id, **FULL)
    make_person(session, worker, facility.id, full_name="Nguyễn Văn Bình")
    make_person(session, worker, facility.id, full_name="")
    session.commit()
    found = queries.search(session, worker, typed, SURVIVOR)
    assert (_names(found), found.by) == (["Đào Thị Hòa"], search.BY_PART)


def test_a_wide_search_adds_similar_names_after_the_exact_one(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    for name in ("Đào Thị Hòa Bình", "Đào Thị Hòa"):
        make_person(session, worker, facility.id, full_name=name)
    session.commit()
    assert _names(queries.search(session, worker, "Đào Thị Hòa", SURVIVOR)) == ["Đào Thị Hòa"]
    wide = queries.search(session, worker, "Đào Thị Hòa", SURVIVOR, widely=True)
    assert _names(wide) == ["Đào Thị Hòa", "Đào Thị Hòa Bình"]


def test_nobody_of_another_facility_or_side_is_found(session: Session) -> None:
    ours, theirs = make_house(session), make_house(session, "Cơ sở Hai")
    worker, other = make_staff(session, ours), make_staff(session, theirs)
    make_person(session, other, theirs.id, **FULL)
    make_person(session, worker, ours.id, side=PERPETRATOR, **FULL)
    session.commit()
    for typed in ("Đào Thị Hòa", "hoa", "0912345678", "001187012345"):
        assert queries.search(session, worker, typed, SURVIVOR).people == ()
        assert len(queries.search(session, worker, typed, PERPETRATOR).people) == 1


def test_the_scan_is_capped_and_says_so(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    for name in ("Đào Thị Hòa", "Nguyễn Thị Hoa", "Lê Thị Hoa"):
        make_person(session, worker, facility.id, full_name=name)
    session.commit()
    assert queries.search(session, worker, "hoa", SURVIVOR).capped is False
    assert queries.search(session, worker, "hoa", SURVIVOR, limit=2).capped is True
    monkeypatch.setattr(search, "SCAN", 2)
    found = queries.search(session, worker, "hoa", SURVIVOR)
    assert found.capped is True
    assert len(found.people) == 2


def test_the_log_knows_kind_and_count_and_only_those_who_were_shown(session: Session) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    person = make_person(session, worker, facility.id, **FULL)
    make_person(session, worker, facility.id, full_name="Nguyễn Thị Hoa")
    session.commit()
    session.expunge_all()
    before = len(_entries(session, "sealed.opened"))
    found = queries.search(session, worker, "dao hoa", SURVIVOR)
    assert _names(found) == ["Đào Thị Hòa"]
    session.commit()
    (searched,) = _entries(session, "people.searched")
    assert json.loads(searched.facts) == {"by": search.BY_PART, "found": 1}
    assert searched.subject_id is None
    opened = _entries(session, "sealed.opened")[before:]
    assert [json.loads(entry.facts)["subjects"] for entry in opened] == [person.id.hex]
    everything = " ".join(entry.facts for entry in session.scalars(select(Entry)))
    assert "dao" not in everything.lower()
    assert "hoa" not in everything.lower()


@pytest.mark.parametrize(
    "typed", ["", "   ", "a", "12", "+", "---", "☂", "0" * 300, "'; drop table person; --"]
)
def test_odd_terms_find_nobody_and_break_nothing(session: Session, typed: str) -> None:
    facility = make_house(session)
    worker = make_staff(session, facility)
    make_person(session, worker, facility.id, **FULL)
    session.commit()
    assert queries.search(session, worker, typed, SURVIVOR).people == ()


def _twins(
    session: Session, typed: PersonRequest, role: str = "facility_worker"
) -> tuple[queries.Duplicates, Actor]:
    ours, theirs = make_house(session), make_house(session, "Cơ sở Hai")
    actor, other = make_staff(session, ours, role), make_staff(session, theirs)
    make_person(session, actor, ours.id, **FULL)
    make_person(session, actor, ours.id, full_name="Nguyễn Văn Bình", birth="1987", phone="0987654321")
    make_person(session, other, theirs.id, full_name="Lê Thị Mận", birth="1990", phone="0901234567")
    session.commit()
    session.info["actor"] = actor
    return queries.possible_duplicates(session, actor, typed, SURVIVOR), actor


@pytest.mark.parametrize(
    "typed",
    [
        PersonRequest(citizen_number="001187012345"),
        PersonRequest(phone="+84 912 345 678"),
        PersonRequest(full_name="dao thi hoa", birth="1987"),
        PersonRequest(full_name="Đào Thị Hoà", birth="1987-12-31"),
        PersonRequest(full_name="Đào Thi Hòa", birth="1987-03"),
        PersonRequest(full_name="Dào Thị Thu Hòa", birth="1987-03"),
    ],
)
def test_who_may_be_the_same_is_shown(session: Session, typed: PersonRequest) -> None:
    found, _actor = _twins(session, typed)
    assert [person.full_name for person in found.visible] == ["Đào Thị Hòa"]
    assert found.elsewhere is False


@pytest.mark.parametrize(
    "typed",
    [
        PersonRequest(full_name="Đào Thị Hòa"),
        PersonRequest(full_name="Đào Thị Hòa", birth="1988"),
        PersonRequest(full_name="Trần Thị Hòa Bình", birth="1987"),
        PersonRequest(),
        PersonRequest(birth="1987"),
    ],
)
def test_who_cannot_be_the_same_is_not(session: Session, typed: PersonRequest) -> None:
    found, _actor = _twins(session, typed)
    assert found.any is False


@pytest.mark.parametrize(
    "typed", [PersonRequest(phone="0901234567"), PersonRequest(full_name="le thi man", birth="1990")]
)
@pytest.mark.parametrize(("role", "told"), [("facility_worker", False), ("facility_supervisor", True)])
def test_a_match_elsewhere_is_told_to_supervisors_and_shows_nobody(
    session: Session, typed: PersonRequest, role: str, told: bool
) -> None:
    found, _actor = _twins(session, typed, role)
    assert found.visible == ()
    assert found.elsewhere is told
    session.commit()
    last = _entries(session, "people.searched")[-1]
    assert json.loads(last.facts)["by"] == ("duplicates_elsewhere" if told else "duplicates")
    assert _entries(session, "sealed.opened") == []


def test_a_perpetrator_is_never_a_survivors_duplicate(session: Session) -> None:
    ours = make_house(session)
    supervisor = make_staff(session, ours, "facility_supervisor")
    make_person(session, supervisor, ours.id, side=PERPETRATOR, **FULL)
    session.commit()
    typed = PersonRequest(**FULL)
    assert queries.possible_duplicates(session, supervisor, typed, SURVIVOR).any is False
    assert len(queries.possible_duplicates(session, supervisor, typed, PERPETRATOR).visible) == 1


def test_a_holding_written_in_sql_shows_nobody(session: Session) -> None:
    house, other = make_house(session), make_house(session, "Cơ sở Hai")
    worker, stranger = make_staff(session, house), make_staff(session, other)
    person = make_person(session, worker, house.id, **FULL)
    session.commit()
    forged = {"id": uuid7(), "person_id": person.id, "facility_id": other.id, "seal": bytes(32)}
    session.execute(insert(PersonHolding), [forged])
    for asked in ("0912345678", "Hòa"):
        with pytest.raises(Tampered):
            queries.search(session, stranger, asked, SURVIVOR)
    with pytest.raises(Tampered):
        queries.person_by_reference(session, stranger, "person:search", person.reference, SURVIVOR)
    assert queries.search(session, worker, "0912345678", SURVIVOR).people == (person,)

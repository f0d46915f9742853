"""Whoever has the number of somebody in a case finds nothing of it; nobody else loses anything."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import Actor, NotFound
from casework.audit.models import Entry
from casework.cases import operations as cases
from casework.cases.list_queries import CaseFilter, case_list
from casework.cases.models import Case
from casework.cases.queries import case_by_reference, workers_for
from casework.conflicts import queries
from casework.conflicts.models import Conflict, NumberToken, StaffIdentity
from casework.conflicts.operations import NumbersRequest, dismiss, record_numbers
from casework.db import WorkSession, uuid7
from casework.exchange.operations import store_ledger
from casework.exchange.reading import read_ledger
from casework.indicators.policies import load_policies
from casework.oversight.models import Notice
from casework.oversight.operations import settle
from casework.oversight.queries import notices as notice_page
from casework.paths import ROOT_POLICIES
from casework.people import operations as people
from casework.people import tokens
from casework.people.queries import possible_duplicates, search
from casework.people.requests import PersonRequest
from casework.people.rules import PERPETRATOR, SURVIVOR
from casework.perpetrators import operations as perpetrators
from casework.refusal import Refusal
from casework.relatives import operations as relatives
from casework.relatives.operations import RelativeRequest
from casework.safety import operations as safety
from casework.safety.operations import SafeContactRequest
from tests.conflicts.conftest import HIS, HIS_NUMBER, File, conflicts, notices, numbers, walled
from tests.exchange.books import Book
from tests.factories.browser import Browser
from tests.factories.cases import FACTS, make_case
from tests.factories.people import make_house, make_person, make_staff

At = Callable[[Actor], Browser]
SITE = load_policies(ROOT_POLICIES)
ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("phone", "citizen_number", "role", "matched"),
    [
        ("+84912345678", "", "survivor", "phone"),
        ("(0987) 654-321", "", "perpetrator", "phone"),
        ("", "001 085 000 002", "perpetrator", "citizen_number"),
        ("0933445566", "", "relative", "phone"),
    ],
)
def test_the_number_of_anybody_in_the_case_closes_it(
    session: Session, file: File, at: At, phone: str, citizen_number: str, role: str, matched: str
) -> None:
    numbers(session, file.colleague, phone, citizen_number)
    assert conflicts(session) == {(file.colleague.id, role, matched)}
    assert walled(session, file.colleague) == file.rows
    assert notices(session) == [("conflict.found", file.colleague.id, role)]
    browser = at(file.colleague)
    assert browser.get(file.path).status_code == 404
    assert browser.get(f"/perpetrators/{file.perpetrator.reference}").status_code == 404
    assert file.case.reference not in browser.get("/cases").text
    for typed in ("Đào Thị Hòa", "0912345678", "đào"):
        assert file.case.reference not in browser.post("/search", {"text": typed}).text
    others = at(file.worker)
    assert others.get(file.path).status_code == 200
    assert file.case.reference in others.get("/cases").text
    assert file.case.reference in others.post("/search", {"text": "0912345678"}).text


def test_lists_count_without_what_is_closed(session: Session, file: File) -> None:
    other = make_case(session, file.worker)
    numbers(session, file.colleague, HIS)
    listed = case_list(session, file.colleague, CaseFilter(), 1)
    assert [row.reference for row in listed.rows] == [other.reference]
    assert listed.total == 1
    assert case_list(session, file.worker, CaseFilter(), 1).total == 2
    session.info["actor"] = file.colleague
    assert search(session, file.colleague, "0912345678", SURVIVOR).people == ()
    with pytest.raises(NotFound):
        case_by_reference(session, file.colleague, "case:read", file.case.reference)
    session.rollback()


def test_his_survivors_other_cases_are_closed_but_not_other_peoples(session: Session, file: File) -> None:
    again = make_case(session, file.worker, file.survivor)
    stranger = make_case(session, file.worker)
    accomplice = make_person(session, file.worker, file.house.id, PERPETRATOR, full_name="Lê Văn Cường")
    for case in (again, stranger):
        perpetrators.link(session, file.worker, case, accomplice, clock.now())
    session.commit()
    numbers(session, file.colleague, HIS)
    assert walled(session, file.colleague) == file.rows | {again.id, accomplice.id}
    assert stranger.survivor_id not in walled(session, file.colleague)


def test_what_comes_later_is_closed_too(session: Session, file: File) -> None:
    numbers(session, file.colleague, "", HIS_NUMBER)
    session.info["actor"] = file.worker
    again = make_case(session, file.worker, file.survivor)
    other = make_case(session, file.worker)
    session.commit()
    assert other.id not in walled(session, file.colleague)
    perpetrators.link(session, file.worker, other, file.perpetrator, clock.now())
    session.commit()
    assert {again.id, other.id, other.survivor_id} <= walled(session, file.colleague)
    assert [kind for kind, *_ in notices(session)] == ["conflict.found"]


def test_a_wall_outlives_the_number_by_which_it_came(session: Session, file: File) -> None:
    numbers(session, file.colleague, HIS)
    session.info["actor"] = file.worker
    counsellor = make_staff(session, file.house, "perpetrator_counsellor")
    changed = PersonRequest(full_name="Trần Văn Bình", sex="nam", phone="0900000001")
    people.edit(session, counsellor, file.perpetrator, changed, file.perpetrator.version, clock.now())
    session.commit()
    later = make_case(session, file.worker)
    perpetrators.link(session, file.worker, later, file.perpetrator, clock.now())
    session.commit()
    assert walled(session, file.colleague) == file.rows | {later.id, later.survivor_id}


def test_a_new_number_shakes_nothing_off(session: Session, file: File) -> None:
    numbers(session, file.colleague, "0900000002", HIS_NUMBER)
    numbers(session, file.colleague, "0900000003")
    session.info["actor"] = file.worker
    again: dict[str, Any] = {"full_name": "Trần Bình", "sex": "nam", "phone": "0900 000 002"}
    other = make_case(session, file.worker)
    same = make_person(session, file.worker, file.house.id, PERPETRATOR, **again)
    perpetrators.link(session, file.worker, other, same, clock.now())
    session.commit()
    assert {same.id, other.id} <= walled(session, file.colleague)
    assert queries.numbers_recorded(session, file.colleague.id or uuid7()) is not None
    assert len(session.scalars(select(StaffIdentity)).all()) == 2


def test_a_person_corrected_into_a_match_is_found(session: Session, file: File) -> None:
    numbers(session, file.colleague, "0977000111")
    session.info["actor"] = file.worker
    assert walled(session, file.colleague) == set()
    corrected = RelativeRequest(name="Đào Văn Bắc", phone="0922000333 hoặc 0977.000.111")
    relatives.edit(session, file.worker, file.brother, corrected, file.brother.version, clock.now())
    session.commit()
    assert walled(session, file.colleague) == file.rows
    assert conflicts(session) == {(file.colleague.id, "relative", "phone")}


def test_a_trusted_person_by_whom_she_is_reached_counts_as_a_relative(session: Session, file: File) -> None:
    numbers(session, file.colleague, "0977000111")
    session.info["actor"] = file.worker
    block = SafeContactRequest(may_contact="co", channel="phone_call", number="0977000111 (chị gái)")
    safety.record(session, file.worker, file.case, block, clock.now())
    session.commit()
    assert conflicts(session) == {(file.colleague.id, "relative", "phone")}
    assert walled(session, file.colleague) == file.rows


def test_a_number_at_which_she_herself_is_reached_is_one_conflict(session: Session, file: File) -> None:
    block = SafeContactRequest(may_contact="co", channel="phone_call", number="0912345678")
    safety.record(session, file.worker, file.case, block, clock.now())
    numbers(session, file.colleague, "0912345678")
    assert conflicts(session) == {(file.colleague.id, "survivor", "phone")}


def test_another_number_of_the_same_token_closes_nothing(session: Session, file: File) -> None:
    his = tokens.token_of(session, tokens.PHONE, "+84987654321")
    same = next(
        phone
        for phone in (f"09{at:08}" for at in itertools.count(10_000_000))
        if tokens.token_of(session, tokens.PHONE, f"+84{phone[1:]}") == his
    )
    numbers(session, file.colleague, same)
    assert session.scalars(select(NumberToken.source).where(NumberToken.token == his)).all() == ["staff"]
    assert conflicts(session) == set()
    assert walled(session, file.colleague) == set()
    assert notices(session) == []


def test_who_opens_a_case_of_her_own_family_loses_it_only_when_it_is_written(
    session: Session, file: File, at: At
) -> None:
    numbers(session, file.colleague, "0966123123")
    browser, key = at(file.colleague), uuid7()
    opened = browser.get("/cases/new").text
    typed = {
        "full_name": "Lê Thị Sen",
        "sex": "nu",
        "phone": "0966 123 123",
        "kind": FACTS["kind"],
        "detected_on": "05/03/2026",
        "commune_code": FACTS["commune_code"],
        "source": FACTS["source"],
        "need": FACTS["need"],
        "acts": ["a"],
        "harms": ["the_chat"],
        "relation": "vo_chong",
        "may_contact": "khong",
        "agreed": "given",
    }
    answer = browser.post(f"/cases/drafts/{key}", typed, opened=opened)
    assert answer.status_code == 303
    session.rollback()
    case = session.scalars(select(Case).where(Case.worker_id == file.colleague.id)).one_or_none()
    if case is None:  # a page in between asks to look once more
        page = browser.get(answer.location).text
        browser.post(answer.location, {}, opened=page)
        session.rollback()
        case = session.scalars(select(Case).where(Case.worker_id == file.colleague.id)).one()
    assert case.id in walled(session, file.colleague)
    assert browser.get(f"/cases/{case.reference}").status_code == 404
    told = notices(session)
    assert ("conflict.worker", file.colleague.id, "") in told
    assert ("conflict.found", file.colleague.id, "survivor") in told


def test_the_worker_of_a_case_who_is_walled_off_keeps_it_in_name_and_the_officer_is_told(
    session: Session, file: File
) -> None:
    numbers(session, file.worker, HIS)
    session.refresh(file.case)
    assert file.case.worker_id == file.worker.id
    assert notices(session) == [
        ("conflict.found", file.worker.id, "perpetrator"),
        ("conflict.worker", file.worker.id, ""),
    ]


def test_a_case_is_not_given_to_whom_it_is_closed(session: Session, file: File, at: At) -> None:
    numbers(session, file.colleague, HIS)
    page = at(file.supervisor).get(f"{file.path}/assign").text
    assert str(file.supervisor.id) in page
    assert str(file.colleague.id) not in page
    assert file.colleague.id not in {each.id for each in workers_for(session, file.case)}
    assert file.colleague.id is not None
    with pytest.raises(Refusal):
        cases.assign(session, file.supervisor, file.case, file.colleague.id, file.case.version, clock.now())
    session.rollback()


def test_a_walled_supervisor_is_not_told_that_she_is_known_elsewhere(session: Session, file: File) -> None:
    elsewhere = make_staff(session, make_house(session, "Cơ sở Hai"), "facility_supervisor")
    told = PersonRequest(full_name="Đào Thị Hòa", sex="nu", phone="0912345678")
    session.commit()
    assert possible_duplicates(session, elsewhere, told, SURVIVOR).elsewhere
    session.commit()
    numbers(session, elsewhere, HIS)
    assert not possible_duplicates(session, elsewhere, told, SURVIVOR).any
    session.rollback()


def test_a_refused_form_raises_no_wall(session: Session, file: File) -> None:
    with pytest.raises(Refusal) as empty:
        record_numbers(session, file.worker, file.worker.id or uuid7(), NumbersRequest(" "), clock.now())
    assert empty.value.field == "phone"
    with pytest.raises(Refusal) as wrong:
        record_numbers(session, file.worker, file.worker.id or uuid7(), NumbersRequest("", "12"), clock.now())
    assert wrong.value.field == "citizen_number"
    record_numbers(session, file.worker, file.worker.id or uuid7(), NumbersRequest(HIS), clock.now())
    session.rollback()
    make_case(session, file.worker)
    session.commit()
    assert walled(session, file.worker) == set()


def test_numbers_of_others_are_for_the_administrator(session: Session, file: File) -> None:
    administrator = make_staff(session, None, "administrator")
    session.commit()
    assert file.colleague.id is not None
    for stranger in (file.supervisor, file.officer, file.worker):
        with pytest.raises(NotFound):
            record_numbers(session, stranger, file.colleague.id, NumbersRequest(HIS), clock.now())
    session.info["actor"] = administrator
    record_numbers(session, administrator, file.colleague.id, NumbersRequest(HIS), clock.now())
    session.commit()
    assert walled(session, file.colleague) == file.rows


def test_the_officer_opens_what_only_a_mistaken_conflict_had_closed(session: Session, file: File) -> None:
    numbers(session, file.colleague, HIS)
    numbers(session, file.colleague, "", HIS_NUMBER)
    by = {one.matched: one for one in session.scalars(select(Conflict))}
    session.info["actor"] = file.officer
    dismiss(session, file.officer, by["phone"].id, clock.now())
    session.commit()
    assert walled(session, file.colleague) == file.rows
    dismiss(session, file.officer, by["citizen_number"].id, clock.now())
    session.commit()
    assert walled(session, file.colleague) == set()
    session.info["actor"] = file.worker
    make_case(session, file.worker, file.survivor)
    session.commit()
    assert walled(session, file.colleague) == set()


def test_nobody_dismisses_or_reads_a_conflict_of_her_own(session: Session, file: File) -> None:
    numbers(session, file.officer, HIS)
    conflict, told = session.scalars(select(Conflict)).one(), session.scalars(select(Notice)).one()
    for somebody in (file.officer, file.supervisor):
        with pytest.raises(NotFound):
            dismiss(session, somebody, conflict.id, clock.now())
        with pytest.raises(NotFound):
            settle(session, somebody, told.id, clock.now())
    assert notice_page(session, file.officer, settled=False, offset=0, limit=9) == ([], 0)
    assert queries.conflict_list(session, file.officer, 0, 9) == ([], 0)
    other = make_staff(session, None, "data_protection_officer")
    assert notice_page(session, other, settled=False, offset=0, limit=9)[1] == 1
    assert queries.conflict_list(session, other, 0, 9)[1] == 1
    session.rollback()


@pytest.mark.parametrize("first", ["staff", "person"])
@pytest.mark.parametrize("engine_kind", ["postgresql"], indirect=True)
def test_of_two_who_write_at_once_one_sees_the_other(
    sessions: sessionmaker[WorkSession], session: Session, first: str
) -> None:
    """On SQLite there is one writer at a time anyway."""
    house = make_house(session)
    worker, colleague = make_staff(session, house), make_staff(session, house)
    make_person(session, worker, house.id)  # the key of the month is made
    session.commit()
    assert colleague.id is not None
    with sessions() as one, sessions() as other:
        one.info["actor"], other.info["actor"] = colleague, worker
        record_numbers(one, colleague, colleague.id, NumbersRequest("0977000111"), clock.now())
        one.flush()
        person = make_person(other, worker, house.id, phone="0977000111")
        other.flush()
        for writer in (one, other) if first == "staff" else (other, one):
            writer.commit()
    assert walled(session, colleague) == {person.id}


@ONE_ENGINE
def test_what_is_compared_is_counted_and_never_named(session: Session, file: File) -> None:
    numbers(session, file.colleague, HIS)
    told = {entry.event: entry for entry in session.scalars(select(Entry))}
    assert told["conflicts.sought"].facts == '{"compared":2,"found":1}'
    assert told["conflict.found"].facts == '{"matched":"phone","role":"perpetrator"}'
    for event in ("conflict.found", "conflicts.sought"):
        assert (told[event].actor_role, told[event].subject_id, told[event].case_id) == ("system", None, None)
    session.rollback()


@ONE_ENGINE
def test_a_walled_case_is_as_if_it_were_not_there(session: Session, file: File, at: At) -> None:
    numbers(session, file.colleague, HIS)
    browser = at(file.colleague)
    missing = browser.get("/cases/ZZZZZZZZZZ")
    closed = browser.get(file.path)
    assert closed.status_code == missing.status_code == 404
    assert closed.text.replace(file.path, "") == missing.text.replace("/cases/ZZZZZZZZZZ", "")


@ONE_ENGINE
def test_what_a_ledger_brings_in_is_compared_too(session: Session, file: File) -> None:
    numbers(session, file.colleague, "0912345678")
    before = walled(session, file.colleague)
    book = Book().put("Người", "Điện thoại", "0987654321", row=1).made()
    reading = read_ledger(book, SITE.vocabulary, SITE.units, clock.today())
    assert reading.ledger is not None
    operator = SITE.access.operator()
    session.info["actor"] = operator
    assert not store_ledger(session, operator, reading.ledger, SITE.units, "0" * 64, clock.now()).problems
    session.commit()
    case = session.scalars(select(Case).where(Case.ledger_code == "V1")).one()
    assert {case.id, case.survivor_id} <= walled(session, file.colleague) - before


@ONE_ENGINE
def test_the_numbers_of_staff_are_sealed(session: Session, file: File) -> None:
    numbers(session, file.colleague, HIS, HIS_NUMBER)
    identity = session.scalars(select(StaffIdentity)).one()
    for sealed in (identity._phone, identity._citizen_number):
        assert b"654" not in sealed
        assert HIS_NUMBER.encode() not in sealed
    session.rollback()

"""Safe contact: what is shown before a number, and the number only when asked for."""

import html
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry, Revision
from casework.crypto import Tampered
from casework.db import Stale
from casework.refusal import Refusal
from casework.safety import operations, queries
from casework.safety.models import SafeContact
from casework.safety.operations import SafeContactRequest
from tests.factories.browser import signed_in
from tests.factories.cases import make_case
from tests.factories.desk import Desk
from tests.factories.people import make_house, make_staff

ONE_ENGINE = pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
SAID = SafeContactRequest(
    may_contact="co",
    channel="phone_call",
    number="0987654321",
    hours="9 đến 11 giờ",
    caller_name="Chị Hoa",
    confirmed_on=date(2026, 11, 20),
)
TYPED = {
    "may_contact": "co",
    "channel": "phone_call",
    "number": "0987654321",
    "hours": "9 đến 11 giờ",
    "voicemail": "khong",
    "caller_name": "Chị Hoa",
    "code_word": "hoa cúc",
    "confirmed_on": "20/11/2026",
}


def test_the_block_is_written_once_and_changed_with_its_former_values(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    block = operations.record(session, worker, case, SAID, clock.now())
    session.commit()
    later = replace(SAID, may_contact="khong", number="", version=block.version)
    assert operations.record(session, worker, case, later, clock.now()) is block
    session.commit()
    read = queries.of_person(session, worker, case.survivor_id)
    assert read is not None
    assert (read.may_contact, read.number, read.hours) == ("khong", "", "9 đến 11 giờ")
    assert "0987654321" in session.scalars(select(Revision)).one().former
    told = session.scalars(
        select(Entry).where(Entry.event == "safety.recorded").order_by(Entry.position)
    ).all()
    assert [entry.case_id for entry in told] == [case.id, case.id]
    assert told[1].facts == '{"fields":"may_contact number"}'


@pytest.mark.parametrize("version", [0, 7])
def test_a_block_that_somebody_else_wrote_meanwhile_is_not_overwritten(
    session: Session, version: int
) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    operations.record(session, worker, case, SAID, clock.now())
    with pytest.raises(Stale):
        operations.record(
            session, worker, case, replace(SAID, may_contact="khong", version=version), clock.now()
        )


def test_of_two_who_write_the_first_block_at_once_the_second_is_told(sessions: sessionmaker[Session]) -> None:
    with sessions() as first, sessions() as second:
        worker = make_staff(first, make_house(first))
        case = make_case(first, worker)
        first.commit()
        theirs = second.get_one(type(case), case.id)

        @event.listens_for(second, "before_flush", once=True)
        def _meanwhile(*_args: object) -> None:
            operations.record(first, worker, case, SAID, clock.now())
            first.commit()

        with pytest.raises(Stale):
            operations.record(second, worker, theirs, replace(SAID, may_contact="khong"), clock.now())
        second.rollback()
        assert second.scalars(select(SafeContact.may_contact)).all() == ["co"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"may_contact": ""}, "may_contact"),
        ({"channel": ""}, "channel"),
        ({"channel": "do_not_contact"}, "channel"),
        ({"confirmed_on": date(2026, 11, 23)}, "confirmed_on"),
    ],
)
@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_what_cannot_be_is_refused(session: Session, wrong: dict[str, Any], field: str) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    with pytest.raises(Refusal) as refused:
        operations.record(session, worker, case, replace(SAID, **wrong), clock.now())
    assert refused.value.field == field


def test_another_facility_neither_records_nor_reads(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    operations.record(session, worker, case, SAID, clock.now())
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    with pytest.raises(NotFound):
        operations.record(session, stranger, case, SAID, clock.now())
    assert queries.of_person(session, stranger, case.survivor_id) is None


def test_safe_to_call_flipped_in_the_database_does_not_open(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    operations.record(session, worker, case, replace(SAID, may_contact="khong"), clock.now())
    session.commit()
    session.execute(update(SafeContact).values(may_contact="co"))
    session.expire_all()
    with pytest.raises(Tampered):  # before anything sealed is opened: the flag alone is acted on
        queries.of_person(session, worker, case.survivor_id)


def test_the_block_comes_before_the_number_which_must_be_asked_for(desk: Desk, session: Session) -> None:
    assert desk.at.post(f"{desk.path}/safe-contact", TYPED).status_code == 303
    overview = html.unescape(desk.at.get(desk.path).text)
    assert "Chị Hoa" in overview
    for number in ("0987654321", "0912345678"):
        assert number not in overview
    assert desk.at.get(f"{desk.path}/number").status_code == 405
    shown = desk.at.post(f"{desk.path}/number", opened=overview)
    assert shown.status_code == 200
    page = html.unescape(shown.text)
    for number in ("0987654321", "0912345678", "Số 5 ngõ 7"):
        assert page.index("Chị Hoa") < page.index(number)
    last = session.scalars(
        select(Entry).where(Entry.event == "sealed.opened").order_by(Entry.position.desc())
    ).first()
    assert last is not None
    assert last.actor_id == desk.worker.id
    assert "person.phone" in last.facts
    assert "safe_contact.number" in last.facts


def test_do_not_contact_is_said_before_everything_else(desk: Desk) -> None:
    desk.at.post(f"{desk.path}/safe-contact", TYPED | {"may_contact": "khong", "channel": ""})
    for page in (desk.at.get(desk.path), desk.at.post(f"{desk.path}/number")):
        assert "Không được liên hệ với người này." in html.unescape(page.text)


@pytest.mark.parametrize("engine_kind", ["sqlite"], indirect=True)
def test_without_a_block_nobody_is_told_to_call(desk: Desk) -> None:
    assert "Không gọi khi chưa rõ" in html.unescape(desk.at.get(desk.path).text)


def test_the_second_editor_sees_the_change_and_loses_nothing(desk: Desk, session: Session) -> None:
    path = f"{desk.path}/safe-contact"
    opened = desk.at.get(path).text
    assert desk.supervising.post(path, TYPED | {"code_word": "hoa sen"}).status_code == 303
    shown = desk.at.post(path, TYPED, opened=opened)
    assert shown.status_code == 200
    assert "hoa sen" in shown.text
    assert 'value="hoa cúc"' in shown.text
    assert desk.at.post(path, TYPED, opened=shown.text).status_code == 303
    session.expire_all()
    assert session.scalars(select(SafeContact)).one().code_word == "hoa cúc"
    history = html.unescape(desk.at.get(f"{desk.path}/history").text)
    assert "Mật khẩu khi gọi: hoa sen" in history
    assert "0987654321" not in history
    assert history.count("Mật khẩu khi gọi") == 1


NOTHING_SAID = {"may_contact": "chua_ro", "voicemail": "chua_ro"}


def test_that_nothing_is_known_is_said_once(desk: Desk) -> None:
    assert desk.at.post(f"{desk.path}/safe-contact", NOTHING_SAID).status_code == 303
    for page in (desk.at.get(desk.path), desk.at.post(f"{desk.path}/number")):
        assert page.text.count("Chưa biết gì về cách liên hệ an toàn") == 1
        assert "Ai có thể nghe máy" not in page.text
    told = NOTHING_SAID | {"hours": "9 đến 11 giờ"}
    assert desk.at.post(f"{desk.path}/safe-contact", told).status_code == 303
    page = desk.at.get(desk.path)
    assert "Chưa biết gì về cách liên hệ an toàn" not in page.text
    assert "Ai có thể nghe máy" in page.text
    assert "9 đến 11 giờ" in page.text


@ONE_ENGINE
def test_where_no_number_is_known_none_is_listed(app: Flask, session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    at = signed_in(app, session, worker)
    page = at.post(f"/cases/{case.reference}/number", opened=at.get(f"/cases/{case.reference}").text).text
    assert "Chưa biết số điện thoại và địa chỉ nào" in page
    assert "Địa chỉ trong hồ sơ" not in page

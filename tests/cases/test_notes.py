"""Notes in a case file."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from casework import clock
from casework.access import NotFound
from casework.audit.models import Entry, Revision
from casework.cases import queries
from casework.cases.note_operations import edit_note, write_note
from casework.db import Stale
from casework.refusal import Refusal
from tests.factories.cases import make_case
from tests.factories.people import make_house, make_staff


def test_a_note_keeps_its_former_wording_and_the_log_none_of_it(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    note = write_note(session, worker, case, "  Đã gọi điện.  ", clock.now())
    session.commit()
    assert edit_note(session, worker, note, "Đã gặp trực tiếp.", note.version, clock.now()) == ("body",)
    session.commit()
    assert [each.note.body for each in queries.notes_of(session, worker, case)] == ["Đã gặp trực tiếp."]
    assert session.scalars(select(Revision)).one().former == '{"body": "Đã gọi điện."}'
    assert not any("gọi" in facts for facts in session.scalars(select(Entry.facts)))


def test_only_its_writer_changes_a_note(session: Session) -> None:
    house = make_house(session)
    writer, colleague = make_staff(session, house), make_staff(session, house, "facility_supervisor")
    case = make_case(session, writer)
    note = write_note(session, writer, case, "Một ghi chú", clock.now())
    with pytest.raises(Refusal):
        edit_note(session, colleague, note, "Khác", note.version, clock.now())
    assert note.body == "Một ghi chú"


def test_an_empty_note_is_refused_and_an_old_version_is_stale(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    with pytest.raises(Refusal) as refused:
        write_note(session, worker, case, " \n ", clock.now())
    assert refused.value.field == "body"
    note = write_note(session, worker, case, "Một", clock.now())
    edit_note(session, worker, note, "Hai", note.version, clock.now())
    with pytest.raises(Stale):
        edit_note(session, worker, note, "Ba", 1, clock.now())


def test_another_facility_neither_writes_nor_reads(session: Session) -> None:
    worker = make_staff(session, make_house(session))
    case = make_case(session, worker)
    note = write_note(session, worker, case, "Một", clock.now())
    stranger = make_staff(session, make_house(session, "Cơ sở Hai"))
    with pytest.raises(NotFound):
        write_note(session, stranger, case, "Hai", clock.now())
    with pytest.raises(NotFound):
        edit_note(session, stranger, note, "Hai", note.version, clock.now())
    assert queries.notes_of(session, stranger, case) == []

"""The row seal on a real database: an edit in SQL shows, our own edits do not."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from casework.crypto import Tampered, verify_row
from casework.crypto.plans import plan_of
from casework.crypto.rowseal import row_message
from casework.db import uuid7

from .conftest import File, Scrap, make_file

TABLE: Table = File.__table__  # type: ignore[assignment]  # SQLAlchemy says FromClause
FULL: dict[str, Any] = {
    "name": "Đào Thị Hoà",
    "phone": "0912345678",
    "may_call": "khong",
    "acts": ("b", "a"),
    "seen_on": date(2026, 3, 1),
    "written_at": datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=7))),
    "urgent": True,
    "owner_id": UUID(int=7),
}


def edited(session: Session, file: File, **values: Any) -> None:
    session.execute(update(TABLE).where(TABLE.c.id == file.id).values(**values))
    session.commit()
    session.expire_all()


@pytest.mark.parametrize("values", [FULL, {"name": "Hoà"}], ids=["full", "sparse"])
def test_a_row_that_nobody_touched_is_sound_in_any_session(
    session: Session, another: Session, values: dict[str, Any]
) -> None:
    file = make_file(session, **values)
    verify_row(file)
    theirs = another.get_one(File, file.id)
    verify_row(theirs)
    assert theirs.name == values["name"]


EDITS: dict[str, Any] = {
    "may_call": "co",
    "acts": (),
    "seen_on": None,
    "written_at": datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC),
    "urgent": False,
    "owner_id": UUID(int=8),
    "version": 2,
    "phone": b"\1\1\0\1" + bytes(60),
    "seal": bytes(32),
}


@pytest.mark.parametrize("column", EDITS)
def test_an_edit_in_sql_shows(session: Session, column: str) -> None:
    file = make_file(session, **FULL)
    assert file.name == FULL["name"]
    edited(session, file, **{column: EDITS[column]})
    with pytest.raises(Tampered) as caught:
        verify_row(file)
    with pytest.raises(Tampered):
        _ = file.name
    assert caught.value.domain == "bench_file"
    assert caught.value.row_id == file.id
    assert "Hoà" not in str(caught.value)


def test_a_column_that_is_not_under_the_seal_may_be_edited(session: Session) -> None:
    file = make_file(session, **FULL)
    edited(session, file, colour="red")
    verify_row(file)
    assert file.colour == "red"


def test_null_and_empty_are_two_things(session: Session) -> None:
    plan = plan_of(File)
    assert plan is not None
    clear, raw = (1, "", (), None, None, False, None), (b"name", b"phone")
    messages = {
        row_message(plan, 1, bytes(16), (1, *values, *clear[3:]), raw)
        for values in (("", ()), (None, ()), ("", None), ("a", ("b",)), ("a", ("b", "")), ("", ("ab",)))
    }
    assert len(messages) == 6
    assert row_message(plan, 1, bytes(16), clear, (b"name", None)) != row_message(
        plan, 1, bytes(16), clear, (b"name", b"")
    )
    file = make_file(session, **{**FULL, "seen_on": None})
    edited(session, file, seen_on=date(2026, 3, 1))
    with pytest.raises(Tampered):
        verify_row(file)


def test_a_part_of_an_older_version_shows(session: Session) -> None:
    file = make_file(session, **FULL)
    old = dict(session.execute(select(TABLE).where(TABLE.c.id == file.id)).mappings().one())
    file.name = "Đào Thị Hoa"
    session.commit()
    edited(session, file, name=old["name"])
    with pytest.raises(Tampered):
        _ = file.phone
    edited(session, file, name=old["name"], seal=old["seal"])
    with pytest.raises(Tampered):
        _ = file.phone


def test_a_row_copied_onto_another_shows(session: Session) -> None:
    one, two = make_file(session, **FULL), make_file(session, **FULL)
    row = dict(session.execute(select(TABLE).where(TABLE.c.id == one.id)).mappings().one())
    edited(session, two, **{key: value for key, value in row.items() if key != "id"})
    with pytest.raises(Tampered):
        _ = two.name


def test_our_own_edits_keep_the_row_sound(session: Session, another: Session) -> None:
    file = make_file(session, **FULL)
    file.may_call, file.acts = "co", ("c",)
    session.flush()
    file.seen_on = None
    file.name = "Đào Thị Hoa"
    session.flush()
    assert file.name == "Đào Thị Hoa"
    verify_row(file)
    session.commit()
    session.expire_all()
    verify_row(file)
    theirs = another.get_one(File, file.id)
    verify_row(theirs)
    assert (theirs.version, theirs.may_call, theirs.name) == (3, "co", "Đào Thị Hoa")


def test_reading_beside_an_edit_that_waits_looks_at_what_is_stored(session: Session) -> None:
    file = make_file(session, **FULL)
    with session.no_autoflush:
        file.may_call = "co"  # set on an expired row: its former value was never loaded
        file.acts = ("c",)
        assert file.name == FULL["name"]
    session.commit()
    session.expire_all()
    verify_row(file)
    assert file.may_call == "co"


def test_a_row_may_be_changed_in_the_session_that_made_it(session: Session, another: Session) -> None:
    file = File(id=uuid7(), name="Hoà")
    session.info["vault"].new_subject(session, file.id)
    session.add(file)
    session.flush()
    assert file.seen_on is None  # never set, and read before the change
    file.may_call = "co"
    session.commit()
    verify_row(another.get_one(File, file.id))


@pytest.mark.parametrize("loaded", [True, False])
def test_an_edit_does_not_put_a_good_seal_on_a_bad_row(session: Session, loaded: bool) -> None:
    file = make_file(session, **FULL)
    edited(session, file, may_call="co")
    if loaded:
        assert file.may_call == "co"
    file.urgent = False
    with pytest.raises(Tampered):
        session.commit()
    session.rollback()
    with pytest.raises(Tampered):
        verify_row(file)


def test_an_edit_that_only_sets_a_sealed_field_looks_at_the_row_first(session: Session) -> None:
    file = make_file(session, **FULL)
    edited(session, file, may_call="co")
    file.name = "Đào Thị Hoa"
    with pytest.raises(Tampered):
        session.commit()


def test_a_row_stored_in_the_same_flush_as_its_subject_is_sealed_with_defaults(session: Session) -> None:
    file = make_file(session, name="Hoà")
    assert (file.may_call, file.acts, file.urgent, file.version) == ("khong", (), False, 1)
    assert len(file.seal) == 32


def test_a_row_without_a_seal_says_so(session: Session) -> None:
    subject = uuid7()
    session.info["vault"].new_subject(session, subject)
    scrap = Scrap(subject_id=subject, body={})
    session.add(scrap)
    session.commit()
    with pytest.raises(TypeError, match="Scrap has no row seal"):
        verify_row(scrap)


def test_an_unchanged_row_in_a_flush_keeps_seal_and_version(session: Session) -> None:
    file = make_file(session, **FULL)
    before = dict(session.execute(select(TABLE).where(TABLE.c.id == file.id)).mappings().one())
    file.may_call = "khong"
    file.urgent = True
    session.commit()
    assert dict(session.execute(select(TABLE).where(TABLE.c.id == file.id)).mappings().one()) == before

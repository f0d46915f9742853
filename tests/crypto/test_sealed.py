"""Sealed fields through the session: what is stored, what is read, who is told."""

from typing import Any

import pytest
from sqlalchemy import Engine, event, inspect, select, text, update
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import DetachedInstanceError

from casework.crypto import NoKey, Tampered, Vault
from casework.db import uuid7

from .conftest import File, Scrap, fetch, make_file


def stored(session: Session, file: File) -> dict[str, Any]:
    table = File.__table__
    return dict(session.connection().execute(select(table).where(table.c.id == file.id)).mappings().one())


def test_a_value_comes_back_and_is_nowhere_in_the_database(session: Session) -> None:
    file = make_file(session, name="Đào Thị Hoà", phone="0912345678")
    assert (file.name, file.phone) == ("Đào Thị Hoà", "0912345678")
    row = stored(session, file)
    assert "Hoà".encode() not in row["name"]
    assert b"0912345678" not in row["phone"]
    assert (len(row["name"]), len(row["phone"])) == (64, 64)


def test_an_unset_field_is_sealed_like_an_empty_one(session: Session) -> None:
    unset, empty, none = (make_file(session, **each) for each in ({}, {"phone": ""}, {"phone": None}))
    rows = [stored(session, each)["phone"] for each in (unset, empty, none)]
    assert {len(each) for each in rows} == {64}
    assert [each.phone for each in (unset, empty, none)] == ["", "", ""]


def test_a_value_can_be_read_before_it_is_stored(session: Session) -> None:
    file = File(name="Hoà")
    assert (file.name, file.phone) == ("Hoà", "")
    file.name = "Hoa"
    assert file.name == "Hoa"
    assert "opened" not in session.info


def test_changing_a_value_seals_it_anew_and_raises_the_version(session: Session) -> None:
    file = make_file(session, name="Hoà")
    before = stored(session, file)
    file.name = "Hoa"
    session.commit()
    session.expire_all()
    after = stored(session, file)
    assert file.name == "Hoa"
    assert (before["version"], after["version"]) == (1, 2)
    assert before["name"] != after["name"]
    assert before["phone"] == after["phone"]


def test_setting_the_same_value_changes_nothing(session: Session) -> None:
    file = make_file(session, name="Hoà")
    assert file.name == "Hoà"
    before = stored(session, file)
    file.name = "Hoà"
    session.commit()
    assert stored(session, file) == before


def test_a_rollback_takes_back_what_was_set(session: Session) -> None:
    file = make_file(session, name="Hoà")
    file.name = "set, not flushed"
    session.rollback()
    assert file.name == "Hoà"
    file.phone = "0912345678"
    session.commit()
    session.expire_all()
    assert (file.name, file.phone) == ("Hoà", "0912345678")
    file.name = "flushed"
    session.flush()
    session.rollback()
    assert file.name == "Hoà"
    file.colour = "red"
    session.commit()
    session.expire_all()
    assert file.name == "Hoà"


def test_what_was_rolled_back_can_be_stored_again_under_a_new_key(session: Session) -> None:
    vault: Vault = session.info["vault"]
    file = File(id=uuid7(), name="Hoà")
    for end in (session.rollback, session.commit):
        vault.new_subject(session, file.id)
        session.add(file)
        session.flush()
        end()
    assert fetch(session, file.id).name == "Hoà"


def test_a_refresh_shows_what_another_session_stored(session: Session, another: Session) -> None:
    file = make_file(session, name="Hoà")
    assert file.name == "Hoà"
    session.commit()
    theirs = another.get_one(File, file.id)
    theirs.name = "Hoa"
    another.commit()
    session.refresh(file)
    assert file.name == "Hoa"


def test_openings_are_noted_once_for_each_field_that_was_read(session: Session) -> None:
    file = make_file(session, name="Hoà", phone="0912345678")
    assert "opened" not in session.info
    assert [file.name, file.name] == ["Hoà", "Hoà"]
    assert session.info["opened"] == {(file.id, "file.name"): 1}
    assert file.phone
    session.expire_all()
    assert file.phone
    assert session.info["opened"] == {(file.id, "file.name"): 1, (file.id, "file.phone"): 2}


def test_quiet_openings_are_counted_and_told_when_they_are_shown_after_all(session: Session) -> None:
    file = make_file(session, name="Hoà")
    with session.info["vault"].quiet(session):
        assert file.name == "Hoà"
    assert "opened" not in session.info
    assert session.info["opened_quietly"] == {"file.name": 1}
    assert file.name == "Hoà"
    assert session.info["opened"] == {(file.id, "file.name"): 1}


def test_nothing_is_opened_outside_a_session(session: Session) -> None:
    file, seen, quiet = (make_file(session, name="Hoà") for _ in range(3))
    assert seen.name == "Hoà"
    with session.info["vault"].quiet(session):
        assert quiet.name == "Hoà"
    for each in (file, seen, quiet):
        session.refresh(each, ["_name"] if each is file else ["colour"])
    session.expunge_all()
    assert seen.name == "Hoà"
    for each in (file, quiet):
        with pytest.raises(DetachedInstanceError):
            _ = each.name


def test_a_moved_row_is_noted_in_the_session_it_is_in(session: Session, another: Session) -> None:
    file = make_file(session, name="Hoà", phone="0912345678")
    assert file.name
    session.expunge(file)
    another.add(file)
    assert file.phone == "0912345678"
    assert (file.id, "file.phone") not in session.info["opened"]
    assert another.info["opened"] == {(file.id, "file.phone"): 1}


class Counted:
    """Counts the statements that reach an engine."""

    def __init__(self, engine: Engine) -> None:
        self.statements: list[str] = []
        event.listen(engine, "before_cursor_execute", self._note)

    def _note(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.statements.append(statement)


def test_a_list_fetches_all_its_keys_in_one_statement(
    session: Session, sessions: sessionmaker[Any], engine: Engine, vault: Vault
) -> None:
    for number in range(50):
        make_file(session, name=f"Người {number}")
    with sessions() as cold:
        cold.info["vault"] = Vault(vault.keys)
        counted = Counted(engine)
        files = cold.scalars(select(File)).all()
        assert {file.name for file in files} == {f"Người {number}" for number in range(50)}
        assert len(counted.statements) == 2
        more = cold.scalars(select(Scrap)).all()
        assert more == []
        cold.info["vault"].prime(cold, [file.id for file in files])
        assert len(counted.statements) == 3


def test_reading_in_a_page_does_not_flush(session: Session) -> None:
    file = fetch(session, make_file(session, name="Hoà").id)
    other = File(id=uuid7(), name="not yet")
    session.add(other)
    assert file.name == "Hoà"
    assert inspect(other).pending


def test_a_subject_without_a_key_is_named(session: Session) -> None:
    session.add(File(id=uuid7(), name="Hoà"))
    with pytest.raises(NoKey) as caught:
        session.flush()
    assert "Hoà" not in str(caught.value)


def test_a_row_needs_its_subject_before_the_flush(session: Session) -> None:
    session.add(Scrap(body={"name": "Hoà"}))
    with pytest.raises(ValueError, match="Scrap needs its subject"):
        session.flush()


def test_json_comes_back_and_is_nobodys_to_change(session: Session) -> None:
    subject = uuid7()
    session.info["vault"].new_subject(session, subject)
    scrap = Scrap(subject_id=subject, body={"tên": "Hoà", "acts": ["a", "b"]})
    session.add(scrap)
    session.commit()
    session.expire_all()
    assert scrap.body == {"tên": "Hoà", "acts": ["a", "b"]}
    assert Scrap(subject_id=subject).body == {}


def test_a_value_moved_in_sql_does_not_open_and_is_not_told(session: Session) -> None:
    subject = uuid7()
    session.info["vault"].new_subject(session, subject)
    one, two = Scrap(subject_id=subject, body={"n": "một"}), Scrap(subject_id=subject, body={"n": "hai"})
    session.add_all([one, two])
    session.commit()
    rows = Scrap.metadata.tables[Scrap.__tablename__]
    session.execute(update(rows).where(rows.c.id == one.id).values(body=two._body))
    session.commit()
    session.expire_all()
    with pytest.raises(Tampered) as caught:
        _ = one.body
    assert str(caught.value) == f"scrap.body of row {one.id} is not what was sealed there"
    assert caught.value.__cause__ is None
    assert two.body == {"n": "hai"}


@pytest.mark.parametrize("engine_kind", ["postgresql"], indirect=True)  # SQLite does not let go of NOT NULL
def test_a_null_cannot_be_slipped_in(session: Session) -> None:
    file = make_file(session, name="Hoà")
    session.execute(text("ALTER TABLE bench_file ALTER COLUMN name DROP NOT NULL"))
    session.execute(text("UPDATE bench_file SET name = NULL"))
    session.commit()
    session.expire_all()
    with pytest.raises(Tampered):
        _ = file.name

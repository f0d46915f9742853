"""Whoever edits the database is found out, and the first bad entry is named."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.orm import Session, sessionmaker

from casework import clock
from casework.access import Actor
from casework.audit import merkle, writing
from casework.audit.models import Entry
from casework.audit.operations import record
from casework.audit.verify import Verdict, verify
from casework.db import WorkSession
from tests.factories.people import make_house, make_staff

SIZE = 7
NAMES = [column.key for column in Entry.__table__.columns]


@pytest.fixture
def worker(session: Session) -> Actor:
    return make_staff(session, make_house(session))


@pytest.fixture(autouse=True)
def written(session: Session, worker: Actor) -> None:
    """Seven entries in four commits."""
    for count in (1, 3, 2, 1):
        for _ in range(count):
            facts = {"from": "engaged", "to": "closed"}
            record(session, worker, "case.moved", kind="case_file", facts=facts, now=clock.now())
        session.commit()


def edit(session: Session, statement: str, **values: object) -> None:
    session.execute(text(statement), values)
    session.commit()
    session.expire_all()


def test_an_untouched_log_is_sound(session: Session) -> None:
    assert verify(session) == Verdict(SIZE)


def test_an_empty_log_is_sound(session: Session) -> None:
    edit(session, "DELETE FROM audit_entry")
    edit(session, "UPDATE audit_tree SET size = 0, frontier = :none, checkpoint = ''", none=b"")
    assert verify(session) == Verdict(0)


@pytest.mark.parametrize("at", [0, 3, SIZE - 1])
@pytest.mark.parametrize(
    "change",
    [
        "facts = facts || ' '",
        "event = 'case.opened'",
        "actor_role = 'manager'",
        "actor_id = NULL",
        "kind = 'note'",
        "row_id = actor_id",
        "case_id = actor_id",
        "subject_id = actor_id",
    ],
)
def test_an_edited_value_is_found_at_its_entry(session: Session, at: int, change: str) -> None:
    edit(session, f"UPDATE audit_entry SET {change} WHERE position = :at", at=at)  # noqa: S608 - words of this file
    verdict = verify(session)
    assert (verdict.position, verdict.fault) == (at, "An entry was altered.")


def test_a_moved_moment_is_found(session: Session) -> None:
    entry = session.get_one(Entry, 2)
    entry.at -= timedelta(days=1)
    session.commit()
    assert verify(session).position == 2


@pytest.mark.parametrize("at", [0, 3])
def test_a_missing_entry_is_found_at_its_place(session: Session, at: int) -> None:
    edit(session, "DELETE FROM audit_entry WHERE position = :at", at=at)
    verdict = verify(session)
    assert (verdict.position, verdict.fault) == (at, "Entries are missing.")


def test_a_cut_tail_is_found(session: Session) -> None:
    edit(session, "DELETE FROM audit_entry WHERE position >= 5")
    verdict = verify(session)
    assert (verdict.position, verdict.fault) == (5, "The end of the log was cut off.")


def test_a_log_cut_to_nothing_is_found(session: Session) -> None:
    edit(session, "DELETE FROM audit_entry")
    assert verify(session).fault == "The end of the log was cut off."


def test_a_cut_tail_with_the_tree_put_back_is_found(session: Session) -> None:
    """Whoever has no key can set size and frontier, but not the signature."""
    edit(session, "DELETE FROM audit_entry WHERE position >= 5")
    edit(session, "UPDATE audit_tree SET size = 5")
    assert verify(session).fault == "The end of the log was cut off."
    edit(session, "UPDATE audit_tree SET checkpoint = ''")
    assert verify(session).fault == "The checkpoint is not signed by this system."


def test_an_entry_rewritten_with_its_hash_is_found_by_the_root(session: Session) -> None:
    entry = session.get_one(Entry, 3)
    entry.facts = "{}"
    entry.leaf = writing.leaf_of({name: getattr(entry, name) for name in NAMES})
    session.commit()
    assert verify(session) == Verdict(SIZE, "The log is not the one that was signed.")


def test_work_goes_on_over_a_rewritten_log_but_never_makes_it_sound(session: Session, worker: Actor) -> None:
    """Leaves and tree need no key: without the look at the checkpoint the next entry would sign the forgery."""
    entry = session.get_one(Entry, 3)
    entry.facts = "{}"
    entry.leaf = writing.leaf_of({name: getattr(entry, name) for name in NAMES})
    session.commit()
    leaves = list(session.scalars(select(Entry.leaf).order_by(Entry.position)))
    edit(session, "UPDATE audit_tree SET frontier = :one", one=b"".join(merkle.tree(leaves)[1]))
    _work_on(session, worker)
    assert verify(session) == Verdict(SIZE + 2, "The log is not the one that was signed.")


def test_work_goes_on_over_a_cut_log_but_never_makes_it_sound(session: Session, worker: Actor) -> None:
    edit(session, "DELETE FROM audit_entry WHERE position >= 5")
    leaves = list(session.scalars(select(Entry.leaf).order_by(Entry.position)))
    size, frontier = merkle.tree(leaves)
    edit(session, "UPDATE audit_tree SET size = :size, frontier = :one", size=size, one=b"".join(frontier))
    _work_on(session, worker)
    assert verify(session) == Verdict(SIZE, "The log is not the one that was signed.")


def _work_on(session: Session, worker: Actor) -> None:
    for _ in range(2):
        record(session, worker, "note.written", kind="note", now=clock.now())
        session.commit()


def test_swapped_entries_are_found(session: Session) -> None:
    edit(session, "UPDATE audit_entry SET position = 100 WHERE position = 1")
    edit(session, "UPDATE audit_entry SET position = 1 WHERE position = 2")
    edit(session, "UPDATE audit_entry SET position = 2 WHERE position = 100")
    assert verify(session).position == 1


def test_an_entry_added_behind_the_signature_is_found(session: Session) -> None:
    like = session.get_one(Entry, 0)
    values = {name: getattr(like, name) for name in NAMES} | {"position": SIZE}
    session.add(Entry(**(values | {"leaf": writing.leaf_of(values)})))
    session.commit()
    assert verify(session) == Verdict(SIZE + 1, "The log is not the one that was signed.")


def test_a_tree_that_is_gone_is_said(session: Session) -> None:
    edit(session, "DELETE FROM audit_tree")
    assert verify(session).fault == "The state of the tree is missing."


@pytest.fixture
def busy(session: Session, sessions: sessionmaker[WorkSession], worker: Actor) -> Iterator[None]:
    """Somebody else writes an entry before each thing that this session reads."""

    def write(_state: object) -> None:
        with sessions() as other:
            record(other, worker, "note.written", kind="note", now=clock.now())
            other.commit()

    event.listen(session, "do_orm_execute", write)
    yield
    event.remove(session, "do_orm_execute", write)


def test_what_is_written_meanwhile_is_no_fault(session: Session, busy: None) -> None:
    for _ in range(3):
        verdict = verify(session)
        session.rollback()
        assert verdict.fault is None
    assert verdict.size > SIZE

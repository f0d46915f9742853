"""What one session knows of keys and openings, beside its rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import event
from sqlalchemy.orm import Session

from casework.crypto.cipher import SubjectCipher
from casework.db import WorkSession


@dataclass(slots=True)
class Book:
    """A session's own notes: keys made in its open transaction, how deep it is in quiet reading.

    ``credit`` pays for looking through all loaded rows for keys still to be fetched.
    """

    fresh: dict[UUID, SubjectCipher] = field(default_factory=dict)
    quiet: int = 0
    credit: int = 0


def book_of(session: Session) -> Book:
    """The session's book."""
    book: Book | None = session.info.get("book")
    if book is None:
        book = session.info["book"] = Book()
    return book


def note(info: dict[Any, Any], subject_id: UUID, domain: str) -> bool:
    """Note that a field was opened; False if it was only counted, because the reading is quiet.

    ``session.info["opened"]`` counts by (subject, domain), for the audit log to take at the commit.
    """
    if "book" in info and info["book"].quiet:
        counted = info.setdefault("opened_quietly", {})
        counted[domain] = counted.get(domain, 0) + 1
        return False
    opened = info.get("opened")
    if opened is None:
        opened = info["opened"] = {}
    size, key = len(opened), (subject_id, domain)
    count = opened.setdefault(key, 1)  # hashing a UUID costs as much as all else here: once, then
    if len(opened) == size:
        opened[key] = count + 1
    return True


@contextmanager
def quietly(session: Session) -> Iterator[None]:
    """Openings inside are counted by domain in ``session.info["opened_quietly"]``, not listed by person."""
    book = book_of(session)
    book.quiet += 1
    try:
        yield
    finally:
        book.quiet -= 1


@event.listens_for(WorkSession, "after_commit")
@event.listens_for(WorkSession, "after_soft_rollback")
def _forget_fresh(session: Session, *_previous: object) -> None:
    """Once committed, keys come from the database; once rolled back, they were never there."""
    book = session.info.get("book")
    if book is not None:
        book.fresh.clear()

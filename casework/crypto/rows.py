"""Opening a row: its key, its seal, and who must be told of it."""

from collections.abc import Callable, Iterable, Mapping
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state

from casework.crypto.cipher import Domain, SubjectCipher, Unopened
from casework.crypto.faults import Tampered
from casework.crypto.plans import Plan, plan_of
from casework.crypto.rowseal import row_message, session_of, stored_values

MISSING = object()


class Kept:
    """What an instance remembers: the key it is opened with, in which session, and the row seal found good.

    ``waiting`` holds, by domain, what was set and not sealed yet, and the raw column that it was set over.
    """

    __slots__ = (
        "cipher",
        "info",
        "place",
        "plan",
        "row",
        "row_sealed",
        "session_id",
        "subject_id",
        "verified",
        "waiting",
    )

    cipher: SubjectCipher
    subject_id: UUID

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.row_sealed = plan.row_sealed
        self.waiting: dict[str, tuple[object, bytes]] | None = None
        self.verified: object = MISSING
        self.session_id: int | None = None
        self.info: dict[Any, Any] = {}
        self.row = b""
        self.place = b""

    def enter(self, instance: Any, session: Session) -> None:
        """Take the key of the instance's subject, for as long as the instance is in this session."""
        subject_id: UUID | None = instance.subject_id
        if subject_id is None:
            raise ValueError(f"{type(instance).__name__} needs its subject before it can be sealed")
        self.cipher = session.info["vault"].keyring.find(session, subject_id)
        self.subject_id = subject_id
        self.row = instance.id.bytes
        self.place = self.row + self.cipher.tail
        self.info = session.info
        self.session_id = instance_state(instance).session_id

    def renew(self, instance: Any) -> bool:
        """Ask the database for the subject's key; whether it is another one (given by another process)."""
        session, former = session_of(instance), self.cipher.generation
        session.info["vault"].keyring.drop(self.subject_id)
        self.enter(instance, session)
        return self.cipher.generation != former


def slot_of(column: str) -> str:
    """Where an instance keeps what it knows of a sealed column: (raw column, value, whether the reader was noted).

    Another raw column there (after a refresh, a rollback) makes the value stale.
    """
    return f"~{column}"


def kept_of(instance: Any) -> Kept:
    """What the instance remembers; begun if it is new to us."""
    kept: Kept | None = instance.__dict__.get("_kept")
    if kept is None:
        plan = plan_of(type(instance))
        if plan is None:
            raise TypeError(f"nothing of {type(instance).__name__} is sealed")
        kept = instance.__dict__["_kept"] = Kept(plan)
    return kept


def entered(instance: Any, session: Session) -> Kept:
    """What the instance remembers, with its key."""
    kept = kept_of(instance)
    state = instance_state(instance)
    if kept.session_id is None or kept.session_id != state.session_id:
        kept.enter(instance, session)
    return kept


def verify_row(instance: Any) -> None:
    """Tampered unless the row is, whole, what was last sealed; for pages that act on a clear column."""
    kept = entered(instance, session_of(instance))
    if not kept.plan.row_sealed:
        raise TypeError(f"{type(instance).__name__} has no row seal")
    if not sound(instance, kept) and not (kept.renew(instance) and sound(instance, kept)):
        raise Tampered(kept.plan.table, instance.id)


def verify_rows(session: Session, model: type, rows: Iterable[Mapping[str, Any]]) -> None:
    """``verify_row`` for many rows of a model that were read as columns, given by attribute name.

    Each needs ``id``, ``seal`` and what is under the seal; the subject is what the model says it is.
    """
    plan = plan_of(model)
    if plan is None or not plan.row_sealed:
        raise TypeError(f"{model.__name__} has no row seal")
    keyring, subject = session.info["vault"].keyring, subject_of(model)
    wanted = [(subject(row), row) for row in rows]
    ciphers = keyring.find_many(session, {subject_id for subject_id, _ in wanted})
    for subject_id, row in wanted:
        cipher = ciphers.get(subject_id)
        if cipher is None or not _fits(plan, cipher, row):
            keyring.drop(subject_id)  # perhaps another process has given the subject a new key meanwhile
            if not _fits(plan, keyring.find(session, subject_id), row):
                raise Tampered(plan.table, row["id"])


def _fits(plan: Plan, cipher: SubjectCipher, row: Mapping[str, Any]) -> bool:
    message = row_message(plan, cipher.generation, row["id"].bytes, plan.clear(row), plan.raw(row))
    return bool(cipher.row_seal(plan.seal_info, message) == row["seal"])


def subject_of(model: type) -> Callable[[Mapping[str, Any]], UUID]:
    """How to tell the subject of a row of this model that was read as columns."""
    told = getattr(model, "subject_id", None)
    if isinstance(told, property) and told.fget is not None:
        getter = told.fget
        return lambda row: getter(SimpleNamespace(**row))
    return lambda row: row["subject_id"]


def open_again(instance: Any, kept: Kept, domain: Domain, raw: bytes) -> bytes:
    """Open a field that did not open, if its subject was given a new key meanwhile."""
    try:
        if kept.renew(instance):
            return kept.cipher.open(domain, kept.place, raw)
    except Unopened:
        pass
    raise Tampered(domain.name, instance.id)


def sound(instance: Any, kept: Kept) -> bool:
    """Whether the seal of the row fits what is stored under it."""
    clear, raw, seal = stored_values(instance, kept.plan)
    message = row_message(kept.plan, kept.cipher.generation, kept.row, clear, raw)
    if kept.cipher.row_seal(kept.plan.seal_info, message) != seal:
        return False
    kept.verified = instance.__dict__.get("seal", MISSING)
    return True

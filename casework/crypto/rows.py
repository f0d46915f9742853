"""Opening a row: its key, its seal, and what has been opened of it already."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import NO_VALUE
from sqlalchemy.orm.exc import DetachedInstanceError

from casework.crypto.cipher import Domain, SubjectCipher, Unopened
from casework.crypto.faults import Tampered
from casework.crypto.plans import Plan, plan_of, row_message

MISSING = object()


class Kept:
    """What an instance remembers of its sealed fields.

    ``values`` holds, by domain, the raw column that a value belongs to, the value, and whether the
    reader has been noted. Another raw column (after a refresh, a rollback) makes the value stale.
    ``waiting`` holds what was set and not sealed yet; ``verified`` is the row seal that was found good.
    """

    __slots__ = ("cipher", "plan", "row", "subject_id", "values", "verified", "waiting")

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.values: dict[str, tuple[object, Any, bool]] = {}
        self.waiting: dict[str, bytes] = {}
        self.verified: object = MISSING
        self.cipher: SubjectCipher | None = None
        self.subject_id: UUID | None = None
        self.row = b""

    def take(self, session: Session, instance: Any) -> SubjectCipher:
        """The key of the instance's subject, fetched if need be."""
        self.subject_id = instance.subject_id
        if self.subject_id is None:
            raise ValueError(f"{type(instance).__name__} needs its subject before it can be sealed")
        self.cipher = session.info["vault"].keyring.find(session, self.subject_id)
        self.row = instance.id.bytes
        return self.cipher

    def renew(self, session: Session, instance: Any) -> bool:
        """Ask the database for the subject's key; whether it is another one (given by another process)."""
        former, self.cipher = self.cipher, None
        session.info["vault"].keyring.drop(instance.subject_id)
        return former is None or self.take(session, instance).generation != former.generation


def kept_of(instance: Any) -> Kept:
    """What the instance remembers; begun if it is new to us."""
    kept: Kept | None = instance.__dict__.get("_kept")
    if kept is None:
        plan = plan_of(type(instance))
        if plan is None:
            raise TypeError(f"nothing of {type(instance).__name__} is sealed")
        kept = instance.__dict__["_kept"] = Kept(plan)
    return kept


def session_of(instance: Any) -> Session:
    """The session of a row that is to be opened."""
    session = instance_state(instance).session
    if session is None:
        raise DetachedInstanceError(f"{type(instance).__name__} left its session before it was opened")
    return session


def verify_row(instance: Any) -> None:
    """Tampered unless the row is, whole, what was last sealed; for pages that act on a clear column."""
    kept, session = kept_of(instance), session_of(instance)
    if not kept.plan.keys:
        raise TypeError(f"{type(instance).__name__} has no row seal")
    if kept.cipher is None:
        kept.take(session, instance)
    if not _sound(session, instance, kept) and not (
        kept.renew(session, instance) and _sound(session, instance, kept)
    ):
        raise Tampered(kept.plan.table.decode(), instance.id)


def open_field(instance: Any, kept: Kept, domain: Domain, raw: bytes) -> bytes:
    """Open a field of a row, after checking the seal of the row."""
    if kept.plan.keys and kept.verified is not instance.__dict__.get("seal", NO_VALUE):
        verify_row(instance)
    cipher = kept.cipher or kept.take(session_of(instance), instance)
    try:
        return cipher.open(domain, kept.row, raw)
    except Unopened:
        pass
    try:
        if kept.renew(session_of(instance), instance) and kept.cipher is not None:
            return kept.cipher.open(domain, kept.row, raw)
    except Unopened:
        pass
    raise Tampered(domain.name, instance.id)


def _sound(session: Session, instance: Any, kept: Kept) -> bool:
    values, seal = stored_values(session, instance, kept.plan)
    cipher = kept.cipher or kept.take(session, instance)
    if cipher.row_seal(kept.plan.table, row_message(kept.plan, cipher.generation, values)) != seal:
        return False
    kept.verified = instance.seal
    return True


def stored_values(session: Session, instance: Any, plan: Plan) -> tuple[tuple[Any, ...], bytes]:
    """What the database holds under the row's seal, and the seal; whatever has been changed in memory since."""
    state: InstanceState[Any] = instance_state(instance)
    values = state.dict
    for key in (*plan.keys, "seal"):
        if key not in values:
            getattr(instance, key)
    changed = state.committed_state
    if not changed:
        return plan.values(values), instance.seal
    raw = {field.column for field in plan.fields}  # changed by the flush alone, after it came here
    if not any(changed.get(key) is NO_VALUE for key in (*plan.keys, "seal") if key not in raw):
        former = {**values, **{key: value for key, value in changed.items() if value is not NO_VALUE}}
        return plan.values(former), former["seal"]
    columns = state.mapper.columns
    wanted = [columns[key] for key in (*plan.keys, "seal")]
    row = session.connection().execute(select(*wanted).where(columns["id"] == instance.id)).one()
    return tuple(row[:-1]), row[-1]

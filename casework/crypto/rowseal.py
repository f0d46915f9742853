"""The row seal: what it is computed over, and what is stored under it."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from types import NoneType
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import InstanceState, Session
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import NO_VALUE
from sqlalchemy.orm.exc import DetachedInstanceError

from casework.crypto.derivation import joined
from casework.crypto.plans import Plan

NULL = 0xFFFFFFFF


def session_of(instance: Any) -> Session:
    """The session of a row that is to be opened."""
    session = instance_state(instance).session
    if session is None:
        raise DetachedInstanceError(f"{type(instance).__name__} left its session before it was opened")
    return session


def stored_values(instance: Any, plan: Plan) -> tuple[tuple[Any, ...], tuple[Any, ...], bytes]:
    """What the database holds under the row's seal, and the seal; whatever has been changed in memory since."""
    state: InstanceState[Any] = instance_state(instance)
    held, changed = state.dict, state.committed_state
    if not changed:
        try:
            return plan.clear(held), plan.raw(held), held["seal"]
        except KeyError:  # expired, or not loaded yet
            pass
    # What nobody ever set stays out of ``held`` even when it is read: the database holds the NULL that is read.
    read = {key: getattr(instance, key) for key in (*plan.keys, "seal") if key not in held}
    # Raw columns are changed by the flush alone, which comes here first: what is held is what is stored.
    if not any(changed.get(key) is NO_VALUE for key in (*plan.clear_keys, "seal")):
        former = {**read, **held, **{key: value for key, value in changed.items() if value is not NO_VALUE}}
        return plan.clear(former), plan.raw(former), former["seal"]
    columns = state.mapper.columns
    wanted = [columns[key] for key in (*plan.keys, "seal")]
    found = (
        session_of(instance).connection().execute(select(*wanted).where(columns["id"] == instance.id)).one()
    )
    stored = dict(zip((*plan.keys, "seal"), found, strict=True))
    return plan.clear(stored), plan.raw(stored), stored["seal"]


def row_message(
    plan: Plan, generation: int, row: bytes, clear: tuple[Any, ...], raw: tuple[Any, ...]
) -> bytes:
    """What the row seal is computed over: names, lengths (NULL has its own), then the values."""
    told = [_SPELLED[type(value)](value) for value in clear]
    lengths = [NULL if value is None else len(value) for value in told]
    try:
        lengths += map(len, raw)
    except TypeError:  # a sealed column is NULL: nobody but an editor of the database did that
        lengths = [*lengths[: len(told)], *(NULL if value is None else len(value) for value in raw)]
        raw = tuple(filter(None, raw))
    return b"".join((plan.header, plan.lengths.pack(generation, *lengths), row, *filter(None, told), *raw))


def _moment(value: datetime) -> bytes:
    return value.astimezone(UTC).isoformat(timespec="microseconds").encode()


def _codes(value: tuple[str, ...]) -> bytes:
    return joined(*(code.encode() for code in sorted(set(value))))


# Exact types: a value whose spelling is not certain to come back from the database the same is a KeyError.
_SPELLED: Mapping[type, Callable[[Any], bytes | None]] = {
    NoneType: lambda value: value,
    str: str.encode,
    int: lambda value: b"%d" % value,
    bool: lambda value: b"%d" % value,
    UUID: lambda value: value.bytes,
    date: lambda value: value.isoformat().encode(),
    datetime: _moment,
    tuple: _codes,
    list: _codes,
    frozenset: _codes,
}

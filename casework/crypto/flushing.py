"""Sealing at the flush: first the fields, then, when all columns are known, the rows."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state

from casework.crypto.plans import RowSealed, plan_of
from casework.crypto.rows import MISSING, Kept, entered, kept_of, slot_of, verify_row
from casework.crypto.rowseal import row_message, session_of
from casework.db import WorkSession


@event.listens_for(WorkSession, "before_flush")
def _seal_fields(session: Session, _context: object, _instances: object) -> None:
    """Versions have been raised by now: the hook of casework.db comes before this one."""
    new = [(instance, plan) for instance in session.new if (plan := plan_of(type(instance)))]
    changed = [(instance, plan) for instance in session.dirty if (plan := plan_of(type(instance)))]
    for instance, plan in new:
        if instance.id is None:
            instance.id = plan.defaults["id"]()
    subjects = {instance.subject_id for instance, _ in (*new, *changed)}
    session.info["vault"].prime(session, subjects - {None})
    for instance, _ in new:
        kept = kept_of(instance)
        kept.enter(instance, session)  # a rollback may have taken the key that it was sealed under before
        _seal_new(instance, kept)
    for instance, plan in changed:
        if plan.row_sealed and "version" in instance_state(instance).committed_state:
            verify_row(instance)  # an edit must not put a good seal on a row that had a bad one
        if kept_of(instance).waiting:
            _seal_changed(instance, entered(instance, session))


def _seal_new(instance: Any, kept: Kept) -> None:
    held = instance.__dict__
    for field in kept.plan.fields:
        known = held.get(slot_of(field.column))
        if known is not None or held.get(field.column) is None:
            value = known[1] if known is not None else None
            raw = kept.cipher.seal(field.domain, kept.place, field.encode(value))
            setattr(instance, field.column, raw)
            if known is not None:
                held[slot_of(field.column)] = (raw, value, True)
    kept.waiting = None


def _seal_changed(instance: Any, kept: Kept) -> None:
    held = instance.__dict__
    for field in kept.plan.fields:
        over, text = (kept.waiting or {}).get(field.domain.name, (MISSING, b""))
        if over is not held.get(field.column):
            continue  # not set, or set before a rollback that undid it
        raw = kept.cipher.seal(field.domain, kept.place, text)
        setattr(instance, field.column, raw)
        held[slot_of(field.column)] = (raw, held[slot_of(field.column)][1], True)
    kept.waiting = None


@event.listens_for(RowSealed, "before_insert", propagate=True)
def _seal_new_row(_mapper: object, _connection: object, instance: Any) -> None:
    for key, made in kept_of(instance).plan.defaults.items():
        if instance.__dict__.get(key) is None:
            setattr(instance, key, made())
    _seal_row(instance)


@event.listens_for(RowSealed, "before_update", propagate=True)
def _seal_changed_row(_mapper: object, _connection: object, instance: Any) -> None:
    if "version" in instance_state(instance).committed_state:
        _seal_row(instance)


def _seal_row(instance: Any) -> None:
    kept = entered(instance, session_of(instance))
    clear, raw = _held(instance, kept.plan.clear_keys), _held(instance, kept.plan.raw_keys)
    message = row_message(kept.plan, kept.cipher.generation, kept.row, clear, raw)
    instance.seal = kept.cipher.row_seal(kept.plan.seal_info, message)
    kept.verified = instance.seal


def _held(instance: Any, keys: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple([instance.__dict__.get(key) for key in keys])

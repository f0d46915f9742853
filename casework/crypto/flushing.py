"""Sealing at the flush: first the fields, then, when all columns are known, the rows."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import instance_state

from casework.crypto.cipher import SubjectCipher
from casework.crypto.plans import RowSealed, plan_of, row_message
from casework.crypto.rows import MISSING, Kept, kept_of, session_of, verify_row
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
    for instance, plan in new:
        if plan.fields:
            kept = kept_of(instance)
            _seal_new(instance, kept, kept.take(session, instance))
    for instance, plan in changed:
        if plan.keys and "version" in instance_state(instance).committed_state:
            verify_row(instance)  # an edit must not put a good seal on a row that had a bad one
        kept = kept_of(instance)
        if kept.waiting:
            _seal_changed(instance, kept, kept.take(session, instance))


def _seal_new(instance: Any, kept: Kept, cipher: SubjectCipher) -> None:
    for field in kept.plan.fields:
        raw = instance.__dict__.get(field.column)
        name = field.domain.name
        # What is sealed already is sealed again: a rollback may have taken the key that it was sealed under.
        if raw is None or name in kept.values:
            value = kept.values[name][1] if name in kept.values else None
            raw = cipher.seal(field.domain, kept.row, field.encode(value))
            setattr(instance, field.column, raw)
            if name in kept.values:
                kept.values[name] = (raw, value, True)
    kept.waiting.clear()


def _seal_changed(instance: Any, kept: Kept, cipher: SubjectCipher) -> None:
    for field in kept.plan.fields:
        name = field.domain.name
        text = kept.waiting.get(name)
        if text is None or kept.values[name][0] is not instance.__dict__.get(field.column, MISSING):
            continue  # not set, or set before a rollback that undid it
        raw = cipher.seal(field.domain, kept.row, text)
        setattr(instance, field.column, raw)
        kept.values[name] = (raw, kept.values[name][1], True)
    kept.waiting.clear()


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
    kept = kept_of(instance)
    cipher = kept.cipher or kept.take(session_of(instance), instance)
    values = tuple([instance.__dict__.get(key) for key in kept.plan.keys])
    instance.seal = cipher.row_seal(kept.plan.table, row_message(kept.plan, cipher.generation, values))
    kept.verified = instance.seal

"""Storing many new rows at once, sealed like those that a flush stores, without making objects of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, inspect
from sqlalchemy.orm import Mapper, Session

from casework.crypto.plans import Plan, default_of, plan_of
from casework.crypto.rows import subject_of
from casework.crypto.rowseal import row_message
from casework.many import insert_many

CHUNK = 5_000
Row = dict[str, Any]


def insert_rows(session: Session, model: type, rows: Iterable[Mapping[str, Any]]) -> None:
    """Store new rows of a model, given by attribute names, in as few statements as can be.

    Sealed fields are given as plain values; their subjects must have keys (``Vault.new_subjects``).
    A column without a value gets its default. Tables that are referred to come first.
    """
    mapper: Mapper[Any] = inspect(model)
    plan = plan_of(model)
    subject = subject_of(model)
    names = {key: column.key for key, column in mapper.columns.items()}
    defaults = {key: default_of(column.default) for key, column in mapper.columns.items()}
    waiting = iter(rows)
    while given := list(islice(waiting, CHUNK)):
        batch = list(_with_defaults(given, defaults))
        if plan is not None:
            _seal(session, plan, subject, list(zip(given, batch, strict=True)))
        named = [{names[key]: value for key, value in row.items()} for row in batch]
        insert_many(session.connection(), cast(Table, mapper.local_table), named)


def _with_defaults(
    given: Iterable[Mapping[str, Any]], defaults: Mapping[str, Callable[[], Any] | None]
) -> Iterator[Row]:
    for row in given:
        yield {key: row[key] if key in row else (made and made()) for key, made in defaults.items()}


def _seal(
    session: Session,
    plan: Plan,
    subject: Callable[[Mapping[str, Any]], UUID],
    pairs: list[tuple[Mapping[str, Any], Row]],
) -> None:
    keyring = session.info["vault"].keyring
    subjects = [subject(row) for _, row in pairs]
    ciphers = keyring.find_many(session, set(subjects))
    for subject_id, (given, row) in zip(subjects, pairs, strict=True):
        cipher = ciphers.get(subject_id) or keyring.find(session, subject_id)
        place = row["id"].bytes + cipher.tail
        for field in plan.fields:
            row[field.column] = cipher.seal(field.domain, place, field.encode(given.get(field.name)))
        if plan.row_sealed:
            message = row_message(plan, cipher.generation, row["id"].bytes, plan.clear(row), plan.raw(row))
            row["seal"] = cipher.row_seal(plan.seal_info, message)

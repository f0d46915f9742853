"""Many rows at once: what an import or a large commit saves by it."""

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, insert

FEW = 50
CHUNK = 400


def chunks(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    """The keys in order, as many at a time as a statement takes well."""
    wanted = sorted(keys)
    for at in range(0, len(wanted), CHUNK):
        yield wanted[at : at + CHUNK]


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that are given by column name and all have the same columns.

    Many rows go to the driver in one call, each value spelled by its column's type as in any other
    statement; what is saved is the building of a statement's parameters for each row.
    """
    if len(rows) < FEW:
        if rows:
            connection.execute(insert(table), list(rows))
        return
    dialect = connection.dialect
    names = list(rows[0])
    statement = insert(table).compile(dialect=dialect, column_keys=names)
    order: list[str] = list(statement.positiontup or names)
    spelled = [table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order]
    columns = [
        [row[name] for row in rows] if spell is None else [spell(row[name]) for row in rows]
        for name, spell in zip(order, spelled, strict=True)
    ]
    values = list(zip(*columns, strict=True))
    if statement.positional:
        connection.exec_driver_sql(str(statement), values)
    else:
        connection.exec_driver_sql(str(statement), [dict(zip(order, row, strict=True)) for row in values])


@contextmanager
def uncollected() -> Iterator[None]:
    """All rows live until the end: the collector would only walk them again and again (a fifth of the time)."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()

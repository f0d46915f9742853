"""A row or two of invented nonsense for every table, whatever tables there are at a revision."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Connection, MetaData, Table, func, insert, select

ROWS = 2


def reflected(connection: Connection) -> MetaData:
    """The tables as the database has them, but for Alembic's own."""
    metadata = MetaData()
    metadata.reflect(connection)
    metadata.remove(metadata.tables["alembic_version"])
    return metadata


def fill(connection: Connection) -> None:
    """Put rows into every empty table; each points to rows that exist."""
    for table in reflected(connection).sorted_tables:
        if not count(connection, table):
            connection.execute(insert(table), [_row(table, number) for number in range(ROWS)])


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.scalars(select(func.count()).select_from(table)).one()


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: count(connection, table) for table in reflected(connection).sorted_tables}


def _row(table: Table, number: int) -> dict[str, Any]:
    return {column.name: _value(_origin(column), number) for column in table.columns}


def _origin(column: Column[Any]) -> Column[Any]:
    """What a foreign key points to, or the column itself: both get the same value in the same row."""
    for key in column.foreign_keys:
        return _origin(key.column)
    return column


def _value(column: Column[Any], number: int) -> Any:
    length = getattr(column.type, "length", None) or 30
    values: dict[type, Any] = {
        UUID: UUID(int=number + 1),
        str: f"{column.name}-{number}"[-length:],
        bytes: bytes([number]) * 8,
        int: number + 1,
        bool: bool(number),
        date: date(2026, 11, 1 + number),
        datetime: datetime(2026, 11, 1 + number, 3, tzinfo=UTC),
    }
    return values[column.type.python_type]

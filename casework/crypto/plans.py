"""What is sealed in a class of rows: its sealed fields, and the columns under its row seal."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from operator import itemgetter
from struct import Struct
from typing import Any, ClassVar, NamedTuple
from uuid import UUID

from sqlalchemy import LargeBinary, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from casework.crypto.cipher import Domain
from casework.crypto.derivation import joined

FORMAT = b"casework.row.1"
NULL = 0xFFFFFFFF


class RowSealed:
    """A row under a seal: a MAC over key, version, sealed fields and the columns named in ``__row_seal__``.

    It is computed at the flush and checked when the first sealed field of the row is opened; a page
    that acts on a clear column alone asks ``verify_row`` first. Bulk updates go past it: don't.
    """

    __row_seal__: ClassVar[tuple[str, ...]] = ()

    seal: Mapped[bytes] = mapped_column(LargeBinary(32), sort_order=91)


class Declared(NamedTuple):
    """A sealed field as its class declares it: domain, the raw column's attribute, spelling."""

    domain: Domain
    column: str
    encode: Callable[[Any], bytes]


class Plan(NamedTuple):
    """How the rows of a class are sealed. ``keys`` are the attributes under the row seal, none if it has none."""

    fields: tuple[Declared, ...]
    table: bytes
    header: bytes
    keys: tuple[str, ...]
    values: Callable[[Mapping[str, Any]], tuple[Any, ...]]
    lengths: Struct
    defaults: Mapping[str, Callable[[], Any]]


_DECLARED: dict[type, list[Declared]] = {}
_PLANS: dict[type, Plan | None] = {}


def declare(owner: type, field: Declared) -> None:
    """Remember a sealed field of a class."""
    _DECLARED.setdefault(owner, []).append(field)


def plan_of(owner: type) -> Plan | None:
    """The plan of a mapped class; None if nothing in it is sealed."""
    if owner not in _PLANS:
        _PLANS[owner] = _planned(owner)
    return _PLANS[owner]


def _planned(owner: type) -> Plan | None:
    fields = tuple(field for base in owner.__mro__ for field in _DECLARED.get(base, ()))
    sealed_row = issubclass(owner, RowSealed)
    if not fields and not sealed_row:
        return None
    mapper: Mapper[Any] = inspect(owner)
    keys = ["id"]
    if issubclass(owner, RowSealed):
        keys += ["version"] if mapper.version_id_col is not None else []
        keys += [*owner.__row_seal__, *(field.column for field in fields)]
    columns = [mapper.columns[key] for key in keys]
    table = str(mapper.local_table).encode()
    for column in columns:
        if column.server_default is not None or column.onupdate is not None:
            raise TypeError(f"{column} is under a seal: the database must not choose its value")
    return Plan(
        fields=fields,
        table=table,
        header=joined(FORMAT, table, *(column.name.encode() for column in columns)),
        keys=tuple(keys) if sealed_row else (),
        values=itemgetter(*keys) if len(keys) > 1 else lambda row: (row["id"],),
        lengths=Struct(f">H{len(keys)}I"),
        defaults={
            key: made for key, column in zip(keys, columns, strict=True) if (made := _default(column.default))
        },
    )


def _default(default: Any) -> Callable[[], Any] | None:
    if default is None:
        return None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)


def row_message(plan: Plan, generation: int, values: tuple[Any, ...]) -> bytes:
    """What the row seal is computed over: names, lengths (NULL has its own), then the values."""
    told = [
        value if type(value) is bytes or value is None else _SPELLED[type(value)](value) for value in values
    ]
    lengths = [NULL if value is None else len(value) for value in told]
    return plan.header + plan.lengths.pack(generation, *lengths) + b"".join(filter(None, told))


def _moment(value: datetime) -> bytes:
    return value.astimezone(UTC).isoformat(timespec="microseconds").encode()


def _codes(value: tuple[str, ...]) -> bytes:
    return joined(*(code.encode() for code in sorted(set(value))))


# Exact types: a value whose spelling is not certain to come back from the database the same is a KeyError.
_SPELLED: Mapping[type, Callable[[Any], bytes]] = {
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

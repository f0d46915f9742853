"""What is sealed in a class of rows: its sealed fields, and the columns under its row seal."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from operator import itemgetter
from struct import Struct
from typing import Any, ClassVar, NamedTuple

from sqlalchemy import LargeBinary, inspect
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from casework.crypto.cipher import Domain
from casework.crypto.derivation import joined

FORMAT = b"casework.row.1"
Getter = Callable[[Mapping[str, Any]], tuple[Any, ...]]


class RowSealed:
    """A row under a seal: a MAC over key, version, sealed fields and the columns named in ``__row_seal__``.

    It is computed at the flush and checked when the first sealed field of the row is opened; a page
    that acts on a clear column alone asks ``verify_row`` first. Bulk updates go past it: don't.
    """

    __row_seal__: ClassVar[tuple[str, ...]] = ()

    seal: Mapped[bytes] = mapped_column(LargeBinary(32), sort_order=91)


class Declared(NamedTuple):
    """A sealed field as its class declares it: attribute, domain, the raw column's attribute, spelling."""

    name: str
    domain: Domain
    column: str
    encode: Callable[[Any], bytes]


class Plan(NamedTuple):
    """How the rows of a class are sealed; ``clear_keys`` and ``raw_keys`` are the attributes under the row seal."""

    fields: tuple[Declared, ...]
    row_sealed: bool
    table: str
    seal_info: bytes
    header: bytes
    clear_keys: tuple[str, ...]
    raw_keys: tuple[str, ...]
    clear: Getter
    raw: Getter
    lengths: Struct
    defaults: Mapping[str, Callable[[], Any]]

    @property
    def keys(self) -> tuple[str, ...]:
        """All attributes under the row seal; none if the class has none."""
        return self.clear_keys + self.raw_keys


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
    if not fields and not issubclass(owner, RowSealed):
        return None
    mapper: Mapper[Any] = inspect(owner)
    clear, raw = list[str](), list[str]()
    if issubclass(owner, RowSealed):
        clear += ["version"] if mapper.version_id_col is not None else []
        clear += owner.__row_seal__
        raw += [field.column for field in fields]
    columns = [mapper.columns[key] for key in ("id", *clear, *raw)]
    table = str(mapper.local_table)
    for column in columns:
        if column.server_default is not None or column.onupdate is not None:
            raise TypeError(f"{column} is under a seal: the database must not choose its value")
    defaults = {column.key: made for column in columns if (made := default_of(column.default))}
    return Plan(
        fields=fields,
        row_sealed=issubclass(owner, RowSealed),
        table=table,
        seal_info=joined(b"row-seal", table.encode()),
        header=sha256(joined(FORMAT, table.encode(), *(column.name.encode() for column in columns))).digest(),
        clear_keys=tuple(clear),
        raw_keys=tuple(raw),
        clear=_getter(clear),
        raw=_getter(raw),
        lengths=Struct(f">H{len(clear) + len(raw)}I"),
        defaults=defaults,
    )


def _getter(keys: list[str]) -> Getter:
    """All the values at once, as a tuple; itemgetter gives a tuple from two keys on."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda held: tuple([held[key] for key in keys])


def default_of(default: Any) -> Callable[[], Any] | None:
    """What makes the default value of a column; None if it has none."""
    if default is None:
        return None
    return (lambda: default.arg(None)) if default.is_callable else (lambda: default.arg)

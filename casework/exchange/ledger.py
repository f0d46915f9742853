"""The case ledger as it was read: checked rows with the ledger's own codes, and no database behind them.

Every row knows its ``row`` in the sheet (not part of equality). Personal values stay out of ``repr``.
References (``facility``, ``victim``, ``case`` …) are spelt as the sheet that defines them spells them.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class FacilityRow:
    """A row of Cơ sở; ``commune`` is a code of today."""

    code: str
    name: str
    kind: str
    public: bool
    commune: str
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A row of Người; ``birth`` is ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD``; "" and None are *not known*.

    ``phone`` is in national form, digits alone (or ``+`` and digits); ``residence`` a commune of today.
    """

    code: str = field(repr=False)
    full_name: str = field(repr=False)
    birth: str = field(repr=False)
    sex: str = field(repr=False)
    citizen_number: str = field(repr=False)
    phone: str = field(repr=False)
    safe_to_contact: bool | None = field(repr=False)
    residence: str = field(repr=False)
    ethnicity: str = field(repr=False)
    disability: bool | None = field(repr=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A row of Vụ việc; acts and harms in the order of their lists, perpetrators as written."""

    code: str
    facility: str
    detected_on: date
    occurred_on: date | None
    commune: str
    source: str
    kind: str
    acts: tuple[str, ...] = field(repr=False)
    harms: tuple[str, ...] = field(repr=False)
    victim: str = field(repr=False)
    need: str
    perpetrators: tuple[str, ...] = field(repr=False)
    relation: str = field(repr=False)
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A row of Dịch vụ; ``provider`` is a facility's code, "" where the ledger names none."""

    case: str
    kind: str
    provider: str
    referred_on: date | None
    delivered_on: date | None
    status: str
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class LiabilityRow:
    """A row of Trách nhiệm: the person is a perpetrator of the case."""

    person: str = field(repr=False)
    case: str
    status: str
    from_on: date | None
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A row of Tư vấn: the person is a perpetrator of the case."""

    person: str = field(repr=False)
    case: str
    facility: str
    held_on: date
    kind: str
    attended: bool
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A row of Hoạt động."""

    facility: str
    held_on: date
    kind: str
    row: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Ledger:
    """A whole ledger whose references all lead somewhere and whose rows are each there once."""

    facilities: tuple[FacilityRow, ...] = ()
    people: tuple[PersonRow, ...] = ()
    cases: tuple[CaseRow, ...] = ()
    services: tuple[ServiceRow, ...] = ()
    liabilities: tuple[LiabilityRow, ...] = ()
    sessions: tuple[SessionRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()

"""Who is counted in a table, and in which cells she stands by what her cases say.

A population says which facts it looks at, what it asks of each at a cut-off, and, of all the cases of one person
in one area, which cells they put her into: each once, however many cases there are.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, SQLColumnExpression, String, and_, func, literal, select, type_coerce

from casework.facts.models import PerpetratorFact, ServiceFact, VictimFact

Codes = tuple[str, ...]
Asked = Mapping[str, SQLColumnExpression[Any]]
Streams = Mapping[str, Sequence[str]]  # kinds of case by stream

TOTAL, NONE, YES, NO = "total", "none", "yes", "no"
HARM, RELATION, SOURCE, SERVICE = "harm", "relation", "source", "service"


class Population(ABC):
    """Whose facts are counted, and how."""

    model: type[VictimFact | PerpetratorFact]
    flag: ClassVar[str | None] = None
    """What is asked last, where that is a yes or no and nothing before it is."""

    @property
    @abstractmethod
    def dimensions(self) -> Codes:
        """What the codes of a cell are, but for the area."""

    @property
    @abstractmethod
    def counted(self) -> ColumnElement[bool]:
        """Which facts count."""

    @abstractmethod
    def asked(self, cut_off: date) -> Asked:
        """What is asked of each fact, as it is known on the cut-off."""

    @abstractmethod
    def cells(self, cases: Sequence[Any]) -> Iterable[Codes]:
        """The cells in which somebody with these cases stands, each once."""


@dataclass(frozen=True)
class Victims(Population):
    """Victims by stream and in all, sex, age group, and whether one of these services reached them."""

    streams: Streams
    services: Sequence[str]
    model = VictimFact
    dimensions = ("stream", "sex", "age_group", "reached")
    flag = "reached"

    @property
    def counted(self) -> ColumnElement[bool]:
        """Cases of the streams."""
        return VictimFact.kind.in_(_kinds(self.streams))

    def asked(self, cut_off: date) -> Asked:
        """Sex, age group, kind of case, and whether she was reached in it."""
        return {
            "sex": VictimFact.sex,
            "age_group": VictimFact.age_group,
            "kind": VictimFact.kind,
            "reached": _served(self.services, cut_off),
        }

    def cells(self, cases: Sequence[Any]) -> Iterator[Codes]:
        """One for each stream, and one for all streams together."""
        for stream, some in _by_stream(self.streams, cases):
            yield stream, some[0].sex, some[0].age_group, _yes(one.reached for one in some)


@dataclass(frozen=True)
class Perpetrators(Population):
    """Alleged perpetrators by stream and in all: prosecuted in any of their cases, counselled over any."""

    streams: Streams
    model = PerpetratorFact
    dimensions = ("stream", "prosecuted", "counselled")

    @property
    def counted(self) -> ColumnElement[bool]:
        """Cases of the streams."""
        return PerpetratorFact.kind.in_(_kinds(self.streams))

    def asked(self, cut_off: date) -> Asked:
        """Kind of case, and whether he was prosecuted and counselled in it by then."""
        return {
            "kind": PerpetratorFact.kind,
            "prosecuted": _by(PerpetratorFact.prosecuted_since, cut_off),
            "counselled": _by(PerpetratorFact.counselled_on, cut_off),
        }

    def cells(self, cases: Sequence[Any]) -> Iterator[Codes]:
        """One for each stream, and one for all streams together."""
        for stream, some in _by_stream(self.streams, cases):
            yield stream, _yes(one.prosecuted for one in some), _yes(one.counselled for one in some)


@dataclass(frozen=True)
class Returnees(Population):
    """Those whose cases are of these kinds and needs: supported, and had a service of reintegration."""

    kinds: Sequence[str]
    need: Sequence[str]
    supports: Sequence[str]
    reintegration: Sequence[str]
    model = VictimFact
    dimensions = ("supported", "reintegrated")

    @property
    def counted(self) -> ColumnElement[bool]:
        """Cases of the kinds in which the need is this."""
        return and_(VictimFact.kind.in_(self.kinds), VictimFact.need.in_(self.need))

    def asked(self, cut_off: date) -> Asked:
        """Whether she had a service of either list."""
        return {
            "supported": _served(self.supports, cut_off),
            "reintegrated": _served(self.reintegration, cut_off),
        }

    def cells(self, cases: Sequence[Any]) -> Iterator[Codes]:
        """One cell."""
        yield _yes(one.supported for one in cases), _yes(one.reintegrated for one in cases)


@dataclass(frozen=True)
class Needs(Population):
    """Those whose cases are of these kinds and needs: helped by any service."""

    kinds: Sequence[str]
    need: Sequence[str]
    model = VictimFact
    dimensions = ("helped",)
    flag = "helped"

    @property
    def counted(self) -> ColumnElement[bool]:
        """Cases of the kinds in which the need is this."""
        return and_(VictimFact.kind.in_(self.kinds), VictimFact.need.in_(self.need))

    def asked(self, cut_off: date) -> Asked:
        """Whether she had any service."""
        return {"helped": _by(VictimFact.first_service_on, cut_off)}

    def cells(self, cases: Sequence[Any]) -> Iterator[Codes]:
        """One cell."""
        yield (_yes(one.helped for one in cases),)


@dataclass(frozen=True)
class Traits(Population):
    """Victims by ``what`` is said of their cases (a harm, a relation, the source, a service), and by sex.

    Whoever has several stands in several cells; whoever has none in the cell ``none``.
    """

    kinds: Sequence[str]
    what: str
    model = VictimFact

    @property
    def dimensions(self) -> Codes:
        """What is said, and sex."""
        return self.what, "sex"

    @property
    def counted(self) -> ColumnElement[bool]:
        """Cases of the kinds."""
        return VictimFact.kind.in_(self.kinds)

    def asked(self, cut_off: date) -> Asked:
        """The codes, joined by semicolons."""
        told: dict[str, SQLColumnExpression[Any]] = {
            HARM: type_coerce(VictimFact.harms, String),
            RELATION: type_coerce(VictimFact.relations, String),
            SOURCE: VictimFact.source,
            SERVICE: _services(cut_off),
        }
        return {"sex": VictimFact.sex, "told": told[self.what]}

    def cells(self, cases: Sequence[Any]) -> Iterator[Codes]:
        """One for each code."""
        codes = {code for one in cases for code in (one.told or "").split(";") if code}
        for code in codes or {NONE}:
            yield code, cases[0].sex


def _kinds(streams: Streams) -> list[str]:
    return sorted({kind for kinds in streams.values() for kind in kinds})


def _by_stream(streams: Streams, cases: Sequence[Any]) -> Iterator[tuple[str, Sequence[Any]]]:
    yield TOTAL, cases
    for stream, kinds in streams.items():
        some = [one for one in cases if one.kind in kinds]
        if some:
            yield stream, some


def _yes(conditions: Iterable[Any]) -> str:
    return YES if any(conditions) else NO


def _by(day: Any, cut_off: date) -> ColumnElement[bool]:
    return and_(day.is_not(None), day <= cut_off)


def _served(kinds: Sequence[str], cut_off: date) -> ColumnElement[bool]:
    service = select(literal(1)).where(
        ServiceFact.fact_id == VictimFact.id,
        ServiceFact.kind.in_(kinds),
        ServiceFact.delivered_on <= cut_off,
    )
    return and_(_by(VictimFact.first_service_on, cut_off), service.correlate(VictimFact).exists())


def _services(cut_off: date) -> ColumnElement[Any]:
    services = select(func.aggregate_strings(ServiceFact.kind, ";")).where(
        ServiceFact.fact_id == VictimFact.id, ServiceFact.delivered_on <= cut_off
    )
    return services.correlate(VictimFact).scalar_subquery()

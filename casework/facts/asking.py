"""The statements behind a snapshot: what is asked of each fact, grouped where people are alone with it."""

from collections import namedtuple
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, not_, select
from sqlalchemy.orm import Session

from casework.disclosure.canonical import TableKey
from casework.facts.populations import Population

BATCH = 10_000
Told = tuple[Any, ...]  # what one fact says, by the names that the population gave


class Place(NamedTuple):
    """Where a case was detected; the commune is empty where nobody asked for it."""

    province: str
    commune: str


@dataclass(frozen=True)
class Asked:
    """The facts of a population in a period, as they are known on a cut-off."""

    population: Population
    key: TableKey
    communes: bool
    known_by: date | None = None

    def __post_init__(self) -> None:
        if self.key.period.first.year != self.key.period.last.year:
            raise ValueError("People are counted within one calendar year: in it each has one age group.")

    @cached_property
    def told(self) -> Callable[..., Told]:
        """What a fact says, with names."""
        return namedtuple("Told", self.asked)  # noqa: PYI024 its names are known only now

    @cached_property
    def asked(self) -> dict[str, SQLColumnExpression[Any]]:
        """What is asked of each fact."""
        return dict(self.population.asked(self.key.cut_off))

    def alone(self, session: Session) -> Iterator[tuple[Place, Told, int]]:
        """Those who have one case in the year: where, what it says, and how many they are.

        A yes or no that is asked last is added up instead of grouped by: the rest follows an index.
        """
        model, flag = self.population.model, self.population.flag
        facts = self._facts(model.alone).subquery("facts")
        keys = [facts.c.province, *([facts.c.commune] if self.communes or flag else [])]
        keys += [facts.c[name] for name in self.asked if name != flag]
        sums = [func.count().label("people"), *([func.count().filter(facts.c[flag])] if flag else [])]
        for province, *rest in _rows(session, select(*keys, *sums).group_by(*keys)):
            commune = rest.pop(0) if self.communes or flag else ""
            place = Place(province, commune if self.communes else "")
            if not flag:
                *values, people = rest
                yield place, self.told(*values), people
                continue
            *values, people, yes = rest
            for answer, some in ((True, yes), (False, people - yes)):
                if some:
                    yield place, self.told(*values, answer), some

    def several(self, session: Session, *, everybody: bool = False) -> Iterator[tuple[int, Place, Told]]:
        """Those who have several (or everybody), one person's cases after another's: who, where, what each says."""
        model = self.population.model
        facts = self._facts(*([] if everybody else [not_(model.alone)]))
        # The sum keeps SQLite from walking its index of all people to have them in order.
        for counted_as, province, commune, *values in _rows(session, facts.order_by(model.counted_as + 0)):
            yield counted_as, Place(province, commune if self.communes else ""), self.told(*values)

    def _facts(self, *conditions: SQLColumnExpression[bool]) -> Select[*tuple[Any, ...]]:
        model, period = self.population.model, self.key.period
        place = model.province_code.label("province"), model.commune_code.label("commune")
        asked: list[ColumnElement[Any]] = [value.label(name) for name, value in self.asked.items()]
        within = model.detected_on.between(period.first, period.last)
        scope = [model.year == period.first.year, self.population.counted, within]
        if self.known_by is not None:
            scope.append(model.recorded_on <= self.known_by)
        return select(model.counted_as, *place, *asked).where(*scope, *conditions)


def _rows(session: Session, statement: Select[*tuple[Any, ...]]) -> Iterator[Any]:
    return iter(session.execute(statement, execution_options={"yield_per": BATCH}))

"""Counting victims: one statement for all indicators that count them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, false, func, literal, select

from casework.cases.models import Case
from casework.indicators.definitions import Indicator
from casework.indicators.measures import Measure, any_of, sums, victim_measures
from casework.indicators.scope import Scope
from casework.people.models import Person
from casework.services.models import Service
from casework.services.rules import DELIVERED


class _Delivered:
    """Per case one row that says which sets of services were delivered in time."""

    def __init__(self, indicators: Sequence[Indicator], scope: Scope) -> None:
        wanted = [one.numerator.kinds for one in indicators]
        wanted += [extra.services for one in indicators for extra in one.extras if extra.need is None]
        self.sets = {kinds: f"s{at}" for at, kinds in enumerate(dict.fromkeys(wanted))}
        flags = [any_of(Service.kind.in_(kinds)).label(name) for kinds, name in self.sets.items()]
        known = select(Service.case_id, *flags).where(
            Service.status == DELIVERED, Service.delivered_on <= scope.cut_off
        )
        self.table = known.group_by(Service.case_id).subquery("delivered")

    def __call__(self, kinds: tuple[str, ...]) -> ColumnElement[bool]:
        """Whether the joined case had one of these delivered; unknown (no row) is no."""
        return func.coalesce(self.table.c[self.sets[kinds]], 0) == 1


def statement(
    indicators: Sequence[Indicator], scope: Scope, *, by_province: bool
) -> tuple[list[Measure], Select[*tuple[Any, ...]]]:
    """The measures, and rows of (area, sex, d0, n0, d1, n1 …): people, each counted once in the row's area."""
    delivered = _Delivered(indicators, scope)
    measures = victim_measures(indicators, delivered)
    area = Case.province_code if by_province else literal(scope.area)
    kinds = sorted({kind for one in indicators for kind in one.case_kinds})
    flags = [flag for at, measure in enumerate(measures) for flag in measure.flags(at)]
    people = (
        select(Case.survivor_id.label("person_id"), area.label("area"), *flags)
        .outerjoin(delivered.table, delivered.table.c.case_id == Case.id)
        .where(scope.cases(Case), Case.kind.in_(kinds) if kinds else false())
        .group_by(Case.survivor_id, *([Case.province_code] if by_province else []))
        .subquery("people")
    )
    counted = (
        select(people.c.area, Person.sex, *sums(people, measures))
        .join(Person, Person.id == people.c.person_id)
        .group_by(people.c.area, Person.sex)
    )
    return measures, counted

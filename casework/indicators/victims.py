"""Counting victims: one statement for all indicators that count them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Subquery, case, cast, func, literal, select

from casework.cases.models import Case
from casework.indicators.measures import ServiceLists
from casework.indicators.scope import Scope
from casework.people.models import Person
from casework.services.models import Service
from casework.services.rules import DELIVERED


def statement(
    kinds: Iterable[str], lists: ServiceLists, scope: Scope, *, by_province: bool
) -> Select[*tuple[Any, ...]]:
    """Rows of (area, sex, facts, people): how many people have just these cases in scope in the row's area.

    ``facts`` joins what ``measures.Fact`` reads of each case with semicolons, so that people, whatever they
    are counted for, are grouped once.
    """
    area = Case.province_code if by_province else literal(scope.area)
    delivered = _delivered(lists, scope)
    fact = Case.kind.concat(":").concat(Case.need).concat(":")
    fact = fact.concat(cast(func.coalesce(delivered.c.lists, 0), String))
    asked = Case.kind.in_(sorted(set(kinds)))
    people = (
        select(Case.survivor_id, area.label("area"), func.aggregate_strings(fact, ";").label("facts"))
        .outerjoin(delivered, delivered.c.case_id == Case.id)
        .where(scope.cases(Case), asked)
        .group_by(Case.survivor_id, *([Case.province_code] if by_province else []))
        .subquery("people")
    )
    return (
        select(people.c.area, Person.sex, people.c.facts, func.count().label("people"))
        .join(Person, Person.id == people.c.survivor_id)
        .group_by(people.c.area, Person.sex, people.c.facts)
    )


def _delivered(lists: ServiceLists, scope: Scope) -> Subquery:
    """Per case one row: which of the lists it had a service of in time, as bits."""
    bits: ColumnElement[int] = literal(0)
    for at, services in enumerate(lists):
        bits = bits + func.max(case((Service.kind.in_(services), 1 << at), else_=0))
    in_time = (Service.status == DELIVERED, Service.delivered_on <= scope.cut_off)
    known = select(Service.case_id, bits.label("lists")).where(*in_time)
    return known.group_by(Service.case_id).subquery("delivered")

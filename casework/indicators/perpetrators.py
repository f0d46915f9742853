"""Counting perpetrators: one statement for all indicators that count them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, literal, select

from casework.cases.models import Case
from casework.indicators.definitions import Indicator
from casework.indicators.measures import any_of
from casework.indicators.scope import Scope
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.perpetrators.rules import PROSECUTED


def _prosecuted(scope: Scope) -> ColumnElement[bool]:
    return exists().where(
        Liability.case_id == CasePerpetrator.case_id,
        Liability.person_id == CasePerpetrator.person_id,
        Liability.status == PROSECUTED,
        Liability.since <= scope.cut_off,
    )


def _counselled(kinds: tuple[str, ...], scope: Scope) -> ColumnElement[bool]:
    return exists().where(
        CounsellingSession.case_id == CasePerpetrator.case_id,
        CounsellingSession.subject_id == CasePerpetrator.person_id,
        CounsellingSession.kind.in_(kinds),
        CounsellingSession.attended,
        CounsellingSession.held_on <= scope.cut_off,
    )


def statement(
    indicators: Sequence[Indicator], scope: Scope, *, by_province: bool
) -> Select[*tuple[Any, ...]]:
    """Rows of (province or VN, d0, n0, d1, n1 …), two columns an indicator, in their order.

    Prosecuted in any case in scope means out of the numerator, and out of the denominator too
    where the indicator says so.
    """
    area = Case.province_code if by_province else literal(scope.area)
    flags: list[ColumnElement[int]] = []
    for at, one in enumerate(indicators):
        in_kinds = Case.kind.in_(one.case_kinds)
        flags += [
            any_of(in_kinds).label(f"k{at}"),
            any_of(and_(in_kinds, _prosecuted(scope))).label(f"p{at}"),
            any_of(and_(in_kinds, _counselled(one.numerator.kinds, scope))).label(f"c{at}"),
        ]
    people = (
        select(CasePerpetrator.person_id, area.label("area"), *flags)
        .join(Case, Case.id == CasePerpetrator.case_id)
        .where(scope.cases(Case))
        .group_by(CasePerpetrator.person_id, *([Case.province_code] if by_province else []))
        .subquery("people")
    )
    columns: list[ColumnElement[int]] = []
    for at, one in enumerate(indicators):
        known, free, counselled = people.c[f"k{at}"] == 1, people.c[f"p{at}"] == 0, people.c[f"c{at}"] == 1
        counted = and_(known, free) if one.not_prosecuted_in_denominator else known
        columns += [_count(counted).label(f"d{at}"), _count(and_(known, free, counselled)).label(f"n{at}")]
    return select(people.c.area, *columns).group_by(people.c.area)


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

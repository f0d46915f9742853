"""Counting perpetrators: one statement for all indicators that count them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, func, literal, select

from casework.cases.models import Case
from casework.indicators.definitions import Indicator
from casework.indicators.scope import Scope
from casework.perpetrators.models import CasePerpetrator, CounsellingSession, Liability
from casework.perpetrators.rules import PROSECUTED


def statement(
    indicators: Sequence[Indicator], scope: Scope, *, by_province: bool
) -> Select[*tuple[Any, ...]]:
    """Rows of (province or VN, d0, n0, d1, n1 …), two columns an indicator, in their order.

    Prosecuted in any case in scope means out of the numerator, and out of the denominator too
    where the indicator says so.
    """
    area = Case.province_code if by_province else literal(scope.area)
    prosecuted, attended = _prosecuted(scope), _attended(indicators, scope)
    flags: dict[str, ColumnElement[int]] = {}
    for one in indicators:
        of_kind, name = Case.kind.in_(one.case_kinds), _name(indicators, one)
        counselled = attended.c[_session(indicators, one)] == 1
        flags[f"k{name}"] = _any(of_kind)
        flags[f"p{name}"] = _any(and_(of_kind, prosecuted.c.case_id.is_not(None)))
        flags[f"c{name}"] = _any(and_(of_kind, counselled))
    people = (
        select(
            CasePerpetrator.person_id,
            area.label("area"),
            *(flag.label(name) for name, flag in flags.items()),
        )
        .join(Case, Case.id == CasePerpetrator.case_id)
        .outerjoin(prosecuted, _same(prosecuted))
        .outerjoin(attended, _same(attended))
        .where(scope.cases(Case))
        .group_by(CasePerpetrator.person_id, *([Case.province_code] if by_province else []))
        .subquery("people")
    )
    columns: list[ColumnElement[int]] = []
    for at, one in enumerate(indicators):
        known, free, counselled = (people.c[f"{flag}{_name(indicators, one)}"] for flag in "kpc")
        counted = and_(known == 1, free == 0) if one.not_prosecuted_in_denominator else known == 1
        reached = and_(known == 1, free == 0, counselled == 1)
        columns += [_count(counted).label(f"d{at}"), _count(reached).label(f"n{at}")]
    return select(people.c.area, *columns).group_by(people.c.area)


def _prosecuted(scope: Scope) -> Subquery:
    """Who was prosecuted in which case by the cut-off."""
    known = select(Liability.case_id, Liability.person_id).distinct()
    return known.where(Liability.status == PROSECUTED, Liability.since <= scope.cut_off).subquery(
        "prosecuted"
    )


def _attended(indicators: Sequence[Indicator], scope: Scope) -> Subquery:
    """Who attended which sorts of session over which case by the cut-off."""
    flags = {
        _session(indicators, one): CounsellingSession.kind.in_(one.numerator.kinds) for one in indicators
    }
    known = select(
        CounsellingSession.case_id,
        CounsellingSession.subject_id.label("person_id"),
        *(_any(flag).label(name) for name, flag in flags.items()),
    ).where(CounsellingSession.attended, CounsellingSession.held_on <= scope.cut_off)
    return known.group_by(CounsellingSession.case_id, CounsellingSession.subject_id).subquery("attended")


def _same(facts: Subquery) -> ColumnElement[bool]:
    return and_(facts.c.case_id == CasePerpetrator.case_id, facts.c.person_id == CasePerpetrator.person_id)


def _session(indicators: Sequence[Indicator], one: Indicator) -> str:
    """One name for all indicators with the same sorts of session."""
    return f"s{next(at for at, other in enumerate(indicators) if other.numerator == one.numerator)}"


def _name(indicators: Sequence[Indicator], one: Indicator) -> str:
    """One name for all indicators that look at the same cases and sessions: their flags are computed once."""
    seen = ((other.case_kinds, other.numerator) for other in indicators)
    return str(list(seen).index((one.case_kinds, one.numerator)))


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """Over the rows of a group: 1 where any meets the condition."""
    return func.max(case((condition, 1), else_=0))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)

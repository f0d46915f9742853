"""Raw counts. They name people: only this room and the reports' operations may import this module.

Three statements count all indicators of an area: victims, perpetrators, facilities. One pass over the
cases gathers what each person's cases in scope say of her; people of whom the same is said are added up,
and the definitions decide in which denominators and numerators they are, once each.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from sqlalchemy.orm import Session

from casework.disclosure.raw import Counts, RawFigure, RawTable
from casework.indicators import facilities, perpetrators, victims
from casework.indicators.definitions import FACILITIES, PERPETRATORS, SEX, VICTIMS, Indicator, Indicators
from casework.indicators.measures import EXTRA, STREAM, TOTAL, Fact, service_lists, victim_measures
from casework.indicators.scope import COUNTRY, Scope

Figures = dict[str, RawFigure]
Key = tuple[str, str, str]
Told = dict[Key, list[int]]


def figures(session: Session, indicators: Indicators, scope: Scope) -> Figures:
    """All indicators of one area, exact, by code."""
    return _counted(session, indicators, scope, by_province=False).get(scope.area) or _nothing(indicators)


def table(session: Session, indicators: Indicators, scope: Scope, provinces: Iterable[str]) -> RawTable:
    """All indicators of the country and of every province, those without a case too."""
    country = figures(session, indicators, scope)
    by_province = _counted(session, indicators, scope, by_province=True)
    rows = {COUNTRY: country} | {code: by_province.get(code) or _nothing(indicators) for code in provinces}
    return RawTable(MappingProxyType(rows))


def _counted(
    session: Session, indicators: Indicators, scope: Scope, *, by_province: bool
) -> Mapping[str, Figures]:
    of_kind: dict[str, list[Indicator]] = {kind: [] for kind in (VICTIMS, PERPETRATORS, FACILITIES)}
    for one in indicators:
        of_kind[one.counts].append(one)
    counted: dict[str, Figures] = {}
    for part in (
        _victims(session, of_kind[VICTIMS], scope, by_province=by_province),
        _perpetrators(session, of_kind[PERPETRATORS], scope, by_province=by_province),
        *(_facilities(session, one, scope, by_province=by_province) for one in of_kind[FACILITIES]),
    ):
        for area, some in part.items():
            counted.setdefault(area, {}).update(some)
    nothing = _nothing(indicators)
    return {area: nothing | some for area, some in counted.items()}


def _victims(
    session: Session, indicators: Sequence[Indicator], scope: Scope, *, by_province: bool
) -> dict[str, Figures]:
    if not indicators:
        return {}
    lists = service_lists(indicators)
    measures = victim_measures(indicators, lists)
    kinds = [kind for one in indicators for kind in one.case_kinds]
    totals: dict[str, Told] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row in session.execute(victims.statement(kinds, lists, scope, by_province=by_province)):
        cases = {Fact.read(text) for text in row.facts.split(";")}
        for measure in measures:
            if any(map(measure.counts, cases)):
                reached = row.people if any(map(measure.reached, cases)) else 0
                _add(totals[row.area], measure.key, row.sex, reached, row.people)
    return {
        area: {one.code: _victim_figure(one, told) for one in indicators} for area, told in totals.items()
    }


def _add(told: Told, key: Key, sex: str, numerator: int, denominator: int) -> None:
    code, group, _part = key
    for name in (key, (code, SEX, sex)) if group == TOTAL else (key,):
        told[name][0] += numerator
        told[name][1] += denominator


def _victim_figure(one: Indicator, told: Mapping[Key, list[int]]) -> RawFigure:
    def counts(kind: str, part: str) -> Counts:
        numerator, denominator = told.get((one.code, kind, part), (0, 0))
        return Counts(numerator, denominator)

    splits = {}
    if one.streams:
        splits[STREAM] = {part: counts(STREAM, part) for part in one.streams}
    if one.sexes:
        splits[SEX] = {part: counts(SEX, sex) for part, sex in one.sexes.items()}
    extras = {extra.code: counts(EXTRA, extra.code).numerator for extra in one.extras}
    return RawFigure(counts(TOTAL, ""), splits, extras)


def _perpetrators(
    session: Session, indicators: Sequence[Indicator], scope: Scope, *, by_province: bool
) -> dict[str, Figures]:
    if not indicators:
        return {}
    rows = session.execute(perpetrators.statement(indicators, scope, by_province=by_province))
    return {
        row.area: {
            one.code: RawFigure(Counts(getattr(row, f"n{at}"), getattr(row, f"d{at}")))
            for at, one in enumerate(indicators)
        }
        for row in rows
    }


def _facilities(session: Session, one: Indicator, scope: Scope, *, by_province: bool) -> dict[str, Figures]:
    rows = session.execute(facilities.statement(one, scope, by_province=by_province))
    return {row.area: {one.code: RawFigure(Counts(row.n or 0, row.d))} for row in rows}


def _nothing(indicators: Indicators) -> Figures:
    none = Counts(0, 0)
    return {
        one.code: RawFigure(
            none,
            ({"stream": dict.fromkeys(one.streams, none)} if one.streams else {})
            | ({"sex": dict.fromkeys(one.sexes, none)} if one.sexes else {}),
            {extra.code: 0 for extra in one.extras},
        )
        for one in indicators
    }

"""Snapshots against a naive count in Python, and against the indicators, which count the case tables themselves."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from casework.disclosure import Counts
from casework.disclosure.canonical import Period, TableKey
from casework.facts.populations import Victims
from casework.facts.queries import Cells, snapshot, standing
from casework.indicators import queries as indicators
from casework.indicators.scope import Scope
from tests.factories.histories import Case, History, draw_history, home
from tests.facts.naive import BASIC, DOMESTIC, STREAMS, Naive
from tests.facts.tables import POPULATIONS, areas, made, places

pytestmark = pytest.mark.usefixtures("births_in_the_clear")
PERIODS = (
    Period.of_year(2026),
    Period.of_half(2026, 1),
    Period.of_half(2026, 2),
    Period(date(2026, 3, 1), date(2026, 3, 31)),
    Period(date(2026, 6, 1), date(2026, 6, 30)),
)
CUT_OFFS = (date(2026, 6, 30), date(2026, 6, 9), date(2026, 8, 9))


def compare(session: Session, drawn: list[History], period: Period, cut_off: date) -> None:
    key = TableKey(period, cut_off)
    naive = Naive(drawn, period.first, period.last, cut_off, areas)
    for name, (population, count) in POPULATIONS.items():
        expected = dict(count(naive))
        deep = snapshot(session, population, key, places(drawn))
        assert dict(deep.counts) == expected, name
        shallow = snapshot(session, population, key)
        assert dict(shallow.counts) == {cell: n for cell, n in expected.items() if len(cell[0]) == 2}, name
        assert deep.dimensions == ("area", *population.dimensions)


@st.composite
def histories(draw: st.DrawFn) -> list[History]:
    """A few histories that hypothesis can make smaller, each in two provinces of its own."""

    def choose(items: Any) -> Any:
        return draw(st.sampled_from(items))

    cut_off = choose(CUT_OFFS)
    return [draw_history(choose, cut_off, home(number)) for number in range(draw(st.integers(1, 2)))]


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(drawn=histories(), period=st.sampled_from(PERIODS), cut_off=st.sampled_from(CUT_OFFS))
def test_small_histories_count_alike(
    memory: Engine, drawn: list[History], period: Period, cut_off: date
) -> None:
    with memory.connect() as connection:
        with made(connection, drawn) as session:
            compare(session, drawn, period, cut_off)
        connection.rollback()


@pytest.mark.parametrize("cut_off", CUT_OFFS)
def test_large_histories_on_each_engine(engine: Engine, policies: Any, cut_off: date) -> None:
    random = Random(str(cut_off))
    drawn = [draw_history(random.choice, cut_off, home(number), most=25) for number in range(17)]
    with engine.connect() as connection:
        with made(connection, drawn) as session:
            for period in PERIODS[:3]:
                compare(session, drawn, period, cut_off)
            witness(session, policies, Period.of_half(2026, 1), cut_off)
        connection.rollback()


def witness(session: Session, policies: Any, period: Period, cut_off: date) -> None:
    """The indicators' own counts of the case tables, cell by cell."""
    key = TableKey(period, cut_off)
    cells = {name: snapshot(session, population, key) for name, (population, _) in POPULATIONS.items()}
    provinces = sorted({area for one in cells.values() for area, *_ in one.counts} - {"VN"})
    scope = Scope(period.first, period.last, cut_off)
    counted = indicators.table(session, policies.indicators, scope, provinces)
    for area in ("VN", *provinces):
        figures = counted.figures[area]
        victims, needs, returnees = cells["victims"], cells["needs"], cells["returnees"]
        told = figures["victims_reached"]
        assert pair(told.total) == share(victims, area, "total", ..., ..., "yes")
        for stream in STREAMS:
            assert pair(told.splits["stream"][stream]) == share(victims, area, stream, ..., ..., "yes")
        for name, sex in (("female", "nu"), ("male", "nam")):
            assert pair(told.splits["sex"][name]) == share(victims, area, "total", sex, ..., "yes")
        his = cells["perpetrators"]
        free = share(his, area, "total", "no", "yes")
        assert pair(figures["perpetrators_counselled"].total) == free
        everybody = share(his, area, "total", ..., "yes")[1]
        assert pair(figures["perpetrators_counselled_tt10"].total) == (free[0], everybody)
        told = figures["trafficking_returnees_supported"]
        assert pair(told.total)[0] == summed(returnees, area, "yes", ...)
        assert pair(told.total)[1] == summed(returnees, area, ..., ...)
        assert told.extras["reintegrated"] == summed(returnees, area, ..., "yes")
        assert told.extras["need_unknown"] == summed(cells["unknown"], area, ..., ...)
        assert pair(figures["ward_need_met"].total) == share(needs, area, "yes")


def pair(counts: Counts) -> tuple[int, int]:
    return counts.numerator, counts.denominator


def summed(cells: Cells, *codes: Any) -> int:
    """The people in all cells with these codes; an ellipsis is any code."""
    return sum(
        people
        for cell, people in cells.counts.items()
        if all(wanted in (..., code) for code, wanted in zip(cell, codes, strict=True))
    )


def share(cells: Cells, *codes: Any) -> tuple[int, int]:
    """How many have the last code, of those with the others."""
    return summed(cells, *codes), summed(cells, *codes[:-1], ...)


@pytest.mark.parametrize("name", ["victims", "perpetrators", "harm"])
def test_who_stands_in_a_cell_is_who_is_counted_there(memory: Engine, name: str) -> None:
    random, key = Random(name), TableKey(Period.of_year(2026), date(2026, 8, 9))
    drawn = [draw_history(random.choice, key.cut_off, home(number), most=12) for number in range(5)]
    population, _ = POPULATIONS[name]
    with memory.connect() as connection:
        with made(connection, drawn) as session:
            people = list(standing(session, population, key, places(drawn)))
            counted = snapshot(session, population, key, places(drawn))
        connection.rollback()
    keys = [counted_as for counted_as, _ in people]
    assert keys == sorted(set(keys))
    assert Counter(cell for _, cells in people for cell in cells) == Counter(counted.counts)


def test_what_became_known_later_can_be_left_out(memory: Engine) -> None:
    case = Case(0, DOMESTIC, "co", "33001", date(2026, 3, 5))
    drawn = [History(*(date(2026, 6, 30),) * 3, ("nu",), [case], births=("1990",))]
    key = TableKey(Period.of_year(2026), date(2026, 12, 31))
    with memory.connect() as connection:
        with made(connection, drawn) as session:
            known = snapshot(session, Victims(STREAMS, BASIC), key, known_by=date(2026, 11, 22))
            before = snapshot(session, Victims(STREAMS, BASIC), key, known_by=date(2026, 11, 21))
        connection.rollback()
    assert known["VN", "total", "nu", "18_59", "no"] == 1
    assert dict(before.counts) == {}


def test_a_count_shows_itself_to_nobody(memory: Engine) -> None:
    assert repr(Cells(("area",), {("VN",): 3})) == "Cells(withheld)"


def test_only_one_calendar_year_is_counted_at_a_time(memory: Engine) -> None:
    key = TableKey(Period(date(2025, 12, 1), date(2026, 3, 5)), date(2026, 3, 5))
    with Session(memory) as session, pytest.raises(ValueError, match="one calendar year"):
        snapshot(session, POPULATIONS["needs"][0], key)


def test_a_commune_that_the_geography_does_not_know_is_no_zero(memory: Engine) -> None:
    case = Case(0, DOMESTIC, "co", "33001", date(2026, 3, 5))
    drawn = [History(*(date(2026, 6, 30),) * 3, ("nu",), [case])]
    key = TableKey(Period.of_year(2026), date(2026, 12, 31))
    with memory.connect() as connection:
        with made(connection, drawn) as session, pytest.raises(ValueError, match="doesn't know"):
            snapshot(session, Victims(STREAMS, BASIC), key, {"33002": ("VN", "33", "33002")})
        connection.rollback()

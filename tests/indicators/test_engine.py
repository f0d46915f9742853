"""The engine against the second, naive count, over thousands of drawn histories."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from casework.disclosure import Counts, RawFigure
from casework.indicators import queries
from casework.indicators.definitions import Indicators
from casework.indicators.scope import Scope
from tests.factories.histories import (
    Case,
    Facility,
    History,
    Suspect,
    draw_history,
    home,
    store,
)
from tests.indicators.naive import Naive

PROVINCES = tuple(f"{number:02}" for number in range(1, 35))
BASIC, DOMESTIC, OTHER, RETURN = "y_te", "bao_luc_gia_dinh", "bao_luc_gioi_khac", "mua_ban_tro_ve"
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
CUT_OFFS = (LAST, date(2026, 6, 9), date(2026, 8, 9))


def told(figures: Mapping[str, RawFigure]) -> dict[str, Any]:
    """Figures as plain numbers, which a failed comparison can print: nobody here is real."""

    def pair(counts: Counts) -> tuple[int, int]:
        return counts.numerator, counts.denominator

    return {
        code: (
            pair(one.total),
            {
                split: {part: pair(counts) for part, counts in parts.items()}
                for split, parts in one.splits.items()
            },
            dict(one.extras),
        )
        for code, one in figures.items()
    }


def compare(
    connection: Connection, indicators: Indicators, drawn: list[History], communes: Sequence[str]
) -> None:
    """The country, all provinces and some communes, each counted twice."""
    first, last, cut_off = drawn[0].first, drawn[0].last, drawn[0].cut_off
    with Session(connection) as session:
        rows = dict(queries.table(session, indicators, Scope(first, last, cut_off), PROVINCES).figures)
        assert tuple(rows) == ("VN", *PROVINCES)
        for code in communes:
            rows[code] = queries.figures(session, indicators, Scope(first, last, cut_off, code))
    for area, row in rows.items():
        assert told(row) == told(Naive(drawn, first, last, cut_off, area).figures())


@st.composite
def histories(draw: st.DrawFn) -> list[History]:
    """A few histories that hypothesis can make smaller, each in two provinces of its own."""

    def choose(items: Any) -> Any:
        return draw(st.sampled_from(items))

    cut_off, count = choose(CUT_OFFS), draw(st.integers(1, 3))
    return [draw_history(choose, cut_off, home(number)) for number in range(count)]


@st.composite
def seventeen(draw: st.DrawFn) -> list[History]:
    """As many histories as there are pairs of provinces, drawn by a Random for speed."""
    cut_off, seed = draw(st.sampled_from(CUT_OFFS)), draw(st.integers(0, 2**32))
    random = Random(seed)
    return [draw_history(random.choice, cut_off, home(number)) for number in range(17)]


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=histories() | seventeen(), commune=st.sampled_from(home(0)))
def test_thousands_of_histories_count_alike(
    memory: Engine, policies: Any, drawn: list[History], commune: str
) -> None:
    with memory.connect() as connection:
        store(connection, drawn)
        compare(connection, policies.indicators, drawn, [commune])
        connection.rollback()


@pytest.mark.parametrize("cut_off", CUT_OFFS)
def test_large_histories_on_each_engine(engine: Engine, policies: Any, cut_off: date) -> None:
    random = Random(str(cut_off))
    drawn = [draw_history(random.choice, cut_off, home(number), most=25) for number in range(17)]
    with engine.connect() as connection:
        store(connection, drawn)
        compare(connection, policies.indicators, drawn, home(3))
        connection.rollback()


def history(*cases: Case, facilities: tuple[Facility, ...] = ()) -> History:
    return History(FIRST, LAST, LAST, ("nu", "nam", "khac", "chua_ro"), list(cases), list(facilities))


def case(victim: int = 0, kind: str = DOMESTIC, commune: str = "33001", **said: Any) -> Case:
    return Case(victim, kind, said.pop("need", "co"), commune, said.pop("detected", date(2026, 3, 5)), **said)


def delivered(day: date, kind: str = BASIC) -> tuple[tuple[str, str, date | None], ...]:
    return ((kind, "da_cung_cap", day),)


def accused(*, since: date | None = None, kind: str = "tu_van", held: date = LAST) -> tuple[Suspect, ...]:
    liabilities = (("bi_truy_cuu", since),) if since else ()
    return (Suspect(0, liabilities, ((kind, True, held),)),)


AFTER = date(2026, 7, 1)
SAID = {
    "six cases of one woman are one": ("victims_reached", [case() for _ in range(6)], (0, 1)),
    "a service on the cut-off counts": ("victims_reached", [case(services=delivered(LAST))], (1, 1)),
    "a service after the cut-off does not": ("victims_reached", [case(services=delivered(AFTER))], (0, 1)),
    "a referral alone does not": ("victims_reached", [case(services=((BASIC, "da_chuyen_gui", None),))], (0, 1)),
    "a case after the period does not": ("victims_reached", [case(detected=AFTER)], (0, 0)),
    "a service in a case out of the period does not": (
        "victims_reached",
        [case(), case(detected=date(2025, 12, 31), services=delivered(LAST))],
        (0, 1),
    ),
    "counselled and free": ("perpetrators_counselled", [case(suspects=accused())], (1, 1)),
    "mediation is no counselling": ("perpetrators_counselled", [case(suspects=accused(kind="hoa_giai"))], (0, 1)),
    "counselling after the cut-off": ("perpetrators_counselled", [case(suspects=accused(held=AFTER))], (0, 1)),
    "prosecuted by the cut-off": ("perpetrators_counselled", [case(suspects=accused(since=LAST))], (0, 0)),
    "prosecuted, in the wider count": (
        "perpetrators_counselled_tt10",
        [case(suspects=accused(since=LAST))],
        (0, 1),
    ),
    "prosecuted after the cut-off": ("perpetrators_counselled", [case(suspects=accused(since=AFTER))], (1, 1)),
    "prosecuted in another case in scope": (
        "perpetrators_counselled",
        [case(suspects=accused()), case(kind=OTHER, suspects=accused(since=LAST))],
        (0, 0),
    ),
    "a returnee of unknown need": ("trafficking_returnees_supported", [case(kind=RETURN, need="chua_ro")], (0, 0)),
    "nobody at all": ("ward_need_met", [], (0, 0)),
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_what_the_definitions_say(memory: Engine, policies: Any, said: str) -> None:
    code, cases, expected = SAID[said]
    with memory.connect() as connection:
        store(connection, [history(*cases)])
        with Session(connection) as session:
            counted = queries.figures(session, policies.indicators, Scope(FIRST, LAST, LAST))
        assert told(counted)[code][0] == expected
        connection.rollback()


def test_one_person_in_two_streams_and_two_provinces(memory: Engine, policies: Any) -> None:
    cases = [case(services=delivered(LAST)), case(kind=OTHER, commune="31001")]
    with memory.connect() as connection:
        store(connection, [history(*cases)])
        with Session(connection) as session:
            table = queries.table(session, policies.indicators, Scope(FIRST, LAST, LAST), PROVINCES)
        connection.rollback()
    reached = {area: told(row)["victims_reached"] for area, row in table.figures.items()}
    assert reached["VN"][0] == (1, 1)
    assert reached["VN"][1]["stream"] == {"domestic": (1, 1), "other": (0, 1)}
    assert (reached["33"][0], reached["31"][0]) == ((1, 1), (0, 1))


def test_the_naive_count_would_find_a_wrong_engine(memory: Engine, policies: Any) -> None:
    drawn = [history(case(services=delivered(LAST)))]
    with memory.connect() as connection:
        store(connection, drawn)
        with Session(connection) as session:
            counted = queries.figures(
                session, policies.indicators, Scope(FIRST, LAST, date(2026, 6, 29), "33001")
            )
        connection.rollback()
    assert told(counted) != told(Naive(drawn, FIRST, LAST, LAST, "33001").figures())

"""Rounded communes beside exact tables of provinces, over several closings: attacked as one, in one large lattice."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from casework.disclosure.engine import ANY, Axis, Dimension, Known, Lattice, Policy
from casework.disclosure.engine.attack import attack
from casework.disclosure.engine.goals import small_cells
from casework.disclosure.engine.guarantee import Unprotected
from casework.indicators.catalogue import Catalogue, Population, TableSpec
from casework.releases.closing import Closed, Closing, Earlier
from casework.releases.communes import Communes
from casework.releases.counting import COMMUNES
from casework.releases.lattices import AREA, CLOSING, chained, closings, number_of
from casework.vocabulary import Words

WORDS = Words("x", "x")
POLICY = Policy("1")
PROVINCES = ("p", "q", "r", "s")
PARENTS = dict.fromkeys(PROVINCES, "VN") | {
    f"{province}{at}": province for province in PROVINCES for at in range(4)
}
PLACES = Dimension(
    AREA, "1", PARENTS, overlapping=frozenset({"VN", *PROVINCES}), unguarded=frozenset({"VN+"})
)
SEX = Dimension("sex", "1", {"nu": "total", "nam": "total"})
REACHED = Dimension("reached", "1", {"yes": "total", "no": "total"}, varying=True)
DIMENSIONS = {COMMUNES: PLACES, AREA: PLACES.cut(1), "sex": SEX, "reached": REACHED}
VICTIMS = Population("victims", WORDS, WORDS, ("reached",), (("sex",),))
BY_SEX = TableSpec("by-sex", WORDS, "victims", "province", ("sex", "reached"))
ROUNDED = TableSpec("communes", WORDS, "victims", "commune", ("sex",))
CATALOGUE = Catalogue("1", 4, 1, {"victims": VICTIMS}, {"by-sex": BY_SEX}, {"communes": ROUNDED}, {})
Person = tuple[str, str, int, int]  # commune, sex, detected at, reached from


def people(seed: int, number: int) -> list[Person]:
    """People with one case each: no other place counts them."""
    chance = Random(seed)
    communes = [f"{province}{at}" for province in PROVINCES for at in range(4)]
    weights = [weight * share for weight in (30, 25, 12, 4) for share in (8, 3, 1, 0.2)]
    return [
        (
            chance.choices(communes, weights)[0],
            chance.choices(("nu", "nam"), (80, 20))[0],
            chance.randrange(3),
            chance.randrange(5),
        )
        for _ in range(number)
    ]


def counted(everybody: list[Person], at: int, names: tuple[str, ...]) -> dict[tuple[str, ...], int]:
    """The naive count at a closing."""
    found: dict[tuple[str, ...], int] = {}
    for commune, sex, since, reached in everybody:
        if since <= at:
            told = {"sex": sex, "reached": "yes" if reached <= at else "no"}
            codes = [told[name] for name in names if name != COMMUNES]
            for area in ("VN", commune[0], *([commune] if COMMUNES in names else [])):
                found[area, *codes] = found.get((area, *codes), 0) + 1
    return found


def closed(
    everybody: list[Person], number: int, rounds_at: int, catalogue: Catalogue = CATALOGUE
) -> list[Closed]:
    """Closings one after the other, communes rounded at one of them."""
    made: list[Closed] = []
    for at in range(number):
        closing = Closing(catalogue, VICTIMS, DIMENSIONS, POLICY, [one.earlier for one in made])

        def count(_population: str, names: tuple[str, ...], at: int = at) -> dict[tuple[str, ...], int]:
            return counted(everybody, at, names)

        made.append(closing.close(count, 60, key=b"key" if at >= rounds_at else None))
    return made


def everything(made: list[Closed], everybody: list[Person]) -> tuple[Lattice, np.ndarray, Known]:
    """One lattice of it all, the truth, and what is told."""
    axes: list[Axis | Dimension] = [PLACES, SEX, REACHED]
    level = [2, 1, 1]
    if len(made) > 1:
        chain = closings(len(made))
        deepest = max(depth for one in chain.versions for depth in one.depths.values())
        axes, level = [chain, *axes], [deepest, *level]
    lattice = Lattice(axes, [level])
    truth = chained(
        lattice, [counted(everybody, at, (COMMUNES, "sex", "reached")) for at in range(len(made))]
    )
    low, high = np.zeros(lattice.size, dtype=np.int64), np.full(lattice.size, ANY)
    for at, one in enumerate(made, start=1):
        for code, names, error in (
            ("victims-base", ("reached",), 0),
            ("by-sex", ("sex", "reached"), 0),
            ("communes", ("sex",), 4),
        ):
            for codes, value in one.tables.get(code, {}).items():
                place = {CLOSING: f"s{at}", AREA: codes[0], **dict(zip(names, codes[1:], strict=True))}
                cell = number_of(lattice, place)
                if value is not None and cell is not None:
                    low[cell], high[cell] = max(low[cell], value - error, 0), min(high[cell], value + error)
    for cell, codes in enumerate(map(lattice.codes, range(lattice.size))):
        if codes[-3].endswith("+") and not codes[0].startswith(("added", "removed")):
            high[cell] = 0  # nobody is in two places, and everybody knows it
    return lattice, truth, Known(low, high)


@pytest.mark.parametrize(("number", "rounds_at"), [(1, 0), (2, 1), (3, 1)])
def test_nobody_is_found_out_from_everything_together(number: int, rounds_at: int) -> None:
    everybody = people(number, 500)
    made = closed(everybody, number, rounds_at)
    assert ["communes" in one.tables for one in made] == [at == rounds_at for at in range(number)]
    lattice, truth, known = everything(made, everybody)
    assert known.holds(truth)
    small = small_cells(lattice, truth, POLICY)
    asked = np.array([cell for cell in small.tolist() if shown_finest(lattice.codes(cell))])
    found = attack(lattice, known, asked, enough=lambda low, high: np.asarray(high - low >= POLICY.k - 1))
    assert len(asked) > 10
    assert np.all(found.high - found.low >= POLICY.k - 1)
    assert sum(value is not None for one in made for value in one.tables["by-sex"].values()) > 10


def shown_finest(codes: tuple[str, ...]) -> bool:
    """Cells that a table could speak of: communes by sex, or provinces by all."""
    area, _sex, reached = codes[-3:]
    return len(area) == 1 or reached == "total"


def test_the_rounded_table_adds_up_and_is_near_the_truth() -> None:
    everybody = people(1, 500)
    (made,) = closed(everybody, 1, 0)
    truth, shown = counted(everybody, 0, (COMMUNES, "sex")), made.tables["communes"]
    assert len(shown) == (1 + 4 + 16) * 3
    for (area, sex), value in shown.items():
        true = sum(truth.get((area, one), 0) for one in (("nu", "nam") if sex == "total" else (sex,)))
        assert value is not None
        assert value % 5 == 0
        assert abs(value - true) <= 4
        below = [code for code, parent in PARENTS.items() if parent == area]
        assert not below or value == sum(shown[one, sex] or 0 for one in below)
    assert closed(everybody, 1, 0)[0].tables["communes"] == shown


def test_a_year_has_its_communes_once() -> None:
    first, second = closed(people(1, 800), 2, 0)
    assert ["communes" in one.tables for one in (first, second)] == [True, False]


def test_where_communes_cannot_be_made_safe_the_exact_tables_come_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unsafe(*_: object) -> None:
        raise Unprotected(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))

    everybody = people(1, 500)
    monkeypatch.setattr(Communes, "follow", unsafe)
    (made,) = closed(everybody, 1, 0)
    plain = closed(everybody, 1, 0, replace(CATALOGUE, rounded={}))[0]
    assert made.tables == plain.tables


def test_the_attack_finds_communes_that_are_too_near() -> None:
    everybody = people(1, 500)
    (made,) = closed(everybody, 1, 0)
    counts = counted(everybody, 0, (COMMUNES, "sex"))
    near: Mapping[tuple[str, ...], int | None] = {
        codes: min(value, 0) if value is not None and value < 5 else value
        for codes, value in made.tables["communes"].items()
    }
    closing = Closing(CATALOGUE, VICTIMS, DIMENSIONS, replace(POLICY, b=2), [])
    with pytest.raises((Unprotected, ValueError)):
        closing.prove(Earlier({**made.counts, (COMMUNES, "sex"): counts}, {**made.tables, "communes": near}))


def test_what_was_asked_beside_rounded_numbers_is_asked_when_it_is_proved() -> None:
    """All of the provinces' numbers by sex are shown exactly, so that the rounded ones tell nothing more of them.

    Of the four who are not of age between 0 and 4 are in each of two groups: 4 apart, as beside a rounded table.
    """
    everybody = people(5, 3_000)
    ages = dict.fromkeys(range(len(everybody)), "of age") | dict.fromkeys((0, 7, 70, 700), "nearly")
    axis = Dimension("age", "1", dict.fromkeys(("child", "nearly", "of age"), "total"))
    by_age = TableSpec("by-age", WORDS, "victims", "country", ("age",))
    victims = replace(VICTIMS, crosses=(("sex", "age"),))
    tables = {**CATALOGUE.tables, "by-age": by_age}
    catalogue = replace(CATALOGUE, populations={"victims": victims}, tables=tables)

    def count(_population: str, names: tuple[str, ...]) -> dict[tuple[str, ...], int]:
        found = Counter[tuple[str, ...]]()
        for number, person in enumerate(everybody):
            without = tuple(name for name in names if name != "age")
            for codes, people_ in counted([person], 2, without).items():
                at = names.index("age") + (COMMUNES not in names) if "age" in names else len(codes)
                found[*codes[:at], *([ages[number]] if "age" in names else []), *codes[at:]] += people_
        return found

    made = Closing(catalogue, victims, DIMENSIONS | {"age": axis}, POLICY, []).close(count, 60, key=b"key")
    assert None not in made.tables["by-sex"].values()
    assert "communes" in made.tables
    assert [made.tables["by-age"]["VN", code] for code in ("child", "nearly")] == [None, None]

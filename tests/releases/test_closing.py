"""Closings of one year made safe together: attacked as one, true where they show something, without small steps."""

from collections.abc import Mapping
from itertools import combinations
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from casework.disclosure.engine import Dimension, NotProtected, Policy
from casework.disclosure.engine.guarantee import Unprotected
from casework.indicators.catalogue import Catalogue, Population, TableSpec
from casework.releases.closing import Closed, Closing, Earlier, base_table
from casework.releases.lattices import AREA
from casework.vocabulary import Words

WORDS = Words("x", "x")
AREAS = ("01", "31", "33", "38")
DIMENSIONS = {
    AREA: Dimension(
        AREA, "1", dict.fromkeys(AREAS, "VN"), overlapping=frozenset({"VN"}), unguarded=frozenset({"VN+"})
    ),
    "reached": Dimension(
        "reached", "1", {"yes": "total", "no": "total"}, varying=True, sensitive=frozenset({"yes", "no"})
    ),
    "harm": Dimension(
        "harm", "1", {"a": "total", "b": "total"}, overlapping=frozenset({"total"}), varying=True
    ),
}
VICTIMS = Population("victims", WORDS, WORDS, ("reached",), (("harm",),))
BY_HARM = TableSpec("by-harm", WORDS, "victims", "province", ("harm",))
CATALOGUE = Catalogue("1", 4, 1, {"victims": VICTIMS}, {"by-harm": BY_HARM}, {}, {})
POLICY = Policy("1")
Person = tuple[str, int, frozenset[str], int]  # area, detected at, harms, reached from


def people(seed: int, number: int) -> list[tuple[Person, ...]]:
    """People with one case or two, detected in one of three closings and reached in one, or never."""
    chance = Random(seed)

    def case() -> Person:
        harms = frozenset(chance.sample("ab", chance.choice((1, 1, 2))))
        return chance.choices(AREAS, (60, 30, 9, 3))[0], chance.randrange(3), harms, chance.randrange(6)

    return [tuple(case() for _ in range(1 if chance.random() < 0.95 else 2)) for _ in range(number)]


def counted(
    everybody: list[tuple[Person, ...]], at: int, names: tuple[str, ...]
) -> dict[tuple[str, ...], int]:
    """The naive count at a closing."""
    found: dict[tuple[str, ...], int] = {}
    for cases in everybody:
        known = [one for one in cases if one[1] <= at]
        for area in {"VN", *(one[0] for one in known)} if known else ():
            here = [one for one in known if area in {"VN", one[0]}]
            reached = "yes" if any(one[3] <= at for one in here) else "no"
            harms = {"total", *(harm for one in here for harm in one[2])} if "harm" in names else {""}
            for harm in harms:
                key = (area, reached, harm) if harm else (area, reached)
                found[key] = found.get(key, 0) + 1
    return found


def closed(everybody: list[tuple[Person, ...]], closings: int) -> list[Closed]:
    """Releases one after the other, each proved by the attack as it is made."""
    made: list[Closed] = []
    for at in range(closings):
        closing = Closing(
            CATALOGUE, VICTIMS, DIMENSIONS, POLICY, [Earlier(one.counts, one.tables) for one in made]
        )

        def count(_population: str, names: tuple[str, ...], at: int = at) -> dict[tuple[str, ...], int]:
            return counted(everybody, at, names)

        made.append(closing.close(count, 60))
    return made


def total(cells: Mapping[tuple[str, ...], int], area: str, last: str) -> int:
    """The people of an area at a harm, reached or not."""
    return sum(cells.get((area, reached, last), 0) for reached in ("yes", "no"))


@given(seed=st.integers(0, 10_000), number=st.integers(200, 600))
@settings(max_examples=4, deadline=None)
def test_what_is_shown_is_true_and_safe(seed: int, number: int) -> None:
    try:
        releases = closed(people(seed, number), 2)
    except NotProtected:
        return  # refused rather than unsafe
    for at, release in enumerate(releases):
        truth = counted(people(seed, number), at, ("reached", "harm"))
        for (area, harm), value in release.tables["by-harm"].items():
            assert value is None or value == total(truth, area, harm)
            assert value is None or value == 0 or value >= POLICY.k


@example(seed=11)
@example(seed=925)
@given(seed=st.integers(0, 10_000))
@settings(max_examples=2, deadline=None)
def test_no_small_step_in_one_direction_is_shown(seed: int) -> None:
    try:
        releases = closed(people(seed, 400), 3)
    except NotProtected:
        return
    for (first, before), (last, after) in combinations(enumerate(releases), 2):
        for table in ("by-harm", base_table(VICTIMS).code):
            for codes, value in after.tables[table].items():
                old = before.tables[table][codes]
                if value is not None and old is not None and 0 < abs(value - old) < POLICY.k:
                    # Nobody can tell so few who came from more who came while others went.
                    steps = [came_and_went(people(seed, 400), at, table, codes) for at in range(first, last)]
                    assert min(map(sum, zip(*steps, strict=True))) > 0


def came_and_went(
    everybody: list[tuple[Person, ...]], at: int, table: str, codes: tuple[str, ...]
) -> tuple[int, int]:
    """By how many the finest cells of a shown one grew and shrank until the next closing (some were reached since)."""
    area, code = codes
    names = ("reached", "harm") if table == "by-harm" else ("reached",)
    before, after = counted(everybody, at, names), counted(everybody, at + 1, names)
    steps = [
        after.get(cell, 0) - before.get(cell, 0)
        for cell in before.keys() | after.keys()
        if cell[0] == area and (cell[2] == code if table == "by-harm" else code in {"total", cell[1]})
    ]
    return sum(step for step in steps if step > 0), -sum(step for step in steps if step < 0)


def test_most_of_it_can_be_released() -> None:
    """A protection that withholds everything would pass all other tests."""
    values = [
        value
        for seed in range(3)
        for release in closed(people(seed, 3_000), 1)
        for value in release.tables["by-harm"].values()
    ]
    assert sum(value is not None for value in values) > 2 * sum(value is None for value in values)


def test_the_attack_finds_what_is_not_protected() -> None:
    everybody = people(3, 400)
    harms, base = (counted(everybody, 0, names) for names in (("reached", "harm"), ("reached",)))
    naked: dict[str, dict[tuple[str, ...], int | None]] = {"by-harm": {}, "victims-base": {}}
    for area in ("VN", *AREAS):
        for harm in ("total", "a", "b"):
            naked["by-harm"][area, harm] = total(harms, area, harm)
        reached, not_reached = base.get((area, "yes"), 0), base.get((area, "no"), 0)
        naked["victims-base"] |= {
            (area, "total"): reached + not_reached,
            (area, "yes"): reached,
            (area, "no"): not_reached,
        }
    assert any(value in range(1, POLICY.k) for value in naked["by-harm"].values())
    closing = Closing(CATALOGUE, VICTIMS, DIMENSIONS, POLICY, [])
    with pytest.raises(Unprotected):
        closing.prove(Earlier({("reached",): base, ("reached", "harm"): harms}, naked))


def test_a_few_people_of_several_places_are_no_group_to_protect() -> None:
    """That one of four came in two provinces is known: it takes nothing away from all the others' zeros."""
    everybody: list[tuple[Person, ...]] = [
        ((area, 0, frozenset("a"), reached),)
        for area, number in (("01", 5), ("31", 4))
        for reached in (0, 9)
        for _ in range(number)
    ]
    everybody.append((("33", 0, frozenset("b"), 9), ("01", 0, frozenset("b"), 9)))
    (release,) = closed(everybody, 1)
    assert release.tables["victims-base"]["VN", "total"] == 19
    assert release.tables["victims-base"]["38", "total"] == 0


def test_what_is_told_of_an_area_without_tables_tells_nothing_of_its_crosses() -> None:
    """How many people it has may be known; with the country's harms that must tell nothing of few of its own."""
    everybody: list[tuple[Person, ...]] = [
        ((area, 0, frozenset(harm), reached),)
        for area, harm, reached, number in (
            ("01", "a", 0, 4),
            ("01", "b", 0, 23),
            ("01", "b", 9, 3),
            ("31", "a", 0, 5),
            ("31", "a", 9, 3),
        )
        for _ in range(number)
    ]
    (release,) = closed(everybody, 1)
    elsewhere, harm = release.tables["victims-base"]["31", "total"], release.tables["by-harm"]["VN", "a"]
    assert release.tables["victims-base"]["VN", "total"] == 38
    assert elsewhere is None or harm is None or harm <= elsewhere

"""What is counted fits the lattice: every count is a sum of others, and nobody is counted less than once."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine

from casework.disclosure.canonical import Period, TableKey
from casework.disclosure.engine import HIDDEN, Dimension, Lattice
from casework.facts import dimensions
from casework.facts.populations import Perpetrators, Population, Traits, Victims
from casework.facts.queries import Cells, snapshot
from casework.vocabulary import Vocabulary
from tests.factories.histories import draw_history, home
from tests.facts.naive import BASIC, STREAMS
from tests.facts.tables import BOTH, made, places

pytestmark = pytest.mark.usefixtures("births_in_the_clear")


def axes(name: str, words: Vocabulary) -> tuple[Population, tuple[Dimension, ...]]:
    flag, streams = dimensions.flag, dimensions.streams(STREAMS)
    sexes, ages = dimensions.sex(words), dimensions.age_group(words)
    return {
        "victims": (Victims(STREAMS, BASIC), (streams, sexes, ages, flag("reached"))),
        "perpetrators": (Perpetrators(STREAMS), (streams, flag("prosecuted"), flag("counselled"))),
        "harms": (Traits(BOTH, "harm"), (dimensions.trait(words, "harm"), sexes)),
    }[name]


def value(cells: Cells, axes: Sequence[Dimension], codes: tuple[str, ...]) -> int:
    """A cell of the lattice: as it was counted, a total over a partition, or what was counted more than once."""
    for at, (axis, code) in enumerate(zip(axes, codes, strict=True)):
        parent = code.removesuffix(HIDDEN)

        def other(its: str, at: int = at) -> int:
            return value(cells, axes, (*codes[:at], its, *codes[at + 1 :]))

        if code.endswith(HIDDEN):
            return sum(map(other, axis.children[parent])) - other(parent)
        if parent in axis.children and parent not in axis.overlapping:
            return sum(map(other, axis.children[parent]))
    return cells[codes]


@pytest.mark.parametrize("name", ["victims", "perpetrators", "harms"])
@pytest.mark.parametrize("seed", range(4))
def test_every_table_adds_up(memory: Engine, policies: Any, name: str, seed: int) -> None:
    words = policies.vocabulary
    random, key = Random(seed), TableKey(Period.of_half(2026, 1), date(2026, 6, 30))
    drawn = [draw_history(random.choice, key.cut_off, home(0), most=12) for _ in range(8)]
    population, others = axes(name, words)
    areas = {code: parent for chain in places(drawn).values() for parent, code in pairwise(chain)}
    area = Dimension("area", "test", areas, frozenset(areas.values()))
    with memory.connect() as connection:
        with made(connection, drawn) as session:
            cells = snapshot(session, population, key, places(drawn))
        connection.rollback()
    whole = (area, *others)
    lattice = Lattice(whole, [tuple(max(one.depths.values()) for one in whole)])
    table = np.array([value(cells, whole, lattice.codes(at)) for at in range(lattice.size)])
    assert not lattice.equations.residues(table).any()
    assert (table[~lattice.signed] >= 0).all()
    assert table.max() > 5

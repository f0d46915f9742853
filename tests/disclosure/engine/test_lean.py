"""A room without needless sums is the same room: what is possible fits into it, and what is found in it fits back."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.disclosure.engine import Known, Lattice, Policy
from casework.disclosure.engine.blocks import blocks_of
from casework.disclosure.engine.equations import Ints, Mask, Table
from casework.disclosure.engine.goals import goals
from casework.disclosure.engine.lean import lean
from casework.disclosure.engine.moves import Moves
from casework.disclosure.engine.room import Room
from casework.disclosure.engine.solver import Infeasible
from casework.disclosure.engine.system import ends, system_of
from casework.disclosure.engine.tasks import task_of
from tests.disclosure.engine.every_table import every_table
from tests.disclosure.engine.small_worlds import FLAT, THREE, few_people, worlds

POLICY = Policy("test")


def room_of(lattice: Lattice, truth: Table, known: Known) -> Room:
    """All of a lattice as one room."""
    (block,) = blocks_of(lattice, lattice.size)
    told = Known(ends(system_of(lattice), known)[0], known.high)
    free = np.ones(lattice.size, dtype=bool)
    return task_of(block, truth, told, goals(lattice, truth, POLICY, known), free, math.inf, 1).room


def among(places: set[int], size: int) -> Mask:
    """Some cells."""
    return np.isin(np.arange(size), [*places])


def wanted_of(room: Room, places: set[int]) -> Mask:
    """These cells and those of groups."""
    wanted = among(places, room.size)
    wanted[room.groups] = True
    return wanted


@settings(max_examples=40)
@given(few_people(), st.sets(st.integers(1, 30)), st.sets(st.integers(0, 30)))
def test_every_possible_table_is_one_of_the_lean_room(
    world: tuple[Lattice, Table], told: set[int], places: set[int]
) -> None:
    lattice, truth = world
    known = Known.exactly(among(told, lattice.size) & ~lattice.signed | among({0}, lattice.size), truth)
    room = room_of(lattice, truth, known)
    few = lean(room, wanted_of(room, places))
    for table in every_table(lattice, known):
        change = table - truth
        assert few.room.allows(few.room.truth + change[few.cells])
        again = few.whole(change[np.newaxis, few.cells])[0]
        assert np.array_equal(again[few.cells], change[few.cells])
        assert room.allows(truth + again)


@settings(max_examples=40)
@given(worlds(), st.sets(st.integers(1, 30)), st.sets(st.integers(0, 30), min_size=1))
def test_what_is_found_in_the_lean_room_is_possible(
    world: tuple[Lattice, Table], told: set[int], places: set[int]
) -> None:
    lattice, truth = world
    known = Known.exactly(among(told, lattice.size) & ~lattice.signed, truth)
    room = room_of(lattice, truth, known)
    few = lean(room, wanted_of(room, places))
    size = len(few.cells)
    moves = Moves(few.room, np.zeros(size, dtype=bool), np.ones(size), sealed=False, until=math.inf)
    found: list[Ints] = []
    for cell in np.flatnonzero(np.isin(few.cells, [*places])).tolist():
        for wish in (moves.rise(cell, few.room.truth[cell] + 3), moves.fall(cell, 0)):
            try:
                found.append(moves.find(wish))
            except Infeasible:
                continue
    changes = np.array(found, dtype=np.int64).reshape(len(found), size)
    for change, whole in zip(changes, few.whole(changes), strict=True):
        assert room.allows(truth + whole)
        assert np.array_equal(whole[few.cells], change)


def test_what_nobody_asks_for_is_left_out() -> None:
    lattice = Lattice([FLAT, THREE], [(1, 1)])
    truth = lattice.fill(np.arange(6).reshape(2, 3) + 5)
    room = room_of(lattice, truth, Known.nothing(lattice.size))
    wanted = among({lattice.index(("all", "any")), lattice.index(("f", "a"))}, lattice.size)
    few = lean(room, wanted)
    assert sorted(lattice.codes(cell) for cell in few.cells) == sorted(
        [("all", "any"), *((sex, kind) for sex in "fm" for kind in "abc")]
    )
    assert len(few.room.rows) == 1

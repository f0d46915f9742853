"""A proof that was tampered with, or a release without one, is found out in whole numbers."""

from dataclasses import replace

import numpy as np
import pytest

from casework.disclosure.engine import WITHHELD, Diff, Known, Lattice, Policy, Proof, Release
from casework.disclosure.engine.equations import Table
from casework.disclosure.engine.protect import protect_tables
from casework.disclosure.engine.solver import Solver
from casework.disclosure.engine.verify import verify
from tests.disclosure.engine.small_worlds import FLAT, THREE, TREE, lattice_of


@pytest.fixture(scope="module")
def protected() -> tuple[Lattice, Table, Release]:
    lattice = lattice_of((TREE, FLAT, THREE))
    counts = np.random.default_rng(4).poisson(4, lattice.leaf_shape)
    counts[0, 1] = [0, 6, 0]
    truth = lattice.fill(counts)
    return lattice, truth, protect_tables(lattice, truth, Policy("test"))


def test_a_release_with_its_proof_is_safe(protected: tuple[Lattice, Table, Release]) -> None:
    assert verify(*protected) == ()


def test_no_solver_comes_near_the_check(
    protected: tuple[Lattice, Table, Release], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(Solver, "__init__", never)
    assert verify(*protected) == ()


def test_a_missing_witness_is_found(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    proof = replace(release.proof, witnesses=release.proof.witnesses[1:])
    assert verify(lattice, truth, replace(release, proof=proof))


def test_a_missing_group_is_found(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    assert release.proof.groups
    proof = replace(release.proof, groups=())
    assert verify(lattice, truth, replace(release, proof=proof))


def test_a_witness_that_serves_another_end_is_found(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    first = release.proof.witnesses[0]
    turned = replace(first, low=first.high, high=first.low)
    proof = replace(release.proof, witnesses=(turned, *release.proof.witnesses[1:]))
    assert verify(lattice, truth, replace(release, proof=proof))


@pytest.mark.parametrize("end", ["low", "high"])
def test_a_witness_for_one_end_alone_is_found(protected: tuple[Lattice, Table, Release], end: str) -> None:
    lattice, truth, release = protected
    first = release.proof.witnesses[0]
    one_end = replace(first, low=getattr(first, end), high=getattr(first, end))
    proof = replace(release.proof, witnesses=(one_end, *release.proof.witnesses[1:]))
    assert verify(lattice, truth, replace(release, proof=proof))


def test_a_table_in_which_a_group_is_still_alike_is_found(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    none = np.zeros(0, dtype=np.int64)
    tables = (*release.proof.tables, Diff(none, none))
    same = replace(release.proof.groups[0], table=len(tables) - 1)
    proof = replace(release.proof, tables=tables, groups=(same, *release.proof.groups[1:]))
    assert verify(lattice, truth, replace(release, proof=proof))


@pytest.mark.parametrize("number", [-1, 10**6])
def test_a_table_that_is_not_there_is_found(protected: tuple[Lattice, Table, Release], number: int) -> None:
    lattice, truth, release = protected
    first = replace(release.proof.witnesses[0], low=number)
    proof = replace(release.proof, witnesses=(first, *release.proof.witnesses[1:]))
    assert verify(lattice, truth, replace(release, proof=proof))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: Diff(one.cells, one.values + 1),
        lambda one: Diff(one.cells[1:], one.values[1:]),
        lambda one: Diff(one.cells[::-1], one.values[::-1]),
        lambda one: Diff(one.cells + 10**6, one.values),
        lambda one: Diff(one.cells, one.values[1:]),
        lambda one: Diff(one.cells, one.values - 10**6),
    ],
)
def test_a_table_that_cannot_be_is_found(protected: tuple[Lattice, Table, Release], spoil: object) -> None:
    lattice, truth, release = protected
    assert callable(spoil)
    tables = release.proof.tables
    proof = replace(release.proof, tables=(spoil(tables[0]), *tables[1:]))
    assert verify(lattice, truth, replace(release, proof=proof))


def test_showing_one_cell_more_is_found(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    cell = int(np.flatnonzero(release.mask)[0])
    values, mask = release.values.copy(), release.mask.copy()
    values[cell], mask[cell] = truth[cell], False
    assert verify(lattice, truth, replace(release, values=values, mask=mask))


def test_a_wrong_count_is_found(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    values = np.where(release.values != WITHHELD, release.values + 1, WITHHELD)
    assert verify(lattice, truth, replace(release, values=values))


def test_hiding_the_small_cells_alone_is_found(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    small = (truth > 0) & (truth < 5)
    bare = replace(release, values=np.where(small, WITHHELD, truth), mask=small)
    assert verify(lattice, truth, bare)
    assert verify(lattice, truth, replace(bare, proof=Proof()))


def test_a_proof_does_not_outlive_what_is_told_later(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    cell = release.proof.witnesses[0].cell
    later = Known.exactly(np.arange(lattice.size) == cell, truth)
    assert verify(lattice, truth, release, later)


def test_a_release_of_another_lattice_is_found(protected: tuple[Lattice, Table, Release]) -> None:
    lattice, truth, release = protected
    assert verify(lattice, truth, replace(release, lattice_key="other"))

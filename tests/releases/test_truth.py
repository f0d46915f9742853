"""What is taken to hold of a year's closings holds of what is true: else there would be nothing to guard."""

import numpy as np
import pytest

from casework.disclosure.engine.parts import FAR, parts
from casework.disclosure.engine.system import narrowed, possible, system_of
from casework.releases.closing import Closing, Earlier
from casework.releases.lattices import closings
from tests.releases.test_closing import CATALOGUE, DIMENSIONS, POLICY, VICTIMS, closed, people


@pytest.mark.parametrize("seed", range(3))
def test_the_truth_keeps_every_row_of_what_is_known_after_a_correction(seed: int) -> None:
    *before, newest = closed(people(seed, 900), 3)
    earlier = [Earlier(one.counts, one.tables) for one in before]
    closing = Closing(CATALOGUE, VICTIMS, DIMENSIONS, POLICY, earlier)
    unknown = 0
    for _names, _specs, lattice, truth, known in closing.outlook.told(newest.earlier):
        system = system_of(lattice)
        assert possible(system, known, truth)
        assert not lattice.equations.residues(truth).any()
        told = narrowed(system, known)
        assert told.holds(truth)
        for part in parts(system, told):
            assert part.holds(truth[part.cells])
            assert max(-part.low.min(), part.high.max()) <= FAR  # further away the solver is wrong
            unknown += len(part.cells)
    assert unknown


def test_a_jump_says_what_its_steps_add_up_to() -> None:
    for count in (2, 3, 4):
        axis = closings(count)
        needless = {parent for parent, _ in axis.needless}
        assert needless == {f"s{last}" for last in range(3, count + 1)}
        rows = np.zeros((len(axis.equations), len(axis.codes)))
        for row, (parent, terms) in enumerate(axis.equations):
            for code, weight in ((parent, -1), *terms):
                rows[row, axis.codes.index(code)] = weight
        needed = [one not in axis.needless for one in axis.equations]
        assert np.linalg.matrix_rank(rows) == np.linalg.matrix_rank(rows[needed])

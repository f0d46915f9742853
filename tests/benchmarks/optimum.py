"""How few cells could be withheld: ``python -m tests.benchmarks.optimum [SECONDS]``; slow, for the record only.

A lower bound for the three-way table by the cuts of Fischetti and Salazar (Operations Research 2001). The master
chooses which cells are withheld; for each small cell and direction a linear programme moves it as far as the choice
allows, and where that is not far enough its dual gives a row Σ capacity · y ≥ 1 that every safe choice satisfies
(capacities clipped at what is asked, so that no bound on the attacker's tables is needed). Rows are added to the
relaxation until none is broken, then to the whole-numbered master; its dual bound is the figure. It counts tables
with fractions as witnesses too, which can only make the bound lower.
"""

import sys

import highspy
import numpy as np

from casework.disclosure.engine import Equations
from casework.disclosure.engine.equations import Mask, Table
from casework.disclosure.engine.solver import INFINITE, Reals, Solver
from tests.benchmarks.synthetic import mark, three_way

K, FAR, BROKEN = 5, 50.0, 1e-3


class Attack:
    """How far each small cell can be moved by withheld cells alone."""

    def __init__(self, equations: Equations, truth: Table) -> None:
        size = len(truth)
        zero, rows = np.zeros(size), np.zeros(len(equations))
        self.truth, self.down, self.up = truth, np.minimum(truth, FAR), np.full(size, FAR)
        self.solver = Solver(equations, zero, zero, zero, rows, rows)

    def cuts(self, chosen: Reals, small: Table) -> list[Reals]:
        """What a choice breaks."""
        self.solver.bounds(np.arange(len(chosen)), -self.down * chosen, self.up * chosen)
        found = (self._cut(int(cell), sign) for cell in small for sign in (1.0, -1.0))
        return [cut for cut in found if cut is not None and cut @ chosen < 1 - BROKEN]

    def _cut(self, cell: int, sign: float) -> Reals | None:
        asked = float(self.truth[cell]) if sign > 0 else float(K - self.truth[cell])
        self.solver.cost([cell], [sign])
        point, dual = self.solver.solve(), np.array(self.solver._highs.getSolution().col_dual)
        self.solver.cost([cell], [0.0])
        if -sign * point[cell] >= asked - 1e-6:
            return None
        worth: Reals = np.where(dual < 0, -dual * self.up, dual * self.down)
        worth[np.abs(worth) < 1e-9] = 0
        asked, worth[cell] = asked - worth[cell], 0
        return np.minimum(worth, asked) / asked if asked > 1e-9 else None


def bound(seconds: float) -> None:
    """Print the bound as it rises."""
    lattice, truth = three_way()
    independent = np.flatnonzero(lattice.equations.independent)
    small: Table = np.flatnonzero((truth > 0) & (truth < K))
    attack = Attack(lattice.equations.chosen(independent), truth)
    master = _master(lattice.size, np.isin(np.arange(lattice.size), small))
    sys.stdout.write(f"table {mark(truth)}, {len(small)} small cells\n")
    whole = False
    while True:
        master.setOptionValue("time_limit", master.getRunTime() + seconds)
        master.run()
        told = master.getInfo()
        least = told.mip_dual_bound if whole else told.objective_function_value
        chosen = np.clip(np.array(master.getSolution().col_value), 0, 1)
        cuts = attack.cuts(np.rint(chosen) if whole else chosen, small)
        sys.stdout.write(f"{'whole' if whole else 'relaxed'}: at least {least:.2f}, {len(cuts)} more rows\n")
        sys.stdout.flush()
        for cut in cuts:
            where = np.flatnonzero(cut)
            master.addRow(1.0, INFINITE, len(where), where.astype(np.int32), cut[where])
        if not cuts and whole:
            return
        if not cuts:
            whole = True
            kinds = np.array([highspy.HighsVarType.kInteger] * lattice.size)
            master.changeColsIntegrality(lattice.size, np.arange(lattice.size, dtype=np.int32), kinds)


def _master(size: int, always: Mask) -> highspy.Highs:
    master = highspy.Highs()  # type: ignore[no-untyped-call]  # carries no types
    for name, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0)):
        master.setOptionValue(name, value)
    for cell in range(size):
        master.addVar(float(always[cell]), 1.0)
        master.changeColCost(cell, 1.0)
    return master


if __name__ == "__main__":
    bound(float(sys.argv[1]) if len(sys.argv) > 1 else 120.0)

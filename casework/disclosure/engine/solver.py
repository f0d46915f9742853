"""HiGHS behind one door: the same options for every model of the process, and only an optimum is an answer.

Two objects with different ``threads`` options in one process return without solving; hence one value, here.
"""

import math
import time
from collections.abc import Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from casework.disclosure.engine.equations import Equations, Ints

Reals = NDArray[np.float64]
INFINITE = highspy.kHighsInf
LARGE = 8_000  # columns
OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "presolve": "off",  # else each solve starts from nothing
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "primal_feasibility_tolerance": 1e-7,
    "dual_feasibility_tolerance": 1e-7,
}


class Unsolved(Exception):
    """The solver gave no optimum: out of time, out of memory, or wrong."""


class Infeasible(Exception):
    """The solver proved that nothing satisfies the model."""


class Solver:
    """Minimise cost · x under rows Σ weight · x[column] in [row_low, row_high] and low ≤ x ≤ high.

    A solve starts from the last one's basis. Changes stay until they are changed again. ``until``: the moment
    (time.monotonic) at which everything is Unsolved.
    """

    def __init__(
        self,
        rows: Equations,
        low: Reals,
        high: Reals,
        cost: Reals,
        row_low: Reals,
        row_high: Reals,
        *,
        until: float = math.inf,
    ) -> None:
        size = len(cost)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = size, len(rows)
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, low, high
        model.row_lower_, model.row_upper_ = row_low, row_high
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = rows.starts
        model.a_matrix_.index_ = rows.columns
        model.a_matrix_.value_ = rows.weights.astype(float)
        self.size, self.until = size, until
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its maker has no types
        for name, value in OPTIONS.items():
            _fine(self._highs.setOptionValue(name, value))
        _fine(self._highs.passModel(model))

    def cost(self, columns: Sequence[int] | Ints, costs: Sequence[float] | Reals) -> None:
        """Change the cost of some columns."""
        if len(columns):
            _fine(self._highs.changeColsCost(len(columns), _small(columns), np.asarray(costs, dtype=float)))

    def bounds(
        self,
        columns: Sequence[int] | Ints,
        low: Sequence[float] | Reals,
        high: Sequence[float] | Reals,
    ) -> None:
        """Change the bounds of some columns."""
        if len(columns):
            found = self._highs.changeColsBounds(
                len(columns), _small(columns), np.asarray(low, dtype=float), np.asarray(high, dtype=float)
            )
            _fine(found)

    def whole(self, columns: Sequence[int] | Ints, *, integers: bool = True) -> None:
        """Demand whole numbers of some columns, or no longer."""
        kind = highspy.HighsVarType.kInteger if integers else highspy.HighsVarType.kContinuous
        if len(columns):
            _fine(
                self._highs.changeColsIntegrality(
                    len(columns), _small(columns), np.array([kind] * len(columns))
                )
            )

    def solve(self, *, afresh: bool = False) -> Reals:
        """The optimal point; Infeasible when there is provably none, Unsolved for anything else.

        ``afresh``: from the basis in which every column is at a bound, not from the last solve's.
        """
        if afresh:
            _fine(self._highs.setBasis())
        return self._optimum()

    def solve_far(self) -> Reals:
        """As ``solve``, for an optimum far from any basis at hand: a large model is made smaller first."""
        if self.size < LARGE:
            return self.solve(afresh=True)
        self.forget()
        _fine(self._highs.setOptionValue("presolve", "on"))
        try:
            return self._optimum()
        finally:
            _fine(self._highs.setOptionValue("presolve", "off"))

    def _optimum(self) -> Reals:
        if self.until < math.inf:
            left = self.until - time.monotonic()
            if left <= 0:
                raise Unsolved("There was not enough time.")
            _fine(self._highs.setOptionValue("time_limit", self._highs.getRunTime() + left))
        ran = self._highs.run()
        status = self._highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            raise Infeasible
        if ran != highspy.HighsStatus.kOk or status != highspy.HighsModelStatus.kOptimal:
            raise Unsolved(f"The solver ended with {status.name}.")
        return np.array(self._highs.getSolution().col_value, dtype=float)

    def solve_whole(self, columns: Sequence[int] | Ints, nodes: int = highspy.kHighsIInf) -> Reals:
        """As ``solve``, with whole numbers in these columns, within so many nodes of a search tree."""
        self.whole(columns)
        _fine(self._highs.setOptionValue("mip_max_nodes", nodes))
        _fine(self._highs.setOptionValue("presolve", "on"))
        try:
            return self.solve()
        finally:
            self.whole(columns, integers=False)
            _fine(self._highs.setOptionValue("presolve", "off"))

    def forget(self) -> None:
        """Start the next solve from nothing."""
        _fine(self._highs.clearSolver())


def _small(columns: Sequence[int] | Ints) -> NDArray[np.int32]:
    return np.asarray(columns, dtype=np.int32)


def _fine(status: highspy.HighsStatus) -> None:
    if status != highspy.HighsStatus.kOk:
        raise Unsolved("The solver refused the model.")

"""All integer tables that agree with what is known, searched with HiGHS.

A solver's word is not trusted: an end of an interval counts only when a table of whole numbers that satisfies
every equation was found and checked here in integers.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import highspy
import numpy as np
from numpy.typing import NDArray

Form = Mapping[int, int]  # variable → coefficient
Whole = NDArray[np.int64]
MOST = 20_000  # no count is larger than this


def total(*forms: Form, less: Iterable[Form] = ()) -> Form:
    """The sum of the forms, less others."""
    result: dict[int, int] = defaultdict(int)
    for sign, group in ((1, forms), (-1, tuple(less))):
        for form in group:
            for variable, times in form.items():
                result[variable] += sign * times
    return {variable: times for variable, times in result.items() if times}


class Forms:
    """Many forms, evaluated at once."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.starts = np.cumsum([0, *(len(form) for form in forms)])
        self.columns = np.array([column for form in forms for column in form], dtype=np.int64)
        self.times = np.array([times for form in forms for times in form.values()], dtype=np.int64)

    def at(self, point: Whole) -> Whole:
        sums = np.concatenate([[0], np.cumsum(self.times * point[self.columns])])
        values: Whole = sums[self.starts[1:]] - sums[self.starts[:-1]]
        return values


@dataclass
class Polytope:
    """Whole numbers from 0 on, bound by rows ``low ≤ form ≤ high``."""

    size: int = 0
    rows: list[tuple[Form, int, int]] = field(default_factory=list)

    def variable(self) -> Form:
        self.size += 1
        return {self.size - 1: 1}

    def variables(self, number: int) -> list[Form]:
        return [self.variable() for _ in range(number)]

    def equal(self, form: Form, value: int) -> None:
        self.rows.append((form, value, value))

    def at_most(self, form: Form, value: int = 0) -> None:
        self.rows.append((form, -(10**9), value))

    def widths(self, targets: Mapping[str, tuple[Form, int]], enough: int) -> dict[str, int]:
        """How far apart the extreme tables are for each target, searched no further than ``enough``.

        A target comes with its true value, which one of the tables has.
        """
        if not targets:
            return {}
        search = _Search(self)
        measure = Forms([form for form, _ in targets.values()])
        low = np.array([value for _, value in targets.values()])
        high = low.copy()
        for number, (form, _) in enumerate(targets.values()):
            for sign in (1, -1):
                if high[number] - low[number] >= enough:
                    break
                values = measure.at(search.extreme(form, sign))
                low, high = np.minimum(low, values), np.maximum(high, values)
        return {name: int(high[number] - low[number]) for number, name in enumerate(targets)}


class _Search:
    """One model, many objectives: each solve starts from the last one's basis."""

    def __init__(self, polytope: Polytope) -> None:
        size = polytope.size
        self.rows = Forms([form for form, _, _ in polytope.rows])
        self.low = np.array([low for _, low, _ in polytope.rows])
        self.high = np.array([high for _, _, high in polytope.rows])
        self.columns = np.arange(size, dtype=np.int32)
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]  # it carries no types
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("threads", 1)  # HiGHS wants one value in the whole process
        self.highs.setOptionValue("presolve", "off")  # else each objective starts from nothing
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = size, len(polytope.rows)
        model.col_cost_ = np.zeros(size)
        model.col_lower_, model.col_upper_ = np.zeros(size), np.full(size, float(MOST))
        model.row_lower_, model.row_upper_ = self.low.astype(float), self.high.astype(float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = self.rows.starts
        model.a_matrix_.index_ = self.rows.columns
        model.a_matrix_.value_ = self.rows.times.astype(float)
        assert self.highs.passModel(model) == highspy.HighsStatus.kOk

    def extreme(self, form: Form, sign: int) -> Whole:
        """The table with the most (or least) of ``form``, in whole numbers and checked."""
        cost = np.zeros(len(self.columns))
        for variable, times in form.items():
            cost[variable] = -sign * times
        self.highs.changeColsCost(len(cost), self.columns, cost)
        point = self._solve()
        if not self._holds(point):
            self._whole_numbers(highspy.HighsVarType.kInteger)
            point = self._solve()
            self._whole_numbers(highspy.HighsVarType.kContinuous)
        assert self._holds(point), "the solver's table does not satisfy what is known"
        return point

    def _whole_numbers(self, kind: highspy.HighsVarType) -> None:
        self.highs.changeColsIntegrality(
            len(self.columns), self.columns, np.array([kind] * len(self.columns))
        )

    def _solve(self) -> Whole:
        self.highs.run()
        status = self.highs.getModelStatus()
        assert status == highspy.HighsModelStatus.kOptimal, f"not solved: {status}"
        return np.rint(self.highs.getSolution().col_value).astype(np.int64)

    def _holds(self, point: Whole) -> bool:
        values = self.rows.at(point)
        return bool(np.all(point >= 0) and np.all(self.low <= values) and np.all(values <= self.high))

"""The one place that knows HiGHS: linear and integer programs in, plain arrays out.

One thread and a fixed seed, so that the same program gives the same answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
# A selection of columns by number, as numpy gives it.
Columns = npt.NDArray[np.intp]

# One constraint: its columns and their factors.
Row = tuple[Sequence[int] | Integers | Columns, Sequence[float] | Floats]

INFINITY = highspy.kHighsInf
# How far a computed figure may lie from a bound and still meet it.
TOLERANCE = 1e-9
EXACTLY_THE_SAME: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "primal_feasibility_tolerance": TOLERANCE,
    "dual_feasibility_tolerance": TOLERANCE,
    "mip_feasibility_tolerance": 1e-7,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 1e-6,
}
# On tables HiGHS 1.15 can go round for ever in its presolve, where it looks at no time limit (tests/unit/disclosure/test_endless.py). Without the
# rule that does it (doubleton equations) it can divide by zero and end the process. So whole programs over equations go without presolve, also
# the smaller ones that heuristics make of them.
WITHOUT_PRESOLVE: dict[str, bool | int | float | str] = {
    "presolve": "off",
    "mip_heuristic_run_rins": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
}


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Constraints: for row r the columns and factors from start[r] to start[r + 1], between lower[r] and upper[r]."""

    start: Integers
    columns: Integers
    factors: Floats
    lower: Floats
    upper: Floats

    @classmethod
    def of(cls, rows: Sequence[Row], lower: Sequence[float], upper: Sequence[float]) -> Rows:
        """From pairs of columns and factors."""
        sizes = [len(columns) for columns, _ in rows]
        start = np.concatenate(([0], np.cumsum(sizes))).astype(np.int32)
        columns = np.concatenate([np.asarray(one, dtype=np.int32) for one, _ in rows]) if rows else np.zeros(0, dtype=np.int32)
        factors = np.concatenate([np.asarray(one, dtype=np.float64) for _, one in rows]) if rows else np.zeros(0)
        return cls(start, columns, factors, np.asarray(lower, dtype=np.float64), np.asarray(upper, dtype=np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What came out. `x` is None when no solution was found; `bound` is what the objective cannot go below."""

    x: Floats | None
    objective: float
    bound: float
    duals: Floats
    optimal: bool


class Program:
    """Minimise cost . x between bounds and rows. With `whole` (a mask) those columns take whole numbers only.

    `presolve`: for whole programs without equations, which are faster with it.
    """

    def __init__(self, cost: Floats, lower: Floats, upper: Floats, rows: Rows, whole: Mask | None = None, *, presolve: bool = False) -> None:
        self.size = len(cost)
        self.all_columns = np.arange(self.size, dtype=np.int32)
        self.engine = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types
        self._set(EXACTLY_THE_SAME)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.size, len(rows.lower)
        model.col_cost_, model.col_lower_, model.col_upper_ = cost, lower, upper
        model.row_lower_, model.row_upper_ = rows.lower, rows.upper
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = rows.start, rows.columns, rows.factors
        self.whole = whole is not None and bool(whole.any())
        if whole is not None and self.whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[int(one)] for one in whole]
            self._set({} if presolve else WITHOUT_PRESOLVE)
        else:
            self._set({"presolve": "off", "solver": "simplex"})
        self.engine.passModel(model)

    def _set(self, options: Mapping[str, bool | int | float | str]) -> None:
        for name, value in options.items():
            self.engine.setOptionValue(name, value)

    def add(self, rows: Rows) -> None:
        """More rows."""
        size = len(rows.lower)
        self.engine.addRows(size, rows.lower, rows.upper, len(rows.columns), rows.start[:size], rows.columns, rows.factors)

    def price(self, cost: Floats) -> None:
        """Other costs."""
        self.engine.changeColsCost(self.size, self.all_columns, cost)

    def bound(self, lower: Floats, upper: Floats) -> None:
        """Other bounds."""
        self.engine.changeColsBounds(self.size, self.all_columns, lower, upper)

    def solve(self, *, seconds: float = INFINITY, gap: float = 0.0, start: Floats | None = None) -> Answer:
        """Solve, within this many seconds, to this relative gap. `start` is a whole solution that is known already."""
        if self.whole:
            self.engine.setOptionValue("mip_rel_gap", gap)
            if start is not None:
                self.engine.setSolution(self.size, self.all_columns, start)
        self.engine.setOptionValue("time_limit", min(INFINITY, self.engine.getRunTime() + max(seconds, 0.0)))
        self.engine.run()
        status, info, solution = self.engine.getModelStatus(), self.engine.getInfo(), self.engine.getSolution()
        optimal = status == highspy.HighsModelStatus.kOptimal
        found = optimal or info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return Answer(
            x=np.array(solution.col_value) if found else None,
            objective=info.objective_function_value,
            bound=info.mip_dual_bound if self.whole else info.objective_function_value,
            duals=np.array(solution.row_dual),
            optimal=optimal,
        )

"""The auditor's own linear and integer programs: how low and how high an attacker can go. Figures in absolute numbers, HiGHS as it comes.

One thread and a fixed seed. A program whose answer is not certain says so (None), and nobody may take that for an answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int32]

PRIMAL = 4
CERTAIN = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kInfeasible}


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """All that is possible: each column between its bounds, and each row of signed columns equal to its side."""

    lower: Floats
    upper: Floats
    start: Integers
    columns: Integers
    signs: Floats
    sides: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Extreme:
    """The least of a sum. `point` is where (None: there is no end, or nothing is possible)."""

    value: float
    point: Floats | None


# A sum to be made as small as possible: columns and their factors.
Sum = tuple[Sequence[int], Sequence[float]]


def engine_of(space: Space, *, whole: bool) -> highspy.Highs:
    """A model with nothing asked of it yet.

    Without presolve, also in the smaller programs of the heuristics: on tables HiGHS 1.15 can go round for ever in it, and looks at no time limit.
    """
    engine = highspy.Highs()  # type: ignore[no-untyped-call]  # the library has no types
    options: dict[str, bool | int | float | str] = {
        "output_flag": False, "threads": 1, "parallel": "off", "random_seed": 0,
        "primal_feasibility_tolerance": 1e-9, "dual_feasibility_tolerance": 1e-9, "mip_rel_gap": 0.0, "mip_abs_gap": 1e-6,
        "presolve": "off",
    }  # fmt: skip
    if whole:
        options |= {f"mip_heuristic_run_{one}": False for one in ("rins", "rens", "root_reduced_cost")}
    else:
        options |= {"solver": "simplex", "simplex_strategy": PRIMAL}
    for name, value in options.items():
        engine.setOptionValue(name, value)
    model = highspy.HighsLp()
    size = len(space.lower)
    model.num_col_, model.num_row_ = size, len(space.sides)
    model.col_cost_, model.col_lower_, model.col_upper_ = np.zeros(size), space.lower, space.upper
    model.row_lower_, model.row_upper_ = space.sides, space.sides
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_, model.a_matrix_.index_, model.a_matrix_.value_ = space.start, space.columns, space.signs
    if whole:
        model.integrality_ = [highspy.HighsVarType.kInteger] * size
    engine.passModel(model)
    return engine


class Linear:
    """With fractions allowed. The model stays, and only what is asked of it changes, so each question begins where the last one ended."""

    def __init__(self, space: Space) -> None:
        self.engine = engine_of(space, whole=False)
        self.priced: Sequence[int] = ()

    def least(self, asked: Sum, seconds: float) -> Extreme | None:
        """The least that the sum can be. None: not found out."""
        for column in self.priced:
            self.engine.changeColCost(column, 0.0)
        self.priced = asked[0]
        for column, factor in zip(*asked, strict=True):
            self.engine.changeColCost(column, factor)
        found = _run(self.engine, asked, seconds)
        if found is None or found.value == inf:  # the truth is possible, so this is the solver's own trouble: once more from the beginning
            self.engine.clearSolver()
            found = _run(self.engine, asked, seconds)
        return found


def least_whole(space: Space, asked: Sum, seconds: float, *, at_most: tuple[Sum, float] | None = None) -> Extreme | None:
    """The same in whole numbers; `at_most`: only where this sum is no more than that. Nothing possible is told as no point and no end."""
    engine = engine_of(space, whole=True)
    for column, factor in zip(*asked, strict=True):
        engine.changeColCost(column, factor)
    if at_most is not None:
        (columns, factors), most = at_most
        engine.addRow(-highspy.kHighsInf, most, len(columns), np.array(columns, dtype=np.int32), np.array(factors))
    return _run(engine, asked, seconds)


def _run(engine: highspy.Highs, asked: Sum, seconds: float) -> Extreme | None:
    if seconds <= 0:
        return None
    engine.setOptionValue("time_limit", min(highspy.kHighsInf, engine.getRunTime() + seconds))
    engine.run()
    status = engine.getModelStatus()
    if status not in CERTAIN:
        return None
    if status == highspy.HighsModelStatus.kOptimal:
        point = np.array(engine.getSolution().col_value)
        return Extreme(float(sum(factor * point[column] for column, factor in zip(*asked, strict=True))), point)
    return Extreme(-inf if status == highspy.HighsModelStatus.kUnbounded else inf, None)

"""The least weight from one large program: every attacker's move has columns of its own beside the choice of cells.

Another road to the same optimum as the engine's cuts. Too large for real tables, and right for linear attackers.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from tests.support.disclosure_oracle import Asked, Attacker, Table, asked

FAR = 500.0


class Extended:
    """Choose s_i; for each wish there must be figures, equal where s_i is 0, that reach it."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.place = {cell["id"]: number for number, cell in enumerate(table["cells"])}
        self.engine = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (("output_flag", False), ("mip_rel_gap", 0.0), ("mip_abs_gap", 1e-7), ("mip_feasibility_tolerance", 1e-9)):
            self.engine.setOptionValue(name, value)
        wanted = asked(table)
        primary = {one.cell for one in wanted}
        for number, cell in enumerate(table["cells"]):
            shown = not table.get("zeros", True) and cell["value"] == 0
            self.engine.addVar(float(cell["id"] in primary), 0.0 if shown else 1.0)
            self.engine.changeColIntegrality(number, highspy.HighsVarType.kInteger)
            cost = {"value": cell["value"], "value+1": cell["value"] + 1, "one": 1}[table["weights"]]
            self.engine.changeColCost(number, 0.0 if cell["id"] in primary else float(cost))
        for one in wanted:
            self._reach(one, low=True)
            self._reach(one, low=False)

    def _reach(self, one: Asked, *, low: bool) -> None:
        """Columns for one move: distances from the truth."""
        cells: list[dict[str, Any]] = self.table["cells"]
        first = self.engine.getNumCol()
        attacker = Attacker(self.table, one.attacker)
        for number, cell in enumerate(cells):
            own, value = attacker.own(cell), cell["value"]
            alone = 0 < own == value
            below, above = (0.0, 0.0) if alone else (value - own, FAR)
            least, most = -below, above
            if cell["id"] == one.cell:
                least, most = (least, min(most, one.low - value)) if low else (max(least, one.high - value), most)
            self.engine.addVar(min(least, most), most)
            self._row([first + number, number], [1.0, -above], -highspy.kHighsInf, 0.0)
            self._row([first + number, number], [1.0, below], 0.0, highspy.kHighsInf)
        for equation in self.table["equations"]:
            terms = [first + self.place[name] for name in (equation["total"], *equation["parts"])]
            self._row(terms, [-1.0] + [1.0] * len(equation["parts"]), 0.0, 0.0)

    def _row(self, columns: list[int], factors: list[float], least: float, most: float) -> None:
        self.engine.addRow(least, most, len(columns), np.array(columns, dtype=np.int32), np.array(factors))

    def least(self) -> float | None:
        """None when no pattern is safe."""
        self.engine.run()
        status = self.engine.getModelStatus()
        assert status in {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible}
        return float(self.engine.getInfo().objective_function_value) if status == highspy.HighsModelStatus.kOptimal else None

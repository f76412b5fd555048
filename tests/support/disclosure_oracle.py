"""An attacker and a brute-force search written from the paper alone, in absolute values: they share nothing with the engine but the JSON format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import combinations
from math import inf
from typing import Any

import highspy
import numpy as np

Table = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """The interval of this cell, for this attacker, must reach down to `low` and up to `high`."""

    attacker: str | None
    cell: str
    low: float = inf
    high: float = -inf


@dataclass
class Attacker:
    """Somebody who knows the published cells, the equations, and what they bring in themselves."""

    table: Table
    name: str | None
    bounds: dict[str, tuple[float, float]] = field(default_factory=dict)

    def own(self, cell: dict[str, Any]) -> float:
        return float((cell.get("contrib") or {}).get(self.name, 0)) if self.name else 0.0

    def interval(self, of: str, hidden: Iterable[str]) -> tuple[float, float]:
        """The least and the most that the cell can be."""
        return self._end(of, set(hidden), 1.0), self._end(of, set(hidden), -1.0)

    def _end(self, of: str, hidden: set[str], sense: float) -> float:
        engine = highspy.Highs()  # type: ignore[no-untyped-call]
        engine.setOptionValue("output_flag", False)
        place = {}
        for number, cell in enumerate(self.table["cells"]):
            place[cell["id"]] = number
            low, high = self._range(cell, hidden)
            engine.addVar(low, high)
        for equation in self.table["equations"]:
            terms = [place[equation["total"]], *(place[one] for one in equation["parts"])]
            engine.addRow(0.0, 0.0, len(terms), np.array(terms, dtype=np.int32), np.array([-1.0] + [1.0] * len(equation["parts"])))
        engine.changeColCost(place[of], sense)
        engine.run()
        if engine.getModelStatus() == highspy.HighsModelStatus.kOptimal:
            return float(engine.getSolution().col_value[place[of]])
        return -sense * inf

    def _range(self, cell: dict[str, Any], hidden: set[str]) -> tuple[float, float]:
        own = self.own(cell)
        if cell["id"] in self.bounds:
            low, high = self.bounds[cell["id"]]
        else:
            low, high = (0.0, inf) if cell["id"] in hidden else (cell["value"], cell["value"])
        return (cell["value"], cell["value"]) if 0 < own == cell["value"] else (max(low, own), high)


def attackers(table: Table) -> list[str | None]:
    """The outsider, and the insiders: who is named, or else who contributes."""
    names = sorted({name for cell in table["cells"] for name, part in (cell.get("contrib") or {}).items() if part > 0})
    return [None, *table.get("insiders", names)]


def asked(table: Table) -> list[Asked]:
    """What the rules ask, in absolute values."""
    return [
        one
        for rule in table["rules"]
        for cell in table["cells"]
        for who in attackers(table)
        for one in (_asked(rule, cell, Attacker(table, who).own(cell), who),)
        if one is not None
    ]


def _asked(rule: dict[str, Any], cell: dict[str, Any], own: float, who: str | None) -> Asked | None:
    value = cell["value"]
    parts = sorted((part for name, part in (cell.get("contrib") or {}).items() if part > 0 and name != who), reverse=True)
    if rule["type"] == "frequency":
        return Asked(who, cell["id"], own, own + rule["min"]) if 1 <= value - own < rule["min"] else None
    if not parts:
        return None
    if rule["type"] == "p" and who is not None:
        least = own + parts[0] * (1 + rule["p"] / 100)
    elif rule["type"] == "p":
        least = parts[0] * (1 + rule["p"] / 100) + sum(parts[1:2])
    else:
        least = sum(parts[: rule["n"]]) * 100 / rule["k"]
    return Asked(who, cell["id"], high=least) if least > value + 1e-9 else None


def safe(table: Table, hidden: Iterable[str], wanted: Iterable[Asked], hard: dict[Asked, int] | None = None) -> bool:
    """Whether no attacker comes too close. `hard` remembers which wishes failed before, to try them first."""
    known = {} if hard is None else hard
    for one in sorted(wanted, key=lambda one: -known.get(one, 0)):
        low, high = Attacker(table, one.attacker).interval(one.cell, hidden)
        if low > one.low + 1e-6 or high < one.high - 1e-6:
            known[one] = known.get(one, 0) + 1
            return False
    return True


def cheapest(table: Table) -> float | None:
    """The least weight of a safe pattern, from trying all patterns by weight. None when there is none."""
    wanted = asked(table)
    primary = {one.cell for one in wanted}
    cost = {cell["id"]: {"value": cell["value"], "value+1": cell["value"] + 1, "one": 1}[table["weights"]] for cell in table["cells"]}
    zeros = table.get("zeros", True)
    free = [cell["id"] for cell in table["cells"] if cell["id"] not in primary and (zeros or cell["value"])]
    patterns: list[tuple[float, tuple[str, ...]]] = [
        (sum(cost[one] for one in some), some) for size in range(len(free) + 1) for some in combinations(free, size)
    ]
    hard: dict[Asked, int] = {}
    if not safe(table, primary | set(free), wanted, hard):
        return None
    return next(weight for weight, some in sorted(patterns, key=lambda one: one[0]) if safe(table, primary | set(some), wanted, hard))

"""The choice of multiples: additive over all tables, the least change in all, and no target short as far as the cuts tell."""

from __future__ import annotations

import numpy as np

from kpi.domain.disclosure.options import Options
from kpi.domain.disclosure.solver import INFINITY, Answer, Floats, Integers, Program, Rows
from kpi.domain.disclosure.system import System


class RoundingMaster:
    """Columns: one for each choice (0 or 1), one for each unpublished figure, one for each target (1: given up)."""

    def __init__(self, system: System, options: Options, targets: int) -> None:
        self.options = options
        self.choices, self.unpublished = len(options.cell), len(options.unpublished)
        self.size = self.choices + self.unpublished + targets
        self.terms: list[tuple[Integers, Floats]] = []
        self.least: list[float] = []
        self.most: list[float] = []
        self._one_choice_each()
        self._additive(system)
        self.giving_up = 1.0 + float(np.abs(options.change).sum())
        self.cost = np.concatenate([np.abs(options.change), np.zeros(self.unpublished), np.full(targets, self.giving_up)])
        self.upper = np.concatenate([np.ones(self.choices), np.full(self.unpublished, INFINITY), np.ones(targets)])
        self.whole = np.concatenate([np.ones(self.choices), np.zeros(self.unpublished), np.ones(targets)]) > 0

    def _one_choice_each(self) -> None:
        for cell in np.unique(self.options.cell):
            columns = np.flatnonzero(self.options.cell == cell).astype(np.int32)
            self._row(columns, np.ones(len(columns)), 1.0, 1.0)

    def _additive(self, system: System) -> None:
        """Every equation holds for the rounded figures, with some figure of 0 or more for what nobody publishes."""
        place_of = {int(cell): self.choices + place for place, cell in enumerate(self.options.unpublished)}
        for begin, end in zip(system.rows.start[:-1], system.rows.start[1:], strict=True):
            columns: list[int] = []
            factors: list[float] = []
            for cell, sign in zip(system.rows.columns[begin:end], system.rows.factors[begin:end], strict=True):
                if int(cell) in place_of:
                    columns.append(place_of[int(cell)])
                    factors.append(float(sign))
                    continue
                for choice in np.flatnonzero(self.options.cell == cell):
                    columns.append(int(choice))
                    factors.append(float(sign * self.options.times[choice]))
            self._row(np.array(columns, dtype=np.int32), np.array(factors), 0.0, 0.0)

    def _row(self, columns: Integers, factors: Floats, least: float, most: float) -> None:
        self.terms.append((columns, factors))
        self.least.append(least)
        self.most.append(most)

    def learn(self, target: int, room: Floats, least: float) -> None:
        """Of every choice the room that it gives; in all it must be at least 1, unless the target is given up."""
        columns = np.flatnonzero(room)
        place = self.choices + self.unpublished + target
        self._row(np.append(columns, place).astype(np.int32), np.append(room[columns], least), least, INFINITY)

    def forbid(self, target: int, chosen: Floats) -> None:
        """Not these choices together, unless the target is given up."""
        columns = np.flatnonzero(chosen)
        place = self.choices + self.unpublished + target
        self._row(np.append(columns, place).astype(np.int32), np.append(-np.ones(len(columns)), 1.0), 1.0 - len(columns), INFINITY)

    def solve(self, seconds: float) -> Answer:
        """The best choice under the cuts so far."""
        rows = Rows.of(self.terms, self.least, self.most)
        return Program(self.cost, np.zeros(self.size), self.upper, rows, self.whole).solve(seconds=seconds)

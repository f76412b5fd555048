"""Whether a pattern of hidden cells is safe: every target keeps its room, for every attacker. What once was shown to be possible is remembered."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from kpi.domain.disclosure.reach import ENOUGH, Move, Reach
from kpi.domain.disclosure.solver import Floats, Mask, Program
from kpi.domain.disclosure.system import System, Target

STILL = 1e-8
MOST_REMEMBERED = 6


class Guard:
    """Checks patterns. A move that was possible with some cells hidden stays possible whenever those cells are."""

    def __init__(self, system: System, targets: tuple[Target, ...]) -> None:
        self.system = system
        self.targets = targets
        self.reach = Reach(system)
        self.known: list[list[Mask]] = [[] for _ in targets]
        self.order = list(range(len(targets)))
        self.known_whole: list[list[Mask]] = [[] for _ in targets]

    def short(self, hidden: Mask, among: Iterable[int] | None = None) -> list[int]:
        """The targets, by number, that this pattern does not protect."""
        return [number for number in (range(len(self.targets)) if among is None else among) if not self.met(number, hidden)]

    def short_one(self, hidden: Mask) -> bool:
        """Whether there is a target that this pattern does not protect. It asks first what asked for most the last time."""
        for number in self.order:
            if not self.met(number, hidden):
                self.order.remove(number)
                self.order.insert(0, number)
                return True
        return False

    def met(self, number: int, hidden: Mask) -> bool:
        """Whether one target keeps its room, with fractions allowed."""
        if _possible(self.known[number], hidden):
            return True
        target = self.targets[number]
        moves = self.reach.moves(target, hidden)
        if sum(one.far for one in moves) < ENOUGH:
            return False
        _remember(self.known[number], np.any([np.abs(one.steps) > STILL for one in moves], axis=0))
        if self.system.integer and (whole := _already_whole(target, moves)) is not None:
            _remember(self.known_whole[number], whole != 0)
        return True

    def short_of_whole(self, hidden: Mask) -> list[int]:
        """For counts: the targets that this pattern, safe with fractions, does not protect from who knows that people come whole."""
        if not self.system.integer:
            return []
        return [number for number in range(len(self.targets)) if not self._met_whole(number, hidden)]

    def _met_whole(self, number: int, hidden: Mask) -> bool:
        known = self.known_whole[number]
        if _possible(known, hidden):
            return True
        whole = self._search_whole(self.targets[number], hidden)
        if whole is not None:
            _remember(known, whole != 0)
        return whole is not None

    def _search_whole(self, target: Target, hidden: Mask) -> Floats | None:
        """A move in whole numbers, from the linear program when that happens to be whole, or else from an integer program."""
        if (whole := _already_whole(target, self.reach.moves(target, hidden))) is not None:
            return whole
        view, size = self.system.views[target.view], len(hidden)
        for side in (target.side,) if target.side else (1, -1):
            lower, upper = np.where(hidden, -view.below, 0.0), np.where(hidden, view.above, 0.0)
            if side * (upper if side > 0 else lower)[target.cell] < target.amount:
                continue
            (lower if side > 0 else upper)[target.cell] = side * target.amount
            answer = Program(np.zeros(size), lower, upper, self.system.rows, np.ones(size, dtype=bool)).solve()
            if answer.x is not None:
                return np.asarray(np.round(answer.x), dtype=np.float64)
        return None


def _already_whole(target: Target, moves: tuple[Move, ...]) -> Floats | None:
    """The move in whole numbers, when one move is enough and has no fractions."""
    for move in moves:
        steps = move.steps * target.amount
        whole = np.round(steps)
        if move.far >= ENOUGH and np.all(np.abs(steps - whole) < 1e-6):
            return np.asarray(whole)
    return None


def _possible(known: list[Mask], hidden: Mask) -> bool:
    """Whether a move is known that this pattern leaves possible."""
    return any(not np.any(one & ~hidden) for one in known)


def _remember(known: list[Mask], support: Mask) -> None:
    """A move that was shown to be possible, by the cells that it moves."""
    known.insert(0, support)
    del known[MOST_REMEMBERED:]

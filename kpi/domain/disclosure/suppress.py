"""Secondary suppression: the cheapest cells to hide so that no attacker comes too close to a figure that the rules protect.

A binary program whose constraints are found on the way (Benders; Fischetti and Salazar 2000): choose the cheapest pattern, let every attacker try,
learn a cut from each that comes too close, choose again. The outsider and every insider stand in the same model, so the result is the optimum for
all of them together. In between, patterns are repaired to safe ones: the best of them is what a time limit yields.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kpi.domain.disclosure.guard import Guard
from kpi.domain.disclosure.master import Master
from kpi.domain.disclosure.repair import Repair
from kpi.domain.disclosure.solver import INFINITY, Floats, Mask
from kpi.domain.disclosure.system import System, Target

MOST_ROOT_ROUNDS = 30


@dataclass(frozen=True, slots=True, eq=False)
class Pattern:
    """The best safe pattern, the proved lower bound of its cost in grains, and whether it is the optimum. No pattern: what cannot be protected."""

    hidden: Mask | None
    bound: float
    optimal: bool
    lost: tuple[Target, ...] = ()


def suppress(system: System, targets: tuple[Target, ...], *, elapsed: Callable[[], float], limit: float) -> Pattern:
    """The cheapest safe pattern. Within `limit` seconds: the cheapest that was found, with the bound that was proved."""
    guard = Guard(system, targets)
    everything = system.hidden | system.free
    if lost := guard.short(everything) or guard.short_of_whole(everything):
        return Pattern(None, 0.0, optimal=False, lost=tuple(targets[one] for one in lost))
    search = Search(system, guard, elapsed, limit)
    search.root()
    search.branch()
    return Pattern(search.best, search.bound, optimal=search.proved)


class Search:
    """The loop between the master and the attackers."""

    def __init__(self, system: System, guard: Guard, elapsed: Callable[[], float], limit: float) -> None:
        self.system = system
        self.guard = guard
        self.master = Master(system)
        self.repair = Repair(system, guard)
        self.elapsed = elapsed
        self.limit = limit
        self.best = system.hidden | system.free
        self.bound = 0.0
        self.proved = False

    def left(self) -> float:
        """Seconds that are left."""
        return self.limit - self.elapsed()

    def late(self) -> bool:
        """Whether time is up."""
        return self.left() <= 0

    def offer(self, hidden: Mask) -> None:
        """Repair a pattern and keep it when it is safe and the best so far."""
        made = self.repair.safe(hidden, self.late)
        if made is None:
            return
        made = self.repair.lean(made, hidden, self.late)
        if self.master.weight_of(made) < self.master.weight_of(self.best) - 1e-9 and not self.guard.short_of_whole(made):
            self.best = made

    def root(self) -> None:
        """Cuts from patterns with fractions, while they raise the bound."""
        for _ in range(MOST_ROOT_ROUNDS):
            answer = self.master.solve(whole=False, seconds=self.left())
            if answer.x is None or not answer.optimal:
                return
            self.raise_to(answer.objective)
            if self.late() or not self.learn_at(answer.x):
                return

    def learn_at(self, shown: Floats) -> int:
        """Cuts at a pattern with fractions, from every target that is not protected by what is wholly hidden in it."""
        learned = 0
        wholly = np.asarray(shown > 1 - 1e-6)
        for number, target in enumerate(self.guard.targets):
            if self.late():
                return 0
            if not self.guard.met(number, wholly):
                learned += self.master.learn(self.guard.reach.cut(target, shown, clip=True), shown)
        return learned

    def branch(self) -> None:
        """Whole patterns, until the cheapest one is safe."""
        while not self.late() and not self.proved:
            answer = self.master.solve(whole=True, seconds=self.left(), start=self.best.astype(np.float64))
            self.raise_to(answer.bound)
            if answer.x is None or self.proved:
                return
            hidden = np.asarray(answer.x > 0.5)
            if not self.teach(hidden) and self.master.weight_of(hidden) < self.master.weight_of(self.best):
                self.best = hidden
            self.raise_to(answer.bound)

    def teach(self, hidden: Mask) -> bool:
        """Learn from every target that the pattern does not protect. True when there was one, or when time ran out first."""
        short = []
        for number in range(len(self.guard.targets)):
            if self.late():
                return True
            if not self.guard.met(number, hidden):
                short.append(number)
        shown = hidden.astype(np.float64)
        learned = sum(self.master.learn(self.guard.reach.cut(self.guard.targets[number], shown, clip=False), shown) for number in short)
        if not short:
            short = self.guard.short_of_whole(hidden)
        if short and not learned:
            self.master.forbid(hidden)
        if short:
            self.offer(hidden)
        return bool(short)

    def raise_to(self, bound: float) -> None:
        """A better bound; equal to the best pattern's cost it proves that pattern."""
        if bound < INFINITY:
            self.bound = max(self.bound, bound)
        self.proved = self.proved or self.bound >= self.master.weight_of(self.best) - 1e-5

"""Invented clients who come and go: what stood at the end of each quarter, and who came and left, in the shape of `disclosure_tables`."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from tests.support.disclosure_tables import AGE, GEMEENTE, PROVIDERS, VOORZIENING, Key, three_tables

Counted = Counter[tuple[Key, str]]
RULES: list[dict[str, Any]] = [{"type": "frequency", "min": 5}]
EVERYWHERE = [(f"g{g}", f"v{v}", f"a{a}") for g, v, a in product(range(len(GEMEENTE)), range(len(VOORZIENING)), range(len(AGE)))]


@dataclass
class Region:
    """Clients by place and aanbieder, quarter by quarter. About one in ten leaves, and as many come."""

    seed: int
    number: int
    dice: random.Random = field(init=False)
    stand: Counted = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.offered = [self.dice.sample(PROVIDERS, self.dice.choice((1, 2, 2, 3))) for _ in VOORZIENING]
        self.shares = [[self.dice.uniform(0.3, 1.0) for _ in who] for who in self.offered]
        self.stand = self._some(self.number)

    def _some(self, number: int) -> Counted:
        return Counter(self._one() for _ in range(number))

    def _one(self) -> tuple[Key, str]:
        g, v, a = (self.dice.choices(range(len(shares)), shares)[0] for shares in (GEMEENTE, VOORZIENING, AGE))
        return (f"g{g}", f"v{v}", f"a{a}"), self.dice.choices(self.offered[v], self.shares[v])[0]

    def quarter(self) -> tuple[Counted, Counted]:
        """One quarter goes by: who came, and who left."""
        left = Counter(one for one in sorted(self.stand.elements()) if self.dice.random() < 0.1)
        came = self._some(self.dice.randint(self.number // 12, self.number // 8))
        self.stand = self.stand - left + came
        return came, left


def whole(counted: Counted, prefix: str) -> dict[str, Any]:
    """The three tables with a place for everything, also where nobody is."""
    filled: Counted = Counter(dict.fromkeys(((key, PROVIDERS[0]) for key in EVERYWHERE), 0))
    filled.update(counted)
    return three_tables(filled, prefix)


def quarters(seed: int, number: int, many: int) -> list[dict[str, dict[str, Any]]]:
    """For each quarter the tables of the stand at its end, and of who came and who left. The first has a stand alone."""
    region = Region(seed, number)
    made = [{"stand": whole(region.stand, "K0|")}]
    for quarter in range(1, many):
        came, left = region.quarter()
        made.append({"stand": whole(region.stand, f"K{quarter}|"), "in": whole(came, f"in K{quarter}|"), "uit": whole(left, f"uit K{quarter}|")})
    return made


def flows(made: list[dict[str, dict[str, Any]]]) -> list[dict[str, Any]]:
    """Every stand follows from the one before, cell by cell."""
    names = [cell["id"].removeprefix("K0|") for cell in made[0]["stand"]["cells"]]
    return [
        {"begin": f"K{k - 1}|{name}", "in": [f"in K{k}|{name}"], "out": [f"uit K{k}|{name}"], "end": f"K{k}|{name}"}
        for k in range(1, len(made))
        for name in names
    ]

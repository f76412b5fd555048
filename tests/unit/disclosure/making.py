"""Small tables for tests: at random, with every total, from a seed."""

from __future__ import annotations

import json
import random
from itertools import count, product
from time import monotonic
from typing import Any

from kpi.domain.disclosure.problem import Problem
from kpi.domain.disclosure.protect import Protection, protect
from portal.developer import table_file

Table = dict[str, Any]


def read(table: Table) -> Problem:
    """As from a file."""
    return table_file.read(json.dumps(table).encode())


def protected(table: Table) -> Protection:
    """Protected, with a real clock."""
    begun = monotonic()
    return protect(read(table), elapsed=lambda: monotonic() - begun)


def protected_within(table: Table, moments: int) -> Protection:
    """Protected with a clock that goes one second further at every look, so that time runs out at the same place every time."""
    ticks = count()
    return protect(read(table | {"time_limit": moments}), elapsed=lambda: float(next(ticks)))


def totals(inner: dict[tuple[str, ...], dict[str, float]]) -> Table:
    """A table with all its totals, from the contributions to its inner cells."""
    axes = [[*sorted({key[place] for key in inner}), "t"] for place in range(len(next(iter(inner))))]
    cells, equations = [], []
    for key in product(*axes):
        parts: dict[str, float] = {}
        for of, contributions in inner.items():
            if all(want in {"t", found} for want, found in zip(key, of, strict=True)):
                for name, part in contributions.items():
                    parts[name] = round(parts.get(name, 0) + part, 3)
        cells.append({"id": "|".join(key), "value": round(sum(parts.values()), 3), "contrib": parts})
        for place, want in enumerate(key):
            if want == "t":
                below = ["|".join((*key[:place], one, *key[place + 1 :])) for one in axes[place][:-1]]
                equations.append({"total": "|".join(key), "parts": below})
    return {"cells": cells, "equations": equations}


def at_random(seed: int, *sizes: int, amounts: bool = False) -> Table:
    """Three aanbieders, of which each serves some cells."""
    dice = random.Random(seed)
    inner: dict[tuple[str, ...], dict[str, float]] = {}
    for key in product(*([str(one) for one in range(size)] for size in sizes)):
        who = dice.sample("ABC", dice.choice((0, 1, 1, 2, 2, 3)))
        inner[key] = {name: round(dice.uniform(1, 50), 1) if amounts else dice.choice((1, 1, 2, 3, 4, 6, 9)) for name in who}
    return totals(inner) | {"integer": not amounts}

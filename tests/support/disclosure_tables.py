"""Invented clients in the shape of a centre region: 6 gemeenten of which one holds 62 %, 8 voorzieningen with 1 to 3 of 4 aanbieders each, 4 ages."""

from __future__ import annotations

import random
from collections import Counter
from itertools import product
from typing import Any

GEMEENTE = (0.62, 0.12, 0.10, 0.07, 0.05, 0.04)
VOORZIENING = (0.24, 0.20, 0.16, 0.13, 0.10, 0.08, 0.06, 0.03)
AGE = (0.10, 0.42, 0.36, 0.12)
PROVIDERS = ("A", "B", "C", "D")

Key = tuple[str, ...]


def clients(seed: int, number: int) -> Counter[tuple[Key, str]]:
    """How many clients each aanbieder has per gemeente, voorziening and age."""
    dice = random.Random(seed)
    offered = [dice.sample(PROVIDERS, dice.choice((1, 2, 2, 3))) for _ in VOORZIENING]
    shares = [[dice.uniform(0.3, 1.0) for _ in who] for who in offered]
    counted: Counter[tuple[Key, str]] = Counter()
    for _ in range(number):
        g, v, a = (dice.choices(range(len(shares_of)), shares_of)[0] for shares_of in (GEMEENTE, VOORZIENING, AGE))
        counted[(f"g{g}", f"v{v}", f"a{a}"), dice.choices(offered[v], shares[v])[0]] += 1
    return counted


def table(counted: Counter[tuple[Key, str]], sizes: tuple[tuple[int, str], ...]) -> dict[str, Any]:
    """A table with all its totals as the JSON format. `sizes`: for each dimension its place in the key and its name."""
    axes = [[*sorted({key[place] for key, _ in counted}), "t"] for place, _ in sizes]
    cells = []
    equations = []
    for key in product(*axes):
        contributions = Counter[str]()
        for (found, who), count in counted.items():
            if all(want in ("t", found[place]) for want, (place, _) in zip(key, sizes, strict=True)):
                contributions[who] += count
        cells.append({"id": "|".join(key), "value": contributions.total(), "contrib": dict(sorted(contributions.items()))})
        for number, want in enumerate(key):
            if want == "t":
                parts = ["|".join((*key[:number], part, *key[number + 1 :])) for part in axes[number][:-1]]
                equations.append({"total": "|".join(key), "parts": parts})
    return {"cells": cells, "equations": equations, "rules": [{"type": "frequency", "min": 5}]}


G_X_V = ((0, "gemeente"), (1, "voorziening"))
G_X_A = ((0, "gemeente"), (2, "age"))
V_X_A = ((1, "voorziening"), (2, "age"))
CUBE = ((0, "gemeente"), (1, "voorziening"), (2, "age"))


def three_tables(counted: Counter[tuple[Key, str]], prefix: str = "") -> dict[str, Any]:
    """Gemeente x voorziening, gemeente x age and voorziening x age as one system: they share their margins."""
    cells: dict[str, Any] = {}
    equations: dict[str, Any] = {}
    for shape, form in ((G_X_V, "{0}|{1}|t"), (G_X_A, "{0}|t|{1}"), (V_X_A, "t|{0}|{1}")):
        one = table(counted, shape)
        for cell in one["cells"]:
            name = prefix + form.format(*cell["id"].split("|"))
            cells[name] = cell | {"id": name}
        for equation in one["equations"]:
            total, *parts = (prefix + form.format(*cell.split("|")) for cell in (equation["total"], *equation["parts"]))
            equations[f"{total} = {parts}"] = {"total": total, "parts": parts}
    return {"cells": list(cells.values()), "equations": list(equations.values())}

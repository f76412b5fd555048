"""Tiny quarters, small enough to count out every table that fits, and what a history of them looks like as one table."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from kpi.domain.disclosure.problem import Cell, Equation, Method, Prior, Problem
from kpi.domain.disclosure_audit.published import Flow
from kpi.domain.publication.bundle import Bundle, Part

MOST = 14
Parts = dict[str, int]
Inner = dict[str, Parts]


def some_parts(dice: random.Random) -> Parts:
    """What aanbieders bring in: none, one or two of them, most of it small."""
    return {who: dice.choice((1, 1, 2, 3, 4, 6)) for who in dice.sample("AB", dice.choice((0, 1, 1, 2, 2)))}


def stand(dice: random.Random) -> Inner:
    return {"a": some_parts(dice), "b": some_parts(dice)}


def with_coming(before: Inner, came: Inner) -> Inner:
    """The stand after some came and nobody left."""
    return {cell: {who: parts.get(who, 0) + came[cell].get(who, 0) for who in {*parts, *came[cell]}} for cell, parts in before.items()}


def cell(name: str, parts: Parts) -> Cell:
    return Cell(name, Fraction(sum(parts.values())), {who: Fraction(part) for who, part in sorted(parts.items()) if part})


def whole(inner: Inner) -> Parts:
    return {who: sum(parts.get(who, 0) for parts in inner.values()) for who in "AB"}


def rounded_bundle(name: str, quarter: str, inner: Inner, came: Inner | None = None) -> Bundle:
    """Two figures and their total, to be rounded; who came is known to be part of it and published nowhere."""
    cells = [cell(f"{quarter}|{key}", parts) for key, parts in inner.items()] + [cell(f"{quarter}|t", whole(inner))]
    flows: tuple[Flow, ...] = ()
    if came is not None:
        cells += [cell(f"in {quarter}|{key}", parts) for key, parts in came.items()]
        flows = tuple(Flow(f"K1|{key}", (f"in {quarter}|{key}",), (), f"{quarter}|{key}") for key in came)
    problem = Problem(
        cells=tuple(cells),
        equations=(Equation(f"{quarter}|t", (f"{quarter}|a", f"{quarter}|b")),),
        unpublished=frozenset(one.id for one in cells if one.id.startswith("in ")),
        prior=Prior(upper={one.id: one.value + MOST for one in cells}),
        method=Method.ROUND,
    )
    return Bundle(name, (Part("aantallen", problem),), flows=flows)


def as_one_table(bundles: Sequence[Bundle]) -> dict[str, Any]:
    """Everything that went out as one table in the JSON format. A corrected figure gets a name of its own."""
    table: dict[str, Any] = {"cells": [], "equations": [], "rounded": {}, "suppressed": [], "unpublished": [], "prior": {"upper": {}}}
    known: dict[str, tuple[str, Cell]] = {}
    for number, bundle in enumerate(bundles):
        problem = bundle.parts[0].problem
        for one in problem.cells:
            if one.id not in known or known[one.id][1] != one:
                name = one.id if one.id not in known else f"{one.id}'{number}"
                known[one.id] = name, one
                table["cells"].append({"id": name, "value": int(one.value), "contrib": {who: int(x) for who, x in (one.contributions or {}).items()}})
                table["prior"]["upper"][name] = int(problem.prior.upper[one.id])
        names = {cell: name for cell, (name, _) in known.items()}
        table["rounded"] |= {names[cell]: int(told) for cell, told in problem.rounded.items()}
        table["suppressed"] += [names[cell] for cell in sorted(problem.suppressed)]
        table["unpublished"] += [names[cell] for cell in sorted(problem.unpublished)]
        for equation in problem.equations:
            table["equations"].append({"total": names[equation.total], "parts": [names[part] for part in equation.parts]})
        for flow in bundle.flows:
            table["equations"].append({"total": names[flow.end], "parts": [names[one] for one in (flow.begin, *flow.came)]})
    table["suppressed"] = [one for one in dict.fromkeys(table["suppressed"]) if one not in table["rounded"]]
    return table

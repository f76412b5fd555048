"""Controlled rounding: additive, zero-restricted, the least change of all roundings that are safe, and what is said when none is."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from tests.support.disclosure_oracle import Attacker, attackers
from tests.support.disclosure_tables import clients, three_tables
from tests.support.figures import size
from tests.unit.disclosure.making import Table, at_random, protected, protected_within

BASE = 5


def choices(value: int, base: int = BASE) -> list[int]:
    """The nearest multiples; a multiple stays."""
    low = value // base * base
    return [low] if low == value else [low, low + base]


def adds_up(tables: Table, rounded: dict[str, int]) -> bool:
    return all(rounded[one["total"]] == sum(rounded[part] for part in one["parts"]) for one in tables["equations"])


def findings(tables: Table, rounded: dict[str, int], least: int = 5) -> list[tuple[str | None, str]]:
    """Who comes too close to which small count, by linear programs of the test's own."""
    found = []
    bounds = {cell: (max(value - BASE + 1, 0), value + BASE - 1) for cell, value in rounded.items()}
    left_out = {cell["id"] for cell in tables["cells"]} - set(rounded)
    for who in attackers(tables):
        attacker = Attacker(tables, who, {cell: (float(low), float(high)) for cell, (low, high) in bounds.items()})
        for cell in tables["cells"]:
            own = attacker.own(cell)
            if not 1 <= cell["value"] - own < least:
                continue
            low, high = attacker.interval(cell["id"], left_out)
            if high - own < least - 1e-6 if own else high - low < min(least, BASE - 1) - 1e-6:
                found.append((who, cell["id"]))
    return found


def least_change(tables: Table) -> float | None:
    """From trying all additive roundings, by their change."""
    values = {cell["id"]: int(cell["value"]) for cell in tables["cells"]}
    inner = [cell for cell in values if "t" not in cell.split("|")]
    tried = []
    for picked in product(*(choices(values[cell]) for cell in inner)):
        rounded = dict(zip(inner, picked, strict=True))
        for cell in sorted(set(values) - set(inner), key=lambda cell: cell.split("|").count("t")):
            rounded[cell] = next(sum(rounded[part] for part in one["parts"]) for one in tables["equations"] if one["total"] == cell)
        if all(rounded[cell] in choices(values[cell]) for cell in values):
            tried.append((sum(abs(rounded[cell] - values[cell]) for cell in values), rounded))
    tried.sort(key=lambda one: one[0])
    return next((change for change, rounded in tried if not findings(tables, rounded)), None)


@pytest.mark.parametrize("seed", range(size(quick=12, full=100)))
def test_no_safe_rounding_changes_less(seed: int) -> None:
    tables = at_random(seed, *((2, 2), (2, 3), (3, 2))[seed % 3]) | {"rules": [{"type": "frequency", "min": 5}], "method": "round"}
    made, least = protected(tables), least_change(tables)
    if least is None:
        assert not made.optimal and (made.lost or made.suppressed)
    else:
        assert (made.weight, made.bound, made.optimal, made.suppressed) == (least, least, True, ())


def joint(seed: int, number: int) -> dict[str, Any]:
    """The three two-way tables of a quarter as one system: they share their margins."""
    return three_tables(clients(seed, number)) | {"rules": [{"type": "frequency", "min": 5}], "method": "round"}


@pytest.mark.parametrize("seed", range(size(quick=2, full=8)))
def test_three_tables_stay_additive_and_zero_restricted_together(seed: int) -> None:
    tables = joint(seed, 900)
    made = protected(tables | {"insiders": []})
    rounded = {cell: int(value) for cell, value in made.rounded.items()}
    assert made.safe and made.steps == 0
    assert adds_up(tables, rounded)
    assert all(rounded[cell["id"]] in choices(cell["value"]) for cell in tables["cells"])
    assert findings(tables | {"insiders": []}, rounded) == []


KNOT: Table = {
    "cells": [{"id": "a", "value": 11, "contrib": {"A": 10, "B": 1}}, {"id": "b", "value": 40}, {"id": "t", "value": 51}],
    "equations": [{"total": "t", "parts": ["a", "b"]}],
    "rules": [{"type": "frequency", "min": 5}],
    "insiders": ["A"],
    "method": "round",
}


def test_an_insider_decides_to_which_side_a_figure_is_rounded() -> None:
    assert protected(KNOT).rounded == {"a": 15, "b": 40, "t": 55}  # 10 would tell A that the rest is at most 4


def test_a_figure_that_nothing_hides_is_named() -> None:
    made = protected(KNOT | {"prior": {"upper": {"a": 12}}})
    assert (made.safe, made.rounded, made.suppressed) == (False, {}, ())
    assert [(one.cell, one.attacker) for one in made.lost] == [("a", "A")]


def test_what_is_left_out_stays_safe_beside_the_rounded_figures() -> None:
    tables = joint(1, 1400)
    made = protected(tables)
    assert made.suppressed == ("g1|v6|t",)
    rounded = {cell: int(value) for cell, value in made.rounded.items()}
    assert made.safe and not made.optimal
    assert set(rounded) | set(made.suppressed) == {cell["id"] for cell in tables["cells"]}
    assert findings(tables | {"insiders": ["C"]}, rounded) == []
    whole = [one for one in tables["equations"] if {one["total"], *one["parts"]} <= set(rounded)]
    assert len(whole) > len(tables["equations"]) / 2
    assert adds_up({"equations": whole}, rounded)


def test_where_the_nearest_multiples_do_not_add_up_a_further_one_is_taken() -> None:
    figures = {"p": 2, "q": 2, "r": 2, "v": 4, "w": 4, "z": 4}
    knot = [{"total": "v", "parts": ["p", "q"]}, {"total": "w", "parts": ["q", "r"]}, {"total": "z", "parts": ["p", "r"]}]
    cells = [{"id": one, "value": value} for one, value in figures.items()]
    made = protected({"cells": cells, "equations": knot, "method": "round", "base": 4})
    assert made.safe
    assert made.steps == 1  # of 0 and 4, no three add up in pairs to 4
    assert adds_up({"equations": knot}, {cell: int(value) for cell, value in made.rounded.items()})


def test_what_nobody_publishes_is_not_rounded_but_must_stay_possible() -> None:
    cells = [{"id": one, "value": value} for one, value in (("a", 12), ("b", 1), ("t", 13))]
    tables: Table = {"cells": cells, "equations": [{"total": "t", "parts": ["a", "b"]}], "method": "round", "unpublished": ["b"]}
    made = protected(tables)
    assert set(made.rounded) == {"a", "t"}
    assert made.rounded["a"] <= made.rounded["t"]


def test_amounts_are_rounded_too() -> None:
    cells = [{"id": one, "value": value} for one, value in (("a", 1240.5), ("b", 730.25), ("t", 1970.75))]
    made = protected({"cells": cells, "equations": [{"total": "t", "parts": ["a", "b"]}], "method": "round", "base": 1000, "integer": False})
    assert made.rounded == {"a": 1000, "b": 1000, "t": 2000}


def test_time_that_runs_out_rounds_nothing_that_was_not_proved() -> None:
    tables = joint(1, 900)
    for moments in (1, 50, 400):
        made = protected_within(tables, moments)
        assert made.safe or not made.rounded
    assert protected_within(tables, 1).lost == ()  # nothing was found out, so nothing is blamed

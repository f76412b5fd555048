"""The auditor against counting: every table that fits what was published, one by one."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.support.disclosure_brute import alone, counted, own
from tests.support.disclosure_oracle import asked, attackers
from tests.support.figures import measured, size
from tests.unit.disclosure.making import Table, at_random
from tests.unit.disclosure_audit.asking import audited, some

RULES: list[list[dict[str, Any]]] = [
    [{"type": "frequency", "min": 5}],
    [{"type": "frequency", "min": 3}, {"type": "p", "p": 15}],
    [{"type": "nk", "n": 1, "k": 80}],  # of an insider this asks something else: tested by itself
]
SHAPES = ((2, 2), (2, 3), (2, 2, 2))


def bounded(table: Table, room: int) -> Table:
    """With an end to every cell, so that all tables can be counted."""
    return table | {"prior": {"upper": {cell["id"]: cell["value"] + room for cell in table["cells"]}}}


def left_out(seed: int) -> Table:
    """A table of which some cells were left out."""
    shape = SHAPES[seed % 3]
    table = at_random(seed, *shape) | {"rules": RULES[seed // 3 % 3]}
    if RULES[seed // 3 % 3] == RULES[2]:
        table |= {"insiders": []}
    return bounded(table, 6 if len(shape) == 2 else 2) | {"suppressed": some(seed, (cell["id"] for cell in table["cells"]), 0.6)}


def rounded(seed: int) -> Table:
    """A table of which every cell was rounded to one of its nearest multiples, by chance, and some were left out."""
    dice = random.Random(seed)
    table = at_random(seed, *(SHAPES[1] if seed % 6 == 5 else SHAPES[0])) | {"rules": RULES[0], "method": "round"}
    told = {cell["id"]: cell["value"] // 5 * 5 + (dice.choice((0, 5)) if cell["value"] % 5 else 0) for cell in table["cells"]}
    without = set(some(seed, told, 0.15))
    table |= {"suppressed": sorted(without), "rounded": {name: value for name, value in told.items() if name not in without}}
    return bounded(table, 7)


def broken_left_out(table: Table) -> set[tuple[str | None, str, float, float]]:
    """What the rules ask, held against what was counted: attacker, cell and interval of the rest."""
    cells = {cell["id"]: cell for cell in table["cells"]}
    ends = {who: counted(table, who) for who in attackers(table)}
    bad = set()
    for one in asked(table):
        least, most = ends[one.attacker][one.cell]
        mine = own(cells[one.cell], one.attacker)
        if (least > one.low or most < one.high - 1e-9) and not alone(cells[one.cell], one.attacker):
            bad.add((one.attacker, one.cell, float(least - mine), float(most - mine)))
    return bad


def broken_rounded(table: Table, least_count: int = 5) -> set[tuple[str | None, str, float, float]]:
    """The reading for rounded tables in docs/bescherm.md: room of min(T, base - 1), or for who has a part of its own, T or more."""
    bad = set()
    for who in attackers(table):
        ends = counted(table, who)
        for cell in table["cells"]:
            mine = own(cell, who)
            if 1 <= cell["value"] - mine < least_count:
                least, most = ends[cell["id"]]
                if most - mine < least_count if mine else most - least < 4:
                    bad.add((who, cell["id"], float(least - mine), float(most - mine)))
    return bad


@pytest.mark.parametrize("seed", range(size(quick=12, full=300)))
def test_with_cells_left_out_the_findings_are_those_that_counting_gives(seed: int) -> None:
    table = left_out(seed)
    made = audited(table, intervals=True)
    assert not made.unproven
    expected = broken_left_out(table)
    assert {(one.attacker, one.cell) for one in made.findings} == {(who, cell) for who, cell, _, _ in expected}
    assert {(one.attacker, one.cell, *one.interval) for one in made.findings if one.whole} <= expected
    if len(SHAPES[seed % 3]) == 2:  # in a two-way table fractions tell an attacker no less than whole numbers
        assert {(one.attacker, one.cell, *one.interval) for one in made.findings} == expected
        ends = counted(table, None)
        assert made.intervals == {name: ends[name] for name in table["suppressed"]}
    measured("tables attacked and counted out", 1)


@pytest.mark.parametrize("seed", range(size(quick=6, full=200)))
def test_with_rounded_cells_the_findings_are_those_that_counting_gives(seed: int) -> None:
    table = rounded(seed)
    made = audited(table, intervals=True)
    assert not made.unproven
    assert {(one.attacker, one.cell, *one.interval) for one in made.findings} == broken_rounded(table)
    ends = counted(table, None)
    assert made.intervals == {name: ends[name] for name in (*table["rounded"], *table["suppressed"])}
    measured("tables attacked and counted out", 1)


def test_only_whole_numbers_tell() -> None:
    """Nine people in three pairs of rooms that hold 5, 5 and 5: with fractions each room could hold 2.5, in whole numbers there is no such table."""
    cells = [{"id": one, "value": value} for one, value in (("a", 3), ("b", 2), ("c", 3), ("k", 0), ("ab", 5), ("bc", 5), ("ac", 6))]
    equations = [{"total": "ab", "parts": ["a", "b"]}, {"total": "bc", "parts": ["b", "c"]}, {"total": "ac", "parts": ["a", "c", "k"]}]
    table = {
        "cells": cells, "equations": equations, "suppressed": ["a", "b", "c", "k"], "prior": {"upper": {"k": 1}},
        "protect": [{"id": "k", "lower": 0, "upper": 1}],
    }  # fmt: skip
    made = audited(table)
    assert [(one.cell, one.interval, one.whole) for one in made.findings] == [("k", (0.0, 0.0), True)]
    assert audited(table | {"integer": False}).safe


@pytest.mark.parametrize("seed", range(0, 24, 4))
@pytest.mark.parametrize("further", [5, -5, 50])
def test_figures_told_farther_off_than_was_said_are_judged_with_that_room(seed: int, further: int) -> None:
    """A reader is then reckoned to know how far off they may be: the truth stays possible, and nothing breaks."""
    table = rounded(seed)
    made = audited(table | {"rounded": {name: told + further for name, told in table["rounded"].items()}}, intervals=True)
    values = {cell["id"]: cell["value"] for cell in table["cells"]}
    assert made.unproven == () and set(table["rounded"]) <= set(made.intervals)
    assert all(least <= values[name] <= most for name, (least, most) in made.intervals.items())

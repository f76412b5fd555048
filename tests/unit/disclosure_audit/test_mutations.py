"""What must never pass: a secondary cell opened, a quarter rounded anew, a second pattern, a flow that tells a stand."""

from __future__ import annotations

import random

import pytest

from kpi.domain.disclosure.protect import Protection
from tests.support.disclosure_history import RULES
from tests.support.figures import measured, size
from tests.unit.disclosure.making import Table, at_random, protected, totals
from tests.unit.disclosure_audit.asking import audited, found, published

ASKED: list[list[dict[str, object]]] = [
    [{"type": "frequency", "min": 5}],
    [{"type": "p", "p": 15}],
    [{"type": "contributors", "min": 3}],
    [{"type": "nk", "n": 1, "k": 80}],
]


def table_of(seed: int) -> Table:
    """Counts and amounts, in two and three directions."""
    shape = ((3, 3), (3, 4), (2, 3, 3))[seed % 3]
    return at_random(seed, *shape, amounts=seed % 5 == 4) | {"rules": ASKED[seed % 4]}


def refused(content: Table) -> bool:
    """Whether the audit refuses, and count it."""
    made = audited(content)
    measured("mutated publications tried", 1)
    measured("mutated publications that passed", int(made.safe))
    assert not made.unproven
    return not made.safe


def edition(name: str, table: Table, made: Protection) -> Table:
    """What went out under this name."""
    rounded = {cell: int(value) for cell, value in made.rounded.items()}
    told = {key: table[key] for key in ("cells", "equations", "method", "base") if key in table}
    return told | {"name": name, "suppressed": list(made.suppressed), "rounded": rounded, "steps": made.steps}


@pytest.mark.parametrize("seed", range(size(quick=12, full=240)))
def test_what_the_protector_gives_passes_and_with_one_secondary_cell_opened_it_does_not(seed: int) -> None:
    table = table_of(seed)
    made, whole = protected(table), published(table)
    if whole is None:
        return
    assert made.optimal and audited(whole).safe
    for cell in made.secondary:
        assert refused(whole | {"suppressed": [one for one in made.suppressed if one != cell]})


@pytest.mark.parametrize("seed", range(size(quick=4, full=80)))
def test_a_second_pattern_of_the_same_figures_is_refused(seed: int) -> None:
    table = at_random(seed, 3, 4) | {"rules": RULES}
    one, other = (
        protected(table | {"weights": "value"}),
        protected(table | {"weights": {cell["id"]: 1000 - cell["value"] for cell in table["cells"]}}),
    )
    if not one.safe or not set(one.suppressed) - set(other.suppressed):
        return
    history = {"rules": RULES, "editions": [edition("eerst", table, one), edition("daarna", table, other)]}
    assert audited(history | {"editions": history["editions"][:1]}).safe and audited(history | {"editions": history["editions"][1:]}).safe
    assert refused(history)
    history["editions"][0]["withdrawn"] = True  # who read it still knows it
    assert refused(history)


@pytest.mark.parametrize("seed", range(size(quick=4, full=80)))
def test_a_quarter_rounded_anew_is_refused(seed: int) -> None:
    table = at_random(seed, 3, 4) | {"rules": RULES, "method": "round"}
    made = protected(table)
    first = edition("eerst", table, made)
    values = {cell["id"]: cell["value"] for cell in table["cells"]}
    for cell, told in first["rounded"].items():
        if values[cell] % 5:
            other = first["rounded"] | {cell: told + (5 if told < values[cell] else -5)}
            assert refused({"rules": RULES, "editions": [first, first | {"name": "daarna", "rounded": other}]})
    assert audited({"rules": RULES, "editions": [first, first | {"name": "nog eens"}]}).safe


@pytest.mark.parametrize("seed", range(size(quick=5, full=100)))
def test_a_flow_that_tells_a_stand_is_refused(seed: int) -> None:
    """The stand at the beginning, who came and who left are shown, none of them small: so the small stand at the end is known."""
    dice = random.Random(seed)
    began, came, small = dice.randint(10, 40), dice.randint(6, 20), dice.randint(1, 4)
    inner = {(row, column): {"A": float(dice.randint(5, 40)), "B": float(dice.randint(5, 40))} for row in "xy" for column in "12"}
    before = _as_counts(totals(inner | {("x", "1"): {"A": float(began)}}), "K1|")
    after = _as_counts(totals(inner | {("x", "1"): {"A": float(small)}}), "K2|")
    first = edition("K1", before, protected(before | {"rules": RULES}))
    second = edition("K2", after, protected(after | {"rules": RULES}))
    moved = [
        {"id": "in", "value": came, "contrib": {"A": came}},
        {"id": "uit", "value": began + came - small, "contrib": {"A": began + came - small}},
    ]
    flow = {"begin": "K1|x|1", "in": ["in"], "out": ["uit"], "end": "K2|x|1"}
    hidden = {"name": "stromen", "cells": moved, "unpublished": ["in", "uit"]}
    history = {"rules": RULES, "insiders": ["B"], "flows": [flow]}
    assert audited(history | {"editions": [first, second, hidden]}).safe
    history["editions"] = [first, second, hidden | {"unpublished": []}]
    assert refused(history)
    assert (None, "K2|x|1", "frequency") in found(audited(history))


def _as_counts(table: Table, prefix: str) -> Table:
    """Whole numbers, under names of their own."""
    cells = [
        {"id": prefix + cell["id"], "value": int(cell["value"]), "contrib": {who: int(part) for who, part in cell["contrib"].items()}}
        for cell in table["cells"]
    ]
    equations = [{"total": prefix + one["total"], "parts": [prefix + part for part in one["parts"]]} for one in table["equations"]]
    return {"cells": cells, "equations": equations}

"""Secondary suppression: the optimum against all patterns, safety against an attacker of the test's own, and what a time limit does."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise

import pytest

from tests.support.disclosure_extended import Extended
from tests.support.disclosure_oracle import Attacker, asked, cheapest, safe
from tests.support.disclosure_tables import CUBE, G_X_A, clients, table
from tests.support.figures import FULL, size
from tests.unit.disclosure.making import Table, at_random, protected, protected_within, totals

WEIGHTS = ("value", "value+1", "one")
AMOUNT_RULES = ({"type": "p", "p": 10}, {"type": "p", "p": 30}, {"type": "nk", "n": 1, "k": 80})


def small(seed: int) -> Table:
    """One of many kinds of small tables, small enough to try every pattern."""
    dice = random.Random(seed)
    amounts = seed % 3 == 0
    made = at_random(seed, *dice.choice(((2, 2), (2, 3), (3, 2))), amounts=amounts)
    rule = dice.choice(AMOUNT_RULES) if amounts else {"type": "frequency", "min": dice.choice((3, 4))}
    made |= {"rules": [rule], "weights": WEIGHTS[seed % 3], "zeros": dice.random() < 0.7}
    if rule["type"] == "nk" or seed % 4 == 0:
        made["insiders"] = []
    return made


@pytest.mark.parametrize("seed", range(size(quick=12, full=80)))
def test_no_pattern_is_cheaper_and_every_attacker_is_kept_off(seed: int) -> None:
    tables = small(seed)
    made = protected(tables)
    least = cheapest(tables)
    assert made.safe is (least is not None)
    assert set(made.primary) == {one.cell for one in asked(tables)}
    if least is not None:
        assert made.optimal
        assert made.weight == pytest.approx(least, abs=1e-6)
        assert made.bound == pytest.approx(least, abs=1e-6)
        assert safe(tables, made.suppressed, asked(tables))


@pytest.mark.parametrize("seed", range(size(quick=6, full=60)))
def test_cubes_and_larger_tables_agree_with_one_large_program(seed: int) -> None:
    dice = random.Random(seed)
    shape = dice.choice(((2, 2, 2), (3, 3), (3, 2, 2), (4, 3)) + ((3, 3, 2), (4, 4)) * FULL)
    amounts = dice.random() < 0.3
    rule = {"type": "p", "p": 10} if amounts else {"type": "frequency", "min": dice.choice((3, 4, 5))}
    tables = at_random(seed, *shape, amounts=amounts) | {"rules": [rule], "weights": dice.choice(WEIGHTS), "zeros": dice.random() < 0.8}
    if dice.random() < 0.4:
        tables["insiders"] = []
    made, least = protected(tables), Extended(tables).least()
    assert made.safe is (least is not None)
    assert least is None or made.weight == pytest.approx(least, abs=1e-5)


def linked(seed: int) -> Table:
    """Two tables that share a margin: gemeente x voorziening and gemeente x leeftijd, drawn so that the totals agree."""
    dice = random.Random(seed)
    one = at_random(seed, 2, 2)
    rows = [next(cell for cell in one["cells"] if cell["id"] == f"{row}|t") for row in "01t"]
    cells, equations = list(one["cells"]), list(one["equations"])
    young = [{name: dice.randint(0, part) for name, part in row["contrib"].items()} for row in rows[:2]]
    names = sorted(rows[2]["contrib"])
    young.append({name: sum(some.get(name, 0) for some in young) for name in names})
    for row, part in zip(rows, young, strict=True):
        rest = {name: count - part.get(name, 0) for name, count in row["contrib"].items()}
        for label, some in (("young", part), ("old", rest)):
            cells.append({"id": f"{row['id']}|{label}", "value": sum(some.values()), "contrib": some})
        equations.append({"total": row["id"], "parts": [f"{row['id']}|young", f"{row['id']}|old"]})
    equations += [{"total": f"t|t|{label}", "parts": [f"0|t|{label}", f"1|t|{label}"]} for label in ("young", "old")]
    return {"cells": cells, "equations": equations, "rules": [{"type": "frequency", "min": 3}], "weights": "value+1"}


@pytest.mark.parametrize("seed", range(size(quick=1, full=8)))
def test_linked_tables_are_protected_as_one(seed: int) -> None:
    tables = linked(seed)
    made, least = protected(tables), cheapest(tables)
    assert made.safe is (least is not None)
    assert least is None or (made.weight == least and safe(tables, made.suppressed, asked(tables)))


def test_handbook_example_3_leaves_three_to_six() -> None:
    inner: dict[tuple[str, ...], dict[str, float]] = {("1", "1"): {"A": 5}, ("1", "2"): {"A": 2}, ("2", "1"): {"A": 1}, ("2", "2"): {"A": 2}}
    tables = totals(inner | {("3", "1"): {"A": 3}, ("3", "2"): {"A": 3}})
    hidden = ["1|1", "1|2", "2|1", "2|2"]
    assert Attacker(tables, None).interval("1|1", hidden) == (3, 6)
    for lower, upper, enough in ((2, 1, True), (3, 1, False), (2, 2, False)):
        asks = {"protect": [{"id": "1|1", "lower": lower, "upper": upper}], "insiders": [], "weights": "one"}
        forced = {"weights": {cell["id"]: 0 if cell["id"] in hidden else 1000 for cell in tables["cells"]}}
        made = protected(tables | asks | forced)
        assert made.safe
        assert (made.weight == 0) is enough


def test_two_alone_in_one_row_do_not_see_each_other() -> None:
    inner: dict[tuple[str, ...], dict[str, float]] = {
        ("x", "1"): {"C": 20}, ("x", "2"): {"D": 3}, ("x", "3"): {"A": 9, "B": 9, "C": 9},
        ("y", "1"): {"A": 9, "B": 8, "C": 7}, ("y", "2"): {"A": 7, "B": 8, "D": 9}, ("y", "3"): {"A": 9, "B": 9, "D": 9},
    }  # fmt: skip
    tables = totals(inner) | {"rules": [{"type": "contributors", "min": 3}], "weights": "value"}
    outside, inside = protected(tables | {"insiders": []}), protected(tables)
    low, high = Attacker(tables, "C").interval("x|2", outside.suppressed)
    assert high - low < 1e-6  # without insiders in the model, C computes what D brings in
    low, high = Attacker(tables, "C").interval("x|2", inside.suppressed)
    assert high - low >= 1
    assert inside.weight > outside.weight


def test_what_nobody_publishes_costs_nothing_and_helps() -> None:
    cells = [{"id": one, "value": value} for one, value in (("a", 2), ("b", 30), ("t", 32))]
    tables: Table = {"cells": cells, "equations": [{"total": "t", "parts": ["a", "b"]}], "rules": [{"type": "frequency", "min": 5}]}
    assert protected(tables).suppressed == ("a", "b")
    made = protected(tables | {"unpublished": ["t"]})
    assert (made.suppressed, made.secondary, made.weight) == (("a",), (), 0)


def test_what_is_known_beforehand_counts() -> None:
    cells = [{"id": one, "value": value} for one, value in (("a", 2), ("b", 30), ("c", 40), ("t", 72))]
    tables: Table = {"cells": cells, "equations": [{"total": "t", "parts": ["a", "b", "c"]}], "rules": [{"type": "frequency", "min": 5}]}
    assert protected(tables).suppressed == ("a", "b")
    assert protected(tables | {"prior": {"lower": {"b": 29}}}).suppressed == ("a", "c")
    known = protected(tables | {"prior": {"upper": {"a": 4}}})
    assert (known.safe, known.suppressed, [one.cell for one in known.lost]) == (False, (), ["a"])


def test_when_zeros_are_always_shown_one_of_them_cannot_hide_another() -> None:
    cells = [{"id": one, "value": value} for one, value in (("a", 2), ("b", 0), ("t", 2))]
    tables: Table = {"cells": cells, "equations": [{"total": "t", "parts": ["a", "b"]}], "rules": [{"type": "frequency", "min": 5}]}
    assert protected(tables).suppressed == ("a", "t")
    assert protected(tables | {"weights": {"b": 0}}).suppressed == ("a", "t")
    lonely = tables | {"cells": [*cells[:2], {"id": "t", "value": 2}], "protect": [{"id": "b", "lower": 0, "upper": 1}], "zeros": False}
    assert not protected(lonely).safe


def test_the_same_question_has_the_same_answer() -> None:
    tables = table(clients(3, 400), G_X_A) | {"weights": "one"}
    answers = [protected(tables) for _ in range(3)]
    assert len({one.suppressed for one in answers}) == 1
    assert {one.optimal for one in answers} == {True}


def test_of_two_equal_patterns_the_smaller_and_then_the_later_is_taken() -> None:
    cells = [{"id": one, "value": value} for one, value in (("a", 2), ("b", 6), ("c", 6), ("d", 3), ("e", 3), ("t", 20))]
    parts = ["a", "b", "c", "d", "e"]
    tables: Table = {"cells": cells, "equations": [{"total": "t", "parts": parts}], "rules": [{"type": "frequency", "min": 3}]}
    assert protected(tables | {"weights": {"a": 1, "b": 6, "c": 6, "d": 3, "e": 3}}).suppressed in {("a", "e"), ("a", "d")}
    assert protected(tables | {"weights": dict.fromkeys(parts, 4)}).suppressed == ("a", "e")


@pytest.mark.parametrize("moments", [1, 700])
def test_time_that_runs_out_leaves_a_safe_pattern_and_an_honest_bound(moments: int) -> None:
    tables = table(clients(5, 300), G_X_A)
    best = protected(tables)
    made = protected_within(tables, moments)
    assert made.safe
    assert safe(tables, made.suppressed, asked(tables))
    assert made.bound <= best.weight <= made.weight


def test_more_time_never_gives_a_dearer_pattern() -> None:
    tables = table(clients(6, 300), G_X_A)
    weights = [protected_within(tables, moments).weight for moments in (1, 500, 3000)]
    assert all(later <= earlier for earlier, later in pairwise(weights))


def test_weights_with_fractions_are_added_exactly() -> None:
    tables = at_random(3, 2, 3, amounts=True) | {"rules": [{"type": "p", "p": 30}]}
    made = protected(tables)
    values = {cell["id"]: Fraction(str(cell["value"])) for cell in tables["cells"]}
    assert made.weight == float(sum(values[one] for one in made.secondary))


def test_a_cube_with_four_insiders_is_protected() -> None:
    tables = table({key: count for key, count in clients(1, 200).items() if key[0][0] in {"g0", "g1"} and key[0][1] < "v2"}, CUBE)
    made = protected(tables)
    assert made.safe and made.optimal
    assert safe(tables, made.suppressed, asked(tables))

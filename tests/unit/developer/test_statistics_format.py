"""The JSON of `bescherm` and `toets` as it was promised (issue 7, point 3): what each key does, seen from outside through both commands.

Each example is small enough to be reckoned out by hand; the sentence beside it says how.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from portal.developer.commands import main

Json = dict[str, Any]
Run = Callable[..., tuple[int, Json, str]]
FREQUENCY = [{"type": "frequency", "min": 5}]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """A command with a file; its exit status, its answer and what it says."""

    def command(name: str, content: Json, **more: Any) -> tuple[int, Json, str]:
        file = tmp_path / "in.json"
        file.write_text(json.dumps(content | more), encoding="utf-8")
        status = main([name, str(file)])
        told = capsys.readouterr()
        return status, json.loads(told.out) if told.out else {}, told.err

    return command


def row(*values: float, **more: Any) -> Json:
    """One row a, b, c, ... with its total t, all of one aanbieder each."""
    cells = [{"id": name, "value": value} for name, value in zip("abcdef", values, strict=False)]
    total = [{"id": "t", "value": sum(values)}]
    return {"cells": cells + total, "equations": [{"total": "t", "parts": [one["id"] for one in cells]}], "rules": FREQUENCY} | more


def of(*parts: Json, rules: list[Json], **more: Any) -> Json:
    """A row of which each figure is given by its contributions."""
    values = [sum(one.values()) for one in parts]
    told = row(*values, rules=rules, **more)
    for cell, one in zip(told["cells"], parts, strict=False):
        cell["contrib"] = one
    return told


def test_a_value_alone_is_enough(run: Run) -> None:
    """Without contrib there is nobody inside: 2 is few, and the cheapest company of it is 9 (7 more than 2 + 5 asks)."""
    status, answer, _ = run("bescherm", row(2, 9, 40))
    assert (status, answer["primary"], answer["secondary"], answer["weight"], answer["bound"]) == (0, ["a"], ["b"], 9, 9)
    assert answer["optimal"] is True and answer["seconds"] >= 0 and answer["rounded"] == {}


def test_integer_false_is_about_amounts(run: Run) -> None:
    amounts = of(
        {"A": 1.5, "B": 0.5}, {"A": 30.25, "B": 20, "C": 9}, {"A": 9.75, "B": 9, "C": 9}, rules=[{"type": "contributors", "min": 3}], insiders=[]
    )
    assert run("bescherm", amounts)[0] == 2  # counts are whole
    status, answer, _ = run("bescherm", amounts, integer=False)
    assert (status, answer["primary"], answer["secondary"]) == (0, ["a"], ["c"])
    below = row(-3.5, 9, 40, integer=False)
    assert run("bescherm", below)[0] == 2  # nothing lies below lower_all, which is 0
    assert run("bescherm", below, prior={"lower_all": -100})[0] == 0


def test_unpublished_cells_hide_for_nothing(run: Run) -> None:
    """Nobody publishes b, so it hides a at no cost; and it is not among what is left out."""
    status, answer, _ = run("bescherm", row(2, 9, 40), unpublished=["b"])
    assert (status, answer["suppressed"], answer["weight"]) == (0, ["a"], 0)
    assert run("toets", row(2, 9, 40), unpublished=["b"], suppressed=["a"])[0] == 0
    assert run("toets", row(2, 9, 40), suppressed=["a"])[0] == 1


def test_prior_knowledge_narrows_what_is_left(run: Run) -> None:
    left_out = {"suppressed": ["a", "b"]}
    assert run("toets", row(2, 9, 40), **left_out)[1]["intervals"] == {"a": [0, 11], "b": [0, 11]}
    assert run("toets", row(2, 9, 40), **left_out, prior={"upper": {"b": 9}})[1]["intervals"] == {"a": [2, 11], "b": [0, 9]}
    assert run("toets", row(2, 9, 40), **left_out, prior={"lower": {"b": 8}})[1]["intervals"] == {"a": [0, 3], "b": [8, 11]}
    assert run("toets", row(2, 9, 40), **left_out, prior={"lower_all": 1})[1]["intervals"] == {"a": [1, 10], "b": [1, 10]}
    status, answer, _ = run("toets", row(2, 9, 40), **left_out, prior={"upper": {"b": 9}})
    assert (status, answer["findings"][0]["cell"], answer["findings"][0]["interval"]) == (1, "a", [2, 11])


def test_frequency_asks_for_0_to_t(run: Run) -> None:
    """2 beside 3: together 5, so 0 to 5 is possible. 2 beside a cell of 2: at most 4, and a third is needed."""
    assert run("bescherm", row(2, 3, 40), rules=FREQUENCY)[1]["suppressed"] == ["a", "b"]
    assert run("toets", row(2, 2, 40), suppressed=["a", "b"])[0] == 1
    assert run("bescherm", row(2, 2, 40), rules=FREQUENCY)[1]["suppressed"] == ["a", "b", "c"]
    assert run("bescherm", row(2, 9, 40), rules=[{"type": "frequency", "min": 2}])[1]["suppressed"] == []  # 1 is few, 2 is not


def test_contributors_asks_that_two_are_not_told_exactly(run: Run) -> None:
    told = of({"A": 30, "B": 20}, {"A": 9, "B": 9, "C": 9}, {"A": 30, "B": 30, "C": 30}, rules=[{"type": "contributors", "min": 3}], insiders=[])
    assert run("bescherm", told)[1]["primary"] == ["a"]
    assert run("toets", told)[1]["findings"][0]["rule"] == "contributors"
    assert run("toets", told, suppressed=["a", "b"])[0] == 0


@pytest.mark.parametrize(("parts", "unsafe"), [({"A": 100, "B": 50, "C": 9}, True), ({"A": 100, "B": 50, "C": 10}, False)])
def test_p_asks_that_the_rest_is_p_per_cent_of_the_largest(run: Run, parts: Json, unsafe: bool) -> None:
    """The third has 9 or 10; 10 % of the largest is 10."""
    told = of(parts, {"A": 70, "B": 70, "C": 70}, {"A": 90, "B": 90, "C": 90}, rules=[{"type": "p", "p": 10}], insiders=[], integer=False)
    assert run("bescherm", told)[1]["primary"] == (["a"] if unsafe else [])
    assert (run("toets", told)[0] == 1) is unsafe


@pytest.mark.parametrize(("parts", "unsafe"), [({"A": 81, "B": 10, "C": 9}, True), ({"A": 80, "B": 11, "C": 9}, False)])
def test_nk_asks_that_n_have_k_per_cent_at_most(run: Run, parts: Json, unsafe: bool) -> None:
    told = of(parts, {"A": 70, "B": 70, "C": 70}, {"A": 90, "B": 90, "C": 90}, rules=[{"type": "nk", "n": 1, "k": 80}], insiders=[], integer=False)
    assert run("bescherm", told)[1]["primary"] == (["a"] if unsafe else [])
    assert (run("toets", told)[0] == 1) is unsafe


def test_protect_asks_for_the_width_that_is_given(run: Run) -> None:
    """20 must be possible to lie 8 lower and 15 higher: 9 below it is not enough, 16 is."""
    told = row(20, 9, 16, 100, rules=[], protect=[{"id": "a", "lower": 8, "upper": 15}])
    assert run("bescherm", told)[1]["suppressed"] == ["a", "c"]
    assert run("toets", told, suppressed=["a", "b"])[1]["findings"][0]["rule"] == "protect"
    assert run("bescherm", row(20, 9, 16, 100, rules=[], protect=[{"id": "a"}]))[1]["primary"] == ["a"]  # named is hidden, whatever the width


def test_insiders_are_all_contributors_unless_told(run: Run) -> None:
    """B has 9 of 11; that leaves 2 of A, which is few. The outsider sees 11."""
    told = of({"A": 2, "B": 9}, {"A": 20, "B": 20}, {"A": 30, "B": 30}, rules=FREQUENCY)
    status, answer, said = run("toets", told)
    assert status == 1 and "Aanbieder B" in said
    assert [(one["attacker"], one["cell"], one["learns_of"], one["interval"]) for one in answer["findings"]] == [("B", "a", "A", [2, 2])]
    assert run("toets", told, insiders=["B"])[0] == 1
    assert run("toets", told, insiders=["A"])[0] == run("toets", told, insiders=[])[0] == 0
    assert run("bescherm", told, insiders=[])[1]["suppressed"] == []
    assert "a" in run("bescherm", told)[1]["suppressed"]


def test_zeros_may_be_left_out_unless_told(run: Run) -> None:
    """A zero costs nothing and hides nothing by its value, but it may be anything up to what is left: 2 + 0 < 5, so 9 must help."""
    assert run("bescherm", row(2, 0, 9, 40), weights={"c": 9, "b": 0})[1]["suppressed"] == ["a", "c"]
    nobody = row(0, 9, 40, rules=[], protect=[{"id": "a", "lower": 0, "upper": 4}])
    assert run("bescherm", nobody)[1]["suppressed"] == ["a", "b"]
    status, answer, said = run("bescherm", nobody, zeros=False)
    assert (status, answer["safe"], answer["suppressed"]) == (1, False, []) and "'a'" in said


@pytest.mark.parametrize(
    ("weights", "secondary"), [("value", ["b"]), ("value+1", ["b"]), ("one", ["d"]), ({"b": 99, "c": 1, "d": 99, "t": 99}, ["c"]), (None, ["b"])]
)
def test_weights_choose_what_keeps_it_company(run: Run, weights: object, secondary: list[str]) -> None:
    """By value the smallest that is enough; for one each the last in the file that is no total; by name the cheapest."""
    told = row(2, 9, 40, 60) | ({} if weights is None else {"weights": weights})
    assert run("bescherm", told)[1]["secondary"] in (secondary, ["t"] if weights == "one" else secondary)


def test_rounding_is_to_the_base_and_adds_up(run: Run) -> None:
    for base in (5, 10):
        status, answer, _ = run("bescherm", row(12, 19, 44), method="round", base=base)
        rounded = answer["rounded"]
        assert status == 0 and answer["suppressed"] == [] and all(value % base == 0 for value in rounded.values())
        assert rounded["a"] + rounded["b"] + rounded["c"] == rounded["t"]
        assert all(abs(rounded[name] - true) < base for name, true in zip("abct", (12, 19, 44, 75), strict=True))
        assert run("toets", row(12, 19, 44), method="round", base=base, rounded=rounded)[0] == 0
    assert run("bescherm", row(12, 19, 44), method="round")[1]["rounded"] == {"a": 10, "b": 20, "c": 45, "t": 75}  # without a base: 5


def test_a_figure_that_is_not_named_was_published_as_it_is(run: Run) -> None:
    status, answer, _ = run("toets", row(2, 9, 40))
    assert (status, answer["ok"]) == (1, False)
    assert {key: answer["findings"][0][key] for key in ("attacker", "cell", "interval", "learns_of", "rule")} == {
        "attacker": None, "cell": "a", "interval": [2, 2], "learns_of": None, "rule": "frequency",
    }  # fmt: skip


def test_without_end_is_null(run: Run) -> None:
    loose = {"cells": [{"id": "a", "value": 9}], "equations": [], "suppressed": ["a"]}
    assert run("toets", loose)[1]["intervals"] == {"a": [0, None]}


def test_a_limit_of_time_never_makes_an_answer_unsafe(run: Run) -> None:
    status, answer, _ = run("bescherm", row(2, 9, 40, 60), time_limit=0.001)
    assert status in (0, 1) and answer["bound"] <= answer["weight"]
    if status == 0:
        assert run("toets", row(2, 9, 40, 60), suppressed=answer["suppressed"])[0] == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"equations": [{"total": "t", "parts": ["a", "b"]}]}, "tellen op tot 11, niet tot 51"),
        ({"equations": [{"total": "t", "parts": ["a", "x"]}]}, "'x' bestaat niet"),
        ({"equations": [{"total": "x", "parts": ["a", "b"]}]}, "'x' bestaat niet"),
        ({"cells": [{"id": "a", "value": -1}], "equations": []}, "kleiner zijn dan 0"),
        ({"suppressed": ["x"]}, "'x' bestaat niet"),
        ({"rounded": {"x": 5}}, "'x' bestaat niet"),
        ({"unpublished": ["x"]}, "'x' bestaat niet"),
        ({"protect": [{"id": "x", "lower": 1, "upper": 1}]}, "'x' bestaat niet"),
        ({"weights": {"x": 1}}, "'x' bestaat niet"),
        ({"prior": {"upper": {"x": 1}}}, "'x' bestaat niet"),
        ({"insiders": ["A", "A"]}, "twee keer"),
        ({"rules": [{"type": "frequency", "min": 5, "max": 9}]}, "niet bekend"),
    ],
)
def test_bad_input_is_a_sentence_and_status_2_in_both_commands(run: Run, wrong: Json, said: str) -> None:
    for command in ("bescherm", "toets"):
        status, answer, told = run(command, row(2, 9, 40) | wrong)
        assert (status, answer) == (2, {}) and said in told and told.count("\n") == 1

"""`./samenzicht bescherm`: the JSON that comes in and goes out, what is refused, and that nothing falls over."""

from __future__ import annotations

import io
import json
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.protect import Protection
from portal.developer import table_answer, table_file
from portal.developer.commands import main
from tests.unit.disclosure.making import protected, read

TABLES: dict[str, Any] = {
    "cells": [
        {"id": "a", "value": 2, "contrib": {"A": 2}},
        {"id": "b", "value": 14, "contrib": {"A": 9, "B": 5}},
        {"id": "c", "value": 20, "contrib": {"A": 10, "B": 10}},
        {"id": "t", "value": 36},
    ],
    "equations": [{"total": "t", "parts": ["a", "b", "c"]}],
    "rules": [{"type": "frequency", "min": 5}],
    "insiders": [],
}
KEYS = ["safe", "suppressed", "primary", "secondary", "rounded", "steps", "weight", "optimal", "bound", "seconds", "unprotected"]


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in TABLES.items() if name != key}


def cell(number: int, **changes: object) -> dict[str, Any]:
    """The tables with one cell changed."""
    cells = [dict(one) for one in TABLES["cells"]]
    cells[number] |= changes
    return TABLES | {"cells": cells}


def run(tmp_path: Path, content: object, *more: str) -> int:
    file = tmp_path / "in.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return main(["bescherm", str(file), *more])


def test_a_safe_answer_is_printed_with_status_0(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(tmp_path, TABLES) == 0
    answer = json.loads(capsysbinary.readouterr().out)
    assert list(answer) == KEYS
    seconds = answer.pop("seconds")
    assert 0 <= seconds < 60
    assert answer == {
        "safe": True, "suppressed": ["a", "b"], "primary": ["a"], "secondary": ["b"], "rounded": {}, "steps": 0,
        "weight": 14, "optimal": True, "bound": 14, "unprotected": [],
    }  # fmt: skip


def test_an_answer_goes_to_a_file_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert run(tmp_path, TABLES | {"method": "round"}, "--uit", str(out)) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["rounded"] == {"a": 0, "b": 15, "c": 20, "t": 35}
    assert capsys.readouterr().out == ""
    assert run(tmp_path, TABLES, "--uit", str(tmp_path / "no" / "such" / "place.json")) == 2
    assert "niet te schrijven" in capsys.readouterr().err


def test_no_safe_answer_is_status_1_and_says_what_to_join(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, TABLES | {"prior": {"upper": {"a": 3}}}) == 1
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert (answer["safe"], answer["suppressed"], answer["unprotected"]) == (False, [], [{"cell": "a", "attacker": None}])
    assert "Voeg cellen samen" in said.err and "'a'" in said.err


def test_no_answer_in_time_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "binnen de tijd" in table_answer.told(Protection(safe=False, primary=()))


def test_the_input_may_come_in_by_pipe(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(TABLES).encode())))
    assert main(["bescherm", "-"]) == 0
    assert json.loads(capsys.readouterr().out)["suppressed"] == ["a", "b"]


def test_contributions_follow_from_the_parts_and_from_the_total() -> None:
    assert dict(read(TABLES).cells[3].contributions or {}) == {"A": Fraction(21), "B": Fraction(15)}
    cells = [{"id": "a", "value": 2}, *TABLES["cells"][1:3], {"id": "t", "value": 36, "contrib": {"A": 21, "B": 15}}]
    assert read(TABLES | {"cells": cells}).cells[0].contributions == {"A": Fraction(2)}


BAD: list[tuple[object, str]] = [
    ([], "accolades"),
    ({}, "geen cellen"),
    (TABLES | {"extra": 1}, "niet bekend"),
    (TABLES | {"cells": {}}, "lijst"),
    (TABLES | {"cells": [*TABLES["cells"], {"id": "a", "value": 3}]}, "twee keer"),
    (cell(0, value=-2, contrib=None), "kleiner zijn dan 0"),
    (cell(0, value=2.5), "heel getal"),
    (cell(0, value="2"), "zonder aanhalingstekens"),
    (cell(0, value=True), "zonder aanhalingstekens"),
    (cell(0, value=None), "getal"),
    (cell(0, value=10**13), "te groot"),
    (cell(0, id=""), "tekst van 1"),
    (cell(0, id="\ud800"), "half teken"),
    (cell(0, id=5), "tekst van 1"),
    (cell(0, value=3, contrib={"A": 3}), "tellen op tot 37"),
    (cell(0, contrib={"A": 1}), "bijdragen tellen op tot 1"),
    (cell(0, contrib={"A": 3, "B": -1}), "kleiner zijn dan 0"),
    (cell(3, contrib={"A": 20, "B": 16}), "telt niet op in 't'"),
    (TABLES | {"equations": [{"total": "t", "parts": ["a", "z"]}]}, "'z' bestaat niet"),
    (TABLES | {"equations": [{"total": "t", "parts": []}]}, "geen delen"),
    (TABLES | {"equations": [{"total": "t", "parts": ["a", "a"]}]}, "twee keer"),
    (TABLES | {"equations": [{"total": "t", "parts": ["a", "t"]}]}, "twee keer"),
    (TABLES | {"equations": [{"total": "a", "parts": ["a"]}]}, "twee keer"),
    (TABLES | {"equations": [{"parts": ["a"]}]}, "tekst van 1"),
    (TABLES | {"unpublished": ["z"]}, "bestaat niet"),
    (TABLES | {"unpublished": ["a", "a"]}, "twee keer"),
    (TABLES | {"suppressed": ["z"]}, "bestaat niet"),
    (TABLES | {"rounded": {"z": 5}}, "bestaat niet"),
    (TABLES | {"rounded": {"a": 3}}, "veelvoud"),
    (TABLES | {"prior": {"lower": {"z": 5}}}, "bestaat niet"),
    (TABLES | {"prior": {"lower": {"a": 5}}}, "buiten wat vooraf"),
    (TABLES | {"prior": {"upper": {"a": 1}}}, "buiten wat vooraf"),
    (TABLES | {"prior": {"below": 1}}, "niet bekend"),
    (TABLES | {"rules": [{"type": "magic"}]}, "Kies als type"),
    (TABLES | {"rules": [{"type": "frequency"}]}, "heel getal"),
    (TABLES | {"rules": [{"type": "frequency", "min": 0}]}, "grens"),
    (TABLES | {"rules": [{"type": "p", "p": 0}]}, "grens"),
    (TABLES | {"rules": [{"type": "nk", "n": 0, "k": 80}]}, "grens"),
    (TABLES | {"rules": [{"type": "nk", "n": 1, "k": 101}]}, "grens"),
    (TABLES | {"rules": [{"type": "p", "p": 10}], "cells": [{"id": one, "value": 1} for one in "ab"], "equations": []}, "contrib"),
    (TABLES | {"protect": [{"id": "a", "lower": -1}]}, "breedte"),
    (TABLES | {"protect": [{"id": "a"}, {"id": "a"}]}, "twee keer"),
    (TABLES | {"insiders": ["A", "A"]}, "twee keer"),
    (TABLES | {"insiders": "A"}, "lijst"),
    (TABLES | {"insiders": [str(n) for n in range(21)]}, "te veel"),
    (TABLES | {"zeros": 1}, "true of false"),
    (TABLES | {"weights": "heavy"}, "Kies uit"),
    (TABLES | {"weights": {"a": -1}}, "gewicht"),
    (TABLES | {"weights": {"z": 1}}, "bestaat niet"),
    (TABLES | {"method": "guess"}, "Kies uit"),
    (TABLES | {"base": 1}, "van 2"),
    (TABLES | {"base": 2.5}, "heel getal"),
    (TABLES | {"time_limit": 0}, "tijd"),
    (TABLES | {"steps": -1}, "van 0"),
    (without("cells"), "geen cellen"),
]


@pytest.mark.parametrize(("content", "said"), BAD)
def test_bad_input_is_refused_with_a_sentence_and_status_2(tmp_path: Path, content: object, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, content) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == "" and told.err.count("\n") == 1


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff", b'{"cells": NaN}', b'{"cells": [{"id": "a", "value": 1e999999999}]}', b'{"a": 1, "a": 2}', b"[" * 10**5]
)
def test_what_is_no_json_is_refused(text: bytes) -> None:
    with pytest.raises(Refused):
        table_file.read(text)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.floats() | st.text(max_size=5) | st.sampled_from(["a", "t", "A"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "value", "contrib", "total", "parts", "type", "min", "p"]), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(table_file.TOP_KEYS)), JUNK, max_size=4))
@settings(max_examples=100, deadline=None)
def test_whatever_stands_in_the_file_there_is_an_answer_or_a_refusal(changes: dict[str, object]) -> None:
    try:
        problem = table_file.read(json.dumps(TABLES | changes).encode("utf-8", "surrogatepass"))
    except Refused:
        return
    assert problem.cells


COUNTS = st.integers(0, 12)
RULES = st.sampled_from(
    [{"type": "frequency", "min": 5}, {"type": "contributors", "min": 3}, {"type": "p", "p": 15}, {"type": "nk", "n": 1, "k": 80}]
)


@st.composite
def some_tables(draw: st.DrawFn) -> dict[str, Any]:
    """Tables that add up, with any settings that are allowed together."""
    inner = [draw(st.dictionaries(st.sampled_from("ABC"), COUNTS, max_size=3)) for _ in range(4)]
    cells: list[dict[str, Any]] = [{"id": str(n), "value": sum(parts.values()), "contrib": parts} for n, parts in enumerate(inner)]
    groups = [(0, 1), (2, 3), (0, 2), (1, 3), (0, 1, 2, 3)]
    cells += [{"id": f"t{n}", "value": sum(cells[one]["value"] for one in group)} for n, group in enumerate(groups)]
    values = {cell["id"]: cell["value"] for cell in cells}
    names = st.sampled_from(sorted(values))
    return {
        "cells": cells,
        "equations": [{"total": f"t{n}", "parts": [str(one) for one in group]} for n, group in enumerate(groups)]
        + [{"total": "t4", "parts": ["t0", "t1"]}],
        "integer": draw(st.booleans()),
        "rules": draw(st.lists(RULES, max_size=2)),
        "protect": draw(
            st.lists(st.fixed_dictionaries({"id": names, "lower": COUNTS, "upper": COUNTS}), max_size=2, unique_by=lambda one: one["id"])
        ),
        "unpublished": draw(st.lists(names, max_size=3, unique=True)),
        "insiders": draw(st.none() | st.lists(st.sampled_from("ABCZ"), max_size=2, unique=True)),
        "prior": {"upper": {name: values[name] + 3 for name in draw(st.lists(names, max_size=2))}, "lower": {}},
        "zeros": draw(st.booleans()),
        "weights": draw(
            st.sampled_from(["value", "value+1", "one"]) | st.dictionaries(names, st.sampled_from([0, 0.1, 2.75, 1e-9, 1e9]), max_size=3)
        ),
        "method": draw(st.sampled_from(["suppress", "round"])),
        "base": draw(st.integers(2, 10)),
    }


@given(some_tables())
@settings(max_examples=30, deadline=None)
def test_every_problem_that_is_accepted_has_an_answer(tables: dict[str, Any]) -> None:
    made = protected(tables)
    answer = json.loads(table_answer.written(made))
    assert list(answer) == KEYS
    published = {one["id"] for one in tables["cells"]} - set(tables["unpublished"])
    if made.safe and tables["method"] == "round":
        assert set(made.rounded) == published - set(made.suppressed)
    elif made.safe:
        assert set(made.primary) | set(made.secondary) == set(made.suppressed) <= published
        assert made.bound <= made.weight
    else:
        assert table_answer.told(made) and not made.suppressed and not made.rounded

"""`./samenzicht toets` for tables: chosen by content, JSON out, a sentence for each finding, and what is refused."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.disclosure_audit.audit import Audit, Finding
from portal.developer import audit_answer, history_file
from portal.developer.commands import main
from tests.unit.disclosure.test_shield_command import BAD, JUNK, TABLES, some_tables
from tests.unit.disclosure_audit.asking import audited, published

KEYS = ["ok", "findings", "unproven", "checked", "seconds", "intervals"]
EDITION: dict[str, Any] = {"name": "K1", **{key: TABLES[key] for key in ("cells", "equations")}, "suppressed": ["a", "b"]}
HISTORY: dict[str, Any] = {"editions": [EDITION], "rules": TABLES["rules"], "insiders": []}


def run(tmp_path: Path, content: object, *more: str) -> int:
    file = tmp_path / "in.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    return main(["toets", str(file), *more])


def test_a_safe_publication_is_status_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, TABLES | {"suppressed": ["a", "b"]}) == 0
    said = capsys.readouterr()
    answer = json.loads(said.out)
    assert list(answer) == KEYS
    assert (answer["ok"], answer["findings"], answer["unproven"]) == (True, [], [])
    assert answer["intervals"] == {"a": [0, 16], "b": [0, 16]}
    assert said.err == ""


def test_a_finding_is_status_1_and_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, TABLES | {"suppressed": ["a"], "insiders": ["B"]}) == 1
    said = capsys.readouterr()
    findings = json.loads(said.out)["findings"]
    assert [(one["attacker"], one["cell"], one["interval"], one["learns_of"], one["rule"]) for one in findings] == [
        (None, "a", [2, 2], "A", "frequency"),
        ("B", "a", [2, 2], "A", "frequency"),
    ]
    assert said.err.splitlines() == [one["sentence"] for one in findings]
    assert said.err.startswith("Een buitenstaander kan uitrekenen dat 'a' precies 2 is; 0 tot en met 5 moet mogelijk blijven.")
    assert "Aanbieder B kan uitrekenen dat het cijfer van A in 'a' precies 2 is" in said.err


def test_what_bescherm_answered_can_be_attacked_as_it_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tables, out = tmp_path / "tables.json", tmp_path / "out.json"
    tables.write_text(json.dumps(TABLES | {"method": "round"}), encoding="utf-8")
    assert main(["bescherm", str(tables), "--uit", str(out)]) == 0
    assert main(["toets", str(tables), "--uitkomst", str(out)]) == 0
    assert main(["toets", str(tables)]) == 1  # without it everything was published as it is
    assert run(tmp_path, HISTORY, "--uitkomst", str(out)) == 2
    out.write_text("{}", encoding="utf-8")
    assert main(["toets", str(tables), "--uitkomst", str(out)]) == 2
    out.write_text(json.dumps({"safe": False, "suppressed": [], "rounded": {}, "steps": 0}), encoding="utf-8")
    assert main(["toets", str(tables), "--uitkomst", str(out)]) == 2
    assert "geen uitkomst van bescherm" in capsys.readouterr().err


def test_a_history_and_what_comes_in_by_pipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, HISTORY) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(HISTORY).encode())))
    assert main(["toets", "-"]) == 0
    again = EDITION | {"name": "K1, tweede", "suppressed": ["a", "c"]}
    capsys.readouterr()
    assert run(tmp_path, HISTORY | {"editions": [EDITION, again]}) == 1
    said = capsys.readouterr()
    assert "'b' is weggelaten in 'K1', maar staat wel in 'K1, tweede'." in said.err
    assert json.loads(said.out)["findings"][-1]["editions"] == ["K1", "K1, tweede"]


@pytest.mark.parametrize(("content", "said"), [one for one in BAD if isinstance(one[0], dict) and one[0]])
def test_bad_tables_are_refused_as_bescherm_does(tmp_path: Path, content: object, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, content) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == "" and told.err.count("\n") == 1


def test_a_bad_edition_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = EDITION | {"name": "K2", "cells": [{"id": "z", "value": -1}], "equations": [], "suppressed": []}
    assert run(tmp_path, HISTORY | {"editions": [EDITION, wrong]}) == 2
    assert "editie 2, cel 'z': Een aantal kan niet kleiner zijn dan 0." in capsys.readouterr().err


def test_without_end_is_null_and_a_long_list_is_cut_short() -> None:
    one = Finding(None, "a", "protect", (float("-inf"), float("inf")), allowed=(1.0, None))
    made = Audit((one,) * 60, 60, (), {"a": (0.5, float("inf"))})
    answer = json.loads(audit_answer.written(made))
    assert answer["findings"][0]["interval"] == [None, None] and answer["intervals"] == {"a": [0.5, None]}
    assert audit_answer.told(made).splitlines()[-1] == "Er zijn nog 10 bevindingen; ze staan in de uitkomst."


@given(st.dictionaries(st.sampled_from(sorted(history_file.HISTORY_KEYS)), JUNK, max_size=3), st.dictionaries(st.sampled_from(sorted(EDITION)), JUNK))
@settings(max_examples=100, deadline=None)
def test_whatever_stands_in_a_history_there_is_an_answer_or_a_refusal(changes: dict[str, object], within: dict[str, object]) -> None:
    content = HISTORY | {"editions": [EDITION, EDITION | {"name": "K2"} | within]} | changes
    try:
        history, _, _ = history_file.read(json.dumps(content).encode("utf-8", "surrogatepass"))
    except Refused:
        return
    assert history.editions


@given(some_tables())
@settings(max_examples=30, deadline=None)
def test_whatever_the_protector_calls_safe_is_safe(tables: dict[str, Any]) -> None:
    whole = published(tables)
    if whole is not None:
        assert audited(whole).safe

"""`./samenzicht signaleer`: the JSON that comes in and goes out, and what is refused."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.foundation.errors import Refused
from kpi.domain.signals.judge import judge
from portal.config import ROOT
from portal.developer import series_file
from portal.developer.commands import main

SERIES: dict[str, Any] = {
    "kind": "proportion",
    "direction": "higher",
    "norm": {"min": 0.8},
    "confidence": 0.95,
    "profile": "kwartaal",
    "baseline": {"screen": True, "fix_after": 12, "rebase_at": []},
    "points": [
        *({"period": f"202{n // 4}-K{n % 4 + 1}", "numerator": 24 + n % 3, "denominator": 30} for n in range(6)),
        {"period": "2021-K3", "missing": "niet aangeleverd"},
        {"period": "2021-K4", "numerator": 4, "denominator": 30},
    ],
    "peers": {"B": [{"period": "2021-K4", "numerator": 40, "denominator": 50}], "C": [{"period": "2021-K4", "missing": "te laat"}]},
}
TOP = ["centre", "lower", "upper", "mean_moving_range", "trial", "points", "assurance", "findings", "smallest_detectable"]


def judged(content: object) -> dict[str, Any]:
    asked = series_file.read(json.dumps(content).encode())
    answer: dict[str, Any] = json.loads(series_file.written(judge(asked.series, asked.profile, asked.peers)))
    return answer


def test_the_answer_has_the_keys_of_the_paper() -> None:
    answer = judged(SERIES)
    assert list(answer) == TOP
    assert {tuple(one) for one in answer["points"]} == {("period", "value", "centre", "lower", "upper", "type", "rule", "interval")}
    assert {tuple(one) for one in answer["findings"]} == {("rule", "period", "severity", "sentence", "numbers")}
    last = answer["points"][-1]
    wilson = {"lower": pytest.approx(0.0531, abs=5e-5), "upper": pytest.approx(0.2968, abs=5e-5)}
    assert last["interval"] == {"method": "wilson", "confidence": 0.95, **wilson}
    assert (last["type"], last["rule"]) == ("special_cause_concern", "outside")
    assert (answer["centre"], answer["lower"], answer["upper"]) == (last["centre"], last["lower"], last["upper"])
    assert answer["points"][6] | {"centre": 0} == {
        "period": "2021-K3", "value": None, "centre": 0, "lower": None, "upper": None, "type": "common_cause", "rule": None, "interval": None,
    }  # fmt: skip
    assert {one["numbers"]["kind"] for one in answer["findings"]} == {"contractual", "statistical", "data"}


def test_numbers_are_read_as_they_are_typed() -> None:
    answer = judged({"kind": "value", "profile": "nhs", "points": [{"period": str(n), "value": 0.1} for n in range(10)]})
    assert (answer["centre"], answer["lower"], answer["upper"]) == (0.1, 0.1, 0.1)
    assert {one["type"] for one in answer["points"]} == {"common_cause"}


def test_the_baseline_of_the_file_is_followed() -> None:
    content = {"kind": "value", "profile": "nhs", "points": [{"period": str(n), "value": n * n % 7} for n in range(20)]}
    plain = judged(content)
    assert judged(content | {"baseline": {"screen": True, "fix_after": None, "rebase_at": []}}) == plain
    for baseline in ({"fix_after": 12}, {"rebase_at": [8]}):
        assert judged(content | {"baseline": baseline})["upper"] != plain["upper"]
    jump = [{"period": str(n), "value": 90 if n == 4 else n % 3} for n in range(12)]
    assert judged(content | {"points": jump, "baseline": {"screen": False}})["upper"] > judged(content | {"points": jump})["upper"]


POINT = {"period": "2024-K1", "value": 5}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "geen geldige JSON"),
        ("[1, 2", "geen geldige JSON"),
        ("[]", "accolades"),
        ("[" * 100_000, "te diep"),
        ("\udcff", "UTF-8"),
        ('{"kind": "value", "kind": "count"}', "twee keer"),
        ('{"kind": "percentage", "points": []}', "Kies uit: proportion, count, rate, value"),
        ('{"kind": ["value"], "points": []}', "Kies uit"),
        ('{"kind": "value"}', "lijst met punten"),
        ('{"kind": "value", "points": []}', "geen enkel kwartaal"),
        ('{"kind": "value", "points": [{"period": "a", "value": NaN}]}', "NaN is geen getal"),
        ('{"kind": "value", "points": [{"period": "a", "value": 1e999999999}]}', "te groot of te klein"),
        ('{"kind": "value", "points": [{"period": "a", "value": 1e99999999999999999999}]}', "geen getal waarmee"),
        ('{"kind": "value", "points": [{"period": "a", "value": ' + "9" * 5000 + "}]}", "te veel cijfers"),
        ('{"kind": "value", "points": [{"period": "a", "value": "5"}]}', "zonder aanhalingstekens"),
        ('{"kind": "value", "points": [{"period": "a", "value": true}]}', "zonder aanhalingstekens"),
        ('{"kind": "value", "points": [{"period": "a", "valeu": 5}]}', "'valeu' is hier niet bekend"),
        ('{"kind": "value", "points": [{"period": 2024, "value": 5}]}', "Hier hoort een tekst"),
        ('{"kind": "value", "points": [{"period": "\\ud800", "value": 5}]}', "half teken"),
        ('{"kind": "rate", "points": [{"period": "a", "numerator": 5}]}', "teller en de noemer allebei"),
        ('{"kind": "rate", "points": [{"period": "a", "value": 1, "numerator": 5, "denominator": 5}]}', "niet allebei"),
        (json.dumps({"kind": "value", "points": [POINT] * 401}), "te veel punten"),
        (json.dumps({"kind": "value", "points": [POINT], "peers": []}), "anderen"),
        (json.dumps({"kind": "value", "points": [POINT], "norm": {"minimum": 1}}), "niet bekend"),
        (json.dumps({"kind": "value", "points": [POINT], "confidence": 95}), "betrouwbaarheid"),
        (json.dumps({"kind": "value", "points": [POINT], "baseline": {"screen": "ja"}}), "true of false"),
        (json.dumps({"kind": "value", "points": [POINT], "baseline": {"rebase_at": 8}}), "lijst met puntnummers"),
        (json.dumps({"kind": "value", "points": [POINT], "baseline": {"rebase_at": [1.5]}}), "heel getal"),
        (" " * 1_000_001, "te groot"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(text: str, said: str) -> None:
    with pytest.raises(Refused, match=said):
        judged_text(text.encode("utf-8", "surrogateescape"))


def judged_text(text: bytes) -> str:
    asked = series_file.read(text)
    return series_file.written(judge(asked.series, asked.profile, asked.peers))


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
INNER = [("points", 0), *(("points", 0, name) for name in ("period", "numerator", "denominator", "missing")), ("norm", "min"), ("peers", "B")]
PLACES = st.sampled_from([*((name,) for name in SERIES), *INNER, *(("baseline", name) for name in ("screen", "fix_after", "rebase_at"))])


@settings(max_examples=150)
@given(PLACES, SCRAPS)
def test_anything_in_any_place_is_judged_or_refused(place: tuple[str | int, ...], scrap: object) -> None:
    content: Any = json.loads(json.dumps(SERIES))
    inner = content
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = scrap
    try:
        json.loads(judged_text(json.dumps(content).encode()))
    except Refused as refused:
        assert refused.reason.endswith((".", "?"))


def test_the_command_reads_a_file_or_its_input(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "reeks.json"
    file.write_text(json.dumps(SERIES), encoding="utf-8")
    assert main(["signaleer", str(file)]) == 0
    from_file = capfdbinary.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(file.read_bytes())))
    assert main(["signaleer", "-"]) == 0
    assert capfdbinary.readouterr().out == from_file
    assert list(json.loads(from_file)) == TOP


def test_the_command_says_no_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["signaleer", str(tmp_path / "weg.json")]) == 2
    assert main(["signaleer", str(tmp_path)]) == 2
    assert main(["signaleer", "\0"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert [line[:18] for line in told.err.splitlines()] == ["Dit kan zo niet: b"] * 3


def test_the_command_needs_no_settings_and_no_utf_8_terminal() -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("SAMENZICHT_", "DATABASE_"))} | {"PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "portal.developer", "signaleer", "-"]
    text = json.dumps(SERIES | {"points": [{"period": "één", "numerator": 3, "denominator": 4}]}, ensure_ascii=False)
    done = subprocess.run(command, input=text.encode(), env=bare, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout.decode("utf-8"))["points"][0]["period"] == "één"

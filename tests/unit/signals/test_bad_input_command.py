"""Bad input through the command: a judgement as JSON and exit code 0, or one Dutch sentence and exit code 2. Never a traceback."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.foundation.period import Quarter
from portal.developer.commands import main
from tests.support.figures import measured

Answer = tuple[int, str, str]
CODES = [Quarter(2016, 1).shift(place).code for place in range(60)]


@contextmanager
def _typed(text: str) -> Iterator[tuple[io.BytesIO, io.StringIO]]:
    """The command's input and outputs, all in memory."""
    out, told, before = io.BytesIO(), io.StringIO(), sys.stdin
    sys.stdin = io.TextIOWrapper(io.BytesIO(text.encode("utf-8", "surrogatepass")))
    try:
        with redirect_stdout(io.TextIOWrapper(out)), redirect_stderr(told):
            yield out, told
    finally:
        sys.stdin = before


def signaleer(content: object) -> Answer:
    """The exit code, what was printed, and what was told."""
    with _typed(json.dumps(content)) as (out, told):
        return main(["signaleer", "-"]), out.getvalue().decode("utf-8"), told.getvalue()


def fair(answer: Answer) -> dict[str, Any] | None:
    """What was judged; None for a clear refusal. Anything else fails."""
    code, out, told = answer
    if code == 0:
        found: dict[str, Any] = json.loads(out, parse_constant=pytest.fail)
        assert told == ""
        return found
    assert (code, out) == (2, "")
    assert told.startswith("Dit kan zo niet: ")
    assert len(told.splitlines()) == 1
    assert told.rstrip().endswith((".", "?"))
    assert "Traceback" not in told
    return None


def series(points: list[dict[str, Any]], kind: str = "proportion", **more: Any) -> dict[str, Any]:
    return {"kind": kind, "points": [{"period": code, **point} for code, point in zip(CODES, points, strict=False)], **more}


SHARE, MISSING = {"numerator": 24, "denominator": 30}, {"missing": "niet aangeleverd"}


@pytest.mark.parametrize("profile", ["kwartaal", "nhs"])
@pytest.mark.parametrize(
    "content",
    [
        series([SHARE, MISSING] * 8),
        series([MISSING] * 16),
        series([SHARE] * 16),
        series([{"value": 0}] * 16, "value"),
        series([{"numerator": 0, "denominator": 0}] * 16),
        series([{"numerator": 4, "denominator": 0}] * 16, "rate"),
        series([SHARE]),
        series([MISSING]),
        series([SHARE] * 16, norm={"min": 0.8, "max": 0.9}, peers={"B": [], "C": [{"period": CODES[15], **MISSING}]}),
    ],
)
def test_what_is_missing_constant_or_empty_is_judged(content: dict[str, Any], profile: str) -> None:
    judged = fair(signaleer(content | {"profile": profile}))
    assert judged is not None
    assert len(judged["points"]) == len(content["points"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (series([]), "geen enkel kwartaal"),
        (series([{"numerator": 31, "denominator": 30}]), "teller is groter dan de noemer"),
        (series([SHARE] * 9, norm={"min": 0.9, "max": 0.8}), "Draai ze om"),
        (series([SHARE] * 9, peers={"B": [{"period": CODES[0], "numerator": 31, "denominator": 30}]}), "teller is groter dan de noemer"),
        (series([{"value": 0.8}]), "teller en de noemer"),
        (series([{"numerator": -1, "denominator": 30}]), "kleiner dan nul"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(content: dict[str, Any], said: str) -> None:
    answer = signaleer(content)
    assert fair(answer) is None
    assert said in answer[2]


NUMBERS = st.integers(-3, 60) | st.sampled_from([0, 0, 1, 10**7, 10**16, 0.5, 0.001, 1e300, -1e-300, None])
POINTS = st.one_of(
    st.tuples(NUMBERS, NUMBERS).map(lambda pair: {"numerator": pair[0], "denominator": pair[1]}),
    st.integers(0, 40).map(lambda top: {"numerator": top, "denominator": 40}),
    NUMBERS.map(lambda value: {"value": value}),
    st.sampled_from([MISSING, {"missing": "nvt"}, {}, SHARE]),
)
LISTS = st.one_of(
    st.lists(POINTS, max_size=30),
    st.builds(lambda point, count: [point] * count, POINTS, st.integers(0, 30)),
    st.lists(st.integers(0, 40).map(lambda top: {"numerator": top, "denominator": 40}) | st.just(MISSING), max_size=45),
)
NORMS = st.none() | st.dictionaries(st.sampled_from(["min", "max"]), NUMBERS | st.floats(0, 1), max_size=2)
BASELINES = st.fixed_dictionaries(
    {}, optional={"screen": st.booleans(), "fix_after": st.none() | st.integers(-1, 20), "rebase_at": st.lists(st.integers(-1, 32), max_size=3)}
)
FILES = st.fixed_dictionaries(
    {"kind": st.sampled_from(["proportion", "count", "rate", "value"]), "points": LISTS},
    optional={
        "direction": st.sampled_from(["higher", "lower", "none"]), "norm": NORMS, "profile": st.sampled_from(["kwartaal", "nhs"]),
        "confidence": st.sampled_from([0.95, 0.5, 0.9999, 0, 1, 95]), "baseline": BASELINES, "peers": st.dictionaries(st.sampled_from("BC"), LISTS),
    },
)  # fmt: skip
LABELS = st.sampled_from([CODES, [f"meting {number}" for number in range(60)], CODES[::2], [*CODES[:5], *CODES[9:]], CODES[::-1], ["2024-K1"] * 60])


@settings(max_examples=300, deadline=None)
@given(FILES, LABELS)
def test_any_series_is_judged_or_refused(content: dict[str, Any], labels: list[str]) -> None:
    def dated(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"period": label, **point} for label, point in zip(labels, points, strict=False)]

    peers = {"peers": {name: dated(points) for name, points in content["peers"].items()}} if "peers" in content else {}
    fair(signaleer(content | {"points": dated(content["points"])} | peers))
    measured("bad series through the command", 1)

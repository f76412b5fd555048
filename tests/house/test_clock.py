"""One clock (house.md 7): the time comes in as an argument, and only the portal's clock reads it."""

from __future__ import annotations

import ast

import pytest

from tests.house.source import STOREYS, calls, name, python, tree

READS_THE_TIME = {
    "datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.datetime.now", "datetime.datetime.utcnow",
    "datetime.date.today", "time.time", "time.time_ns", "time.localtime", "time.gmtime", "datetime.utcfromtimestamp",
}  # fmt: skip

# The clock itself, and measuring how long something of our own takes.
CLOCKS = {"portal/web/clock.py"}


def clock_readings(module: ast.AST) -> list[int]:
    """Lines that read the time of day. `time.monotonic` and `perf_counter` measure a duration and are free."""
    renamed = {alias.asname: alias.name for node in ast.walk(module) if isinstance(node, ast.ImportFrom) for alias in node.names if alias.asname}
    bare = {alias.asname or alias.name for node in ast.walk(module) if is_from_time(node) for alias in getattr(node, "names", [])}
    found = []
    for called, call in calls(module):
        head, _, rest = called.partition(".")
        full = f"{renamed.get(head, head)}.{rest}" if rest else called
        if full in READS_THE_TIME or (called in bare and f"time.{renamed.get(called, called)}" in READS_THE_TIME):
            found.append(call.lineno)
    return found


def is_from_time(node: ast.AST) -> bool:
    """`from time import ...`?"""
    return isinstance(node, ast.ImportFrom) and node.module == "time"


def test_only_the_clock_reads_the_time() -> None:
    found = {name(path): clock_readings(tree(path)) for path in python(*STOREYS, "migrations")}
    assert {path: lines for path, lines in found.items() if lines and path not in CLOCKS} == {}


@pytest.mark.parametrize(
    "code",
    [
        "datetime.now()",
        "datetime.now(UTC)",
        "import datetime\ndatetime.datetime.utcnow()",
        "date.today()",
        "import time\ntime.time()",
        "from time import time\ntime()",
        "from time import time as now\nnow()",
        "from datetime import datetime as dt\ndt.now()",
    ],
)
def test_the_clock_check_can_fail(code: str) -> None:
    assert clock_readings(ast.parse(code)) != []


@pytest.mark.parametrize("code", ["time.monotonic()", "clock.now()", "datetime.fromisoformat(x)", "time(12, 0)", "datetime(2026, 1, 1)"])
def test_the_clock_check_lets_other_calls_through(code: str) -> None:
    assert clock_readings(ast.parse(code)) == []


def days_in_utc(module: ast.AST) -> list[int]:
    """Lines that take the day of a kept moment (`at`, `..._at`) as it is kept: in UTC, and so another day than in Amsterdam just after midnight."""
    asked = (call.func.value for called, call in calls(module) if isinstance(call.func, ast.Attribute) and call.func.attr == "date" and not call.args)
    return [one.lineno for one in asked if (ending := _last_name(one)) == "at" or ending.endswith("_at")]


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def test_no_day_is_taken_from_a_moment_in_utc() -> None:
    found = {name(path): days_in_utc(tree(path)) for path in python(*STOREYS)}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("code", ["x.at.date()", "at.date()", "item.submitted_at.date()"])
def test_the_check_on_days_can_fail(code: str) -> None:
    assert days_in_utc(ast.parse(code)) == [1]


@pytest.mark.parametrize("code", ["x.at.astimezone(AMSTERDAM).date()", "begins.date()", "formats.date(x.at)"])
def test_the_check_on_days_lets_other_calls_through(code: str) -> None:
    assert days_in_utc(ast.parse(code)) == []

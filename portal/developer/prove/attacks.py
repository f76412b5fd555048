"""Runs every test that measures a figure (the build runs the same tests), reads what they measured, and judges.

Figures of both databases are added up. PROVE_SIZE=full tries more: 160 kills per database, every payload, every repeat.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from portal.config import ROOT
from portal.developer.prove import tables
from portal.developer.prove.goals import GOALS, Goal

MARK = "from tests.support.figures import"  # a test file that measures says so in this line
RESULT = ROOT / "build" / "prove.json"
WHOLE = Goal("attack tests that failed", most=0)


def prove(_arguments: argparse.Namespace) -> int:
    """Attack, print the table, write build/prove.json. 1 when one figure misses its goal."""
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder) / "figures.jsonl"
        told.touch()
        failed = _attack(told)
        measured, tabled = _read(told), tables.read(told)
    goals = [goal.at(full_size=os.environ.get("PROVE_SIZE") == "full") for goal in GOALS]
    lines = [_line(WHOLE, failed), *(_line(goal, _together(goal, measured)) for goal in goals)]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(lines, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    tables.show(tabled)
    _print(lines)
    return 0 if all(line["ok"] for line in lines) else 1


def _attack(told: Path) -> int:
    """Run the tests; how many failed. A run that could not even begin counts as one."""
    report = told.with_suffix(".xml")
    command = [sys.executable, "-m", "pytest", "-q", "--show-capture=no", "-p", "no:cacheprovider", f"--junitxml={report}", *_that_measure()]
    done = subprocess.run(command, cwd=ROOT, env=os.environ | {"SAMENZICHT_FIGURES": str(told)}, check=False)
    failed = report.read_text(encoding="utf-8").count("<failure") + report.read_text(encoding="utf-8").count("<error") if report.exists() else 0
    return failed if done.returncode in (0, 1) else max(failed, 1)


def _that_measure() -> list[str]:
    """The test files that measure; the whole folder of attacks is among them, in their own order."""
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("tests/**/test_*.py") if MARK in path.read_text(encoding="utf-8"))


def _read(told: Path) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for line in told.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if "figure" in one:
            found[one["figure"]].append(int(one["value"]))
    return found


def _together(goal: Goal, measured: dict[str, list[int]]) -> int | None:
    values = measured.get(goal.figure)
    return None if not values else goal.together(values)


def _line(goal: Goal, value: int | None) -> dict[str, Any]:
    return {"figure": goal.figure, "value": value, "goal": goal.told, "ok": goal.holds(value)}


def _print(lines: list[dict[str, Any]]) -> None:
    wide = max(len(line["figure"]) for line in lines)
    print(f"\n{'figure':<{wide}}  {'value':>9}  {'goal':>9}")
    for line in lines:
        value = "-" if line["value"] is None else line["value"]
        print(f"{line['figure']:<{wide}}  {value:>9}  {line['goal']:>9}  {'ok' if line['ok'] else 'NOT REACHED'}")
    print(f"\n{sum(line['ok'] for line in lines)} of {len(lines)} reached; written to {RESULT.relative_to(ROOT)}")

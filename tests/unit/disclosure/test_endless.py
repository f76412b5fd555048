"""A solver that does not come back holds a worker for ever: no time limit helps. A table on which HiGHS 1.15 did that."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

CONTRIB = {
    "c0": {"1": 64, "2": 24}, "c1": {"1": 25, "2": 18}, "c2": {"1": 22}, "c3": {"1": 17, "2": 6},
    "c4": {"1": 18, "2": 3}, "c5": {"1": 17, "2": 12}, "c6": {"1": 20, "2": 2}, "c7": {"1": 9, "2": 7},
    "c8": {"1": 2, "2": 2}, "c9": {"1": 13, "2": 10}, "c10": {"1": 2}, "c11": {"2": 3},
    "c12": {"1": 10, "2": 9}, "c13": {"1": 13, "2": 1}, "c14": {"1": 2, "2": 5}, "c15": {"1": 7},
    "c16": {"1": 7}, "c17": {"1": 11}, "c18": {"1": 5, "2": 3}, "c19": {"1": 1, "2": 1},
    "c20": {"2": 2}, "c21": {"1": 11}, "c22": {"1": 6, "2": 4},
}  # fmt: skip
EQUATIONS = (
    ("c0", "c1 c2 c3"),
    ("c0", "c4 c5 c6 c7"),
    ("c5", "c8 c9 c10"),
    ("c1", "c11 c12 c13 c14"),
    ("c3", "c17 c18 c19 c20"),
    ("c4", "c11 c15 c17"),
    ("c7", "c14 c16 c20"),
    ("c3", "c21 c22 c20"),
    ("c21", "c17"),
    ("c22", "c18 c19"),
)
BEFORE = {"c2": 20, "c3": 30, "c4": 20, "c6": 30, "c7": 20, "c8": 10, "c10": 0, "c16": 10, "c20": 10, "c21": 10, "c22": 10}
WAIT = 60


def test_a_table_of_twenty_three_figures_is_answered(tmp_path: Path) -> None:
    """In a process of its own, so that a solver that goes round for ever fails this test and does not stop all others."""
    table = {
        "cells": [{"id": name, "value": sum(parts.values()), "contrib": parts} for name, parts in CONTRIB.items()],
        "equations": [{"total": total, "parts": parts.split()} for total, parts in EQUATIONS],
        "rules": [{"type": "frequency", "min": 10}],
        "unpublished": ["c0", "c14", "c21", "c22"],
        "insiders": ["2"],
        "method": "round",
        "base": 10,
        "before": BEFORE,
        "time_limit": 2,
    }
    file = tmp_path / "in.json"
    file.write_text(json.dumps(table))
    ran = subprocess.run([sys.executable, "-m", "portal.developer", "bescherm", str(file)], capture_output=True, timeout=WAIT, check=False)
    assert ran.returncode in (0, 1) and json.loads(ran.stdout)["seconds"] < WAIT / 2

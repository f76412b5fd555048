"""Figures that tests measure. With SAMENZICHT_FIGURES=<file> each is also written down there, for `make prove`."""

from __future__ import annotations

import json
import os
from pathlib import Path

FULL = os.environ.get("PROVE_SIZE") == "full"
AT_LENGTH = "SAMENZICHT_FIGURES" in os.environ
"""`make prove` asks everything of everybody; `make test` asks every kind of question of everything, and finds the same kinds of faults."""


def measured(figure: str, value: int) -> None:
    """Write a figure down; `make prove` adds up what several tests say of the same one."""
    _write({"figure": figure, "value": value})


def measured_in(table: str, row: str, column: str, cell: str) -> None:
    """Write down one cell of a table, which `make prove` prints as a whole."""
    _write({"table": table, "row": row, "column": column, "cell": cell})


def _write(line: dict[str, str | int]) -> None:
    file = os.environ.get("SAMENZICHT_FIGURES")
    if file:
        with Path(file).open("a", encoding="utf-8") as out:
            out.write(json.dumps(line) + "\n")


def size(*, quick: int, full: int) -> int:
    """How many: quick by default, full when PROVE_SIZE=full."""
    return full if FULL else quick

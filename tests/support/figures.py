"""Figures that tests measure. With SAMENZICHT_FIGURES=<file> each is also written down there, for `make prove`."""

from __future__ import annotations

import json
import os
from pathlib import Path

FULL = os.environ.get("PROVE_SIZE") == "full"


def measured(figure: str, value: int) -> None:
    """Write a figure down; `make prove` adds up what several tests say of the same one."""
    file = os.environ.get("SAMENZICHT_FIGURES")
    if file:
        with Path(file).open("a", encoding="utf-8") as out:
            out.write(json.dumps({"figure": figure, "value": value}) + "\n")


def size(*, quick: int, full: int) -> int:
    """How many: quick by default, full when PROVE_SIZE=full."""
    return full if FULL else quick

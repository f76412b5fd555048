"""Figures of the journeys, one JSON line each, for the command that proves what the portal promises."""

from __future__ import annotations

import json
import os
from pathlib import Path

FILE = "SAMENZICHT_FIGURES"


def count(figure: str, value: int = 1) -> None:
    """Append a figure to the file that SAMENZICHT_FIGURES names; nothing happens without one. Short appends do not mix."""
    named = os.environ.get(FILE)
    if named:
        with Path(named).open("a", encoding="utf-8") as file:
            file.write(json.dumps({"figure": figure, "value": value}) + "\n")

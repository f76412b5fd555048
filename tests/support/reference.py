"""The shipped reference files, whole or with one thing changed, for tests."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from contracts.actions.reference_files import read_toml
from contracts.domain.reference_set import FILES
from kpi.domain.catalogue import FAMILIES

ROOT = Path(__file__).parents[2]
REGION = ROOT / "contracts" / "reference" / "maastricht-heuvelland"
CATALOGUE = ROOT / "kpi" / "catalogue"


def region_documents() -> dict[str, dict[str, Any]]:
    """Every file of the region, parsed."""
    return {name: read_toml(REGION, name) for name in FILES}


def catalogue_documents() -> dict[str, dict[str, Any]]:
    """Every file of the KPI catalogue, parsed."""
    return {f"{family}.toml": read_toml(CATALOGUE, f"{family}.toml") for family in FAMILIES}


def copy_with(folder: Path, to: Path, *, file: str, old: str, new: str) -> Path:
    """A copy of a folder in which one text of one file (there exactly or more than once; the first) is replaced."""
    shutil.copytree(folder, to)
    text = (to / file).read_text(encoding="utf-8")
    assert old in text, f"{old!r} is not in {file}"
    (to / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    return to

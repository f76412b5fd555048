"""The wall: what the klankbordgroep's screens are made of knows the editions, and no other figures."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FILES = [*(ROOT / "portal" / "sounding_board").glob("*.py"), *(ROOT / "portal" / "web").glob("summary*.py"), ROOT / "portal" / "web" / "open_data.py"]
ALLOWED = {"kpi.queries", "kpi.queries.summaries", "kpi.queries.advice_of_board", "kpi.actions.advice_giving"}
"""The editions (and the words for what stands in them, which know no database), and the advice of the klankbordgroep itself."""


def imported(file: Path) -> set[str]:
    """Every module that a file imports; "from kpi.queries import summaries" counts as that module."""
    found = set[str]()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names} if node.module == "kpi.queries" else {node.module}
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_only_the_editions_come_through(file: Path) -> None:
    of_figures = {
        name
        for name in imported(file)
        if name.startswith(("kpi", "contracts.tables", "contracts.queries", "portal.management", "portal.provider"))
        and not name.startswith("kpi.domain.publication")  # words and shapes of an edition: pure, they reach no figure
    }
    assert {name for name in of_figures if not name.startswith("kpi.domain.publication")} <= ALLOWED


def test_the_files_are_there() -> None:
    assert len(FILES) >= 6

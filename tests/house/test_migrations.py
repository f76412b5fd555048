"""The schema's history is one line: each revision follows the one before it, and its number says so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.source import ROOT

_FILE = re.compile(r"^(\d{4})_[a-z0-9_]+$")


def constants(module: ast.Module) -> dict[str, object]:
    """The plain values that a revision file sets at its top."""
    found: dict[str, object] = {}
    for node in module.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target if isinstance(node, ast.AnnAssign) else None
        value = node.value if isinstance(node, (ast.Assign, ast.AnnAssign)) else None
        if isinstance(target, ast.Name) and isinstance(value, ast.Constant):
            found[target.id] = value.value
    return found


def faults(folder: Path) -> list[str]:
    """Where the line is broken."""
    found, previous = [], None
    for number, path in enumerate(sorted(folder.glob("[!_]*.py")), start=1):
        told = constants(ast.parse(path.read_text(encoding="utf-8")))
        matched = _FILE.match(path.stem)
        if matched is None or int(matched[1]) != number:
            found.append(f"{path.name}: number {number:04} was expected, as 0001_name.py")
        if "revision" not in told or "down_revision" not in told:
            found.append(f"{path.name}: revision and down_revision stand there as plain values")
        elif told["down_revision"] != previous:
            found.append(f"{path.name}: follows {told['down_revision']!r}, but {previous!r} was expected")
        previous = told.get("revision")
    return found


def test_the_schema_has_one_history() -> None:
    folder = ROOT / "migrations" / "versions"
    if not folder.is_dir():
        pytest.skip("there are no migrations yet")
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("0002_fork.py", "revision = '0002'\ndown_revision = None\n"),
        ("0003_gap.py", "revision = '0003'\ndown_revision = '0001'\n"),
        ("0002_two_parents.py", "revision = '0002'\ndown_revision = ('0001', '0000')\n"),
        ("second.py", "revision = '0002'\ndown_revision = '0001'\n"),
    ],
)
def test_the_check_can_fail(tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / "0001_start.py").write_text("revision: str = '0001'\ndown_revision: str | None = None\n", encoding="utf-8")
    assert faults(tmp_path) == []
    (tmp_path / file).write_text(text, encoding="utf-8")
    assert faults(tmp_path) != []

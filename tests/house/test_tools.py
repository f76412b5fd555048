"""Ruff, mypy and vulture find nothing; and each of them does find a planted fault, with our own settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT


def run(*arguments: str, given: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a tool of the environment at the root."""
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False)


@pytest.mark.parametrize("tool", [("ruff", "check", "."), ("ruff", "format", "--check", "."), ("mypy",), ("vulture",)], ids=" ".join)
def test_the_tool_finds_nothing(tool: tuple[str, ...]) -> None:
    told = run(*tool)
    assert told.returncode == 0, told.stdout[-6000:] + told.stderr[-2000:]


@pytest.mark.parametrize(
    ("code", "rule"),
    [
        ("def told():\n    return 1\n", "D100"),
        ('"""A module."""\n\n\ndef told() -> int:\n    return 1\n', "D103"),
        ('"""A module."""\n\n\nclass Told:\n    pass\n', "D101"),
        ('"""A module."""\n\nfrom datetime import datetime\n\nNOW = datetime.now()\n', "DTZ005"),
        ('"""A module."""\n\nimport os\n', "F401"),
    ],
)
def test_ruff_finds_a_planted_fault(code: str, rule: str) -> None:
    told = run("ruff", "check", "--stdin-filename", "kpi/domain/planted.py", "--output-format", "concise", "-", given=code)
    assert told.returncode == 1
    assert rule in told.stdout


def test_mypy_finds_a_planted_fault(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("from contracts.foundation.money import parse_euros\n\n\ndef f(x):\n    return parse_euros(1) + x\n", encoding="utf-8")
    told = run("mypy", "--config-file", "pyproject.toml", "--cache-dir", str(tmp_path / "cache"), str(planted))
    assert told.returncode == 1
    assert "no-untyped-def" in told.stdout
    assert "arg-type" in told.stdout


def test_vulture_finds_a_planted_fault(tmp_path: Path) -> None:
    planted = tmp_path / "planted.py"
    planted.write_text("def f():\n    return 1\n    print('never')\n", encoding="utf-8")
    assert run("vulture", "--config", "pyproject.toml", str(planted)).returncode != 0

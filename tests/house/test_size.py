"""Small files, small functions, names that say something (house.md 10)."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.source import STOREYS, files, functions, name, python, tree

MODULE_LINES = 300
TEMPLATE_LINES = 120
FUNCTION_LINES = 30
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "misc", "common"}

# Places where an import has to wait, each with its reason.
LATE_IMPORTS = {
    "contracts/foundation/database.py": "which SQLite is used is decided when the first database is opened",
}


def too_long(text: str, wall: int) -> bool:
    """More lines than the wall?"""
    return len(text.splitlines()) > wall


def long_functions(module: ast.AST) -> list[str]:
    """Functions with more lines than the wall. The docstring and the signature do not count: explaining is free."""
    return [found.name for found in functions(module) if body_lines(found) > FUNCTION_LINES]


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function's body, after its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def inner_imports(module: ast.AST) -> list[int]:
    """Lines with an import inside a function."""
    inside = (node for function in functions(module) for node in ast.walk(function))
    return sorted({node.lineno for node in inside if isinstance(node, (ast.Import, ast.ImportFrom))})


def empty_names(paths: list[Path]) -> list[str]:
    """Files whose name tells nothing of what is in them."""
    return [path.as_posix() for path in paths if path.stem.strip("_") in EMPTY_NAMES]


def test_no_file_is_over_the_wall() -> None:
    # a revision is a step of the schema written out once; it is not read again, so it may be long
    code = [*python(*STOREYS, "tests"), *files(("static",), ".css", ".js")]
    pages = files(("templates",), ".html", ".txt", ".svg")
    over = [name(path) for path in code if too_long(path.read_text(encoding="utf-8"), MODULE_LINES)]
    over += [name(path) for path in pages if too_long(path.read_text(encoding="utf-8"), TEMPLATE_LINES)]
    assert over == []


def test_no_function_is_over_thirty_lines() -> None:
    assert [f"{name(path)}: {found}" for path in python(*STOREYS, "tests") for found in long_functions(tree(path))] == []


def test_imports_stand_at_the_top() -> None:
    late = {name(path): inner_imports(tree(path)) for path in python()}
    assert {path: lines for path, lines in late.items() if lines and path not in LATE_IMPORTS} == {}


def test_every_excuse_for_a_late_import_is_still_needed() -> None:
    late = {name(path) for path in python() if inner_imports(tree(path))}
    assert set(LATE_IMPORTS) - late == set()


def test_no_file_is_named_after_nothing() -> None:
    assert empty_names([*python(*STOREYS, "tests"), *files(("static", "templates"), ".css", ".js", ".html")]) == []


@pytest.mark.parametrize(("lines", "expected"), [(MODULE_LINES, False), (MODULE_LINES + 1, True)])
def test_the_size_check_can_fail(lines: int, *, expected: bool) -> None:
    assert too_long("x = 1\n" * lines, MODULE_LINES) is expected


def test_the_function_check_can_fail() -> None:
    body = "    x = 1\n"
    assert long_functions(ast.parse("def f():\n" + body * 31)) == ["f"]
    assert long_functions(ast.parse('def f():\n    """A\n\n    long story.\n    """\n' + body * 30)) == []


def test_the_import_check_can_fail() -> None:
    assert inner_imports(ast.parse("import os\ndef f():\n    import sys\n")) == [3]


def test_the_name_check_can_fail() -> None:
    assert empty_names([Path("kpi/utils.py"), Path("kpi/domain/_helpers.py"), Path("kpi/domain/report.py")]) == [
        "kpi/utils.py",
        "kpi/domain/_helpers.py",
    ]

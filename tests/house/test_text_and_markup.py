"""No SQL and no HTML is put together from loose text (trust.md V1.2.1-4)."""

from __future__ import annotations

import ast
import re

import pytest

from tests.house.source import STOREYS, calls, files, name, python, tree

RUNS_SQL = {"text", "execute", "executescript", "executemany", "exec_driver_sql", "scalar", "scalars"}

# Places where a statement is built from text, each with the reason why nobody's input can reach it.
BUILT_SQL = {
    "contracts/foundation/database.py": "PRAGMA takes no parameters; the values are constants of the same file",
    "portal/developer/backup.py": "a table's name cannot be a parameter; the names come from the database itself, and their quotes are doubled",
    "tests/integration/trust/test_failures.py": "fills the disk on purpose; PRAGMA takes no parameters",
    "tests/integration/trust/test_journal_tampering.py": "tampers with a copy on purpose; the names of triggers and columns are constants",
    "tests/support/databases.py": "CREATE and DROP DATABASE take no parameters; the names are counted by us",
}

# Places that may call text safe, each with its reason.
SAFE_MARKUP = {
    "portal/web/charts": "draws SVG from numbers and escaped labels",
    "portal/accounts/invitation_views.py": "the QR code is SVG made by segno from a secret of our own",
}

_SAFE_FILTER = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\s+false")


def is_built(node: ast.expr) -> bool:
    """Is this text put together: an f-string, `%`, `+` with something that is no constant, or .format()?"""
    if isinstance(node, ast.JoinedStr):
        return any(isinstance(part, ast.FormattedValue) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Mod, ast.Add)):
        return contains_text(node) and not all(isinstance(side, ast.Constant) for side in (node.left, node.right))
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join", "replace"}


def contains_text(node: ast.BinOp) -> bool:
    """Is one of the parts a piece of text? (`a + b` of two expressions may be SQLAlchemy's own.)"""
    return any(isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and isinstance(part.value, str)) for part in ast.walk(node))


def built_names(module: ast.AST) -> set[str]:
    """Variables that once got a built text: handing such a variable to the database is the same fault."""
    assigned = (node for node in ast.walk(module) if isinstance(node, ast.Assign))
    return {target.id for node in assigned if is_built(node.value) for target in node.targets if isinstance(target, ast.Name)}


def built_sql(module: ast.AST) -> list[int]:
    """Lines where a built text goes to the database."""
    suspects = built_names(module)
    found = []
    for called, call in calls(module):
        first = call.args[0] if call.args else None
        if called.rpartition(".")[2] not in RUNS_SQL or first is None:
            continue
        if is_built(first) or (isinstance(first, ast.Name) and first.id in suspects):
            found.append(call.lineno)
    return found


def markup_calls(module: ast.AST) -> list[int]:
    """Lines that call text safe HTML."""
    return [call.lineno for called, call in calls(module) if called.rpartition(".")[2] == "Markup"]


def safe_filters(template: str) -> list[str]:
    """Places in a template that switch escaping off."""
    return [found.group() for found in _SAFE_FILTER.finditer(template)]


def is_excused(path: str, excuses: dict[str, str]) -> bool:
    """Does the file, or a folder above it, stand in the list of excuses?"""
    return any(path == excuse or path.startswith(f"{excuse}/") for excuse in excuses)


def test_no_sql_is_built_from_text() -> None:
    found = {name(path): built_sql(tree(path)) for path in python(*STOREYS, "tests/support", "tests/integration", "migrations")}
    assert {path: lines for path, lines in found.items() if lines and not is_excused(path, BUILT_SQL)} == {}


def test_no_markup_outside_the_drawing_of_charts() -> None:
    found = {name(path): markup_calls(tree(path)) for path in python(*STOREYS)}
    assert {path: lines for path, lines in found.items() if lines and not is_excused(path, SAFE_MARKUP)} == {}


def test_no_template_switches_escaping_off() -> None:
    found = {name(path): safe_filters(path.read_text(encoding="utf-8")) for path in files(("templates",), ".html", ".txt", ".xml", ".svg")}
    assert {path: places for path, places in found.items() if places} == {}


@pytest.mark.parametrize(
    "code",
    [
        'session.execute(text(f"select {x}"))',
        'text("select %s" % x)',
        'connection.exec_driver_sql("drop table " + x)',
        'cursor.execute("select {}".format(x))',
        'statement = f"select {x}"\nsession.execute(statement)',
        'session.scalars(text("select " + ",".join(columns)))',
    ],
)
def test_the_sql_check_can_fail(code: str) -> None:
    assert built_sql(ast.parse(code)) != []


@pytest.mark.parametrize(
    "code",
    ['text("select 1")', 'session.execute(text("select :x"), {"x": f"{y}"})', "session.execute(select(a + b))", 'text("a" "b")', 'text("a" + "b")'],
)
def test_the_sql_check_lets_fixed_text_through(code: str) -> None:
    assert built_sql(ast.parse(code)) == []


def test_the_markup_checks_can_fail() -> None:
    assert markup_calls(ast.parse("x = Markup(y)\nz = markupsafe.Markup('<b>')")) == [1, 2]
    assert len(safe_filters("{{ x|safe }} {{ y | safe }} {% autoescape false %}")) == 3
    assert safe_filters("{{ safety|upper }}") == []

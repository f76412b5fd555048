"""Use cases never end the transaction: one request, one commit (house.md 4-5). Their facts come by keyword."""

from __future__ import annotations

import ast

from tests.house.source import calls, functions, name, python, tree

ENDS_THE_TRANSACTION = {"commit", "rollback", "begin_writing", "begin"}


def endings(module: ast.AST) -> list[int]:
    """Lines that begin or end a transaction."""
    return [call.lineno for called, call in calls(module) if called.rpartition(".")[2] in ENDS_THE_TRANSACTION]


def by_position(module: ast.Module) -> list[str]:
    """Public functions that take more than the session by position: two ids in the wrong order would go unseen."""
    public = (node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))
    return [node.name for node in public if [argument.arg for argument in node.args.args] != ["session"]]


def test_no_action_or_query_ends_the_transaction() -> None:
    rooms = python("contracts/actions", "kpi/actions", "contracts/queries", "kpi/queries", "contracts/domain", "kpi/domain")
    assert {name(path): lines for path in rooms if (lines := endings(tree(path)))} == {}


def test_actions_take_their_facts_by_keyword() -> None:
    assert {name(path): found for path in python("contracts/actions", "kpi/actions") if (found := by_position(tree(path)))} == {}


def test_the_checks_can_fail() -> None:
    assert endings(ast.parse("def f(session):\n    session.flush()\n    session.commit()")) == [3]
    assert by_position(ast.parse("def submit(session, report_id, *, by): ...\ndef sign(session, *, report_id): ...\ndef _inner(a): ...")) == [
        "submit"
    ]
    assert [found.name for found in functions(ast.parse("def a():\n    def b(): ...\n"))] == ["a", "b"]

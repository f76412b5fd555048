"""Use cases never end the transaction: one request, one commit (house.md 4-5). Their facts come by keyword."""

from __future__ import annotations

import ast

from tests.house.source import calls, functions, name, python, tree

ENDS_THE_TRANSACTION = {".commit", ".rollback", ".begin", ".begin_writing", "begin_writing"}


def endings(module: ast.AST) -> list[int]:
    """Lines that begin or end a transaction."""
    return [call.lineno for called, call in calls(module) if "".join(called.rpartition(".")[1:]) in ENDS_THE_TRANSACTION]


def by_position(module: ast.Module) -> list[str]:
    """Public functions that take who acts and when, or more than one id, by position: two of a kind can change places unseen."""
    public = (node for node in module.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"))
    return [node.name for node in public if is_use_case(node) and takes_too_much(node)]


def is_use_case(function: ast.FunctionDef) -> bool:
    """Does it know who acts and when?"""
    return {"by", "at"} <= {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}


def takes_too_much(function: ast.FunctionDef) -> bool:
    """Are the facts of a use case open to being swapped?"""
    given = function.args.args
    ids = [argument for argument in given if isinstance(argument.annotation, ast.Name) and argument.annotation.id == "int"]
    return len(ids) > 1 or any(argument.arg in {"by", "at"} for argument in given)


def test_no_action_or_query_ends_the_transaction() -> None:
    rooms = python("contracts/actions", "kpi/actions", "contracts/queries", "kpi/queries", "contracts/domain", "kpi/domain")
    assert {name(path): lines for path in rooms if (lines := endings(tree(path)))} == {}


def test_actions_take_their_facts_by_keyword() -> None:
    assert {name(path): found for path in python("contracts/actions", "kpi/actions") if (found := by_position(tree(path)))} == {}


def test_the_checks_can_fail() -> None:
    assert endings(ast.parse("def f(session):\n    session.flush()\n    session.commit()\n    begin_writing(session)")) == [3, 4]
    assert endings(ast.parse("begin(session, by=actor)\nsession.begin_nested()")) == []
    fine = "def sign(session, report_id: int, *, by, at): ...\ndef _inner(a, by, at): ...\ndef upsert(session, rows): ...\n"
    swapped = "def give(session, a: int, b: int, *, by, at): ...\ndef submit(session, at, *, by): ..."
    assert by_position(ast.parse(fine + swapped)) == ["give", "submit"]
    assert [found.name for found in functions(ast.parse("def a():\n    def b(): ...\n"))] == ["a", "b"]

"""A list or a session with twenty rows asks the database as often as one with one row."""

from __future__ import annotations

from tests.integration.dialogue.conftest import Table, planned
from tests.integration.dialogue.test_walk import ACTION
from tests.support.inspector import Inspector
from tests.support.portal_queries import counted_requests
from tests.support.world import World

MOST = 6


def count(table: Table, who: Inspector, path: str) -> int:
    """Statements of one request, the identity's own included."""
    with counted_requests(table.app) as sent:
        assert who.get(path).status == 200
    return len(sent)


def test_more_rows_ask_no_more_questions(talking: Table, world: World) -> None:
    table = talking
    table.do(table.chair, "afspraken", **ACTION)
    table.write(table.chair, "Tekst")
    paths = ("/dialoog", table.session, f"{table.session}/verslag")
    few = [count(table, table.writer, path) for path in paths]
    for number in range(19):
        planned(table.chair, world.organisations["linde"], f"Gesprek {number}")
        table.do(table.chair, "afspraken", **ACTION | {"text": f"Afspraak {number}"})
        table.do(table.chair, "punten", part="data", title=f"Punt {number}")
    many = [count(table, table.writer, path) for path in paths]
    assert few == many
    assert max(many) <= MOST

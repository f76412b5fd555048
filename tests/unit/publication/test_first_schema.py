"""What readers of the first summaries still know."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import count
from typing import Any

from kpi.domain.publication.choice import Choice
from kpi.domain.publication.first_schema import first_schema_bundle
from kpi.domain.publication.joint import Effort, protect_jointly
from kpi.domain.publication.scheme import scheme
from tests.unit.publication.region import HOUSE, QUARTER, RULES, SHELTER, quarter


def old(*, end: int, house: int | None = None, detail: dict[str, int] | None = None) -> str:
    """An edition as the first schema wrote it, with what matters here."""

    def row(code: str, stand: int | None) -> dict[str, Any]:
        return {"code": code, "name": code, "begin": None if stand is None else 90, "joined": 9, "left": 9, "end": stand, "hidden": ""}

    content = {
        "schema": 1,
        "period": QUARTER.previous.code,
        "figures": [],
        "flows": [row(HOUSE, house), row(SHELTER, None)],
        "flow_total": row("", end),
        "flow_detail": detail,
        "places": {"places": 50, "occupied": 40, "unoccupied": 10, "waiting": 5},
    }
    return json.dumps(content)


def test_it_tells_the_stands_by_the_ids_of_the_scheme() -> None:
    told = first_schema_bundle(old(end=200, house=80, detail={"inflow": 30, "through_in": 4, "through_out": 4, "outflow": 20}), name="oud")
    assert told is not None
    assert {name: cell.value for name, cell in told.cells.items()} == {
        "2026-K1|totaal": 90,
        "2026-K2|totaal": 200,
        "2026-K1|v|bw-met-verblijf": 90,
        "2026-K2|v|bw-met-verblijf": 80,
        "2026-K2|erbij": 30,
        "2026-K2|weg": 20,
    }
    assert all(cell.contributions is None for cell in told.cells.values())
    assert told.told == frozenset(told.cells)


def test_what_was_hidden_then_is_not_known_and_another_schema_is_none_of_it() -> None:
    told = first_schema_bundle(old(end=200), name="oud")
    assert told is not None
    assert set(told.cells) == {"2026-K1|totaal", "2026-K2|totaal"}
    assert first_schema_bundle('{"schema":2}', name="nieuw") is None


def test_a_new_edition_reckons_with_the_exact_begin() -> None:
    """The begin of this quarter was told exactly: whatever is rounded now, who came less who left is known to go with that."""
    region = quarter(4, size=30)
    begin = sum(flow.at_begin for flow in region.flows)
    history = first_schema_bundle(old(end=begin), name="oud")
    assert history is not None
    of = scheme(region, Choice(), RULES, name="2026-K3")
    assert of.bundle.cells[of.movement.begin].value == Fraction(begin) == history.cells[of.movement.begin].value
    moments = count()
    outcome = protect_jointly(of.bundle, (history,), RULES, effort=Effort(1e9), elapsed=lambda: next(moments) / 1e3)
    assert outcome.safe, outcome.refusal

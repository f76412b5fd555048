"""Summaries of the first schema, which were published before tables were protected together: what their readers still know.

They showed true figures as they are, and nobody kept what each aanbieder brought in. All of them were withdrawn; their readers remember.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from contracts.foundation.period import Quarter
from kpi.domain.disclosure.problem import Cell, Method, Problem
from kpi.domain.publication.bundle import Bundle, Part
from kpi.domain.publication.layout import TOTAL
from kpi.domain.publication.scheme import COUNTS

SCHEMA = 1


def first_schema_bundle(text: str, *, name: str) -> Bundle | None:
    """What an edition of the first schema told of people in care, for the history; None for any other schema.

    Those figures hang together with what other quarters tell, and with the tables of their own quarter. Its KPIs and places do not: what could be
    read of those was read then, and no later edition adds to it or can undo it.
    """
    read: dict[str, Any] = json.loads(text)
    if read.get("schema") != SCHEMA:
        return None
    told = dict(_people(read, Quarter.parse(read["period"])))
    problem = Problem(cells=tuple(Cell(cell, value) for cell, value in told.items()), method=Method.ROUND)
    return Bundle(name, (Part(COUNTS, problem),) if told else ())


def _people(read: Mapping[str, Any], quarter: Quarter) -> Iterator[tuple[str, Fraction]]:
    """Stands at both ends, of all forms together and of each form; who came and who went, where it was told without who moved on inside."""
    rows = [(TOTAL, read["flow_total"]), *((f"v|{row['code']}", row) for row in read["flows"])]
    for place, row in rows:
        stands = ((quarter.previous, row["begin"]), (quarter, row["end"]))
        yield from ((f"{when.code}|{place}", Fraction(stand)) for when, stand in stands if stand is not None)
    if read["flow_detail"] is not None:
        yield f"{quarter.code}|erbij", Fraction(read["flow_detail"]["inflow"])
        yield f"{quarter.code}|weg", Fraction(read["flow_detail"]["outflow"])

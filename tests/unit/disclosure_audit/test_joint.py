"""Quarter after quarter protected by itself, and everything that was published attacked together."""

from __future__ import annotations

from math import ceil
from time import monotonic
from typing import Any

from tests.support.disclosure_history import RULES, flows, quarters
from tests.support.figures import measured, size
from tests.unit.disclosure.making import Table, protected
from tests.unit.disclosure_audit.asking import audited

INSIDERS = ["A", "B", "C", "D"]
REGION = "t|t|t"


def went_out(name: str, tables: Table) -> dict[str, Any]:
    """The tables of one quarter as the protector gives them."""
    made = protected(tables | {"rules": RULES, "method": "round", "insiders": INSIDERS})
    assert made.safe
    told = {"suppressed": list(made.suppressed), "steps": made.steps, "rounded": {cell: int(value) for cell, value in made.rounded.items()}}
    return {"name": name, "cells": tables["cells"], "equations": tables["equations"], "method": "round"} | told


def of_region(quarter: dict[str, Table], number: int) -> list[dict[str, Any]]:
    """How many came to the region and how many left, in one quarter."""
    names = {f"in K{number}|{REGION}", f"uit K{number}|{REGION}"}
    return [cell for flow in ("in", "uit") if flow in quarter for cell in quarter[flow]["cells"] if cell["id"] in names]


def region_history(made: list[dict[str, Table]]) -> dict[str, Any]:
    """Three tables of stands each quarter, who came and left in the region as a whole, and each year the sum of what its quarters told."""
    editions = [
        went_out(f"K{number}", {"cells": [*one["stand"]["cells"], *of_region(one, number)], "equations": one["stand"]["equations"]})
        for number, one in enumerate(made)
    ]
    years: list[dict[str, Any]] = []
    for first in range(1, len(made) - 3, 4):
        for flow in ("in", "uit"):
            years.append(year_of(flow, first))
            editions.append(year_edition(years[-1], editions))
    return {
        "editions": editions,
        "equations": years,
        "flows": [one for one in flows(made) if one["end"].endswith(f"|{REGION}")],
        "rules": RULES,
        "insiders": INSIDERS,
    }


def year_of(flow: str, first: int) -> dict[str, Any]:
    return {"total": f"{flow} jaar {first}", "parts": [f"{flow} K{number}|{REGION}" for number in range(first, first + 4)]}


def year_edition(year: dict[str, Any], editions: list[dict[str, Any]]) -> dict[str, Any]:
    """A year is published as the sum of the published quarters, so it tells nothing that they did not."""
    cells = {cell["id"]: cell for edition in editions for cell in edition["cells"]}
    told = {cell: value for edition in editions for cell, value in edition["rounded"].items()}
    parts = [cells[one] for one in year["parts"]]
    whole = {who: sum(cell["contrib"].get(who, 0) for cell in parts) for who in INSIDERS}
    cell = {"id": year["total"], "value": sum(whole.values()), "contrib": whole}
    return {
        "name": year["total"],
        "cells": [cell],
        "rounded": {year["total"]: sum(told[one] for one in year["parts"])},
        "method": "round",
        "steps": 3,
    }


def test_sixteen_quarters_of_three_tables_are_safe_together_within_a_minute() -> None:
    made_up = quarters(1, 1400, size(quick=5, full=16))
    begun = monotonic()
    history = region_history(made_up)
    made = audited(history)
    measured("quarters of three tables audited together", size(quick=5, full=16))
    measured("findings over all quarters together, outsider and four insiders", len(made.findings) + len(made.unproven))
    measured("quarters of three tables protected and audited together, in seconds", ceil(monotonic() - begun))
    assert made.findings == () and made.unproven == ()
    assert made.checked > 100


def test_one_revealing_change_in_all_of_it_is_found() -> None:
    """The same history, with one small figure told as it is, or one quarter rounded otherwise."""
    history = region_history(quarters(2, 900, 3))
    assert audited(history).safe
    values = {cell["id"]: cell["value"] for edition in history["editions"] for cell in edition["cells"]}
    last = history["editions"][2]
    small = [name for name in last["rounded"] if 0 < values[name] < 5]
    assert len(small) > 10
    for name in small[:: size(quick=8, full=1)]:
        rounded = {cell: told for cell, told in last["rounded"].items() if cell != name}
        assert not audited(history | {"editions": [*history["editions"][:2], last | {"rounded": rounded}]}).safe


def test_flows_that_nobody_publishes_are_known_to_who_makes_them() -> None:
    """Every flow of every cell beside the stands, published nowhere.

    An aanbieder that made all of a flow knows that the stand of the others did not change, and may intersect what two quarters say of it. Rounding
    each quarter by itself does not see that; this audit does, and refuses it.
    """
    made = quarters(1, 1400, size(quick=4, full=7))
    editions = [went_out(f"K{number}", one["stand"]) for number, one in enumerate(made)]
    for edition, quarter in zip(editions, made, strict=True):
        for flow in ("in", "uit"):
            if flow in quarter:
                edition["unpublished"] = [*edition.get("unpublished", []), *(cell["id"] for cell in quarter[flow]["cells"])]
                edition["cells"] = [*edition["cells"], *quarter[flow]["cells"]]
                edition["equations"] = [*edition["equations"], *quarter[flow]["equations"]]
    told = audited({"editions": editions, "flows": flows(made), "rules": RULES, "insiders": INSIDERS}, seconds=300)
    measured("findings when each aanbieder also knows who came and left everywhere, each quarter rounded by itself", len(told.findings))
    assert not told.unproven
    assert all(one.attacker is not None for one in told.findings)

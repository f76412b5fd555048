"""Figures in a table of text (CSV), as the document that the rules read: one row for each KPI and quarter."""

from __future__ import annotations

import csv
from typing import Any

from contracts.foundation.errors import Refused

COLUMNS = ("kwartaal", "kpi", "teller", "noemer", "geen cijfer", "toelichting")


def document_of(text: str) -> dict[str, Any]:
    """The last quarter is the report, earlier ones are its history. Raises Refused with the row that is wrong."""
    lines = text.splitlines()
    parted_by = ";" if lines and ";" in lines[0] else ","
    rows = csv.DictReader(lines, delimiter=parted_by)
    missing = [name for name in COLUMNS[:4] if name not in (rows.fieldnames or ())]
    if missing:
        raise Refused("", f"In de eerste regel ontbreekt de kolom '{missing[0]}'. Gebruik: {';'.join(COLUMNS)}.")
    told = [{name: (row.get(name) or "").strip() for name in COLUMNS} for row in rows]
    told = [row for row in told if any(row.values())]
    last = max((row["kwartaal"].upper() for row in told), default="")
    earlier: dict[str, dict[str, list[str]]] = {}
    for row in told:
        if row["kwartaal"].upper() != last:
            earlier.setdefault(row["kpi"], {})[row["kwartaal"].upper()] = [row["teller"], row["noemer"]]
    cells = [row | {"eerder": earlier.get(row["kpi"], {})} for row in told if row["kwartaal"].upper() == last]
    return {"kwartaal": last, "cijfers": [{name: value for name, value in row.items() if name != "kwartaal"} for row in cells]}

"""Charts as a workbook: a sheet for each with its own table, and a sheet that says what the figures are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.web.charts.table import ChartTable
from portal.web.formatting import moment
from portal.web.spreadsheets.table import Column, Table
from portal.web.spreadsheets.writing import xlsx

LONGEST_NAME = 31  # of a sheet, in every spreadsheet program
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
DEFINITIONS_SHEET = "Toelichting"


class Chart(Protocol):
    """Any of the charts of this package that tell and tabulate."""

    @property
    def title(self) -> str:
        """What it shows."""

    @property
    def summary(self) -> str:
        """What it says."""

    @property
    def table(self) -> ChartTable:
        """Its figures."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A chart with the name of its sheet, and the definition of what is counted."""

    name: str
    chart: Chart
    definition: str = ""


def charts_workbook(sheets: Sequence[Sheet], *, title: str, chosen: str, at: datetime) -> bytes:
    """The charts as XLSX. `chosen` says which part of the figures was asked for ("alle aanbieders, tot en met K3 2026"); `at` is now."""
    names = sheet_names([one.name for one in sheets])
    tables = [one.chart.table.sheet(name) for one, name in zip(sheets, names, strict=True)]
    return xlsx([*tables, explanation(sheets, names, chosen=chosen, at=at)], title=title, at=at)


def explanation(sheets: Sequence[Sheet], names: Sequence[str], *, chosen: str, at: datetime) -> Table:
    """The sheet "Toelichting": the moment, the choice, and for each sheet what it is and what it says."""
    wide = (("Grafiek", 40), ("Wat de grafiek zegt", 60), ("Definitie", 60))
    columns = (Column("Blad", 20), *(Column(name, width, wraps=True) for name, width in wide))
    rows = tuple((name, one.chart.title, one.chart.summary, one.definition) for one, name in zip(sheets, names, strict=True))
    above = (f"Gemaakt op {moment(at)}.", f"Gekozen: {chosen}.", "Een lege cel betekent: geen cijfer. Leeg is niet nul.")
    return Table(DEFINITIONS_SHEET, columns, rows, above)


def sheet_names(wanted: Sequence[str]) -> list[str]:
    """Names that every spreadsheet program takes: at most 31 signs, none forbidden, none twice (capitals do not count)."""
    taken = {DEFINITIONS_SHEET.lower()}
    found: list[str] = []
    for number, name in enumerate(wanted, start=1):
        plain = _FORBIDDEN.sub(" ", name).strip(" '")[:LONGEST_NAME].rstrip(" '") or f"Blad {number}"
        end = 2
        unique = plain
        while unique.lower() in taken:
            unique = f"{plain[: LONGEST_NAME - len(str(end)) - 1]} {end}"
            end += 1
        taken.add(unique.lower())
        found.append(unique)
    return found

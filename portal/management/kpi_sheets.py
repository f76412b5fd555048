"""The pages of a KPI as sheets: one for each chart, from the same chart object, and "Toelichting"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kpi.queries.indicators import IndicatorLine
from portal.management.kpi_page import KpiPage
from portal.management.kpi_words import aspects, valid_text
from portal.management.series_page import SeriesPage
from portal.web.formatting import moment, quarter
from portal.web.spreadsheets.table import Column, Table

_SIGNED = "Alleen ondertekende cijfers, met de correcties die daarna zijn ondertekend."
_LIMITS = "De grenzen van een kwartaal staan op de kwartalen ervoor. Een nieuwe definitie of een nieuw begin laat ze opnieuw beginnen."


def kpi_sheets(page: KpiPage, versions: Sequence[IndicatorLine], at: datetime) -> list[Table]:
    """A sheet for the figures of all aanbieders, one for the comparison by size, and what they mean."""
    sheets = [] if page.multiples is None else [_told(page.multiples.table.sheet("Per aanbieder"), page.multiples.summary)]
    filters = "Alle aanbieders en alle kwartalen."
    if page.funnel is not None:
        sheets.append(_told(page.funnel.table.sheet("Vergelijking"), page.funnel.summary))
        filters += f" De vergelijking gaat over het {quarter(page.compared)}."
    return [*sheets, _explanation(page.title, filters, versions, at)]


def series_sheets(page: SeriesPage, versions: Sequence[IndicatorLine], at: datetime) -> list[Table]:
    """The run chart, what was found by quarter, the new beginnings, and what they mean."""
    sheets = [] if page.chart is None else [_told(page.chart.table.sheet("Verloop"), page.chart.summary)]
    rows = (*page.quarters, *page.older)
    found = tuple(
        (row.quarter, row.value, group.nature, one.severity.word, one.sentence) for row in rows for group in row.groups for one in group.findings
    )
    sheets.append(Table("Bevindingen", _columns(("Kwartaal", 12), ("Cijfer", 14), ("Soort", 24), ("Ernst", 16), ("Wat valt op", 100)), found))
    begun = tuple((one.quarter, one.reason, one.told, one.withdrawn, one.withdrawn_reason) for one in page.rebases)
    names = (("Vanaf", 12), ("Reden", 60), ("Door", 36), ("Ingetrokken", 40), ("Waarom ingetrokken", 60))
    sheets.append(Table("Nieuw begin", _columns(*names), begun))
    return [*sheets, _explanation(f"{page.title}, {page.provider}", "Alle kwartalen van deze aanbieder.", versions, at)]


def _told(sheet: Table, summary: str) -> Table:
    """The sentences of the chart above its figures."""
    return replace(sheet, above=(summary, ""))


def _columns(*names: tuple[str, int]) -> tuple[Column, ...]:
    return tuple(Column(name, width, wraps=width > 20) for name, width in names)


def _explanation(title: str, filters: str, versions: Sequence[IndicatorLine], at: datetime) -> Table:
    """Every version of the definition, side by side, under what this file is."""
    told = [aspects(one) for one in versions]
    rows = (("Geldig", *(valid_text(one) for one in versions)), *((name, *(one[name] for one in told)) for name in told[0]))
    columns = _columns(("Onderdeel", 20), *((f"Versie {one.version}", 60) for one in versions))
    above = (f"{title}. Gedownload op {moment(at)}.", filters, _SIGNED, _LIMITS, "")
    return Table("Toelichting", columns, rows, above)

"""The report as a file to fill in: XLSX or CSV, with every KPI, the earlier values and what stands there now."""

from __future__ import annotations

from flask import Response

from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.provider.desk import provider, report_of
from portal.provider.words import FAMILY_NAMES
from portal.web import clock, transaction
from portal.web.formatting import moment
from portal.web.spreadsheets.report_sheets import HOW_TO, explanation, template
from portal.web.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, attachment, delimited, xlsx


def _rows(report: ReportHeader) -> list[GridRow]:
    return grid_rows(transaction.reading(), report=report)


@provider.get("/rapportages/<period>/download.xlsx")
@requires(Permission.REPORT_READ)
def download_xlsx(period: str) -> Response:
    """The report as a workbook to fill in."""
    report, now = report_of(period), clock.now()
    rows, title = _rows(report), f"{report.provider_name}, {report.label}"
    above = (f"Rapportage van {title}. Gedownload op {moment(now)}.", *HOW_TO, "")
    tables = (template(report, rows, families=FAMILY_NAMES), explanation(rows, above=above))
    return attachment(xlsx(tables, title=title, at=now), name=f"samenzicht-{report.slug}.xlsx", kind=XLSX_TYPE)


@provider.get("/rapportages/<period>/download.csv")
@requires(Permission.REPORT_READ)
def download_csv(period: str) -> Response:
    """The same figures as a CSV to fill in."""
    report = report_of(period)
    table = template(report, _rows(report), families=FAMILY_NAMES)
    return attachment(delimited(table), name=f"samenzicht-{report.slug}.csv", kind=CSV_TYPE)

"""Files with money: the begroting of a year, one line, and the list of agreements; each as XLSX and as CSV from the same tables."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, request

from contracts.queries.budget_line import line_picture
from contracts.queries.deals import deals_by_provider
from contracts.queries.taakvelden import shares_of
from kpi.queries.budget_year import budget_year
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.agreements_sheet import agreements_tables
from portal.management.budget_sheet import budget_tables
from portal.management.desk import ID, asked_year, management
from portal.management.line_sheet import line_tables
from portal.web import clock, transaction
from portal.web.spreadsheets.table import Table
from portal.web.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, attachment, delimited, xlsx


def _file(tables: Sequence[Table], *, name: str, title: str, ending: str) -> Response:
    """The workbook with all sheets, or the first sheet alone with semicolons. The day is in the name: a file has no "now"."""
    now = clock.now()
    full = f"samenzicht-{name}-{clock.today().isoformat()}.{ending}"
    if ending == "csv":
        return attachment(delimited(tables[0]), name=full, kind=CSV_TYPE)
    return attachment(xlsx(tables, title=title, at=now), name=full, kind=XLSX_TYPE)


@management.get("/begroting/download.<any(xlsx, csv):ending>")
@requires(Permission.BUDGET_READ)
def budget_file(ending: str) -> Response:
    """The begroting of the year in `jaar`, or of this year."""
    session, asked = transaction.reading(), request.args.get("jaar", "")
    year = asked_year(asked) if asked else clock.today().year
    found = budget_year(session, year=year, today=clock.today()).matrix
    tables = budget_tables(found, shares_of(session, year=year).get(year, {}), clock.now())
    return _file(tables, name=f"begroting-{year}", title=f"Begroting {year}", ending=ending)


@management.get(f"/begroting/regels/<{ID}:line_id>/download.<any(xlsx, csv):ending>")
@requires(Permission.BUDGET_READ)
def line_file(line_id: int, ending: str) -> Response:
    """One line, all years."""
    found = line_picture(transaction.reading(), line_id=line_id)
    return _file(line_tables(found, clock.now()), name=f"regel-{found.id}", title=found.name, ending=ending)


@management.get("/overeenkomsten/download.<any(xlsx, csv):ending>")
@requires(Permission.BUDGET_READ)
def agreements_file(ending: str) -> Response:
    """All agreements, arrangementen and subsidies of the year in `jaar`, or of this year."""
    asked = request.args.get("jaar", "")
    year = asked_year(asked) if asked else clock.today().year
    tables = agreements_tables(deals_by_provider(transaction.reading(), year=year), year, clock.now())
    return _file(tables, name=f"overeenkomsten-{year}", title=f"Overeenkomsten en subsidies {year}", ending=ending)

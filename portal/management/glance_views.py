"""Everything at a glance: the heat table of a quarter, on the screen and as a workbook."""

from __future__ import annotations

from flask import Response, render_template, request

from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from kpi.queries.glance import glance
from kpi.queries.reviews import periods
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import asked_quarter, management
from portal.management.glance_page import glance_page
from portal.management.glance_sheet import glance_tables
from portal.management.signs import MEANINGS
from portal.web import clock, transaction
from portal.web.spreadsheets.writing import XLSX_TYPE, attachment, xlsx


@management.get("/overzicht")
@requires(Permission.DEVIATION_REVIEW)
def overview() -> str:
    """Every aanbieder beside every KPI: the asked quarter, or the latest that was opened."""
    session, asked = transaction.reading(), request.args.get("kwartaal", "")
    known = periods(session)
    quarter = asked_quarter(asked) if asked else known[0] if known else Quarter.of(clock.today()).previous
    page = glance_page(glance(session, quarter=quarter), quarter, known, clock.now())
    return render_template("management/overview.html", page=page, meanings=MEANINGS)


@management.get("/overzicht/<period>/cijfers.xlsx")
@requires(Permission.DEVIATION_REVIEW)
def overview_xlsx(period: str) -> Response:
    """The same table to work on. A quarter in which nothing was asked is not there."""
    quarter, at = asked_quarter(period), clock.now()
    found = glance(transaction.reading(), quarter=quarter)
    if not found.figures:
        raise NotFound(period)
    book = xlsx(glance_tables(found, quarter, at), title=f"Aan één blik, {quarter.label}", at=at)
    return attachment(book, name=f"samenzicht-overzicht-{quarter.slug}.xlsx", kind=XLSX_TYPE)

"""The begroting: contracts and subsidies against budget lines, to the cent."""

from __future__ import annotations

from datetime import date

from flask import current_app, render_template, request

from contracts.queries.budget import Years, matrix, years
from kpi.queries.budget_year import budget_year
from portal.access.guard import requires
from portal.access.identity import current_identity
from portal.access.permissions import Permission, permits
from portal.management.desk import asked_year, management
from portal.management.flow_page import flow_page
from portal.management.matrix_page import BudgetPage, budget_page
from portal.web import clock, transaction


def shown_year(known: Years, asked: str, today: date) -> int:
    """The asked year, this year, or the last one with a begroting. Raises NotFound for what is no year."""
    budgeted = known.budgeted or (today.year,)
    return asked_year(asked) if asked else today.year if today.year in budgeted else budgeted[-1]


def matrix_page(asked: str) -> BudgetPage:
    """The page of a year. Five queries, however many lines and commitments."""
    session, today = transaction.reading(), clock.today()
    known = years(session)
    found = budget_year(session, year=shown_year(known, asked, today), today=today)
    return budget_page(found.matrix, found.signals(known.budgeted), known.all, endpoints=_open_to_viewer())


def _open_to_viewer() -> frozenset[str]:
    """The pages to which a signal may lead: a KPI's own page is the contractmanager's."""
    closed = () if permits(Permission.DEVIATION_REVIEW, current_identity()) else ("management.kpi",)
    return frozenset(current_app.view_functions).difference(closed)


@management.get("/begroting")
@requires(Permission.BUDGET_READ)
def budget() -> str:
    """The matrix of one year."""
    return render_template("management/budget.html", page=matrix_page(request.args.get("jaar", "")))


@management.get("/begroting/stroom")
@requires(Permission.BUDGET_READ)
def budget_flow() -> str:
    """The same year as a picture: from lines to commitments."""
    session, today = transaction.reading(), clock.today()
    known = years(session)
    found = matrix(session, year=shown_year(known, request.args.get("jaar", ""), today), known=known)
    return render_template("management/budget_flow.html", page=flow_page(found, known.all))

"""The begroting: contracts and subsidies against budget lines, to the cent."""

from __future__ import annotations

from flask import render_template, request

from contracts.domain.budget_signals import signals
from contracts.queries.budget import matrix, years
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import asked_year, management
from portal.management.matrix_page import BudgetPage, budget_page
from portal.web import clock, transaction


def matrix_page(asked: str) -> BudgetPage:
    """The page of a year: the asked one, this year, or the last one with a begroting. Five queries, however many lines."""
    session, today = transaction.reading(), clock.today().year
    known = years(session)
    budgeted = known.budgeted or (today,)
    found = matrix(session, year=asked_year(asked) if asked else today if today in budgeted else budgeted[-1], known=known)
    return budget_page(found, signals(found), known.all)


@management.get("/begroting")
@requires(Permission.BUDGET_READ)
def budget() -> str:
    """The matrix of one year."""
    return render_template("management/budget.html", page=matrix_page(request.args.get("jaar", "")))

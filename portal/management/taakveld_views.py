"""The page with the money per taakveld."""

from __future__ import annotations

from flask import render_template, request

from contracts.queries.budget import Years, budgets, matrix
from contracts.queries.taakvelden import shares_of
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import asked_year, management
from portal.management.taakveld_page import taakveld_page
from portal.web import clock, transaction


@management.get("/begroting/taakvelden")
@requires(Permission.BUDGET_READ)
def taakvelden() -> str:
    """One year per taakveld, and all years under the headings that stayed."""
    session, asked = transaction.reading(), request.args.get("jaar", "")
    held, today = budgets(session), clock.today().year
    year = asked_year(asked) if asked else today if today in held or not held else max(held)
    known = Years(tuple(held), tuple(held))
    return render_template("management/taakvelden.html", page=taakveld_page(matrix(session, year=year, known=known), shares_of(session), held))

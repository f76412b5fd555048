"""Agreements, arrangementen and subsidies: the list, one of them, and how its money is divided over budget lines."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.actions.allocations import set_allocation
from contracts.foundation.errors import Conflict, Refused
from contracts.queries.agreements import Portfolio, portfolio
from contracts.queries.agreements import commitment as find_commitment
from contracts.queries.budget import lines
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.commitment_page import chosen_year, commitment_page, offered_lines
from portal.management.desk import ID, management, seen_version, tell, whole
from portal.management.forms import AllocationForm
from portal.management.lost_race import lost_race
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once


@dataclass(frozen=True, slots=True)
class PortfolioPage:
    """All agreements and what stands without one."""

    portfolio: Portfolio
    title: str = "Overeenkomsten en subsidies"
    lead: str = "Kies een arrangement of subsidie om te zien welke begrotingsregel betaalt."


@management.get("/overeenkomsten")
@requires(Permission.BUDGET_READ)
def commitments() -> str:
    """Everything that was agreed, by aanbieder."""
    return render_template("management/commitments.html", page=PortfolioPage(portfolio(transaction.reading(), provider_id=None)))


def _show(commitment_id: int, form: AllocationForm, *, asked: int, status: int = 200) -> Response:
    session = transaction.reading()
    found = find_commitment(session, commitment_id=commitment_id, provider_id=None)
    year = chosen_year(found, asked)
    form.budget_line_id.choices = offered_lines(found, lines(session, year=year), year)
    return make_response(render_template("management/commitment.html", page=commitment_page(found, year, form), form=form), status)


@management.get(f"/overeenkomsten/<{ID}:commitment_id>")
@requires(Permission.BUDGET_READ)
def commitment(commitment_id: int) -> Response:
    """One arrangement or subsidie; `regel` in the address prefills the form."""
    form = AllocationForm(data={"budget_line_id": request.args.get("regel", "")})
    return _show(commitment_id, form, asked=whole(request.args.get("jaar", "")))


@management.post(f"/overeenkomsten/<{ID}:commitment_id>/verdeling")
@requires(Permission.BUDGET_CHANGE)
@once
def divide(commitment_id: int) -> Response:
    """Let one line pay an amount of a year."""
    form, year = AllocationForm(request.form), whole(request.form.get("year", ""))
    line_id, back = whole(form.budget_line_id.data or ""), url_for("management.commitment", commitment_id=commitment_id, jaar=year)
    seen = seen_version() if "version" in request.form else whole(request.form.get(f"version-{line_id}", ""))
    try:
        if not line_id:
            raise Refused("budget_line_id", "Kies een begrotingsregel.")
        place = {"commitment_id": commitment_id, "budget_line_id": line_id, "year": year}
        set_allocation(transaction.writing(), amount_text=form.amount.data or "", version=seen, by=actor(), at=clock.now(), **place)
    except Refused as refusal:
        tell(form, refusal)
        return _show(commitment_id, form, asked=year, status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Overeenkomst")
    flash("De verdeling is opgeslagen. De begroting rekent er nu mee.")
    return see_other(back)

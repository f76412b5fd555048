"""Agreements, arrangementen and subsidies: the list, and one of them."""

from __future__ import annotations

from flask import render_template, request

from contracts.queries.agreements import commitment as find_commitment
from contracts.queries.budget import years
from contracts.queries.deals import deals_by_provider
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.commitment_page import commitment_page
from portal.management.deal_list_page import deal_list_page
from portal.management.desk import ID, asked_year, management
from portal.web import clock, transaction


@management.get("/overeenkomsten")
@requires(Permission.BUDGET_READ)
def commitments() -> str:
    """Everything that was agreed, by aanbieder, with the money of the asked year (this one)."""
    session, today, asked = transaction.reading(), clock.today(), request.args.get("jaar", "")
    year = asked_year(asked) if asked else today.year
    page = deal_list_page(deals_by_provider(session, year=year), year=year, years=years(session).all, today=today)
    return render_template("management/commitments.html", page=page)


@management.get(f"/overeenkomsten/<{ID}:commitment_id>")
@requires(Permission.BUDGET_READ)
def commitment(commitment_id: int) -> str:
    """One arrangement or subsidie."""
    found = find_commitment(transaction.reading(), commitment_id=commitment_id, provider_id=None)
    return render_template("management/commitment.html", page=commitment_page(found))

"""Agreements, arrangementen and subsidies: the list, and one of them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from contracts.queries.agreements import Portfolio, portfolio
from contracts.queries.agreements import commitment as find_commitment
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.commitment_page import commitment_page
from portal.management.desk import ID, management
from portal.web import transaction


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


@management.get(f"/overeenkomsten/<{ID}:commitment_id>")
@requires(Permission.BUDGET_READ)
def commitment(commitment_id: int) -> str:
    """One arrangement or subsidie."""
    found = find_commitment(transaction.reading(), commitment_id=commitment_id, provider_id=None)
    return render_template("management/commitment.html", page=commitment_page(found))

"""The blueprint of the aanbieder's desk, and how its views find the report they are about."""

from __future__ import annotations

from flask import Blueprint, url_for

from contracts.foundation.errors import NotFound
from kpi.domain.openings import CAPACITY, CELL, CORRECTIONS, FLOWS, NOTE, PEOPLE, Ask
from kpi.domain.reporting_period import kind_of
from kpi.queries.reports import ReportHeader, find_report_of_period
from portal.access.identity import viewer
from portal.web import clock, transaction

provider = Blueprint("provider", __name__, url_prefix="/aanbieder")

ID = "int(max=2147483647)"  # in an address: more than a database's whole number is no id at all


def own_id() -> int:
    """The aanbieder that the viewer works for: every question and every change of this desk is about that one."""
    found = viewer().provider_id
    if found is None:
        raise NotFound("no aanbieder")
    return found


_PAGES = {
    CAPACITY: "provider.capacity",
    FLOWS: "provider.flows",
    PEOPLE: "provider.people",
    NOTE: "provider.note",
    CORRECTIONS: "provider.corrections",
}


def place_of(slug: str, ask: Ask) -> str:
    """Where a question of the municipality is answered: at the cell, or on the section's page."""
    if ask.kind == CELL and ask.family:
        return f"{url_for('provider.grid', period=slug, family=ask.family)}#cel-{ask.scope}"
    if ask.scope in _PAGES:
        return url_for(_PAGES[ask.scope], period=slug)
    return url_for("provider.grid", period=slug, family=ask.scope)


def report_of(period: str) -> ReportHeader:
    """The viewer's own report of a period in the address ("2026-k3", "2026-j", "2026-v1"), as it is now. Raises NotFound."""
    code = period.upper()
    try:
        kind_of(code)
    except ValueError as error:
        raise NotFound(period) from error
    return find_report_of_period(transaction.reading(), provider_id=own_id(), period=code).as_seen(clock.now())

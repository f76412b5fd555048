"""The blueprint of the aanbieder's desk, and how its views find the report they are about."""

from __future__ import annotations

from flask import Blueprint

from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from kpi.queries.reports import ReportHeader, find_report_of_period
from portal.access.identity import viewer
from portal.web import transaction

provider = Blueprint("provider", __name__, url_prefix="/aanbieder")


def own_id() -> int:
    """The aanbieder that the viewer works for: every question and every change of this desk is about that one."""
    found = viewer().provider_id
    if found is None:
        raise NotFound("no aanbieder")
    return found


def report_of(period: str) -> ReportHeader:
    """The viewer's own report of a quarter in the address ("2026-k3"). Raises NotFound."""
    try:
        quarter = Quarter.parse(period)
    except ValueError as error:
        raise NotFound(period) from error
    return find_report_of_period(transaction.reading(), provider_id=own_id(), period=quarter.code)

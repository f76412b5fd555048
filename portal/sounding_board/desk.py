"""The blueprint of this desk, and the published summary that an address asks for."""

from __future__ import annotations

from flask import Blueprint

from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from kpi.queries import summaries
from kpi.queries.summaries import Edition
from portal.web import transaction

sounding_board = Blueprint("sounding_board", __name__, url_prefix="/klankbord")


def published(period: str) -> Edition:
    """The published summary of a quarter in the address ("2026-k3"). Raises NotFound."""
    try:
        quarter = Quarter.parse(period)
    except ValueError as error:
        raise NotFound(period) from error
    return summaries.edition(transaction.reading(), period=quarter)

"""The blueprint of this desk, and a quarter out of an address."""

from __future__ import annotations

from flask import Blueprint

from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter

publishing = Blueprint("publishing", __name__, url_prefix="/publicatie")


def quarter_of(period: str) -> Quarter:
    """The quarter that the address names. Raises NotFound for anything else."""
    try:
        return Quarter.parse(period)
    except ValueError as error:
        raise NotFound(period) from error

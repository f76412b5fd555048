"""The blueprint of this desk, and a quarter out of an address."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, current_app

from contracts.domain.region import AgeBand
from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter

publishing = Blueprint("publishing", __name__, url_prefix="/publicatie")


def quarter_of(period: str) -> Quarter:
    """The quarter that the address names. Raises NotFound for anything else."""
    try:
        return Quarter.parse(period)
    except ValueError as error:
        raise NotFound(period) from error


def age_bands() -> Sequence[AgeBand]:
    """The age groups of the region."""
    bands: Sequence[AgeBand] = current_app.config["REGION"].age_bands
    return bands

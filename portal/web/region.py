"""The region this portal runs for, read from its file once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flask import current_app

from contracts.actions.reference import read_guests, read_region, read_rulebook
from contracts.domain.awb_terms import Rulebook
from contracts.domain.region import Region


@lru_cache(maxsize=4)
def _read(folder: Path) -> Region:
    return read_region(folder)


def region() -> Region:
    """Its settings and age groups."""
    return _read(current_app.config["SETTINGS"].region_folder)


@lru_cache(maxsize=4)
def _read_book(folder: Path) -> Rulebook:
    return read_rulebook(folder)


def rulebook() -> Rulebook:
    """The terms of subsidies that hold there."""
    return _read_book(current_app.config["SETTINGS"].region_folder)


@lru_cache(maxsize=4)
def _read_guests(folder: Path) -> tuple[str, ...]:
    return read_guests(folder)


def guest_partners() -> tuple[str, ...]:
    """The partners who may be guests at the partnership table there."""
    return _read_guests(current_app.config["SETTINGS"].region_folder)

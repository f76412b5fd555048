"""The pages of one arrangement or subsidie, and of a raamovereenkomst; and which of them is open."""

from __future__ import annotations

from typing import NamedTuple

from flask import current_app, request, url_for

from contracts.domain.commitment import ARRANGEMENT, KINDS, SUBSIDIE

SECTIONS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("Geld per jaar", "management.commitment", KINDS),
    ("Verdeling", "management.division", KINDS),
    ("Tarieven", "management.tariffs", (ARRANGEMENT,)),
    ("Verloop van de subsidie", "management.subsidy", (SUBSIDIE,)),
    ("KPI's", "management.commitment_kpis", KINDS),
    ("Realisatie en prognose", "management.commitment_forecast", KINDS),
    ("Wijzigingen", "management.amendments", KINDS),
    ("Mensen en stukken", "management.papers", KINDS),
)


AGREEMENT_SECTIONS = (
    ("Raamovereenkomst", "management.agreement"),
    ("Wijzigingen", "management.amendments"),
    ("Mensen en stukken", "management.papers"),
)


class Section(NamedTuple):
    """One of them, as a link."""

    label: str
    href: str
    is_current: bool


def sections_of(commitment_id: int, kind: str, *, here: str = "") -> tuple[Section, ...]:
    """The pages that exist for this kind. `here` is the endpoint that is open; left out: the one of the request."""
    known, current = current_app.view_functions, here or request.endpoint
    return tuple(
        Section(label, url_for(endpoint, commitment_id=commitment_id), endpoint == current)
        for label, endpoint, kinds in SECTIONS
        if kind in kinds and endpoint in known
    )


def agreement_sections_of(agreement_id: int, *, here: str) -> tuple[Section, ...]:
    """The pages of a raamovereenkomst. `here` is the endpoint that is open."""
    return tuple(Section(label, url_for(endpoint, agreement_id=agreement_id), endpoint == here) for label, endpoint in AGREEMENT_SECTIONS)

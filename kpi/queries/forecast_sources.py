"""One commitment's expectation in a year with everything that it stands on, for the page that shows every figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from contracts.domain.outlook import Facts, Outlook, outlook
from contracts.foundation.errors import NotFound
from contracts.queries.realised import RealisedItem
from contracts.queries.tariffs import TariffItem
from contracts.tables.agreement import Commitment, CommitmentYear
from kpi.queries.expected import Parts, Row, details_of
from kpi.queries.occupancy import Reported


@dataclass(frozen=True, slots=True)
class ForecastSources:
    """The outlook of a year, and the realised amounts, tariffs and reports behind it. `years`: in which it has money."""

    commitment_id: int
    kind: str
    reference: str
    name: str
    provider_id: int
    provider_name: str
    years: tuple[int, ...]
    outlook: Outlook
    realised: tuple[RealisedItem, ...]
    tariffs: tuple[TariffItem, ...]
    reported: tuple[Reported, ...]


def forecast_sources(session: Session, *, commitment_id: int, year: int | None, today: date, provider_id: int | None) -> ForecastSources:
    """Of one commitment, for its aanbieder (`provider_id`) or for the centrumgemeente (None). `year` None: this year, or its last.

    Raises NotFound for an unknown and for a foreign commitment, and for a year in which it has no money. Five queries.
    """
    years = _years(session, commitment_id, provider_id)
    chosen = year if year is not None else today.year if today.year in years else max(years, default=0)
    if chosen not in years:
        raise NotFound(f"commitment {commitment_id} in {chosen}")
    owner = select(Commitment.provider_id).where(Commitment.id == commitment_id).scalar_subquery()
    ((facts, row, parts),) = details_of(session, year=chosen, provider_id=owner, only=commitment_id)
    return sources_from(facts, row, parts, years=years, today=today)


def sources_from(facts: Facts, row: Row, parts: Parts, *, years: tuple[int, ...], today: date) -> ForecastSources:
    """The same for who has the rows already."""
    return ForecastSources(
        commitment_id=row.id,
        kind=row.kind,
        reference=row.reference,
        name=row.name,
        provider_id=row.provider_id,
        provider_name=row.provider_name,
        years=years,
        outlook=outlook(facts, today=today),
        realised=parts.realised.get(row.id, ()),
        tariffs=parts.tariffs.get(row.id, ()),
        reported=parts.occupancy.get((row.provider_id, row.care_form_code or ""), ()),
    )


def _years(session: Session, commitment_id: int, provider_id: int | None) -> tuple[int, ...]:
    mine = true() if provider_id is None else Commitment.provider_id == provider_id
    asked = select(CommitmentYear.year).join(Commitment, Commitment.id == CommitmentYear.commitment_id).where(Commitment.id == commitment_id, mine)
    return tuple(session.scalars(asked.order_by(CommitmentYear.year)))

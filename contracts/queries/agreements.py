"""Questions about what was agreed. `provider_id` is the viewer: an aanbieder sees its own, None (the centrumgemeente) sees all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import BigInteger, ColumnElement, Row, cast, func, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Agreement, Allocation, Commitment, CommitmentYear
from contracts.tables.budget import BudgetLine
from contracts.tables.organisation import Organisation
from contracts.tables.programme import CareForm

# Built once: putting the question together anew costs more than asking it.
_sums = (
    select(
        CommitmentYear.commitment_id,
        cast(func.sum(CommitmentYear.committed_cents), BigInteger).label("committed"),  # else PostgreSQL sums to a decimal
        cast(func.sum(CommitmentYear.realised_cents), BigInteger).label("realised"),
    )
    .group_by(CommitmentYear.commitment_id)
    .subquery()
)
_COMMITMENTS = (
    select(
        Commitment.id,
        Commitment.provider_id,
        Organisation.name,
        Commitment.agreement_id,
        Commitment.kind,
        Commitment.reference,
        Commitment.name,
        Commitment.care_form_code,
        Commitment.starts_on,
        Commitment.ends_on,
        Commitment.version,
        func.coalesce(_sums.c.committed, 0),
        func.coalesce(_sums.c.realised, 0),
        Agreement.name,
        CareForm.name,
        Commitment.variant,
        Commitment.product_category,
        Commitment.product_code,
        Commitment.agreed_places,
    )
    .outerjoin(Agreement, Agreement.id == Commitment.agreement_id)
    .outerjoin(CareForm, CareForm.code == Commitment.care_form_code)
    .join(Organisation, Organisation.id == Commitment.provider_id)
    .outerjoin(_sums, _sums.c.commitment_id == Commitment.id)
    .order_by(Organisation.name, Commitment.kind, Commitment.reference)
)


@dataclass(frozen=True, slots=True)
class CommitmentItem:
    """An arrangement or subsidie with its sums over all its years, in cents."""

    id: int
    provider_id: int
    provider_name: str
    agreement_id: int | None
    kind: str
    reference: str
    name: str
    care_form_code: str | None
    starts_on: date
    ends_on: date
    version: int
    committed_cents: int
    realised_cents: int
    agreement_name: str | None
    care_form_name: str | None
    variant: str | None
    product_category: str
    product_code: str
    agreed_places: Decimal | None


@dataclass(frozen=True, slots=True)
class AllocationItem:
    """What one budget line pays of a commitment's year."""

    budget_line_id: int
    line_code: str
    line_name: str
    amount_cents: int
    version: int


@dataclass(frozen=True, slots=True)
class CommitmentYearItem:
    """One year of a commitment: promised, realised, divided over lines, and what is left to divide. `version` guards a new division."""

    year: int
    committed_cents: int
    realised_cents: int
    version: int
    allocations: tuple[AllocationItem, ...]
    allocated_cents: int
    unallocated_cents: int


@dataclass(frozen=True, slots=True)
class CommitmentDetail:
    """One commitment with its years."""

    commitment: CommitmentItem
    years: tuple[CommitmentYearItem, ...]


def commitments(session: Session, *, provider_id: int | None) -> list[CommitmentItem]:
    """All of them, or one aanbieder's, with their sums over all years. One query."""
    return _commitments(session, _visible(Commitment.provider_id, provider_id))


def commitment(session: Session, *, commitment_id: int, provider_id: int | None) -> CommitmentDetail:
    """One commitment with its years and their division. Raises NotFound for an unknown and for a foreign one. Three queries."""
    found = _commitments(session, _visible(Commitment.provider_id, provider_id), Commitment.id == commitment_id)
    if not found:
        raise NotFound(f"commitment {commitment_id}")
    paid: dict[int, list[AllocationItem]] = {}
    for year, line_id, code, name, cents, version in _allocations(session, commitment_id):
        paid.setdefault(year, []).append(AllocationItem(line_id, code, name, cents, version))
    years = select(CommitmentYear.year, CommitmentYear.committed_cents, CommitmentYear.realised_cents, CommitmentYear.version)
    rows = session.execute(years.where(CommitmentYear.commitment_id == commitment_id).order_by(CommitmentYear.year))
    return CommitmentDetail(found[0], tuple(_year(*row, tuple(paid.get(row[0], ()))) for row in rows))


def _visible(column: InstrumentedAttribute[int], provider_id: int | None) -> ColumnElement[bool]:
    return true() if provider_id is None else column == provider_id


def _commitments(session: Session, *conditions: ColumnElement[bool]) -> list[CommitmentItem]:
    return [CommitmentItem(*tuple(row)) for row in session.execute(_COMMITMENTS.where(*conditions))]


def _allocations(session: Session, commitment_id: int) -> Sequence[Row[int, int, str, str, int, int]]:
    asked = (
        select(Allocation.year, BudgetLine.id, BudgetLine.code, BudgetLine.name, Allocation.amount_cents, Allocation.version)
        .join(BudgetLine, BudgetLine.id == Allocation.budget_line_id)
        .where(Allocation.commitment_id == commitment_id)
        .order_by(Allocation.year, BudgetLine.position, BudgetLine.id)
    )
    return session.execute(asked).all()


def _year(year: int, committed_cents: int, realised_cents: int, version: int, allocations: tuple[AllocationItem, ...]) -> CommitmentYearItem:
    allocated = sum(item.amount_cents for item in allocations)
    return CommitmentYearItem(year, committed_cents, realised_cents, version, allocations, allocated, committed_cents - allocated)

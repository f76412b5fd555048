"""How one commitment's year is divided over budget lines, beside what the lines hold. For the centrumgemeente only."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import BigInteger, case, cast, func, select
from sqlalchemy.orm import Session

from contracts.domain.budget import LineInYear
from contracts.domain.division import Divided
from contracts.foundation.errors import NotFound
from contracts.queries.budget import lines
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from contracts.tables.organisation import Organisation


@dataclass(frozen=True, slots=True)
class YearToDivide:
    """One year of the commitment. `version` guards a new division."""

    year: int
    committed_cents: int
    allocated_cents: int
    kind: str
    version: int


@dataclass(frozen=True, slots=True)
class DivisionOfYear:
    """A commitment with the year that is divided, and the year before it when it had one.

    `paid`: what each line pays in the year, of all commitments together. `reasons`: why a line was taken beyond its budget.
    """

    commitment_id: int
    reference: str
    name: str
    kind: str
    provider_name: str
    years: tuple[YearToDivide, ...]
    year: YearToDivide
    lines: tuple[LineInYear, ...]
    paid: Mapping[int, int]
    divided: Divided
    reasons: Mapping[int, str]
    before: Divided
    before_cents: int

    @property
    def others(self) -> dict[int, int]:
        """What each line pays of the other commitments."""
        return {line: cents - self.divided.amounts.get(line, 0) for line, cents in self.paid.items()}


def division_of(session: Session, *, commitment_id: int, year: int) -> DivisionOfYear:
    """The division of a year; for a year without promise the first with something left to divide, or the last. Four queries.

    Raises NotFound for an unknown commitment, and for one without any year.
    """
    (reference, name, kind, provider), years = _commitment(session, commitment_id)
    chosen = next((each for each in years if each.year == year), None)
    chosen = chosen or next((each for each in years if each.allocated_cents != each.committed_cents), years[-1])
    both = (chosen.year - 1, chosen.year)
    paid, amounts, reasons = _allocations(session, commitment_id, both)
    shares = shares_in(session, commitment_id=commitment_id, years=both)
    now, before = (Divided(amounts.get(each, {}), shares.get(each, {})) for each in (chosen.year, chosen.year - 1))
    return DivisionOfYear(
        commitment_id=commitment_id,
        reference=reference,
        name=name,
        kind=kind,
        provider_name=provider,
        years=years,
        year=chosen,
        lines=lines(session, year=chosen.year),
        paid=paid,
        divided=now,
        reasons=reasons,
        before=before,
        before_cents=next((each.committed_cents for each in years if each.year == chosen.year - 1), 0),
    )


def paid_by_lines(session: Session, *, year: int) -> dict[int, int]:
    """What each line pays itself in the year, of all commitments together. One query."""
    asked = select(Allocation.budget_line_id, cast(func.sum(Allocation.amount_cents), BigInteger)).where(Allocation.year == year)
    rows = session.execute(asked.group_by(Allocation.budget_line_id).order_by(Allocation.budget_line_id))
    return {row[0]: row[1] for row in rows}


def shares_in(session: Session, *, commitment_id: int, years: Collection[int]) -> dict[int, dict[int, int]]:
    """The shares per year and line, in hundredths of a percent; a year that follows amounts has none. One query."""
    s = AllocationShare
    asked = select(s.year, s.budget_line_id, s.share).where(s.commitment_id == commitment_id, s.year.in_(years))
    found: dict[int, dict[int, int]] = {}
    for year, line, share in session.execute(asked.order_by(s.year, s.budget_line_id)):
        found.setdefault(year, {})[line] = share
    return found


def _commitment(session: Session, commitment_id: int) -> tuple[tuple[str, str, str, str], tuple[YearToDivide, ...]]:
    c, y, a = Commitment, CommitmentYear, Allocation
    allocated = select(cast(func.coalesce(func.sum(a.amount_cents), 0), BigInteger)).where(a.commitment_id == y.commitment_id, a.year == y.year)
    asked = (
        select(c.reference, c.name, c.kind, Organisation.name, y.year, y.committed_cents, allocated.scalar_subquery(), y.division, y.version)
        .join(Organisation, Organisation.id == c.provider_id)
        .join(y, y.commitment_id == c.id)
        .where(c.id == commitment_id)
        .order_by(y.year)
    )
    rows = [tuple(row) for row in session.execute(asked)]
    if not rows:
        raise NotFound(f"commitment {commitment_id}")
    return rows[0][:4], tuple(YearToDivide(*row[4:]) for row in rows)


def _allocations(session: Session, commitment_id: int, years: tuple[int, int]) -> tuple[dict[int, int], dict[int, dict[int, int]], dict[int, str]]:
    """What all commitments ask of each line in the last year; and of this one the amounts per year and the reasons of the last."""
    a = Allocation
    own = a.commitment_id == commitment_id
    asked = select(
        a.year,
        a.budget_line_id,
        cast(func.sum(a.amount_cents), BigInteger),
        cast(func.sum(case((own, a.amount_cents), else_=0)), BigInteger),
        func.max(case((own, a.reason), else_="")),
    )
    paid: dict[int, int] = {}
    amounts: dict[int, dict[int, int]] = {}
    reasons: dict[int, str] = {}
    grouped = asked.where(a.year.in_(years)).group_by(a.year, a.budget_line_id).order_by(a.year, a.budget_line_id)
    for year, line, cents, mine, reason in session.execute(grouped):
        if mine:
            amounts.setdefault(year, {})[line] = mine
        if year == years[1]:
            paid[line] = cents
            reasons |= {line: reason} if reason else {}
    return paid, amounts, reasons

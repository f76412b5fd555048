"""Questions about the begroting. These show every aanbieder's money: they are for the centrumgemeente only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, Integer, Select, and_, bindparam, false, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from contracts.domain.budget import AllocationInYear, CommitmentInYear, LineInYear, Matrix
from contracts.domain.budget_matrix import NO_EXPECTATIONS, build_matrix
from contracts.domain.outlook import Expected
from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Allocation, Commitment, CommitmentYear
from contracts.tables.budget import BudgetAmount, BudgetLine
from contracts.tables.organisation import Organisation
from contracts.tables.programme import CareForm

# The questions of the matrix are built once: putting them together anew costs more than asking them.
_YEAR = bindparam("year", type_=Integer)
_latest = (
    select(BudgetAmount.line_id, func.max(BudgetAmount.revision).label("revision"))
    .where(BudgetAmount.year == _YEAR)
    .group_by(BudgetAmount.line_id)
    .subquery()
)
_current = and_(BudgetAmount.line_id == BudgetLine.id, BudgetAmount.year == _YEAR, BudgetAmount.revision == _latest.c.revision)
_LINES: Select[int, str, str, int | None, int, int | None, bool | None, str | None, str | None, int | None, str] = (
    select(
        BudgetLine.id,
        BudgetLine.code,
        BudgetLine.name,
        BudgetLine.parent_id,
        BudgetLine.position,
        BudgetAmount.amount_cents,
        BudgetAmount.is_provisional,
        BudgetAmount.mark,
        BudgetAmount.note,
        BudgetAmount.revision,
        BudgetLine.note,
    )
    .outerjoin(_latest, _latest.c.line_id == BudgetLine.id)
    .outerjoin(BudgetAmount, _current)
    .order_by(BudgetLine.position, BudgetLine.id)
)

# A column is whatever runs in the year, and whatever has money in it: no cent can be out of sight.
_runs = and_(Commitment.starts_on <= bindparam("last_day", type_=Date), Commitment.ends_on >= bindparam("first_day", type_=Date))
_pays = select(Allocation.id).where(Allocation.commitment_id == Commitment.id, Allocation.year == _YEAR).exists()
_COMMITMENTS = (
    select(
        Commitment.id,
        Commitment.reference,
        Commitment.name,
        Commitment.kind,
        Commitment.provider_id,
        Organisation.name,
        Commitment.starts_on,
        Commitment.ends_on,
        func.coalesce(CommitmentYear.committed_cents, 0),
        func.coalesce(CommitmentYear.realised_cents, 0),
        func.coalesce(CommitmentYear.version, 0),
        Commitment.variant,
        Commitment.care_form_code,
        func.coalesce(or_(CareForm.has_places, CareForm.counts_in_flow), false()),
        Commitment.agreed_places,
        Commitment.subsidy_state,
    )
    .outerjoin(CareForm, CareForm.code == Commitment.care_form_code)
    .join(Organisation, Organisation.id == Commitment.provider_id)
    .outerjoin(CommitmentYear, and_(CommitmentYear.commitment_id == Commitment.id, CommitmentYear.year == _YEAR))
    .where(or_(_runs, CommitmentYear.id.is_not(None), _pays))
    .order_by(Organisation.name, Commitment.kind, Commitment.reference)
)
_a = Allocation.__table__.c  # plain columns: a large begroting has thousands of these rows
_ALLOCATIONS = (
    select(_a.commitment_id, _a.budget_line_id, _a.amount_cents, _a.version, _a.reason)
    .where(_a.year == _YEAR)
    .order_by(_a.commitment_id, _a.budget_line_id)
)
_YEARS = select(BudgetAmount.year, literal(1).label("budgeted")).union(select(CommitmentYear.year, literal(0).label("budgeted")))


@dataclass(frozen=True, slots=True)
class Years:
    """The years there is something to show for: those with budget amounts, and all (also with commitments only)."""

    budgeted: tuple[int, ...]
    all: tuple[int, ...]


def years(session: Session) -> Years:
    """Which years can be opened, ascending. One query."""
    rows = session.execute(_YEARS).all()
    return Years(tuple(sorted(row[0] for row in rows if row[1])), tuple(sorted({row[0] for row in rows})))


def matrix(session: Session, *, year: int, expected: Mapping[int, Expected] = NO_EXPECTATIONS, known: Years | None = None) -> Matrix:
    """Budget lines against commitments in one year, with totals. Four queries, however many rows there are; three when the years are `known`.

    `expected` by commitment (`kpi.queries.expected`); of what is not in it the promised amount is expected. Raises NotFound for a year
    that no begroting can have.
    """
    if not 1900 <= year <= 2999:
        raise NotFound(f"year {year}")
    budgeted = (known or years(session)).budgeted
    return build_matrix(
        year=year,
        last_budget_year=budgeted[-1] if budgeted else None,
        expected=expected,
        lines=lines(session, year=year),
        commitments=commitments_in(session, year=year),
        allocations=allocations_in(session, year=year),
    )


def lines(session: Session, *, year: int, line_ids: frozenset[int] | None = None) -> tuple[LineInYear, ...]:
    """Budget lines (all, or those asked for) with the latest revision of their amount in the year, by position."""
    asked = _LINES
    if line_ids is not None:
        asked = asked.where(BudgetLine.id.in_(line_ids))
    return tuple(
        LineInYear(line_id, code, name, parent_id, position, cents, bool(provisional), mark or "", note or "", revision or 0, line_note)
        for line_id, code, name, parent_id, position, cents, provisional, mark, note, revision, line_note in session.execute(asked, {"year": year})
    )


def budgets(session: Session) -> dict[int, dict[int, int]]:
    """Year -> top-level line -> cents, by the revision that holds; "n.v.t." counts as nothing in a sum. One query."""
    a, newer = BudgetAmount, aliased(BudgetAmount)
    later = select(newer.id).where(newer.line_id == a.line_id, newer.year == a.year, newer.revision > a.revision).exists()
    lines = select(a.year, a.line_id, func.coalesce(a.amount_cents, 0)).join(BudgetLine, BudgetLine.id == a.line_id)
    asked = lines.where(BudgetLine.parent_id.is_(None), ~later).order_by(a.year, BudgetLine.position)
    found: dict[int, dict[int, int]] = {}
    for year, line_id, cents in session.execute(asked):
        found.setdefault(year, {})[line_id] = cents
    return found


def commitments_in(session: Session, *, year: int) -> tuple[CommitmentInYear, ...]:
    """What runs in the year, and what has money in it. One query."""
    asked = {"year": year, "first_day": date(year, 1, 1), "last_day": date(year, 12, 31)}
    return tuple(CommitmentInYear(*row) for row in session.execute(_COMMITMENTS, asked))


def allocations_in(session: Session, *, year: int) -> list[AllocationInYear]:
    """Which line pays how much of which commitment. One query."""
    return list(map(AllocationInYear._make, session.execute(_ALLOCATIONS, {"year": year}).all()))

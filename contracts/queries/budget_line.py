"""Questions about one line of the begroting. They show every aanbieder's money: they are for the centrumgemeente only."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from contracts.domain.budget import AllocationInYear, CommitmentInYear, LineInYear
from contracts.domain.budget_line import Amount, LinePicture, LineYear, payments_of
from contracts.domain.budget_matrix import build_matrix
from contracts.foundation.errors import NotFound
from contracts.foundation.journal import JournalEntry
from contracts.queries.taakvelden import shares_of, taakveld_object
from contracts.tables.agreement import Allocation, Commitment, CommitmentYear
from contracts.tables.budget import BudgetAmount, BudgetLine
from contracts.tables.organisation import Organisation

_Line = Row[int, str, str, int | None, int, str, str]


class _Paid(NamedTuple):
    """What one line pays of one commitment in one year."""

    year: int
    allocation: AllocationInYear
    commitment: CommitmentInYear


class _Entry(NamedTuple):
    """A line of the journal about an amount or the taakvelden of a year."""

    id: int
    actor: str
    at: datetime
    details: str


_Told = dict[str, list[_Entry]]


def amount_object(line_id: int, year: int) -> str:
    """How the journal names the amount of a line in a year."""
    return f"budget_line:{line_id}:{year}"


def allocated_cents(session: Session, *, line_id: int, year: int) -> int:
    """What a line pays in a year together with its earmarks (an earmark has none of its own). One query."""
    of = or_(BudgetLine.id == line_id, BudgetLine.parent_id == line_id)
    asked = select(func.sum(Allocation.amount_cents)).where(BudgetLine.id == Allocation.budget_line_id, of, Allocation.year == year)
    return int(session.scalar(asked) or 0)


def line_picture(session: Session, *, line_id: int) -> LinePicture:
    """A line with its years: revisions, earmarks, what it pays. Five queries, however many years. Raises NotFound."""
    found = _lines(session, line_id)
    own = next((row for row in found if row.id == line_id), None)
    if own is None:
        raise NotFound(f"budget line {line_id}")
    parent = next((row.name for row in found if row.id == own.parent_id), "")
    members = [own, *(row for row in found if row.parent_id == line_id)]
    amounts = _amounts(session, [row.id for row in members])
    paid = _paid(session, [row.id for row in members])
    shares = shares_of(session, line_id=line_id if own.parent_id is None else own.parent_id)
    known = {each.year for _, each in amounts} | {each.year for each in paid}
    years = sorted(known | set(shares) if own.parent_id is None else known)
    told = _told(session, line_id, years)
    made = tuple(_year(year, members, amounts, paid, shares.get(year, {}).get(own.parent_id or line_id, {}), told) for year in years)
    journal = {year: told[taakveld_object(line_id, year)][-1] for year in years if taakveld_object(line_id, year) in told}
    by, versions = {year: (one.actor, one.at) for year, one in journal.items()}, {year: one.id for year, one in journal.items()}
    return LinePicture(own.id, own.code, own.name, own.parent_id, parent, own.note, own.source, made, by, versions)


def _lines(session: Session, line_id: int) -> Sequence[_Line]:
    """The line, the one above it and those below it."""
    b, own = BudgetLine, aliased(BudgetLine)
    above = select(own.parent_id).where(own.id == line_id).scalar_subquery()
    asked = select(b.id, b.code, b.name, b.parent_id, b.position, b.note, b.source)
    return session.execute(asked.where(or_(b.id == line_id, b.parent_id == line_id, b.id == above)).order_by(b.position, b.id)).all()


def _amounts(session: Session, line_ids: list[int]) -> list[tuple[int, Amount]]:
    a = BudgetAmount
    asked = (
        select(a.line_id, a.year, a.revision, a.amount_cents, a.is_provisional, a.mark, a.note, a.decided_on, a.reason, a.source)
        .where(a.line_id.in_(line_ids))
        .order_by(a.line_id, a.year, a.revision.desc())
    )
    return [(row.line_id, Amount(*tuple(row)[1:])) for row in session.execute(asked)]


def _paid(session: Session, line_ids: list[int]) -> list[_Paid]:
    """Every allocation of the commitments and years that one of these lines pays of, also to other lines: what was realised follows all."""
    own = aliased(Allocation)
    pays = select(own.id).where(own.commitment_id == Allocation.commitment_id, own.year == Allocation.year, own.budget_line_id.in_(line_ids)).exists()
    y, c = CommitmentYear, Commitment
    year_of = (func.coalesce(y.committed_cents, 0), func.coalesce(y.realised_cents, 0), func.coalesce(y.version, 0))
    asked = (
        select(Allocation.year, Allocation.budget_line_id, Allocation.amount_cents, Allocation.version)
        .add_columns(c.id, c.reference, c.name, c.kind, c.provider_id, Organisation.name, c.starts_on, c.ends_on, *year_of)
        .join(c, c.id == Allocation.commitment_id)
        .join(Organisation, Organisation.id == c.provider_id)
        .outerjoin(y, and_(y.commitment_id == c.id, y.year == Allocation.year))
        .where(pays)
        .order_by(Organisation.name, c.kind, c.reference, Allocation.budget_line_id)
    )
    found = []
    for year, line_id, cents, version, *commitment in session.execute(asked):
        found.append(_Paid(year, AllocationInYear(commitment[0], line_id, cents, version), CommitmentInYear(*commitment)))
    return found


def _told(session: Session, line_id: int, years: Iterable[int]) -> _Told:
    """What the journal says about this line's amounts and taakvelden, by object, the oldest first."""
    objects = [name for year in years for name in (amount_object(line_id, year), taakveld_object(line_id, year))]
    j, found = JournalEntry, _Told()
    for row in session.execute(select(j.id, j.actor, j.at, j.details, j.object).where(j.object.in_(objects)).order_by(j.id)):
        found.setdefault(row.object, []).append(_Entry(row.id, row.actor, row.at, row.details))
    return found


def _year(
    year: int, members: Sequence[_Line], amounts: Sequence[tuple[int, Amount]], paid: Sequence[_Paid], shares: dict[str, int], told: _Told
) -> LineYear:
    latest = {line: each for line, each in reversed(amounts) if each.year == year}
    here = [each for each in paid if each.year == year]
    matrix = build_matrix(
        year=year,
        lines=[_in_year(row, latest.get(row.id)) for row in members],
        commitments=list({each.commitment.id: each.commitment for each in here}.values()),
        allocations=[each.allocation for each in here],
    )
    line_id = members[0].id
    who = {json.loads(one.details).get("revision"): one for one in told.get(amount_object(line_id, year), [])}
    own = tuple(_signed(each, who.get(each.revision)) for line, each in amounts if (line, each.year) == (line_id, year))
    return LineYear(year, own, matrix.rows, payments_of(matrix), shares)


def _in_year(row: _Line, amount: Amount | None) -> LineInYear:
    about = (row.id, row.code, row.name, row.parent_id, row.position)
    if amount is None:
        return LineInYear(*about, None, False, "", "", 0, row.note)
    return LineInYear(*about, amount.amount_cents, amount.is_provisional, amount.mark, amount.note, amount.revision, row.note)


def _signed(amount: Amount, entry: _Entry | None) -> Amount:
    return amount if entry is None else replace(amount, by=entry.actor, recorded_at=entry.at)

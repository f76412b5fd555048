"""The books reckoned a second time, in SQL: what `./samenzicht controleer` holds the stored sums and the begroting's pages against."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import BigInteger, and_, case, cast, func, select
from sqlalchemy.orm import Session, aliased

from contracts.domain.budget_proof import Reckoned, differences, follows_shares
from contracts.domain.division import SHARES
from contracts.domain.splits import percent_text
from contracts.domain.subsidy.payments import SIGN
from contracts.domain.taakveld import WHOLE
from contracts.foundation.money import format_euros
from contracts.queries.budget import matrix, years
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from contracts.tables.budget import BudgetAmount, BudgetLine, BudgetLineTaakveld
from contracts.tables.realisation import Realisation
from contracts.tables.subsidy import SubsidyEvent

_Sums = dict[tuple[int, int], int]


def broken_budget(session: Session) -> list[str]:
    """A line for everything that does not add up; none when the books are right. Reads everything: for the command line."""
    found = [*_realised(session), *_divisions(session), *_taakvelden(session), *_revisions(session)]
    for year in years(session).all:
        try:
            found += differences(matrix(session, year=year), reckoned(session, year=year))
        except ValueError as error:
            found.append(f"begroting {year}: {error}")
    return found


def reckoned(session: Session, *, year: int) -> dict[int, Reckoned]:
    """Every line of a year by two sums of its own: the amount without a newer one, and all that it and what lies below it pays."""
    a, newer = BudgetAmount, aliased(BudgetAmount)
    later = select(newer.id).where(newer.line_id == a.line_id, newer.year == a.year, newer.revision > a.revision).exists()
    held = {row.line_id: row.amount_cents for row in session.execute(select(a.line_id, a.amount_cents).where(a.year == year, ~later))}
    tree = select(BudgetLine.id.label("top"), BudgetLine.id.label("line")).cte("tree", recursive=True)
    below = aliased(BudgetLine)
    tree = tree.union(select(tree.c.top, below.id).join(below, below.parent_id == tree.c.line))
    paid = and_(Allocation.budget_line_id == tree.c.line, Allocation.year == year)
    sums = select(tree.c.top, cast(func.coalesce(func.sum(Allocation.amount_cents), 0), BigInteger)).outerjoin(Allocation, paid).group_by(tree.c.top)
    return {line: Reckoned(held.get(line), int(cents)) for line, cents in session.execute(sums)}


def _realised(session: Session) -> Iterator[str]:
    """Realised of a commitment's year is what was imported for it and paid of it."""
    r, e, y = Realisation, SubsidyEvent, CommitmentYear
    imported = select(r.commitment_id, r.year, func.sum(r.amount_cents)).where(r.replaced_at.is_(None)).group_by(r.commitment_id, r.year)
    sign = case({kind.value: sign for kind, sign in SIGN.items()}, value=e.kind, else_=0)
    paid = select(e.commitment_id, e.budget_year, func.sum(e.amount_cents * sign)).where(e.budget_year.is_not(None), e.struck_at.is_(None))
    parts: _Sums = {}
    for asked in (imported, paid.group_by(e.commitment_id, e.budget_year)):
        for commitment_id, year, cents in session.execute(asked):
            key = (commitment_id, int(year or 0))
            parts[key] = parts.get(key, 0) + int(cents or 0)
    names = {row.id: row.reference for row in session.execute(select(Commitment.id, Commitment.reference))}
    stored = {(row.commitment_id, row.year): row.realised_cents for row in session.execute(select(y.commitment_id, y.year, y.realised_cents))}
    for key in sorted({*stored, *parts}):
        if stored.get(key, 0) != parts.get(key, 0):
            told = f"gerealiseerd {format_euros(stored.get(key, 0))}, de delen zijn samen {format_euros(parts.get(key, 0))}"
            yield f"{names.get(key[0], key[0])}, {key[1]}: {told}"


def _divisions(session: Session) -> Iterator[str]:
    """What is divided belongs to a year with a promise; and where it follows shares, they are whole and the amounts follow them."""
    a, s, y = Allocation, AllocationShare, CommitmentYear
    amounts: dict[tuple[int, int], dict[int, int]] = {}
    shares: dict[tuple[int, int], dict[int, int]] = {}
    for commitment_id, year, line_id, cents in session.execute(select(a.commitment_id, a.year, a.budget_line_id, a.amount_cents)):
        amounts.setdefault((commitment_id, year), {})[line_id] = cents
    for commitment_id, year, line_id, share in session.execute(select(s.commitment_id, s.year, s.budget_line_id, s.share)):
        shares.setdefault((commitment_id, year), {})[line_id] = share
    asked = select(y.commitment_id, y.year, y.committed_cents, y.division, Commitment.reference).where(Commitment.id == y.commitment_id)
    promised = {(row.commitment_id, row.year): row for row in session.execute(asked)}
    for key in sorted(amounts.keys() - promised.keys()):
        yield f"toezegging {key[0]}, {key[1]}: er is {format_euros(sum(amounts[key].values()))} verdeeld, maar niets toegezegd"
    for key, row in sorted(promised.items()):
        together = sum(shares.get(key, {}).values())
        if row.division == SHARES and together != WHOLE:
            yield f"{row.reference}, {row.year}: de aandelen zijn samen {percent_text(together, decimals=2)}"
        elif row.division == SHARES and not follows_shares(row.committed_cents, amounts.get(key, {}), shares[key]):
            yield f"{row.reference}, {row.year}: de bedragen per regel volgen niet uit de aandelen"


def _taakvelden(session: Session) -> Iterator[str]:
    """The taakvelden of a line in a year are the whole line."""
    t = BudgetLineTaakveld
    together = func.sum(t.share)
    asked = select(BudgetLine.code, t.year, together).where(BudgetLine.id == t.line_id).group_by(BudgetLine.code, t.year)
    for code, year, share in session.execute(asked.having(together != WHOLE).order_by(BudgetLine.code, t.year)):
        yield f"begrotingsregel {code}, {year}: de taakvelden zijn samen {percent_text(int(share), decimals=2)}"


def _revisions(session: Session) -> Iterator[str]:
    """The revisions of an amount count on from 1: none was taken away."""
    a = BudgetAmount
    asked = select(BudgetLine.code, a.year, func.count(), func.max(a.revision)).where(BudgetLine.id == a.line_id)
    for code, year, count, last in session.execute(asked.group_by(BudgetLine.code, a.year).order_by(BudgetLine.code, a.year)):
        if count != last:
            yield f"begrotingsregel {code}, {year}: er zijn {count} revisies, en de laatste heet {last}"

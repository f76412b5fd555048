"""Keeps the realised sum of a commitment's year equal to what it is the sum of: imported amounts and payments of a subsidie."""

from __future__ import annotations

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from contracts.domain.subsidy.payments import SIGN
from contracts.foundation.errors import Refused
from contracts.tables.agreement import CommitmentYear
from contracts.tables.realisation import Realisation
from contracts.tables.subsidy import SubsidyEvent


def recount(session: Session, *, commitment_id: int, year: int) -> int:
    """Store the sum in cents and return it. Call it in the transaction that changed a part.

    Raises Refused when nothing was promised for the year, or more came back than was paid in it.
    """
    cents = _imported(session, commitment_id, year) + _paid(session, commitment_id, year)
    if cents < 0:
        raise Refused("budget_year", f"In {year} kan niet meer terugkomen dan er in dat jaar is betaald.")
    same = (CommitmentYear.commitment_id == commitment_id, CommitmentYear.year == year)
    if session.scalar(update(CommitmentYear).where(*same).values(realised_cents=cents).returning(CommitmentYear.id)) is None:
        raise Refused("budget_year", f"Voor {year} is geen bedrag toegezegd.")
    return cents


def _imported(session: Session, commitment_id: int, year: int) -> int:
    r = Realisation
    asked = select(func.sum(r.amount_cents)).where(r.commitment_id == commitment_id, r.year == year, r.replaced_at.is_(None))
    return int(session.scalar(asked) or 0)


def _paid(session: Session, commitment_id: int, year: int) -> int:
    e = SubsidyEvent
    sign = case({kind.value: sign for kind, sign in SIGN.items()}, value=e.kind, else_=0)
    asked = select(func.sum(e.amount_cents * sign)).where(e.commitment_id == commitment_id, e.budget_year == year, e.struck_at.is_(None))
    return int(session.scalar(asked) or 0)

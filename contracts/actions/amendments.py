"""Changing what was agreed: the rows move, the version before and the one after are both kept, and what follows the amounts follows."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import and_, func, select, update
from sqlalchemy.orm import Session

from contracts.actions.redivide import redivide
from contracts.actions.versions import keep_version, require_seen
from contracts.domain.amending import (
    FOLLOWS_EVENTS,
    NOTHING_CHANGED,
    CommitmentChange,
    FrameChange,
    read_reason,
    require_commitments_inside,
    require_effective,
    require_nothing_left,
)  # fmt: skip
from contracts.domain.amendment import CommitmentTerms, FrameTerms
from contracts.domain.division import SHARES
from contracts.domain.subject import of_agreement, of_commitment
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.period import AMSTERDAM
from contracts.queries.terms import CommitmentNow, commitment_now, frame_now
from contracts.tables.agreement import Agreement, Allocation, Commitment, CommitmentYear


def amend_commitment(
    session: Session, *, commitment_id: int, change: CommitmentChange, effective_on: date, reason: str, version: int, by: Actor, at: datetime
) -> int:
    """Change the terms of an arrangement or subsidie and return the number of the version. `version` is the one that was seen.

    A division by shares follows the new amounts. Raises NotFound, Refused (nothing changed, no reason, money left outside the period,
    a subsidie whose events decide) and Conflict with both texts.
    """
    found, subject = commitment_now(session, commitment_id=commitment_id), of_commitment(commitment_id)
    after, reason = change.applied_to(found.terms), read_reason(reason)
    require_seen(session, subject=subject, version=version, stored=found.version, now=found.terms, mine=after)
    _require_commitment(session, found, after, effective_on)
    _change_commitment(session, found, after)
    _change_years(session, found, after)
    return keep_version(session, subject=subject, before=found.terms, after=after, effective_on=effective_on, reason=reason, by=by, at=at)


def amend_agreement(
    session: Session, *, agreement_id: int, change: FrameChange, effective_on: date, reason: str, version: int, by: Actor, at: datetime
) -> int:
    """Change the terms of a raamovereenkomst and return the number of the version. Raises NotFound, Refused and Conflict."""
    found, subject = frame_now(session, agreement_id=agreement_id), of_agreement(agreement_id)
    after, reason = change.applied_to(found.terms, today=at.astimezone(AMSTERDAM).date()), read_reason(reason)
    require_seen(session, subject=subject, version=version, stored=found.version, now=found.terms, mine=after)
    if after.text == found.terms.text:
        raise Refused("", NOTHING_CHANGED)
    require_effective(effective_on, days=(after.starts_on, after.ends_on, found.terms.starts_on, found.terms.ends_on))
    begun = select(Commitment.reference, Commitment.starts_on).where(Commitment.agreement_id == agreement_id)
    require_commitments_inside(after.starts_on, after.ends_on, {row.reference: row.starts_on for row in session.execute(begun)})
    change_frame(session, agreement_id=agreement_id, after=after, version=version)
    return keep_version(session, subject=subject, before=found.terms, after=after, effective_on=effective_on, reason=reason, by=by, at=at)


def change_frame(session: Session, *, agreement_id: int, after: FrameTerms, version: int) -> None:
    """Let a raamovereenkomst be what its terms say, only when it is still as it was read. `base_ends_on` stays empty without options."""
    a = Agreement
    base = after.base_ends_on if after.options else None
    named = {"name": after.name, "note": after.note, "starts_on": after.starts_on, "ends_on": after.ends_on, "base_ends_on": base}
    changed = update(a).where(a.id == agreement_id, a.version == version).values(**named, version=version + 1)
    _one(session.scalar(changed.returning(a.id)), version)


def _require_commitment(session: Session, found: CommitmentNow, after: CommitmentTerms, effective_on: date) -> None:
    before = found.terms
    if after.text == before.text:
        raise Refused("", NOTHING_CHANGED)
    if found.follows_events and (after.starts_on, after.ends_on, dict(after.years)) != (before.starts_on, before.ends_on, dict(before.years)):
        raise Refused("years", FOLLOWS_EVENTS)
    require_effective(effective_on, days=(after.starts_on, after.ends_on, before.starts_on, before.ends_on))
    if found.agreement_id is not None and after.starts_on != before.starts_on:
        frame = session.execute(select(Agreement.starts_on, Agreement.ends_on).where(Agreement.id == found.agreement_id)).one()
        if not frame.starts_on <= after.starts_on <= frame.ends_on:
            raise Refused("starts_on", "De begindatum valt buiten de looptijd van de overeenkomst.")
    realised, allocated = _money(session, found.id)
    require_nothing_left(after, realised_cents=realised, allocated_cents=allocated)


def _change_commitment(session: Session, found: CommitmentNow, after: CommitmentTerms) -> None:
    c = Commitment
    named = {
        "name": after.name,
        "starts_on": after.starts_on,
        "ends_on": after.ends_on,
        "variant": None if after.variant is None else after.variant.value,
        "product_category": after.product_category,
        "product_code": after.product_code,
        "agreed_places": after.agreed_places,
    }
    changed = update(c).where(c.id == found.id, c.version == found.version).values(**named, version=found.version + 1)
    _one(session.scalar(changed.returning(c.id)), found.version)


def _change_years(session: Session, found: CommitmentNow, after: CommitmentTerms) -> None:
    """Only the amounts that are different; who saw the old one while dividing it is told."""
    y, before = CommitmentYear, found.terms.years
    for year, cents in sorted(after.years.items()):
        if year not in before:
            session.add(y(commitment_id=found.id, year=year, committed_cents=cents))
            session.flush()
        elif cents != before[year]:
            same = update(y).where(y.commitment_id == found.id, y.year == year)
            session.execute(same.values(committed_cents=cents, version=y.version + 1))
            redivide(session, commitment_id=found.id, year=year)


def _money(session: Session, commitment_id: int) -> tuple[dict[int, int], dict[int, int]]:
    """What was realised, and what lines pay by typed amounts, by year. A division by shares goes down with the amount."""
    y, a = CommitmentYear, Allocation
    realised = session.execute(select(y.year, y.realised_cents).where(y.commitment_id == commitment_id))
    paid = (
        select(a.year, func.sum(a.amount_cents))
        .join(y, and_(y.commitment_id == a.commitment_id, y.year == a.year))
        .where(a.commitment_id == commitment_id, y.division != SHARES)
        .group_by(a.year)
    )
    return {row[0]: row[1] for row in realised}, {row[0]: int(row[1]) for row in session.execute(paid)}


def _one(changed_id: int | None, version: int) -> None:
    """The write lock makes this impossible; without it, no change is better than a lost one."""
    if changed_id is None:
        raise Conflict(mine=[], theirs=[], by="iemand anders", version=version)

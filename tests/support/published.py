"""A summary made, tested, signed by two people and published, as the desk does it; for tests that need one to be there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from contracts.actions.reference import read_region
from contracts.foundation.actor import Actor
from contracts.foundation.period import Quarter
from kpi.actions import publishing
from kpi.actions.publication_making import make
from kpi.domain.publication.choice import Choice
from kpi.queries.publishing import find_draft
from kpi.tables.edition import SummaryEdition
from kpi.tables.publication import PublicationTruth
from portal.config import ROOT

AGE_BANDS = read_region(ROOT / "contracts" / "reference" / "maastricht-heuvelland").age_bands
FIRST, SECOND = 987_653, 987_654
"""The numbers of people who exist for these tests only."""


def keep(session: Session, *, period: Quarter, by: Actor, at: datetime, choice: Choice | None = None, reason: str = "") -> int:
    """A concept of this quarter; its number. It must be safe."""
    made = make(session, period=period, choice=choice or Choice(), age_bands=AGE_BANDS, at=at)
    assert made.verdict.is_safe, made.verdict.sentences
    return publishing.keep_draft(session, made=made, reason=reason, age_bands=AGE_BANDS, by=by, at=at)


def sign_twice(session: Session, *, draft_id: int, by: Actor, at: datetime) -> int:
    """Two people sign it; the edition's number."""
    shown = find_draft(session, draft_id=draft_id).sha256
    publishing.sign(session, draft_id=draft_id, shown=shown, age_bands=AGE_BANDS, by=replace(by, person_id=by.person_id or FIRST), at=at)
    second = replace(by, person_id=SECOND, name="Tweede Publicist")
    outcome = publishing.sign(session, draft_id=draft_id, shown=shown, age_bands=AGE_BANDS, by=second, at=at)
    assert outcome.edition_id is not None
    return outcome.edition_id


def publish(session: Session, *, period: Quarter, by: Actor, at: datetime, choice: Choice | None = None, reason: str = "") -> int:
    """The next edition of this quarter; its number in the database."""
    return sign_twice(session, draft_id=keep(session, period=period, by=by, at=at, choice=choice, reason=reason), by=by, at=at)


def kept_truths(session: Session) -> Sequence[Row[str, str]]:
    """The true figures that are kept of each edition, with the edition's state, in the order in which they went out."""
    e, t = SummaryEdition, PublicationTruth
    return session.execute(select(t.content, e.state).join(e, e.id == t.edition_id).order_by(e.id)).all()

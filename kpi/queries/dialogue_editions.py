"""Settled editions of a session's minutes: which there are, and whether each still is what was agreed to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from kpi.domain.minutes import AGREES, Record, RecordedItem, fingerprint_of, parse
from kpi.queries.dialogue_record import record_of_rows
from kpi.tables.dialogue import DialogueParty, DialogueSession
from kpi.tables.dialogue_outcome import Consent, DialogueEdition


@dataclass(frozen=True, slots=True)
class EditionLine:
    """One settled edition."""

    number: int
    sha256: str
    settled_at: datetime


def editions(session: Session, *, session_id: int) -> tuple[EditionLine, ...]:
    """Every settled edition of a session, the first one first. The caller has checked the viewer."""
    e = DialogueEdition
    query = select(e.number, e.sha256, e.settled_at).where(e.session_id == session_id).order_by(e.number)
    return tuple(EditionLine(*row) for row in session.execute(query))


def broken_editions(session: Session) -> list[str]:
    """A Dutch line for every edition that is not what all parties agreed to (any more)."""
    e = DialogueEdition
    rows = session.execute(
        select(e.session_id, e.number, e.sha256, e.content, DialogueSession.title)
        .join(DialogueSession, DialogueSession.id == e.session_id)
        .order_by(e.session_id, e.number)
    ).all()
    newest = {row.session_id: row.number for row in rows}
    return [line for row in rows for line in _problems(session, row, is_newest=newest[row.session_id] == row.number)]


def _problems(session: Session, row: Row[*tuple[Any, ...]], *, is_newest: bool) -> list[str]:
    name = f"verslag {row.session_id} ({row.title}), editie {row.number}"
    if fingerprint_of(row.content) != row.sha256:
        return [f"{name}: de inhoud hoort niet bij de vingerafdruk"]
    missing = _without_consent(session, row)
    found = [f"{name}: de instemming van {missing} organisatie{'' if missing == 1 else 's'} ontbreekt"] if missing else []
    now = record_of_rows(session, session_id=row.session_id) if is_newest else None
    if now is not None and _talked_about(parse(row.content, now.head)) != _talked_about(now):
        found.append(f"{name}: de punten in de database zijn niet meer gelijk aan wat is vastgesteld")
    return found


def _without_consent(session: Session, row: Row[*tuple[Any, ...]]) -> int:
    """How many organisations at the table have no "eens" to exactly this text."""
    c = Consent
    agreed = select(c.organisation_id).where(c.session_id == row.session_id, c.sha256 == row.sha256, c.verdict == AGREES)
    p = DialogueParty
    missing = select(p.organisation_id).where(p.session_id == row.session_id, p.organisation_id.not_in(agreed))
    return len(session.scalars(missing).all())


def _talked_about(record: Record) -> set[RecordedItem]:
    """The points with all that was frozen and written at them; names may change later, and agreements are followed up."""
    return {replace(item, kind="", inputs=tuple(replace(one, organisation="") for one in item.inputs)) for item in record.items}

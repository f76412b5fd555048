"""The dates of contracts and subsidies become points of an agenda when it is shared: from then on everybody talks about the same ones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.awb_terms import Rulebook
from contracts.foundation.period import AMSTERDAM
from kpi.actions.agenda_places import BY_ITSELF, LONGEST_TITLE
from kpi.domain.agenda_order import DATES
from kpi.domain.dialogue import DATE, FIRST_POSITION
from kpi.queries.agenda_dates import near_dates
from kpi.tables.dialogue import AgendaItem, DialogueSession

PART = "kaders"


def freeze_dates(session: Session, *, session_id: int, book: Rulebook, at: datetime) -> int:
    """Put the dates that come near on an agenda that is being shared; how many. Those that stand on it already are left as they are."""
    i, d = AgendaItem, DialogueSession
    found = session.execute(select(d.provider_id, d.planned_at).where(d.id == session_id)).one()
    today, held_on = at.astimezone(AMSTERDAM).date(), found.planned_at.astimezone(AMSTERDAM).date()
    there = set(session.scalars(select(i.source_key).where(i.session_id == session_id, i.kind == DATE)))
    coming = near_dates(session, provider_id=found.provider_id, book=book, today=today, held_on=held_on)
    new = [one for one in coming if one.key not in there]
    about = {"session_id": session_id, "provider_id": found.provider_id, "kind": DATE, "part": PART, "added_by": BY_ITSELF, "frozen_at": at}
    session.add_all(
        AgendaItem(**about, position=FIRST_POSITION[PART] + DATES + place, title=one.title[:LONGEST_TITLE], figures=one.sentence, source_key=one.key)
        for place, one in enumerate(new, start=len(there))
    )
    session.flush()
    return len(new)

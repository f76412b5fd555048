"""Which sessions were settled of late, who sits at their tables and who rated the cooperation already: for one reminder, of everybody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.period import AMSTERDAM
from kpi.domain.cooperation import closed_before
from kpi.domain.dialogue import SETTLED_EVENT
from kpi.tables.dialogue import DialogueEvent, DialogueParty, DialogueSession
from kpi.tables.dialogue_outcome import CooperationRating


@dataclass(frozen=True, slots=True)
class RatingAsked:
    """A session that its tables can rate now. `answered_by`: the people who did. Their answers are not read here."""

    session_id: int
    title: str
    settled_on: date
    organisation_ids: frozenset[int]
    answered_by: frozenset[int]


def ratings_asked(session: Session, *, at: datetime) -> tuple[RatingAsked, ...]:
    """Every settled session that is open for answers, in two questions, the oldest first."""
    d, e, p, r = DialogueSession, DialogueEvent, DialogueParty, CooperationRating
    settled_at = func.min(e.at)
    query = (
        select(d.id, d.title, settled_at, p.organisation_id)
        .join(e, e.session_id == d.id)
        .join(p, p.session_id == d.id)
        .where(e.kind == SETTLED_EVENT)
        .group_by(d.id, d.title, p.organisation_id)
        .having(settled_at >= closed_before(at))
        .order_by(settled_at, d.id)
    )
    found: dict[int, tuple[str, date]] = {}
    at_table: dict[int, set[int]] = defaultdict(set)
    for session_id, title, first_at, organisation_id in session.execute(query):
        found[session_id] = (title, first_at.astimezone(AMSTERDAM).date())
        at_table[session_id].add(organisation_id)
    answered: dict[int, set[int]] = defaultdict(set)
    for session_id, person_id in session.execute(select(r.session_id, r.person_id).where(r.session_id.in_(found))):
        answered[session_id].add(person_id)
    return tuple(RatingAsked(number, *told, frozenset(at_table[number]), frozenset(answered[number])) for number, told in found.items())

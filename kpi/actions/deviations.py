"""What people do about a deviation. Every step is an event with a name under it, and none can be skipped by two people at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict
from kpi.actions.moves import changed_one
from kpi.domain import follow_up
from kpi.domain.written import read_reason
from kpi.queries.deviations import DeviationPage, find_deviation
from kpi.tables.deviation import Deviation, DeviationEvent


def ask(session: Session, *, deviation_id: int, version: int, text: str, by: Actor, at: datetime) -> DeviationPage:
    """The contractmanager asks the aanbieder for an explanation. Raises NotFound, Refused or Conflict."""
    page = find_deviation(session, deviation_id=deviation_id, provider_id=None)
    follow_up.next_state(page.line.state, follow_up.EXPLANATION_ASKED)
    question = read_reason(text, field="text", what="een vraag")
    return _happen(session, page=page, version=version, event=follow_up.EXPLANATION_ASKED, text=question, by=by, at=at)


def explain(session: Session, *, deviation_id: int, provider_id: int, version: int, text: str, by: Actor, at: datetime) -> DeviationPage:
    """The aanbieder explains its own deviation. Raises NotFound for a foreign one, Refused or Conflict."""
    page = find_deviation(session, deviation_id=deviation_id, provider_id=provider_id)
    follow_up.next_state(page.line.state, follow_up.EXPLANATION_GIVEN)
    explanation = read_reason(text, field="text")
    return _happen(session, page=page, version=version, event=follow_up.EXPLANATION_GIVEN, text=explanation, by=by, at=at)


def return_explanation(session: Session, *, deviation_id: int, version: int, text: str, by: Actor, at: datetime) -> DeviationPage:
    """The contractmanager gives an explanation back, and says what is missing. Raises NotFound, Refused or Conflict."""
    page = find_deviation(session, deviation_id=deviation_id, provider_id=None)
    follow_up.next_state(page.line.state, follow_up.EXPLANATION_RETURNED)
    question = read_reason(text, field="text", what="een vraag")
    return _happen(session, page=page, version=version, event=follow_up.EXPLANATION_RETURNED, text=question, by=by, at=at)


def close(session: Session, *, deviation_id: int, version: int, reason: str, by: Actor, at: datetime) -> DeviationPage:
    """Settle it. Nothing leaves the list without a reason. Raises NotFound, Refused or Conflict."""
    page = find_deviation(session, deviation_id=deviation_id, provider_id=None)
    follow_up.next_state(page.line.state, follow_up.SETTLED)
    text = read_reason(reason, field="reason", what="een reden")
    return _happen(session, page=page, version=version, event=follow_up.SETTLED, text=text, by=by, at=at)


def _happen(session: Session, *, page: DeviationPage, version: int, event: str, text: str, by: Actor, at: datetime) -> DeviationPage:
    """Store the event and the state that follows, if nobody was first."""
    line = page.line
    statement = (
        update(Deviation)
        .where(Deviation.id == line.id, Deviation.version == version, Deviation.state == line.state)
        .values(state=follow_up.next_state(line.state, event), version=version + 1)
    )
    if not changed_one(session, statement.execution_options(synchronize_session=False)):
        last = page.events[-1]
        raise Conflict(mine=[("Uw tekst", text)], theirs=[(last.kind, last.text)], by=last.person_name, version=line.version)
    names = {"person_name": by.name[:120], "organisation_name": by.organisation_name[:120]}
    session.add(DeviationEvent(deviation_id=line.id, kind=event, at=at, text=text, **names))
    journal.record(session, by=by, at=at, action=f"afwijking {event}", object=f"afwijking {line.id}", details={"kpi": line.indicator_code})
    return find_deviation(session, deviation_id=line.id, provider_id=None)

"""What people do about a deviation. Every step is an event with a name under it, and none can be skipped by two people at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from kpi.actions.agenda_places import place_open_items
from kpi.actions.deviation_steps import Standing, take_step
from kpi.domain import follow_up
from kpi.domain.follow_up import effect_words
from kpi.domain.reporting_period import last_quarter_of
from kpi.domain.written import read_line, read_reason
from kpi.queries.deviations import DeviationPage, find_deviation
from kpi.queries.later_figure import later_figure


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
    closed = _happen(session, page=page, version=version, event=follow_up.SETTLED, text=text, by=by, at=at)
    place_open_items(session, provider_id=page.line.provider_id)
    return closed


def see_effect(session: Session, *, deviation_id: int, version: int, effect: str, by: Actor, at: datetime) -> DeviationPage:
    """The contractmanager says what the afspraak did, beside the newest signed figure of a later quarter. Raises NotFound, Refused or Conflict.

    Without such a figure there is nothing to see yet: that is refused.
    """
    page = find_deviation(session, deviation_id=deviation_id, provider_id=None)
    follow_up.next_state(page.line.state, follow_up.EFFECT_SEEN)
    since = last_quarter_of(page.line.period)
    later = later_figure(session, provider_id=page.line.provider_id, code=page.line.indicator_code, after=since)
    if later is None:
        raise Refused("effect", "Er is nog geen ondertekend cijfer van een later kwartaal. Wacht op de volgende rapportage.")
    words = read_reason(effect, field="effect", what="wat u ziet")
    told = effect_words(page.line.indicator_code, page.line.period, page.cell.shown, later.period, later.shown)
    return _happen(session, page=page, version=version, event=follow_up.EFFECT_SEEN, text=f"{told}\n{words}", by=by, at=at)


def give(session: Session, *, deviation_id: int, version: int, owner_id: int, owner_name: str, by: Actor, at: datetime) -> DeviationPage:
    """A contractmanager follows it from now on: oneself, or a colleague. Giving it to who has it changes nothing.

    The caller knows that this person is a contractmanager. Raises NotFound, Refused (settled) or Conflict.
    """
    page = find_deviation(session, deviation_id=deviation_id, provider_id=None)
    follow_up.next_state(page.line.state, follow_up.OWNED)
    if page.line.owner_id == owner_id:
        return page
    name = read_line(owner_name, field="owner", missing="Kies wie dit punt volgt.")
    columns = {"owner_id": owner_id, "owner_name": name}
    return _happen(session, page=page, version=version, event=follow_up.OWNED, text=f"{name} volgt dit punt.", by=by, at=at, columns=columns)


def _happen(
    session: Session,
    *,
    page: DeviationPage,
    version: int,
    event: str,
    text: str,
    by: Actor,
    at: datetime,
    columns: dict[str, Any] | None = None,
) -> DeviationPage:
    """Store the event and the state that follows, if nobody was first."""
    line = page.line
    standing = Standing(line.id, line.indicator_code, line.state, version)
    take_step(session, standing=standing, event=event, text=text, by=by, at=at, columns=columns)
    return find_deviation(session, deviation_id=line.id, provider_id=None)

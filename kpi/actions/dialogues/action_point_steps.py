"""What people do with an afspraak after it was made: begin, report done, confirm or give back, let lapse, take up again, move its date.

This is follow-up: the record in which it was agreed on stays as it is, and no consent is voided.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from kpi.actions.agenda_places import place_open_items
from kpi.actions.deviation_steps import agreement_confirmed, agreement_ended, agreement_resumed
from kpi.actions.dialogues.action_point_reach import Point, point_for, reach_point, record_is_open, reported_for, take_point_step
from kpi.actions.dialogues.action_points import not_past
from kpi.domain import action_point as life
from kpi.domain.written import read_reason, read_text


def begin_action_point(session: Session, *, action_id: int, version: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Somebody began with it. Raises NotFound, Refused or Conflict."""
    point = point_for(session, life.BEGUN, action_id=action_id, version=version, viewer_provider_id=viewer_provider_id)
    take_point_step(session, point, life.BEGUN, by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def report_done(session: Session, *, action_id: int, version: int, result: str, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """It is done, and `result` says what came of it. It waits for somebody of another organisation. Raises NotFound, Refused or Conflict."""
    point = point_for(session, life.REPORTED, action_id=action_id, version=version, viewer_provider_id=viewer_provider_id)
    proof = read_text(result, field="result")
    if not proof:
        raise Refused("result", "Schrijf op wat het resultaat is.")
    columns = {"result": proof, "done_by": by.name[:120], "done_by_id": by.person_id, "done_at": at}
    take_point_step(session, point, life.REPORTED, columns=columns, text=proof, by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def confirm_action_point(session: Session, *, action_id: int, version: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Somebody of another organisation has seen that it was done: it leaves the agendas, and its deviation waits for the effect."""
    point = _to_judge(session, life.CONFIRMATION, by, action_id=action_id, version=version, viewer_provider_id=viewer_provider_id)
    columns = {"confirmed_by": by.name[:120], "confirmed_at": at}
    take_point_step(session, point, life.CONFIRMATION, columns=columns, by=by, at=at)
    agreement_confirmed(session, deviation_id=point.deviation_id, text=point.text, by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def give_back_action_point(
    session: Session, *, action_id: int, version: int, reason: str, viewer_provider_id: int | None, by: Actor, at: datetime
) -> None:
    """Somebody of another organisation says that it is not done yet, and what is missing: it is taken up again."""
    point = _to_judge(session, life.RETURNED, by, action_id=action_id, version=version, viewer_provider_id=viewer_provider_id)
    missing = read_reason(reason, field="reason", what="een uitleg")
    take_point_step(session, point, life.RETURNED, text=missing, by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def lapse_action_point(
    session: Session, *, action_id: int, version: int, reason: str, viewer_provider_id: int | None, by: Actor, at: datetime
) -> None:
    """It is no longer needed, and why. Everybody at the table reads that, and may take it up again."""
    point = point_for(session, life.DROPPED, action_id=action_id, version=version, viewer_provider_id=viewer_provider_id)
    why = read_text(reason, field="reason")
    if not why:
        raise Refused("reason", "Schrijf op waarom deze afspraak vervalt.")
    take_point_step(session, point, life.DROPPED, columns={"closed_reason": why}, text=why, by=by, at=at)
    agreement_ended(session, deviation_id=point.deviation_id, text=f"{point.text}\nVervallen: {why}", by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def resume_action_point(
    session: Session, *, action_id: int, version: int, reason: str, viewer_provider_id: int | None, by: Actor, at: datetime
) -> None:
    """It lapsed, and somebody at the table says why it must be done after all."""
    point = point_for(session, life.RESUMED, action_id=action_id, version=version, viewer_provider_id=viewer_provider_id)
    why = read_reason(reason, field="reason", what="een reden")
    take_point_step(session, point, life.RESUMED, columns={"closed_reason": ""}, text=why, by=by, at=at)
    agreement_resumed(session, deviation_id=point.deviation_id, text=f"{point.text}\nWeer opgenomen: {why}", by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def move_due_date(
    session: Session, *, action_id: int, version: int, due_on: date, reason: str, viewer_provider_id: int | None, by: Actor, at: datetime
) -> None:
    """Another last day, with a reason. The record keeps the day that was agreed on; both days stay to be read."""
    point = point_for(session, life.MOVED, action_id=action_id, version=version, viewer_provider_id=viewer_provider_id)
    if record_is_open(session, session_id=point.session_id):
        raise Refused("due_on", "Het verslag van dit gesprek is nog open. Wijzig daar de afspraak zelf.")
    if due_on == point.due_on:
        raise Refused("due_on", "Dit is de datum die er al staat. Kies een andere.")
    why = read_reason(reason, field="reason", what="een reden")
    kept = life.moved_text(point.due_on, not_past(due_on, at), why)
    take_point_step(session, point, life.MOVED, columns={"due_on": due_on}, text=kept, by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def close_action_point(
    session: Session, *, action_id: int, version: int, state: str, reason: str = "", viewer_provider_id: int | None, by: Actor, at: datetime
) -> None:
    """From the session's own page: it is done ("gereed", `reason` is the result) or no longer needed ("vervallen", with the reason)."""
    point = reach_point(session, action_id=action_id, viewer_provider_id=viewer_provider_id)
    about: dict[str, Any] = {"action_id": action_id, "version": version, "viewer_provider_id": viewer_provider_id, "by": by, "at": at}
    if state not in (life.DONE, life.LAPSED):
        raise Refused("state", "Kies of de afspraak gereed is of vervalt.")
    if point.state == state:
        return  # already so: a repeated click does no harm
    if state == life.DONE:
        report_done(session, result=reason, **about)
    else:
        lapse_action_point(session, reason=reason, **about)


def _to_judge(session: Session, event: str, by: Actor, *, action_id: int, version: int, viewer_provider_id: int | None) -> Point:
    """The afspraak, when it waits for confirmation and this person may give it. Raises NotFound, Conflict or Refused."""
    point = point_for(session, event, action_id=action_id, version=version, viewer_provider_id=viewer_provider_id)
    told = reported_for(session, point)
    life.require_judge(reported_by_id=point.done_by_id, reported_for=told, person_id=by.person_id, organisation=by.organisation_name)
    return point

"""Afspraken in the record of a session: what, who, when, and what is expected of it. Making or changing one voids all consent."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM
from kpi.actions.agenda_places import place_open_items
from kpi.actions.deviation_steps import agreement_ended, agreement_made
from kpi.actions.dialogues.action_point_links import Baseline, baseline_of, contract_of, deviation_of, indicator_of, read_expected
from kpi.actions.dialogues.action_point_reach import Point, claim_point, note_event, overtaken, reach_point, record_is_open
from kpi.actions.dialogues.reach import Reached, claim_change, reach, rows_changed, write_journal
from kpi.domain import action_point as life
from kpi.domain.dialogue import ACTION_POINTS, require
from kpi.domain.written import read_line
from kpi.tables.dialogue_outcome import ActionPoint, ActionPointEvent

LONGEST_ACTION = 1000
REMOVED = "weggehaald"


def make_action_point(
    session: Session,
    *,
    session_id: int,
    text: str,
    owner_organisation: str,
    owner_name: str,
    due_on: date,
    agenda_item_id: int | None = None,
    deviation_id: int | None = None,
    indicator_code: str | None = None,
    commitment_id: int | None = None,
    expected: str = "",
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Record an agreement; its id. A deviation it is about moves on with it. `expected` is a figure as people type it, in the KPI's unit.

    The KPI's newest signed figure is kept with it, to see later what it did. Refused when its deviation is settled, or the record is closed.
    """
    found = _open_record(session, session_id, viewer_provider_id)
    about = deviation_of(session, found, agenda_item_id=agenda_item_id, deviation_id=deviation_id)
    code = indicator_of(session, chosen=indicator_code, deviation_id=about)
    made = ActionPoint(
        session_id=session_id,
        agenda_item_id=agenda_item_id,
        deviation_id=about,
        provider_id=found.provider_id,
        indicator_code=code,
        commitment_id=contract_of(session, found, commitment_id=commitment_id),
        expected_value=read_expected(session, expected, code=code),
        **_what(text, owner_organisation, owner_name),
        due_on=not_past(due_on, at),
        **_kept(baseline_of(session, provider_id=found.provider_id, code=code)),
    )
    claim_change(session, found)
    session.add(made)
    session.flush()
    names = {"person_name": by.name[:120], "organisation_name": by.organisation_name[:120]}
    session.add(ActionPointEvent(action_point_id=made.id, kind=life.MADE, at=at, text="", **names))
    write_journal(session, session_id, f"afspraak {life.MADE}", by=by, at=at, details={"action_point_id": made.id})
    agreement_made(session, deviation_id=about, text=made.text, by=by, at=at)
    place_open_items(session, provider_id=found.provider_id)
    return made.id


def change_action_point(
    session: Session,
    *,
    action_id: int,
    version: int,
    text: str,
    owner_organisation: str,
    owner_name: str,
    due_on: date,
    indicator_code: str | None = None,
    commitment_id: int | None = None,
    expected: str = "",
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> None:
    """Say it otherwise while the record is open. Voids all consent. Another KPI: its newest signed figure is kept instead."""
    point, found = _to_change(session, action_id, version, life.CHANGED, viewer_provider_id)
    life.next_state(point.state, life.CHANGED)
    code = indicator_of(session, chosen=indicator_code, deviation_id=None)
    columns: dict[str, Any] = {
        **_what(text, owner_organisation, owner_name),
        "due_on": due_on if due_on == point.due_on else not_past(due_on, at),
        "indicator_code": code,
        "commitment_id": contract_of(session, found, commitment_id=commitment_id),
        "expected_value": read_expected(session, expected, code=code),
    }
    if code != point.indicator_code:
        columns |= _kept(baseline_of(session, provider_id=found.provider_id, code=code))
    claim_change(session, found)
    claim_point(session, point, columns=columns, mine=life.CHANGED)
    note_event(session, point, life.CHANGED, text="" if columns["text"] == point.text else f"Eerst stond er: {point.text}", by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def remove_action_point(session: Session, *, action_id: int, version: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Take back an agreement that was written down by mistake, while its session is not settled. Voids all consent."""
    point, found = _to_change(session, action_id, version, REMOVED, viewer_provider_id)
    claim_change(session, found)
    session.execute(delete(ActionPointEvent).where(ActionPointEvent.action_point_id == action_id))
    if rows_changed(session, delete(ActionPoint).where(ActionPoint.id == action_id, ActionPoint.version == version)) != 1:
        raise overtaken(session, point, mine=REMOVED)
    write_journal(session, found.session_id, f"afspraak {REMOVED}", by=by, at=at, details={"action_point_id": action_id, "text": point.text})
    agreement_ended(session, deviation_id=point.deviation_id, text=f"{point.text}\nWeggehaald uit het verslag.", by=by, at=at)
    place_open_items(session, provider_id=point.provider_id)


def not_past(due_on: date, at: datetime) -> date:
    """The day by which it is done. Raises Refused for one that is past."""
    if due_on < at.astimezone(AMSTERDAM).date():
        raise Refused("due_on", "Deze datum is al voorbij. Kies een datum vanaf vandaag.")
    return due_on


def _open_record(session: Session, session_id: int, viewer_provider_id: int | None) -> Reached:
    """The session, while its record can be changed. Raises NotFound or Refused."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, ACTION_POINTS)
    if not record_is_open(session, session_id=session_id):
        raise Refused("", "Er ligt een aanvulling op dit verslag. De afspraken veranderen niet meer.")
    return found


def _to_change(session: Session, action_id: int, version: int, mine: str, viewer_provider_id: int | None) -> tuple[Point, Reached]:
    """The afspraak and its session, while its record is open and it still is as it was shown. Raises NotFound, Refused or Conflict."""
    point = reach_point(session, action_id=action_id, viewer_provider_id=viewer_provider_id)
    found = _open_record(session, point.session_id, viewer_provider_id)
    if point.version != version:
        raise overtaken(session, point, mine=mine)
    return point, found


def _what(text: str, owner_organisation: str, owner_name: str) -> dict[str, str]:
    return {
        "text": read_line(text, field="text", missing="Schrijf op wat u afspreekt.", longest=LONGEST_ACTION),
        "owner_organisation": read_line(owner_organisation, field="owner_organisation", missing="Kies welke organisatie dit doet."),
        "owner_name": read_line(owner_name, field="owner_name", missing="Schrijf op wie dit doet."),
    }


def _kept(baseline: Baseline) -> dict[str, Any]:
    return {"baseline_value": baseline.value, "baseline_shown": baseline.shown[:60], "baseline_period": baseline.period}

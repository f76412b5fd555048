"""What both sides of the demonstration prepare for the sessions that are to come: their input at some points, and a note of their own."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from contracts.foundation.actor import Actor
from kpi.actions.dialogues import write_input, write_note
from kpi.domain.dialogue import AGENDA_STATES
from kpi.domain.minutes import MUNICIPALITY, PROVIDER
from kpi.queries.dialogue_session import session_whole
from kpi.queries.dialogues import sessions
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Story

BEFORE_NOW = timedelta(hours=3)
_FILE = Path(__file__).with_name("preparing.toml")


@cache
def _told() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tomllib.loads(_FILE.read_text("utf-8"))["point"]
    return found


def prepared(stage: Stage) -> Story:
    """Shortly before now, when every session that is to come was planned: both sides write at its first deviations."""
    yield stage.now - BEFORE_NOW
    slugs = {organisation.id: slug for slug, organisation in stage.troupe.organisations.items()}
    coming = [one for one in sessions(stage.session, viewer_provider_id=None) if one.state in AGENDA_STATES]
    for number, line in enumerate(coming):
        if line.provider_id is None:
            continue
        whole = session_whole(stage.session, session_id=line.session_id, viewer_provider_id=None)
        points = [item.item_id for part in whole.parts for item in part.items if item.deviation_id is not None]
        for item_id, told in zip(points, _told(), strict=False):
            at = yield stage.now - BEFORE_NOW + timedelta(minutes=number + 1)
            for side, by, viewer in _sides(stage, slugs[line.provider_id], line.provider_id):
                about: dict[str, Any] = {
                    "session_id": line.session_id,
                    "item_id": item_id,
                    "version": 0,
                    "viewer_provider_id": viewer,
                    "by": by,
                    "at": at,
                }
                if side in told:
                    write_input(stage.session, **told[side], **about)
                if side in told["notities"]:
                    write_note(stage.session, text=told["notities"][side], **about)


def _sides(stage: Stage, slug: str, provider_id: int) -> tuple[tuple[str, Actor, int | None], ...]:
    """Who writes for each side, and as whom they look."""
    return ((PROVIDER, stage.troupe.writer(slug), provider_id), (MUNICIPALITY, stage.troupe.manager, None))

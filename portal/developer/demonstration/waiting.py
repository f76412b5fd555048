"""Points for later and points of one's own in the demonstration: what both sides added to the coming conversations. Invented."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from contracts.foundation.actor import Actor
from kpi.actions.dialogues import add_item, add_later
from kpi.domain.dialogue import PREPARING
from kpi.queries.agenda_page import open_agendas
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Story

ADDED_AGO = timedelta(days=2)
_FILE = Path(__file__).with_name("waiting.toml")


def added(stage: Stage) -> Story:
    """Two days ago people thought of something to talk about, soon or later."""
    told = tomllib.loads(_FILE.read_text("utf-8"))
    at = yield stage.now - ADDED_AGO
    for one in told["later"]:
        by, viewer = _who(stage, one)
        number = stage.provider_id(one["slug"]) if one["slug"] else None
        add_later(stage.session, provider_id=number, part=one["part"], title=one["title"], viewer_provider_id=viewer, by=by, at=at)
    for one in told["agenda"]:
        by, viewer = _who(stage, one)
        told_at: dict[str, Any] = {"viewer_provider_id": viewer, "by": by, "at": at}
        session_id = _coming(stage, stage.provider_id(one["slug"]))
        if session_id is not None:
            add_item(stage.session, session_id=session_id, part=one["part"], title=one["title"], **told_at)


def _coming(stage: Stage, provider_id: int) -> int | None:
    agendas = open_agendas(stage.session, viewer_provider_id=None)
    return next((one.session_id for one in agendas if one.provider_id == provider_id and one.state == PREPARING), None)


def _who(stage: Stage, told: dict[str, Any]) -> tuple[Actor, int | None]:
    if told["by"] == "manager":
        return stage.troupe.manager, None
    return stage.troupe.writer(told["slug"]), stage.provider_id(told["slug"])

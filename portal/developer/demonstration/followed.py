"""Earlier sessions with one aanbieder in the demonstration, and what became of their afspraken: every state there is, and one with an effect."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from contracts.foundation.actor import Actor
from contracts.foundation.period import AMSTERDAM
from kpi.actions import dialogues
from kpi.domain.minutes import AGREES, MUNICIPALITY, PROVIDER
from kpi.queries.action_point_whole import agreement_whole
from kpi.queries.dialogue_record import current_sha256
from kpi.queries.dialogue_session import session_whole
from portal.developer.demonstration import planning, rated
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Story

HELD = 80
"""In days after the quarter: when everything of it is settled, and before the next one begins."""
_FILE = Path(__file__).with_name("followed.toml")
_BY_AANBIEDER = ("beginnen", "gereed")
_ACTIONS: dict[str, Callable[..., None]] = {
    "beginnen": dialogues.begin_action_point,
    "gereed": dialogues.report_done,
    "bevestigen": dialogues.confirm_action_point,
    "teruggeven": dialogues.give_back_action_point,
    "datum": dialogues.move_due_date,
    "vervallen": dialogues.lapse_action_point,
}


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Table:
    """The aanbieder with which these sessions are, and who sits there."""

    stage: Stage

    @property
    def slug(self) -> str:
        """Which aanbieder."""
        return str(_told()["aanbieder"])

    @property
    def provider_id(self) -> int:
        """Its number."""
        return self.stage.provider_id(self.slug)

    @property
    def signer(self) -> Actor:
        """Who speaks for the aanbieder."""
        return self.stage.troupe.signer(self.slug)

    @property
    def manager(self) -> Actor:
        """Who speaks for the gemeente."""
        return self.stage.troupe.manager

    def moment(self, back: int, day: int, minutes: int = 0) -> datetime:
        """A moment so many days after the end of an earlier quarter."""
        return self.stage.calendar(self.stage.last.shift(-back)).moment(day, 10, minutes)


def stories(stage: Stage) -> list[Story]:
    """Each session with what followed from it. A region with fewer quarters has none."""
    table, first = Table(stage), stage.simulation.quarters[0]
    return [_session(table, told) for told in _told()["gesprek"] if stage.last.shift(-told["back"]) >= first]


def _session(table: Table, told: dict[str, Any]) -> Story:
    """It is planned, held, written down and settled; then its afspraken go their way."""
    session, manager, back = table.stage.session, table.manager, told["back"]
    at = yield table.moment(back, HELD - 14)
    planned_at = table.moment(back, HELD)
    number = dialogues.plan_session(
        session, provider_id=table.provider_id, title=told["title"], planned_at=planned_at, place="Opvang Lichtkade", by=manager, at=at
    )
    planning.seated(table.stage, number, table.slug, at)
    at = yield planned_at
    dialogues.start(session, session_id=number, viewer_provider_id=None, by=manager, at=at)
    item = session_whole(session, session_id=number, viewer_provider_id=None).parts[-1].items[0]
    written = {"item_id": item.item_id, "version": item.version, "text": told["minutes"]}
    dialogues.write_minutes(session, viewer_provider_id=None, by=manager, at=at, **written)
    made = [(_made(table, number, one, at), one) for one in told["afspraak"]]
    at = yield table.moment(back, HELD + 2)
    planning.attended(table.stage, number, at)
    dialogues.offer_minutes(session, session_id=number, viewer_provider_id=None, by=manager, at=at)
    yield from _settled(table, number, back)
    yield from _followed(table, made)


def _made(table: Table, session_id: int, told: dict[str, Any], at: datetime) -> int:
    owner = table.signer if told["owner"] == "aanbieder" else table.manager
    return dialogues.make_action_point(
        table.stage.session,
        session_id=session_id,
        text=told["text"],
        owner_organisation=owner.organisation_name,
        owner_name=owner.name,
        due_on=at.astimezone(AMSTERDAM).date() + timedelta(days=told["due"]),
        indicator_code=told.get("kpi"),
        expected=told.get("expected", ""),
        viewer_provider_id=None,
        by=table.manager,
        at=at,
    )


def _settled(table: Table, session_id: int, back: int) -> Story:
    sides = ((PROVIDER, table.provider_id, table.signer), (MUNICIPALITY, None, table.manager))
    for minutes, (side, viewer, by) in enumerate(sides):
        at = yield table.moment(back, HELD + 4, minutes)
        sha256 = current_sha256(table.stage.session, session_id=session_id)
        told: dict[str, Any] = {"session_id": session_id, "side": side, "sha256": sha256, "viewer_provider_id": viewer}
        dialogues.consent(table.stage.session, verdict=AGREES, by=by, at=at, **told)
    by_both = (table.signer, table.manager)
    rated.both(table.stage.session, session_id, table.provider_id, by=by_both, at=at, turn=len(_told()["gesprek"]) + 1 - back)


def _followed(table: Table, made: list[tuple[int, dict[str, Any]]]) -> Story:
    """What people did with them, in the order of time."""
    steps = [(table.moment(back, day), action_id, name, text, more) for action_id, one in made for name, back, day, text, more in one["steps"]]
    for wanted, action_id, name, text, more in sorted(steps):
        at = yield wanted
        head = agreement_whole(table.stage.session, action_id=action_id, viewer_provider_id=None).head
        by, viewer = (table.signer, table.provider_id) if name in _BY_AANBIEDER else (table.manager, None)
        told = {"action_id": action_id, "version": head.version, "viewer_provider_id": viewer, "by": by, "at": at}
        _ACTIONS[name](table.stage.session, **_written(name, text, at.astimezone(AMSTERDAM).date() + timedelta(days=more)), **told)


def _written(name: str, text: str, day: date) -> dict[str, Any]:
    """What a step wants to know besides."""
    if not text:
        return {}
    return {"result": text} if name == "gereed" else {"reason": text} | ({"due_on": day} if name == "datum" else {})

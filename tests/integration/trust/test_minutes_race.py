"""Concurrent edits through the real actions: whatever the order, nothing acknowledged is replaced by somebody who never saw it."""

from __future__ import annotations

import random

import pytest
from sqlalchemy.orm import Session

from kpi.actions import dialogues
from tests.factories.dialogue import BY, MUNICIPALITY, PROVIDER, table
from tests.factories.figures import actor
from tests.support.figures import measured, size
from tests.support.minutes_race import Race, Writer, fresh_item


def _races(session: Session, count: int) -> list[Race]:
    at, dice = table(session), random.Random(2026)
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    people = ((MUNICIPALITY, None), (PROVIDER, at.own.id), (actor("Noor Bakker", "Stichting De Berm"), at.own.id), (actor("Ans de Vries"), None))
    races = []
    for number in range(count):
        writers = [Writer(by, viewer) for by, viewer in people[: dice.randint(2, 4)]]
        race = Race(session, at.session_id, fresh_item(session, at.session_id, at.own.id, number), writers, dice)
        race.run(dice.randint(6, 14))
        races.append(race)
    return races


@pytest.mark.sqlite_only
def test_no_text_is_replaced_unseen(session: Session) -> None:
    races = _races(session, 40)
    assert [race.silent for race in races if race.silent] == []
    assert sum(race.lost_races for race in races) > 20
    assert sum(race.acknowledged for race in races) > 40


@pytest.mark.measured
def test_thousands_of_orders_of_writing(session: Session) -> None:
    races = _races(session, size(quick=500, full=5500))
    measured("concurrent-edit interleavings", len({tuple(race.steps) for race in races}))
    measured("silent overwrites", sum(len(race.silent) for race in races))
    assert [race.silent for race in races if race.silent] == []


def test_the_check_sees_a_text_replaced_unseen(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    """An action that forgets to look at the version would be found."""
    honest = dialogues.write_minutes

    def careless(session: Session, *, version: int, item_id: int, text: str, **told: object) -> int:
        now = Race(session, 0, item_id, [], random.Random(0))._now()[0]
        return honest(session, version=now, item_id=item_id, text=text, **told)

    monkeypatch.setattr(dialogues, "write_minutes", careless)
    assert any(race.silent for race in _races(session, 40))

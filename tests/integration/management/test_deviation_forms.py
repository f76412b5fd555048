"""Asking, giving back, settling: what is typed is never lost, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation import database
from contracts.foundation.actor import Actor
from kpi.actions.deviations import ask, explain, return_explanation
from kpi.actions.dialogues import plan_session
from kpi.queries.deviations import DeviationPage, find_deviation
from kpi.tables.deviation import DeviationEvent
from portal.extensions import db
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

Made = TypeVar("Made")
AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
HERE = "/beheer/afwijkingen/1"
QUESTION = "Hoe komt het dat er minder mensen zijn geholpen?"


def write(app: Flask, work: Callable[[Session], Made]) -> Made:
    """Let somebody else do something in the meantime."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        made = work(session)
        session.commit()
        return made


def stored(app: Flask) -> DeviationPage:
    """The deviation as it now is."""
    with app.app_context():
        return find_deviation(db.session(), deviation_id=1, provider_id=None)


def events(app: Flask, kind: str) -> int:
    """How often something happened to it."""
    with app.app_context():
        asked = select(func.count()).where(DeviationEvent.deviation_id == 1, DeviationEvent.kind == kind)
        return db.session().scalar(asked) or 0


def explained(app: Flask, world: World, text: str = "Er was veel ziekte in het team.") -> None:
    """The aanbieder explains."""
    version = stored(app).line.version
    by = world.people["invoerder"].as_actor()
    write(app, lambda session: explain(session, deviation_id=1, provider_id=world.organisations["linde"], version=version, text=text, by=by, at=AT))


def colleague(world: World) -> Actor:
    """Another contractmanager."""
    return Actor(99, "Cor Collega", world.organisations["centrumgemeente"], "Gemeente", frozenset({"contractmanager"}))


def sent(manager: Inspector, step: str, **values: str) -> Answer:
    """Fill in a form of the page and send it."""
    form = manager.get(HERE).form(f"{HERE}/{step}")
    return manager.post(f"{HERE}/{step}", form | values)


def test_a_question_goes_to_the_aanbieder_once(app: Flask, manager: Inspector) -> None:
    form = manager.get(HERE).form(f"{HERE}/uitleg-vragen") | {"text": QUESTION}
    first = manager.post(f"{HERE}/uitleg-vragen", form)
    page = manager.get(first.location)
    second = manager.post(f"{HERE}/uitleg-vragen", form)
    assert (first.status, second.status) == (303, 303) and first.location == second.location == HERE
    assert events(app, "uitleg gevraagd") == 1
    assert QUESTION in page.text and "Uw vraag is verstuurd" in page.text and "Uitleg gevraagd" in page.text


def test_an_explanation_can_be_given_back_and_settled(app: Flask, world: World, manager: Inspector) -> None:
    explained(app, world)
    assert "Begin met 1 afwijking die is toegelicht" in manager.get("/beheer/werklijst").text
    assert sent(manager, "uitleg-teruggeven", text="Hoeveel mensen waren er ziek?").status == 303
    assert stored(app).line.state == "uitleg gevraagd"
    assert sent(manager, "afhandelen", reason="Het team is weer compleet.").status == 303
    assert stored(app).line.state == "afgehandeld"
    page = manager.get(HERE)
    assert "Het team is weer compleet." in page.text
    assert [link for link in page.html.split('action="')[1:] if link.startswith(HERE)] == []


@pytest.mark.parametrize(("step", "field"), [("uitleg-vragen", "text"), ("afhandelen", "reason")])
@pytest.mark.parametrize(("typed", "sentence"), [("te kort", "minstens 10 tekens"), ("Bel mij op 06-12345678 hierover", "telefoonnummer")])
def test_a_wrong_text_is_kept_and_the_summary_leads_to_its_field(
    app: Flask, manager: Inspector, step: str, field: str, typed: str, sentence: str
) -> None:
    answer = sent(manager, step, **{field: typed})
    assert answer.status == 422 and sentence in answer.text and "<title>Fout:" in answer.html
    assert f"#{field}" in answer.links() and answer.form(f"{HERE}/{step}")[field] == typed
    assert stored(app).line.version == 1


def test_a_lost_race_shows_both_texts_and_mine_can_still_be_sent(app: Flask, world: World, manager: Inspector) -> None:
    explained(app, world)
    form = manager.get(HERE).form(f"{HERE}/uitleg-teruggeven") | {"text": QUESTION}
    theirs = "Wij willen eerst weten hoeveel."
    version = stored(app).line.version
    write(app, lambda s: return_explanation(s, deviation_id=1, version=version, text=theirs, by=colleague(world), at=AT))
    explained(app, world, "Nieuwe uitleg: het waren er vier.")
    answer = manager.post(f"{HERE}/uitleg-teruggeven", form)
    assert answer.status == 409 and QUESTION in answer.text and "Nieuwe uitleg: het waren er vier." in answer.text
    again = manager.post(f"{HERE}/uitleg-teruggeven", answer.form(f"{HERE}/uitleg-teruggeven"))
    assert again.status == 303 and events(app, "teruggegeven") == 2


def test_a_question_that_came_too_late_is_kept_on_the_page(app: Flask, world: World, manager: Inspector) -> None:
    form = manager.get(HERE).form(f"{HERE}/uitleg-vragen") | {"text": QUESTION}
    write(app, lambda s: ask(s, deviation_id=1, version=1, text="Wat is er gebeurd, graag?", by=colleague(world), at=AT))
    answer = manager.post(f"{HERE}/uitleg-vragen", form)
    assert answer.status == 422 and "Er is al om uitleg gevraagd." in answer.text
    assert "Uw tekst is niet verstuurd" in answer.text and QUESTION in answer.text


def test_it_comes_on_the_agenda_of_an_open_session(app: Flask, world: World, manager: Inspector) -> None:
    assert "nog geen gesprek gepland" in manager.get(HERE).text
    plan = {"provider_id": world.organisations["linde"], "title": "Kwartaalgesprek", "planned_at": datetime(2026, 12, 3, 13, tzinfo=UTC)}
    number = write(app, lambda s: plan_session(s, by=colleague(world), at=AT, **plan))
    refused = sent(manager, "op-de-agenda", session_id="")
    assert refused.status == 422 and "#session_id" in refused.links()
    assert sent(manager, "op-de-agenda", session_id=str(number)).status == 303
    assert stored(app).line.state == "op de agenda"


@pytest.mark.parametrize("step", ["uitleg-vragen", "uitleg-teruggeven", "afhandelen", "op-de-agenda"])
def test_the_aanbieder_cannot_answer_for_the_municipality(app: Flask, world: World, step: str) -> None:
    answer = signed_in(app, world.people["invoerder"]).post(f"{HERE}/{step}", {"text": QUESTION, "reason": QUESTION, "once_key": "0" * 32})
    assert answer.status == 403 and stored(app).line.version == 1


def test_an_unknown_deviation_is_not_found(manager: Inspector) -> None:
    answer = manager.post("/beheer/afwijkingen/999/afhandelen", {"reason": QUESTION, "version": "1", "once_key": "1" * 32})
    assert answer.status == 404

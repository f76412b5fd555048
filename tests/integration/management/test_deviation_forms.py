"""Asking, giving back, settling: what is typed is never lost, and nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation import database
from contracts.foundation.actor import Actor
from contracts.foundation.period import Quarter
from kpi.actions.deviations import ask, explain, give, return_explanation
from kpi.actions.dialogues import make_action_point, plan_session, put_on_agenda, start
from kpi.queries.deviations import DeviationPage, find_deviation
from kpi.tables.deviation import DeviationEvent, Judgement
from kpi.tables.report import Report
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


def agreed(app: Flask, world: World) -> None:
    """An agreement was made about it in a conversation."""
    by = world.people["contractmanager"].as_actor()
    place = {"provider_id": world.organisations["linde"], "title": "Kwartaalgesprek", "planned_at": datetime(2026, 12, 3, 13, tzinfo=UTC)}
    owner = {"owner_organisation": "Stichting De Linde", "owner_name": "Sam Peters", "due_on": date(2027, 1, 15)}

    def work(session: Session) -> None:
        told = {"session_id": plan_session(session, by=by, at=AT, **place), "viewer_provider_id": None, "by": by, "at": AT}
        put_on_agenda(session, deviation_ids=[1], **told)
        start(session, **told)
        make_action_point(session, text="Maak een plan voor doorstroom", deviation_id=1, **owner, **told)

    write(app, work)


def judged_later(app: Flask, world: World) -> None:
    """A signed figure of the next quarter, as the register holds it."""
    period = Quarter(2026, 4)

    def work(session: Session) -> None:
        own = session.scalars(select(Judgement).where(Judgement.provider_id == world.organisations["linde"], Judgement.indicator_code == "BZ-01"))
        version = own.first()
        assert version is not None
        ends = {"period_ends_on": period.ends_on, "first_due_at": AT, "due_at": AT, "last_edit_at": AT, "submitted_at": AT, "state": "ingediend"}
        report = Report(provider_id=version.provider_id, period=period.code, **ends)
        session.add(report)
        session.flush()
        told = {"kind": "proportion", "numerator": Decimal(39), "denominator": Decimal(40), "judged_at": AT}
        place = {"report_id": report.id, "provider_id": version.provider_id, "period": period.code, "indicator_code": "BZ-01"}
        session.add(Judgement(indicator_version_id=version.indicator_version_id, **place, **told))
        session.flush()

    write(app, work)


def test_the_effect_of_an_agreement_is_told_beside_the_newest_figure(app: Flask, world: World, manager: Inspector) -> None:
    agreed(app, world)
    page = manager.get(HERE)
    assert "Er loopt een afspraak over dit punt." in page.text and "Maak een plan voor doorstroom" in page.text
    words = "Er zijn meer woningen, dat ziet u in het cijfer."
    early = sent(manager, "effect", effect=words)
    assert early.status == 422 and "nog geen ondertekend cijfer" in early.text and early.form(f"{HERE}/effect")["effect"] == words
    assert "#effect" in early.links()
    judged_later(app, world)
    assert sent(manager, "effect", effect=words).status == 303
    assert stored(app).line.state == "effect gezien"
    text = manager.get(HERE).text
    assert "BZ-01 was 55 % (3e kwartaal 2026) en is 97,5 % (4e kwartaal 2026)." in text and words in text
    assert "Handel dit punt af met een reden." in text and "Effect gezien" in manager.get("/beheer/werklijst").text


def test_it_is_taken_and_given_to_a_colleague(app: Flask, world: World, manager: Inspector) -> None:
    me = world.people["contractmanager"]
    assert "Nog niemand volgt dit punt." in manager.get(HERE).text
    form = manager.get(HERE).form(f"{HERE}/neem-op")
    assert [manager.post(f"{HERE}/neem-op", form).status for _ in range(2)] == [303, 303] and events(app, "toegewezen") == 1
    assert f"{me.name} volgt dit punt." in manager.get(HERE).text
    choice = manager.get(f"{HERE}/eigenaar")
    assert me.name in choice.text and "Kies wie het overneemt." in choice.text
    there = choice.form(f"{HERE}/eigenaar")
    assert there["owner"] == str(me.person_id)
    wrong = manager.post(f"{HERE}/eigenaar", there | {"owner": str(world.people["invoerder"].person_id)})
    assert wrong.status == 422 and "Kies een contractmanager uit de lijst." in wrong.text and stored(app).line.owner_id == me.person_id
    late = manager.get(f"{HERE}/eigenaar").form(f"{HERE}/eigenaar")
    told = {"owner_id": 99, "owner_name": "Cor Collega", "by": colleague(world), "at": AT}
    write(app, lambda session: give(session, deviation_id=1, version=stored(app).line.version, **told))
    lost = manager.post(f"{HERE}/eigenaar", late)
    assert lost.status == 409 and "Cor Collega volgt dit punt." in lost.text


def test_the_page_tells_what_it_stands_on(app: Flask, manager: Inspector) -> None:
    page = manager.get(HERE)
    for words in ("Contractueel.", "Waar dit op staat", "Noemer40", "Norm, minstens100 %", "Oordeelniet gehaald", "Te weinig om te oordelen"):
        assert words in page.text
    assert "De kwartalen eromheen" in page.text and 'role="img"' in page.html
    assert {"/beheer/kpis/BZ-01/aanbieders/", "/beheer/aanbieders/"} <= {link.rstrip("0123456789") for link in page.links()}


@pytest.mark.parametrize("step", ["uitleg-vragen", "uitleg-teruggeven", "afhandelen", "op-de-agenda", "effect", "neem-op", "eigenaar"])
def test_the_aanbieder_cannot_answer_for_the_municipality(app: Flask, world: World, step: str) -> None:
    answer = signed_in(app, world.people["invoerder"]).post(f"{HERE}/{step}", {"text": QUESTION, "reason": QUESTION, "once_key": "0" * 32})
    assert answer.status == 403 and stored(app).line.version == 1


def test_an_unknown_deviation_is_not_found(manager: Inspector) -> None:
    answer = manager.post("/beheer/afwijkingen/999/afhandelen", {"reason": QUESTION, "version": "1", "once_key": "1" * 32})
    assert answer.status == 404

"""What goes wrong at the table: a clear sentence for everyone, and what was typed stands on the answer."""

from __future__ import annotations

import threading

from flask import Flask
from sqlalchemy import func, select, update

from contracts.foundation import database
from contracts.foundation.actor import Actor
from kpi.actions import dialogues
from kpi.tables.dialogue import DialogueEvent
from portal.accounts import sessions
from portal.accounts.tables import MembershipRole
from portal.extensions import db
from portal.web import clock
from tests.integration.dialogue.conftest import Table
from tests.integration.dialogue.test_live import number_of, take_off
from tests.support.inspector import Answer, Inspector
from tests.support.world import World

TEXT = "Wij spreken af dat wij elkaar eerder bellen."


def _own_point(table: Table) -> str:
    """A point of people's own; where its minutes are sent."""
    before = set(table.items())
    assert table.do(table.writer, "punten", title="Wachttijd van jongeren", part="kaders").status == 303
    (path,) = set(table.items()) - before
    return path


def test_a_point_taken_off_while_somebody_writes_comes_back_with_the_text(app: Flask, talking: Table) -> None:
    path = _own_point(talking)
    fields = talking.writer.get(talking.session).form(path)
    take_off(app, int(number_of(path)))
    quiet = talking.writer.post(path, fields | {"text": TEXT}, htmx=True)
    assert quiet.status == 409
    assert "van de agenda gehaald terwijl u schreef. Uw tekst staat nog in het veld." in quiet.text
    whole = talking.writer.post(path, fields | {"text": TEXT})
    assert whole.status == 409
    assert TEXT in whole.html
    back = path.replace("/verslag", "/terugzetten")
    assert talking.writer.post(back, whole.form(back)).status == 303
    assert talking.chair.get(talking.session).form(path)["text"].strip() == TEXT


def test_a_point_that_changed_since_is_not_put_back_over_it(app: Flask, talking: Table) -> None:
    path = _own_point(talking)
    assert talking.chair.post(path, talking.chair.get(talking.session).form(path) | {"text": "Van Karin"}).status == 303
    take_off(app, int(number_of(path)))
    back = path.replace("/verslag", "/terugzetten")
    late = talking.writer.post(back, {"version": "1", "text": TEXT})
    assert late.status == 409
    assert "Van Karin" in late.text
    assert TEXT in late.html
    assert talking.stranger.post(back, {"version": "3", "text": TEXT}).status == 404


def test_a_question_that_is_gone_gives_the_text_back(app: Flask, talking: Table) -> None:
    """What was not added by hand has a place of its own elsewhere: the text is there to copy."""
    path = talking.item()
    take_off(app, int(number_of(path)))
    answer = talking.writer.post(path, {"version": "1", "text": TEXT})
    assert answer.status == 409
    assert TEXT in answer.html
    assert "terugzetten" not in answer.html
    nowhere = talking.writer.post(f"{talking.session}/punten/99999/verslag", {"version": "1", "text": TEXT}, htmx=True)
    assert nowhere.status == 409
    assert "Uw tekst staat nog in het veld." in nowhere.text
    assert "<button" not in nowhere.html


def test_an_agreement_at_a_point_that_was_taken_off_keeps_its_words(app: Flask, talking: Table) -> None:
    path = f"{talking.session}/afspraken"
    number = number_of(talking.item())
    fields = talking.writer.get(talking.session).form(path) | {"text": TEXT, "owner_name": "Sam", "due_on": "2031-03-01", "agenda_item_id": number}
    take_off(app, int(number))
    answer = talking.writer.post(path, fields | {"owner_organisation": "Stichting De Linde"})
    assert answer.status == 422
    assert "Kies een punt van de agenda." in answer.text
    assert TEXT in answer.html


def test_a_text_on_its_way_while_the_minutes_are_settled(offered: Table) -> None:
    path = offered.item()
    assert offered.agree(offered.chair).status == 303
    assert offered.agree(offered.signatory).status == 303
    quiet = offered.writer.post(path, {"version": "2", "text": TEXT}, htmx=True)
    assert quiet.status == 422
    assert "Uw tekst staat nog in het veld" in quiet.text
    assert "aanvulling" in quiet.text
    whole = offered.writer.post(path, {"version": "2", "text": TEXT})
    assert whole.status == 422
    assert TEXT in whole.html


def test_a_session_cancelled_while_the_others_prepare(app: Flask, table: Table) -> None:
    path = f"{table.session}/punten"
    fields = table.writer.get(table.session).form(path) | {"part": "data", "title": "De wachttijd van jongeren"}
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        told = {"session_id": int(table.session.rpartition("/")[2]), "viewer_provider_id": None, "by": _somebody(), "at": clock.now()}
        dialogues.cancel_session(session, reason="De zaal is niet vrij.", **told)
        session.commit()
    answer = table.writer.post(path, fields)
    assert answer.status == 422
    assert "Dit gesprek is intussen geannuleerd." in answer.text
    assert "De wachttijd van jongeren" in answer.html
    assert "nieuws" not in table.writer.get(table.session).html


def _somebody() -> Actor:
    return Actor(person_id=None, name="Ans", organisation_id=None, organisation_name="Gemeente")


def test_rights_withdrawn_during_the_session(app: Flask, world: World, talking: Table) -> None:
    path, member = talking.item(), world.people["invoerder"]
    fields = talking.writer.get(talking.session).form(path) | {"text": TEXT}
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        session.execute(update(MembershipRole).where(MembershipRole.membership_id == member.membership_id).values(role="geen"))
        sessions.end_all(session, person_id=member.person_id, why="rechten gewijzigd", at=clock.now())
        session.commit()
    quiet = talking.writer.post(path, fields, htmx=True)
    assert quiet.status == 401
    assert "/aanmelden" in quiet.location
    assert talking.writer.get(f"{talking.session}/nieuws", htmx=True).status == 401
    whole = talking.writer.post(path, fields)
    assert "u was intussen afgemeld" in whole.text.lower() or "bewaard" in whole.text.lower()
    assert talking.chair.get(talking.session).form(path)["text"].strip() == ""


def test_a_text_for_a_session_that_is_out_of_reach_is_given_back(talking: Table) -> None:
    answer = talking.stranger.post(talking.item(), {"version": "1", "text": TEXT})
    assert answer.status == 404
    assert "U kunt dit gesprek niet meer openen." in answer.text
    assert TEXT in answer.html


def test_both_sides_consent_at_the_same_moment(app: Flask, offered: Table) -> None:
    path, answers = f"{offered.session}/instemming", list[Answer]()
    forms = {id(who): who.get(offered.minutes).form(path) for who in (offered.chair, offered.signatory)}

    def agree(who: Inspector) -> None:
        answers.append(who.post(path, forms[id(who)] | {"verdict": "eens"}))

    people = [threading.Thread(target=agree, args=(who,)) for who in (offered.chair, offered.signatory)]
    for one in people:
        one.start()
    for one in people:
        one.join()
    assert [answer.status for answer in answers] == [303, 303]
    with app.app_context():
        number = int(offered.session.rpartition("/")[2])
        settled = select(func.count()).where(DialogueEvent.session_id == number, DialogueEvent.kind == "vastgesteld")
        assert db.session.scalar(settled) == 1
    assert "vastgesteld" in offered.writer.get(offered.session).text

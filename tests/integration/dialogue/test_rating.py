"""The screens about the cooperation: four questions, what was answered, and the trend."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from contracts.foundation.database import begin_writing
from kpi.domain.cooperation import QUESTIONS
from kpi.domain.dialogue import SETTLED_EVENT
from kpi.tables.dialogue import DialogueEvent
from portal.extensions import db
from portal.web import clock
from tests.integration.dialogue.conftest import Table
from tests.support.inspector import Answer, Inspector
from tests.support.portal_queries import counted_requests

SECRET = "Wij voelen ons niet gehoord."
MOST = 6


def rate(table: Table, who: Inspector, *answers: int, **more: str) -> Answer:
    path = f"{table.session}/samenwerking"
    given = {name: str(answer) for name, answer in zip(QUESTIONS, answers or (4, 4, 4, 4), strict=True)}
    typed = who.get(path).form(path)
    typed.pop("is_remark_shared", None)
    return who.post(path, typed | given | more)


def page(table: Table, who: Inspector) -> str:
    return who.get(f"{table.session}/samenwerking").text


def settle_long_ago(table: Table) -> None:
    """Both sides agree, three weeks ago."""
    for who in (table.chair, table.signatory):
        table.agree(who)
    with table.app.app_context():
        begin_writing(db.session())
        db.session.execute(update(DialogueEvent).where(DialogueEvent.kind == SETTLED_EVENT).values(at=clock.now() - timedelta(days=21)))
        db.session.commit()


def test_before_the_minutes_are_offered_there_is_no_form(talking: Table) -> None:
    told = page(talking, talking.writer)
    assert "U kunt nog niet antwoorden" in told
    assert "Hoe was de samenwerking?" not in talking.writer.get(talking.session).text


def test_the_question_says_whom_it_is_about(offered: Table) -> None:
    assert "Werkt u met Gemeente Maastricht als opdrachtgever aan dezelfde bedoeling?" in page(offered, offered.writer)
    assert "Werkt u met Stichting De Linde als partner aan dezelfde bedoeling?" in page(offered, offered.chair)
    assert f"{offered.session}/samenwerking" in offered.writer.get(offered.session).links()


def test_nobody_sees_the_other_side_before_their_own_side_answered(offered: Table) -> None:
    assert rate(offered, offered.chair, 2, 2, 2, 3).status == 303
    hidden = page(offered, offered.writer)
    assert "Zo volgt niemand de ander" in hidden
    assert "2,3" not in hidden
    assert "2,3" not in offered.writer.get("/dialoog/samenwerking").text
    assert rate(offered, offered.signatory, 5, 4, 4, 4).status == 303
    for who in (offered.writer, offered.chair):  # a colleague's answer opens them for all of one side
        told = page(offered, who)
        assert "Gemeente Maastricht over Stichting De Linde" in told
        assert "2,3" in told
        assert "4,3" in told
    trend = offered.writer.get("/dialoog/samenwerking").text
    assert "Het ligt onder het midden (3)" in trend
    assert offered.stranger.get(f"{offered.session}/samenwerking").status == 404


def test_words_are_for_their_writer_until_shared(offered: Table) -> None:
    assert rate(offered, offered.writer, remark=SECRET).status == 303
    rate(offered, offered.chair)
    assert SECRET in page(offered, offered.writer)
    for who in (offered.chair, offered.signatory):
        assert SECRET not in page(offered, who)
    assert rate(offered, offered.writer, remark=SECRET, is_remark_shared="y").status == 303
    for who in (offered.chair, offered.signatory):
        assert SECRET in page(offered, who)
    assert rate(offered, offered.writer, remark=SECRET).status == 303
    assert SECRET not in page(offered, offered.chair)


def test_a_question_without_an_answer_is_said_and_nothing_typed_is_lost(offered: Table) -> None:
    answer = rate(offered, offered.writer, 4, 4, 9, 4, remark=SECRET)
    assert answer.status == 422
    assert "Kies een cijfer van 1 tot en met 5." in answer.text
    assert SECRET in answer.text
    assert answer.html.count(" checked") == 3


def test_answers_from_another_window_are_not_written_over(offered: Table) -> None:
    path = f"{offered.session}/samenwerking"
    seen = offered.writer.get(path).form(path) | dict.fromkeys(QUESTIONS, "4")
    assert offered.writer.post(path, seen).status == 303
    assert offered.writer.post(path, seen).status == 303  # a double click
    lost = offered.writer.post(path, seen | {"purpose": "1"})
    assert lost.status == 409
    assert "in een ander venster al geantwoord" in lost.text
    assert offered.writer.post(path, lost.form(path)).status == 303


def test_once_it_is_over_everybody_reads_and_only_sharing_can_be_taken_back(offered: Table) -> None:
    path = f"{offered.session}/samenwerking"
    rate(offered, offered.writer, 2, 3, 4, 5, remark=SECRET, is_remark_shared="y")
    settle_long_ago(offered)
    told = offered.chair.get(path)  # the gemeente never answered
    assert "U kon antwoorden tot en met" in told.text
    assert "Stichting De Linde over Gemeente Maastricht" in told.text
    assert SECRET in told.text
    late = offered.chair.post(path, dict.fromkeys(QUESTIONS, "4"))
    assert late.status == 422
    assert "Die tijd is voorbij." in late.text
    hide = f"{path}/toelichting"
    assert offered.writer.post(hide, offered.writer.get(path).form(hide)).status == 303
    assert SECRET not in page(offered, offered.chair)
    assert "Alleen u leest deze toelichting." in page(offered, offered.writer)


def test_the_pages_ask_few_questions(offered: Table) -> None:
    rate(offered, offered.writer)
    rate(offered, offered.chair)
    for path in (f"{offered.session}/samenwerking", "/dialoog/samenwerking"):
        with counted_requests(offered.app) as sent:
            assert offered.writer.get(path).status == 200
        assert len(sent) <= MOST


def test_the_list_of_conversations_says_in_short_how_it_goes(offered: Table) -> None:
    assert "/dialoog/samenwerking" in offered.writer.get("/dialoog").links()
    rate(offered, offered.writer, 2, 3, 2, 2)
    told = offered.writer.get("/dialoog").text
    assert "Stichting De Linde over de gemeente. Gemiddeld 2,3 van 5." in told
    assert "Gemiddeld 2,3" not in offered.chair.get("/dialoog").text
    assert "Gemiddeld 2,3" not in offered.stranger.get("/dialoog").text

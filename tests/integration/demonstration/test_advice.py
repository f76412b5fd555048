"""The demonstration has advice in every state, with answers in the form of the sources and in plain Dutch."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.domain.plain_language import measure
from kpi.queries.advice import all_advice, places_of
from kpi.queries.advice_follow_up import answered_since
from kpi.queries.agenda_check import misplaced
from kpi.tables.advice import Advice
from tests.integration.demonstration.conftest import NOW


def test_every_state_and_every_answer_is_there(session: Session) -> None:
    lines = all_advice(session)
    waiting = [one for one in lines if one.state == "wacht op reactie"]
    assert {one.answer_due_on < NOW.date() for one in waiting} == {True, False}, "one in time, one too late"
    assert {answer.verdict for one in lines for answer in one.answers} == {"mee eens", "deels mee eens", "niet mee eens"}
    assert max(len(one.answers) for one in lines) == 2
    assert any(one.answers and one.answers[0].outcome for one in lines)
    assert {bool(one.by) for one in lines} == {True, False}
    assert session.scalar(select(Advice.id).where(Advice.state == "ingetrokken")) is not None


def test_one_is_talked_about_at_a_table(session: Session) -> None:
    (place,) = [place for one in all_advice(session) for place in places_of(session, advice_id=one.advice_id)]
    assert (place.provider_name, place.is_live) == ("De Grubbe", True)
    assert misplaced(session) == []


def test_the_answers_keep_the_language_rules(session: Session) -> None:
    told = [text for one in all_advice(session) for answer in one.answers for text in (answer.reason, answer.what, answer.outcome) if text]
    found = measure(told)
    assert (found.findings, found.broken) == ((), ())


def test_the_next_summary_has_something_to_tell(session: Session) -> None:
    (told,) = answered_since(session, since=NOW - timedelta(days=45), until=NOW)
    assert (told.subject, told.verdict) == ("Vraag bewoners zelf wat zij ervan vinden", "deels mee eens")

"""What the next summary says of advice, on both databases: the newest answers and outcomes since the edition before."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy.orm import Session

from kpi.actions import advice_answers
from kpi.domain.publication.content import AnsweredAdvice
from kpi.queries.advice_follow_up import answered_since
from tests.factories.advice import MANAGER, NAME, answered, board, given
from tests.factories.figures import NOW

DAY = timedelta(days=1)


def test_what_was_answered_or_came_out_since_the_edition_before(session: Session) -> None:
    giver, _ = board(session)
    old, named, waiting = given(session, giver), given(session, giver, may_be_named=True, subject="Eten"), given(session, giver)
    answered(session, old, at=NOW - DAY)
    answered(session, named, at=NOW + DAY, verdict="deels mee eens")
    answered(session, named, at=NOW + 2 * DAY, verdict="mee eens", ready_on=date(2027, 3, 1), what="Wij koken vanaf maart zelf.")
    assert waiting
    expected = AnsweredAdvice("Eten", "mee eens", "Wachten zonder bericht is naar.", "Wij koken vanaf maart zelf.", "1 maart 2027", "", NAME)
    assert answered_since(session, since=NOW, until=NOW + 3 * DAY) == (expected,)
    assert answered_since(session, since=NOW, until=NOW) == ()
    assert [one.subject for one in answered_since(session, since=None, until=NOW + 3 * DAY)] == ["Wachttijd", "Eten"]


def test_an_outcome_brings_an_older_answer_back(session: Session) -> None:
    giver, _ = board(session)
    made = given(session, giver)
    answered(session, made)
    advice_answers.tell_outcome(session, advice_id=made, version=2, outcome="Het bericht gaat elke maand.", by=MANAGER, at=NOW + 5 * DAY)
    (told,) = answered_since(session, since=NOW + DAY, until=NOW + 5 * DAY)
    assert (told.outcome, told.by) == ("Het bericht gaat elke maand.", "")
    assert answered_since(session, since=NOW + 5 * DAY, until=NOW + 9 * DAY) == ()

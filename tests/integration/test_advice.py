"""Advice of the klankbordgroep on both databases: giving, answering, and who is named where."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions import advice_answers, advice_giving
from kpi.domain.advice import SOMEBODY
from kpi.queries.advice import all_advice, find_advice, open_advice
from kpi.queries.advice_of_board import BoardAdvice, advice_of_board, all_advice_of_board
from kpi.queries.worklist_counts import worklist_counts
from kpi.tables.advice import Advice
from tests.factories.advice import MANAGER, NAME, SUBJECT, answered, board, given
from tests.factories.figures import NOW, organisation

TODAY = NOW.date()


def read(session: Session, by: Actor, advice_id: int) -> BoardAdvice:
    return advice_of_board(session, advice_id=advice_id, organisation_id=by.organisation_id or 0, person_id=by.person_id or 0)


def journal_lines(session: Session) -> list[JournalEntry]:
    return list(session.scalars(select(JournalEntry).where(JournalEntry.object.startswith("advies/")).order_by(JournalEntry.id)))


def test_a_name_that_may_not_be_told_is_nowhere(session: Session) -> None:
    giver, other = board(session)
    made = given(session, giver)
    advice_giving.withdraw(session, advice_id=given(session, giver), by=giver, at=NOW)
    session.flush()
    row = session.get_one(Advice, made)
    assert (row.person_name, row.person_id, row.state) == ("", giver.person_id, "wacht op reactie")
    assert (read(session, other, made).by, read(session, other, made).is_own) == ("", False)
    assert (read(session, giver, made).by, read(session, giver, made).is_own) == ("", True)
    assert find_advice(session, advice_id=made).by == ""
    lines = journal_lines(session)
    assert [one.action for one in lines] == ["advies gegeven", "advies gegeven", "advies ingetrokken"]
    for one in lines:
        assert (one.person_id, one.origin, one.actor) == (None, "", f"{SOMEBODY} (Klankbordgroep)")
        assert NAME not in one.details


def test_a_name_that_may_be_told_is_read_by_everybody_there(session: Session) -> None:
    giver, other = board(session)
    made = given(session, giver, may_be_named=True)
    assert {read(session, giver, made).by, read(session, other, made).by, find_advice(session, advice_id=made).by} == {NAME}
    assert journal_lines(session)[0].person_id == giver.person_id


def test_every_member_reads_all_of_their_own_klankbordgroep(session: Session) -> None:
    giver, other = board(session)
    stranger = board(session, "Een andere klankbordgroep")[0]
    first, second = given(session, giver), given(session, other, at=NOW + timedelta(hours=1))
    for one in (giver, other):
        lines = all_advice_of_board(session, organisation_id=one.organisation_id or 0, person_id=one.person_id or 0)
        assert [line.advice_id for line in lines] == [second, first]
    assert all_advice_of_board(session, organisation_id=stranger.organisation_id or 0, person_id=9001) == ()
    with pytest.raises(NotFound):
        read(session, stranger, first)


def test_what_was_taken_back_is_read_by_its_giver_alone(session: Session) -> None:
    giver, other = board(session)
    made = given(session, giver)
    with pytest.raises(NotFound):
        advice_giving.withdraw(session, advice_id=made, by=other, at=NOW)
    for _ in range(2):
        advice_giving.withdraw(session, advice_id=made, by=giver, at=NOW)
    assert read(session, giver, made).state == "ingetrokken"
    assert all_advice(session) == ()
    assert open_advice(session) == ()
    for missing in (lambda: read(session, other, made), lambda: find_advice(session, advice_id=made), lambda: answered(session, made)):
        with pytest.raises(NotFound):
            missing()


def test_the_term_is_the_regions(session: Session) -> None:
    giver, _ = board(session)
    made = given(session, giver, answer_working_days=1)
    assert find_advice(session, advice_id=made).answer_due_on > TODAY
    assert [one.advice_id for one in open_advice(session)] == [made]


def test_a_later_answer_takes_the_place_and_the_old_one_stays(session: Session) -> None:
    giver, other = board(session)
    made = given(session, giver)
    assert answered(session, made) == 1
    with pytest.raises(Refused, match="niet meer intrekken"):
        advice_giving.withdraw(session, advice_id=made, by=giver, at=NOW)
    assert answered(session, made, verdict="deels mee eens", ready_on=TODAY + timedelta(days=9)) == 2
    found = read(session, other, made)
    assert [(one.number, one.verdict) for one in found.answers] == [(2, "deels mee eens"), (1, "mee eens")]
    assert open_advice(session) == ()
    assert answered(session, made, verdict="niet mee eens", what="", ready_on=None) == 3


def test_who_read_something_older_is_told_so(session: Session) -> None:
    giver, _ = board(session)
    made = given(session, giver)
    answered(session, made)
    with pytest.raises(Conflict) as caught:
        answered(session, made, version=1, reason="Een heel andere reden.")
    assert ("Reden", "Een heel andere reden.") in caught.value.mine
    assert ("Reden", "Wachten zonder bericht is naar.") in caught.value.theirs
    assert (caught.value.by, caught.value.version) == (MANAGER.name, 2)
    assert len(find_advice(session, advice_id=made).answers) == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("verdict", {"verdict": "misschien"}),
        ("reason", {"reason": "Nee"}),
        ("what", {"what": " "}),
        ("ready_on", {"ready_on": None}),
        ("ready_on", {"ready_on": TODAY - timedelta(days=1)}),
        ("ready_on", {"ready_on": date(2062, 1, 1)}),
        ("what", {"verdict": "niet mee eens", "what": ""}),
        ("reason", {"reason": "Bel met 06 12 34 56 78 voor meer uitleg."}),
    ],
)
def test_an_answer_that_says_too_little_is_refused(session: Session, field: str, wrong: dict[str, Any]) -> None:
    giver, _ = board(session)
    made = given(session, giver)
    with pytest.raises(Refused) as caught:
        answered(session, made, **wrong)
    assert caught.value.field == field
    assert find_advice(session, advice_id=made).answers == ()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("subject", {"subject": "  "}),
        ("subject", {"subject": "x" * 161}),
        ("text", {"text": "Meer."}),
        ("text", {"text": "De cliënt met nummer 111222333 wacht al een jaar."}),
        ("period", {"period": "2019-K1"}),
        ("period", {"period": "onzin"}),
    ],
)
def test_an_advice_that_cannot_be_kept_is_refused(session: Session, field: str, wrong: dict[str, Any]) -> None:
    giver, _ = board(session)
    with pytest.raises(Refused) as caught:
        given(session, giver, **wrong)
    assert caught.value.field == field


def test_what_came_of_it_is_told_after_an_answer_that_promised_something(session: Session) -> None:
    giver, other = board(session)
    made = given(session, giver)
    told: dict[str, Any] = {"advice_id": made, "by": MANAGER, "at": NOW}
    with pytest.raises(Refused, match="Geef eerst een antwoord"):
        advice_answers.tell_outcome(session, version=1, outcome="Het bericht gaat elke maand.", **told)
    answered(session, made)
    assert advice_answers.tell_outcome(session, version=2, outcome="Het bericht gaat elke maand.", **told) == 1
    assert read(session, other, made).answers[0].outcome == "Het bericht gaat elke maand."
    with pytest.raises(Conflict):
        advice_answers.tell_outcome(session, version=2, outcome="Het bericht gaat elke week.", **told)
    answered(session, made, verdict="niet mee eens", what="", ready_on=None)
    with pytest.raises(Refused, match="niets toegezegd"):
        advice_answers.tell_outcome(session, version=4, outcome="Het bericht gaat elke week.", **told)
    assert [one.outcome for one in read(session, other, made).answers] == ["", "Het bericht gaat elke maand."]


def test_what_waits_longest_comes_first(session: Session) -> None:
    giver, _ = board(session)
    done, late, early = (given(session, giver, answer_working_days=days) for days in (5, 20, 10))
    answered(session, done)
    assert [one.advice_id for one in all_advice(session)] == [early, late, done]


def test_an_organisation_of_another_kind_is_not_asked(session: Session) -> None:
    organisation(session, "Stichting De Berm")
    with pytest.raises(NotFound):
        advice_giving.give(
            session, subject="Iets", text="Een advies van niemand.", may_be_named=False, answer_working_days=3, by=Actor(None, "x", None, "y"), at=NOW
        )


def test_an_answer_or_an_outcome_names_no_aanbieder(session: Session) -> None:
    """The next summary holds it, and nobody audits words."""
    giver, _ = board(session)
    named = organisation(session, name="Huize Vogelzang")
    made = given(session, giver)
    for field, words in (("reason", {"reason": f"Bij {named.name} gaat dit al goed."}), ("what", {"what": "Wij vragen het aan vogelzang zelf."})):
        with pytest.raises(Refused) as refused:
            answered(session, made, **words)
        assert refused.value.field == field
    answered(session, made)
    with pytest.raises(Refused) as refused:
        advice_answers.tell_outcome(session, advice_id=made, version=2, outcome="Vogelzang doet het nu ook.", by=MANAGER, at=NOW)
    assert refused.value.field == "outcome"


def test_the_worklist_counts_what_waits_by_its_last_day(session: Session) -> None:
    giver, _ = board(session)
    later, first, done = (given(session, giver, answer_working_days=days) for days in (30, 10, 20))
    answered(session, done)
    counts = worklist_counts(session, states=["nieuw"])
    assert [(one.advice_id, one.subject) for one in counts.advice] == [(first, SUBJECT), (later, SUBJECT)]
    assert [one.due_on for one in counts.advice] == [find_advice(session, advice_id=one).answer_due_on for one in (first, later)]
    assert (counts.lines, counts.tested) == ([], None)

"""Rating the cooperation on both databases: who reads what, and when."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.tables.organisation import Organisation
from kpi.actions import dialogues
from kpi.domain.cooperation import QUESTIONS
from kpi.queries.dialogue_ratings import all_providers, rated_session, shared_remarks, side_tallies, to_rate
from kpi.queries.dialogue_record import current_sha256
from kpi.queries.rating_reminders import ratings_asked
from tests.factories.dialogue import BY, MUNICIPALITY, PLANNED_AT, answer, offered, table, whole
from tests.factories.figures import NOW, organisation

LATER = NOW + timedelta(days=30)
WORDS = "Een opmerking die geheim is."


def _person(number: int, organisation_name: str) -> Actor:
    return Actor(number, f"Persoon {number}", None, organisation_name)


def _rate(session: Session, session_id: int, number: int, viewer: int | None, *answers: int, **more: Any) -> int:
    given = dict(zip(QUESTIONS, answers or (4, 4, 4, 4), strict=True))
    told = {"version": 0, "at": NOW, "by": _person(number, "x")} | more
    return dialogues.rate_cooperation(session, session_id=session_id, answers=given, viewer_provider_id=viewer, **told)


def _sides(session: Session, viewer: int | None, at: Any = NOW) -> dict[str, int]:
    return {one.organisation_name: one.tally.people for one in side_tallies(session, viewer_provider_id=viewer, at=at)}


def test_the_other_side_is_read_after_ones_own_side_answered(session: Session) -> None:
    at = offered(session)
    own = at.own.id
    _rate(session, at.session_id, 1, own, 2, 3, 4, 5)
    _rate(session, at.session_id, 2, own)
    assert _sides(session, None) == {}
    assert _sides(session, own) == {"Stichting De Berm": 2}
    _rate(session, at.session_id, 9, None)
    both = {"Stichting De Berm": 2, "Gemeente Maastricht": 1}
    assert _sides(session, None) == both
    assert _sides(session, own) == both
    assert _sides(session, at.other.id) == {}
    (theirs,) = (one for one in side_tallies(session, viewer_provider_id=None, at=NOW) if one.organisation_id == own)
    assert (theirs.side, theirs.tally.sums) == ("aanbieder", (6, 7, 8, 9))


def test_who_did_not_answer_reads_the_others_when_nobody_can_answer_any_more(session: Session) -> None:
    at = offered(session)
    _rate(session, at.session_id, 1, at.own.id)
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    assert _sides(session, None, NOW + timedelta(days=14)) == {}
    assert _sides(session, None, NOW + timedelta(days=15)) == {"Stichting De Berm": 1}
    with pytest.raises(Refused, match="voorbij"):
        _rate(session, at.session_id, 9, None, at=NOW + timedelta(days=15))


def test_words_are_read_when_their_writer_shares_them_and_no_longer_when_not(session: Session) -> None:
    at = offered(session)
    own = at.own.id
    _rate(session, at.session_id, 9, None)
    _rate(session, at.session_id, 1, own, remark=WORDS)

    def readable(viewer: int | None) -> list[str]:
        return [one.text for one in shared_remarks(session, session_id=at.session_id, viewer_provider_id=viewer, at=LATER)]

    def of_own(number: int) -> str:
        found = rated_session(session, session_id=at.session_id, viewer_provider_id=own, person_id=number).own
        return "" if found is None else found.remark

    assert (readable(None), readable(own)) == ([], [])
    assert (of_own(1), of_own(2)) == (WORDS, "")
    _rate(session, at.session_id, 1, own, version=1, remark=WORDS, is_remark_shared=True)
    assert (readable(None), readable(own), readable(at.other.id)) == ([WORDS], [WORDS], [])
    by = {"viewer_provider_id": own, "by": _person(1, "x"), "at": LATER}
    dialogues.hide_remark(session, session_id=at.session_id, **by)
    assert (readable(None), readable(own), of_own(1)) == ([], [], WORDS)
    dialogues.hide_remark(session, session_id=at.session_id, **by)
    told = session.scalars(select(JournalEntry.details).where(JournalEntry.action.like("%samenwerking%"))).all()
    assert set(told) == {"{}"}
    assert len(told) == 4


def test_shared_words_need_words(session: Session) -> None:
    at = offered(session)
    _rate(session, at.session_id, 1, at.own.id, remark="  ", is_remark_shared=True)
    found = rated_session(session, session_id=at.session_id, viewer_provider_id=at.own.id, person_id=1).own
    assert found is not None
    assert not found.is_remark_shared


def test_one_answer_per_person_with_the_version_that_was_seen(session: Session) -> None:
    at = offered(session)
    own = at.own.id
    assert _rate(session, at.session_id, 1, own) == 1
    assert _rate(session, at.session_id, 1, own) == 1  # the same form twice
    with pytest.raises(Conflict):
        _rate(session, at.session_id, 1, own, 1, 1, 1, 1)
    assert _rate(session, at.session_id, 1, own, 1, 1, 1, 1, version=1) == 2
    with pytest.raises(Refused, match="andere organisatie"):
        _rate(session, at.session_id, 1, None)
    assert _sides(session, own) == {"Stichting De Berm": 1}


def test_a_session_of_others_is_not_there(session: Session) -> None:
    at = offered(session)
    for session_id, viewer in ((at.session_id, at.other.id), (99_999, None)):
        with pytest.raises(NotFound):
            _rate(session, session_id, 1, viewer)
        with pytest.raises(NotFound):
            dialogues.hide_remark(session, session_id=session_id, viewer_provider_id=viewer, by=_person(1, "x"), at=NOW)


def test_what_can_be_rated_is_offered_until_one_answered_or_it_is_closed(session: Session) -> None:
    at = table(session)
    assert to_rate(session, viewer_provider_id=None, person_id=9, at=NOW) == ()
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    item = whole(session, at.session_id).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=1, text="Wij willen hetzelfde.", viewer_provider_id=None, **BY)
    dialogues.offer_minutes(session, session_id=at.session_id, viewer_provider_id=None, **BY)

    def waiting(number: int, viewer: int | None, when: Any = NOW) -> list[int]:
        return [one.session_id for one in to_rate(session, viewer_provider_id=viewer, person_id=number, at=when)]

    _rate(session, at.session_id, 1, at.own.id)
    assert (waiting(1, at.own.id), waiting(2, at.own.id), waiting(9, None), waiting(3, at.other.id)) == ([], [at.session_id], [at.session_id], [])
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    assert waiting(9, None, LATER) == []


def _joint(session: Session, providers: int) -> tuple[int, list[Organisation]]:
    organisation(session, "Gemeente Maastricht", kind="centrumgemeente")
    made = [organisation(session, f"Stichting {letter}") for letter in "ABCD"[:providers]]
    number = dialogues.plan_session(session, provider_id=None, title="Samen", planned_at=PLANNED_AT, by=MUNICIPALITY, at=NOW)
    dialogues.start(session, session_id=number, viewer_provider_id=None, **BY)
    item = whole(session, number).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=1, text="Wij willen hetzelfde.", viewer_provider_id=None, **BY)
    dialogues.offer_minutes(session, session_id=number, viewer_provider_id=None, **BY)
    return number, made


def _settle(session: Session, number: int, providers: list[Organisation]) -> None:
    for viewer, side in ((None, "gemeente"), *((one.id, "aanbieder") for one in providers)):
        shown = current_sha256(session, session_id=number)
        dialogues.consent(session, session_id=number, side=side, verdict="eens", sha256=shown, viewer_provider_id=viewer, **BY)


@pytest.mark.parametrize("answering", [2, 3])
def test_at_a_joint_table_an_aanbieder_reads_one_mean_of_three_or_more_once_it_is_over(session: Session, answering: int) -> None:
    number, made = _joint(session, 4)
    for place, one in enumerate(made[:answering], start=1):
        _rate(session, number, place, one.id, *[place] * 4)
    _rate(session, number, 9, None)
    first = made[0].id
    assert _sides(session, None) == {one.name: 1 for one in made[:answering]} | {"Gemeente Maastricht": 1}
    assert _sides(session, first) == {"Stichting A": 1, "Gemeente Maastricht": 1}
    _settle(session, number, made)
    assert all_providers(session, viewer_provider_id=first, at=NOW + timedelta(days=14)) == ()
    found = [(one.providers, one.tally.sums) for one in all_providers(session, viewer_provider_id=first, at=LATER)]
    assert found == ([(3, (6, 6, 6, 6))] if answering == 3 else [])
    assert _sides(session, first, LATER) == {"Stichting A": 1, "Gemeente Maastricht": 1}


def test_for_the_reminder_it_is_told_who_answered_and_never_what(session: Session) -> None:
    at = offered(session)
    _rate(session, at.session_id, 1, at.own.id)
    assert ratings_asked(session, at=NOW) == ()
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    (asked,) = ratings_asked(session, at=NOW + timedelta(days=14))
    assert (asked.session_id, asked.settled_on, asked.answered_by) == (at.session_id, NOW.date(), frozenset({1}))
    assert at.own.id in asked.organisation_ids
    assert at.other.id not in asked.organisation_ids
    assert ratings_asked(session, at=NOW + timedelta(days=15)) == ()

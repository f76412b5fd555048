"""Planning sessions, who is on the list, moving and cancelling; on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions.dialogues import announce, cancel_session, start
from kpi.actions.dialogues.changing import change_session
from kpi.actions.dialogues.participants import MOST_PEOPLE, Person, add_guest, mark_told, remove_participant, write_attendance
from kpi.actions.dialogues.series import begin_series
from kpi.domain.dialogue_series import MONTHS, Rhythm
from kpi.queries.dialogue_planning import participants_of, parties_of, recipients_of
from kpi.tables.dialogue import AgendaItem, DialogueEvent
from tests.factories.dialogue import BY, THEM, answer, deviation, offered
from tests.factories.dialogue_planning import FIRST, PLAN, Seats, concept, laid, names, planned, put
from tests.factories.figures import NOW


@pytest.fixture
def table(session: Session) -> Seats:
    return laid(session)


def test_a_concept_is_the_centres_alone_until_people_are_invited(session: Session, table: Seats) -> None:
    made = concept(session, table.own.id)
    for ask in (planned, names):
        if ask is planned:
            with pytest.raises(NotFound):
                ask(session, made, table.own.id)
        else:
            assert ask(session, made, table.own.id) == []
    put(session, made, table.person(1, table.centre), table.person(2, table.own))
    announce(session, session_id=made, viewer_provider_id=None, **BY)
    assert planned(session, made, table.own.id).state == "voorbereiding" and names(session, made, table.own.id) == ["Mens 1", "Mens 2"]
    with pytest.raises(NotFound):
        planned(session, made, table.other.id)
    assert names(session, made, table.other.id) == [] and parties_of(session, session_id=made, viewer_provider_id=table.other.id) == ()


def test_a_joint_session_has_everybody_at_its_table(session: Session, table: Seats) -> None:
    made = concept(session, None)
    parties = parties_of(session, session_id=made, viewer_provider_id=None)
    assert [one.name for one in parties] == ["Gemeente Maastricht", "Stichting De Berm", "Stichting De Brug"]
    put(session, made, table.person(2, table.own), table.person(3, table.other))
    announce(session, session_id=made, viewer_provider_id=None, **BY)
    for viewer in (table.own.id, table.other.id):
        assert planned(session, made, viewer).provider_name is None and len(names(session, made, viewer)) == 2


def test_an_aanbieder_chooses_its_own_people_and_nobody_elses(session: Session, table: Seats) -> None:
    made = concept(session, table.own.id)
    own, theirs = table.person(2, table.own), table.person(1, table.centre)
    with pytest.raises(NotFound):  # a concept does not exist for it
        put(session, made, own, viewer=table.own.id)
    (centre,) = put(session, made, theirs)
    announce(session, session_id=made, viewer_provider_id=None, **BY)
    (number,) = put(session, made, own, viewer=table.own.id)
    for wrong in (table.person(9, table.centre), table.person(9, table.other)):
        with pytest.raises(NotFound):
            put(session, made, wrong, viewer=table.own.id)
    with pytest.raises(NotFound):
        remove_participant(session, session_id=made, participant_id=centre, viewer_provider_id=table.own.id, **THEM)
    assert remove_participant(session, session_id=made, participant_id=number, viewer_provider_id=table.own.id, **THEM)
    assert not remove_participant(session, session_id=made, participant_id=number, viewer_provider_id=table.own.id, **THEM)
    assert names(session, made) == ["Mens 1"] and len(participants_of(session, session_id=made, viewer_provider_id=None)) == 2


def test_nobody_stands_on_the_list_twice_and_the_table_has_a_size(session: Session, table: Seats) -> None:
    made = concept(session, table.own.id)
    one = table.person(1, table.centre)
    assert len(put(session, made, one, one, table.person(2, table.own))) == 2
    with pytest.raises(Refused) as refusal:
        put(session, made, one)
    assert refusal.value.field == "people"
    told = {"session_id": made, "name": "Wim Smeets", "partner": "Woningcorporatie", **BY}
    add_guest(session, email="wim@corporatie.example", **told)
    for email, field in (("WIM@corporatie.example", "email"), ("mens1@voorbeeld.example", "email")):
        with pytest.raises(Refused) as refusal:
            add_guest(session, email=email, **told)
        assert refusal.value.field == field
    with pytest.raises(Refused, match=str(MOST_PEOPLE)):
        put(session, made, *(table.person(number, table.own) for number in range(100, 100 + MOST_PEOPLE)))


def test_the_sequence_rises_with_what_calendars_must_hear(session: Session, table: Seats) -> None:
    made = concept(session, table.own.id)
    centre, own = table.person(1, table.centre), table.person(2, table.own)
    put(session, made, centre, own)
    moved = replace(PLAN, planned_at=FIRST + timedelta(days=7))
    assert change_session(session, session_id=made, plan=moved, seen=planned(session, made).seen, **BY)
    assert planned(session, made).sequence == 0, "nobody was told yet"
    announce(session, session_id=made, viewer_provider_id=None, **BY)
    people = recipients_of(session, session_id=made)
    mark_told(session, session_id=made, participant_ids=[one.participant_id for one in people], sequence=0)
    assert change_session(session, session_id=made, plan=PLAN, seen=planned(session, made).seen, **BY) and planned(session, made).sequence == 1
    assert remove_participant(session, session_id=made, participant_id=people[1].participant_id, viewer_provider_id=None, **BY)
    assert planned(session, made).sequence == 2
    put(session, made, table.person(3, table.own))
    assert planned(session, made).sequence == 2, "a newcomer changes nothing for the others"
    put(session, made, own)
    assert planned(session, made).sequence == 3, "who was taken off knows a cancellation with the sequence before"
    assert [one.invited_sequence for one in recipients_of(session, session_id=made)] == [0, None, None]


def test_a_change_says_what_it_was_and_a_second_one_meanwhile_is_a_conflict(session: Session, table: Seats) -> None:
    made = concept(session, table.own.id)
    announce(session, session_id=made, viewer_provider_id=None, **BY)
    seen = planned(session, made).seen
    assert not change_session(session, session_id=made, plan=replace(PLAN, title=" Kwartaalgesprek "), seen=seen, **BY), "nothing is different"
    assert change_session(session, session_id=made, plan=replace(PLAN, place="Online"), seen=seen, **BY)
    with pytest.raises(Conflict) as conflict:
        change_session(session, session_id=made, plan=replace(PLAN, place="Stadskantoor"), seen=seen, **BY)
    assert "Online" in conflict.value.theirs[0][1] and "Stadskantoor" in conflict.value.mine[0][1] and conflict.value.by.startswith(BY["by"].name)
    notes = session.scalars(select(DialogueEvent.note).where(DialogueEvent.kind == "verplaatst of gewijzigd")).all()
    assert notes == ["Het was: Kwartaalgesprek, dinsdag 10 november 2026 om 10:00, 90 minuten, Stadhuis."]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"planned_at": NOW}, "day"),
        ({"planned_at": NOW - timedelta(days=900)}, "day"),
        ({"title": " "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"duration_minutes": 0}, "minutes"),
        ({"duration_minutes": 10_000}, "minutes"),
        ({"place": "Bel 06-12345678"}, "place"),
    ],
)
def test_what_no_session_can_be_is_refused_at_its_field(session: Session, table: Seats, changed: dict[str, Any], field: str) -> None:
    made = concept(session, table.own.id)
    with pytest.raises(Refused) as refusal:
        change_session(session, session_id=made, plan=replace(PLAN, **changed), seen=planned(session, made).seen, **BY)
    assert refusal.value.field == field
    if field != "place" and "title" not in changed:
        with pytest.raises(Refused):
            begin_series(session, provider_id=table.own.id, plan=replace(PLAN, **changed), rhythm=Rhythm(3, MONTHS), times=4, **BY)


def test_a_session_that_has_begun_cannot_be_moved_but_its_list_can_change_until_it_is_settled(session: Session, table: Seats) -> None:
    made = concept(session, table.own.id)
    (number,) = put(session, made, table.person(1, table.centre))
    announce(session, session_id=made, viewer_provider_id=None, **BY)
    start(session, session_id=made, viewer_provider_id=None, **BY)
    seen = planned(session, made)
    with pytest.raises(Refused, match="niet meer wijzigen"):
        change_session(session, session_id=made, plan=replace(PLAN, place="Online"), seen=seen.seen, **BY)
    put(session, made, table.person(5, table.own), viewer=table.own.id)
    assert remove_participant(session, session_id=made, participant_id=number, viewer_provider_id=None, **BY)
    assert planned(session, made).version == seen.version + 2, "whoever follows the session sees it"
    assert planned(session, made).sequence == seen.sequence, "who sits at the table needs no mail"


def test_the_list_is_part_of_the_record_and_closes_with_it(session: Session) -> None:
    at = offered(session)
    person = Person(7, at.own.id, "Sam Peters", "sam@berm.example")
    answer(session, at, "gemeente")
    (number,) = put(session, at.session_id, person)
    answer(session, at, "aanbieder")
    assert planned(session, at.session_id).state == "verslag ter instemming", "the first answer no longer counts"
    assert write_attendance(session, session_id=at.session_id, seen={}, present={number: True}, viewer_provider_id=None, **BY) == 1
    for side in ("aanbieder", "gemeente"):
        answer(session, at, side)
    assert planned(session, at.session_id).is_settled
    late: list[Callable[[], object]] = [
        lambda: put(session, at.session_id, replace(person, person_id=8)),
        lambda: remove_participant(session, session_id=at.session_id, participant_id=number, viewer_provider_id=None, **BY),
        lambda: add_guest(session, session_id=at.session_id, name="Wim", email="w@x.example", partner="", **BY),
        lambda: write_attendance(session, session_id=at.session_id, seen={}, present={number: False}, viewer_provider_id=None, **BY),
    ]
    for change in late:
        with pytest.raises(Refused):
            change()


def test_two_people_fill_in_who_was_there(session: Session, table: Seats) -> None:
    made = concept(session, table.own.id)
    one, two = put(session, made, table.person(1, table.centre), table.person(2, table.own))
    told: dict[str, Any] = {"session_id": made, "viewer_provider_id": None, **BY}
    with pytest.raises(Refused):
        write_attendance(session, seen={}, present={one: True}, **told)
    announce(session, session_id=made, viewer_provider_id=None, **BY)
    start(session, session_id=made, viewer_provider_id=None, **BY)
    assert write_attendance(session, seen={one: None, two: None}, present={one: True, two: None}, **told) == 1
    assert write_attendance(session, seen={one: None, two: None}, present={one: True, two: False}, **told) == 1, (
        "the same answer twice is no conflict"
    )
    with pytest.raises(Conflict) as conflict:
        write_attendance(session, seen={one: None, two: None}, present={one: False, two: None}, **told)
    assert conflict.value.theirs == [("Mens 1", "aanwezig")]
    present = {line.name: line.is_present for line in participants_of(session, session_id=made, viewer_provider_id=table.own.id)}
    assert present == {"Mens 1": True, "Mens 2": False}


def test_a_cancelled_session_gives_its_points_to_the_next_one(session: Session, table: Seats) -> None:
    row = deviation(session, table.own)
    first, second = concept(session, table.own.id), concept(session, table.own.id, FIRST + timedelta(days=30))
    for one in (first, second):
        announce(session, session_id=one, viewer_provider_id=None, **BY)
    place = select(AgendaItem.session_id).where(AgendaItem.deviation_id == row.id, AgendaItem.is_live)
    assert session.scalars(place).all() == [first]
    change_session(session, session_id=first, plan=replace(PLAN, planned_at=FIRST + timedelta(days=60)), seen=planned(session, first).seen, **BY)
    assert session.scalars(place).all() == [second], "the other one is the next now"
    with pytest.raises(Refused) as refusal:
        cancel_session(session, session_id=second, reason="Ziek", viewer_provider_id=None, **BY)
    assert refusal.value.field == "reason"
    cancel_session(session, session_id=second, reason="De zaal is niet beschikbaar.", viewer_provider_id=None, **BY)
    assert session.scalars(place).all() == [first] and planned(session, second).state == "geannuleerd"
    with pytest.raises(Refused):
        put(session, second, table.person(1, table.centre))


def test_addresses_are_asked_for_to_send_and_stand_in_no_list(session: Session, table: Seats) -> None:
    made = concept(session, table.own.id)
    put(session, made, table.person(1, table.centre))
    add_guest(session, session_id=made, name="Wim", email="wim@x.example", partner="Woningcorporatie", **BY)
    assert "@" not in str(participants_of(session, session_id=made, viewer_provider_id=None))
    assert [one.email for one in recipients_of(session, session_id=made)] == ["mens1@voorbeeld.example", "wim@x.example"]
    assert "@" not in str(session.execute(select(JournalEntry.object, JournalEntry.details)).all())

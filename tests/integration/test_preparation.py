"""What is prepared at a point: whose eyes it is for, until when it can change, and what two colleagues do to each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions import deviations, dialogues
from kpi.actions.agenda_places import place_open_items
from kpi.actions.dialogues import write_input, write_note
from kpi.queries.agenda_item import agenda_point
from kpi.queries.dialogue_session import session_whole
from kpi.queries.dialogues import sessions
from kpi.queries.preparation import InputLine, NoteLine, aside_of, preparation_of
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueSession
from tests.factories.preparation import LATER, TEXTS, Prepared, prepared
from tests.factories.reporting import MANAGER

NOTHING = {"seen": "", "meaning": "", "doing": ""}


@pytest.fixture
def of(session: Session) -> Prepared:
    return prepared(session)


@dataclass(frozen=True)
class Found:
    """What somebody may read at a point."""

    own: InputLine | None = None
    others: tuple[InputLine, ...] = ()
    note: NoteLine | None = None


def read(session: Session, of: Prepared, organisation_id: int | None, item_id: int | None = None) -> Found:
    """The point, as somebody of this organisation may read it."""
    assert organisation_id is not None
    number = item_id or of.item_id
    listed = preparation_of(session, session_id=of.session_id, organisation_id=organisation_id)[number]
    alone = preparation_of(session, session_id=of.session_id, organisation_id=organisation_id, item_id=number)
    assert alone == {number: listed}  # the page of the point and the agenda never disagree
    note = aside_of(session, item_id=number, organisation_id=organisation_id, deviation_id=None).note
    return Found(listed.own, listed.others, note)


def test_a_note_is_for_the_own_organisation_alone(session: Session, of: Prepared) -> None:
    assert write_note(session, **of.point, version=0, text="Ons geheim", **of.centre) == 1
    assert write_note(session, **of.point, version=0, text="Hun geheim", **of.provider) == 1  # no conflict: a note of their own
    of.share(session)
    for own, text in ((of.chair.organisation_id, "Ons geheim"), (of.world.provider_id, "Hun geheim")):
        note = read(session, of, own).note
        assert note is not None
        assert (note.text, note.version) == (text, 1)
    assert read(session, of, of.world.other_provider_id) == Found()


def test_input_is_read_by_the_other_side_from_the_moment_the_agenda_is_shared(session: Session, of: Prepared) -> None:
    before = session.scalars(select(DialogueSession.version)).one()
    item_before = session.scalars(select(AgendaItem.version).where(AgendaItem.id == of.item_id)).one()
    assert write_input(session, **of.point, version=0, **TEXTS, **of.provider) == 1
    assert session.scalars(select(DialogueSession.version)).one() == before  # not even that something was written can be seen
    assert session.scalars(select(AgendaItem.version).where(AgendaItem.id == of.item_id)).one() == item_before
    own = read(session, of, of.world.provider_id).own
    assert own is not None
    assert own.is_filled
    assert read(session, of, of.chair.organisation_id) == Found()
    of.share(session)
    (theirs,) = read(session, of, of.chair.organisation_id).others
    assert (theirs.seen, theirs.meaning, theirs.doing) == tuple(TEXTS.values())
    assert read(session, of, of.world.other_provider_id) == Found()


def test_a_cancelled_session_shares_nothing_that_was_not_shared(session: Session, of: Prepared) -> None:
    fixed = session.scalars(select(AgendaItem.id).where(AgendaItem.session_id == of.session_id, AgendaItem.kind == "vast")).first()
    assert fixed is not None
    write_input(session, session_id=of.session_id, item_id=fixed, version=0, **TEXTS, **of.provider)
    dialogues.cancel_session(session, session_id=of.session_id, reason="Er is griep op de afdeling.", **of.centre)
    assert read(session, of, of.chair.organisation_id, fixed) == Found()


def test_two_colleagues_see_both_texts_and_the_same_again_changes_nothing(session: Session, of: Prepared) -> None:
    write_input(session, **of.point, version=0, **TEXTS, **of.provider)
    assert write_input(session, **of.point, version=0, **TEXTS, **of.provider) == 1  # sent twice
    with pytest.raises(Conflict) as lost:
        write_input(session, **of.point, version=0, **TEXTS | {"seen": "Iets anders"}, **of.provider)
    assert (lost.value.mine[0], lost.value.theirs[0]) == (("Wat zien we?", "Iets anders"), ("Wat zien we?", TEXTS["seen"]))
    assert (lost.value.version, lost.value.by) == (1, of.writer.name)
    assert write_input(session, **of.point, version=1, **TEXTS | {"seen": "Iets anders"}, **of.provider) == 2
    write_note(session, **of.point, version=0, text="Eerst", **of.centre)
    with pytest.raises(Conflict) as twice:
        write_note(session, **of.point, version=0, text="Daarna", **of.centre)
    assert (twice.value.mine, twice.value.theirs) == ([("Notitie", "Daarna")], [("Notitie", "Eerst")])
    assert write_note(session, **of.point, version=1, text="", **of.centre) == 2
    assert session.scalars(select(AgendaNote.text)).one() == ""
    assert write_input(session, **of.point, version=0, **NOTHING, **of.centre) == 0  # still nothing
    assert session.scalar(select(func.count()).select_from(AgendaInput)) == 1


def test_input_closes_with_the_minutes_and_notes_stay_open(session: Session, of: Prepared) -> None:
    of.share(session)
    write_input(session, **of.point, version=0, **TEXTS, **of.provider)
    dialogues.start(session, session_id=of.session_id, **of.centre)
    version = session.scalars(select(DialogueSession.version)).one()
    write_input(session, **of.point, version=1, **TEXTS | {"doing": "Wij doen meer."}, **of.provider)
    assert session.scalars(select(DialogueSession.version)).one() == version + 1  # the record changed
    item_version = session.scalars(select(AgendaItem.version).where(AgendaItem.id == of.item_id)).one()
    dialogues.write_minutes(session, item_id=of.item_id, version=item_version, text="Besproken.", **of.centre)
    dialogues.offer_minutes(session, session_id=of.session_id, **of.centre)
    with pytest.raises(Refused, match="inbreng nu niet veranderen"):
        write_input(session, **of.point, version=2, **TEXTS, **of.provider)
    assert write_note(session, **of.point, version=0, text="Let op bij het antwoord.", **of.provider) == 1
    assert read(session, of, of.chair.organisation_id).others[0].doing == "Wij doen meer."


def test_a_point_that_was_taken_off_refuses_and_keeps_the_text(session: Session, of: Prepared) -> None:
    point = dialogues.add_item(session, session_id=of.session_id, part="data", title="Iets", **of.centre)
    place = {"session_id": of.session_id, "item_id": point}
    write_input(session, **place, version=0, **TEXTS, **of.provider)
    session.execute(update(AgendaItem).where(AgendaItem.id == point).values(is_removed=True))
    for write, texts in ((write_input, TEXTS), (write_note, {"text": "Nog een notitie"})):
        with pytest.raises(Refused, match="van de agenda gehaald"):
            write(session, **place, version=1, **texts, **of.provider)
    assert session.scalars(select(AgendaInput.seen_text)).one() == TEXTS["seen"]


def test_what_is_written_while_the_session_is_cancelled_goes_with_the_point(session: Session, of: Prepared) -> None:
    dialogues.cancel_session(session, session_id=of.session_id, reason="Er is griep op de afdeling.", **of.centre)
    assert session.scalars(select(AgendaItem.session_id).where(AgendaItem.id == of.item_id)).one() is None  # on the list
    assert write_input(session, **of.point, version=0, **TEXTS, **of.provider) == 1
    with pytest.raises(NotFound):
        write_note(session, **of.point, version=0, text="Van een ander", **of.provider | {"viewer_provider_id": of.world.other_provider_id})
    again = dialogues.plan_session(session, provider_id=of.world.provider_id, title="Opnieuw", planned_at=LATER, by=of.chair, at=LATER)
    assert preparation_of(session, session_id=again, organisation_id=of.world.provider_id)[of.item_id].is_filled


def test_what_is_closed_leaves_the_agenda_as_if_nobody_had_written(session: Session, of: Prepared) -> None:
    write_note(session, **of.point, version=0, text="Ons geheim", **of.centre)
    deviations.close(session, deviation_id=of.deviation_id, version=1, reason="Het was een eenmalig effect.", by=of.chair, at=LATER)
    (line,) = sessions(session, viewer_provider_id=of.world.provider_id)
    assert (line.items, line.deviations) == (4, 0)
    whole = session_whole(session, session_id=of.session_id, viewer_provider_id=of.world.provider_id)
    assert of.item_id not in {item.item_id for part in whole.parts for item in part.items}
    with pytest.raises(NotFound):
        agenda_point(session, **of.point, viewer_provider_id=of.world.provider_id)
    assert agenda_point(session, **of.point, viewer_provider_id=None).is_removed  # who wrote there still finds the own words
    note = read(session, of, of.chair.organisation_id).note
    assert note is not None
    assert note.text == "Ons geheim"


def test_what_opens_again_comes_back_with_what_was_prepared(session: Session, of: Prepared) -> None:
    write_note(session, **of.point, version=0, text="Ons geheim", **of.centre)
    deviations.close(session, deviation_id=of.deviation_id, version=1, reason="Het was een eenmalig effect.", by=of.chair, at=LATER)
    session.execute(update(Deviation).where(Deviation.id == of.deviation_id).values(state="nieuw"))
    place_open_items(session, provider_id=of.world.provider_id)
    found = agenda_point(session, **of.point, viewer_provider_id=of.world.provider_id)
    assert not found.is_removed
    assert read(session, of, of.chair.organisation_id).note is not None


STRANGERS: list[dict[str, Any]] = [{"session_id": 99_999}, {"item_id": 99_999}]


@pytest.mark.parametrize("change", STRANGERS)
def test_what_does_not_exist_is_not_found(session: Session, of: Prepared, change: dict[str, int]) -> None:
    with pytest.raises(NotFound):
        write_input(session, **of.point | change, version=0, **TEXTS, **of.provider)
    with pytest.raises(NotFound):
        write_note(session, **of.point | change, version=0, text="x", **of.centre)


def test_another_aanbieder_and_another_gemeente_find_nothing(session: Session, of: Prepared) -> None:
    with pytest.raises(NotFound):
        write_note(session, **of.point, version=0, text="x", **of.provider | {"viewer_provider_id": of.world.other_provider_id})
    with pytest.raises(NotFound):  # somebody of an organisation that does not sit at the table
        write_note(session, **of.point, version=0, text="x", **of.centre | {"by": MANAGER})
    assert session.scalar(select(func.count()).select_from(AgendaNote)) == 0


def test_bad_text_is_refused_at_its_field(session: Session, of: Prepared) -> None:
    with pytest.raises(Refused) as long:
        write_input(session, **of.point, version=0, **TEXTS | {"meaning": "x" * 4001}, **of.provider)
    assert long.value.field == "meaning"
    with pytest.raises(Refused) as personal:
        write_note(session, **of.point, version=0, text="Het gaat om burgerservicenummer 111222333.", **of.provider)
    assert personal.value.field == "text"


def test_the_journal_says_that_it_happened_and_not_what(session: Session, of: Prepared) -> None:
    write_note(session, **of.point, version=0, text="Ons geheim", **of.centre)
    write_input(session, **of.point, version=0, **TEXTS, **of.provider)
    lines = session.execute(select(JournalEntry.object, JournalEntry.action, JournalEntry.details).order_by(JournalEntry.id.desc()).limit(2)).all()
    assert {line.action for line in lines} == {"eigen notitie geschreven", "inbreng geschreven"}
    assert {line.object for line in lines} == {f"voorbereiding/{of.item_id}"}
    assert "geheim" not in str(lines)
    assert TEXTS["seen"] not in str(lines)


def test_a_conflict_over_the_session_never_names_who_prepared_last(session: Session, of: Prepared) -> None:
    shown = dialogues.reach.reach(session, session_id=of.session_id, viewer_provider_id=None)
    of.share(session)
    quiet = replace(of.writer, name="Stille Schrijver")
    write_note(session, **of.point, version=0, text="Ons geheim", **of.provider | {"by": quiet})
    with pytest.raises(Conflict) as lost:
        dialogues.reach.step(session, shown, "agenda gedeeld", by=of.chair, at=LATER)
    assert lost.value.by != quiet.name

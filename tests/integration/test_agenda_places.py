"""Where what is open stands when sessions and deviations come and go: the cases that a careless row would get wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import deviations, dialogues
from kpi.actions.advice_points import bring_to_tables
from kpi.actions.agenda_places import place_everything, place_open_items
from kpi.queries.agenda_check import misplaced
from kpi.queries.agenda_page import since_shared
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaItem, AgendaNote, WritingClaim
from kpi.tables.dialogue_outcome import ActionPoint
from portal.dialogue.agenda_pages import AgendaShown
from tests.factories.advice import MANAGER, board, given
from tests.factories.dialogue import BY, PLANNED_AT, THEM, Table, action_point, deviation, plan, table, whole
from tests.factories.figures import NOW

CENTRE: dict[str, Any] = {"viewer_provider_id": None, **BY}


def found(session: Session, at: Table, quarters_ago: int = 0) -> Deviation:
    """A deviation that was found, and has its place."""
    made = deviation(session, at.own, quarters_ago=quarters_ago)
    place_open_items(session, provider_id=at.own.id)
    return made


def row_of(session: Session, about: Deviation) -> AgendaItem:
    session.expire_all()
    return session.scalars(select(AgendaItem).where(AgendaItem.deviation_id == about.id, AgendaItem.is_live)).one()


def close(session: Session, about: Deviation) -> None:
    session.expire_all()
    deviations.close(session, deviation_id=about.id, version=about.version, reason="Het cijfer is weer op orde.", **BY)


def reopen(session: Session, about: Deviation) -> None:
    """Changed figures made it heavier than what was settled."""
    session.expire_all()
    about.state = "nieuw"
    place_open_items(session, provider_id=about.provider_id)


def point(session: Session, of: Table, **more: Any) -> int:
    return dialogues.add_item(session, session_id=of.session_id, **{"part": "dialoog", "title": "Wachtlijst", **CENTRE, **more})


def test_what_was_closed_and_opens_again_stands_where_it_was_prepared(session: Session) -> None:
    at = table(session)
    about = found(session, at)
    first = row_of(session, about).id
    session.add(AgendaNote(item_id=first, organisation_id=at.own.id, text="Niet vergeten.", changed_by="Sam", changed_at=NOW))
    close(session, about)
    assert session.scalar(select(AgendaItem.is_live).where(AgendaItem.id == first)) is False
    reopen(session, about)
    assert row_of(session, about).id == first
    assert misplaced(session) == []


def test_a_point_where_somebody_sits_can_go(session: Session) -> None:
    at = table(session)
    about = found(session, at)
    session.add(WritingClaim(session_id=at.session_id, item_id=row_of(session, about).id, person_id=1, person_name="Sam", expires_at=NOW))
    close(session, about)
    assert session.scalars(select(AgendaItem.id).where(AgendaItem.deviation_id == about.id)).all() == []


def test_a_number_that_is_given_out_again_is_another_agreement(session: Session) -> None:
    at = table(session)
    dialogues.start(session, session_id=at.session_id, **CENTRE)
    following = plan(session, at.own, "Volgend gesprek")
    taken_back = action_point(session, at.session_id, "Bij vergissing")
    dialogues.share(session, session_id=following, **CENTRE)
    dialogues.remove_action_point(session, action_id=taken_back, version=1, **CENTRE)
    made = action_point(session, at.session_id, "De echte afspraak")
    live = session.scalars(select(AgendaItem).where(AgendaItem.action_point_id == made, AgendaItem.is_live)).one()
    assert (live.session_id, live.title) == (None, "Open afspraak: De echte afspraak")
    assert misplaced(session) == []


def test_every_table_is_placed_also_one_without_deviations(session: Session) -> None:
    at = table(session)
    dialogues.start(session, session_id=at.session_id, **CENTRE)
    made = action_point(session, at.session_id)
    for row in session.scalars(select(AgendaItem).where(AgendaItem.action_point_id == made)):
        session.delete(row)
    session.flush()
    assert len(misplaced(session)) == 1
    place_everything(session)
    assert misplaced(session) == []


def test_what_people_put_on_a_cancelled_agenda_goes_to_the_next_one(session: Session) -> None:
    at = table(session)
    mine, advised = point(session, at), given(session, board(session)[0])
    bring_to_tables(session, advice_id=advised, provider_ids=[at.own.id], words="Hoe praten wij over wachten?", board_names=(), by=MANAGER, at=NOW)
    advice = session.scalars(select(AgendaItem.id).where(AgendaItem.advice_id == advised)).one()
    dialogues.cancel_session(session, session_id=at.session_id, reason="De aanbieder is ziek.", **CENTRE)
    assert set(session.scalars(select(AgendaItem.session_id).where(AgendaItem.id.in_([mine, advice])))) == {None}
    following = plan(session, at.own, "Volgend gesprek")
    assert set(session.scalars(select(AgendaItem.session_id).where(AgendaItem.id.in_([mine, advice])))) == {following}


def test_a_point_for_later_waits_until_somebody_wants_it(session: Session) -> None:
    at = table(session)
    told = {"viewer_provider_id": at.own.id, **THEM}
    later = dialogues.add_later(session, provider_id=at.own.id, part="kaders", title="Nieuwe locatie", **told)
    plan(session, at.own, "Volgend gesprek")
    assert session.scalar(select(AgendaItem.session_id).where(AgendaItem.id == later)) is None
    assert dialogues.put_listed(session, item_id=later, session_id=at.session_id, **told) == later
    assert [item.title for item in whole(session, at.session_id).parts[1].items] == ["Welke afspraken en regels gelden er?", "Nieuwe locatie"]
    dialogues.take_off(session, item_id=later, session_id=at.session_id, **told)
    assert session.scalar(select(AgendaItem.session_id).where(AgendaItem.id == later)) is None
    with pytest.raises(NotFound):
        dialogues.put_listed(session, item_id=later, session_id=at.session_id, **THEM, viewer_provider_id=at.other.id)


def test_what_is_moved_on_does_not_come_back(session: Session) -> None:
    at = table(session)
    about, mine = found(session, at), point(session, at)
    following = dialogues.plan_session(session, provider_id=at.own.id, title="Later", planned_at=PLANNED_AT.replace(month=11), **BY)
    for item_id in (row_of(session, about).id, mine):
        assert dialogues.move_on(session, item_id=item_id, session_id=at.session_id, **CENTRE) == following
    place_open_items(session, provider_id=at.own.id)
    assert row_of(session, about).session_id == following
    last = dialogues.move_on(session, item_id=row_of(session, about).id, session_id=following, **CENTRE)
    assert last is None, "there is no later one yet: it waits, and does not go back"
    dialogues.cancel_session(session, session_id=following, reason="Het gesprek gaat niet door.", **CENTRE)
    assert row_of(session, about).session_id == at.session_id, "what will not be held, nothing has to come after"
    assert misplaced(session) == []


def test_what_was_written_stays_where_it_was_written(session: Session) -> None:
    at = table(session)
    about = found(session, at)
    dialogues.start(session, session_id=at.session_id, **CENTRE)
    row = row_of(session, about)
    dialogues.write_minutes(session, item_id=row.id, version=row.version, text="Wij komen hierop terug.", **CENTRE)
    following = plan(session, at.own, "Volgend gesprek")
    assert dialogues.move_on(session, item_id=row.id, session_id=at.session_id, **CENTRE) == following
    old, new = session.get_one(AgendaItem, row.id), row_of(session, about)
    assert (old.session_id, old.is_live, old.minutes) == (at.session_id, False, "Wij komen hierop terug.")
    assert (new.session_id, new.minutes) == (following, "")
    back = dialogues.put_listed(session, item_id=new.id, session_id=at.session_id, **CENTRE) if not new.is_chosen else old.id
    assert back == old.id, "a session knows a deviation once"
    assert misplaced(session) == []


def test_a_point_that_was_taken_away_comes_back_with_its_text(session: Session) -> None:
    at = table(session)
    mine = point(session, at)
    dialogues.start(session, session_id=at.session_id, **CENTRE)
    dialogues.write_minutes(session, item_id=mine, version=1, text="Er wachten 12 mensen.", **CENTRE)
    with pytest.raises(Conflict):
        dialogues.remove_item(session, item_id=mine, version=1, **CENTRE)
    dialogues.remove_item(session, item_id=mine, version=2, **CENTRE)
    assert mine not in [item.item_id for item in whole(session, at.session_id).parts[3].items]
    assert dialogues.restore_item(session, item_id=mine, **CENTRE) == at.session_id
    assert whole(session, at.session_id).parts[3].items[-1].minutes == "Er wachten 12 mensen."


def test_what_is_open_cannot_be_taken_away_and_a_foreign_point_not_by_others(session: Session) -> None:
    at = table(session)
    about, mine = found(session, at), point(session, at)
    theirs = {"viewer_provider_id": at.own.id, **THEM}
    row = row_of(session, about)
    attempts: tuple[Callable[[], object], ...] = (
        lambda: dialogues.remove_item(session, item_id=row.id, version=row.version, **CENTRE),
        lambda: dialogues.take_off(session, item_id=row.id, session_id=at.session_id, **CENTRE),
        lambda: dialogues.remove_item(session, item_id=mine, version=1, **theirs),
        lambda: dialogues.take_off(session, item_id=mine, session_id=at.session_id, **theirs),
        lambda: dialogues.move_on(session, item_id=row.id, session_id=at.session_id, **theirs),
    )
    for refused in attempts:
        with pytest.raises(Refused) as told:
            refused()
        assert told.value.reason.endswith(".")


def test_an_agreement_that_is_moved_on_during_the_conversation_counts_as_carried(session: Session) -> None:
    at = table(session)
    dialogues.start(session, session_id=at.session_id, **CENTRE)
    made = action_point(session, at.session_id)
    second = plan(session, at.own, "Tweede")
    dialogues.start(session, session_id=second, **CENTRE)
    row = session.scalars(select(AgendaItem).where(AgendaItem.action_point_id == made, AgendaItem.is_live)).one()
    assert row.session_id == second
    dialogues.move_on(session, item_id=row.id, session_id=second, **CENTRE)
    session.expire_all()
    assert session.get_one(ActionPoint, made).carried == 1


def test_the_check_names_what_stands_nowhere_and_what_stands_at_another_table(session: Session) -> None:
    at = table(session)
    lost, strayed = found(session, at), found(session, at, 1)
    assert misplaced(session) == []
    session.delete(row_of(session, lost))
    row_of(session, strayed).session_id = plan(session, at.other)
    session.flush()
    assert misplaced(session) == [
        f"afwijking {lost.id} (Stichting De Berm, MZ-04) staat op geen agenda en niet op één",
        f"afwijking {strayed.id} (Stichting De Berm, MZ-04) staat op geen agenda en niet op één",
    ]


def test_what_comes_up_after_sharing_waits_and_is_named(session: Session) -> None:
    at = table(session)
    early = found(session, at)
    dialogues.share(session, session_id=at.session_id, **CENTRE)
    late = found(session, at, 1)
    assert row_of(session, late).session_id is None
    (told,) = since_shared(session, session_id=at.session_id, provider_id=at.own.id)
    assert told.item_id == row_of(session, late).id
    dialogues.put_listed(session, item_id=told.item_id, session_id=at.session_id, **CENTRE)
    assert since_shared(session, session_id=at.session_id, provider_id=at.own.id) == ()
    dialogues.move_on(session, item_id=row_of(session, early).id, session_id=at.session_id, **CENTRE)
    assert since_shared(session, session_id=at.session_id, provider_id=at.own.id) == (), "what was moved on did not come up since"


def test_the_agenda_says_why_and_folds_what_is_lighter(session: Session) -> None:
    at = table(session)
    many = [found(session, at, number) for number in range(9)]
    session.expire_all()
    many[8].severity = 3
    place_open_items(session, provider_id=at.own.id)
    dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[many[5].id], **CENTRE)
    part = whole(session, at.session_id).parts[2]
    shown = AgendaShown("voorbereiding")
    full = [item.deviation_id for item in shown.full(part) if item.deviation_id]
    assert full[:2] == [many[5].id, many[8].id], "what people asked for, then the heavier"
    assert (len(full), len(shown.folded(part))) == (7, 2)
    words = [shown.why(item) for item in part.items if item.deviation_id]
    assert words[0].startswith(f"Waarom hier: gevraagd door {BY['by'].name}, let op, contractnorm, sinds ")
    assert words[1].startswith("Waarom hier: zwaar, contractnorm, sinds ")

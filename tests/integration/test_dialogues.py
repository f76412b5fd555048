"""A dialogue session from planning to agreed minutes, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions import dialogues
from kpi.domain import follow_up
from kpi.queries.dialogues import open_action_points, sessions, sessions_open_for_agenda
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.dialogue import AgendaItem, DialogueEvent, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint
from tests.factories.dialogue import BY, THEM, action_point, answer, deviation, offered, plan, table, whole
from tests.factories.figures import organisation


def test_a_planned_session_has_the_four_parts_and_an_event(session: Session) -> None:
    at = table(session)
    seen = whole(session, at.session_id, at.own.id)
    assert (seen.state, seen.carried_over) == ("voorbereiding", ())
    assert [(part.code, len(part.items)) for part in seen.parts] == [("waarden", 1), ("kaders", 1), ("data", 1), ("dialoog", 1)]
    assert session.scalars(select(DialogueEvent.kind).where(DialogueEvent.session_id == at.session_id)).all() == ["gepland"]


def test_open_agreements_come_first_on_the_next_agenda_and_lapsed_ones_do_not(session: Session) -> None:
    at = table(session)
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    action_point(session, at.session_id, "Tweede afspraak", date(2026, 11, 1))
    action_point(session, at.session_id, "Eerste afspraak")
    done = action_point(session, at.session_id, "Klaar")
    dialogues.close_action_point(
        session, action_id=done, version=1, state="vervallen", reason="Niet meer nodig.", viewer_provider_id=at.own.id, **THEM
    )
    following = whole(session, plan(session, at.own, "Volgend gesprek"))
    assert [item.title for item in following.carried_over] == ["Open afspraak: Eerste afspraak", "Open afspraak: Tweede afspraak"]
    assert "Uiterlijk: 01-10-2026." in following.carried_over[0].figures
    assert whole(session, plan(session, at.other)).carried_over == ()


def test_only_an_aanbieder_can_be_invited(session: Session) -> None:
    board = organisation(session, kind="klankbordgroep")
    with pytest.raises(NotFound):
        plan(session, board)


def test_a_deviation_goes_on_the_agenda_with_its_figures_frozen(session: Session) -> None:
    at = table(session)
    row = deviation(session, at.own)
    dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[row.id], viewer_provider_id=None, **BY)
    for finding in session.scalars(select(Finding)):
        finding.sentence = finding.shared_sentence = "Later verbeterd."
    session.flush()
    session.expire_all()
    item = whole(session, at.session_id).parts[2].items[1]
    assert item.title == "Doorstroom naar lichter, 2e kwartaal 2026"
    assert item.figures == "Het cijfer is 41%. De norm is 50%.\nHet cijfer daalde van 60% naar 41%."
    assert session.execute(select(Deviation.state, Deviation.version)).one() == ("op de agenda", 2)
    assert session.execute(select(DeviationEvent.kind, DeviationEvent.text)).all() == [("op de agenda gezet", "Gesprek tweede kwartaal")]


@pytest.mark.parametrize("state", follow_up.STATES)
def test_which_deviations_may_go_on_the_agenda(session: Session, state: str) -> None:
    at = table(session)
    row = deviation(session, at.own, state=state)  # those that were talked about before stand on no open session: they may come back
    if state == "afgehandeld":
        with pytest.raises(Refused):
            dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[row.id], viewer_provider_id=None, **BY)
    else:
        assert len(dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[row.id], viewer_provider_id=None, **BY)) == 1


def test_a_deviation_stands_on_one_open_session_even_when_its_state_was_set_back(session: Session) -> None:
    at = table(session)
    row = deviation(session, at.own)
    dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[row.id], viewer_provider_id=None, **BY)
    session.expire_all()
    row.state = "toegelicht"
    session.flush()
    second = plan(session, at.own, "Tweede")
    with pytest.raises(Refused):
        dialogues.put_on_agenda(session, session_id=second, deviation_ids=[row.id], viewer_provider_id=None, **BY)
    session.get_one(DialogueSession, at.session_id).state = "vastgesteld"
    session.execute(update(AgendaItem).values(is_live=False))
    assert dialogues.put_on_agenda(session, session_id=second, deviation_ids=[row.id], viewer_provider_id=None, **BY)


def test_a_deviation_of_another_aanbieder_does_not_exist_here(session: Session) -> None:
    at = table(session)
    foreign = deviation(session, at.other)
    with pytest.raises(NotFound):
        dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[foreign.id], viewer_provider_id=None, **BY)


def test_both_sides_add_points_and_the_agenda_closes_with_the_minutes(session: Session) -> None:
    at = table(session)
    for viewer, title in ((None, "Huisvesting"), (at.own.id, "Personeel")):
        dialogues.add_item(session, session_id=at.session_id, part="kaders", title=title, viewer_provider_id=viewer, **BY)
    assert [item.title for item in whole(session, at.session_id).parts[1].items][1:] == ["Huisvesting", "Personeel"]
    with pytest.raises(Refused) as refused:
        dialogues.add_item(session, session_id=at.session_id, part="rest", title="x", viewer_provider_id=None, **BY)
    assert refused.value.field == "part"


def test_a_stale_version_of_the_minutes_gives_both_texts(session: Session) -> None:
    at = table(session)
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    item = whole(session, at.session_id).parts[0].items[0].item_id
    assert dialogues.write_minutes(session, item_id=item, version=1, text="Eerst", viewer_provider_id=at.own.id, **THEM) == 2
    with pytest.raises(Conflict) as lost:
        dialogues.write_minutes(session, item_id=item, version=1, text="Later", viewer_provider_id=None, **BY)
    assert (lost.value.mine[0][1], lost.value.theirs[0][1], lost.value.by, lost.value.version) == ("Later", "Eerst", "Sam Peters", 2)
    assert dialogues.write_minutes(session, item_id=item, version=1, text="Eerst", viewer_provider_id=at.own.id, **THEM) == 2
    with pytest.raises(Refused):
        dialogues.write_minutes(session, item_id=item, version=2, text="mail a@b.nl", viewer_provider_id=None, **BY)


def test_minutes_wait_for_the_beginning_and_an_empty_record_is_not_offered(session: Session) -> None:
    at = table(session)
    item = whole(session, at.session_id).parts[0].items[0].item_id
    with pytest.raises(Refused):
        dialogues.write_minutes(session, item_id=item, version=1, text="Vroeg", viewer_provider_id=None, **BY)
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    with pytest.raises(Refused, match="leeg"):
        dialogues.offer_minutes(session, session_id=at.session_id, viewer_provider_id=None, **BY)


def test_an_agreement_takes_the_deviation_of_its_item_and_no_date_in_the_past(session: Session) -> None:
    at = table(session)
    row = deviation(session, at.own)
    (item,) = dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[row.id], viewer_provider_id=None, **BY)
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    given: dict[str, Any] = {
        "session_id": at.session_id,
        "text": "Plan",
        "owner_organisation": "Berm",
        "owner_name": "Sam",
        "viewer_provider_id": at.own.id,
        **THEM,
    }
    dialogues.make_action_point(session, due_on=date(2026, 9, 1), agenda_item_id=item, **given)
    assert session.scalars(select(ActionPoint.deviation_id)).all() == [row.id]
    with pytest.raises(Refused) as refused:
        dialogues.make_action_point(session, due_on=date(2026, 7, 19), **given)
    assert refused.value.field == "due_on"
    with pytest.raises(NotFound):
        dialogues.make_action_point(session, due_on=date(2026, 9, 1), deviation_id=deviation(session, at.other).id, **given)


def test_another_aanbieder_reaches_nothing(session: Session) -> None:
    at = offered(session)
    point = action_point(session, at.session_id)
    item = whole(session, at.session_id).parts[0].items[0].item_id
    me: dict[str, Any] = {"viewer_provider_id": at.other.id, **THEM}
    one: dict[str, Any] = {"session_id": at.session_id, **me}
    attempts: list[Callable[[], object]] = [
        lambda: whole(session, at.session_id, at.other.id),
        lambda: whole(session, 999_999, at.own.id),
        lambda: dialogues.start(session, **one),
        lambda: dialogues.reopen(session, **one),
        lambda: dialogues.offer_minutes(session, **one),
        lambda: dialogues.add_item(session, part="data", title="x", **one),
        lambda: dialogues.put_on_agenda(session, deviation_ids=[1], **one),
        lambda: dialogues.write_minutes(session, item_id=item, version=2, text="x", **me),
        lambda: dialogues.make_action_point(session, text="x", owner_organisation="x", owner_name="x", due_on=date(2026, 12, 1), **one),
        lambda: dialogues.close_action_point(session, action_id=point, version=1, state="gereed", **me),
        lambda: dialogues.remove_action_point(session, action_id=point, version=1, **me),
        lambda: dialogues.consent(session, side="aanbieder", verdict="eens", sha256="x", **one),
    ]
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()


def test_lists_are_scoped_and_counted(session: Session) -> None:
    at = offered(session)
    foreign = plan(session, at.other)
    action_point(session, at.session_id)
    answer(session, at, "gemeente")
    (mine,) = sessions(session, viewer_provider_id=at.own.id)
    assert (mine.items, mine.deviations, mine.open_actions, mine.consents, mine.provider_name) == (4, 0, 1, 1, "Stichting De Berm")
    assert {line.session_id for line in sessions(session, viewer_provider_id=None)} == {at.session_id, foreign}
    assert [choice.session_id for choice in sessions_open_for_agenda(session, viewer_provider_id=None)] == [foreign]
    assert sessions_open_for_agenda(session, viewer_provider_id=at.own.id, provider_id=at.other.id) == ()
    assert len(open_action_points(session, viewer_provider_id=at.own.id)) == 1
    assert open_action_points(session, viewer_provider_id=at.other.id) == ()


def test_one_session_takes_at_most_six_queries_whatever_it_holds(session: Session) -> None:
    at = table(session)
    asked: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))
    dialogues.start(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    asked.clear()
    whole(session, at.session_id)
    few = len(asked)
    for number in range(20):
        dialogues.add_item(session, session_id=at.session_id, part="data", title=f"Punt {number}", viewer_provider_id=None, **BY)
        action_point(session, at.session_id)
    asked.clear()
    whole(session, at.session_id)
    assert len(asked) == few <= 6


def test_everything_is_in_the_journal(session: Session) -> None:
    at = offered(session)
    answer(session, at, "gemeente")
    told = session.scalars(select(JournalEntry.action).where(JournalEntry.object == f"dialoogsessie/{at.session_id}").order_by(JournalEntry.id)).all()
    assert told == [
        "dialoogsessie gepland",
        "dialoogsessie agenda gedeeld",
        "dialoogsessie begonnen",
        "verslag geschreven",
        "dialoogsessie verslag ter instemming gelegd",
        "instemming: gemeente eens",
    ]

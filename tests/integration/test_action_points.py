"""An afspraak from being made until it is confirmed, on both databases: its links, its steps, its history, and who knows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.tables.organisation import Organisation
from kpi.actions import dialogues
from kpi.domain import action_point as life
from kpi.queries.action_point_whole import agreement_whole
from kpi.queries.action_points import agreement_lines, agreements_by_state
from kpi.queries.dialogue_record import current_sha256
from kpi.tables.dialogue_outcome import ActionPoint
from tests.factories.action_points import begun, do, live_rows, made, read, replace_session, settle
from tests.factories.dialogue import BY, MUNICIPALITY, PROVIDER, THEM, Table, action_point, answer, deviation, plan, whole
from tests.factories.figures import NOW

WHY = "De woningen komen later vrij."


@pytest.fixture
def at(session: Session) -> Table:
    """A conversation that has begun."""
    return begun(session)


def test_from_open_to_confirmed_with_its_history(session: Session, at: Table) -> None:
    point = action_point(session, at.session_id)
    do(session, dialogues.begin_action_point, point, THEM, at.own.id)
    do(session, dialogues.report_done, point, THEM, at.own.id, result="Het plan ligt er.\nMet cijfers.")
    do(session, dialogues.give_back_action_point, point, BY, reason="De planning ontbreekt nog.")
    do(session, dialogues.report_done, point, THEM, at.own.id, result="Nu met planning.")
    do(session, dialogues.confirm_action_point, point, BY)
    found = read(session, point)
    assert [(one.kind, one.text) for one in found.events] == [
        ("gemaakt", ""),
        ("begonnen", ""),
        ("gereed gemeld", "Het plan ligt er.\nMet cijfers."),
        ("teruggegeven", "De planning ontbreekt nog."),
        ("gereed gemeld", "Nu met planning."),
        ("bevestigd", ""),
    ]
    assert life.fold(one.kind for one in found.events) == found.head.state == "bevestigd"
    assert (found.head.result, found.head.done_by, found.head.reported_for) == ("Nu met planning.", "Sam Peters", "Stichting De Berm")
    assert session.scalars(select(ActionPoint.confirmed_by).where(ActionPoint.id == point)).one() == "Noor Janssen"


@pytest.mark.parametrize("what", [dialogues.confirm_action_point, dialogues.give_back_action_point])
def test_the_organisation_that_reported_it_does_not_judge_it(session: Session, at: Table, what: Callable[..., None]) -> None:
    point, more = action_point(session, at.session_id), {} if what is dialogues.confirm_action_point else {"reason": WHY}
    do(session, dialogues.report_done, point, THEM, at.own.id, result="Klaar.")
    colleague = {"by": replace(PROVIDER, name="Ans Smit", person_id=99), "at": NOW}
    with pytest.raises(Refused, match="meldde deze afspraak zelf gereed"):
        do(session, what, point, colleague, at.own.id, **more)
    do(session, what, point, BY, **more)


def test_somebody_with_two_places_does_not_judge_own_work(session: Session, at: Table) -> None:
    point = action_point(session, at.session_id)
    do(session, dialogues.report_done, point, {"by": replace(PROVIDER, person_id=5), "at": NOW}, at.own.id, result="Klaar.")
    with pytest.raises(Refused):
        do(session, dialogues.confirm_action_point, point, {"by": replace(MUNICIPALITY, person_id=5), "at": NOW})


def test_every_step_needs_its_words(session: Session, at: Table) -> None:
    point = action_point(session, at.session_id)
    for what, field, more in (
        (dialogues.report_done, "result", {"result": " "}),
        (dialogues.report_done, "result", {"result": "mail a@b.nl"}),
        (dialogues.lapse_action_point, "reason", {"reason": ""}),
    ):
        with pytest.raises(Refused) as refused:
            do(session, what, point, BY, **more)
        assert refused.value.field == field
    do(session, dialogues.report_done, point, BY, result="Klaar.")
    with pytest.raises(Refused, match="minstens 10 tekens"):
        do(session, dialogues.give_back_action_point, point, THEM, at.own.id, reason="Nee.")


def test_a_stale_screen_gives_what_happened(session: Session, at: Table) -> None:
    point = action_point(session, at.session_id)
    do(session, dialogues.begin_action_point, point, THEM, at.own.id)
    with pytest.raises(Conflict) as lost:
        dialogues.report_done(session, action_id=point, version=1, result="Klaar.", viewer_provider_id=None, **BY)
    assert (lost.value.theirs, lost.value.by, lost.value.version) == ([("Stand nu", "bezig")], "Sam Peters", 2)


def test_it_lapses_with_a_reason_and_may_be_taken_up_again(session: Session, at: Table) -> None:
    row = deviation(session, at.own)
    (item,) = dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[row.id], viewer_provider_id=None, **BY)
    point = made(session, at, agenda_item_id=item)
    do(session, dialogues.lapse_action_point, point, BY, reason="Niet meer nodig.")
    assert (read(session, point).head.closed_reason, read(session, point).head.deviation_state) == ("Niet meer nodig.", "op de agenda")
    assert not live_rows(session, point)
    do(session, dialogues.resume_action_point, point, THEM, at.own.id, reason="Het is toch nog nodig.")
    found = read(session, point).head
    assert (found.state, found.closed_reason, found.deviation_state) == ("open", "", "afspraak loopt")
    assert len(live_rows(session, point)) == 1


def test_it_stands_on_a_coming_agenda_until_it_is_confirmed(session: Session, at: Table) -> None:
    point = action_point(session, at.session_id)
    following = plan(session, at.own, "Volgend gesprek")
    for what, side, viewer, more in (
        (dialogues.begin_action_point, THEM, at.own.id, {}),
        (dialogues.report_done, THEM, at.own.id, {"result": "Klaar."}),
    ):
        assert [item.action_point_id for item in whole(session, following).carried_over] == [point]
        do(session, what, point, side, viewer, **more)
    assert [item.action_point_id for item in whole(session, following).carried_over] == [point]
    do(session, dialogues.confirm_action_point, point, BY)
    assert whole(session, following).carried_over == ()


def test_a_moved_date_asks_a_reason_and_the_record_keeps_the_day_that_was_agreed_on(session: Session, at: Table) -> None:
    point = action_point(session, at.session_id)
    move: dict[str, Any] = {"due_on": date(2026, 11, 16), "reason": WHY}
    with pytest.raises(Refused, match="Wijzig daar de afspraak zelf"):
        do(session, dialogues.move_due_date, point, BY, **move)
    settle(session, at)
    before = current_sha256(session, session_id=at.session_id)
    for wrong in ({"due_on": date(2026, 7, 1)}, {"due_on": date(2026, 10, 1)}, {"reason": "Later"}):
        with pytest.raises(Refused):
            do(session, dialogues.move_due_date, point, BY, **move | wrong)
    do(session, dialogues.move_due_date, point, BY, **move)
    do(session, dialogues.move_due_date, point, THEM, at.own.id, due_on=date(2026, 12, 1), reason=WHY)
    assert current_sha256(session, session_id=at.session_id) == before
    (line,) = whole(session, at.session_id).actions
    assert line.due_on == date(2026, 12, 1)
    assert [one.counts for one in whole(session, at.session_id).consents] == [True, True]
    moved = [life.moved_words(one.text) for one in read(session, point).events if one.kind == life.MOVED]
    assert moved[0] == f"Van donderdag 1 oktober 2026 naar maandag 16 november 2026.\n{WHY}"


def test_changing_what_was_agreed_voids_consent_and_is_over_once_it_is_settled(session: Session, at: Table) -> None:
    point = made(session, at)
    item = whole(session, at.session_id).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=1, text="Besproken.", viewer_provider_id=None, **BY)
    dialogues.offer_minutes(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    answer(session, at, "gemeente")
    told = {"text": "Maak een beter plan", "owner_organisation": "Gemeente Maastricht", "owner_name": "Noor", "due_on": date(2026, 9, 1)}
    do(session, dialogues.change_action_point, point, THEM, at.own.id, **told)
    found = read(session, point)
    assert (found.head.text, found.head.owner_organisation, found.head.due_on) == ("Maak een beter plan", "Gemeente Maastricht", date(2026, 9, 1))
    assert found.events[-1].text == "Eerst stond er: Maak een plan"
    assert [one.is_void for one in whole(session, at.session_id).consents] == [True]
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    session.expire_all()
    for what, more in ((dialogues.change_action_point, told), (dialogues.remove_action_point, {})):
        with pytest.raises(Refused):
            do(session, what, point, BY, **more)


def test_another_aanbieder_reaches_nothing(session: Session, at: Table) -> None:
    point = action_point(session, at.session_id)
    told: dict[str, Any] = {"action_id": point, "version": 1, "viewer_provider_id": at.other.id, **THEM}
    attempts: list[Callable[[], object]] = [
        lambda: agreement_whole(session, action_id=point, viewer_provider_id=at.other.id),
        lambda: agreement_whole(session, action_id=999, viewer_provider_id=None),
        lambda: dialogues.begin_action_point(session, **told),
        lambda: dialogues.report_done(session, result="x", **told),
        lambda: dialogues.confirm_action_point(session, **told),
        lambda: dialogues.give_back_action_point(session, reason=WHY, **told),
        lambda: dialogues.lapse_action_point(session, reason=WHY, **told),
        lambda: dialogues.resume_action_point(session, reason=WHY, **told),
        lambda: dialogues.move_due_date(session, due_on=date(2027, 1, 1), reason=WHY, **told),
        lambda: dialogues.change_action_point(
            session, text="x", owner_organisation="x", owner_name="x", due_on=date(2027, 1, 1), **told
        ),
    ]  # fmt: skip
    for attempt in attempts:
        with pytest.raises(NotFound):
            attempt()
    assert agreement_lines(session, viewer_provider_id=at.other.id, states=life.STATES) == ()
    assert sum(agreements_by_state(session, viewer_provider_id=at.other.id).values()) == 0


def test_how_often_it_was_carried_on_is_counted_when_a_session_is_settled(session: Session, at: Table) -> None:
    point = action_point(session, at.session_id)
    settle(session, at)
    assert read(session, point).head.carried == 0, "the session in which it was made does not count"
    for number in (1, 2):
        following = replace_session(at, plan(session, at.own, f"Gesprek {number}"))
        dialogues.start(session, session_id=following.session_id, viewer_provider_id=None, **BY)
        settle(session, following)
        assert read(session, point).head.carried == number
    assert session.get_one(Organisation, at.own.id).name == "Stichting De Berm"

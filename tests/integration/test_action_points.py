"""An afspraak from being made until it is confirmed, on both databases: its links, its steps, its history, and who knows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.tables.agreement import Commitment
from contracts.tables.organisation import Organisation
from kpi.actions import dialogues
from kpi.domain import action_point as life
from kpi.domain.dialogue import UNFINISHED
from kpi.queries.action_point_whole import AgreementWhole, agreement_whole
from kpi.queries.action_points import agreement_lines, agreements_by_state, choices_for
from kpi.queries.dialogue_record import current_sha256
from kpi.tables.deviation import Judgement
from kpi.tables.dialogue import AgendaItem
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.indicator import IndicatorVersion
from tests.factories import figures
from tests.factories.dialogue import BY, MUNICIPALITY, PROVIDER, THEM, Table, action_point, answer, deviation, plan, table, whole
from tests.factories.figures import NOW, QUARTER

WHY = "De woningen komen later vrij."


@pytest.fixture
def at(session: Session) -> Table:
    """A conversation that has begun."""
    found = table(session)
    dialogues.start(session, session_id=found.session_id, viewer_provider_id=None, **BY)
    return found


def made(session: Session, at: Table, **more: Any) -> int:
    told = {"text": "Maak een plan", "owner_organisation": "Stichting De Berm", "owner_name": "Sam Peters", "due_on": date(2026, 10, 1)}
    return dialogues.make_action_point(session, session_id=at.session_id, viewer_provider_id=None, **BY, **told | more)


def read(session: Session, action_id: int, viewer: int | None = None) -> AgreementWhole:
    session.expire_all()
    return agreement_whole(session, action_id=action_id, viewer_provider_id=viewer)


def version(session: Session, action_id: int) -> int:
    return session.scalars(select(ActionPoint.version).where(ActionPoint.id == action_id)).one()


def do(session: Session, what: Callable[..., None], action_id: int, side: dict[str, Any], viewer: int | None = None, **more: Any) -> None:
    what(session, action_id=action_id, version=version(session, action_id), viewer_provider_id=viewer, **side, **more)


def signed(session: Session, at: Table, numerator: str, *, later: int = 0, code: str = "MZ-04", point_type: str = "") -> None:
    """A signed figure of forty people, as the register holds it."""
    if session.scalar(select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == code)) is None:
        figures.indicator(session, code, name="Doorstroom naar lichter")
    period = QUARTER.shift(later)
    report = figures.report(session, at.own, period=period)
    number = session.scalars(select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == code)).one()
    place = {"report_id": report.id, "provider_id": at.own.id, "period": period.code, "indicator_code": code, "indicator_version_id": number}
    figures.saved(
        session, Judgement(numerator=Decimal(numerator), denominator=Decimal(40), judged_at=NOW, kind="proportion", point_type=point_type, **place)
    )


def settle(session: Session, at: Table) -> None:
    item = whole(session, at.session_id).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=item.version, text="Besproken.", viewer_provider_id=None, **BY)
    dialogues.offer_minutes(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    for side in ("gemeente", "aanbieder"):
        answer(session, at, side)
    session.expire_all()


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


def live_rows(session: Session, action_id: int) -> list[int]:
    return list(session.scalars(select(AgendaItem.id).where(AgendaItem.action_point_id == action_id, AgendaItem.is_live)))


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


def test_the_kpi_the_contract_and_the_expected_effect(session: Session, at: Table) -> None:
    signed(session, at, "23", later=-1)
    signed(session, at, "25")
    promised = [
        figures.saved(
            session, Commitment(provider_id=one.id, kind="subsidie", reference=f"S-{one.id}", name="Opvang", starts_on=NOW.date(), ends_on=NOW.date())
        )
        for one in (at.own, at.other)
    ]
    row = deviation(session, at.own, quarters_ago=3)
    (item,) = dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[row.id], viewer_provider_id=None, **BY)
    found = read(session, made(session, at, agenda_item_id=item, expected="75,5", commitment_id=promised[0].id)).head
    assert (found.expected_value, found.baseline_value, found.baseline_shown) == (Decimal("75.5"), Decimal("62.5"), "62,5 %")
    assert (found.baseline_period, found.contract) == (QUARTER.code, f"S-{at.own.id} Opvang")
    for wrong in ({"expected": "veel"}, {"expected": "-1"}, {"expected": "101"}, {"expected": "1,23"}, {"expected": "75", "agenda_item_id": None}):
        with pytest.raises(Refused) as refused:
            made(session, at, **{"agenda_item_id": item} | wrong)
        assert refused.value.field == "expected"
    for missing in ({"commitment_id": promised[1].id}, {"commitment_id": 999}, {"indicator_code": "XX-99"}):
        with pytest.raises(NotFound):
            made(session, at, **missing)
    alone = read(session, made(session, at, indicator_code="MZ-04", expected="1.234,5".replace("1.234,5", "80")))
    assert alone.kpi is not None and alone.kpi.code == "MZ-04" and alone.head.deviation_id is None


def test_another_kpi_takes_another_baseline_and_the_same_one_keeps_its_own(session: Session, at: Table) -> None:
    signed(session, at, "20")
    signed(session, at, "30", code="MZ-05", later=-1)
    point = made(session, at, indicator_code="MZ-04")
    signed(session, at, "28", later=1)
    told: dict[str, Any] = {"text": "Plan", "owner_organisation": "x", "owner_name": "x", "due_on": date(2026, 10, 1)}
    do(session, dialogues.change_action_point, point, BY, indicator_code="MZ-04", expected="60", **told)
    assert (read(session, point).head.baseline_shown, read(session, point).head.expected_value) == ("50 %", Decimal(60))
    do(session, dialogues.change_action_point, point, BY, indicator_code="MZ-05", **told)
    assert (read(session, point).head.baseline_shown, read(session, point).head.expected_value) == ("75 %", None)
    do(session, dialogues.change_action_point, point, BY, **told)
    assert read(session, point).kpi is None and read(session, point).head.baseline_shown == ""


def test_the_effect_is_told_from_the_quarters_since(session: Session, at: Table) -> None:
    signed(session, at, "20", later=-1)
    signed(session, at, "22")
    point = made(session, at, indicator_code="MZ-04", expected="75")
    assert read(session, point).effect.word == "nog niet te zien"  # type: ignore[union-attr]
    signed(session, at, "28", later=1, point_type="common_cause")
    signed(session, at, "31", later=2, point_type="special_cause_improvement")
    found = read(session, point)
    assert [(one.period, one.value) for one in found.later] == [(QUARTER.shift(1).code, Decimal(70)), (QUARTER.shift(2).code, Decimal("77.5"))]
    assert found.effect is not None and found.effect.word == "wat de bedoeling was, is gehaald"
    assert "Het cijfer ging van 55 % (2e kwartaal 2026) naar 77,5 % (4e kwartaal 2026)." in found.effect.sentences
    assert read(session, made(session, at)).effect is None


def test_at_the_joint_table_everybody_reads_it_and_no_figure_or_contract_of_one_aanbieder_is_told(session: Session, at: Table) -> None:
    signed(session, at, "22")
    joint = dialogues.plan_session(session, provider_id=None, title="Samen", planned_at=NOW, by=MUNICIPALITY, at=NOW)
    dialogues.start(session, session_id=joint, viewer_provider_id=None, **BY)
    both = replace_session(at, joint)
    point = made(session, both, indicator_code="MZ-04", expected="60", owner_organisation="Stichting De Brug")
    promised = figures.saved(
        session, Commitment(provider_id=at.own.id, kind="subsidie", reference="S-1", name="Opvang", starts_on=NOW.date(), ends_on=NOW.date())
    )
    with pytest.raises(NotFound):
        made(session, both, commitment_id=promised.id)
    for viewer in (None, at.own.id, at.other.id):
        found = read(session, point, viewer)
        assert (found.head.provider_name, found.head.baseline_shown, found.quarters, found.effect) == ("Alle aanbieders", "", (), None)
    assert choices_for(session, session_id=joint).organisations == ("Gemeente Maastricht", "Stichting De Berm", "Stichting De Brug")
    assert choices_for(session, session_id=joint).contracts == ()
    assert choices_for(session, session_id=at.session_id).contracts == ((promised.id, "S-1 Opvang"),)
    other = {"by": replace(PROVIDER, organisation_name="Stichting De Brug"), "at": NOW}
    do(session, dialogues.report_done, point, other, at.other.id, result="Klaar.")
    do(session, dialogues.confirm_action_point, point, THEM, at.own.id)  # another aanbieder at the same table is another organisation too
    assert read(session, point).head.state == "bevestigd"


def replace_session(at: Table, session_id: int) -> Table:
    return replace(at, session_id=session_id)


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


def test_the_list_has_what_must_be_done_first(session: Session, at: Table) -> None:
    late, soon, done = (made(session, at, text=text, due_on=NOW.date() + timedelta(days=days)) for text, days in (("b", 9), ("a", 2), ("c", 1)))
    do(session, dialogues.report_done, done, THEM, at.own.id, result="Klaar.")
    lines = agreement_lines(session, viewer_provider_id=at.own.id, states=UNFINISHED)
    assert [line.action_id for line in lines] == [soon, late, done]
    assert (lines[-1].reported_for, lines[-1].provider_name) == ("Stichting De Berm", "Stichting De Berm")
    assert agreements_by_state(session, viewer_provider_id=None) == {"open": 2, "bezig": 0, "gereed": 1, "bevestigd": 0, "vervallen": 0}


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

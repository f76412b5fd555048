"""A deviation follows what is agreed about it, on both databases: agreements, their end, an effect that a figure shows, and its owner."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.tables.organisation import Organisation
from kpi.actions import deviations, dialogues
from kpi.domain import follow_up
from kpi.queries.deviations import DeviationPage, find_deviation, worklist
from kpi.tables.deviation import Deviation, DeviationEvent, Judgement
from kpi.tables.indicator import IndicatorVersion
from tests.factories import figures
from tests.factories.dialogue import BY, THEM, Table, action_point, answer, deviation, plan, table, whole
from tests.factories.figures import NOW, QUARTER

WORDS = "De afspraak helpt, het gaat de goede kant op."


@pytest.fixture
def at(session: Session) -> Table:
    """A conversation that has begun."""
    found = table(session)
    dialogues.start(session, session_id=found.session_id, viewer_provider_id=None, **BY)
    return found


@pytest.fixture
def row(session: Session, at: Table) -> Deviation:
    """A deviation on its agenda."""
    made = deviation(session, at.own)
    session.add(_event(made))
    session.flush()
    dialogues.put_on_agenda(session, session_id=at.session_id, deviation_ids=[made.id], viewer_provider_id=None, **BY)
    return made


def _event(of: Deviation) -> DeviationEvent:
    names = {"person_name": "Samenzicht", "organisation_name": "Samenzicht"}
    return DeviationEvent(deviation_id=of.id, kind=follow_up.FOUND, at=NOW, text="Gevonden.", **names)


def seen(session: Session, row: Deviation) -> DeviationPage:
    return find_deviation(session, deviation_id=row.id, provider_id=None)


def agreed(session: Session, at: Table, row: Deviation, text: str = "Maak een plan voor doorstroom") -> int:
    items = [item for part in whole(session, at.session_id).parts for item in part.items if item.deviation_id == row.id]
    made = action_point(session, at.session_id, text, agenda_item_id=items[0].item_id)
    assert seen(session, row).line.state == "afspraak loopt"
    return made


def end(session: Session, number: int, state: str) -> None:
    dialogues.close_action_point(session, action_id=number, version=1, state=state, reason="Het kan anders.", viewer_provider_id=None, **BY)


def judged(session: Session, row: Deviation, numerator: str | None, *, quarters_later: int = 1) -> None:
    """A signed figure of a later quarter, as the register holds it."""
    period = QUARTER.shift(quarters_later)
    report = figures.report(session, session.get_one(Organisation, row.provider_id), period=period)
    version = session.scalars(select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == row.indicator_code)).one()
    told = {"numerator": None if numerator is None else Decimal(numerator), "denominator": Decimal(40), "judged_at": NOW, "kind": "proportion"}
    place = {"report_id": report.id, "provider_id": row.provider_id, "period": period.code, "indicator_code": row.indicator_code}
    figures.saved(session, Judgement(indicator_version_id=version, missing_reason=None if numerator else "nog niet bekend", **place, **told))


def test_an_agreement_moves_it_on_and_is_told(session: Session, at: Table, row: Deviation) -> None:
    agreed(session, at, row)
    page = seen(session, row)
    assert (page.events[-1].kind, page.events[-1].text) == ("afspraak gemaakt", "Maak een plan voor doorstroom")
    assert (page.line.ahead, page.line.version) == (1, 3)
    assert follow_up.fold(event.kind for event in page.events) == page.line.state


def test_when_the_last_agreement_lapses_it_waits_for_people_again(session: Session, at: Table, row: Deviation) -> None:
    first, second = agreed(session, at, row), agreed(session, at, row, "Bel de woningcorporatie")
    end(session, first, "vervallen")
    assert seen(session, row).line.state == "afspraak loopt"
    end(session, second, "vervallen")
    page = seen(session, row)
    assert page.line.state == "op de agenda" and page.events[-1].kind == "afspraak vervallen"
    assert page.events[-1].text == "Bel de woningcorporatie\nVervallen: Het kan anders."
    end(session, second, "vervallen")  # a repeated click
    assert seen(session, row).line.version == page.line.version
    assert [line.id for line in worklist(session).lines] == [row.id]


def test_an_agreement_that_is_taken_back_never_was(session: Session, at: Table, row: Deviation) -> None:
    made = agreed(session, at, row)
    dialogues.remove_action_point(session, action_id=made, version=1, viewer_provider_id=None, **BY)
    assert seen(session, row).line.state == "op de agenda"
    with pytest.raises(NotFound):
        dialogues.remove_action_point(session, action_id=made, version=1, viewer_provider_id=None, **BY)


def test_an_agreement_that_is_done_is_still_ahead_until_it_is_confirmed_and_then_leaves_the_question_whether_it_helped(
    session: Session, at: Table, row: Deviation
) -> None:
    made = agreed(session, at, row)
    end(session, made, "gereed")
    line = seen(session, row).line
    assert (line.state, line.ahead, line.can_go_on_agenda) == ("afspraak loopt", 1, True)
    dialogues.confirm_action_point(session, action_id=made, version=2, viewer_provider_id=at.own.id, **THEM)
    page = seen(session, row)
    assert (page.line.state, page.line.ahead, page.events[-1].kind) == ("afspraak loopt", 0, "afspraak bevestigd")
    assert follow_up.fold(event.kind for event in page.events) == page.line.state


def test_no_agreement_about_what_is_settled(session: Session, at: Table, row: Deviation) -> None:
    deviations.close(session, deviation_id=row.id, version=2, reason="Dit is nu duidelijk.", **BY)
    items = [item for part in whole(session, at.session_id).parts for item in part.items if item.deviation_id == row.id]
    with pytest.raises(Refused, match="al afgehandeld") as refused:
        action_point(session, at.session_id, agenda_item_id=items[0].item_id)
    assert refused.value.field == "agenda_item_id"


def test_a_session_settled_without_agreement_lets_it_come_back(session: Session, at: Table, row: Deviation) -> None:
    item = whole(session, at.session_id).parts[0].items[0]
    dialogues.write_minutes(session, item_id=item.item_id, version=1, text="Wij praten er nog over.", viewer_provider_id=None, **BY)
    following = plan(session, at.own, "Volgend gesprek")
    put = {"session_id": following, "deviation_ids": [row.id], "viewer_provider_id": None, **BY}
    with pytest.raises(Refused, match="staat al op de agenda van een gesprek: Gesprek tweede kwartaal"):
        dialogues.put_on_agenda(session, **put)
    dialogues.offer_minutes(session, session_id=at.session_id, viewer_provider_id=None, **BY)
    for side in ("aanbieder", "gemeente"):
        answer(session, at, side)
    assert (seen(session, row).line.state, seen(session, row).line.ahead) == ("op de agenda", 1), "it stands on the next agenda by itself"
    dialogues.put_on_agenda(session, **put)
    assert seen(session, row).line.ahead == 1


def test_an_effect_needs_a_signed_figure_of_a_later_quarter(session: Session, at: Table, row: Deviation) -> None:
    told: dict[str, Any] = {"deviation_id": row.id, "effect": WORDS, **BY}
    with pytest.raises(Refused, match="U kunt nu geen effect vastleggen"):
        deviations.see_effect(session, version=2, **told)
    agreed(session, at, row)
    judged(session, row, "30", quarters_later=-1)
    judged(session, row, None, quarters_later=1)
    with pytest.raises(Refused, match="nog geen ondertekend cijfer van een later kwartaal"):
        deviations.see_effect(session, version=3, **told)
    judged(session, row, "31", quarters_later=2)
    with pytest.raises(Refused, match="minstens 10 tekens"):
        deviations.see_effect(session, version=3, **told | {"effect": "Ja."})
    page = deviations.see_effect(session, version=3, **told)
    assert page.line.state == "effect gezien"
    assert page.events[-1].text == f"MZ-04 was geen cijfer (2e kwartaal 2026) en is 77,5 % (4e kwartaal 2026).\n{WORDS}"


def test_who_follows_it(session: Session, row: Deviation) -> None:
    told: dict[str, Any] = {"deviation_id": row.id, "owner_id": 7, "owner_name": "Karin Peters", **BY}
    page = deviations.give(session, version=2, **told)
    assert (page.line.owner_name, page.line.state, page.events[-1].text) == ("Karin Peters", "op de agenda", "Karin Peters volgt dit punt.")
    assert deviations.give(session, version=2, **told).line.version == 3  # who has it already
    with pytest.raises(Conflict) as lost:
        deviations.give(session, version=2, **told | {"owner_id": 8, "owner_name": "Ans Bakker"})
    assert (lost.value.theirs, lost.value.version) == ([("toegewezen", "Karin Peters volgt dit punt.")], 3)
    deviations.close(session, deviation_id=row.id, version=3, reason="Dit is nu duidelijk.", **BY)
    with pytest.raises(Refused, match="niet meer op u nemen"):
        deviations.give(session, version=4, **told | {"owner_id": 8})

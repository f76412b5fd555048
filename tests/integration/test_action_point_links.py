"""What an afspraak hangs on, on both databases: a KPI with its expected and frozen figure, a contract, a deviation, the joint table; and the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound, Refused
from contracts.tables.agreement import Commitment
from kpi.actions import dialogues
from kpi.domain.dialogue import UNFINISHED
from kpi.queries.action_points import agreement_lines, agreements_by_state, choices_for
from tests.factories import figures
from tests.factories.action_points import begun, do, made, read, replace_session, signed
from tests.factories.dialogue import BY, MUNICIPALITY, PROVIDER, THEM, Table, deviation
from tests.factories.figures import NOW, QUARTER


@pytest.fixture
def at(session: Session) -> Table:
    """A conversation that has begun."""
    return begun(session)


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


def test_the_list_has_what_must_be_done_first(session: Session, at: Table) -> None:
    late, soon, done = (made(session, at, text=text, due_on=NOW.date() + timedelta(days=days)) for text, days in (("b", 9), ("a", 2), ("c", 1)))
    do(session, dialogues.report_done, done, THEM, at.own.id, result="Klaar.")
    lines = agreement_lines(session, viewer_provider_id=at.own.id, states=UNFINISHED)
    assert [line.action_id for line in lines] == [soon, late, done]
    assert (lines[-1].reported_for, lines[-1].provider_name) == ("Stichting De Berm", "Stichting De Berm")
    assert agreements_by_state(session, viewer_provider_id=None) == {"open": 2, "bezig": 0, "gereed": 1, "bevestigd": 0, "vervallen": 0}

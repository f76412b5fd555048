"""Saving cells, places and flows on both databases: what is refused, what is kept, and who was first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location
from contracts.tables.programme import CareForm
from kpi.actions.capacity import CapacityEntry, repeat_capacity, save_capacity
from kpi.actions.flows import save_flow
from kpi.domain.capacity import Places
from kpi.domain.problems import SeveralRefused
from kpi.queries.capacity import capacity_rows
from kpi.queries.flows import FlowRow, flow_rows
from kpi.queries.grid import grid_rows
from kpi.queries.readiness import problems_of
from kpi.queries.reports import ReportHeader, find_report, report_events
from tests.factories.reporting import (
    NOW,
    SOURCE,
    WRITER,
    World,
    add_indicator,
    add_world,
    cell,
    fill,
    offer,
    person,
    sign,
    start,
    submitted,
)  # fmt: skip

COLLEAGUE = person(5, "Cor Collega", "invoerder")


@pytest.fixture
def world(session: Session) -> World:
    return add_world(session)


@pytest.fixture
def report(session: Session, world: World) -> ReportHeader:
    return start(session, world)


def journal_lines(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(JournalEntry)) or 0


def test_the_first_saved_cell_begins_the_report(session: Session, report: ReportHeader) -> None:
    row = cell(session, report, "BZ-01", "19", "31", explanation="  Weinig uitstroom.  ")
    assert (row.version, row.value, row.meets_norm, row.explanation) == (1, Decimal(1900) / 31, False, "Weinig uitstroom.")
    assert row == grid_rows(session, report=report, code="BZ-01")[0]
    cell(session, report, "MZ-08", "3")
    assert [event.kind for event in report_events(session, report_id=report.id)] == ["begonnen"]
    assert find_report(session, report_id=report.id, provider_id=None).state == "bezig"


def test_a_lost_race_shows_both_and_changes_nothing(session: Session, report: ReportHeader) -> None:
    cell(session, report, "BZ-01", "19", "31")
    cell(session, report, "BZ-01", "20", "31", version=1, by=COLLEAGUE)
    for stale in (0, 1):
        with pytest.raises(Conflict) as lost:
            cell(session, report, "BZ-01", "21", "31", version=stale)
        assert lost.value.mine[0] == ("teller", "21")
        assert lost.value.theirs[:2] == [("teller", "20"), ("noemer", "31")]
        assert (lost.value.by, lost.value.version) == ("Cor Collega", 2)
    assert grid_rows(session, report=report, code="BZ-01")[0].numerator == 20


def test_saving_the_same_again_changes_nothing(session: Session, report: ReportHeader) -> None:
    saved = cell(session, report, "BZ-01", "19", "31")
    before = journal_lines(session)
    assert cell(session, report, "BZ-01", "19,0", "31", version=0) == saved
    assert cell(session, report, "BZ-02", version=0).version == 0
    assert journal_lines(session) == before


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"numerator": "1.234", "denominator": "2000"}, "numerator"),
        ({"numerator": "32", "denominator": "31"}, "numerator"),
        ({"numerator": "1"}, "denominator"),
        ({"numerator": "1", "denominator": "2", "missing_reason": "te klein aantal"}, "missing_reason"),
        ({"numerator": "1", "denominator": "2", "explanation": "client 111222333"}, "explanation"),
    ],
)
def test_a_refused_cell_leaves_nothing_behind(session: Session, report: ReportHeader, typed: dict[str, Any], field: str) -> None:
    before = journal_lines(session)
    with pytest.raises(Refused) as refused:
        cell(session, report, "BZ-01", **typed)
    assert refused.value.field == field
    assert journal_lines(session) == before
    assert find_report(session, report_id=report.id, provider_id=None).state == "niet begonnen"


def test_an_emptied_cell_is_no_answer_and_a_zero_is(session: Session, report: ReportHeader) -> None:
    assert cell(session, report, "BZ-02", "0").is_filled
    assert not cell(session, report, "BZ-02", "", version=1).is_filled


def test_only_asked_indicators_of_the_own_report_exist(session: Session, world: World, report: ReportHeader) -> None:
    add_indicator(session, "BZ-04", reported_by="gemeente")
    add_indicator(session, "OC-03", family="outcome", frequency="jaar")
    add_indicator(session, "MZ-11", family="maatzorg", valid_from=date(2027, 1, 1))
    for code in ("BZ-04", "OC-03", "MZ-11", "XX-99"):
        with pytest.raises(NotFound):
            cell(session, report, code, "1", "2")
    foreign = start(session, world, provider_id=world.other_provider_id)
    with pytest.raises(NotFound):
        cell(session, replace(foreign, provider_id=world.provider_id), "BZ-01", "1", "2")


def test_yearly_indicators_come_with_the_fourth_quarter_and_definitions_by_day(session: Session, world: World) -> None:
    add_indicator(session, "OC-03", family="outcome", frequency="jaar")
    add_indicator(session, "BZ-09", position=9, valid_to=date(2026, 9, 30), name="Oud")
    add_indicator(session, "BZ-09", position=9, version=2, valid_from=date(2026, 10, 1), name="Nieuw")
    add_indicator(session, "BZ-08", position=8, name="Oud")
    add_indicator(session, "BZ-08", position=8, version=2, valid_from=date(2026, 10, 1), name="Nieuw")
    third = grid_rows(session, report=start(session, world))
    fourth = grid_rows(session, report=start(session, world, Quarter(2026, 4)))
    assert [(row.code, row.definition_version) for row in third] == [("BZ-01", 1), ("BZ-02", 1), ("BZ-08", 1), ("BZ-09", 1), ("MZ-08", 1)]
    assert [(row.code, row.definition_version) for row in fourth][2:] == [("BZ-08", 2), ("BZ-09", 2), ("MZ-08", 1), ("OC-03", 1)]
    assert [row.code for row in grid_rows(session, report=start(session, world), family="maatzorg")] == ["MZ-08"]


def test_a_new_definition_breaks_the_line(session: Session, world: World) -> None:
    add_indicator(session, "BZ-09", position=9, value_kind="aantal", valid_to=date(2026, 6, 30))
    before = start(session, world, Quarter(2026, 2))
    fill(session, world, before)
    cell(session, before, "BZ-09", "50")
    offer(session, before)
    sign(session, before)
    add_indicator(session, "BZ-09", position=9, version=2, value_kind="aantal", valid_from=date(2026, 7, 1))
    row = cell(session, start(session, world), "BZ-09", "5")
    assert row.previous is not None
    assert row.previous.value == 50
    assert not row.signals


def test_the_grid_shows_a_quarter_and_a_year_ago(session: Session, world: World) -> None:
    submitted(session, world, Quarter(2025, 3), {"BZ-01": ("10", "10"), "BZ-02": ("0", ""), "MZ-08": ("9", "")})
    row = grid_rows(session, report=start(session, world))[2]
    assert row.year_ago is not None
    assert (row.code, row.year_ago.value, row.version) == ("MZ-08", Decimal(9), 0)
    assert row.previous is None


def entry(location_id: int, *counts: str, version: int = 0) -> CapacityEntry:
    occupied, free, closed, waiting = counts
    return CapacityEntry(location_id, occupied, free, closed, waiting, version)


def test_places_that_do_not_add_up_are_refused_with_their_sum(session: Session, world: World, report: ReportHeader) -> None:
    own: dict[str, Any] = {"report_id": report.id, "provider_id": world.provider_id, "by": WRITER, "at": NOW}
    with pytest.raises(SeveralRefused) as refused:
        save_capacity(session, entries=[entry(world.location_id, "8", "1", "2", "0")], **own)
    assert refused.value.field == f"locatie-{world.location_id}"
    assert "8 bezet + 1 vrij + 2 dicht = 11. Deze locatie heeft 10 plekken." in refused.value.reason
    with pytest.raises(SeveralRefused) as refused:
        save_capacity(session, entries=[entry(world.location_id, "8", "", "x", "0")], **own)
    assert [problem.field for problem in refused.value.problems] == [f"closed-{world.location_id}"]  # free follows from the others
    with pytest.raises(NotFound):
        save_capacity(session, entries=[entry(world.location_id + 1, "8", "1", "1", "0")], **own)
    assert capacity_rows(session, report=report)[0].count is None


def test_places_are_versioned(session: Session, world: World, report: ReportHeader) -> None:
    own: dict[str, Any] = {"report_id": report.id, "provider_id": world.provider_id, "by": WRITER, "at": NOW}
    save_capacity(session, entries=[entry(world.location_id, "8", "1", "1", "0")], **own)
    row = save_capacity(session, entries=[entry(world.location_id, "9", "1", "0", "0", version=1)], **own)[0]
    assert (row.version, row.count) == (2, Places(9, 1, 0, 0))
    with pytest.raises(Conflict) as lost:
        save_capacity(session, entries=[entry(world.location_id, "7", "1", "2", "0", version=1)], **own)
    assert dict(lost.value.theirs)["Bezet"] == "9"
    assert save_capacity(session, entries=[entry(world.location_id, "9", "1", "0", "0", version=1)], **own)[0].version == 2


def test_nothing_changed_takes_the_signed_counts_of_the_previous_quarter(session: Session, world: World) -> None:
    report = start(session, world)
    own: dict[str, Any] = {"report_id": report.id, "provider_id": world.provider_id, "by": WRITER, "at": NOW}
    with pytest.raises(SeveralRefused, match="geen ingediende telling"):
        repeat_capacity(session, **own)
    before = start(session, world, Quarter(2026, 2))
    fill(session, world, before)
    with pytest.raises(SeveralRefused, match="geen ingediende telling"):  # filled in, but nobody signed it
        repeat_capacity(session, **own)
    offer(session, before)
    sign(session, before)
    assert repeat_capacity(session, **own)[0].count == Places(8, 1, 1, 3)
    session.get_one(Location, world.location_id).places = 12
    session.flush()
    assert repeat_capacity(session, **own)[0].places == 10, "what is agreed later changes nothing in a report that was opened"
    fill(session, world, report, capacity_version=1)
    offer(session, report)
    sign(session, report)
    later = start(session, world, Quarter(2026, 4))
    with pytest.raises(SeveralRefused, match="er zijn nu 12 plekken"):
        repeat_capacity(session, **own | {"report_id": later.id})


def flow(session: Session, report: ReportHeader, *counts: str, code: str = "opvang", version: int = 0) -> FlowRow:
    names = ("at_begin", "inflow", "through_in", "through_out", "outflow", "at_end")
    own: dict[str, Any] = {"report_id": report.id, "provider_id": report.provider_id, "by": WRITER, "at": NOW}
    own |= dict(zip(names, counts, strict=True))
    return save_flow(session, care_form_code=code, version=version, **own)


def test_a_flow_that_does_not_balance_is_refused_with_its_sum(session: Session, report: ReportHeader) -> None:
    with pytest.raises(Refused) as refused:
        flow(session, report, "8", "2", "0", "1", "2", "8")
    assert refused.value.field == "stroom-opvang"
    assert "8 + 2 instroom + 0 doorstroom in - 1 doorstroom uit - 2 uitstroom = 7. U vulde als eind 8 in." in refused.value.reason
    with pytest.raises(Refused) as refused:
        flow(session, report, "8", "", "0", "1", "2", "8")
    assert refused.value.field == "inflow"
    with pytest.raises(NotFound):
        flow(session, report, "8", "0", "0", "0", "0", "8", code="woning")


def test_a_flow_begins_where_the_signed_quarter_ended(session: Session, world: World) -> None:
    submitted(session, world, Quarter(2026, 2))
    report = start(session, world)
    assert flow_rows(session, report=report)[0].previous_end == 8
    with pytest.raises(Refused, match="Vorig kwartaal eindigde met 8"):
        flow(session, report, "7", "1", "0", "0", "0", "8")
    row = flow(session, report, "", "1", "0", "0", "0", "9")
    assert row.flow is not None
    assert (row.flow.at_begin, row.version) == (8, 1)
    with pytest.raises(Conflict) as lost:
        flow(session, report, "8", "2", "0", "0", "0", "10")
    assert dict(lost.value.theirs)["Eind"] == "9"
    assert flow(session, report, "8", "2", "0", "0", "0", "10", version=1).version == 2


def test_moving_on_must_match_over_all_forms(session: Session, world: World) -> None:
    session.add(Location(provider_id=world.provider_id, name="Huis 2", municipality_code="0935", care_form_code="woning", places=0))
    session.add(CareForm(code="dag", name="Dag", pijler_code="maatzorg", position=9, counts_in_flow=False, has_places=False, source=SOURCE))
    session.flush()
    report = start(session, world)
    fill(session, world, report)
    flow(session, report, "8", "2", "0", "1", "2", "7", version=1)
    flow(session, report, "5", "0", "0", "0", "0", "5", code="woning")
    problems = [problem for problem in problems_of(session, report=report) if problem.field == "doorstroom"]
    assert [problem.reason for problem in problems] == ["Doorstroom in is samen 0 en doorstroom uit is samen 1. Die twee moeten gelijk zijn."]
    flow(session, report, "5", "0", "1", "0", "0", "6", code="woning", version=1)
    assert not [problem for problem in problems_of(session, report=report) if problem.field == "doorstroom"]

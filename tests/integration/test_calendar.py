"""The calendar on both databases: reports from the agreements, extra requests, extensions, the last edit, and what a contract cannot change."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import Quarter, last_day, local_midnight_after
from contracts.tables.agreement import Agreement, Commitment
from contracts.tables.organisation import Location
from kpi.actions.calendar import extend
from kpi.actions.opening import ExtraRequest, open_due_reports, request_reports
from kpi.actions.reviews import request_change
from kpi.domain import report as life
from kpi.domain.calendar import Terms
from kpi.domain.openings import CELL, Ask
from kpi.queries.calendar import calendar_lines
from kpi.queries.capacity import capacity_rows
from kpi.queries.flows import flow_rows
from kpi.queries.grid import grid_rows
from kpi.queries.readiness import problems_of
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.report import Report, ReportEvent, ReportQuestion
from tests.factories.contracts import agreement, commitment
from tests.factories.reporting import MANAGER, NOW, QUARTER, WRITER, World, add_indicator, add_world, cell, fill, offer, sign, start, submitted

TERMS = Terms(40, 20)
WHY = "De administrateur is ziek; de cijfers volgen een week later."


@pytest.fixture
def world(session: Session) -> World:
    return add_world(session)


def again(session: Session, report: ReportHeader) -> ReportHeader:
    return find_report(session, report_id=report.id, provider_id=None)


def promised(session: Session, world: World) -> None:
    """The first aanbieder has an agreement until the end of September; the other had one that ended in June."""
    commitment(session, provider_id=world.provider_id, years={2026: 100}, ends_on=date(2026, 9, 30))
    commitment(session, provider_id=world.other_provider_id, years={2026: 100}, ends_on=date(2026, 6, 30))


def test_reports_come_from_the_agreements_and_the_calendar(session: Session, world: World) -> None:
    add_indicator(session, "CK-03", family="contract", frequency="jaar")
    promised(session, world)
    opened = open_due_reports(session, terms=TERMS, by=MANAGER, at=NOW)
    assert [(one.provider_id, one.period, one.kind) for one in opened] == [(world.provider_id, "2026-K3", "kwartaal")]
    assert (last_day(opened[0].due_at), last_day(opened[0].last_edit_at)) == (date(2026, 11, 25), date(2026, 12, 23))
    assert opened[0].first_due_at == opened[0].due_at == datetime(2026, 11, 25, 23, tzinfo=UTC)
    assert [row.code for row in grid_rows(session, report=opened[0])] == ["BZ-01", "BZ-02", "MZ-08"]
    assert open_due_reports(session, terms=TERMS, by=MANAGER, at=NOW + timedelta(days=1)) == []
    agreement(session, provider_id=world.other_provider_id)
    opened = open_due_reports(session, terms=TERMS, by=MANAGER, at=NOW)
    assert [one.provider_id for one in opened] == [world.other_provider_id]


@pytest.mark.parametrize(("has_yearly_report", "asked"), [(False, {"2026-K4": 4}), (True, {"2026-K4": 3, "2026-J": 1})])
def test_yearly_kpis_join_the_fourth_quarter_or_get_a_report(session: Session, world: World, has_yearly_report: bool, asked: dict[str, int]) -> None:
    add_indicator(session, "CK-03", family="contract", frequency="jaar")
    commitment(session, provider_id=world.provider_id, years={2026: 100})
    opened = open_due_reports(session, terms=Terms(40, 20, has_yearly_report), by=MANAGER, at=datetime(2027, 1, 4, 9, tzinfo=UTC))
    assert {one.period: len(grid_rows(session, report=one)) for one in opened} == asked


def test_a_later_contract_changes_nothing_in_a_report(session: Session, world: World) -> None:
    agreement_id = agreement(session, provider_id=world.provider_id)
    commitment_id = commitment(session, provider_id=world.provider_id, agreement_id=agreement_id, years={2026: 100}, kind="arrangement")
    session.get_one(Commitment, commitment_id).care_form_code = "woning"
    session.flush()
    report = start(session, world)
    basis = session.get_one(Report, report.id).contract_basis
    told = json.loads(basis)
    held = session.get_one(Commitment, commitment_id)
    assert told["toezeggingen"] == [
        {
            "kenmerk": held.reference, "naam": held.name, "soort": "arrangement", "vorm": "woning", "versie": 1, "van": "2026-01-01",
            "tot en met": "2026-12-31", "overeenkomst": session.get_one(Agreement, agreement_id).reference,
        }
    ]  # fmt: skip
    assert told["locaties"] == [{"id": world.location_id, "naam": "Huis 1", "vorm": "opvang", "plekken": 10}]
    before = (capacity_rows(session, report=report), flow_rows(session, report=report), problems_of(session, report=report))
    held.care_form_code, held.ends_on, held.version = None, date(2026, 1, 31), 2
    house = session.get_one(Location, world.location_id)
    house.places, house.name = 20, "Huis Nieuw"
    session.add(Location(provider_id=world.provider_id, name="Huis 2", municipality_code="0935", care_form_code="opvang", places=5))
    session.flush()
    assert (capacity_rows(session, report=report), flow_rows(session, report=report), problems_of(session, report=report)) == before
    assert [row.care_form_code for row in before[1]] == ["opvang", "woning"]
    assert session.get_one(Report, report.id).contract_basis == basis
    assert [row.places for row in capacity_rows(session, report=start(session, world, Quarter(2026, 4)))] == [5, 20]


def wanted(world: World, **other: Any) -> ExtraRequest:
    told: dict[str, Any] = {
        "kind": "vrij", "title": "Wachtlijst  in augustus", "ends_on": date(2026, 8, 31), "due_on": date(2026, 11, 2),
        "provider_ids": (world.provider_id, world.other_provider_id), "codes": ("MZ-08",),
    }  # fmt: skip
    return ExtraRequest(**(told | other))


def test_a_free_request_asks_only_what_was_chosen(session: Session, world: World) -> None:
    submitted(session, world, Quarter(2026, 2))
    reports = request_reports(session, wanted=wanted(world), terms=TERMS, by=MANAGER, at=NOW)
    assert {(one.provider_id, one.period, one.label, one.slug) for one in reports} == {
        (provider_id, "2026-V1", "Wachtlijst in augustus", "2026-v1") for provider_id in (world.provider_id, world.other_provider_id)
    }
    own = next(one for one in reports if one.provider_id == world.provider_id)
    assert (own.quarter, last_day(own.due_at), own.asks_places) == (QUARTER, date(2026, 11, 2), False)
    assert not capacity_rows(session, report=own) and not flow_rows(session, report=own)
    row = cell(session, own, "MZ-08", "400")  # far more than the twelve of the quarter before, but that is not compared with
    assert (row.previous, row.signals) == (None, ())
    offer(session, own)
    assert sign(session, own).number == "SZ-2026-V1-0001"
    second = request_reports(session, wanted=wanted(world, provider_ids=(world.provider_id,)), terms=TERMS, by=MANAGER, at=NOW)
    assert [one.period for one in second] == ["2026-V2"]


@pytest.mark.parametrize(
    ("other", "field", "sentence"),
    [
        ({"title": "  "}, "title", "Geef de vraag een titel"),
        ({"codes": ()}, "codes", "Kies minstens een KPI"),
        ({"codes": ("XX-99",)}, "codes", "moet op de peildatum bestaan"),
        ({"provider_ids": ()}, "provider_ids", "Kies minstens een aanbieder"),
        ({"due_on": date(2026, 10, 12)}, "due_on", "na vandaag"),
        ({"due_on": date(2026, 12, 25)}, "due_on", "vrijdag 25 december 2026 is geen werkdag. Kies bijvoorbeeld maandag 28 december 2026"),
        ({"due_on": date(9999, 12, 31)}, "due_on", "binnen een jaar"),
        ({"ends_on": date(2026, 12, 1)}, "ends_on", "niet na de inleverdatum"),
        ({"ends_on": date(1, 1, 1)}, "ends_on", "Kies een dag vanaf"),
        ({"kind": "week"}, "kind", "heel jaar of een eigen peildatum"),
    ],
)
def test_an_unfit_request_is_refused_at_its_field(session: Session, world: World, other: dict[str, Any], field: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        request_reports(session, wanted=wanted(world, **other), terms=TERMS, by=MANAGER, at=NOW)
    assert refused.value.field == field
    assert sentence.lower() in refused.value.reason.lower()
    assert session.scalars(select(Report)).all() == []


def test_a_year_is_asked_once(session: Session, world: World) -> None:
    year = wanted(world, kind="jaar", ends_on=date(2025, 5, 1), provider_ids=(world.provider_id,))
    assert [(one.period, one.label, one.period_ends_on) for one in request_reports(session, wanted=year, terms=TERMS, by=MANAGER, at=NOW)] == [
        ("2025-J", "Jaar 2025", date(2025, 12, 31))
    ]
    assert len(session.scalars(select(ReportQuestion)).all()) == 1
    with pytest.raises(Refused, match="al een rapportage over 2025 van Stichting De-Linde"):
        request_reports(session, wanted=year, terms=TERMS, by=MANAGER, at=NOW)
    with pytest.raises(NotFound):
        request_reports(session, wanted=wanted(world, provider_ids=(9999,)), terms=TERMS, by=MANAGER, at=NOW)


def opened(session: Session, world: World) -> ReportHeader:
    """A report of the third quarter with the region's dates: deadline 25 November, last edit 23 December."""
    commitment(session, provider_id=world.provider_id, years={2026: 100})
    return open_due_reports(session, terms=TERMS, by=MANAGER, at=NOW)[0]


def test_after_the_last_edit_nothing_is_saved_or_handed_in(session: Session, world: World) -> None:
    report = opened(session, world)
    just_before, at = report.last_edit_at - timedelta(seconds=1), report.last_edit_at
    fill(session, world, report)
    cell(session, report, "MZ-08", "13", version=1, at=just_before)
    with pytest.raises(Refused, match="Wijzigen en indienen kon tot en met woensdag 23 december 2026"):
        cell(session, report, "MZ-08", "14", version=2, at=at)
    offer(session, report)
    with pytest.raises(Refused, match="Vraag de contractmanager om uitstel"):
        sign(session, report, at=at)
    now = again(session, report)
    assert (now.as_seen(just_before).is_closed, now.as_seen(at).is_closed) == (False, True)
    extend(session, report_id=report.id, version=now.version, until_on=date(2026, 12, 31), reason=WHY, by=MANAGER, at=at)
    assert sign(session, report, at=at).days_late == 0


def test_an_extension_is_an_event_that_moves_both_dates(session: Session, world: World) -> None:
    report = opened(session, world)
    told: dict[str, Any] = {"report_id": report.id, "version": report.version, "until_on": date(2026, 12, 4), "by": MANAGER, "at": NOW}
    longer = extend(session, reason=WHY, **told)
    assert (last_day(longer.due_at), last_day(longer.last_edit_at), longer.first_due_at) == (date(2026, 12, 4), date(2027, 1, 5), report.due_at)
    event = session.scalars(select(ReportEvent).where(ReportEvent.kind == life.EXTENDED)).one()
    assert (event.until_at, event.note, event.person_name) == (local_midnight_after(date(2026, 12, 4)), WHY, MANAGER.name)
    line = session.scalars(select(JournalEntry).where(JournalEntry.action == "rapportage uitstel gegeven")).one()
    assert WHY in str(line.details)
    found = calendar_lines(session)[0]
    assert (found.extension_until_at, found.extension_reason, found.extension_by) == (longer.due_at, WHY, MANAGER.name)
    with pytest.raises(Conflict):
        extend(session, reason=WHY, **told | {"until_on": date(2026, 12, 11)})
    told["version"] = longer.version
    for until_on, reason, field in (
        (date(2026, 12, 4), WHY, "until_on"),
        (date(2026, 12, 5), WHY, "until_on"),
        (date(2026, 10, 12), WHY, "until_on"),
        (date(2026, 12, 7), "te druk", "reason"),
    ):
        with pytest.raises(Refused) as refused:
            extend(session, reason=reason, **told | {"until_on": until_on})
        assert refused.value.field == field
    fill(session, world, report)
    offer(session, report)
    sign(session, report)
    with pytest.raises(Refused, match="U kunt nu geen uitstel geven"):
        extend(session, reason=WHY, **told | {"version": again(session, report).version, "until_on": date(2026, 12, 7)})


def test_a_change_asked_late_leaves_ten_working_days(session: Session, world: World) -> None:
    report = opened(session, world)
    fill(session, world, report)
    offer(session, report)
    sign(session, report, at=report.due_at + timedelta(hours=1))
    late = datetime(2026, 12, 30, 10, tzinfo=UTC)
    asked = request_change(
        session, report_id=report.id, version=again(session, report).version, asks=[Ask(CELL, "MZ-08", "Kijk MZ-08 na.")], by=MANAGER, at=late
    )
    assert (last_day(asked.last_edit_at), last_day(asked.hand_in_by_at), asked.due_at) == (date(2027, 1, 14), date(2027, 1, 14), report.due_at)
    assert asked.days_late == 1, "more time for a change does not undo that it came late"
    cell(session, asked, "MZ-08", "13", version=1, at=late)
    longer = extend(session, report_id=report.id, version=asked.version, until_on=date(2027, 1, 20), reason=WHY, by=MANAGER, at=late)
    assert (last_day(longer.last_edit_at), longer.due_at, longer.days_late) == (date(2027, 1, 20), report.due_at, 1)
    with pytest.raises(Refused, match="heeft al tot die dag"):
        extend(session, report_id=report.id, version=longer.version, until_on=date(2027, 1, 19), reason=WHY, by=WRITER, at=late)

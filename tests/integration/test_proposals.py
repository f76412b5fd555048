"""Accepting proposals and saying that there is nothing to report: whole sections, all or none, told in the journal."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from kpi.actions.capacity import repeat_capacity
from kpi.actions.proposals import accept_proposals, report_nothing, take_back_nothing
from kpi.domain.cell import CARRIED_OVER, NOTHING_TO_REPORT
from kpi.domain.proposals import shown
from kpi.queries.capacity import capacity_rows
from kpi.queries.flows import flow_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.proposals import proposals_among, proposals_of
from kpi.queries.reports import ReportHeader
from tests.factories.reporting import CALM, NOW, QUARTER, WRITER, World, add_indicator, add_world, cell, start, submitted

OWN_PLACES = "vorig kwartaal | capaciteit:opvangplekken"


@pytest.fixture
def world(session: Session) -> World:
    made = add_world(session)
    add_indicator(session, "BZ-06", position=6, prefill=OWN_PLACES, norm_kind="min", norm_low=Decimal(100))
    add_indicator(session, "MZ-10", family="maatzorg", position=10, prefill="geen | stromen:verblijven in de opvang die eindigden")
    return made


@pytest.fixture
def report(session: Session, world: World) -> ReportHeader:
    """This quarter's report, after a signed one; the places are counted."""
    submitted(session, world, QUARTER.previous, CALM | {"BZ-06": ("6", "10"), "MZ-10": ("1", "2")}, explanation="Dit is al jaren zo geweest.")
    opened = start(session, world)
    repeat_capacity(session, **own(opened))
    return opened


def own(report: ReportHeader) -> dict[str, Any]:
    return {"report_id": report.id, "provider_id": report.provider_id, "by": WRITER, "at": NOW}


def rows_of(session: Session, report: ReportHeader, family: str = "basiszorg") -> dict[str, GridRow]:
    return {row.code: row for row in grid_rows(session, report=report, family=family)}


def test_klopt_saves_the_proposals_with_their_origin_and_a_repeat_changes_nothing(session: Session, report: ReportHeader) -> None:
    (saved,) = accept_proposals(session, family="basiszorg", **own(report))
    assert (saved.code, saved.numerator, saved.denominator, saved.origin) == ("BZ-06", Decimal(6), Decimal(10), CARRIED_OVER)
    assert rows_of(session, report)["BZ-06"].needs_explanation, "a missed norm still asks for words"
    lines = session.scalar(select(func.count()).select_from(JournalEntry))
    assert accept_proposals(session, family="basiszorg", **own(report)) == []
    assert session.scalar(select(func.count()).select_from(JournalEntry)) == lines


def test_a_half_proposal_is_shown_and_never_saved_by_klopt(session: Session, world: World, report: ReportHeader) -> None:
    assert accept_proposals(session, family="maatzorg", **own(report)) == []
    assert not rows_of(session, report, "maatzorg")["MZ-10"].is_filled


def test_a_page_and_the_task_list_propose_the_same(session: Session, report: ReportHeader) -> None:
    rows = grid_rows(session, report=report)
    among = proposals_among(rows, capacity_rows(session, report=report), flow_rows(session, report=report))
    assert proposals_of(session, report=report, rows=rows) == among and set(among) == {"BZ-06"}


def test_what_changed_after_it_was_shown_is_asked_again(session: Session, world: World, report: ReportHeader) -> None:
    rows = grid_rows(session, report=report, family="basiszorg")
    seen = shown(proposals_of(session, report=report, rows=rows).values())
    with pytest.raises(Conflict) as lost:
        accept_proposals(session, family="basiszorg", seen=seen[::-1], **own(report))
    assert lost.value.theirs == [("BZ-06", "6 van 10")] and not rows_of(session, report)["BZ-06"].is_filled
    assert len(accept_proposals(session, family="basiszorg", seen=seen, **own(report))) == 1


def test_another_definition_breaks_the_line(session: Session, world: World) -> None:
    submitted(session, world, QUARTER.previous, CALM | {"BZ-06": ("6", "10"), "MZ-10": ("1", "2")}, explanation="Dit is al jaren zo geweest.")
    add_indicator(session, "BZ-06", version=2, valid_from=QUARTER.starts_on, prefill=OWN_PLACES)
    opened = start(session, world)
    repeat_capacity(session, **own(opened))
    assert accept_proposals(session, family="basiszorg", **own(opened)) == []


def test_nothing_to_report_is_one_statement_that_can_be_taken_back(session: Session, report: ReportHeader) -> None:
    saved = report_nothing(session, family="basiszorg", **own(report))
    assert {row.code for row in saved} == {"BZ-01", "BZ-02", "BZ-06"}
    assert {(row.missing_reason, row.origin) for row in rows_of(session, report).values()} == {("niet van toepassing", NOTHING_TO_REPORT)}
    assert report_nothing(session, family="basiszorg", **own(report)) == []
    told = list(session.scalars(select(JournalEntry.action).where(JournalEntry.action.like("%iets te melden"))))
    assert told == ["niets te melden"]
    take_back_nothing(session, family="basiszorg", **own(report))
    assert not any(row.is_filled for row in rows_of(session, report).values())
    assert take_back_nothing(session, family="basiszorg", **own(report)) == []


def test_nothing_to_report_is_refused_when_something_was_reported(session: Session, report: ReportHeader) -> None:
    cell(session, report, "BZ-02", "0")
    with pytest.raises(Refused, match="staan al antwoorden"):
        report_nothing(session, family="basiszorg", **own(report))
    with pytest.raises(NotFound):
        report_nothing(session, family="nazorg", **own(report))


def test_typing_a_figure_undoes_the_statement_of_that_cell(session: Session, report: ReportHeader) -> None:
    report_nothing(session, family="basiszorg", **own(report))
    typed = cell(session, report, "BZ-02", "0", version=1)
    assert (typed.numerator, typed.missing_reason, typed.origin) == (Decimal(0), None, "getypt")
    take_back_nothing(session, family="basiszorg", **own(report))
    assert [code for code, row in rows_of(session, report).items() if row.is_filled] == ["BZ-02"]


def test_only_its_own_report(session: Session, world: World, report: ReportHeader) -> None:
    with pytest.raises(NotFound):
        accept_proposals(session, family="basiszorg", **(own(report) | {"provider_id": world.other_provider_id}))


def test_an_equals_sign_is_last_quarters_figures_and_words(session: Session, report: ReportHeader) -> None:
    saved = cell(session, report, "MZ-10", "=", explanation="=")
    assert (saved.numerator, saved.denominator, saved.origin, saved.explanation) == (
        Decimal(1),
        Decimal(2),
        CARRIED_OVER,
        "Dit is al jaren zo geweest.",
    )
    with pytest.raises(Refused, match="geen ondertekend cijfer van vorig kwartaal"):
        cell(session, start(session, World(report.provider_id, 0, 0), QUARTER.shift(3)), "MZ-08", "=")

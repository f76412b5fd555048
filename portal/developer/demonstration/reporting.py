"""One aanbieder and one quarter at the aanbieder's desk: opened, filled in, offered, signed."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contracts.foundation.period import Quarter
from kpi.actions.adjustments import save_adjustment
from kpi.actions.capacity import CapacityEntry, repeat_capacity, save_capacity
from kpi.actions.cells import save_cell
from kpi.actions.confirmations import Answer, confirm_findings
from kpi.actions.flow_matrix import FlowEntry, save_matrix
from kpi.actions.proposals import accept_proposals
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature
from kpi.domain.capacity import Places
from kpi.domain.cell import NOT_APPLICABLE, Figures, read_figures
from kpi.domain.indicator import RATIO
from kpi.domain.numbers import as_typed
from kpi.domain.proposals import Proposal
from kpi.queries.adjustments import earlier_figures
from kpi.queries.capacity import CapacityRow, capacity_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.proposals import proposals_of
from kpi.queries.readiness import verdict_of
from kpi.queries.reports import ReportHeader, find_report, find_report_of_period
from portal.developer.demonstration import clients, words
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Calendar, Story
from portal.developer.simulation.results import CapacityFigures, Cell, ProviderQuarter

MINUTES_A_CELL = 3
TOO_MANY = 2
CORRECTED = "MZ-08"
"""The KPI of which a figure of an earlier quarter turns out to be wrong."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One report with what is needed to work on it. `day` is when this aanbieder begins, counted from the quarter's end."""

    stage: Stage
    slug: str
    quarter: Quarter
    day: int

    @property
    def calendar(self) -> Calendar:
        """The weeks after the quarter."""
        return self.stage.calendar(self.quarter)

    @property
    def figures(self) -> ProviderQuarter:
        """The invented figures."""
        return self.stage.simulation.report(self.slug, self.quarter)

    @property
    def provider_id(self) -> int:
        """The aanbieder's number."""
        return self.stage.provider_id(self.slug)

    @property
    def header(self) -> ReportHeader:
        """The report as it is now."""
        return find_report_of_period(self.stage.session, provider_id=self.provider_id, period=self.quarter.code)

    def own(self, report_id: int, at: datetime) -> dict[str, Any]:
        """What every save at the aanbieder's desk names."""
        return {"report_id": report_id, "provider_id": self.provider_id, "by": self.stage.troupe.writer(self.slug), "at": at}


def opened(desk: Desk) -> Generator[datetime, datetime, ReportHeader]:
    """The report that the calendar opened, on the day after it did."""
    yield desk.calendar.moment(2, 6)
    return desk.header


def cells_filled(desk: Desk, report: ReportHeader, *, share: float = 1.0, mistaken: str = "") -> Story:
    """All cells (or the first part of them), each with an explanation where it stands out. What is proposed rightly is not typed again.

    In the `mistaken` one two people too many.
    """
    rows = grid_rows(desk.stage.session, report=report)
    cells = desk.figures.cells
    for family in dict.fromkeys(row.family for row in rows):
        at = yield desk.calendar.moment(desk.day + 2, 12, 50)
        proposals = proposals_of(desk.stage.session, report=report, rows=[row for row in rows if row.family == family])
        known = {row.code for row in rows if row.code in proposals and _says(row, cells[row.code], proposals[row.code])}
        if known and known == {one.code for one in proposals.values() if one.is_whole}:
            accept_proposals(desk.stage.session, family=family, **desk.own(report.id, at))
    rows = grid_rows(desk.stage.session, report=report)
    for number, row in enumerate(rows[: int(len(rows) * share)]):
        at = yield desk.calendar.moment(desk.day + 2, 13, MINUTES_A_CELL * number)
        right = cells[row.code]
        cell = replace(right, numerator=right.numerator + TOO_MANY) if row.code == mistaken else right
        _fill(desk, row, cell, own=desk.own(report.id, at))


def cell_mended(desk: Desk, report: ReportHeader, code: str, *, day: int) -> Story:
    """The figure as it should have been."""
    at = yield desk.calendar.moment(desk.day + day, 11)
    _fill(desk, grid_rows(desk.stage.session, report=report, code=code)[0], desk.figures.cells[code], own=desk.own(report.id, at))


def earlier_corrected(desk: Desk, report: ReportHeader) -> Story:
    """One figure of the quarter before was counted wrong: a correction with the reason, in this report."""
    at = yield desk.calendar.moment(desk.day + 3, 9)
    session = desk.stage.session
    about = find_report_of_period(session, provider_id=desk.provider_id, period=desk.quarter.previous.code)
    stood = earlier_figures(session, about_report_id=about.id, code=CORRECTED)[0].figures.numerator
    figures: dict[str, Any] = {"numerator_text": as_typed((stood or Decimal(0)) + 1), "denominator_text": "", "missing_reason": None}
    place: dict[str, Any] = {"about_report_id": about.id, "indicator_code": CORRECTED, "version": 0}
    save_adjustment(session, **place, **figures, reason=words.said_about("correction"), **desk.own(report.id, at))


def _says(row: GridRow, cell: Cell, proposal: Proposal) -> bool:
    """Whether a proposal is the figure that the aanbieder would have typed."""
    return proposal.is_whole and _read(row, _typed(row, cell)) == proposal.figures


def _read(row: GridRow, typed: dict[str, Any]) -> Figures:
    return read_figures(row.rules, numerator=typed["numerator_text"], denominator=typed["denominator_text"], missing_reason=typed["missing_reason"])


def _fill(desk: Desk, row: GridRow, cell: Cell, *, own: dict[str, Any]) -> None:
    typed = _typed(row, cell)
    figures = _read(row, typed)
    there = row._replace(numerator=figures.numerator, denominator=figures.denominator, missing_reason=figures.missing_reason)
    explanation = words.explanation_of(there, desk.slug, desk.quarter.code) if there.needs_explanation else ""
    save_cell(desk.stage.session, indicator_code=row.code, version=row.version, explanation=explanation, **typed, **own)


def _typed(row: GridRow, cell: Cell) -> dict[str, Any]:
    """As somebody types it. Nothing out of nothing is no figure: there was nobody to count (0 out of 0 has no value)."""
    if cell.denominator == 0:
        return {"numerator_text": "", "denominator_text": "", "missing_reason": NOT_APPLICABLE}
    step = Decimal(1).scaleb(-row.decimals)
    first = cell.numerator.quantize(step, ROUND_HALF_UP)
    second = None if cell.denominator is None else cell.denominator.quantize(step if row.value_kind == RATIO else Decimal(1))
    return {"numerator_text": as_typed(first), "denominator_text": as_typed(second), "missing_reason": None}


def places_and_people_counted(desk: Desk, report: ReportHeader) -> Story:
    """The places of every location: last quarter's again, and what changed since. Then the matrix of who came, moved on and left."""
    at = yield desk.calendar.moment(desk.day, 9)
    rows = capacity_rows(desk.stage.session, report=report)
    if rows and all(row.previous is not None and row.previous.sum == row.places for row in rows):
        rows = repeat_capacity(desk.stage.session, **desk.own(report.id, at))
    at = yield desk.calendar.moment(desk.day, 9, MINUTES_A_CELL)
    _correct_places(desk, report, rows, at)
    at = yield desk.calendar.moment(desk.day, 10)
    entries = [
        FlowEntry(one.care_form, "" if _has_begin(desk) else str(one.at_begin), str(one.inflow), str(one.outflow), "", version=0)
        for one in desk.figures.flows
    ]
    moves = {pair: str(people) for pair, people in desk.figures.moves.items()}
    save_matrix(desk.stage.session, entries=entries, moves=moves, **desk.own(report.id, at))
    at = yield desk.calendar.moment(desk.day, 10, MINUTES_A_CELL)
    clients.told(desk.stage.session, desk.figures, age_bands=desk.stage.region.age_bands, own=desk.own(report.id, at))


def _correct_places(desk: Desk, report: ReportHeader, rows: list[CapacityRow], at: datetime) -> None:
    """Only what differs is typed; the free places follow."""
    true = {one.location: one for one in desk.figures.capacity}
    told = {row.location_id: true[row.location_name] for row in rows}
    wrong = [row for row in rows if row.count != _counted(told[row.location_id])]
    entries = [
        CapacityEntry(row.location_id, str(one.occupied), "", str(one.closed), str(one.waiting), row.version)
        for row in wrong
        for one in (told[row.location_id],)
    ]
    save_capacity(desk.stage.session, entries=entries, **desk.own(report.id, at))


def _counted(one: CapacityFigures) -> Places:
    return Places(one.occupied, one.free, one.closed, one.waiting)


def _has_begin(desk: Desk) -> bool:
    """Whether last quarter was reported: its end is the begin then."""
    return desk.quarter != desk.stage.simulation.quarters[0]


def confirmed(desk: Desk, report: ReportHeader) -> Story:
    """What the rules ask about figures that are unusual and right, each with a reason."""
    at = yield desk.calendar.moment(desk.day + 5, 11)
    own = desk.own(report.id, at)
    questions = verdict_of(desk.stage.session, report=find_report(desk.stage.session, report_id=report.id, provider_id=desk.provider_id)).questions
    answers = [Answer(one.rule, one.field, words.reason_for(one, desk.slug, desk.quarter.code), one.facts) for one in questions]
    confirm_findings(desk.stage.session, answers=answers, **own)


def offered(desk: Desk, report: ReportHeader, *, day: int = 5) -> Story:
    """Complete, and offered to whoever may sign."""
    at = yield desk.calendar.moment(desk.day + day, 14)
    now = find_report(desk.stage.session, report_id=report.id, provider_id=desk.provider_id)
    offer_for_signature(desk.stage.session, version=now.version, **desk.own(report.id, at))


def signed(desk: Desk, report: ReportHeader, *, day: int = 7) -> Story:
    """Signed by somebody else than who offered it, and so submitted."""
    at = yield desk.calendar.moment(desk.day + day, 15)
    now = find_report(desk.stage.session, report_id=report.id, provider_id=desk.provider_id)
    signer = desk.stage.troupe.signer(desk.slug)
    sign_and_submit(desk.stage.session, report_id=report.id, provider_id=desk.provider_id, version=now.version, by=signer, at=at)

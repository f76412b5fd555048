"""One aanbieder and one quarter at the aanbieder's desk: opened, filled in, offered, signed."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from contracts.foundation.actor import Actor, system
from contracts.foundation.period import Quarter
from kpi.actions.capacity import CapacityEntry, repeat_capacity, save_capacity
from kpi.actions.cells import save_cell
from kpi.actions.flow_matrix import FlowEntry, save_matrix
from kpi.actions.proposals import accept_proposals
from kpi.actions.reports import open_report
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature
from kpi.domain.capacity import Places
from kpi.domain.cell import NOT_APPLICABLE, Figures, read_figures
from kpi.domain.indicator import RATIO
from kpi.domain.numbers import as_typed
from kpi.domain.proposals import Proposal
from kpi.queries.capacity import CapacityRow, capacity_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.proposals import proposals_of
from kpi.queries.reports import ReportHeader, find_report, find_report_of_period
from portal.developer.demonstration import words
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Calendar, Story
from portal.developer.simulation.results import CapacityFigures, Cell, ProviderQuarter

MINUTES_A_CELL = 3


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
    """The quarter has ended: the report is opened for the aanbieder."""
    at = yield desk.calendar.moment(1, 6)
    due_at = desk.stage.due_at(desk.quarter)
    by: Actor = system("kwartaal openen")
    return open_report(desk.stage.session, provider_id=desk.provider_id, period=desk.quarter, due_at=due_at, by=by, at=at)


def cells_filled(desk: Desk, report: ReportHeader, *, share: float = 1.0) -> Story:
    """All cells (or the first part of them), each with an explanation where it stands out. What is proposed rightly is not typed again."""
    rows = grid_rows(desk.stage.session, report=report)
    cells = desk.figures.cells
    for family in dict.fromkeys(row.family for row in rows):
        at = yield desk.calendar.moment(desk.day + 2, 12, 50)
        proposals = proposals_of(desk.stage.session, report=report, rows=[row for row in rows if row.family == family])
        right = {row.code for row in rows if row.code in proposals and _says(row, cells[row.code], proposals[row.code])}
        if right and right == {one.code for one in proposals.values() if one.is_whole}:
            accept_proposals(desk.stage.session, family=family, **desk.own(report.id, at))
    rows = grid_rows(desk.stage.session, report=report)
    for number, row in enumerate(rows[: int(len(rows) * share)]):
        at = yield desk.calendar.moment(desk.day + 2, 13, MINUTES_A_CELL * number)
        _fill(desk, row, cells[row.code], own=desk.own(report.id, at))


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


def offered(desk: Desk, report: ReportHeader) -> Story:
    """Complete, and offered to whoever may sign."""
    at = yield desk.calendar.moment(desk.day + 5, 14)
    now = find_report(desk.stage.session, report_id=report.id, provider_id=desk.provider_id)
    offer_for_signature(desk.stage.session, version=now.version, **desk.own(report.id, at))


def signed(desk: Desk, report: ReportHeader) -> Story:
    """Signed by somebody else than who offered it, and so submitted."""
    at = yield desk.calendar.moment(desk.day + 7, 15)
    now = find_report(desk.stage.session, report_id=report.id, provider_id=desk.provider_id)
    signer = desk.stage.troupe.signer(desk.slug)
    sign_and_submit(desk.stage.session, report_id=report.id, provider_id=desk.provider_id, version=now.version, by=signer, at=at)

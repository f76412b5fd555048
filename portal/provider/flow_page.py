"""The in-, door- and uitstroom matrix as it is shown: who came, who moved on from where to where, who left."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kpi.domain.flow_matrix import Moves
from kpi.domain.problems import Problem
from kpi.queries.flows import FlowRow
from kpi.queries.reports import ReportHeader
from portal.provider.grid_page import Link

COUNTS = {"inflow": "Instroom", "outflow": "Uitstroom", "at_end": "Geteld eind"}


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One form of care: where people come from in the matrix. `begin_is_known`: last quarter's signed end, which it must be."""

    key: str
    label: str
    version: int
    begin: str
    begin_is_known: bool
    inflow: str
    outflow: str
    at_end: str
    moves: dict[str, str]
    through_in: int
    through_out: int
    computed_end: int | None
    mistakes: tuple[str, ...] = ()
    wrong: frozenset[str] = frozenset()
    theirs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FlowPage:
    """The whole matrix of one report."""

    report: ReportHeader
    lines: list[FlowLine]
    mistakes: tuple[tuple[str, str], ...] = ()
    title: str = "In-, door- en uitstroom"
    question: str = ""
    is_closed: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its numbers may be changed now."""
        return self.report.is_editable and not self.is_closed

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistakes)

    @property
    def summary(self) -> list[Link]:
        """The error summary: each sentence with the field it belongs to."""
        return [Link(f"#{place}" if place else "", sentence) for place, sentence in self.mistakes]


def flow_page(report: ReportHeader, rows: list[FlowRow], moves: Moves) -> FlowPage:
    """The matrix as it is stored."""
    return FlowPage(report, [_line(row, rows, moves) for row in rows])


def _line(row: FlowRow, rows: list[FlowRow], moves: Moves) -> FlowLine:
    flow, form = row.flow, row.care_form_code
    begin = flow.at_begin if flow else row.previous_end
    inner = {other.care_form_code: _text(moves.get((form, other.care_form_code))) for other in rows if other is not row}
    counts = ("", "") if flow is None else (str(flow.inflow), str(flow.outflow))
    sums = (0, 0, None) if flow is None else (flow.through_in, flow.through_out, flow.at_end)
    is_known = row.previous_end is not None and begin == row.previous_end
    return FlowLine(form, row.care_form_name, row.version, _text(begin), is_known, *counts, "", inner, *sums)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def with_problems(page: FlowPage, problems: list[Problem]) -> FlowPage:
    """Every sentence at its row; a field such as "inflow-opvang" also marks its input."""
    lines, links = [], list[tuple[str, str]]()
    for line in page.lines:
        own = [one for one in problems if one.field.partition("-")[2].partition("_")[0] == line.key]
        wrong = frozenset(one.field for one in own if not one.field.startswith("stroom-"))
        links += [(one.field if one.field in wrong else f"inflow-{line.key}", one.reason) for one in own]
        lines.append(replace(line, mistakes=tuple(one.reason for one in own), wrong=wrong))
    placed = {reason for _, reason in links}
    links += [("", one.reason) for one in problems if one.reason not in placed]
    return replace(page, lines=lines, mistakes=tuple(links))

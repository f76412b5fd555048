"""The reports of a quarter, and one report to read: every cell already in words."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from contracts.foundation.period import AMSTERDAM, Quarter
from kpi.domain import report
from kpi.domain.burden import Burden
from kpi.domain.flow_matrix import Moves
from kpi.domain.indicator import RATIO
from kpi.queries.capacity import CapacityRow
from kpi.queries.flows import FlowRow
from kpi.queries.grid import EarlierCell, GridRow
from kpi.queries.people import PeopleLine
from kpi.queries.reports import ReviewLine
from kpi.queries.reviews import ReportHistory
from portal.management.forms import QuestionForm
from portal.management.words import FAMILIES, REPORT_EVENTS, REPORT_STATES, counted, norm_words
from portal.management.worklist_page import last_day
from portal.web.cell_panel import counted as remarks_in_words
from portal.web.difference import ChangedLine, CorrectionWords, changed_lines, correction_words
from portal.web.formatting import NOTHING, day, figure, moment, number
from portal.web.people_told import ToldTable, told_tables

Figures = tuple[list[GridRow], list[CapacityRow], list[FlowRow]]


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One aanbieder in a quarter."""

    provider: str
    href: str
    state: str
    tone: str
    submitted: str
    timing: str
    is_late: bool
    open_deviations: int


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """All aanbieders of a quarter."""

    title: str
    lead: str
    quarters: tuple[Quarter, ...]
    current: str
    rows: tuple[ReviewRow, ...]


class ReadCell(NamedTuple):
    """One KPI of a report."""

    code: str
    name: str
    numbers: str
    value: str
    previous: str
    norm: str
    verdict: str
    tone: str
    explanation: str
    href: str
    remarks: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """One report, read only, with the two answers that the contractmanager can give."""

    history: ReportHistory
    title: str
    kicker: str
    lead: str
    state: str
    tone: str
    families: tuple[tuple[str, tuple[ReadCell, ...]], ...]
    places: list[CapacityRow]
    flows: list[FlowRow]
    moves: list[tuple[str, str, int]]
    burden: Burden | None
    events: tuple[dict[str, str], ...]
    deviations_href: str
    can_answer: bool
    has_errors: bool
    confirmed: tuple[tuple[str, str, str, str], ...] = ()
    reviewed_by: str = ""
    changed: tuple[ChangedLine, ...] = ()
    changed_since: str = ""
    corrections: tuple[CorrectionWords, ...] = ()
    people: Sequence[ToldTable] = ()

    @property
    def may_begin(self) -> bool:
        """Whether somebody may say that they look at it now."""
        return self.history.header.state in (report.HANDED_IN, report.HANDED_IN_AGAIN)

    @property
    def may_settle(self) -> bool:
        """Whether it may be settled for good."""
        return self.history.header.state == report.ACCEPTED

    @property
    def is_settled(self) -> bool:
        """Whether it was settled for good."""
        return self.history.header.state == report.FROZEN


def review_row(line: ReviewLine) -> ReviewRow:
    """One line in words."""
    word, tone = REPORT_STATES[line.state]
    submitted = "" if line.submitted_at is None else day(line.submitted_at.astimezone(AMSTERDAM).date())
    late = 0 if line.submitted_at is None or line.due_at is None else report.days_late(line.submitted_at, line.due_at)
    timing = f"{counted(late, 'dag', 'dagen')} te laat" if late else "op tijd" if submitted else ""
    href = f"/beheer/rapportages/{line.report_id}" if line.report_id else ""
    return ReviewRow(line.provider_name, href, word, tone, submitted, timing, late > 0, line.open_deviations)


def reports_page(quarter: Quarter, quarters: Sequence[Quarter], lines: list[ReviewLine]) -> ReportsPage:
    """The page of a quarter. A quarter without reports is shown as such."""
    waiting, inside = sum(line.state in report.TO_REVIEW for line in lines), sum(line.is_in for line in lines)
    first = f"{inside} van {counted(len(lines), 'rapportage', 'rapportages')} {'is' if inside == 1 else 'zijn'} binnen."
    lead = f"{first} {counted(waiting, 'rapportage wacht', 'rapportages wachten')} op uw oordeel." if waiting else first
    shown = tuple(quarters) if quarter in quarters else (quarter, *quarters)
    return ReportsPage(f"Rapportages {quarter.label}", lead, shown, quarter.code, tuple(map(review_row, lines)))


def read_cell(row: GridRow, report_id: int, remarks: int) -> ReadCell:
    """A cell in words: the numbers behind it, the value, what it is compared with, and whether it meets the norm."""
    meets = row.meets_norm
    return ReadCell(
        row.code,
        row.name,
        _basis(row),
        row.missing_reason or figure(row.value, row.unit, row.decimals),
        _earlier(row.previous, row),
        norm_words(row.norm_kind, row.norm_low, row.norm_high, row.unit) or NOTHING,
        "" if meets is None else "binnen de norm" if meets else "buiten de norm",
        "" if meets is not False else "is-short",
        row.explanation,
        f"/beheer/rapportages/{report_id}/cijfers/{row.code}",
        remarks_in_words(remarks),
    )


def _basis(row: GridRow) -> str:
    """The counts behind a value: "22 van 40", or on how many people a middle value stands."""
    if row.numerator is None or row.denominator is None:
        return ""
    return f"{number(row.numerator)} van {number(row.denominator)}" if row.value_kind == RATIO else f"op basis van {number(row.denominator)}"


def _earlier(cell: EarlierCell | None, row: GridRow) -> str:
    if cell is None:
        return NOTHING
    words = cell.missing_reason or figure(cell.value, row.unit, row.decimals)
    words = f"{words} (gecorrigeerd)" if cell.is_corrected else words
    return words if cell.definition_version == row.definition_version else f"{words} (oude definitie)"


def report_page(
    history: ReportHistory,
    figures: Figures,
    form: QuestionForm,
    *,
    moves: Moves | None = None,
    people: Sequence[PeopleLine] = (),
    burden: Burden | None = None,
) -> ReportPage:
    """Put a report in words."""
    header = history.header
    cells, places, flows = figures
    names = {row.care_form_code: row.care_form_name for row in flows}
    word, tone = REPORT_STATES[header.state]
    can_answer = header.state in report.TO_REVIEW
    return ReportPage(
        history,
        header.provider_name,
        header.label,
        _lead(history),
        word,
        tone,
        _families(history, cells),
        places,
        flows,
        [(names.get(start, start), names.get(to, to), people) for (start, to), people in (moves or {}).items()],
        burden,
        _told(history),
        f"/beheer/werklijst?aanbieder={header.provider_id}#lijst",
        can_answer,
        bool(form.errors),
        tuple((one.sentence, one.reason, one.person_name, moment(datetime.fromisoformat(one.at)) if one.at else "") for one in history.confirmed),
        people=told_tables(people),
        **_submitted(history, cells, flows),
    )


def _families(history: ReportHistory, cells: list[GridRow]) -> tuple[tuple[str, tuple[ReadCell, ...]], ...]:
    """The cells by family, each with how much was said about it."""
    return tuple(
        (FAMILIES.get(family, family), tuple(read_cell(row, history.header.id, history.remarks.get(row.code, 0)) for row in rows))
        for family, rows in groupby(cells, key=lambda row: row.family)
    )


def _submitted(history: ReportHistory, cells: list[GridRow], flows: list[FlowRow]) -> dict[str, Any]:
    """Who reviews it, what the last submission changed, and the corrections it carries. Nothing of figures that are a concept again."""
    reviewer, contents = history.reviewer, history.submissions
    told: dict[str, Any] = {} if reviewer is None else {"reviewed_by": f"{reviewer.person_name}, sinds {moment(reviewer.at)}"}
    if history.header.state not in report.SETTLED or not contents:
        return told
    names = {row.code: row.name for row in cells} | {row.care_form_code: row.care_form_name for row in flows}
    told["corrections"] = correction_words(json.loads(contents[-1].receipt_content), names=names)
    if len(contents) > 1:
        before, after = contents[-2:]
        told["changed"] = changed_lines(before.receipt_content, after.receipt_content, names=names)
        told["changed_since"] = f"{moment(before.at)} ({before.receipt_number})"
    return told


def _told(history: ReportHistory) -> tuple[dict[str, str], ...]:
    """What happened, the latest first."""
    return tuple(
        {
            "at": each.at.isoformat(),
            "when": moment(each.at),
            "what": REPORT_EVENTS.get(each.kind, each.kind),
            "who": each.person_name,
            "note": "\n".join(filter(None, (each.note, f"Ontvangstbewijs {each.receipt_number}" if each.receipt_number else ""))),
        }
        for each in reversed(history.events)
    )


def _lead(history: ReportHistory) -> str:
    header = history.header
    if header.state not in report.TO_REVIEW:
        return {
            report.ACCEPTED: "Deze rapportage is geaccepteerd. U kunt haar vaststellen.",
            report.FROZEN: "Deze rapportage is vastgesteld. De cijfers veranderen niet meer.",
            report.CHANGE_REQUESTED: "U hebt om een wijziging gevraagd. De aanbieder is aan zet.",
        }.get(header.state, f"Deze rapportage is nog niet binnen. Inleveren kan tot en met {day(last_day(header.due_at))}.")
    if history.waiting:
        return f"Bij {counted(history.waiting, 'afwijking ontbreekt', 'afwijkingen ontbreekt')} nog uitleg. Daarna kunt u de rapportage accepteren."
    return "Alle afwijkingen zijn toegelicht of afgehandeld. U kunt de rapportage accepteren."

"""One cell in time: its signed figures of earlier quarters, every change of it in this report, and what was said about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from contracts.foundation.errors import NotFound
from contracts.foundation.journal import JournalEntry
from kpi.domain import report as lifecycle
from kpi.domain.indicator import FAMILIES
from kpi.queries.corrected import CORRECTING, CORRECTION, HAS_CORRECTED, IS_CORRECTED, LATEST_LAST, corrects, counted
from kpi.queries.grid import EarlierCell, GridRow, grid_row
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import CellComment
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportQuestion, ReportValue

QUARTERS = 12
"""Three years: long enough to see a season come back, short enough to read."""
MOST_CHANGES, MOST_COMMENTS = 40, 200
SAVED, SPLIT = "cijfer opgeslagen", "uitsplitsing opgeslagen"


@dataclass(frozen=True, slots=True)
class CellChange:
    """One change of a cell: what differs, as (label, was, is). `origin`: how the figures got there, "" when they were typed."""

    at: datetime
    who: str
    about: str
    differences: tuple[tuple[str, str, str], ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Comment:
    """One remark in the thread. `side`: aanbieder or gemeente."""

    at: datetime
    who: str
    side: str
    text: str


@dataclass(frozen=True, slots=True)
class CellInTime:
    """A cell with its earlier signed quarters, the oldest first."""

    row: GridRow
    earlier: tuple[EarlierCell, ...]


def cell_in_time(session: Session, *, report: ReportHeader, code: str) -> CellInTime:
    """A cell of a report that was found for its viewer, with the signed figures of at most twelve reports before. Raises NotFound.

    Two queries. Reports of another kind (a year beside quarters) are not mixed in.
    """
    this = aliased(Report)
    rows = session.execute(
        select(
            Report.period, IndicatorVersion.version, IndicatorVersion.value_kind, *counted(ReportValue), IS_CORRECTED, ReportValue.explanation,
        )
        .join(ReportValue, ReportValue.report_id == Report.id)
        .join(IndicatorVersion, IndicatorVersion.id == ReportValue.indicator_version_id)
        .join(this, (this.id == report.id) & (this.kind == Report.kind))
        .outerjoin(CORRECTION, corrects(ReportValue))
        .outerjoin(CORRECTING, HAS_CORRECTED)
        .where(
            Report.provider_id == report.provider_id, Report.period < report.period, Report.state.in_(lifecycle.SETTLED),
            IndicatorVersion.indicator_code == code,
        )
        .order_by(Report.period.desc(), IndicatorVersion.version.desc(), LATEST_LAST)
        .limit(QUARTERS)
    ).all()  # fmt: skip
    told = {(row[0], row[1]): EarlierCell(*row) for row in rows}  # of several corrections of one figure the last counts
    earlier = tuple(reversed(told.values()))
    row = grid_row(session, report=report, code=code, earlier={cell.period: cell for cell in earlier})
    if row is None:
        raise NotFound(code)
    return CellInTime(row, earlier)


def written_at(session: Session, *, report: ReportHeader, code: str) -> tuple[list[Comment], list[CellChange]]:
    """The thread (the oldest first) and the changes (the newest first) of a cell, in one query. For the aanbieder's own people only."""
    lines = (
        select(literal(""), JournalEntry.id, JournalEntry.at, JournalEntry.actor, JournalEntry.details)
        .where(
            JournalEntry.object == f"rapportage {report.id}",
            JournalEntry.action.in_((SAVED, SPLIT)),
            JournalEntry.details.contains(json.dumps({"kpi": code})[1:-1], autoescape=True),
        )
        .order_by(JournalEntry.id.desc())
        .limit(MOST_CHANGES)
        .subquery()
    )
    rows = session.execute(union_all(_thread(report, code), select(lines))).all()
    said = sorted((row for row in rows if row[0]), key=lambda row: row[1])
    changed = sorted((row for row in rows if not row[0]), key=lambda row: row[1], reverse=True)
    return [Comment(at, who, side, text) for side, _, at, who, text in said], [_change(at, who, details) for _, _, at, who, details in changed]


def comments_at(session: Session, *, report: ReportHeader, code: str) -> list[Comment]:
    """The thread of a cell, the oldest first; the caller knows that its viewer may read it. One query."""
    rows = sorted(session.execute(_thread(report, code)), key=lambda row: int(row[1]))
    return [Comment(at, who, side, text) for side, _, at, who, text in rows]


def comment_counts(session: Session, *, report_id: int) -> tuple[list[str], dict[str, int]]:
    """The families that a report asks for, in the order of its screens, and how many remarks stand at each KPI. One query."""
    at_this = (CellComment.indicator_code == Indicator.code) & (CellComment.report_id == report_id)
    rows = session.execute(
        select(Indicator.family, Indicator.code, func.count(CellComment.id))
        .join(IndicatorVersion, IndicatorVersion.indicator_code == Indicator.code)
        .join(ReportQuestion, (ReportQuestion.indicator_version_id == IndicatorVersion.id) & (ReportQuestion.report_id == report_id))
        .outerjoin(CellComment, at_this)
        .group_by(Indicator.family, Indicator.code)
        .order_by(Indicator.family, Indicator.code)
    ).all()
    asked = {row[0] for row in rows}
    return [family for family in FAMILIES if family in asked], {str(code): int(count) for _, code, count in rows if count}


def _thread(report: ReportHeader, code: str) -> Any:
    last = (
        select(CellComment.side, CellComment.id, CellComment.at, CellComment.person_name, CellComment.text)
        .where(CellComment.report_id == report.id, CellComment.indicator_code == code)
        .order_by(CellComment.id.desc())
        .limit(MOST_COMMENTS)
        .subquery()
    )
    return select(last)


def _change(at: datetime, who: str, details: str) -> CellChange:
    """A journal line as what differs. Labels of one side only are shown with the other side empty."""
    told = json.loads(details)
    was, now = told.get("was", {}), told.get("is", {})
    labels = [*now, *(label for label in was if label not in now)]
    differences = tuple((label, was.get(label, ""), now.get(label, "")) for label in labels if was.get(label, "") != now.get(label, ""))
    return CellChange(at, who, told.get("uitsplitsing", ""), differences, told.get("herkomst", ""))

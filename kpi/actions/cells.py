"""Saving one cell of the grid: this is the autosave, so it does little and says exactly what it did."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Integer, bindparam, or_, select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.database import ask
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.moves import begin, find_editable, object_of
from kpi.actions.openings import require_cell_open
from kpi.domain import report
from kpi.domain.cell import CARRIED_OVER, FROM_PARTS, TYPED, Figures, read_figures
from kpi.domain.numbers import dutch
from kpi.domain.written import read_text
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.reports import ReportHeader
from kpi.tables.report import Report, ReportValue

AS_BEFORE = "="


def save_cell(
    session: Session,
    *,
    report_id: int,
    provider_id: int,
    indicator_code: str,
    version: int,
    numerator_text: str,
    denominator_text: str,
    missing_reason: str | None,
    explanation: str,
    by: Actor,
    at: datetime,
    origin: str = TYPED,
) -> GridRow:
    """Save one cell and give its row back. `version` 0: it was empty. Saving the same again changes nothing: a repeat is safe.

    "=" as teller takes over last quarter's signed cell, with its words when none were typed; "=" as explanation takes the words.
    `origin` says how the figures got there; who only changes the explanation leaves it as it is.

    Raises NotFound, Refused at "numerator", "denominator", "missing_reason" or "explanation", or Conflict.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    row = _find(grid_rows(session, report=header, code=indicator_code))
    if numerator_text.strip() == AS_BEFORE:
        figures, origin = _as_before(row), CARRIED_OVER
        explanation = explanation or AS_BEFORE
    else:
        figures = read_figures(row.rules, numerator=numerator_text, denominator=denominator_text, missing_reason=missing_reason)
    before = row.comparable if explanation.strip() == AS_BEFORE else None
    text = read_text(explanation, field="explanation") if before is None else before.explanation
    if figures == row.figures and text == row.explanation:
        return row
    require_cell_open(session, header=header, row=row)
    if row.version != version:
        raise Conflict(mine=_told(row, figures, text), theirs=_told(row, row.figures, row.explanation), by=row.changed_by, version=row.version)
    if row.origin == FROM_PARTS != origin and figures != row.figures:
        raise Refused("numerator", "Dit cijfer is het totaal van de uitsplitsing. Pas de uitsplitsing aan, dan verandert het totaal mee.")
    columns = _columns(figures, text, row.origin if figures == row.figures else origin, by, at)
    return _keep(session, header=header, row=row, columns=columns, figures=figures, by=by, at=at)


def put_figures(session: Session, *, header: ReportHeader, row: GridRow, figures: Figures, origin: str, by: Actor, at: datetime) -> GridRow:
    """Put figures that were not typed in a cell that was read in this transaction; the explanation stays. Raises Conflict."""
    require_cell_open(session, header=header, row=row)
    return _keep(session, header=header, row=row, columns=_columns(figures, row.explanation, origin, by, at), figures=figures, by=by, at=at)


def _as_before(row: GridRow) -> Figures:
    """Somebody typed "=": the figures of last quarter again."""
    before = row.comparable
    if before is None or before.numerator is None:
        raise Refused("numerator", "Er is geen ondertekend cijfer van vorig kwartaal om over te nemen. Vul het cijfer zelf in.")
    return Figures(before.numerator, before.denominator)


def _find(rows: list[GridRow]) -> GridRow:
    if not rows:
        raise NotFound
    return rows[0]


def _keep(session: Session, *, header: ReportHeader, row: GridRow, columns: dict[str, Any], figures: Figures, by: Actor, at: datetime) -> GridRow:
    """The cell, the report's beginning when it is the first, and the journal."""
    _store(session, report_id=header.id, row=row, columns=columns)
    begin(session, header=header, by=by, at=at)
    details = {"kpi": row.code, "was": dict(_told(row, row.figures, row.explanation)), "is": dict(_told(row, figures, columns["explanation"]))}
    if columns["origin"] != TYPED:
        details["herkomst"] = columns["origin"]
    journal.record(session, by=by, at=at, action="cijfer opgeslagen", object=object_of(header.id), details=details)
    return row._replace(**columns, version=row.version + 1)


def _columns(figures: Figures, text: str, origin: str, by: Actor, at: datetime) -> dict[str, Any]:
    numbers = {"numerator": figures.numerator, "denominator": figures.denominator, "missing_reason": figures.missing_reason}
    return numbers | {"explanation": text, "origin": origin, "changed_at": at, "changed_by": by.name[:120]}


_CHANGE = (  # built once: every save asks it
    update(ReportValue.__table__)  # type: ignore[arg-type]  # it is a Table; the stubs of mapped classes promise less
    .where(
        ReportValue.report_id == bindparam("of_report", type_=Integer),
        ReportValue.indicator_version_id == bindparam("of_definition", type_=Integer),
        ReportValue.version == bindparam("of_version", type_=Integer),
        select(Report.id)
        .where(Report.id == bindparam("of_report", type_=Integer), or_(*(Report.state == state for state in report.EDITABLE)))
        .exists(),
    )
    .values(
        version=ReportValue.version + 1,
        **{name: bindparam(name) for name in ("numerator", "denominator", "missing_reason", "explanation", "origin", "changed_at", "changed_by")},
    )
)


def _store(session: Session, *, report_id: int, row: GridRow, columns: dict[str, Any]) -> None:
    if row.version == 0:
        session.add(ReportValue(report_id=report_id, indicator_version_id=row.definition_id, **columns))
        session.flush()
        return
    which = {"of_report": report_id, "of_definition": row.definition_id, "of_version": row.version}
    if ask(session, _CHANGE, **which, **columns).rowcount != 1:
        raise Conflict(mine=[], theirs=[], by=row.changed_by, version=row.version)


def _told(row: GridRow, figures: Figures, explanation: str) -> list[tuple[str, str]]:
    """A cell as (label, text) pairs, for the screen of a lost race and for the journal."""
    told = [(row.numerator_label, "" if figures.numerator is None else dutch(figures.numerator, 3))]
    if row.rules.has_second_number:
        told.append((row.denominator_label or "noemer", "" if figures.denominator is None else dutch(figures.denominator, 3)))
    return [*told, ("Geen cijfer, want", figures.missing_reason or ""), ("Toelichting", explanation)]

"""Saving the parts of a figure: one dimension at a time, all of it or nothing. The figure itself becomes the total."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from contracts.domain.region import AgeBand
from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.cells import save_cell
from kpi.actions.moves import begin, changed_one, find_editable, object_of
from kpi.actions.openings import require_cell_open
from kpi.domain.breakdown import NAMES, Part, leading, total_of
from kpi.domain.cell import FROM_PARTS, TYPED, Figures, read_figures
from kpi.domain.indicator import Definition
from kpi.domain.numbers import as_typed, dutch
from kpi.domain.problems import Problem, refuse_any
from kpi.queries.breakdown import DimensionParts, breakdown_of_cell
from kpi.queries.grid import GridRow, grid_rows
from kpi.tables.detail import ReportPart
from kpi.tables.report import ReportValue

Typed = Mapping[str, tuple[str, str]]
"""What was typed, by category: teller (or the count) and noemer."""


def save_parts(
    session: Session,
    *,
    report_id: int,
    provider_id: int,
    indicator_code: str,
    dimension: str,
    version: int,
    typed: Typed,
    age_bands: Sequence[AgeBand],
    by: Actor,
    at: datetime,
) -> GridRow:
    """Save every part of one dimension and give the cell back, with its total. All fields empty: the dimension is taken away.

    The first dimension in the order of the definition makes the total; what a further one adds up to is not changed here: it
    is shown, and it must be right before the report is offered. `version` 0: the dimension was empty. The same again changes nothing.

    Raises NotFound, SeveralRefused at "numerator-<category>" or "denominator-<category>", Refused, or Conflict.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    row = next(iter(grid_rows(session, report=header, code=indicator_code)), None)
    if row is None:
        raise NotFound(indicator_code)
    asked = {each.code: each for each in breakdown_of_cell(session, report_id=report_id, row=row, age_bands=age_bands)}
    if dimension not in asked:
        raise NotFound(dimension)
    before, parts = asked[dimension], _read(row.rules, asked[dimension], typed)
    if before.parts == parts:
        return row
    require_cell_open(session, header=header, row=row)
    if before.version != version:
        raise Conflict(mine=_told(before, parts), theirs=_told(before, before.parts), by=row.changed_by or "iemand anders", version=before.version)
    begin(session, header=header, by=by, at=at)
    _store(session, report_id=report_id, row=row, before=before, parts=parts)
    details = {"kpi": row.code, "uitsplitsing": NAMES[dimension], "was": dict(_told(before, before.parts)), "is": dict(_told(before, parts))}
    journal.record(session, by=by, at=at, action="uitsplitsing opgeslagen", object=object_of(report_id), details=details)
    stored = {code: each.parts for code, each in asked.items() if each.parts} | {dimension: parts}
    first = leading(row.breakdown, [code for code, own in stored.items() if own])
    figures = row.figures if first is None else total_of(stored[first])
    return _total(session, row, figures, TYPED if first is None else FROM_PARTS, report_id=report_id, provider_id=provider_id, by=by, at=at)


def _read(rules: Definition, asked: DimensionParts, typed: Typed) -> tuple[Part, ...]:
    """The parts as typed; nothing when every field is empty. Each is held to the hard limits of the figure itself."""
    if not any(text.strip() for pair in typed.values() for text in pair):
        return ()
    parts, problems = [], []
    for line in asked.lines:
        first, second = typed.get(line.category, ("", ""))
        try:
            figures = read_figures(rules, numerator=first, denominator=second, missing_reason=None)
            if not figures.is_filled:
                raise Refused("numerator", "Vul een getal in. Is het er geen? Vul dan 0 in.")
            parts.append(Part(line.category, figures.numerator, figures.denominator))
        except Refused as refusal:
            problems.append(Problem(f"{refusal.field}-{line.category}", f"{line.label}: {refusal.reason}"))
    refuse_any(problems)
    return tuple(parts)


def _store(session: Session, *, report_id: int, row: GridRow, before: DimensionParts, parts: tuple[Part, ...]) -> None:
    """The whole dimension anew, in one version; only when what stood there is still what was read."""
    own = (ReportPart.report_id == report_id, ReportPart.indicator_version_id == row.definition_id, ReportPart.dimension == before.code)
    gone = cast(CursorResult[Any], session.execute(delete(ReportPart).where(*own, ReportPart.version == before.version))).rowcount
    if gone != len(before.parts):
        raise Conflict(mine=_told(before, parts), theirs=[], by=row.changed_by, version=before.version + 1)
    place = {"report_id": report_id, "indicator_version_id": row.definition_id, "dimension": before.code, "version": before.version + 1}
    session.add_all(ReportPart(category=part.category, numerator=part.numerator, denominator=part.denominator, **place) for part in parts)
    session.flush()


def _total(session: Session, row: GridRow, figures: Figures, origin: str, *, report_id: int, provider_id: int, by: Actor, at: datetime) -> GridRow:
    """The cell with its new total, by the same door as every other figure; the same total may still get another origin."""
    saved = save_cell(
        session,
        report_id=report_id,
        provider_id=provider_id,
        indicator_code=row.code,
        version=row.version,
        numerator_text=as_typed(figures.numerator),
        denominator_text=as_typed(figures.denominator),
        missing_reason=figures.missing_reason,
        explanation=row.explanation,
        by=by,
        at=at,
        origin=origin,
    )
    if saved.origin == origin:
        return saved
    own = (ReportValue.report_id == report_id, ReportValue.indicator_version_id == row.definition_id, ReportValue.version == saved.version)
    if not changed_one(session, update(ReportValue).where(*own).values(origin=origin)):
        raise Conflict(mine=[], theirs=[], by=saved.changed_by, version=saved.version)
    return saved._replace(origin=origin)


def _told(asked: DimensionParts, parts: Sequence[Part]) -> list[tuple[str, str]]:
    """The parts as (label, text) pairs, for the screen of a lost race and for the journal."""
    labels = {line.category: line.label for line in asked.lines}
    return [(labels[part.category], _figures(part.numerator, part.denominator)) for part in parts]


def _figures(first: Decimal | None, second: Decimal | None) -> str:
    text = "" if first is None else dutch(first, 3)
    return text if second is None else f"{text} van {dutch(second, 3)}"

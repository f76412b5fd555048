"""Saying "klopt" to the proposals of a section, and saying that there is nothing to report: one button instead of many cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.cells import put_figures
from kpi.actions.moves import begin, find_editable, object_of
from kpi.domain import report
from kpi.domain.cell import NOT_APPLICABLE, NOTHING_TO_REPORT, TYPED, Figures
from kpi.domain.numbers import as_typed
from kpi.domain.proposals import Proposal, shown
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.proposals import proposals_of
from kpi.queries.reports import ReportHeader

_Change = tuple[GridRow, Figures, str]


def accept_proposals(
    session: Session, *, report_id: int, provider_id: int, family: str, by: Actor, at: datetime, seen: str | None = None
) -> list[GridRow]:
    """Save every whole proposal of a section, all or none, and give the changed rows back. A repeat finds none left and changes nothing.

    `seen` is the fingerprint of what the screen showed. Raises NotFound, Refused, or Conflict when a proposal is another one by now.
    """
    header, rows = _section(session, report_id=report_id, provider_id=provider_id, family=family, at=at)
    waiting = [one for one in proposals_of(session, report=header, rows=rows).values() if one.is_whole]
    if not waiting:
        return []
    if seen is not None and seen != shown(waiting):
        asked = [("Wat u zag", "De voorstellen van daarvoor")]
        raise Conflict(mine=asked, theirs=[(one.code, told(one)) for one in waiting], by="de berekening", version=0)
    by_code = {row.code: row for row in rows}
    return _put(session, header=header, changes=[(by_code[one.code], one.figures, one.origin) for one in waiting], by=by, at=at)


def told(proposal: Proposal) -> str:
    """A proposal in a few words: "36 van 50"."""
    numbers = [as_typed(number) for number in (proposal.numerator, proposal.denominator) if number is not None]
    return " van ".join(numbers)


def report_nothing(session: Session, *, report_id: int, provider_id: int, family: str, by: Actor, at: datetime) -> list[GridRow]:
    """State that there is nothing to report in a section: every cell becomes "niet van toepassing", all or none.

    Saying it again changes nothing. Raises NotFound, or Refused when a cell holds an answer already.
    """
    header, rows = _section(session, report_id=report_id, provider_id=provider_id, family=family, at=at)
    if says_nothing(rows):
        return []
    if any(row.is_filled for row in rows):
        raise Refused("", "In dit onderdeel staan al antwoorden. Haal die eerst weg, of vul de rest ook in.")
    changes = [(row, Figures(missing_reason=NOT_APPLICABLE), NOTHING_TO_REPORT) for row in rows]
    return _stated(session, header=header, action="niets te melden", family=family, changes=changes, by=by, at=at)


def take_back_nothing(session: Session, *, report_id: int, provider_id: int, family: str, by: Actor, at: datetime) -> list[GridRow]:
    """There is something to report after all: the cells that the statement filled are empty again. Raises NotFound or Refused."""
    header, rows = _section(session, report_id=report_id, provider_id=provider_id, family=family, at=at)
    stated = [row for row in rows if row.origin == NOTHING_TO_REPORT and row.missing_reason]
    return _stated(
        session, header=header, action="toch iets te melden", family=family, changes=[(row, Figures(), TYPED) for row in stated], by=by, at=at
    )


def says_nothing(rows: Iterable[GridRow]) -> bool:
    """Whether a section is stated to hold nothing: every cell says so."""
    listed = list(rows)
    return bool(listed) and all(row.origin == NOTHING_TO_REPORT and row.missing_reason is not None for row in listed)


def _section(session: Session, *, report_id: int, provider_id: int, family: str, at: datetime) -> tuple[ReportHeader, list[GridRow]]:
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    rows = grid_rows(session, report=header, family=family)
    if not rows:
        raise NotFound(family)
    return header, rows


def _stated(session: Session, *, header: ReportHeader, action: str, family: str, changes: list[_Change], by: Actor, at: datetime) -> list[GridRow]:
    """The cells, and one line in the journal that says who stated it of which section."""
    saved = _put(session, header=header, changes=changes, by=by, at=at)
    if saved:
        details = {"onderdeel": family, "cellen": [row.code for row in saved]}
        journal.record(session, by=by, at=at, action=action, object=object_of(header.id), details=details)
    return saved


def _put(session: Session, *, header: ReportHeader, changes: list[_Change], by: Actor, at: datetime) -> list[GridRow]:
    if changes:
        begin(session, header=header, by=by, at=at)
    begun = replace(header, state=report.BUSY) if header.state == report.NOT_STARTED else header
    return [put_figures(session, header=begun, row=row, figures=figures, origin=origin, by=by, at=at) for row, figures, origin in changes]

"""A correction of an earlier quarter, handed in with the current report: what was settled is never opened again (requirement R2)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.moves import begin, changed_one, find_editable, object_of
from kpi.actions.openings import require_section_open
from kpi.domain.cell import Figures, read_figures
from kpi.domain.numbers import dutch
from kpi.domain.openings import CORRECTIONS
from kpi.domain.report import AGREED
from kpi.domain.written import read_reason
from kpi.queries.adjustments import AdjustmentLine, EarlierFigure, earlier_figures, find_adjustment
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.detail import Adjustment


def save_adjustment(
    session: Session,
    *,
    report_id: int,
    provider_id: int,
    about_report_id: int,
    indicator_code: str,
    version: int,
    numerator_text: str,
    denominator_text: str,
    missing_reason: str | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> AdjustmentLine:
    """Correct one figure of an earlier quarter, with a reason. It counts once this report is signed. The same again changes nothing.

    Raises NotFound (foreign report, or the quarter did not ask this KPI), Refused (state; at "numerator", "denominator",
    "missing_reason" or "reason"), or Conflict.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    require_section_open(session, header=header, section=CORRECTIONS)
    about = _about(session, header=header, about_report_id=about_report_id)
    cell = _cell(session, about_report_id=about.id, code=indicator_code)
    figures = read_figures(cell.rules, numerator=numerator_text, denominator=denominator_text, missing_reason=missing_reason)
    _require_another(figures, cell)
    kept = {"numerator": figures.numerator, "denominator": figures.denominator, "missing_reason": figures.missing_reason}
    kept |= {"reason": read_reason(reason, field="reason", what="een reden")}
    before = find_adjustment(session, report_id=header.id, about_period=about.period, code=indicator_code)
    if before is None or (before.now, before.reason) != (figures, kept["reason"]):
        _store(session, header=header, about=about, cell=cell, before=before, version=version, columns=kept, by=by, at=at)
        begin(session, header=header, by=by, at=at)
        _tell(session, header=header, about=about, code=indicator_code, details={"was": _told(cell.figures), "is": _told(figures)}, by=by, at=at)
    saved = find_adjustment(session, report_id=header.id, about_period=about.period, code=indicator_code)
    if saved is None:
        raise NotFound
    return saved


def remove_adjustment(
    session: Session, *, report_id: int, provider_id: int, about_report_id: int, indicator_code: str, version: int, by: Actor, at: datetime
) -> None:
    """Take a correction back. One that is not there (any more) changes nothing. Raises NotFound, Refused or Conflict."""
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    require_section_open(session, header=header, section=CORRECTIONS)
    about = _about(session, header=header, about_report_id=about_report_id)
    cell = _cell(session, about_report_id=about.id, code=indicator_code)
    before = find_adjustment(session, report_id=header.id, about_period=about.period, code=indicator_code)
    if before is None:
        return
    if not changed_one(session, delete(Adjustment).where(*_which(header, about, cell), Adjustment.version == version)):
        raise _lost(before, mine=[("Uw keuze", "verwijderen")])
    _tell(session, header=header, about=about, code=indicator_code, details={"was": _told(before.now), "is": "verwijderd"}, by=by, at=at)


def _about(session: Session, *, header: ReportHeader, about_report_id: int) -> ReportHeader:
    about = find_report(session, report_id=about_report_id, provider_id=header.provider_id)
    if about.period_ends_on >= header.period_ends_on:
        raise Refused("", "U kunt alleen een eerder kwartaal corrigeren.")
    if about.state not in AGREED:
        raise Refused("", "Dit kwartaal is nog niet geaccepteerd. Vraag de gemeente om het cijfer open te zetten.")
    return about


def _cell(session: Session, *, about_report_id: int, code: str) -> EarlierFigure:
    found = earlier_figures(session, about_report_id=about_report_id, code=code)
    if not found:
        raise NotFound(code)
    return found[0]


def _require_another(figures: Figures, cell: EarlierFigure) -> None:
    if not figures.is_filled:
        raise Refused("numerator", "Vul het juiste cijfer in, of kies waarom er geen cijfer is.")
    if figures == cell.figures:
        raise Refused("numerator", "Dit cijfer staat er al. Vul in wat het moet zijn.")


def _which(header: ReportHeader, about: ReportHeader, cell: EarlierFigure) -> tuple[Any, ...]:
    one = (Adjustment.report_id == header.id, Adjustment.about_report_id == about.id)
    return (*one, Adjustment.indicator_version_id == cell.definition_id)


def _store(
    session: Session,
    *,
    header: ReportHeader,
    about: ReportHeader,
    cell: EarlierFigure,
    before: AdjustmentLine | None,
    version: int,
    columns: dict[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    columns = columns | {"changed_at": at, "changed_by": by.name[:120]}
    if before is None and version == 0:
        place = {"report_id": header.id, "about_report_id": about.id, "indicator_version_id": cell.definition_id}
        was = {"was_numerator": cell.figures.numerator, "was_denominator": cell.figures.denominator}
        session.add(Adjustment(**place, **was, **columns))
        session.flush()
        return
    statement = update(Adjustment).where(*_which(header, about, cell), Adjustment.version == version).values(version=version + 1, **columns)
    if not changed_one(session, statement.execution_options(synchronize_session=False)):
        mine = [("Cijfer", _told(Figures(columns["numerator"], columns["denominator"], columns["missing_reason"]))), ("Reden", columns["reason"])]
        raise _lost(before, mine=mine)


def _lost(before: AdjustmentLine | None, *, mine: list[tuple[str, str]]) -> Conflict:
    if before is None:
        return Conflict(mine=mine, theirs=[("Cijfer", "de correctie is verwijderd")], by="een collega", version=0)
    return Conflict(mine=mine, theirs=[("Cijfer", _told(before.now)), ("Reden", before.reason)], by=before.changed_by, version=before.version)


def _told(figures: Figures) -> str:
    if figures.missing_reason is not None:
        return figures.missing_reason
    numbers = [dutch(number, 3) for number in (figures.numerator, figures.denominator) if number is not None]
    return " van ".join(numbers)


def _tell(session: Session, *, header: ReportHeader, about: ReportHeader, code: str, details: dict[str, Any], by: Actor, at: datetime) -> None:
    facts = {"over": about.period, "kpi": code, **details}
    journal.record(session, by=by, at=at, action="correctie opgeslagen", object=object_of(header.id), details=facts)

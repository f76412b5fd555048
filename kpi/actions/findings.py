"""Computing what stands out in a submitted report, again after every submission, without undoing what people did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from kpi.domain import deviation, follow_up
from kpi.domain.deviation import FoundRule
from kpi.queries.grid import GridRow
from kpi.queries.reports import ReportHeader
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.dialogue import ActionPoint, AgendaItem

FINDER = "Samenzicht"  # the program finds; people ask, answer and decide


@dataclass(slots=True)
class _Known:
    """A deviation of this report that was found before."""

    id: int
    state: str
    version: int
    rules: set[FoundRule] = field(default_factory=set)


def recompute(session: Session, *, header: ReportHeader, rows: list[GridRow], by: Actor, at: datetime) -> int:
    """Store what stands out in these rows and return how many deviations changed. A second time with the same figures: none.

    New ones begin as "nieuw". One that nobody touched disappears when its figure was put right; one that people worked on stays,
    with the finding "hersteld", until they settle it. Nothing that was settled opens again: its trail tells that the figures changed.
    """
    known = _known(session, report_id=header.id)
    changed: dict[str, str] = {}
    for row in rows:
        found, before = row.signals, known.get(row.code)
        if before is None and found:
            _store_new(session, header=header, row=row, found=found, at=at)
            changed[row.code] = "gevonden"
        elif before is not None and found and set(found) != before.rules:
            _replace(session, before=before, found=found, at=at)
            changed[row.code] = "opnieuw gevonden"
        elif before is not None and not found and _retire(session, before=before, row=row, at=at):
            changed[row.code] = "hersteld"
    if changed:
        journal.record(session, by=by, at=at, action="afwijkingen berekend", object=f"rapportage {header.id}", details=changed)
    return len(changed)


def _known(session: Session, *, report_id: int) -> dict[str, _Known]:
    rows = session.execute(
        select(Deviation.indicator_code, Deviation.id, Deviation.state, Deviation.version, Finding.rule, Finding.severity, Finding.sentence)
        .outerjoin(Finding, Finding.deviation_id == Deviation.id)
        .where(Deviation.report_id == report_id)
        .order_by(Deviation.id, Finding.id)
    )
    known: dict[str, _Known] = {}
    for code, number, state, version, rule, severity, sentence in rows:
        entry = known.setdefault(code, _Known(number, state, version))
        if rule is not None:
            entry.rules.add(FoundRule(rule, severity, sentence))
    return known


def _store_new(session: Session, *, header: ReportHeader, row: GridRow, found: tuple[FoundRule, ...], at: datetime) -> None:
    about = {"report_id": header.id, "provider_id": header.provider_id, "period": header.period, "indicator_code": row.code}
    stored = Deviation(**about, severity=deviation.severity_of(found), state=follow_up.NEW, found_at=at)
    session.add(stored)
    session.flush()
    _tell(session, deviation_id=stored.id, found=found, at=at)


def _tell(session: Session, *, deviation_id: int, found: Iterable[FoundRule], at: datetime) -> None:
    """Its findings, and the event that it was found."""
    listed = list(found)
    session.add_all(Finding(deviation_id=deviation_id, rule=rule.rule, severity=rule.severity, sentence=rule.sentence) for rule in listed)
    sentences = " ".join(rule.sentence for rule in listed)
    names = {"person_name": FINDER, "organisation_name": FINDER}
    session.add(DeviationEvent(deviation_id=deviation_id, kind=follow_up.FOUND, at=at, text=sentences, **names))
    session.flush()


def _replace(session: Session, *, before: _Known, found: tuple[FoundRule, ...], at: datetime) -> None:
    """Other findings, the same conversation."""
    session.execute(delete(Finding).where(Finding.deviation_id == before.id))
    now = {"severity": deviation.severity_of(found), "version": before.version + 1, "state": follow_up.next_state(before.state, follow_up.FOUND)}
    session.execute(update(Deviation).where(Deviation.id == before.id, Deviation.version == before.version).values(**now))
    _tell(session, deviation_id=before.id, found=found, at=at)


def _retire(session: Session, *, before: _Known, row: GridRow, at: datetime) -> bool:
    """The figure no longer stands out: remove what nobody touched, mark what people worked on. Says whether anything changed."""
    if before.state == follow_up.CLOSED:
        return False
    if _is_untouched(session, deviation_id=before.id):
        for table in (Finding, DeviationEvent):
            session.execute(delete(table).where(table.deviation_id == before.id))
        session.execute(delete(Deviation).where(Deviation.id == before.id))
        return True
    mended = deviation.mended(row.rules, row.figures)
    if before.rules == {mended}:
        return False
    _replace(session, before=before, found=(mended,), at=at)
    return True


def _is_untouched(session: Session, *, deviation_id: int) -> bool:
    """Nobody asked, answered, put it on an agenda or made an agreement about it."""
    spoken = select(DeviationEvent.id).where(DeviationEvent.deviation_id == deviation_id, DeviationEvent.kind != follow_up.FOUND).exists()
    planned = select(AgendaItem.id).where(AgendaItem.deviation_id == deviation_id).exists()
    agreed = select(ActionPoint.id).where(ActionPoint.deviation_id == deviation_id).exists()
    return not session.scalar(select(or_(spoken, planned, agreed)))

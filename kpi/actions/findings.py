"""What stands out in signed figures becomes a deviation, again after every submission, without undoing what people did."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from kpi.actions.agenda_places import place_open_items
from kpi.actions.judging import JudgedRow, judge_reports
from kpi.domain import follow_up
from kpi.domain.judging import KeptFinding, mended, weight_of
from kpi.domain.shared_findings import NEUTRAL
from kpi.domain.signals.finding import Rule
from kpi.queries.series import ReportToJudge, every_report, later_reports, reports_to_judge
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.dialogue import AgendaItem
from kpi.tables.dialogue_outcome import ActionPoint

FINDER = "Samenzicht"  # the program finds; people ask, answer and decide
_BY_FINDER = {"person_name": FINDER, "organisation_name": FINDER}


@dataclass(slots=True)
class _Known:
    """A deviation that was found before."""

    id: int
    state: str
    version: int
    severity: int
    found: list[KeptFinding] = field(default_factory=list)


def recompute(session: Session, *, report_id: int, by: Actor, at: datetime) -> int:
    """Judge a signed report, what it corrects, what follows it and who is compared with it. How many deviations changed; a second time: none.

    New ones begin as "nieuw". One that nobody touched is closed by the program when its figure was put right, with that reason; one that
    people worked on stays, with the finding "hersteld". What was settled opens again only when it became heavier.
    """
    return _recompute(session, reports_to_judge(session, report_id=report_id), about=f"rapportage {report_id}", by=by, at=at)


def recompute_from(session: Session, *, provider_id: int, code: str, period: str, by: Actor, at: datetime) -> int:
    """Judge one KPI of one aanbieder anew from a quarter on, after somebody let its limits begin anew. How many deviations changed."""
    reports = later_reports(session, provider_id=provider_id, period=period)
    return _recompute(session, reports, code=code, about=f"aanbieder {provider_id}", by=by, at=at)


def recompute_all(session: Session, *, by: Actor, at: datetime) -> int:
    """Judge every signed report anew, the oldest first. How many deviations changed."""
    return sum(_recompute(session, [report], about=f"rapportage {report.id}", by=by, at=at) for report in every_report(session))


def _recompute(session: Session, reports: Sequence[ReportToJudge], *, code: str | None = None, about: str, by: Actor, at: datetime) -> int:
    rows = judge_reports(session, reports=reports, code=code, at=at)
    known = _known(session, rows)
    changed: dict[str, str] = {}
    for row in rows:
        happened = _follow(session, row, known.get((row.report_id, row.code)), at)
        if happened:
            changed[f"rapportage {row.report_id}, {row.code}"] = happened
    for provider_id in sorted({row.provider_id for row in rows} if changed else ()):
        place_open_items(session, provider_id=provider_id)
    if changed:
        journal.record(session, by=by, at=at, action="afwijkingen berekend", object=about, details=changed)
    return len(changed)


def _follow(session: Session, row: JudgedRow, before: _Known | None, at: datetime) -> str:
    """What this judgement means for the register; "" when nothing."""
    found = [finding for finding in row.findings if finding.weight]
    if before is None:
        return _store_new(session, row, found, at) if found else ""
    if found:
        return "" if found == before.found else _again(session, before, found, at)
    return _retire(session, row, before, at)


def _known(session: Session, rows: Iterable[JudgedRow]) -> dict[tuple[int, str], _Known]:
    report_ids = {row.report_id for row in rows}
    told = session.execute(
        select(
            Deviation.report_id, Deviation.indicator_code, Deviation.id, Deviation.state, Deviation.version, Deviation.severity,
            Finding.rule, Finding.nature, Finding.severity, Finding.sentence, Finding.shared_sentence, Finding.numbers,
        )
        .outerjoin(Finding, Finding.deviation_id == Deviation.id)
        .where(Deviation.report_id.in_(report_ids))
        .order_by(Deviation.id, Finding.position)
    )  # fmt: skip
    known: dict[tuple[int, str], _Known] = {}
    for report_id, code, number, state, version, severity, rule, *rest in map(tuple, told):
        entry = known.setdefault((report_id, code), _Known(number, state, version, severity))
        if rule is not None:
            entry.found.append(KeptFinding(rule, *rest))
    return known


def _store_new(session: Session, row: JudgedRow, found: Sequence[KeptFinding], at: datetime) -> str:
    about = {"report_id": row.report_id, "provider_id": row.provider_id, "period": row.period, "indicator_code": row.code}
    stored = Deviation(**about, severity=weight_of(found), state=follow_up.NEW, found_at=at)
    session.add(stored)
    session.flush()
    _tell(session, stored.id, found, follow_up.FOUND, at)
    return "gevonden"


def _tell(session: Session, deviation_id: int, found: Sequence[KeptFinding], event: str, at: datetime) -> None:
    """Its findings, and the event. Both sides read the event: it holds the shared sentences."""
    _store_findings(session, deviation_id, found)
    sentences = " ".join(finding.shared_sentence for finding in found if finding.shared_sentence)
    session.add(DeviationEvent(deviation_id=deviation_id, kind=event, at=at, text=sentences or NEUTRAL, **_BY_FINDER))
    session.flush()


def _store_findings(session: Session, deviation_id: int, found: Sequence[KeptFinding]) -> None:
    """These in the place of what was found before."""
    session.execute(delete(Finding).where(Finding.deviation_id == deviation_id))
    session.execute(insert(Finding), [_row(deviation_id, place, finding) for place, finding in enumerate(found)])


def _row(deviation_id: int, position: int, finding: KeptFinding) -> dict[str, Any]:
    return {
        "deviation_id": deviation_id, "position": position, "rule": finding.rule, "nature": finding.nature, "severity": finding.weight,
        "sentence": finding.sentence, "shared_sentence": finding.shared_sentence, "numbers": finding.numbers,
    }  # fmt: skip


def _replace(session: Session, before: _Known, found: Sequence[KeptFinding], event: str, at: datetime) -> None:
    """Other findings, the same conversation. One writer at a time, and this one read the version in the same transaction."""
    state, version = follow_up.next_state(before.state, event), before.version + 1
    now = {"severity": weight_of(found), "state": state, "version": version, "changed_at": at}
    session.execute(update(Deviation).where(Deviation.id == before.id, Deviation.version == before.version).values(**now))
    _tell(session, before.id, found, event, at)


def _again(session: Session, before: _Known, found: Sequence[KeptFinding], at: datetime) -> str:
    """It still stands out, by other findings. What was settled opens again when it became heavier.

    What others reported since is no news about this figure: only the comparison is brought up to date, and nobody is told to read again.
    """
    if before.state == follow_up.CLOSED and weight_of(found) > before.severity:
        _replace(session, before, found, follow_up.REOPENED, at)
        return "heropend"
    if _own(found) == _own(before.found):
        _store_findings(session, before.id, found)
        still_open = (Deviation.id == before.id, Deviation.state != follow_up.CLOSED)  # what was settled keeps the weight it was settled with
        session.execute(update(Deviation).where(*still_open).values(severity=weight_of(found)))
        return "opnieuw vergeleken"
    _replace(session, before, found, follow_up.FOUND, at)
    return "opnieuw gevonden"


def _own(found: Iterable[KeptFinding]) -> list[KeptFinding]:
    """What the aanbieder's own figures say, without the comparison with others."""
    return [finding for finding in found if finding.rule != Rule.PEERS]


def _retire(session: Session, row: JudgedRow, before: _Known, at: datetime) -> str:
    """The figure no longer stands out: close what nobody touched, with that reason, and mark what people worked on."""
    now = [mended(row.code, row.period)]
    if before.state == follow_up.CLOSED or before.found == now:
        return ""
    if before.state == follow_up.NEW and _is_untouched(session, deviation_id=before.id):
        _replace(session, before, now, follow_up.LAPSED, at)
        return "vervallen"
    _replace(session, before, now, follow_up.FOUND, at)
    return "hersteld"


def _is_untouched(session: Session, *, deviation_id: int) -> bool:
    """Nobody asked, answered, took it on, shared an agenda with it or made an agreement about it."""
    by_program = (follow_up.FOUND, follow_up.LAPSED, follow_up.REOPENED)
    spoken = select(DeviationEvent.id).where(DeviationEvent.deviation_id == deviation_id, DeviationEvent.kind.not_in(by_program)).exists()
    planned = select(AgendaItem.id).where(AgendaItem.deviation_id == deviation_id, AgendaItem.frozen_at.is_not(None)).exists()
    agreed = select(ActionPoint.id).where(ActionPoint.deviation_id == deviation_id).exists()
    return not session.scalar(select(or_(spoken, planned, agreed)))

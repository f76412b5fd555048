"""Judging signed figures and storing what came of it. The same figures judged again change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from kpi.domain.cell import Figures
from kpi.domain.indicator import Definition
from kpi.domain.judged import Judged, Quarterly, beside_others, judge_figure
from kpi.domain.judging import KeptFinding, from_text, in_one_text, weight_of
from kpi.domain.reporting_period import FREE
from kpi.domain.signals.finding import Rule
from kpi.queries.series import (
    ReportToJudge,
    SignedCell,
    StoredJudgement,
    judgements_of_period,
    rebases_of,
    signed_cells,
    stored_judgements,
)
from kpi.tables.deviation import Judgement


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """One figure of which the judgement changed. `findings` are all of them, also the quiet ones."""

    report_id: int
    provider_id: int
    period: str
    code: str
    figures: Figures
    findings: tuple[KeptFinding, ...]


@dataclass(slots=True)
class _Register:
    """What was judged before: of one aanbieder by KPI and label, and of a quarter by aanbieder and KPI. It learns while it is used."""

    own: dict[str, dict[str, StoredJudgement]] = field(default_factory=dict)
    quarter: dict[tuple[int, str], StoredJudgement] = field(default_factory=dict)


def judge_reports(session: Session, *, reports: Sequence[ReportToJudge], code: str | None = None, at: datetime) -> list[JudgedRow]:
    """Judge the figures of these reports of one aanbieder, in order of time, and rule 5 of the other aanbieders of the same quarters.

    Of a report that is not whole only the KPIs whose earlier figures changed; with a `code` nothing but that KPI.
    """
    if not reports:
        return []
    provider_id = reports[0].provider_id
    cells = signed_cells(session, report_ids=[report.id for report in reports])
    rebased, register = rebases_of(session, provider_id=provider_id), _Register()
    for one in stored_judgements(session, provider_id=provider_id):
        register.own.setdefault(one.code, {})[one.period] = one
    changed: list[JudgedRow] = []
    for report in reports:
        moved = {row.code for row in changed if row.provider_id == provider_id}
        wanted = [cell for number, cell in cells[report.id].items() if (code is None or number == code) and (report.is_whole or number in moved)]
        if not wanted:
            continue
        register.quarter = {(one.provider_id, one.code): one for one in judgements_of_period(session, period=report.period)}
        for cell in wanted:
            changed += _judge_cell(session, report, cell, register, rebased.get(cell.definition.code, []), at)
    session.flush()
    return changed


def _judge_cell(
    session: Session, report: ReportToJudge, cell: SignedCell, register: _Register, rebased: Iterable[str], at: datetime
) -> list[JudgedRow]:
    code, before = cell.definition.code, register.quarter.get((report.provider_id, cell.definition.code))
    judged = judge_figure(cell.definition, _history(report, cell, register), cell.quarterly, rebased=rebased)
    others = {one.provider_id: one for (_, other), one in register.quarter.items() if other == code and one.report_id != report.id}
    alike = [one for one in others.values() if one.version_id == cell.version_id]
    beside, chance = beside_others(cell.definition, judged.kind, cell.quarterly, [_quarterly(one) for one in alike])
    values = _values(judged, cell.quarterly.figures, beside, chance)
    if before is not None and before.values == values and before.version_id == cell.version_id:
        return []
    stored = _store(session, report, cell, before, values, at)
    register.own.setdefault(code, {})[report.period] = register.quarter[report.provider_id, code] = stored
    found = [JudgedRow(report.id, report.provider_id, report.period, code, stored.figures, from_text(values["findings"]))]
    if before is None or before.figures != stored.figures or before.version_id != cell.version_id:
        found += _judge_others(session, cell.definition, stored, alike, at)
    return found


def _history(report: ReportToJudge, cell: SignedCell, register: _Register) -> list[Quarterly]:
    """The earlier figures by the same definition; a request with a day of its own has none, and counts for none."""
    if report.kind == FREE:
        return []
    is_yearly = cell.quarterly.label != report.period
    told = sorted(register.own.get(cell.definition.code, {}).items())
    return [
        Quarterly(label, one.figures)
        for period, one in told
        if one.version_id == cell.version_id and (label := _label(period, is_yearly=is_yearly)) and label < cell.quarterly.label
    ]


def _label(period: str, *, is_yearly: bool) -> str:
    """The label of an earlier figure; "" for a free request."""
    if period[5] == "V":
        return ""
    return period[:4] if is_yearly else period


def _quarterly(one: StoredJudgement) -> Quarterly:
    return Quarterly(one.period, one.figures)


def _values(judged: Judged, figures: Figures, beside: Sequence[KeptFinding], chance_peers: float) -> dict[str, Any]:
    """The columns of a judgement."""
    findings = (*judged.findings, *beside)
    own = {name: getattr(judged, name) for name in Judged.__slots__ if name != "findings"}
    told = {"numerator": figures.numerator, "denominator": figures.denominator, "missing_reason": figures.missing_reason}
    return own | told | {"severity": weight_of(findings), "chance_peers": chance_peers, "findings": in_one_text(findings)}


def _store(
    session: Session, report: ReportToJudge, cell: SignedCell, before: StoredJudgement | None, values: dict[str, Any], at: datetime
) -> StoredJudgement:
    code, version_id = cell.definition.code, cell.version_id
    if before is not None:
        session.execute(update(Judgement).where(Judgement.id == before.id).values(indicator_version_id=version_id, judged_at=at, **values))
        return before._replace(version_id=version_id, values=values)
    place = {"report_id": report.id, "provider_id": report.provider_id, "period": report.period}
    row = insert(Judgement).values(indicator_code=code, indicator_version_id=version_id, judged_at=at, **place, **values)
    number = session.execute(row.returning(Judgement.id)).scalar_one()
    return StoredJudgement(number, report.id, report.provider_id, report.period, code, version_id, values)


def _judge_others(session: Session, definition: Definition, own: StoredJudgement, others: Sequence[StoredJudgement], at: datetime) -> list[JudgedRow]:
    """Rule 5 of the other aanbieders: this figure is part of what they are compared with."""
    changed: list[JudgedRow] = []
    for one in others:
        beside = [_quarterly(each) for each in (own, *others) if each is not one]
        found, chance = beside_others(definition, one.values["kind"], _quarterly(one), beside)
        kept = [finding for finding in from_text(one.values["findings"]) if finding.rule != Rule.PEERS]
        findings = (*kept, *found)
        now = {"findings": in_one_text(findings), "severity": weight_of(findings), "chance_peers": chance}
        if all(one.values[name] == value for name, value in now.items()):
            continue
        session.execute(update(Judgement).where(Judgement.id == one.id).values(judged_at=at, **now))
        one.values.update(now)
        changed.append(JudgedRow(one.report_id, one.provider_id, one.period, one.code, one.figures, tuple(findings)))
    return changed

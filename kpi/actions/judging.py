"""Judging signed figures and storing what came of it. The same figures judged again change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from kpi.domain.cell import Figures
from kpi.domain.judged import Beside, Judged, Quarterly, beside_each_other, judge_figure
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
    """What was judged before: of one aanbieder by KPI and label, and of a quarter by KPI and aanbieder. It learns while it is used.

    What has to be written is gathered: a report changes hundreds of rows, and the database takes them best at once.
    """

    own: dict[str, dict[str, StoredJudgement]] = field(default_factory=dict)
    quarter: dict[str, dict[int, StoredJudgement]] = field(default_factory=dict)
    new: list[dict[str, Any]] = field(default_factory=list)
    changed: dict[int, dict[str, Any]] = field(default_factory=dict)

    def read(self, judgements: Iterable[StoredJudgement]) -> None:
        """Take the judgements of one quarter."""
        self.quarter = {}
        for one in judgements:
            self.quarter.setdefault(one.code, {})[one.provider_id] = one

    def change(self, number: int, values: dict[str, Any]) -> None:
        """A row that has other values from now on."""
        self.changed.setdefault(number, {"id": number}).update(values)

    def write(self, session: Session) -> None:
        """Everything at once. A row of this aanbieder is new or changed once, those of the others change only in their rule 5."""
        if self.new:
            session.execute(insert(Judgement), self.new)
        if self.changed:
            session.execute(update(Judgement), sorted(self.changed.values(), key=lambda row: (len(row), row["id"])))
        self.new, self.changed = [], {}


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
        register.read(judgements_of_period(session, period=report.period))
        for cell in wanted:
            changed += _judge_cell(report, cell, register, rebased.get(cell.definition.code, []), at)
        register.write(session)
    return changed


def _judge_cell(report: ReportToJudge, cell: SignedCell, register: _Register, rebased: Iterable[str], at: datetime) -> list[JudgedRow]:
    code, own_id = cell.definition.code, report.provider_id
    quarter = register.quarter.setdefault(code, {})
    before = quarter.get(own_id)
    is_yearly = cell.quarterly.label != report.period
    begins = [_label(period, is_yearly=is_yearly) for period in rebased]
    judged = judge_figure(cell.definition, _history(report, cell, register), cell.quarterly, rebased=begins)
    alike = [one for one in quarter.values() if one.provider_id != own_id and one.version_id == cell.version_id]
    told = {own_id: (judged.kind, cell.quarterly)} | {one.provider_id: (str(one.values["kind"]), _quarterly(one)) for one in alike}
    beside = beside_each_other(cell.definition, told)
    values = _values(judged, cell.quarterly.figures, beside[own_id])
    if before is not None and before.values == values and before.version_id == cell.version_id:
        return []
    stored = _store(register, report, cell, before, values, at)
    register.own.setdefault(code, {})[report.period] = quarter[own_id] = stored
    found = [JudgedRow(report.id, own_id, report.period, code, stored.figures, from_text(values["findings"]))]
    if before is None or before.figures != stored.figures or before.version_id != cell.version_id:
        found += _judge_others(register, alike, beside, at)
    return found


def _history(report: ReportToJudge, cell: SignedCell, register: _Register) -> list[Quarterly]:
    """The earlier figures by the same definition; a request with a day of its own has none, and counts for none.

    A year that was told twice (with its fourth quarter, and in a report of its own) counts once: as it was told with the quarter.
    """
    if report.kind == FREE:
        return []
    is_yearly = cell.quarterly.label != report.period
    found: dict[str, Quarterly] = {}
    for period, one in sorted(register.own.get(cell.definition.code, {}).items()):
        label = _label(period, is_yearly=is_yearly) if one.version_id == cell.version_id else ""
        if label and label < cell.quarterly.label:
            found[label] = Quarterly(label, one.figures)
    return list(found.values())


def _label(period: str, *, is_yearly: bool) -> str:
    """The label of an earlier figure; "" for a free request."""
    if period[5] == "V":
        return ""
    return period[:4] if is_yearly else period


def _quarterly(one: StoredJudgement) -> Quarterly:
    return Quarterly(one.period, one.figures)


def _values(judged: Judged, figures: Figures, beside: Beside) -> dict[str, Any]:
    """The columns of a judgement."""
    findings = (*judged.findings, *beside.findings)
    own = {name: getattr(judged, name) for name in Judged.__slots__ if name != "findings"}
    told = {"numerator": figures.numerator, "denominator": figures.denominator, "missing_reason": figures.missing_reason}
    return own | told | {"severity": weight_of(findings), "chance_peers": beside.chance, "findings": in_one_text(findings)}


def _store(
    register: _Register, report: ReportToJudge, cell: SignedCell, before: StoredJudgement | None, values: dict[str, Any], at: datetime
) -> StoredJudgement:
    """Have it written. A new row has no number yet; nobody asks for it before it is written."""
    code, version_id = cell.definition.code, cell.version_id
    row = {"indicator_version_id": version_id, "judged_at": at, **values}
    if before is not None:
        register.change(before.id, row)
        return before._replace(version_id=version_id, values=values)
    register.new.append(row | {"report_id": report.id, "provider_id": report.provider_id, "period": report.period, "indicator_code": code})
    return StoredJudgement(0, report.id, report.provider_id, report.period, code, version_id, values)


def _judge_others(register: _Register, others: Sequence[StoredJudgement], beside: Mapping[int, Beside], at: datetime) -> list[JudgedRow]:
    """Rule 5 of the other aanbieders: this figure is part of what they are compared with."""
    changed: list[JudgedRow] = []
    for one in others:
        kept = [finding for finding in from_text(one.values["findings"]) if finding.rule != Rule.PEERS]
        findings = (*kept, *beside[one.provider_id].findings)
        now = {"findings": in_one_text(findings), "severity": weight_of(findings), "chance_peers": beside[one.provider_id].chance}
        if all(one.values[name] == value for name, value in now.items()):
            continue
        register.change(one.id, now | {"judged_at": at})
        one.values.update(now)
        changed.append(JudgedRow(one.report_id, one.provider_id, one.period, one.code, one.figures, tuple(findings)))
    return changed

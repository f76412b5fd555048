"""The question behind every list of deviations: one line each, whatever rows are missing round it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Case, ColumnElement, ScalarSelect, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from contracts.tables.organisation import Organisation
from kpi.domain import follow_up, report
from kpi.domain.dialogue import UNFINISHED
from kpi.domain.indicator import COUNT
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportValue

HEAVIEST_FIRST = (Deviation.severity.desc(), Deviation.found_at, Organisation.name, Deviation.indicator_code, Deviation.id)
NATURES = {"contractual": 1, "statistical": 2, "data": 4}  # of several findings the numbers are added


def _cell_id() -> ScalarSelect[int]:
    """The cell of a deviation. A catalogue changed halfway could leave two; the latest counts."""
    cell, version = aliased(ReportValue), aliased(IndicatorVersion)
    cells = (
        select(func.max(cell.id))
        .join(version, version.id == cell.indicator_version_id)
        .where(cell.report_id == Deviation.report_id, version.indicator_code == Deviation.indicator_code)
    )
    return cells.correlate(Deviation).scalar_subquery()


def _signed(column: InstrumentedAttribute[Any], otherwise: str | None = None) -> Case[Any]:
    """A cell's column as it was signed. While the aanbieder may change the report again, what stands there is a concept: nobody reads it here."""
    return case((Report.state.in_(report.SETTLED), column), else_=otherwise)


def natures_of() -> ScalarSelect[int]:
    """The kinds of its findings, added up."""
    present = [func.max(case((Finding.nature == nature, number), else_=0)) for nature, number in NATURES.items()]
    return select(present[0] + present[1] + present[2]).where(Finding.deviation_id == Deviation.id).correlate(Deviation).scalar_subquery()


def _ahead() -> Case[int]:
    """What is still to come about it: asked only in the two states in which it says what to do."""
    talks = (
        select(func.count())
        .select_from(AgendaItem)
        .join(DialogueSession, DialogueSession.id == AgendaItem.session_id)
        .where(AgendaItem.deviation_id == Deviation.id, AgendaItem.is_live)
    )
    agreements = select(func.count()).select_from(ActionPoint).where(ActionPoint.deviation_id == Deviation.id, ActionPoint.state.in_(UNFINISHED))
    return case(
        (Deviation.state == follow_up.ON_AGENDA, talks.correlate(Deviation).scalar_subquery()),
        (Deviation.state == follow_up.RUNNING, agreements.correlate(Deviation).scalar_subquery()),
        else_=0,
    )


def _definition_id() -> ColumnElement[int]:
    """The definition its cell was asked by; without a cell the latest one of the KPI: a deviation never leaves a list because a row is missing."""
    version = aliased(IndicatorVersion)
    latest = select(func.max(version.id)).where(version.indicator_code == Deviation.indicator_code).correlate(Deviation).scalar_subquery()
    return func.coalesce(ReportValue.indicator_version_id, latest)


def lines(said: InstrumentedAttribute[str], *more: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    """The lines of a list. `said`: which sentence of a finding this reader may read."""
    sentence = select(said).where(Finding.deviation_id == Deviation.id).order_by(Finding.severity.desc(), Finding.position).limit(1)
    answer = (
        select(DeviationEvent.text)
        .where(DeviationEvent.deviation_id == Deviation.id, DeviationEvent.kind == follow_up.EXPLANATION_GIVEN)
        .order_by(DeviationEvent.id.desc())
        .limit(1)
    )
    return (
        select(
            Deviation.id, Deviation.report_id, Deviation.provider_id, Organisation.name, Deviation.period, Deviation.indicator_code,
            func.coalesce(IndicatorVersion.name, Deviation.indicator_code), Indicator.family, Deviation.severity, Deviation.state,
            Deviation.found_at, Deviation.version, func.coalesce(sentence.correlate(Deviation).scalar_subquery(), ""),
            func.coalesce(answer.correlate(Deviation).scalar_subquery(), _signed(ReportValue.explanation, ""), ""),
            Deviation.owner_id, Deviation.owner_name, Deviation.changed_at, func.coalesce(natures_of(), 0), _ahead(), *more,
        )
        .join(Organisation, Organisation.id == Deviation.provider_id)
        .join(Report, Report.id == Deviation.report_id)
        .join(Indicator, Indicator.code == Deviation.indicator_code)
        .outerjoin(ReportValue, ReportValue.id == _cell_id())
        .outerjoin(IndicatorVersion, IndicatorVersion.id == _definition_id())
        .order_by(*HEAVIEST_FIRST)
    )  # fmt: skip


LINE_LENGTH = 19  # the columns of DeviationLine; the cell's follow
CELL: tuple[Any, ...] = (
    func.coalesce(IndicatorVersion.version, 0),
    func.coalesce(IndicatorVersion.value_kind, COUNT),
    func.coalesce(IndicatorVersion.unit, ""),
    func.coalesce(IndicatorVersion.decimals, 0),
    _signed(ReportValue.numerator),
    _signed(ReportValue.denominator),
    _signed(ReportValue.missing_reason),
    func.coalesce(_signed(ReportValue.explanation, ""), ""),
)

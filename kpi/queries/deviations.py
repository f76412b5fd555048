"""Deviations: the contractmanager's worklist, an aanbieder's own list, and one with all that was said about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Case, ColumnElement, ScalarSelect, Select, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain import follow_up, report
from kpi.domain.cell import value_of
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportValue

PAGE_SIZE = 50
OPEN_STATES = tuple(state for state in follow_up.STATES if state != follow_up.CLOSED)


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """One line of a list. `sentence` is its heaviest finding, `explanation` the aanbieder's last words about it."""

    id: int
    report_id: int
    provider_id: int
    provider_name: str
    period: str
    indicator_code: str
    indicator_name: str
    family: str
    severity: int
    state: str
    found_at: datetime
    version: int
    sentence: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of the list. `total` counts the lines of all pages."""

    lines: list[DeviationLine]
    total: int
    page: int
    page_size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Why it stands out."""

    rule: str
    severity: int
    sentence: str


@dataclass(frozen=True, slots=True)
class DeviationEventLine:
    """What was found, asked, answered or decided."""

    kind: str
    at: datetime
    person_name: str
    organisation_name: str
    text: str


@dataclass(frozen=True, slots=True)
class DeviationCell:
    """The cell it is about."""

    definition_version: int
    value_kind: str
    unit: str
    decimals: int
    numerator: Decimal | None
    denominator: Decimal | None
    missing_reason: str | None
    explanation: str

    @property
    def value(self) -> Decimal | None:
        """The value to show."""
        return value_of(self.value_kind, self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class DeviationPage:
    """One deviation with everything about it."""

    line: DeviationLine
    findings: list[FindingLine]
    events: list[DeviationEventLine]
    cell: DeviationCell


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


def _lines(*more: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[*tuple[Any, ...]]:
    sentence = select(Finding.sentence).where(Finding.deviation_id == Deviation.id).order_by(Finding.severity.desc(), Finding.rule).limit(1)
    answer = (
        select(DeviationEvent.text)
        .where(DeviationEvent.deviation_id == Deviation.id, DeviationEvent.kind == follow_up.EXPLANATION_GIVEN)
        .order_by(DeviationEvent.id.desc())
        .limit(1)
    )
    return (
        select(
            Deviation.id, Deviation.report_id, Deviation.provider_id, Organisation.name, Deviation.period, Deviation.indicator_code,
            IndicatorVersion.name, Indicator.family, Deviation.severity, Deviation.state, Deviation.found_at, Deviation.version,
            sentence.correlate(Deviation).scalar_subquery(),
            func.coalesce(answer.correlate(Deviation).scalar_subquery(), _signed(ReportValue.explanation, "")),
            *more,
        )
        .join(Organisation, Organisation.id == Deviation.provider_id)
        .join(Report, Report.id == Deviation.report_id)
        .join(Indicator, Indicator.code == Deviation.indicator_code)
        .join(ReportValue, ReportValue.id == _cell_id())
        .join(IndicatorVersion, IndicatorVersion.id == ReportValue.indicator_version_id)
        .order_by(Deviation.severity.desc(), Deviation.found_at, Organisation.name, Deviation.indicator_code, Deviation.id)
    )  # fmt: skip


_LINE_LENGTH = 14  # the columns of DeviationLine; the cell's follow
_CELL = (
    IndicatorVersion.version,
    IndicatorVersion.value_kind,
    IndicatorVersion.unit,
    IndicatorVersion.decimals,
    _signed(ReportValue.numerator),
    _signed(ReportValue.denominator),
    _signed(ReportValue.missing_reason),
    _signed(ReportValue.explanation, ""),
)
# Built once: putting the questions together anew costs more than asking them. A list needs no figures.
_LIST = _lines()
_WITH_CELL = _lines(*_CELL)


def _conditions(states: Collection[str], provider_id: int | None, family: str | None, period: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [Deviation.state.in_(states)]
    if provider_id is not None:
        conditions.append(Deviation.provider_id == provider_id)
    if period is not None:
        conditions.append(Deviation.period == period)
    if family is not None:
        conditions.append(Deviation.indicator_code.in_(select(Indicator.code).where(Indicator.family == family)))
    return conditions


def worklist(
    session: Session,
    *,
    states: Collection[str] = OPEN_STATES,
    provider_id: int | None = None,
    family: str | None = None,
    period: str | None = None,
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> Worklist:
    """The deviations of all aanbieders for the contractmanager: heaviest first, then longest waiting. Two queries."""
    conditions = _conditions(states, provider_id, family, period)
    total = session.scalar(select(func.count()).select_from(Deviation).where(*conditions)) or 0
    shown = min(max(page, 1), max(1, -(-total // page_size)))
    rows = session.execute(_LIST.where(*conditions).limit(page_size).offset((shown - 1) * page_size))
    return Worklist([DeviationLine(*row) for row in rows], total, shown, page_size)


def deviations_of_provider(
    session: Session, *, provider_id: int, states: Collection[str] = OPEN_STATES, period: str | None = None
) -> list[DeviationLine]:
    """An aanbieder's own deviations, in the same order."""
    rows = session.execute(_LIST.where(*_conditions(states, provider_id, None, period)))
    return [DeviationLine(*row) for row in rows]


def find_deviation(session: Session, *, deviation_id: int, provider_id: int | None) -> DeviationPage:
    """One deviation with its findings, events and cell. With a provider only its own. Raises NotFound."""
    conditions: list[ColumnElement[bool]] = [Deviation.id == deviation_id]
    if provider_id is not None:
        conditions.append(Deviation.provider_id == provider_id)
    row = session.execute(_WITH_CELL.where(*conditions)).first()
    if row is None:
        raise NotFound
    findings = session.execute(
        select(Finding.rule, Finding.severity, Finding.sentence)
        .where(Finding.deviation_id == deviation_id)
        .order_by(Finding.severity.desc(), Finding.rule)
    )
    events = session.execute(
        select(DeviationEvent.kind, DeviationEvent.at, DeviationEvent.person_name, DeviationEvent.organisation_name, DeviationEvent.text)
        .where(DeviationEvent.deviation_id == deviation_id)
        .order_by(DeviationEvent.id)
    )
    return DeviationPage(
        DeviationLine(*row[:_LINE_LENGTH]),
        [FindingLine(*finding) for finding in findings],
        [DeviationEventLine(*event) for event in events],
        DeviationCell(*row[_LINE_LENGTH:]),
    )


def open_count(session: Session, *, provider_id: int | None = None) -> int:
    """How many deviations are not settled yet; of one aanbieder when asked."""
    return session.scalar(select(func.count()).select_from(Deviation).where(*_conditions(OPEN_STATES, provider_id, None, None))) or 0

"""The grid of a report: every asked KPI with its cell, and the signed cells of a quarter and of a year ago.

Two queries after the report itself, whatever the number of rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, String, bindparam, or_, select
from sqlalchemy.orm import Session

from contracts.foundation.database import ask
from kpi.domain import deviation, report
from kpi.domain.cell import TYPED, Figures, exact_value, value_of
from kpi.domain.completeness import Completeness
from kpi.domain.indicator import FAMILIES, Definition, Norm
from kpi.domain.reporting_period import QUARTER
from kpi.domain.written import SHORTEST_REASON
from kpi.queries.asked import ASKED, FAMILY_ORDER
from kpi.queries.corrected import CORRECTING, CORRECTION, HAS_CORRECTED, IS_CORRECTED, LATEST_LAST, corrects, counted
from kpi.queries.rebases import STARTS_ANEW
from kpi.queries.reports import ReportHeader
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportQuestion, ReportValue


class EarlierCell(NamedTuple):
    """A signed cell of an earlier quarter. `definition_version` tells whether it may be compared: a new definition breaks the line.

    With `is_corrected` these are the figures of a later quarter's correction: the earlier report itself stays as it was.
    `starts_anew`: the limits of the series begin anew here (only known where the whole history is read).

    This and the row below are named tuples: a grid makes hundreds, and they are made ten times as fast as a frozen dataclass.
    """

    period: str
    definition_version: int
    value_kind: str
    numerator: Decimal | None
    denominator: Decimal | None
    missing_reason: str | None
    is_corrected: bool = False
    explanation: str = ""
    starts_anew: bool = False

    @property
    def value(self) -> Decimal | None:
        """The value to show."""
        return value_of(self.value_kind, self.numerator, self.denominator)


class GridRow(NamedTuple):
    """One KPI in the grid. `version` is the cell's (0: not there yet), `definition_version` the indicator's."""

    code: str
    family: str
    pijler_code: str | None
    goal_code: str | None
    definition_id: int
    definition_version: int
    name: str
    definition: str
    value_kind: str
    numerator_label: str
    denominator_label: str
    unit: str
    decimals: int
    direction: str
    norm_kind: str
    norm_low: Decimal | None
    norm_high: Decimal | None
    norm_note: str
    frequency: str
    source: str
    breakdown: str
    prefill: str
    numerator: Decimal | None
    denominator: Decimal | None
    missing_reason: str | None
    explanation: str
    origin: str
    changed_at: datetime | None
    changed_by: str
    version: int
    previous: EarlierCell | None
    year_ago: EarlierCell | None

    @property
    def value(self) -> Decimal | None:
        """The value to show: a percentage for a ratio."""
        return value_of(self.value_kind, self.numerator, self.denominator)

    @property
    def meets_norm(self) -> bool | None:
        """Whether it is inside the norm. None when there is no norm or no value."""
        value = exact_value(self.value_kind, self.numerator, self.denominator)
        return None if value is None else Norm(self.norm_kind, self.norm_low, self.norm_high).is_met(value)

    @property
    def is_filled(self) -> bool:
        """Whether there is an answer: a number or a reason."""
        return self.numerator is not None or self.denominator is not None or self.missing_reason is not None

    @property
    def figures(self) -> Figures:
        """The cell's numbers for the rules."""
        return Figures(self.numerator, self.denominator, self.missing_reason)

    @property
    def without_figures(self) -> GridRow:
        """The same question without its answer: for who may not see a concept."""
        return self._replace(numerator=None, denominator=None, missing_reason=None, explanation="")

    @property
    def comparable(self) -> EarlierCell | None:
        """Last quarter's signed cell, when the same definition made it."""
        return self.previous if self.previous is not None and self.previous.definition_version == self.definition_version else None

    @property
    def rules(self) -> Definition:
        """The definition for the rules."""
        norm = Norm(self.norm_kind, self.norm_low, self.norm_high)
        labels = (self.numerator_label, self.denominator_label)
        return Definition(self.code, self.value_kind, self.unit, self.decimals, self.direction, norm, *labels)

    @property
    def signals(self) -> tuple[deviation.FoundRule, ...]:
        """What stands out: a missed norm, or a large change since the previous quarter."""
        if self.numerator is None:
            return ()
        before = self.previous
        comparable = before is not None and before.definition_version == self.definition_version
        past = Figures(before.numerator, before.denominator) if before is not None and comparable else None
        return deviation.find(self.rules, self.figures, past)

    @property
    def is_explained(self) -> bool:
        """Whether there is an explanation with some content."""
        return len(self.explanation) >= SHORTEST_REASON

    @property
    def needs_explanation(self) -> bool:
        """Whether something stands out that was not explained yet."""
        return not self.is_explained and self.stands_out

    @property
    def stands_out(self) -> bool:
        """Whether there are signals, without their sentences."""
        if self.numerator is None:
            return False
        before = self.previous
        past = (None, None) if before is None or before.definition_version != self.definition_version else (before.numerator, before.denominator)
        return deviation.stands_out(
            self.value_kind, self.norm_kind, self.norm_low, self.norm_high, self.numerator, self.denominator, past[0], past[1]
        )


_COLUMNS = (
    Indicator.code,
    Indicator.family,
    Indicator.pijler_code,
    Indicator.goal_code,
    IndicatorVersion.id,
    IndicatorVersion.version,
    IndicatorVersion.name,
    IndicatorVersion.definition,
    IndicatorVersion.value_kind,
    IndicatorVersion.numerator_label,
    IndicatorVersion.denominator_label,
    IndicatorVersion.unit,
    IndicatorVersion.decimals,
    IndicatorVersion.direction,
    IndicatorVersion.norm_kind,
    IndicatorVersion.norm_low,
    IndicatorVersion.norm_high,
    IndicatorVersion.norm_note,
    IndicatorVersion.frequency,
    IndicatorVersion.source,
    IndicatorVersion.breakdown,
    IndicatorVersion.prefill,
    ReportValue.numerator,
    ReportValue.denominator,
    ReportValue.missing_reason,
    ReportValue.explanation,
    ReportValue.origin,
    ReportValue.changed_at,
    ReportValue.changed_by,
    ReportValue.version,
)


_ROWS = (
    select(*_COLUMNS)
    .join(IndicatorVersion, IndicatorVersion.indicator_code == Indicator.code)
    .join(ReportQuestion, ASKED)
    .outerjoin(
        ReportValue, (ReportValue.indicator_version_id == IndicatorVersion.id) & (ReportValue.report_id == bindparam("report_id", type_=Integer))
    )
    .order_by(FAMILY_ORDER, Indicator.position, Indicator.code)
)
_BEFORE, _LONG_BEFORE = bindparam("before", type_=String), bindparam("long_before", type_=String)
_SIGNED = (
    select(
        Report.period,
        IndicatorVersion.indicator_code,
        IndicatorVersion.version,
        IndicatorVersion.value_kind,
        *counted(ReportValue),
        IS_CORRECTED,
        ReportValue.explanation,
    )
    .join(ReportValue, ReportValue.report_id == Report.id)
    .join(IndicatorVersion, IndicatorVersion.id == ReportValue.indicator_version_id)
    .outerjoin(CORRECTION, corrects(ReportValue))
    .outerjoin(CORRECTING, HAS_CORRECTED)
    .where(
        Report.provider_id == bindparam("provider_id", type_=Integer),
        or_(*(Report.state == state for state in report.SETTLED)),
    )
    .order_by(Report.period, IndicatorVersion.indicator_code, IndicatorVersion.version, LATEST_LAST)
)
_EARLIER = _SIGNED.where(or_(Report.period == _BEFORE, Report.period == _LONG_BEFORE))
_HISTORY = _SIGNED.add_columns(STARTS_ANEW).where(Report.kind == QUARTER, Report.period < bindparam("period", type_=String))
_IN_FAMILY, _OF_CODE = Indicator.family == bindparam("family", type_=String), Indicator.code == bindparam("code", type_=String)
_EARLIER_IN_FAMILY = _EARLIER.join(Indicator, Indicator.code == IndicatorVersion.indicator_code).where(_IN_FAMILY)
_EARLIER_OF_CODE = _EARLIER.where(IndicatorVersion.indicator_code == bindparam("code", type_=String))
_QUESTIONS = {  # built once: putting such a question together takes longer than asking it
    "all": (_ROWS, _EARLIER),
    "family": (_ROWS.where(_IN_FAMILY), _EARLIER_IN_FAMILY),
    "code": (_ROWS.where(_OF_CODE), _EARLIER_OF_CODE),
}
_FAMILIES = (
    select(Indicator.family)
    .join(IndicatorVersion, IndicatorVersion.indicator_code == Indicator.code)
    .join(ReportQuestion, ASKED)
    .distinct()
    .order_by(Indicator.family)
)


def grid_rows(session: Session, *, report: ReportHeader, family: str | None = None, code: str | None = None) -> list[GridRow]:
    """The rows of a report that was found for its viewer, in the catalogue's order; of one family or one KPI when asked."""
    narrowed = {"code": code} if code is not None else {"family": family} if family is not None else {}
    rows, earlier_rows = _QUESTIONS[next(iter(narrowed), "all")]
    before, long_before = report.earlier(), report.earlier(4)
    asked_earlier = ask(session, earlier_rows, provider_id=report.provider_id, before=before, long_before=long_before, **narrowed)
    earlier = {row[:2]: EarlierCell._make((row[0], *row[2:], False)) for row in map(tuple, asked_earlier.all())}
    found = ask(session, rows, report_id=report.id, **narrowed)
    return [_row(row, earlier.get((before, row[0])), earlier.get((long_before, row[0]))) for row in found.all()]


def grid_rows_with_history(session: Session, *, report: ReportHeader) -> tuple[list[GridRow], dict[str, list[EarlierCell]]]:
    """All rows of a report, and by KPI every signed figure of the quarters before, the oldest first. Two queries, as many as without."""
    before, long_before = report.earlier(), report.earlier(4)
    told = ask(session, _HISTORY, provider_id=report.provider_id, period=report.period if before else "").all()
    earlier = {row[:2]: EarlierCell._make((row[0], *row[2:])) for row in map(tuple, told)}  # of several corrections the last counts
    history: dict[str, list[EarlierCell]] = {}
    for (_, code), cell in earlier.items():
        history.setdefault(code, []).append(cell)
    found = ask(session, _ROWS, report_id=report.id)
    return [_row(row, earlier.get((before, row[0])), earlier.get((long_before, row[0]))) for row in found.all()], history


def grid_row(session: Session, *, report: ReportHeader, code: str, earlier: Mapping[str, EarlierCell]) -> GridRow | None:
    """One row whose earlier cells (by quarter) were found already; None when the report does not ask this KPI. One query."""
    found = ask(session, _QUESTIONS["code"][0], report_id=report.id, code=code).first()
    before, long_before = report.earlier(), report.earlier(4)
    return None if found is None else _row(found, earlier.get(before), earlier.get(long_before))


def asked_families(session: Session, *, report: ReportHeader) -> list[str]:
    """The families that a report asks for, in the order of its screens. One query."""
    asked = set(ask(session, _FAMILIES, report_id=report.id).scalars())
    return [family for family in FAMILIES if family in asked]


def _row(found: Row[*tuple[Any, ...]], previous: EarlierCell | None, year_ago: EarlierCell | None) -> GridRow:
    """A cell that is not there yet comes from the outer join as empty columns."""
    if found[-1] is None:
        return GridRow._make((*found[:-5], "", TYPED, None, "", 0, previous, year_ago))
    return GridRow._make((*found, previous, year_ago))


def completeness_of(rows: list[GridRow]) -> Completeness:
    """How far these rows are filled in."""
    return Completeness(sum(row.is_filled for row in rows), len(rows), sum(row.needs_explanation for row in rows))

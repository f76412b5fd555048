"""Corrections of earlier quarters: those of a report, and the figures that may be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.period import Quarter
from kpi.domain.cell import Figures, value_of
from kpi.domain.indicator import Definition, Norm
from kpi.domain.report import AGREED
from kpi.queries.asked import FAMILY_ORDER
from kpi.queries.corrected import CORRECTING, CORRECTION, HAS_CORRECTED, IS_CORRECTED, LATEST_LAST, corrects, counted
from kpi.queries.reports import ReportHeader
from kpi.tables.detail import Adjustment
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportValue


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """One correction: which quarter and KPI, what it was and what it is, and why. `definition_version` is the earlier report's."""

    about_period: str
    code: str
    definition_version: int
    name: str
    value_kind: str
    unit: str
    decimals: int
    was: Figures
    now: Figures
    reason: str
    changed_by: str
    version: int

    @property
    def quarter(self) -> Quarter:
        """The quarter that is corrected."""
        return Quarter.parse(self.about_period)

    @property
    def was_value(self) -> Decimal | None:
        """The value as it was."""
        return value_of(self.value_kind, self.was.numerator, self.was.denominator)

    @property
    def value(self) -> Decimal | None:
        """The value as it is now."""
        return value_of(self.value_kind, self.now.numerator, self.now.denominator)


class EarlierFigure(NamedTuple):
    """A cell of an earlier report as it counts by now, with the definition it was made with."""

    definition_id: int
    definition_version: int
    family: str
    rules: Definition
    name: str
    figures: Figures
    is_corrected: bool

    @property
    def value(self) -> Decimal | None:
        """The value as it counts."""
        return value_of(self.rules.value_kind, self.figures.numerator, self.figures.denominator)


def adjustments_of(session: Session, *, report_id: int) -> list[AdjustmentLine]:
    """The corrections that a report carries, the latest corrected quarter first. The caller has found the report for its viewer. One query."""
    version, about = IndicatorVersion, Report
    rows = session.execute(
        select(
            about.period, version.indicator_code, version.version, version.name, version.value_kind, version.unit, version.decimals,
            Adjustment.was_numerator, Adjustment.was_denominator, Adjustment.numerator, Adjustment.denominator, Adjustment.missing_reason,
            Adjustment.reason, Adjustment.changed_by, Adjustment.version,
        )
        .join(version, version.id == Adjustment.indicator_version_id)
        .join(about, about.id == Adjustment.about_report_id)
        .where(Adjustment.report_id == report_id)
        .order_by(about.period.desc(), version.indicator_code)
    )  # fmt: skip
    return [_line(tuple(row)) for row in rows]


def find_adjustment(session: Session, *, report_id: int, about_period: str, code: str) -> AdjustmentLine | None:
    """The correction of one figure that this report carries."""
    lines = adjustments_of(session, report_id=report_id)
    return next((line for line in lines if (line.about_period, line.code) == (about_period, code)), None)


def _line(row: tuple[Any, ...]) -> AdjustmentLine:
    told = (*row[:7], Figures(row[7], row[8]), Figures(*row[9:12]), *row[12:])
    return AdjustmentLine(*told)


def correctable_reports(session: Session, *, report: ReportHeader) -> list[Quarter]:
    """The earlier quarters of the same aanbieder that the municipality accepted, the latest first. One query."""
    periods = session.scalars(
        select(Report.period)
        .where(Report.provider_id == report.provider_id, Report.period_ends_on < report.period_ends_on, Report.state.in_(AGREED))
        .where(Report.kind == "kwartaal")
        .order_by(Report.period_ends_on.desc(), Report.id)
    )
    return [Quarter.parse(period) for period in periods]


def earlier_figures(session: Session, *, about_report_id: int, code: str | None = None) -> list[EarlierFigure]:
    """The cells of an earlier report as they count by now, in the order of the screens; of one KPI when asked. One query."""
    version = IndicatorVersion
    query = (
        select(
            version.id, version.version, Indicator.family, version.name,
            version.indicator_code, version.value_kind, version.unit, version.decimals, version.direction, version.norm_kind, version.norm_low,
            version.norm_high, version.numerator_label, version.denominator_label, *counted(ReportValue), IS_CORRECTED,
        )
        .select_from(ReportValue)
        .join(version, version.id == ReportValue.indicator_version_id)
        .join(Indicator, Indicator.code == version.indicator_code)
        .outerjoin(CORRECTION, corrects(ReportValue))
        .outerjoin(CORRECTING, HAS_CORRECTED)
        .where(ReportValue.report_id == about_report_id)
        .order_by(FAMILY_ORDER, Indicator.position, Indicator.code, LATEST_LAST)
    )  # fmt: skip
    rows = session.execute(query if code is None else query.where(version.indicator_code == code))
    return list({row[0]: _figure(tuple(row)) for row in rows}.values())


def _figure(row: tuple[Any, ...]) -> EarlierFigure:
    given = (*row[4:9], Norm(*row[9:12]), *row[12:14])
    return EarlierFigure(row[0], row[1], row[2], Definition(*given), row[3], Figures(*row[14:17]), row[17])

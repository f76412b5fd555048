"""The cell of a deviation beside its norm and the signed figure of the quarter before."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session, aliased

from kpi.domain import report
from kpi.domain.cell import value_of
from kpi.domain.reporting_period import before as earlier_period
from kpi.queries.corrected import CORRECTING, CORRECTION, HAS_CORRECTED, IS_CORRECTED, LATEST_LAST, corrects, counted
from kpi.queries.deviations import DeviationPage
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report, ReportValue


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a figure is compared with. `previous_version` None: no signed figure of the quarter before; another version breaks the line."""

    definition: str
    source: str
    numerator_label: str
    denominator_label: str
    norm_kind: str
    norm_low: Decimal | None
    norm_high: Decimal | None
    norm_note: str
    previous_version: int | None
    previous_kind: str | None
    previous_numerator: Decimal | None
    previous_denominator: Decimal | None
    previous_missing_reason: str | None
    previous_is_corrected: bool | None

    @property
    def previous_value(self) -> Decimal | None:
        """The value of the quarter before."""
        return None if self.previous_kind is None else value_of(self.previous_kind, self.previous_numerator, self.previous_denominator)


def comparison_of(session: Session, *, page: DeviationPage) -> Comparison | None:
    """Definition, norm and previous figure of a deviation that was found for its viewer. One query."""
    line, now, then = page.line, IndicatorVersion, aliased(IndicatorVersion)
    before = and_(Report.provider_id == line.provider_id, Report.period == earlier_period(line.period), Report.state.in_(report.SETTLED))
    cells = (
        select(
            then.indicator_code, then.version, then.value_kind, *counted(ReportValue), IS_CORRECTED.label("is_corrected")
        )
        .join(ReportValue, ReportValue.indicator_version_id == then.id)
        .join(Report, Report.id == ReportValue.report_id)
        .outerjoin(CORRECTION, corrects(ReportValue))
        .outerjoin(CORRECTING, HAS_CORRECTED)
        .where(before, then.indicator_code == line.indicator_code)
        .order_by(then.version.desc(), LATEST_LAST.desc())
        .limit(1)
        .subquery()
    )  # fmt: skip
    earlier: tuple[Any, ...] = (
        cells.c.version,
        cells.c.value_kind,
        cells.c.counted_numerator,
        cells.c.counted_denominator,
        cells.c.counted_missing_reason,
        cells.c.is_corrected,
    )
    own = (now.definition, now.source, now.numerator_label, now.denominator_label, now.norm_kind, now.norm_low, now.norm_high, now.norm_note)
    found = session.execute(
        select(*own, *earlier)
        .outerjoin(cells, cells.c.indicator_code == now.indicator_code)
        .where(now.indicator_code == line.indicator_code, now.version == page.cell.definition_version)
    ).first()
    return None if found is None else Comparison(*tuple(found))

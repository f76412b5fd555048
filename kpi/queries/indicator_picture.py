"""The signed figures of one KPI over time, of all aanbieders or of one, each with what was judged of it. For the contractmanager."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain import follow_up, report
from kpi.domain.cell import Figures, value_of
from kpi.domain.judging import KeptFinding, from_text
from kpi.domain.reporting_period import QUARTER
from kpi.queries.corrected import CORRECTING, CORRECTION, HAS_CORRECTED, IS_CORRECTED, LATEST_LAST, corrects, counted
from kpi.queries.rebases import STARTS_ANEW
from kpi.tables.deviation import Deviation, Judgement
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report, ReportQuestion, ReportValue

PROVIDER = "aanbieder"


class Judged(NamedTuple):
    """What was stored of one figure. `centre`, `lower`, `upper` and `smallest` are in the engine's unit of `kind`: a share lies between 0 and 1."""

    kind: str
    norm_verdict: str
    norm_side: int
    point_type: str
    pattern: str
    assurance: str
    is_trial: bool
    earlier: int
    centre: float | None
    lower: float | None
    upper: float | None
    smallest: float | None
    severity: int
    findings_text: str

    @property
    def findings(self) -> tuple[KeptFinding, ...]:
        """All that was found, also what only stands beside it, in the order of the rules."""
        return from_text(self.findings_text)


@dataclass(frozen=True, slots=True)
class QuarterFigure:
    """One quarter of one aanbieder. While the report lies with the aanbieder (`is_signed` false) there is no figure here, and nothing judged.

    `starts_anew`: somebody said that the limits begin anew with it. `deviation_id` is 0 when nothing stood out. Figures are as they count by now,
    signed corrections included.
    """

    provider_id: int
    provider_name: str
    report_id: int
    period: str
    is_signed: bool
    definition_version: int
    value_kind: str
    numerator: Decimal | None
    denominator: Decimal | None
    missing_reason: str | None
    is_corrected: bool
    starts_anew: bool
    deviation_id: int
    deviation_state: str
    deviation_severity: int
    judged: Judged | None

    @property
    def figures(self) -> Figures:
        """The two numbers, or the reason why there are none."""
        return Figures(self.numerator, self.denominator, self.missing_reason)

    @property
    def value(self) -> Decimal | None:
        """The value to show."""
        return value_of(self.value_kind, self.numerator, self.denominator)

    @property
    def is_open(self) -> bool:
        """Whether it stands out, and people are not done with it."""
        return self.deviation_id > 0 and self.deviation_state in follow_up.OPEN


_IS_SIGNED = Report.state.in_(report.SETTLED)
_JUDGED = (
    Judgement.kind, Judgement.norm_verdict, Judgement.norm_side, Judgement.point_type, Judgement.pattern, Judgement.assurance, Judgement.is_trial,
    Judgement.earlier, Judgement.centre, Judgement.lower, Judgement.upper, Judgement.smallest, Judgement.severity, Judgement.findings,
)  # fmt: skip
_FIGURES = (
    select(
        Report.provider_id, Organisation.name, Report.id, Report.period, _IS_SIGNED, IndicatorVersion.version, IndicatorVersion.value_kind,
        *counted(ReportValue), IS_CORRECTED, STARTS_ANEW, Deviation.id, Deviation.state, Deviation.severity, *_JUDGED,
    )
    .join(Organisation, Organisation.id == Report.provider_id)
    .join(ReportQuestion, ReportQuestion.report_id == Report.id)
    .join(IndicatorVersion, IndicatorVersion.id == ReportQuestion.indicator_version_id)
    .outerjoin(ReportValue, and_(ReportValue.report_id == Report.id, ReportValue.indicator_version_id == IndicatorVersion.id, _IS_SIGNED))
    .outerjoin(CORRECTION, corrects(ReportValue))
    .outerjoin(CORRECTING, HAS_CORRECTED)
    .outerjoin(Judgement, and_(Judgement.report_id == Report.id, Judgement.indicator_version_id == IndicatorVersion.id, _IS_SIGNED))
    .outerjoin(Deviation, and_(Deviation.report_id == Report.id, Deviation.indicator_code == IndicatorVersion.indicator_code))
    .order_by(Organisation.name, Report.provider_id, Report.period, IndicatorVersion.version, LATEST_LAST)
)  # fmt: skip
_BEFORE_DEVIATION, _BEFORE_JUDGED = 12, 15  # columns of _FIGURES


def figures_of(session: Session, *, code: str, provider_id: int | None, quarters_only: bool = True) -> list[QuarterFigure]:
    """Every quarter in which this KPI was asked, by aanbieder and then the oldest first; of one aanbieder when asked. One query.

    Not `quarters_only`: the reports of a whole year and of a free date too. Not scoped by a viewer: for the municipality.
    """
    asked = _FIGURES.where(IndicatorVersion.indicator_code == code)
    if quarters_only:
        asked = asked.where(Report.kind == QUARTER)
    if provider_id is not None:
        asked = asked.where(Report.provider_id == provider_id)
    found: dict[tuple[int, str], QuarterFigure] = {}
    for row in map(tuple, session.execute(asked)):  # of two definitions and of several corrections the last counts
        number, state, severity = row[_BEFORE_DEVIATION:_BEFORE_JUDGED]
        judged = None if row[_BEFORE_JUDGED] is None else Judged._make(row[_BEFORE_JUDGED:])
        about: tuple[Any, ...] = (*row[:_BEFORE_DEVIATION], number or 0, state or "", severity or 0, judged)
        found[row[0], row[3]] = QuarterFigure(*about)
    return list(found.values())


def provider_named(session: Session, *, provider_id: int) -> str:
    """The name of an aanbieder. Raises NotFound for any other organisation. One query."""
    name = session.scalar(select(Organisation.name).where(Organisation.id == provider_id, Organisation.kind == PROVIDER))
    if name is None:
        raise NotFound(f"provider {provider_id}")
    return name

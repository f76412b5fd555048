"""One quarter at a glance: every aanbieder beside every KPI that was asked, with what was judged of each signed figure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import String, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from contracts.foundation.database import ask
from contracts.foundation.period import Quarter
from contracts.tables.agreement import Agreement, Commitment
from contracts.tables.organisation import Organisation
from kpi.domain import report
from kpi.queries.asked import FAMILY_ORDER
from kpi.queries.judged import JUDGED, JudgedFigure
from kpi.tables.deviation import Deviation, Judgement
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportQuestion


@dataclass(frozen=True, slots=True)
class GlanceProvider:
    """An aanbieder that has to report in the quarter. Without `report_id` nobody opened its report."""

    id: int
    name: str
    report_id: int | None
    state: str | None
    due_at: datetime | None
    submitted_at: datetime | None

    @property
    def is_in(self) -> bool:
        """Whether it was signed at least once: what was signed last is what counts here."""
        return self.submitted_at is not None

    @property
    def is_open_again(self) -> bool:
        """Whether the aanbieder may change what it signed: the figures here are those of the last signature."""
        return self.is_in and self.state not in report.SETTLED


@dataclass(frozen=True, slots=True)
class Glance:
    """The aanbieders by name, and what was asked of each, by (aanbieder, KPI) in the order of the catalogue."""

    providers: list[GlanceProvider]
    figures: dict[tuple[int, str], JudgedFigure]


# Built once: putting the question together anew costs more than asking it.
_FIGURES = (
    select(Report.provider_id, *JUDGED)
    .join(ReportQuestion, ReportQuestion.report_id == Report.id)
    .join(IndicatorVersion, IndicatorVersion.id == ReportQuestion.indicator_version_id)
    .join(Indicator, Indicator.code == IndicatorVersion.indicator_code)
    .outerjoin(Judgement, and_(Judgement.report_id == Report.id, Judgement.indicator_code == Indicator.code))
    .outerjoin(Deviation, and_(Deviation.report_id == Report.id, Deviation.indicator_code == Indicator.code))
    .where(Report.period == bindparam("period", type_=String))
    .order_by(FAMILY_ORDER, Indicator.position, Indicator.code, IndicatorVersion.version, Report.provider_id)
)


def glance(session: Session, *, quarter: Quarter) -> Glance:
    """One quarter of the whole region, for the contractmanager. A concept is not in it: only what was judged at a signature. Two queries."""
    found = ask(session, _FIGURES, period=quarter.code)
    figures = {(row[0], row[1]): JudgedFigure._make(row[1:]) for row in map(tuple, found.all())}
    return Glance(_providers(session, quarter.code, quarter.starts_on, quarter.ends_on), figures)


def _providers(session: Session, period: str, starts_on: date, ends_on: date) -> list[GlanceProvider]:
    """Whoever has a report of the quarter, or something agreed that holds in it."""
    agreed = [
        select(table.id).where(table.provider_id == Organisation.id, table.starts_on <= ends_on, table.ends_on >= starts_on).exists()
        for table in (Agreement, Commitment)
    ]
    rows = session.execute(
        select(Organisation.id, Organisation.name, Report.id, Report.state, Report.due_at, Report.submitted_at)
        .outerjoin(Report, and_(Report.provider_id == Organisation.id, Report.period == period))
        .where(Organisation.kind == "aanbieder", or_(Report.id.is_not(None), *agreed))
        .order_by(Organisation.name, Organisation.id)
    )
    return [GlanceProvider(*row) for row in rows]

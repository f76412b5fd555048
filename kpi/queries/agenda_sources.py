"""What an agenda item about a deviation is made of: its name, its period and the sentences of its findings."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.domain.reporting_period import label_of
from kpi.tables.deviation import Deviation, Finding
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class DeviationSource:
    """A deviation, ready to be frozen into an agenda item."""

    deviation_id: int
    state: str
    version: int
    title: str
    figures: str


def deviation_source(session: Session, *, deviation_id: int, provider_id: int) -> DeviationSource | None:
    """The deviation of this aanbieder, or None. The KPI's name is the one of the definition that held in its quarter."""
    d, v = Deviation, IndicatorVersion
    query = (
        select(d.state, d.version, d.period, d.indicator_code, v.name, Report.title)
        .join(Report, Report.id == d.report_id)
        .outerjoin(v, (v.indicator_code == d.indicator_code) & (v.valid_from <= Report.period_ends_on))
        .where(d.id == deviation_id, d.provider_id == provider_id)
        .order_by(v.version.desc())
        .limit(1)
    )
    row = session.execute(query).one_or_none()
    if row is None:
        return None
    sentences = session.scalars(
        select(Finding.shared_sentence).where(Finding.deviation_id == deviation_id).order_by(Finding.severity.desc(), Finding.id)
    )
    title = f"{row.name or row.indicator_code}, {label_of(row.period, row.title)}"
    return DeviationSource(deviation_id, row.state, row.version, title, "\n".join(sentences))

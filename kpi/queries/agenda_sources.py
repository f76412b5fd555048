"""What an agenda item about a deviation is made of: its name, its period and what stands out, in the words that both sides may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import AGENDA_STATES, SETTLED
from kpi.domain.reporting_period import label_of
from kpi.domain.shared_findings import NEUTRAL
from kpi.tables.deviation import Deviation, Finding
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class DeviationSource:
    """A deviation, ready to be frozen into an agenda item. `elsewhere`: the session that it stands on and that is not settled yet, or ""."""

    deviation_id: int
    provider_id: int
    provider_name: str
    code: str
    state: str
    version: int
    title: str
    figures: str
    elsewhere: str


def deviation_source(session: Session, *, deviation_id: int, provider_id: int | None = None) -> DeviationSource | None:
    """The deviation (of this aanbieder when one is named), or None. The KPI's name is the one of the definition that held in its quarter."""
    d, v = Deviation, IndicatorVersion
    query = (
        select(d.provider_id, Organisation.name.label("provider"), d.indicator_code, d.state, d.version, d.period, v.name, Report.title)
        .join(Organisation, Organisation.id == d.provider_id)
        .join(Report, Report.id == d.report_id)
        .outerjoin(v, (v.indicator_code == d.indicator_code) & (v.valid_from <= Report.period_ends_on))
        .where(d.id == deviation_id)
        .order_by(v.version.desc())
        .limit(1)
    )
    row = session.execute(query if provider_id is None else query.where(d.provider_id == provider_id)).one_or_none()
    if row is None:
        return None
    shared = select(Finding.shared_sentence).where(Finding.deviation_id == deviation_id, Finding.shared_sentence != "")
    sentences = session.scalars(shared.order_by(Finding.severity.desc(), Finding.position)).all()
    title, figures = f"{row.name or row.indicator_code}, {label_of(row.period, row.title)}", "\n".join(sentences or [NEUTRAL])
    elsewhere = open_session_with(session, deviation_id=deviation_id)
    return DeviationSource(deviation_id, row.provider_id, row.provider, row.indicator_code, row.state, row.version, title, figures, elsewhere)


def open_session_with(session: Session, *, deviation_id: int) -> str:
    """The title of the session that this deviation stands on and that is not settled yet; "" when there is none."""
    query = (
        select(DialogueSession.title)
        .join(AgendaItem, AgendaItem.session_id == DialogueSession.id)
        .where(AgendaItem.deviation_id == deviation_id, DialogueSession.state != SETTLED)
        .order_by(DialogueSession.planned_at)
    )
    return session.scalar(query.limit(1)) or ""


def next_session_of(session: Session, *, provider_id: int, at: datetime) -> int | None:
    """The first session with this aanbieder that is still to come and whose agenda is open; else the last one that is. None: none is planned."""
    d = DialogueSession
    query = select(d.id).where(d.provider_id == provider_id, d.state.in_(AGENDA_STATES))
    return session.scalar(query.where(d.planned_at >= at).order_by(d.planned_at, d.id).limit(1)) or session.scalar(
        query.order_by(d.planned_at.desc(), d.id).limit(1)
    )

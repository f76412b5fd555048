"""What a point on an agenda is made of: a deviation or an agreement, in the words that both sides may read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.domain.agenda_order import Weight, rank
from kpi.domain.dialogue import AGENDA_STATES, UNFINISHED
from kpi.domain.follow_up import CLOSED
from kpi.domain.reporting_period import label_of
from kpi.domain.shared_findings import NEUTRAL
from kpi.tables.deviation import Deviation, Finding
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class DeviationSource:
    """A deviation, ready to stand on an agenda. `elsewhere`: the session that people chose for it, or that is under way with it, or ""."""

    deviation_id: int
    provider_id: int
    provider_name: str
    code: str
    state: str
    version: int
    title: str
    figures: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class AgreementSource:
    """An agreement that is not confirmed yet, ready to stand on an agenda."""

    action_id: int
    title: str
    figures: str
    due_on: date


def deviation_source(session: Session, *, deviation_id: int, provider_id: int | None = None) -> DeviationSource | None:
    """The deviation (of this aanbieder when one is named), or None. The KPI's name is the one of the definition that held in its quarter."""
    found = _sources(session, Deviation.id == deviation_id, *(() if provider_id is None else (Deviation.provider_id == provider_id,)))
    return found[0] if found else None


def deviation_sources(session: Session, *, provider_id: int) -> tuple[DeviationSource, ...]:
    """Every open deviation of an aanbieder, in the order in which they stand on an agenda."""
    return _sources(session, Deviation.provider_id == provider_id, Deviation.state != CLOSED)


def agreement_sources(session: Session, *, provider_id: int | None) -> tuple[AgreementSource, ...]:
    """Every agreement of this table (None: the joint one) that is not confirmed yet, the soonest due first."""
    a = ActionPoint
    own = a.provider_id.is_(None) if provider_id is None else a.provider_id == provider_id
    rows = session.execute(
        select(a.id, a.text, a.owner_organisation, a.owner_name, a.due_on).where(own, a.state.in_(UNFINISHED)).order_by(a.due_on, a.id)
    )
    return tuple(
        AgreementSource(
            row.id,
            shortened(f"Open afspraak: {row.text}"),
            f"{row.text}\nWie: {row.owner_name}, {row.owner_organisation}. Uiterlijk: {row.due_on:%d-%m-%Y}.",
            row.due_on,
        )
        for row in rows
    )


def shortened(text: str, longest: int = 200) -> str:
    """One line of at most so many characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def next_session_of(session: Session, *, provider_id: int, at: datetime) -> int | None:
    """The first session with this aanbieder that is still to come and whose agenda is open; else the last one that is. None: none is planned."""
    d = DialogueSession
    query = select(d.id).where(d.provider_id == provider_id, d.state.in_(AGENDA_STATES))
    return session.scalar(query.where(d.planned_at >= at).order_by(d.planned_at, d.id).limit(1)) or session.scalar(
        query.order_by(d.planned_at.desc(), d.id).limit(1)
    )


def _sources(session: Session, *wanted: ColumnElement[bool]) -> tuple[DeviationSource, ...]:
    rows = session.execute(_question(*wanted)).all()
    told = _sentences(session, [row.id for row in rows])
    weights = {row.id: Weight(bool(row.is_chosen), row.severity, row.is_contractual, row.found_at, row.id) for row in rows}
    return tuple(
        DeviationSource(
            row.id,
            row.provider_id,
            row.provider,
            row.indicator_code,
            row.state,
            row.version,
            shortened(f"{row.name or row.indicator_code}, {label_of(row.period, row.title)}"),
            "\n".join(told.get(row.id) or [NEUTRAL]),
            row.elsewhere or "",
        )
        for row in sorted(rows, key=lambda row: rank(weights[row.id]))
    )


def _question(*wanted: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    d, v, i, s = Deviation, IndicatorVersion, AgendaItem, DialogueSession
    held = select(func.max(v.version)).where(v.indicator_code == d.indicator_code, v.valid_from <= Report.period_ends_on)
    name = select(v.name).where(v.indicator_code == d.indicator_code, v.version == held.correlate(d, Report).scalar_subquery())
    contractual = exists().where(Finding.deviation_id == d.id, Finding.nature == "contractual")
    bound = (s.state != "voorbereiding") | i.is_chosen
    chosen = select(i.is_chosen).where(i.deviation_id == d.id, i.is_live).limit(1)
    elsewhere = select(s.title).join(i, i.session_id == s.id).where(i.deviation_id == d.id, i.is_live, bound).limit(1)
    return (
        select(
            d.id, d.provider_id, Organisation.name.label("provider"), d.indicator_code, d.state, d.version, d.period, d.severity, d.found_at,
            name.correlate(d, Report).scalar_subquery().label("name"),
            Report.title,
            contractual.label("is_contractual"),
            chosen.correlate(d).scalar_subquery().label("is_chosen"),
            elsewhere.correlate(d).scalar_subquery().label("elsewhere"),
        )
        .join(Organisation, Organisation.id == d.provider_id)
        .join(Report, Report.id == d.report_id)
        .where(*wanted)
        .order_by(d.id)
    )  # fmt: skip


def _sentences(session: Session, deviation_ids: list[int]) -> dict[int, list[str]]:
    """What both sides may read of each, the heaviest first."""
    f = Finding
    query = select(f.deviation_id, f.shared_sentence).where(f.deviation_id.in_(deviation_ids), f.shared_sentence != "")
    found: dict[int, list[str]] = {}
    for number, sentence in session.execute(query.order_by(f.deviation_id, f.severity.desc(), f.position)):
        found.setdefault(number, []).append(sentence)
    return found

"""Afspraken for one viewer: the list of them, how many in each state, and what can be chosen when one is made."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, literal, select, union_all
from sqlalchemy.orm import Session

from contracts.tables.agreement import Commitment
from contracts.tables.organisation import Organisation
from kpi.domain.action_point import STATES, TO_DO
from kpi.domain.dialogue import UNFINISHED
from kpi.queries.action_point_history import reported_for
from kpi.queries.dialogue_scope import agreements_seen_by
from kpi.queries.dialogue_session import JOINT
from kpi.tables.dialogue import DialogueParty, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.indicator import Indicator, IndicatorVersion

MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """An afspraak in a list. `reported_for`: the organisation that reported it done, when it was; `carried`: sessions it passed while open."""

    action_id: int
    session_id: int
    session_title: str
    provider_name: str
    text: str
    owner_organisation: str
    owner_name: str
    due_on: date
    state: str
    carried: int
    indicator_code: str
    deviation_id: int | None
    done_by_id: int | None
    reported_for: str
    closed_reason: str


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be chosen for an afspraak of one session: who sits at the table, the KPIs, and the contracts of this aanbieder."""

    organisations: tuple[str, ...]
    indicators: tuple[tuple[str, str], ...]
    contracts: tuple[tuple[int, str], ...]


def agreement_lines(session: Session, *, viewer_provider_id: int | None, states: Collection[str]) -> tuple[AgreementLine, ...]:
    """The afspraken that this viewer may know of, in these states; those that somebody still has to do first, the soonest due first."""
    a = ActionPoint
    query = (
        select(
            a.id, a.session_id, DialogueSession.title, func.coalesce(Organisation.name, JOINT), a.text, a.owner_organisation, a.owner_name,
            a.due_on, a.state, a.carried, func.coalesce(a.indicator_code, ""), a.deviation_id, a.done_by_id, reported_for(), a.closed_reason,
        )
        .join(DialogueSession, DialogueSession.id == a.session_id)
        .outerjoin(Organisation, Organisation.id == a.provider_id)
        .where(a.state.in_(states), agreements_seen_by(viewer_provider_id))
        .order_by(case((a.state.in_(TO_DO), 0), else_=1), a.due_on, a.id)
        .limit(MOST_LINES)
    )  # fmt: skip
    return tuple(AgreementLine(*tuple[Any, ...](row)) for row in session.execute(query))


def agreements_by_state(session: Session, *, viewer_provider_id: int | None) -> dict[str, int]:
    """How many afspraken this viewer may know of, in every state there is."""
    a = ActionPoint
    rows = session.execute(select(a.state, func.count()).where(agreements_seen_by(viewer_provider_id)).group_by(a.state).order_by(a.state))
    return dict.fromkeys(STATES, 0) | {row[0]: row[1] for row in rows}


def tables_of_agreements(session: Session) -> dict[int, dict[int, str]]:
    """Of each session with an afspraak that is not confirmed yet: the organisations at its table. Not scoped: for the reminders."""
    p, o = DialogueParty, Organisation
    sessions = select(ActionPoint.session_id).where(ActionPoint.state.in_(UNFINISHED))
    rows = session.execute(
        select(p.session_id, p.organisation_id, o.name)
        .join(o, o.id == p.organisation_id)
        .where(p.session_id.in_(sessions))
        .order_by(p.session_id, p.organisation_id)
    )
    found: dict[int, dict[int, str]] = {}
    for session_id, organisation_id, name in rows:
        found.setdefault(session_id, {})[organisation_id] = name
    return found


def choices_for(session: Session, *, session_id: int) -> Choices:
    """One query. The caller has checked the viewer. At the joint table there are no contracts: not everybody there may know of them."""
    p, o, v, c = DialogueParty, Organisation, IndicatorVersion, Commitment
    own = select(DialogueSession.provider_id).where(DialogueSession.id == session_id).scalar_subquery()
    newest = select(func.max(v.version)).where(v.indicator_code == Indicator.code).correlate(Indicator).scalar_subquery()
    parties = select(literal("partij"), case((p.side == "gemeente", 0), else_=1), literal(""), o.name).join(o, o.id == p.organisation_id)
    kpis = select(literal("kpi"), Indicator.position, Indicator.code, v.name).join(v, v.indicator_code == Indicator.code).where(v.version == newest)
    promised = select(literal("contract"), c.id, c.reference, c.name).where(c.provider_id == own)
    found: dict[str, list[tuple[Any, ...]]] = {"partij": [], "kpi": [], "contract": []}
    for kind, *row in session.execute(union_all(parties.where(p.session_id == session_id), kpis, promised)):
        found[kind].append(tuple(row))
    return Choices(
        tuple(name for _, _, name in sorted(found["partij"])),
        tuple((code, f"{code} {name}") for _, code, name in sorted(found["kpi"])),
        tuple((number, f"{reference} {name}") for number, reference, name in sorted(found["contract"], key=lambda row: row[1])),
    )

"""One afspraak with everything that its page tells: what it hangs on, its history, and the KPI's figures. Three queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Commitment
from contracts.tables.organisation import Organisation
from kpi.domain.action_effect import Effect, Intended, Since, effect_of
from kpi.domain.action_point import Happened
from kpi.domain.cell import value_of
from kpi.domain.dialogue import OFFERED, TALKING
from kpi.queries.action_point_history import reported_for
from kpi.queries.dialogue_scope import agreements_seen_by
from kpi.queries.dialogue_session import JOINT
from kpi.tables.deviation import Deviation, Judgement
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint, ActionPointEvent, DialogueAddendum
from kpi.tables.indicator import IndicatorVersion


@dataclass(frozen=True, slots=True)
class AgreementHead:
    """An afspraak's own columns, and the names of what it hangs on.

    `reported_for`: the organisation that reported it done; `is_record_open`: the record it stands in can still be changed.
    """

    action_id: int
    session_id: int
    provider_id: int | None
    text: str
    owner_organisation: str
    owner_name: str
    due_on: date
    state: str
    carried: int
    result: str
    done_by: str
    done_by_id: int | None
    closed_reason: str
    version: int
    commitment_id: int | None
    deviation_id: int | None
    expected_value: Decimal | None
    baseline_value: Decimal | None
    baseline_shown: str
    baseline_period: str
    reported_for: str
    session_title: str
    planned_at: datetime
    provider_name: str
    item_title: str
    is_record_open: bool
    contract: str
    deviation_state: str
    deviation_period: str


@dataclass(frozen=True, slots=True)
class Kpi:
    """The KPI as it is defined now."""

    code: str
    name: str
    value_kind: str
    unit: str
    decimals: int
    direction: str


@dataclass(frozen=True, slots=True)
class QuarterSeen:
    """A signed figure of the KPI in a quarter, with what was judged of it. `missing`: why there is no figure."""

    period: str
    value: Decimal | None
    missing: str
    since: Since
    severity: int


@dataclass(frozen=True, slots=True)
class AgreementWhole:
    """One afspraak with its history, the oldest first, and all signed quarters of its KPI."""

    head: AgreementHead
    kpi: Kpi | None
    events: tuple[Happened, ...]
    quarters: tuple[QuarterSeen, ...]

    @property
    def later(self) -> tuple[QuarterSeen, ...]:
        """The quarters after the one that was known when it was made."""
        return tuple(one for one in self.quarters if one.period > self.head.baseline_period)

    @property
    def effect(self) -> Effect | None:
        """What the figures say since; None without a KPI, and at the joint table."""
        if self.kpi is None or self.head.provider_id is None:
            return None
        told = next((one for one in self.quarters if one.period == self.head.baseline_period), None)
        about = (self.kpi.direction, self.kpi.unit, self.kpi.decimals, told.since.definition_id if told else None)
        intended = Intended(*about, self.head.baseline_value, self.head.baseline_period, self.head.expected_value)
        return effect_of(intended, [one.since for one in self.later])


_A, _V = ActionPoint, IndicatorVersion
_NEWEST = select(func.max(_V.version)).where(_V.indicator_code == _A.indicator_code).correlate(_A).scalar_subquery()
_WAITING = select(DialogueAddendum.id).where(DialogueAddendum.session_id == DialogueSession.id, DialogueAddendum.state == "open").exists()
KPI_COLUMNS = 6
_HEAD = (
    select(
        _A.id, _A.session_id, _A.provider_id, _A.text, _A.owner_organisation, _A.owner_name, _A.due_on, _A.state, _A.carried, _A.result, _A.done_by,
        _A.done_by_id, _A.closed_reason, _A.version, _A.commitment_id, _A.deviation_id, _A.expected_value, _A.baseline_value, _A.baseline_shown,
        _A.baseline_period, reported_for(), DialogueSession.title, DialogueSession.planned_at, func.coalesce(Organisation.name, JOINT),
        func.coalesce(AgendaItem.title, ""), and_(DialogueSession.state.in_((TALKING, OFFERED)), ~_WAITING),
        func.coalesce(Commitment.reference + " " + Commitment.name, ""), func.coalesce(Deviation.state, ""), func.coalesce(Deviation.period, ""),
        _A.indicator_code, _V.name, _V.value_kind, _V.unit, _V.decimals, _V.direction,
    )
    .join(DialogueSession, DialogueSession.id == _A.session_id)
    .outerjoin(Organisation, Organisation.id == _A.provider_id)
    .outerjoin(AgendaItem, AgendaItem.id == _A.agenda_item_id)
    .outerjoin(Commitment, Commitment.id == _A.commitment_id)
    .outerjoin(Deviation, Deviation.id == _A.deviation_id)
    .outerjoin(_V, and_(_V.indicator_code == _A.indicator_code, _V.version == _NEWEST))
)  # fmt: skip


def agreement_whole(session: Session, *, action_id: int, viewer_provider_id: int | None) -> AgreementWhole:
    """The afspraak for this viewer. Raises NotFound for an unknown one and for another aanbieder's alike."""
    row = session.execute(_HEAD.where(ActionPoint.id == action_id, agreements_seen_by(viewer_provider_id))).one_or_none()
    if row is None:
        raise NotFound
    told = tuple[Any, ...](row)
    head, kpi = AgreementHead(*told[:-KPI_COLUMNS]), Kpi(*told[-KPI_COLUMNS:])
    e = ActionPointEvent
    history = select(e.kind, e.at, e.person_name, e.organisation_name, e.text).where(e.action_point_id == action_id).order_by(e.id)
    events = tuple(Happened(*each) for each in session.execute(history))
    return AgreementWhole(head, kpi if kpi.code else None, events, _quarters(session, head.provider_id, kpi.code))


def _quarters(session: Session, provider_id: int | None, code: str | None) -> tuple[QuarterSeen, ...]:
    """The signed quarters of one aanbieder. At the joint table nobody's: a figure of one would be told to all."""
    if provider_id is None or code is None:
        return ()
    j, v = Judgement, IndicatorVersion
    rows: Sequence[Any] = session.execute(
        select(j.period, v.value_kind, j.numerator, j.denominator, j.missing_reason, v.id, j.point_type, j.is_trial, j.norm_verdict, j.severity)
        .join(v, v.id == j.indicator_version_id)
        .where(j.provider_id == provider_id, j.indicator_code == code, j.period.like("____-K_"))
        .order_by(j.period, j.id)
    ).all()
    return tuple(_quarter(row) for row in rows)


def _quarter(row: Any) -> QuarterSeen:
    value = value_of(row.value_kind, row.numerator, row.denominator)
    since = Since(row.period, value, row.id, row.point_type, row.is_trial, row.norm_verdict)
    return QuarterSeen(row.period, value, row.missing_reason or "", since, row.severity)

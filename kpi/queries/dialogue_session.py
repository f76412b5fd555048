"""One dialogue session whole: agenda, minutes, agreements and answers, in at most four queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, func, select
from sqlalchemy.orm import Session, aliased

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import CANCELLED, CONCEPT, OFFERED, PARTS, PREPARING, SETTLED, SHARED, is_carried_over
from kpi.queries.agenda_standing import STANDING, Standing, with_standing
from kpi.queries.dialogue_scope import seen_by
from kpi.queries.preparation import PREPARED_LENGTH, Prepared, gathered, own_organisation, with_preparation
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint, Consent, DialogueEdition

_BEFORE = (CONCEPT, PREPARING, SHARED, CANCELLED)  # nothing can be agreed yet
_ANSWERED = (OFFERED, SETTLED)
JOINT = "Alle aanbieders"  # the name of the other side at a joint session


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An agenda item with its minutes, its figure, and what was brought to it. `version` goes with a save, to notice a lost race."""

    item_id: int
    kind: str
    part: str
    position: int
    title: str
    deviation_id: int | None
    action_point_id: int | None
    figures: str
    frozen_at: datetime | None
    minutes: str
    changed_by: str
    version: int
    prepared: Prepared
    standing: Standing


@dataclass(frozen=True, slots=True)
class PartOfAgenda:
    """One of the four parts of the sturingsmodel, with its items."""

    code: str
    name: str
    items: tuple[ItemLine, ...]


@dataclass(frozen=True, slots=True)
class ActionLine:
    """An agreement made in this session."""

    action_id: int
    agenda_item_id: int | None
    deviation_id: int | None
    text: str
    owner_organisation: str
    owner_name: str
    due_on: date
    state: str
    closed_reason: str
    version: int
    carried: int
    result: str
    done_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """An answer to the minutes. It counts when it is not void and was given to what is there now."""

    side: str
    verdict: str
    reason: str
    sha256: str
    at: datetime
    person_name: str
    is_void: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class SessionWhole:
    """Everything of one session. `editions`: how many times its minutes were settled; from then on they stay as they are."""

    session_id: int
    provider_id: int | None
    provider_name: str
    municipality_name: str
    title: str
    planned_at: datetime
    place: str
    state: str
    version: int
    carried_over: tuple[ItemLine, ...]
    parts: tuple[PartOfAgenda, ...]
    actions: tuple[ActionLine, ...]
    consents: tuple[ConsentLine, ...]
    editions: int


def session_whole(session: Session, *, session_id: int, viewer_provider_id: int | None) -> SessionWhole:
    """The session for this viewer. Raises NotFound for an unknown session and for one of another aanbieder alike."""
    head = _head(session, session_id, viewer_provider_id)
    items = _items(session, session_id, viewer_provider_id)
    actions = _actions(session, session_id) if head.state not in _BEFORE else ()
    return SessionWhole(
        session_id=session_id,
        provider_id=head.provider_id,
        provider_name=head.name or JOINT,
        municipality_name=head.municipality_name or "De gemeente",
        title=head.title,
        planned_at=head.planned_at,
        place=head.place,
        state=head.state,
        version=head.version,
        carried_over=tuple(item for item in items if is_carried_over(item.position)),
        parts=tuple(_part(code, items) for code in PARTS),
        actions=actions,
        consents=_consents(session, session_id, head.state) if head.state in _ANSWERED else (),
        editions=head.editions,
    )


def _head(session: Session, session_id: int, viewer_provider_id: int | None) -> Row[*tuple[Any, ...]]:
    d, centre = DialogueSession, aliased(Organisation)
    chair = select(centre.name).where(centre.kind == "centrumgemeente").order_by(centre.id).limit(1).scalar_subquery().label("municipality_name")
    settled = select(func.count(DialogueEdition.id)).where(DialogueEdition.session_id == d.id).scalar_subquery().label("editions")
    query = (
        select(d.id, d.provider_id, Organisation.name, chair, d.title, d.planned_at, d.place, d.state, d.version, settled)
        .outerjoin(Organisation, Organisation.id == d.provider_id)
        .where(d.id == session_id, seen_by(viewer_provider_id))
    )
    row = session.execute(query).one_or_none()
    if row is None:
        raise NotFound
    return row


def _items(session: Session, session_id: int, viewer_provider_id: int | None) -> tuple[ItemLine, ...]:
    """The points, each with why it stands there and what this viewer may read of its preparation."""
    i = AgendaItem
    columns = (i.kind, i.part, i.position, i.title, i.deviation_id, i.action_point_id, i.figures, i.frozen_at, i.minutes, i.changed_by, i.version)
    asked = with_standing(with_preparation(own_organisation(session_id, viewer_provider_id), *columns, *STANDING))
    here = asked.where(i.session_id == session_id, i.is_removed.is_(False))
    rows: Sequence[Any] = session.execute(here.order_by(i.position, i.id)).all()
    prepared = gathered(rows)
    ends = -len(STANDING)
    found: dict[int, list[Any]] = {row[0]: [row[0], *row[PREPARED_LENGTH:ends], prepared[row[0]], Standing(*row[ends:])] for row in rows}
    return tuple(ItemLine(*told) for told in found.values())


def _actions(session: Session, session_id: int) -> tuple[ActionLine, ...]:
    a = ActionPoint
    columns = (
        a.id, a.agenda_item_id, a.deviation_id, a.text, a.owner_organisation, a.owner_name, a.due_on, a.state, a.closed_reason, a.version,
        a.carried, a.result, a.done_by, a.confirmed_by,
    )  # fmt: skip
    rows: Sequence[Any] = session.execute(select(*columns).where(a.session_id == session_id).order_by(a.due_on, a.id)).all()
    return tuple(ActionLine(*row) for row in rows)


def _consents(session: Session, session_id: int, state: str) -> tuple[ConsentLine, ...]:
    """Every answer; those to the record as it is now count. Answers to an edition are no answers to the addendum that follows it."""
    c, e = Consent, DialogueEdition
    found = (
        select(c.side, c.verdict, c.reason, c.sha256, c.at, c.person_name, c.is_void, e.number)
        .outerjoin(e, and_(e.session_id == c.session_id, e.sha256 == c.sha256))
        .where(c.session_id == session_id)
        .order_by(c.id)
    )
    rows = session.execute(found).all()
    newest = max((row.number for row in rows if row.number), default=None) if state == SETTLED else None
    return tuple(ConsentLine(*row[:-1], counts=not row.is_void and row.number == newest) for row in rows)


def _part(code: str, items: tuple[ItemLine, ...]) -> PartOfAgenda:
    return PartOfAgenda(code, PARTS[code][0], tuple(item for item in items if item.part == code and not is_carried_over(item.position)))

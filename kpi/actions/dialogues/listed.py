"""Points that wait: the list of a table, what goes from it to an agenda and back, and what people move to a later session.

A point of one's own may be taken off or removed. What is open (a deviation, an agreement) is never lost this way: it can only be moved on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.tables.organisation import Organisation
from kpi.actions.agenda_places import BY_HAND, place_open_items
from kpi.actions.agenda_rows import NOT_FROZEN, move_row, next_of_itself, next_position
from kpi.actions.dialogues.agenda import LONGEST_TITLE, added_by, put_on_agenda
from kpi.actions.dialogues.freezing import freeze_agenda
from kpi.actions.dialogues.reach import Reached, claim_change, reach, rows_changed, write_journal
from kpi.domain.advice import WITHDRAWN
from kpi.domain.agenda_order import postponed_from
from kpi.domain.dialogue import AGENDA, AGENDA_STATES, AGREEMENT, CANCELLED, DEVIATION, POINT, SETTLED, TALKING, require, require_part
from kpi.domain.written import read_line
from kpi.queries.dialogue_scope import listed_for, seen_by
from kpi.tables.advice import Advice, AdviceProvider
from kpi.tables.dialogue import AgendaItem, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint

NOT_HERE = "Dit punt staat hier niet meer. Iemand heeft het verplaatst of weggehaald."
NOT_YOURS = "Dit punt is van een andere organisatie. Vraag de gemeente of die organisatie om dit te doen."
STAYS_OPEN = "Dit punt is nog open. U kunt het niet weghalen, wel naar het volgende gesprek zetten."
FIXED_QUESTION = "Deze vraag staat vast op elke agenda."
HAS_AGREEMENT = "Bij dit punt is een afspraak gemaakt. Haal eerst die afspraak weg."
LAPSED = "Dit punt is vervallen, of het staat al op een andere plek."
CLOSED_NOW = "Het verslag ligt ter instemming. Heropen eerst het gesprek."


@dataclass(frozen=True, slots=True)
class Point:
    """A point as it was found, for one change."""

    item_id: int
    session_id: int | None
    provider_id: int | None
    kind: str
    part: str
    title: str
    deviation_id: int | None
    action_point_id: int | None
    advice_id: int | None
    is_live: bool
    is_chosen: bool
    is_removed: bool
    added_by: str
    minutes: str
    changed_by: str
    version: int


def add_later(session: Session, *, provider_id: int | None, part: str, title: str, viewer_provider_id: int | None, by: Actor, at: datetime) -> int:
    """Put a point on the list of a table ("voor later"); its id. Both sides may. Raises NotFound for another aanbieder's table, or Refused."""
    if viewer_provider_id is not None and provider_id not in (None, viewer_provider_id):
        raise NotFound
    o = Organisation
    if provider_id is not None and session.scalar(select(o.id).where(o.id == provider_id, o.kind == "aanbieder")) is None:
        raise NotFound
    require_part(part)
    line = read_line(title, field="title", missing="Schrijf op wat u later wilt bespreken.", longest=LONGEST_TITLE)
    about = {"provider_id": provider_id, "kind": POINT, "part": part, "title": line, "added_by": added_by(by), "changed_by": by.name}
    item = AgendaItem(session_id=None, position=next_position(session, None, part), **about)
    session.add(item)
    session.flush()
    _tell(session, item.id, "punt voor later toegevoegd", by=by, at=at, details={"provider_id": provider_id})
    return item.id


def put_listed(session: Session, *, item_id: int, session_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> int:
    """Put what waits on the list, or on a later agenda, on this agenda; the row that stands there. Twice does no harm.

    The centre may do this, and who added the point. Raises NotFound, Refused or Conflict.
    """
    point = _point(session, item_id, viewer_provider_id)
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, AGENDA)
    _require_live(point)
    if found.provider_id != point.provider_id:
        raise NotFound
    if point.session_id == session_id:
        return item_id
    _require_own(point, viewer_provider_id, by)
    if point.deviation_id is not None:
        told: dict[str, Any] = {"viewer_provider_id": viewer_provider_id, "by": by, "at": at}
        return put_on_agenda(session, session_id=session_id, deviation_ids=[point.deviation_id], **told)[0]
    _leave(session, point, viewer_provider_id)
    claim_change(session, found)
    is_agreement = point.kind == AGREEMENT
    place = next_of_itself(session, session_id, kind=AGREEMENT) if is_agreement else next_position(session, session_id, point.part)
    there = move_row(session, item_id=item_id, to=session_id, values={"position": place, "is_chosen": True, "source_key": ""})
    place_open_items(session, provider_id=found.provider_id)
    freeze_agenda(session, session_id=session_id, at=at)  # on an agenda that is shared already
    write_journal(session, session_id, "punt op de agenda gezet", by=by, at=at, details={"agenda_item_id": there})
    return there


def take_off(session: Session, *, item_id: int, session_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Take a point of one's own off an agenda: it waits on the list until somebody puts it on one again. Raises NotFound, Refused or Conflict."""
    point, found = _on_agenda(session, item_id, session_id, viewer_provider_id)
    _require_by_hand(point)
    _require_own(point, viewer_provider_id, by)
    if _has_record(session, point):
        raise Refused("", "Bij dit punt is al iets opgeschreven. Zet het naar het volgende gesprek; dan blijft het verslag hier staan.")
    claim_change(session, found)
    move_row(session, item_id=item_id, to=None, values={"is_chosen": False, "source_key": "", **NOT_FROZEN})
    write_journal(session, session_id, "punt van de agenda gehaald", by=by, at=at, details={"agenda_item_id": item_id})


def move_on(session: Session, *, item_id: int, session_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> int | None:
    """Move a point to the next session of this table; that session's id, or None when it waits on the list for one.

    What was written at it in a running session stays in that session's record. The centre may, and who added it. Raises NotFound or Refused.
    """
    point, found = _on_agenda(session, item_id, session_id, viewer_provider_id)
    if point.kind not in (*BY_HAND, DEVIATION, AGREEMENT):
        raise Refused("", FIXED_QUESTION)
    _require_own(point, viewer_provider_id, by)
    claim_change(session, found)
    waits = {"source_key": postponed_from(session_id), "is_chosen": point.is_chosen or point.kind in BY_HAND}
    if _has_record(session, point):
        there = _follow_up(session, point, waits)
    else:
        there = move_row(session, item_id=item_id, to=None, values=waits | NOT_FROZEN)
    if found.state == TALKING and point.action_point_id is not None:
        a = ActionPoint
        session.execute(update(a).where(a.id == point.action_point_id).values(carried=a.carried + 1))
    place_open_items(session, provider_id=found.provider_id)
    write_journal(session, session_id, "punt naar een later gesprek", by=by, at=at, details={"agenda_item_id": item_id, "daar": there})
    return session.scalar(select(AgendaItem.session_id).where(AgendaItem.id == there))


def remove_item(session: Session, *, item_id: int, version: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Take a point of one's own away. Its row stays, so that nobody's text is lost, and `restore_item` brings it back.

    Raises NotFound, Refused, or Conflict when somebody wrote at it since.
    """
    point = _point(session, item_id, viewer_provider_id)
    if point.is_removed:
        return  # a repeated click does no harm
    _require_live(point)
    _require_by_hand(point)
    _require_own(point, viewer_provider_id, by)
    if session.scalar(select(ActionPoint.id).where(ActionPoint.agenda_item_id == item_id).limit(1)) is not None:
        raise Refused("", HAS_AGREEMENT)
    _leave(session, point, viewer_provider_id)
    i = AgendaItem
    statement = update(i).where(i.id == item_id, i.version == version)
    if rows_changed(session, statement.values(is_removed=True, is_live=False, changed_by=by.name, version=version + 1)) != 1:
        raise Conflict(
            mine=[("U haalt weg", point.title)], theirs=[("Het punt nu", point.minutes or point.title)], by=point.changed_by, version=point.version
        )
    _tell(session, item_id, "punt weggehaald", by=by, at=at, details={"sessie": point.session_id})


def restore_item(session: Session, *, item_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> int | None:
    """Bring back a point that was taken away, with what was written at it; the session it stands on again, or None: the list.

    Is its session over, then it waits on the list. Raises NotFound, or Refused while the minutes lie before all sides.
    """
    point = _point(session, item_id, viewer_provider_id)
    if not point.is_removed:
        return point.session_id
    _require_still_asked(session, point)
    there = point.session_id
    if there is not None:
        found = reach(session, session_id=there, viewer_provider_id=viewer_provider_id)
        if found.state in (SETTLED, CANCELLED):
            there = None
        else:
            if found.state not in AGENDA_STATES:
                raise Refused("", CLOSED_NOW)
            claim_change(session, found)
    move_row(session, item_id=item_id, to=there, values={"changed_by": by.name})
    _tell(session, item_id, "punt teruggezet", by=by, at=at, details={"sessie": there})
    return there


def _point(session: Session, item_id: int, viewer_provider_id: int | None) -> Point:
    """The point, if this viewer may know of it. Raises NotFound."""
    i, d = AgendaItem, DialogueSession
    columns = (
        i.id, i.session_id, i.provider_id, i.kind, i.part, i.title, i.deviation_id, i.action_point_id, i.advice_id, i.is_live, i.is_chosen,
        i.is_removed, i.added_by, i.minutes, i.changed_by, i.version,
    )  # fmt: skip
    known = or_(i.session_id.is_(None) & listed_for(viewer_provider_id), i.session_id.is_not(None) & seen_by(viewer_provider_id))
    row = session.execute(select(*columns).outerjoin(d, d.id == i.session_id).where(i.id == item_id, known)).one_or_none()
    if row is None:
        raise NotFound
    return Point(*tuple(row))


def _on_agenda(session: Session, item_id: int, session_id: int, viewer_provider_id: int | None) -> tuple[Point, Reached]:
    """A point that stands on this agenda, and the session, while its agenda is open."""
    point = _point(session, item_id, viewer_provider_id)
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, AGENDA)
    _require_live(point)
    if point.session_id != session_id:
        raise Refused("", NOT_HERE)
    return point, found


def _leave(session: Session, point: Point, viewer_provider_id: int | None) -> None:
    """The agenda that it stands on changes too: that one must be open, and its record is another one now."""
    if point.session_id is None:
        return
    found = reach(session, session_id=point.session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, AGENDA)
    claim_change(session, found)


def _require_live(point: Point) -> None:
    if not point.is_live or point.is_removed:
        raise Refused("", NOT_HERE)


def _require_still_asked(session: Session, point: Point) -> None:
    """What comes from an advice may be put back as long as it is to be talked about at this table, and stands nowhere else there."""
    if point.advice_id is None:
        return
    i, p = AgendaItem, AdviceProvider
    asked = select(p.provider_id).where(p.advice_id == point.advice_id, p.provider_id == point.provider_id)
    kept = select(Advice.id).where(Advice.id == point.advice_id, Advice.state != WITHDRAWN)
    stands = select(i.id).where(i.advice_id == point.advice_id, i.provider_id == point.provider_id, i.is_live).limit(1)
    if session.scalar(asked) is None or session.scalar(kept) is None or session.scalar(stands) is not None:
        raise Refused("", LAPSED)


def _require_by_hand(point: Point) -> None:
    if point.kind not in BY_HAND:
        raise Refused("", STAYS_OPEN if point.kind in (DEVIATION, AGREEMENT) else FIXED_QUESTION)


def _require_own(point: Point, viewer_provider_id: int | None, by: Actor) -> None:
    """The centre leads every conversation; else it is for the organisation that added the point."""
    if viewer_provider_id is not None and not point.added_by.endswith(f", {by.organisation_name}"):
        raise Refused("", NOT_YOURS)


def _has_record(session: Session, point: Point) -> bool:
    """Was something written or agreed at it in the session it stands on?"""
    made = select(ActionPoint.id).where(ActionPoint.agenda_item_id == point.item_id).limit(1)
    return bool(point.minutes) or session.scalar(made) is not None


def _follow_up(session: Session, point: Point, waits: dict[str, Any]) -> int:
    """A new row for what goes on; the one with the minutes stays where it was written."""
    i = AgendaItem
    session.execute(update(i).where(i.id == point.item_id).values(is_live=False, version=i.version + 1))
    about = {
        name: getattr(point, name) for name in ("provider_id", "kind", "part", "title", "deviation_id", "action_point_id", "advice_id", "added_by")
    }
    position = next_position(session, None, point.part)
    item = AgendaItem(session_id=None, position=position, changed_by=point.changed_by, **about, **waits)
    session.add(item)
    session.flush()
    return item.id


def _tell(session: Session, item_id: int, action: str, *, by: Actor, at: datetime, details: dict[str, Any]) -> None:
    journal.record(session, by=by, at=at, action=action, object=f"agendapunt/{item_id}", details=details)

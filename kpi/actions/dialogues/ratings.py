"""Rating the cooperation: one answer per person and session, and words that stay private unless their writer shares them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.dialogues.reach import rows_changed, write_journal
from kpi.domain.cooperation import read_answers, require_open
from kpi.domain.minutes import MUNICIPALITY
from kpi.domain.written import read_text
from kpi.queries.dialogue_ratings import OwnRating, rated_session
from kpi.tables.dialogue import DialogueParty
from kpi.tables.dialogue_outcome import CooperationRating


def rate_cooperation(
    session: Session,
    *,
    session_id: int,
    version: int,
    answers: Mapping[str, int | None],
    remark: str = "",
    is_remark_shared: bool = False,
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> int:
    """Answer the four questions, or change one's answers; the new version. `version` is that of the answers on the screen, 0 for none.

    The journal says that somebody answered, and not what.
    """
    person_id = _person(by)
    found = rated_session(session, session_id=session_id, viewer_provider_id=viewer_provider_id, person_id=person_id)
    require_open(state=found.state, settled_at=found.settled_at, at=at)
    kept = read_text(remark, field="remark")
    values = read_answers(answers) | {"remark": kept, "is_remark_shared": is_remark_shared and bool(kept)}
    if found.own is not None and all(getattr(found.own, name) == value for name, value in values.items()):
        return found.own.version  # a form that was sent twice
    if version != (found.own.version if found.own else 0):
        raise _overtaken(found.own, by)
    if found.own is None:
        own = _organisation(session, session_id, viewer_provider_id)
        _require_first(session, session_id, person_id)
        session.add(CooperationRating(session_id=session_id, organisation_id=own, person_id=person_id, person_name=by.name, at=at, **values))
        session.flush()
    else:
        _change(session, session_id, person_id, found.own.version, at=at, **values)
    write_journal(session, session_id, "samenwerking beoordeeld", by=by, at=at)
    return version + 1


def hide_remark(session: Session, *, session_id: int, viewer_provider_id: int | None, by: Actor, at: datetime) -> None:
    """Take one's own words away from the others again. That can always be done, also when answers can no longer be changed."""
    person_id = _person(by)
    found = rated_session(session, session_id=session_id, viewer_provider_id=viewer_provider_id, person_id=person_id)
    if found.own is None or not found.own.is_remark_shared:
        return
    _change(session, session_id, person_id, found.own.version, is_remark_shared=False)
    write_journal(session, session_id, "opmerking over de samenwerking niet meer gedeeld", by=by, at=at)


def _person(by: Actor) -> int:
    if by.person_id is None:
        raise NotFound
    return by.person_id


def _organisation(session: Session, session_id: int, viewer_provider_id: int | None) -> int:
    """The organisation at the table for which this person answers."""
    p = DialogueParty
    sits = p.side == MUNICIPALITY if viewer_provider_id is None else p.organisation_id == viewer_provider_id
    own = session.scalar(select(p.organisation_id).where(p.session_id == session_id, sits).order_by(p.organisation_id).limit(1))
    if own is None:
        raise NotFound
    return own


def _require_first(session: Session, session_id: int, person_id: int) -> None:
    r = CooperationRating
    if session.scalar(select(r.id).where(r.session_id == session_id, r.person_id == person_id)) is not None:
        raise Refused("", "U hebt over dit gesprek al geantwoord voor een andere organisatie.")


def _change(session: Session, session_id: int, person_id: int, version: int, **values: object) -> None:
    r = CooperationRating
    same = (r.session_id == session_id, r.person_id == person_id, r.version == version)
    if rows_changed(session, update(r).where(*same).values(version=version + 1, **values)) != 1:
        raise Conflict(mine=[], theirs=[], by="", version=version)


def _overtaken(own: OwnRating | None, by: Actor) -> Conflict:
    """The same person answered in another window."""
    return Conflict(mine=[], theirs=[], by=by.name, version=own.version if own else 0)

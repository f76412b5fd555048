"""Who hears by mail of a session that is planned, moved or cancelled. Written in the same transaction as the change itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from kpi.actions.dialogues.participants import mark_told
from kpi.domain.dialogue import CANCELLED
from kpi.domain.participation import GUEST, TOLD_STATES
from kpi.queries.dialogue_planning import Planned, Recipient, planned_session, recipients_of
from kpi.queries.dialogue_session import JOINT
from portal.access.identity import Kind, Role
from portal.accounts.people_queries import Member, members
from portal.reminders import invitations
from portal.reminders.invitation_words import Invitee, Meeting
from portal.reminders.invitations import Post

AT_TABLE = {Kind.CENTRE.value: {Role.CONTRACT_MANAGER.value}, Kind.PROVIDER.value: {Role.ENTRY.value, Role.SIGNATORY.value}}
"""By kind of organisation: the roles that can open the partnership table (portal/access/permissions.py, dialogue:take-part)."""


def tell(session: Session, *, session_id: int, only: Collection[int] | None = None, post: Post | None = None, at: datetime) -> int:
    """Send when and where to everybody on the list, or only to these; how many mails. Nothing before the invitation, or after the moment.

    `post`: from where; that of the portal when it is left out.
    """
    planned = planned_session(session, session_id=session_id, viewer_provider_id=None)
    if planned.state not in TOLD_STATES or planned.planned_at <= at:
        return 0
    people = _reachable(session, recipients_of(session, session_id=session_id, participant_ids=only))
    written = invitations.invite(session, meeting_of(planned), people, post=post or _post(), at=at)
    mark_told(session, session_id=session_id, participant_ids=[one.participant_id for one in people], sequence=planned.sequence)
    return written


def tell_off(session: Session, *, session_id: int, only: Collection[int] | None = None, reason: str = "", at: datetime) -> int:
    """Say that it is off, or (with `only`) that these need not come; how many mails. Whoever heard nothing before, hears nothing now."""
    planned = planned_session(session, session_id=session_id, viewer_provider_id=None)
    if planned.planned_at <= at:
        return 0
    people = _reachable(session, recipients_of(session, session_id=session_id, participant_ids=only))
    return invitations.cancel(session, meeting_of(planned), people, reason=reason, post=_post(), at=at)


def tell_off_one(session: Session, *, session_id: int, participant_id: int, at: datetime) -> int:
    """Tell somebody who was taken off the list, as long as the conversation is still to begin; how many mails."""
    planned = planned_session(session, session_id=session_id, viewer_provider_id=None)
    return tell_off(session, session_id=session_id, only=[participant_id], at=at) if planned.state in TOLD_STATES else 0


def organisations_on(session: Session, *, session_id: int) -> set[int]:
    """The organisations of which somebody is on the list."""
    return {one.organisation_id for one in recipients_of(session, session_id=session_id) if one.organisation_id is not None}


def meeting_of(planned: Planned) -> Meeting:
    """A session as its invitation tells it."""
    return Meeting(
        planned.session_id, planned.title, planned.provider_name or JOINT, planned.organiser, planned.planned_at, planned.duration_minutes,
        planned.place, planned.sequence, is_cancelled=planned.state == CANCELLED,
    )  # fmt: skip


def people_of(session: Session) -> dict[int, list[Member]]:
    """Everybody who has an account, with a role and not blocked, by organisation."""
    found: dict[int, list[Member]] = {}
    for one in members(session):
        if one.roles and not one.is_blocked:
            found.setdefault(one.organisation_id, []).append(one)
    return found


def _reachable(session: Session, recipients: Collection[Recipient]) -> list[Invitee]:
    """Guests, and people who still have their account."""
    known = {(one.person_id, number): one for number, some in people_of(session).items() for one in some}
    return [invitee for one in recipients if (invitee := _invitee(one, known)) is not None]


def _invitee(one: Recipient, known: Mapping[tuple[int, int], Member]) -> Invitee | None:
    about = {"invited_sequence": one.invited_sequence}
    if one.kind == GUEST:
        return Invitee(one.participant_id, one.name, one.email, can_open=False, **about)
    member = known.get((one.person_id or 0, one.organisation_id or 0))
    if member is None:
        return None
    opens = bool(AT_TABLE.get(member.organisation_kind, set()) & set(member.roles))
    return Invitee(one.participant_id, one.name, member.email, can_open=opens, person_id=one.person_id, **about)


def _post() -> Post:
    return invitations.post_of(current_app.config["SETTINGS"])

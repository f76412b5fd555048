"""How the views of participants make the page of a conversation's people, with what was typed in its forms."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from flask import Response, make_response, render_template
from wtforms import SelectChoice

from contracts.foundation.errors import Refused
from kpi.actions.dialogues.changing import as_plan
from kpi.actions.dialogues.participants import Person
from kpi.queries.dialogue_planning import participants_of, parties_of, planned_session, recipients_of
from portal.access.identity import viewer
from portal.access.permissions import Permission, permits
from portal.accounts.people_queries import Member
from portal.dialogue import planning_mail
from portal.dialogue.planning_forms import CancelForm, ChangeForm, GuestForm, PeopleForm
from portal.dialogue.planning_pages import ParticipantsPage
from portal.web import clock, transaction
from portal.web.region import guest_partners


@dataclass(frozen=True, slots=True)
class Given:
    """What was typed, in the form that was refused; `mistake` is a sentence of no form, `notice` tells of somebody else's change."""

    people: PeopleForm = field(default_factory=lambda: PeopleForm(formdata=None))
    guest: GuestForm = field(default_factory=lambda: GuestForm(formdata=None))
    change: ChangeForm | None = None
    cancel: CancelForm = field(default_factory=lambda: CancelForm(formdata=None))
    mistake: str = ""
    notice: str = ""

    @property
    def faulty(self) -> Any:
        """The form that was refused, or None."""
        return next((form for form in (self.people, self.guest, self.change, self.cancel) if form is not None and form.errors), None)


def show_participants(session_id: int, given: Given | None = None, *, status: int = 200) -> Response:
    """The page. Raises NotFound when the viewer may not know of the conversation."""
    session, who, given = transaction.reading(), viewer(), given or Given()
    planned = planned_session(session, session_id=session_id, viewer_provider_id=who.provider_id)
    people = participants_of(session, session_id=session_id, viewer_provider_id=who.provider_id)
    may_chair = permits(Permission.DIALOGUE_CHAIR, who)
    there = {one.person_id for one in people if one.removed_at is None}
    free = [one for one in members_at(session_id) if one.person_id not in there]
    offer_people(given.people, free)
    given.guest.partner.choices = [SelectChoice(name, name) for name in guest_partners()]
    change = given.change or ChangeForm(formdata=None, prefix="wijzig")
    if given.change is None:
        change.fill(as_plan(planned))
    change.seen.data = planned.seen
    page = ParticipantsPage(
        planned, people, who.organisation_id, may_chair, _addresses(session_id) if may_chair else {}, clock.now(), bool(free),
        has_errors=status in (409, 422), notice=given.notice,
    )  # fmt: skip
    return make_response(render_template("dialogue/participants.html", page=page, given=given, change=change), status)


def members_at(session_id: int) -> list[Member]:
    """Who the viewer can put on the list: people with an account at the organisations at the table; for an aanbieder its own."""
    session, own = transaction.reading(), viewer().provider_id
    known = planning_mail.people_of(session)
    parties = parties_of(session, session_id=session_id, viewer_provider_id=own)
    return [one for party in parties if own is None or party.organisation_id == own for one in known.get(party.organisation_id, ())]


def offer_people(form: PeopleForm, people: list[Member]) -> None:
    """What can be chosen."""
    form.people.choices = [SelectChoice(one.membership_id, f"{one.name} ({one.organisation_name})") for one in people]


def chosen_people(form: PeopleForm, session_id: int) -> list[Person]:
    """The people who were ticked, as the portal knows them. Raises Refused for nobody, and for somebody who is not there."""
    known = {one.membership_id: one for one in members_at(session_id)}
    wanted = form.people.data or []
    if not wanted or any(number not in known for number in wanted):
        raise Refused("people", "Kies een of meer mensen uit de lijst.")
    return [Person(one.person_id, one.organisation_id, one.name, one.email) for one in (known[number] for number in wanted)]


def _addresses(session_id: int) -> dict[int, str]:
    """The addresses of guests, for the centre that invited them."""
    return {one.participant_id: one.email for one in recipients_of(transaction.reading(), session_id=session_id) if one.person_id is None}

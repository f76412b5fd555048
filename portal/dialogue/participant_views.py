"""Who sits at the table: the list, people and guests that come and go, and who was there."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.dialogues.participants import add_guest, add_people, remove_participant, write_attendance
from kpi.actions.dialogues.series import take_people_along
from kpi.queries.dialogue_planning import participants_of, planned_session
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue import planning_mail
from portal.dialogue.desk import dialogue
from portal.dialogue.participant_desk import Given, chosen_people, show_participants
from portal.dialogue.planning_forms import GuestForm, PeopleForm
from portal.dialogue.planning_words import PRESENCE, counted
from portal.reminders.message import BadAddress, plain_address
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place
from portal.web.region import guest_partners

_ANSWERS = {value: answer for answer, (value, _) in PRESENCE.items()}


def _here(session_id: int) -> Response:
    return see_other(url_for("dialogue.participants", session_id=session_id))


def _known(session_id: int) -> dict[str, Any]:
    """Who acts, on a conversation that they may know of. Raises NotFound."""
    own = viewer().provider_id
    planned_session(transaction.writing(), session_id=session_id, viewer_provider_id=own)
    return {"session_id": session_id, "viewer_provider_id": own, "by": actor(), "at": clock.now()}


@dialogue.get("/<int:session_id>/deelnemers")
@requires(Permission.DIALOGUE_TAKE_PART)
def participants(session_id: int) -> Response:
    """A conversation's moment and people."""
    return show_participants(session_id)


@dialogue.post("/<int:session_id>/deelnemers")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def put_on_list(session_id: int) -> Response:
    """Put people of the own organisation on the list; the centre those of every organisation at the table."""
    form, told = PeopleForm(), _known(session_id)
    try:
        added = add_people(transaction.writing(), people=chosen_people(form, session_id), **told)
        mails = planning_mail.tell(transaction.writing(), session_id=session_id, only=added, at=told["at"])
    except Refused as refusal:
        transaction.undo()
        place(form, refusal)
        return show_participants(session_id, Given(people=form), status=422)
    heard = f" Wij versturen {counted(mails, 'uitnodiging', 'uitnodigingen')}." if mails else ""
    flash(f"{counted(len(added), 'deelnemer staat', 'deelnemers staan')} op de lijst.{heard}")
    return _here(session_id)


@dialogue.post("/<int:session_id>/gasten")
@requires(Permission.DIALOGUE_CHAIR)
@once
def put_guest(session_id: int) -> Response:
    """Put a guest on the list."""
    form, told = GuestForm(), _known(session_id)
    form.partner.choices = [(name, name) for name in guest_partners()]
    try:
        if not form.validate():
            raise Refused("", "")
        if form.partner.data not in guest_partners():
            raise Refused("partner", "Kies een partner uit de lijst.")
        email = _plain(form.email.data)
        del told["viewer_provider_id"]
        added = add_guest(transaction.writing(), name=form.name.data, email=email, partner=form.partner.data, **told)
        mails = planning_mail.tell(transaction.writing(), session_id=session_id, only=[added], at=told["at"])
    except Refused as refusal:
        transaction.undo()
        place(form, refusal)
        return show_participants(session_id, Given(guest=form), status=422)
    flash("De gast staat op de lijst." + (" Wij versturen de uitnodiging." if mails else ""))
    return _here(session_id)


def _plain(text: str) -> str:
    try:
        return plain_address(text.strip())
    except BadAddress as bad:
        raise Refused("email", "Dit is geen e-mailadres. Schrijf bijvoorbeeld naam@organisatie.nl.") from bad


@dialogue.post("/<int:session_id>/deelnemers/<int:participant_id>/weghalen")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def take_off_list(session_id: int, participant_id: int) -> Response:
    """Take somebody off the list; who was invited hears that they need not come."""
    told = _known(session_id)
    try:
        is_new = remove_participant(transaction.writing(), participant_id=participant_id, **told)
        mails = (
            planning_mail.tell_off_one(transaction.writing(), session_id=session_id, participant_id=participant_id, at=told["at"]) if is_new else 0
        )
    except Refused as refusal:
        transaction.undo()
        return show_participants(session_id, Given(mistake=refusal.reason), status=422)
    done = "Deze deelnemer is van de lijst gehaald." + (" Wij sturen een bericht." if mails else "")
    flash(done if is_new else "Iemand anders heeft deze deelnemer al van de lijst gehaald.")
    return _here(session_id)


@dialogue.post("/<int:session_id>/reeks-deelnemers")
@requires(Permission.DIALOGUE_CHAIR)
@once
def take_along(session_id: int) -> Response:
    """Put the people of this conversation also on the later ones of its series."""
    told = _known(session_id)
    try:
        added = take_people_along(transaction.writing(), session_id=session_id, by=told["by"], at=told["at"])
    except Refused as refusal:
        return show_participants(session_id, Given(mistake=refusal.reason), status=422)
    for number, new in added.items():
        planning_mail.tell(transaction.writing(), session_id=number, only=new, at=told["at"])
    flash(f"Deze mensen staan nu ook op de lijst van {counted(len(added), 'later gesprek', 'latere gesprekken')} van de reeks.")
    return _here(session_id)


@dialogue.post("/<int:session_id>/aanwezig")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def attendance(session_id: int) -> Response:
    """Write down who was there."""
    told = _known(session_id)
    numbers = [one.participant_id for one in participants_of(transaction.writing(), session_id=session_id, viewer_provider_id=viewer().provider_id)]
    seen, present = ({number: _answer(f"{name}-{number}") for number in numbers} for name in ("was", "is"))
    try:
        changed = write_attendance(transaction.writing(), seen=seen, present=present, **told)
    except Refused as refusal:
        transaction.undo()
        return show_participants(session_id, Given(mistake=refusal.reason), status=422)
    except Conflict as conflict:
        transaction.undo()
        words = " ".join(f"{name}: {answer}." for name, answer in conflict.theirs)
        return show_participants(session_id, Given(notice=f"{conflict.by} heeft dit net anders ingevuld. {words} Vul het opnieuw in."), status=409)
    flash(f"{counted(changed, 'antwoord is', 'antwoorden zijn')} bewaard." if changed else "Er is niets veranderd.")
    return _here(session_id)


def _answer(name: str) -> bool | None:
    return _ANSWERS.get(request.form.get(name, ""))

"""One's own calendar, its address for a calendar program, and the outbox for the functioneel beheerder."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, current_app, flash, make_response, render_template, url_for

from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.period import AMSTERDAM
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.reminders import agenda, feeds, outbox
from portal.reminders.agenda import Entry
from portal.reminders.pages import CalendarPage, OutboxPage
from portal.reminders.plan import Place, Recipient
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.region import rulebook

reminders = Blueprint("reminders", __name__)


def _me() -> Recipient:
    """The viewer as the person for whom a calendar is made: at the organisation for which they work now."""
    me = viewer()
    return Recipient(me.person_id, me.name, me.email, (Place(me.organisation_id, me.organisation_kind, me.roles),))


def _page(*, link: str = "") -> CalendarPage:
    session, today = transaction.reading(), clock.today()
    coming = [one for one in agenda.entries_of(session, _me(), book=rulebook(), today=today) if _day(one) >= today.isoformat()]
    return CalendarPage(sorted(coming, key=_day), feeds.made_at(session, person_id=viewer().person_id), link)


def _day(entry: Entry) -> str:
    """For the order: days and moments together, in Amsterdam."""
    return entry.when.astimezone(AMSTERDAM).isoformat() if isinstance(entry.when, datetime) else entry.when.isoformat()


def _file(recipient: Recipient) -> Response:
    entries = agenda.entries_of(transaction.reading(), recipient, book=rulebook(), today=clock.today())
    text = agenda.written(entries, address=current_app.config["SETTINGS"].address, at=clock.now())
    headers = {"Content-Type": "text/calendar; charset=utf-8", "Content-Disposition": 'attachment; filename="samenzicht.ics"'}
    return make_response(text, 200, headers)


@reminders.get("/agenda")
@requires(Permission.ACCOUNT_OWN)
def calendar() -> str:
    """What is coming, and how to have it in one's own calendar."""
    return render_template("reminders/calendar.html", page=_page())


@reminders.get("/agenda.ics")
@requires(Permission.ACCOUNT_OWN)
def calendar_file() -> Response:
    """The same as a file."""
    return _file(_me())


@reminders.post("/agenda/adres")
@requires(Permission.ACCOUNT_OWN)
def make_address() -> str:
    """Make or renew one's own address; it is shown once."""
    token = feeds.renew(transaction.writing(), person_id=viewer().person_id, by=actor(), at=clock.now())
    return render_template("reminders/calendar.html", page=_page(link=url_for("reminders.feed", token=token, _external=True)))


@reminders.post("/agenda/adres/stoppen")
@requires(Permission.ACCOUNT_OWN)
def end_address() -> Response:
    """Let one's own address stop working."""
    feeds.end(transaction.writing(), person_id=viewer().person_id)
    flash("Het agenda-adres werkt niet meer.")
    return see_other(url_for("reminders.calendar"))


@reminders.get("/agenda/<token>.ics")
@requires(Permission.PUBLIC)
def feed(token: str) -> Response:
    """For a calendar program, which cannot sign in: titles and dates of the person whose address this is. 256 random bits cannot be guessed."""
    if len(token) > 100:
        raise NotFound("calendar")
    return _file(feeds.recipient_of(transaction.reading(), token=token))


def _outbox(refusal: str = "") -> OutboxPage:
    session = transaction.reading()
    stuck = outbox.lines(session, states=(outbox.BUSY, outbox.FAILED))
    return OutboxPage(stuck, outbox.counts(session), current_app.config["SETTINGS"].mail is not None, refusal)


@reminders.get("/mensen/berichten")
@requires(Permission.PEOPLE_MANAGE)
def messages() -> str:
    """Mails that were not sent, or of which that is not known."""
    return render_template("reminders/outbox.html", page=_outbox())


@reminders.post("/mensen/berichten/<int:mail_id>/opnieuw")
@requires(Permission.PEOPLE_MANAGE)
@once
def send_again(mail_id: int) -> Response:
    """On purpose: let one of them be sent at the next round."""
    try:
        outbox.send_again(transaction.writing(), mail_id=mail_id, by=actor(), at=clock.now())
    except Refused as refusal:
        return make_response(render_template("reminders/outbox.html", page=_outbox(refusal.reason)), 422)
    flash("Het bericht staat weer klaar. Het gaat mee met de volgende ronde.")
    return see_other(url_for("reminders.messages"))

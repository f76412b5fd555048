"""A mail from the outbox as a message on the wire (RFC 5322), with its calendar file (RFC 6047)."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from portal.reminders.wording import one_line

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,180}")
_METHOD = re.compile(r"(?m)^METHOD:([A-Z]+)\r?$")
PUBLISH = "PUBLISH"
SENDER_NAME = "Samenzicht"


class BadAddress(ValueError):
    """A mail cannot go to this address: it is not one plain e-mail address."""


def plain_address(text: str) -> str:
    """One e-mail address and nothing else. Raises BadAddress."""
    if not _ADDRESS.fullmatch(text):
        raise BadAddress(text)
    return text


def message(*, to: str, subject: str, body: str, calendar: str, message_id: str, sender: str, at: datetime) -> bytes:
    """The bytes to send. Raises BadAddress."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(SENDER_NAME, addr_spec=plain_address(sender))
    made["To"] = Address(addr_spec=plain_address(to))
    made["Subject"] = one_line(subject)
    made["Date"] = format_datetime(at)
    made["Message-ID"] = message_id
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(body, cte="quoted-printable")
    if calendar:
        _add_calendar(made, calendar)
    return made.as_bytes()


def _add_calendar(made: EmailMessage, calendar: str) -> None:
    """The calendar file, under its own method.

    What asks something of a calendar is another form of the text, so that mail programs show buttons (RFC 6047 §2.4); what only tells is a file.
    """
    method = _method_of(calendar)
    params = {"method": method, "charset": "utf-8"}
    if method == PUBLISH:
        made.add_attachment(calendar.encode(), maintype="text", subtype="calendar", filename="samenzicht.ics", params=params)
    else:
        made.add_alternative(calendar.encode(), maintype="text", subtype="calendar", params=params)


def _method_of(calendar: str) -> str:
    """The method that the file itself names; a folded or typed line cannot look like one, it begins with a blank or a name of its own."""
    found = _METHOD.search(calendar)
    return found[1] if found else PUBLISH

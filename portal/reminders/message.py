"""A mail from the outbox as a message on the wire (RFC 5322), with its calendar file."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from portal.reminders.wording import one_line

_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,180}")
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
        made.add_attachment(
            calendar.encode(), maintype="text", subtype="calendar", filename="samenzicht.ics", params={"method": "PUBLISH", "charset": "utf-8"}
        )
    return made.as_bytes()

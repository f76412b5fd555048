"""The mail to the other publishers when a concept waits for its second signature.

It holds no figure and nothing of the text: a mail is read by many programs, and a concept is not published.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from contracts.foundation.period import Quarter
from portal.reminders import outbox
from portal.reminders.wording import one_line


def write(session: Session, *, draft_id: int, period: Quarter, signer: str, person_id: int, name: str, to: str, address: str, at: datetime) -> bool:
    """Put the mail in the outbox; False when this person was asked before. `signer`: who signed first."""
    lines = [
        f"Beste {one_line(name)},", "", f"{one_line(signer)} tekende een samenvatting voor de klankbordgroep.", f"Het gaat over het {period.label}.",
        "Pas na een tweede handtekening gaat de samenvatting naar buiten. U kunt die zetten.", "", "Lees en onderteken:",
        f"{address}/publicatie/concept/{draft_id}", "", "Dit bericht is automatisch gemaakt. Antwoorden worden niet gelezen.",
        f"Vragen? {address}/contact",
    ]  # fmt: skip
    subject, body = "Samenzicht: een samenvatting wacht op uw handtekening", "\n".join(lines) + "\n"
    key = f"{outbox.SIGNATURE}:{draft_id}:{person_id}"
    return outbox.write(session, key=key, person_id=person_id, to=to, subject=subject, body=body, calendar="", address=address, at=at)

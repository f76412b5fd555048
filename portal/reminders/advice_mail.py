"""The mail to a member of the klankbordgroep when the gemeente answered an advice, or told what came of it.

It names no subject, no adviser and nothing of the answer: a mail is read by many programs.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from portal.reminders import outbox
from portal.reminders.wording import one_line

_ANSWERED = (
    "Samenzicht: de gemeente antwoordde op een advies",
    "De gemeente heeft geantwoord op een advies van de klankbordgroep.",
    "Lees het antwoord:",
)
_OUTCOME = (
    "Samenzicht: wat kwam er van een advies?",
    "De gemeente vertelt wat er kwam van een advies van de klankbordgroep.",
    "Lees wat er gebeurde:",
)


def write(session: Session, *, advice_id: int, number: int, is_outcome: bool, person_id: int, name: str, to: str, address: str, at: datetime) -> bool:
    """Put the mail in the outbox; False when this person was told of this answer before."""
    subject, what, read = _OUTCOME if is_outcome else _ANSWERED
    lines = [
        f"Beste {one_line(name)},", "", what, "", read, f"{address}/klankbord/advies/{advice_id}", "",
        "Dit bericht is automatisch gemaakt. Antwoorden worden niet gelezen.", f"Vragen? {address}/contact",
    ]  # fmt: skip
    key = f"{outbox.ANSWER}:{advice_id}:{number}:{'uitkomst' if is_outcome else 'antwoord'}:{person_id}"
    body = "\n".join(lines) + "\n"
    return outbox.write(session, key=key, person_id=person_id, to=to, subject=subject, body=body, calendar="", address=address, at=at)

"""The rules for changing a budget amount: by a dated decision, with a reason that a council member can follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.domain.allocation import read_amount
from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM

SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class NewAmount:
    """What a person filled in to change a budget amount. `amount_text` None: "n.v.t.", with a note that says why."""

    amount_text: str | None
    decided_on: date
    reason: str
    note: str = ""
    is_provisional: bool = False


def read_budget(amount_text: str | None, *, note: str) -> int | None:
    """The budget in cents; None for "n.v.t.", which needs a note that says why (trap T11)."""
    if amount_text is not None:
        return read_amount(amount_text)
    if not note.strip():
        raise Refused("note", "Leg uit waarom er voor dit jaar geen bedrag is.")
    return None


def require_decision(*, decided_on: date, reason: str, at: datetime) -> str:
    """The reason without spaces around it. Refuses a future decision and a reason that is too short to explain anything."""
    if decided_on > at.astimezone(AMSTERDAM).date():
        raise Refused("decided_on", "De datum van het besluit ligt in de toekomst.")
    if len(reason.strip()) < SHORTEST_REASON:
        raise Refused("reason", f"Geef een reden van minstens {SHORTEST_REASON} tekens.")
    return reason.strip()


def require_budget_year(year: int) -> None:
    """A year of four digits in this age: a typing mistake such as 20225 opens no budget year."""
    if not 2000 <= year <= 2999:
        raise Refused("year", "Vul een jaar in zoals 2026.")

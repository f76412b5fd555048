"""The rules for changing a budget amount: by a dated decision, with a reason that a council member can follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.domain.allocation import read_amount
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from contracts.foundation.period import AMSTERDAM

SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class NewAmount:
    """What a person filled in to change a budget amount. `amount_text` None: "n.v.t.", with a note that says why.

    `confirms_closed`: the person knows that the year is over. `accepts_shortage`: and that more is promised than the line will hold.
    """

    amount_text: str | None
    decided_on: date
    reason: str
    note: str = ""
    is_provisional: bool = False
    confirms_closed: bool = False
    accepts_shortage: bool = False


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


def is_closed(year: int, *, at: datetime) -> bool:
    """Is the year over? Its begroting is then changed only by somebody who says to know that."""
    return year < at.astimezone(AMSTERDAM).year


def require_open(year: int, *, confirmed: bool, at: datetime) -> None:
    """Refuses to change a year that is over without the extra confirmation."""
    if is_closed(year, at=at) and not confirmed:
        raise Refused("confirms_closed", f"{year} is afgesloten. Bevestig dat u dit jaar toch wilt wijzigen, en leg bij de reden uit waarom.")


def shortage(amount_cents: int | None, *, allocated_cents: int) -> int:
    """How much more is promised on a line than it holds; 0 when it is enough. A line that is "n.v.t." holds nothing."""
    return max(allocated_cents - (amount_cents or 0), 0)


def require_cover(name: str, amount_cents: int | None, *, year: int, allocated_cents: int, accepted: bool) -> None:
    """Refuses an amount below what is promised already, unless somebody says to know it: then the room is below zero, with a reason."""
    short = shortage(amount_cents, allocated_cents=allocated_cents)
    if short and not accepted:
        paid, room = format_euros(allocated_cents), format_euros(-short)
        told = f"Op {name} is in {year} al {paid} vastgelegd. De ruimte wordt dan {room}. Bevestig dat u dit weet, en schrijf bij de reden hoe het"
        raise Refused("accepts_shortage", f"{told} wordt opgelost.")

"""The rules for dividing a commitment's year over budget lines. Amounts in cents."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros, parse_euros, split

LARGEST_CENTS = 10**13  # a hundred billion euros: more is a typing mistake, and sums stay within the databases' whole numbers
LONGEST_TEXT = 40
TOO_LARGE = "Dit bedrag is te groot. Controleer of u niet te veel cijfers hebt getypt."


def read_amount(text: str, *, field: str = "amount") -> int:
    """The typed amount in cents. Refuses what is no amount, is below zero, or is more than any municipality can spend."""
    if len(text) > LONGEST_TEXT:
        raise Refused(field, TOO_LARGE)
    try:
        cents = parse_euros(text)
    except ValueError as error:
        raise Refused(field, str(error)) from error
    if cents < 0:
        raise Refused(field, "Een bedrag kan niet lager zijn dan nul.")
    if cents > LARGEST_CENTS:
        raise Refused(field, TOO_LARGE)
    return cents


def require_room(amount_cents: int, *, current_cents: int, others_cents: int, committed_cents: int) -> None:
    """All lines together pay no more than was promised for the year.

    Lowering is always allowed: a promise that was lowered later must be repairable one line at a time.
    """
    if amount_cents <= current_cents or others_cents + amount_cents <= committed_cents:
        return
    left = max(committed_cents - others_cents, 0)
    raise Refused("amount", f"Dit is meer dan er is toegezegd. Er kan hier nog {format_euros(left)} staan.")


def require_budget(line_name: str, *, budgeted_cents: int | None, year: int, field: str = "budget_line_id") -> None:
    """A line that is "n.v.t." in a year, or has no amount there, pays nothing in that year (trap T11: n.v.t. is not zero)."""
    if budgeted_cents is None:
        raise Refused(field, f"{line_name} heeft in {year} geen budget. Kies een andere begrotingsregel.")


def divide(committed_cents: int, shares: Mapping[int, int]) -> dict[int, int]:
    """The whole committed amount over lines by whole-number shares (line id -> share), exact to the cent."""
    try:
        parts = split(committed_cents, list(shares.values()))
    except ValueError as error:
        raise Refused("shares", "Vul aandelen van nul of hoger in, en minstens één boven nul.") from error
    return dict(zip(shares, parts, strict=True))

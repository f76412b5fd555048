"""What an event must say: its amount, the day that it names, its ground."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from contracts.domain.allocation import LARGEST_CENTS, TOO_LARGE
from contracts.domain.subsidy.events import Event
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from contracts.foundation.period import day_in_words


def amount(event: Event, *, least: int = 1, most: int | None = None, what: str = "Er kan hier") -> int:
    """The event's amount in cents, between `least` and `most`. `what` begins the sentence that tells how much there can be."""
    cents = event.amount_cents
    if cents is None or cents < least:
        raise Refused("amount", "Vul een bedrag in van nul of hoger." if least == 0 else "Vul een bedrag in dat hoger is dan nul.")
    if cents > LARGEST_CENTS:
        raise Refused("amount", TOO_LARGE)
    if most is not None and cents > most:
        raise Refused("amount", f"{what} hoogstens {format_euros(most)} staan. U vulde {format_euros(cents)} in.")
    return cents


def named_day(event: Event) -> date:
    """The day that was named in the event. It lies after the day of the event itself."""
    if event.until_on is None:
        raise Refused("until_on", "Vul in tot en met welke dag.")
    if event.until_on <= event.on:
        raise Refused("until_on", f"Kies een dag na {day_in_words(event.on)}.")
    return event.until_on


def require_ground(event: Event, grounds: Mapping[str, str]) -> None:
    """A decision that makes a subsidie less says on which ground of the Awb."""
    if event.ground not in grounds:
        raise Refused("ground", f"Kies een grond uit de wet: {', '.join(f'Awb {code}' for code in grounds)}.")

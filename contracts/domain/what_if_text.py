"""Changes that are tried out, as text: one short piece each, for an address that can be kept, and for a proposal; and as people read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.domain.allocation import read_amount
from contracts.domain.outlook import Facts
from contracts.domain.rounding import whole_cents
from contracts.domain.tariff import day_text
from contracts.domain.tariff_change import read_tariff_amount
from contracts.domain.what_if import FIELD, Change, PaidBy, PlacesFrom, Stand, TariffFrom
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from contracts.foundation.period import Quarter

LONGEST = 80
UNREADABLE = "Een wijziging in het adres is niet te lezen. Haal haar weg, of begin opnieuw."
_PLACES = re.compile(r"^([0-9]{1,5})(?:,([0-9]{1,2}))?$")
_KIND, _NUMBER = {PlacesFrom: "plekken", TariffFrom: "tarief", PaidBy: "regel"}, re.compile(r"^[0-9]{1,9}$")


@dataclass(frozen=True, slots=True)
class Told:
    """A change for people: what it is about, how it is now, and how it becomes."""

    what: str
    was: str
    becomes: str


def write_change(change: Change) -> str:
    """ "plekken_12_2026-k4_38,5", "tarief_12_2026-12-01_245,50" or "regel_12_3_1200000,00". `read_change` reads it back."""
    kind = _KIND[type(change)]
    if isinstance(change, PlacesFrom):
        return f"{kind}_{change.commitment_id}_{change.quarter.slug}_{places_text(change.places)}"
    if isinstance(change, TariffFrom):
        return f"{kind}_{change.commitment_id}_{change.from_on.isoformat()}_{_plain(change.cents)}"
    return f"{kind}_{change.commitment_id}_{change.line_id}_{_plain(change.cents)}"


def read_change(text: str) -> Change:
    """A change from its text. Raises Refused for what `write_change` never writes."""
    parts = text.split("_") if len(text) <= LONGEST else []
    if len(parts) != 4 or not _NUMBER.match(parts[1]):
        raise Refused(FIELD, UNREADABLE)
    kind, number, about, value = parts[0], int(parts[1]), parts[2], parts[3]
    try:
        if kind == "plekken":
            return PlacesFrom(number, Quarter.parse(about), read_places(value))
        if kind == "tarief":
            return TariffFrom(number, date.fromisoformat(about), read_tariff_amount(value))
    except (ValueError, Refused) as error:
        raise Refused(FIELD, UNREADABLE) from error
    if kind != "regel" or not _NUMBER.match(about):
        raise Refused(FIELD, UNREADABLE)
    return PaidBy(number, int(about), read_amount(value, field=FIELD))


def read_places(text: str, *, field: str = "places") -> Fraction:
    """A typed number of places, with at most two decimals. Raises Refused."""
    match = _PLACES.match(text.strip())
    if match is None:
        raise Refused(field, "Vul een aantal plekken in zoals 38 of 38,5.")
    return Fraction(int(match[1])) + (Fraction(int(match[2]), 10 ** len(match[2])) if match[2] else 0)


def places_text(places: Fraction) -> str:
    """ "38,5": at most two decimals, without zeros that say nothing."""
    whole, rest = divmod(whole_cents(places * 100), 100)
    behind = f"{rest:02d}".rstrip("0")
    return f"{whole},{behind}" if behind else str(whole)


def told(stand: Stand, change: Change) -> Told:
    """The change as people read it, beside how it stands. Raises Refused for a commitment without money in the year."""
    about = stand.commitment(change.commitment_id)
    name = f"{about.reference} {about.name} ({about.provider_name})"
    facts = stand.facts.get(change.commitment_id)
    if isinstance(change, PlacesFrom):
        return Told(f"Bezette plekken van {name} vanaf het {change.quarter.label}", _places_now(facts, change.quarter), places_text(change.places))
    if isinstance(change, TariffFrom):
        unit, was = _tariff_now(facts, change.from_on)
        return Told(f"Tarief van {name} vanaf {day_text(change.from_on)}", was, f"{format_euros(change.cents)}{unit}")
    line = next((each.name for each in stand.lines if each.id == change.line_id), "Een onbekende regel")
    cells = (each.amount_cents for each in stand.allocations if (each.commitment_id, each.line_id) == (change.commitment_id, change.line_id))
    return Told(f"{line} betaalt van {name}", format_euros(next(cells, 0)), format_euros(change.cents))


def _places_now(facts: Facts | None, quarter: Quarter) -> str:
    """What the forecast counts with in that quarter."""
    known = () if facts is None or facts.no_occupancy else facts.history
    before = [each for each in known if each.quarter <= quarter] or list(known[:1])
    if not before:
        return "niet bekend"
    last = max(before, key=lambda each: each.quarter)
    return f"{places_text(last.places)} (gemeld over het {last.quarter.label})"


def _tariff_now(facts: Facts | None, day: date) -> tuple[str, str]:
    running = next((each for each in (() if facts is None else facts.tariffs) if each.holds_on(day)), None)
    return ("", "geen tarief") if running is None else (f" per {running.unit}", f"{format_euros(running.cents)} per {running.unit}")


def _plain(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"

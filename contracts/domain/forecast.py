"""What a year will cost: realised, plus occupancy x tariff for the days that remain, with a range from the occupancy's own history.

The method, said plainly. A day that is not yet realised costs the reported average number of occupied places of its quarter, times the tariff
of that day. A quarter without a report counts with the last report before it. The range: over k quarters ahead the size is taken that the
changes over k quarters in the history exceeded in no more than 1 of 5 cases (of n changes the size number ceil(4(n+1)/5) from below; with fewer
than 4 changes there is no range). All quarters are low, or high, together, so the range of the year is rather too wide than too narrow.
Everything is exact; the amounts of the year are rounded once, at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.domain.rounding import whole_cents
from contracts.domain.staffel import Step, priced
from contracts.domain.tariff import OF_TIME, Stretch, Tariff, day_text, gap_text, gaps, stretches, units_in
from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """What an aanbieder reported of a quarter: occupied places x nights (the numerator of KPI BZ-07)."""

    quarter: Quarter
    nights: Fraction

    @property
    def places(self) -> Fraction:
        """The average number of occupied places."""
        return self.nights / ((self.quarter.ends_on - self.quarter.starts_on).days + 1)


@dataclass(frozen=True, slots=True)
class Basis:
    """What a forecast is asked of: one commitment in one budget year.

    `realised_cents` covers the days up to and including `realised_until`, with `realised_units` for a staffel. The commitment runs from
    `starts_on` up to and including `ends_on`. `agreed_places`: more are not paid (None: no limit was agreed).
    """

    year: int
    realised_cents: int
    realised_until: date
    starts_on: date
    ends_on: date
    tariffs: tuple[Tariff, ...]
    history: tuple[Occupancy, ...]
    agreed_places: Fraction | None = None
    steps: tuple[Step, ...] = ()
    realised_units: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Spread:
    """How far occupancy moved over so many quarters: the sizes of all changes, ascending, and the one that gives the range (None: too few)."""

    quarters_ahead: int
    changes: tuple[Fraction, ...]
    size: Fraction | None


@dataclass(frozen=True, slots=True)
class Band:
    """A figure with its range. Exact; `low` and `high` are None when the history is too short to say."""

    low: Fraction | None
    expected: Fraction
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Part:
    """Days on end with one tariff in one quarter. `units` per place; `cents` of all places, exact. `reported`: whose occupancy was taken."""

    first_on: date
    last_on: date
    tariff: Tariff | None
    units: Fraction
    reported: Quarter
    spread: Spread
    places: Band
    cents: Band


@dataclass(frozen=True, slots=True)
class Forecast:
    """The year's amount in whole cents, its range, and every figure that it stands on. `remarks` are sentences for the page."""

    basis: Basis
    parts: tuple[Part, ...]
    expected_cents: int
    low_cents: int | None
    high_cents: int | None
    remarks: tuple[str, ...]


def forecast(basis: Basis) -> Forecast:
    """The forecast of a commitment's year. Raises Refused when there is no occupancy, or a tariff is not for a unit of time."""
    _require(basis)
    units = Band(basis.realised_units, basis.realised_units, basis.realised_units)
    parts: list[Part] = []
    for stretch in _stretches(basis):
        part, units = _part(basis, stretch, units)
        parts.append(part)
    return Forecast(
        basis=basis,
        parts=tuple(parts),
        expected_cents=whole_cents(basis.realised_cents + sum((part.cents.expected for part in parts), Fraction(0))),
        low_cents=_total(basis, [part.cents.low for part in parts]),
        high_cents=_total(basis, [part.cents.high for part in parts]),
        remarks=tuple(_remarks(basis, parts)),
    )


def spread(history: Sequence[Occupancy], quarters_ahead: int) -> Spread:
    """How far occupancy moved over so many quarters. Over 0 quarters it did not move: the quarter itself was reported."""
    if quarters_ahead == 0:
        return Spread(0, (), Fraction(0))
    places = {each.quarter: each.places for each in history}
    earlier = [
        (places[quarter], now) for quarter, now in ((quarter.shift(-quarters_ahead), now) for quarter, now in places.items()) if quarter in places
    ]
    changes = tuple(sorted(abs(now - then) for then, now in earlier))
    number = -(-4 * (len(changes) + 1) // 5)
    return Spread(quarters_ahead, changes, changes[number - 1] if number <= len(changes) else None)


def _require(basis: Basis) -> None:
    if not basis.history:
        raise Refused("history", "Er is nog geen bezetting gemeld. Zonder bezetting is er geen prognose.")
    quarters = [each.quarter for each in basis.history]
    if len(set(quarters)) != len(quarters) or any(each.nights < 0 for each in basis.history):
        raise Refused("history", "De bezetting klopt niet: een kwartaal staat er twee keer in, of een aantal is lager dan nul.")
    for tariff in basis.tariffs:
        if tariff.unit not in OF_TIME:
            raise Refused("tariffs", f"Een tarief per {tariff.unit} volgt niet uit de bezetting. Reken met het aantal dat is geleverd.")


def _last_day(basis: Basis) -> date:
    return min(basis.ends_on, date(basis.year, 12, 31))


def _first_day(basis: Basis) -> date:
    return max(basis.realised_until + _DAY, basis.starts_on, date(basis.year, 1, 1))


def _stretches(basis: Basis) -> Iterator[Stretch]:
    """The days that remain, cut where the quarter or the tariff changes."""
    first, last = _first_day(basis), _last_day(basis)
    while first <= last:
        until = min(Quarter.of(first).ends_on, last)
        yield from stretches(basis.tariffs, first_on=first, last_on=until)
        first = until + _DAY


def _reported(history: Sequence[Occupancy], quarter: Quarter) -> tuple[Occupancy, int]:
    """The last report of this quarter or before it, else the first after it; and how many quarters lie between."""
    before = [each for each in history if each.quarter <= quarter]
    taken = max(before, key=lambda each: each.quarter) if before else min(history, key=lambda each: each.quarter)
    ahead = (quarter.year - taken.quarter.year) * 4 + quarter.number - taken.quarter.number
    return taken, abs(ahead)


def _part(basis: Basis, stretch: Stretch, before: Band) -> tuple[Part, Band]:
    """The part, and the units of all places at its end. The three figures of a band go their own way through a staffel."""
    taken, ahead = _reported(basis.history, Quarter.of(stretch.first_on))
    moved, tariff = spread(basis.history, ahead), stretch.tariff
    units = Fraction(0) if tariff is None else units_in(tariff.unit, first_on=stretch.first_on, last_on=stretch.last_on)
    places = _places(basis, taken.places, moved.size)

    def cost(start: Fraction | None, count: Fraction | None) -> Fraction | None:
        if start is None or count is None:
            return None
        return priced(basis.steps, tariff.cents, before=start, units=count * units) if tariff is not None else Fraction(0)

    expected = cost(before.expected, places.expected) or Fraction(0)
    cents = Band(cost(before.low, places.low), expected, cost(before.high, places.high))
    after = Band(_plus(before.low, places.low, units), before.expected + places.expected * units, _plus(before.high, places.high, units))
    return Part(stretch.first_on, stretch.last_on, tariff, units, taken.quarter, moved, places, cents), after


def _plus(before: Fraction | None, places: Fraction | None, units: Fraction) -> Fraction | None:
    return None if before is None or places is None else before + places * units


def _places(basis: Basis, expected: Fraction, size: Fraction | None) -> Band:
    """Paid places with their range: never below zero, never more than was agreed."""
    most = basis.agreed_places

    def paid(count: Fraction) -> Fraction:
        return max(count if most is None else min(count, most), Fraction(0))

    if size is None:
        return Band(None, paid(expected), None)
    return Band(paid(expected - size), paid(expected), paid(expected + size))


def _total(basis: Basis, cents: Sequence[Fraction | None]) -> int | None:
    known = [each for each in cents if each is not None]
    return whole_cents(basis.realised_cents + sum(known, Fraction(0))) if len(known) == len(cents) else None


def _remarks(basis: Basis, parts: Sequence[Part]) -> Iterator[str]:
    if not parts:
        yield "Het hele jaar is gerealiseerd. Er valt niets meer te verwachten."
        return
    for gap in gaps(basis.tariffs, starts_on=_first_day(basis), ends_on=_last_day(basis)):
        yield f"{gap_text(gap)} Deze dagen staan voor niets in de prognose."
    if any(part.spread.quarters_ahead for part in parts):
        last = max(part.reported for part in parts)
        yield f"Na het {last.label} rekent de prognose met de bezetting van dat kwartaal."
    if any(part.spread.size is None for part in parts):
        yield "Er zijn te weinig kwartalen om te zeggen hoe ver de uitkomst kan afwijken."
    if basis.agreed_places is not None and any(part.places.expected == basis.agreed_places for part in parts):
        yield f"Vanaf {day_text(parts[0].first_on)} tellen niet meer plekken mee dan er zijn afgesproken."

"""What one arrangement or subsidie is expected to cost in a year, and when that cannot be forecast: the reason as a sentence.

Until which day a year was realised follows from the days of its realisations. Days that none covers are never guessed at: with such a hole there
is no forecast. What cannot be forecast counts for what was committed, and says so. What was spent is never expected to become less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from contracts.domain.commitment import SUBSIDIE
from contracts.domain.forecast import Basis, Forecast, Occupancy, forecast
from contracts.domain.staffel import Step
from contracts.domain.tariff import Tariff, day_text, gap_text, gaps
from contracts.domain.variant import Variant
from contracts.foundation.errors import Refused

_DAY = timedelta(days=1)
COMMITTED_COUNTS = "Daarom telt hier het vastgelegde bedrag."
SPENT_COUNTS = "Daarom telt hier wat er al is gerealiseerd: dat is meer dan er is vastgelegd."
OVER = "Het jaar is voorbij. Te verwachten is wat er is gerealiseerd."
ALL_REALISED = "Het hele jaar is gerealiseerd. Er valt niets meer te verwachten."


@dataclass(frozen=True, slots=True)
class Span:
    """What was realised over days on end, both included, in cents. `last_on` None: not known until which day. `units` None: not told."""

    first_on: date
    last_on: date | None
    cents: int
    units: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the expectation of one commitment in one year stands on. Amounts in cents.

    `by_events`: a subsidie whose payments are its events. `history` is the reported occupancy of its aanbieder in its form of care.
    `no_occupancy`: why there is none to take, as a sentence; empty when there may be.
    """

    commitment_id: int
    year: int
    kind: str
    variant: Variant | None
    starts_on: date
    ends_on: date
    committed_cents: int
    realised_cents: int
    by_events: bool = False
    agreed_places: Fraction | None = None
    realised: tuple[Span, ...] = ()
    tariffs: tuple[Tariff, ...] = ()
    steps: tuple[Step, ...] = ()
    history: tuple[Occupancy, ...] = ()
    no_occupancy: str = ""

    @property
    def first_day(self) -> date:
        """The first day of the year on which it runs."""
        return max(self.starts_on, date(self.year, 1, 1))

    @property
    def last_day(self) -> date:
        """The last day of the year on which it runs."""
        return min(self.ends_on, date(self.year, 12, 31))

    @property
    def realised_until(self) -> date | None:
        """Up to and including this day; the day before the first when nothing was realised. None: not known."""
        ends = [span.last_on for span in self.realised]
        known = [end for end in ends if end is not None]
        return max([self.first_day - _DAY, *known]) if len(known) == len(ends) else None


@dataclass(frozen=True, slots=True)
class Expected:
    """What a year will cost, in cents. Without a forecast: the amount that counts instead, and `why` says so."""

    commitment_id: int
    expected_cents: int
    low_cents: int | None
    high_cents: int | None
    is_forecast: bool
    why: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """The expectation with what it stands on. `forecast` is None when there is none."""

    facts: Facts
    expected: Expected
    forecast: Forecast | None


def outlook(facts: Facts, *, today: date) -> Outlook:
    """What the year will cost as far as it can be said on this day."""
    if _is_done(facts, today):
        return Outlook(facts, Expected(facts.commitment_id, facts.realised_cents, None, None, False, _done(facts)), None)
    reason = _fixed(facts) or _unknown(facts)
    if reason:
        return _as_committed(facts, reason)
    try:
        made = forecast(_basis(facts))
    except Refused as refusal:
        return _as_committed(facts, refusal.reason)
    told = Expected(facts.commitment_id, made.expected_cents, made.low_cents, made.high_cents, True, _how(facts))
    return Outlook(facts, told, made)


def holes(spans: Sequence[Span], *, first_on: date) -> tuple[tuple[date, date], ...]:
    """The days on end, from `first_on` up to the last realised day, that no realisation covers."""
    found, day = [], first_on
    for span in sorted(spans, key=lambda each: each.first_on):
        if span.last_on is None:
            continue
        if span.first_on > day:
            found.append((day, span.first_on - _DAY))
        day = max(day, span.last_on + _DAY)
    return tuple(found)


def hole_text(hole: tuple[date, date]) -> str:
    """A hole as a sentence."""
    first, last = hole
    when = f"Op {day_text(first)}" if first == last else f"Van {day_text(first)} tot en met {day_text(last)}"
    return f"{when} is geen realisatie ingelezen."


def _is_done(facts: Facts, today: date) -> bool:
    """Was the whole year realised? A year's sum without a last day counts as the whole year once that year is over."""
    if facts.by_events or not facts.realised:
        return False
    if facts.realised_until is None:
        return facts.year < today.year
    return facts.realised_until >= facts.last_day and not holes(facts.realised, first_on=facts.first_day)


def _done(facts: Facts) -> str:
    return OVER if facts.realised_until is None else ALL_REALISED


def _fixed(facts: Facts) -> str:
    """Why the amount is certain beforehand; empty when it is not."""
    if facts.kind == SUBSIDIE:
        return "Een subsidie volgt niet uit de bezetting."
    if facts.variant is Variant.TASK:
        return "Voor een taak is een vast bedrag afgesproken."
    return ""


def _unknown(facts: Facts) -> str:
    """Why there can be no forecast; empty when there can."""
    until = facts.realised_until
    if until is None:
        return "Het is niet bekend tot en met welke dag het gerealiseerde bedrag gaat."
    missing = holes(facts.realised, first_on=facts.first_day)
    if missing:
        return f"{hole_text(missing[0])} Zonder die dagen is er geen prognose."
    if facts.no_occupancy:
        return facts.no_occupancy
    if not any(tariff.valid_from <= facts.last_day and (tariff.valid_until is None or tariff.valid_until > until) for tariff in facts.tariffs):
        return "Voor de rest van het jaar is geen tarief vastgelegd."
    if facts.steps and any(span.units is None for span in facts.realised):
        return "Dit arrangement heeft een staffel, en bij de realisatie staat niet hoeveel eenheden er zijn geleverd."
    return ""


def _basis(facts: Facts) -> Basis:
    return Basis(
        year=facts.year,
        realised_cents=facts.realised_cents,
        realised_until=facts.realised_until or facts.first_day - _DAY,
        starts_on=facts.starts_on,
        ends_on=facts.ends_on,
        tariffs=facts.tariffs,
        history=facts.history,
        agreed_places=facts.agreed_places,
        steps=facts.steps,
        realised_units=sum((span.units for span in facts.realised if span.units is not None), Fraction(0)),
    )


def _as_committed(facts: Facts, reason: str) -> Outlook:
    is_more = facts.realised_cents > facts.committed_cents
    cents, counts = max(facts.realised_cents, facts.committed_cents), SPENT_COUNTS if is_more else COMMITTED_COUNTS
    return Outlook(facts, Expected(facts.commitment_id, cents, None, None, False, f"{reason} {counts}"), None)


def _how(facts: Facts) -> str:
    """How the forecast was made, with the days that no tariff covers."""
    until = facts.realised_until or facts.first_day - _DAY
    made = (
        f"Gerealiseerd tot en met {day_text(until)}, daarna bezetting maal tarief." if facts.realised else "Het hele jaar is bezetting maal tarief."
    )
    missing = gaps(facts.tariffs, starts_on=max(until + _DAY, facts.first_day), ends_on=facts.last_day)
    return " ".join([made, *(f"{gap_text(gap)} Die dagen tellen voor niets mee." for gap in missing)])

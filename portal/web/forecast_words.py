"""The expectation of one commitment's year in words, with every figure that it stands on, exact: anybody can count it again to the cent.

One object for the contractmanager and for the aanbieder. It knows no budget line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from contracts.domain.forecast import Band, Forecast, Part, Spread
from contracts.domain.outlook import Outlook
from contracts.domain.rounding import whole_cents
from contracts.domain.tariff import TariffUnit
from contracts.foundation.period import AMSTERDAM
from contracts.queries.realised import RealisedItem
from contracts.queries.tariffs import TariffItem
from kpi.queries.forecast_sources import ForecastSources
from kpi.queries.occupancy import Reported
from portal.web.charts.run_chart import RunChart
from portal.web.charts.run_points import RunPoint
from portal.web.charts.values import Measure
from portal.web.formatting import day, euros, typed

PLURAL = {
    TariffUnit.DAY: "dagen", TariffUnit.NIGHT: "etmalen", TariffUnit.WEEK: "weken", TariffUnit.MONTH: "maanden", TariffUnit.HOUR: "uren",
    TariffUnit.TRAJECTORY: "trajecten", TariffUnit.PIECE: "stuks",
}  # fmt: skip
_MOST_DECIMALS = 4
FEWEST_POINTS = 3
NO_TARIFF = "geldt geen tarief"  # the first sentence (`why`) already tells of those days


class RealisedRow(NamedTuple):
    """One realised amount, and where it came from."""

    id: int
    days: str
    amount: str
    units: str
    source: str
    note: str


class ReportedRow(NamedTuple):
    """One quarter of occupancy. `report_id` and `slug` lead to the report."""

    report_id: int
    slug: str
    quarter: str
    at_begin: str
    at_end: str
    places: str


class PartRow(NamedTuple):
    """Days on end with one tariff and one occupancy: units x places x tariff = amount."""

    days: str
    reported: str
    units: str
    places: str
    tariff: str
    amount: str
    between: str


@dataclass(frozen=True, slots=True)
class ForecastWords:
    """All of it, written out. `total`: realised and parts as they add up; `line`: the occupancy as a picture.

    `spreads`: how far occupancy moved over so many quarters.
    """

    year: int
    sentence: str
    why: str
    is_forecast: bool
    committed: str
    realised: tuple[RealisedRow, ...]
    realised_total: str
    tariffs: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]
    places_limit: str
    reported: tuple[ReportedRow, ...]
    kind_of_place: str
    line: RunChart | None
    parts: tuple[PartRow, ...]
    total: tuple[tuple[str, str], ...]
    spreads: tuple[tuple[str, str, str], ...]
    remarks: tuple[str, ...]


def forecast_words(found: ForecastSources) -> ForecastWords:
    """Write it out."""
    facts, made = found.outlook.facts, found.outlook.forecast
    steps = (f"Boven {exact(Fraction(step.above_units))} eenheden in het jaar: {exact(Fraction(step.thousandths, 1000))} %." for step in facts.steps)
    return ForecastWords(
        year=facts.year,
        sentence=_sentence(found.outlook),
        why=found.outlook.expected.why,
        is_forecast=made is not None,
        committed=euros(facts.committed_cents),
        realised=tuple(map(_realised, found.realised)),
        realised_total=euros(facts.realised_cents),
        tariffs=tuple(map(_tariff, found.tariffs)),
        steps=tuple(steps),
        places_limit="" if facts.agreed_places is None else exact(facts.agreed_places),
        reported=tuple(map(_reported, found.reported)),
        kind_of_place="bezette plekken" if any(each.has_places for each in found.reported) else "mensen",
        line=_line(found.reported),
        parts=() if made is None else tuple(map(_part, made.parts)),
        total=() if made is None else _total(made),
        spreads=() if made is None else _spreads(made),
        remarks=() if made is None else tuple(each for each in made.remarks if NO_TARIFF not in each),
    )


def exact(value: Fraction) -> str:
    """A figure without any rounding: "92", "35,5", or "13 1/7" when no decimals can say it. Points between thousands."""
    sign, size = "-" if value < 0 else "", abs(value)
    whole, rest = divmod(size.numerator, size.denominator)
    grouped = f"{whole:,}".replace(",", ".")
    for decimals in range(_MOST_DECIMALS + 1):
        if (size * 10**decimals).denominator == 1:
            digits = f",{int((size - whole) * 10**decimals):0{decimals}d}" if decimals else ""
            return f"{sign}{grouped}{digits}"
    return f"{sign}{grouped} {rest}/{size.denominator}"


def _sentence(found: Outlook) -> str:
    told, year = found.expected, found.facts.year
    if not told.is_forecast:
        return f"Voor {year} rekenen we met {euros(told.expected_cents)}."
    sentence = f"De prognose voor {year} is {euros(told.expected_cents)}."
    if told.low_cents is None or told.high_cents is None:
        return sentence
    return f"{sentence} Waarschijnlijk ligt de uitkomst tussen {euros(told.low_cents)} en {euros(told.high_cents)}."


def _realised(item: RealisedItem) -> RealisedRow:
    days = f"{day(item.first_on)} tot en met {'een onbekende dag' if item.last_on is None else day(item.last_on)}"
    source = f"{item.file_name or 'Geen bestand'}, {item.person_name}, {day(item.at.astimezone(AMSTERDAM).date())}"
    return RealisedRow(item.id, days, euros(item.amount_cents), typed(item.units), source, item.note)


def _tariff(item: TariffItem) -> tuple[str, str]:
    until = "" if item.valid_until is None else f" tot en met {day(item.valid_until)}"
    return f"{euros(item.cents)} per {item.unit}", f"vanaf {day(item.valid_from)}{until}"


def _reported(each: Reported) -> ReportedRow:
    begin = "–" if each.at_begin is None else exact(Fraction(each.at_begin))
    return ReportedRow(each.report_id, each.quarter.slug, each.quarter.label, begin, exact(Fraction(each.at_end)), exact(each.occupancy.places))


def _line(reported: Sequence[Reported]) -> RunChart | None:
    """The occupancy as a picture, once there is a course to see."""
    if len(reported) < FEWEST_POINTS:
        return None
    unit = "plekken" if reported[-1].has_places else "mensen"
    points = tuple(RunPoint(each.quarter.code, each.occupancy.places) for each in reported)
    return RunChart("Gemelde bezetting per kwartaal", Measure(unit), points)


def _part(part: Part) -> PartRow:
    days = f"{day(part.first_on)} tot en met {day(part.last_on)}"
    unit = "" if part.tariff is None else PLURAL[part.tariff.unit]
    units = f"{exact(part.units)} {unit}" if unit else "–"
    tariff = "geen tarief" if part.tariff is None else euros(part.tariff.cents)
    between = "" if part.places.low is None else f"{_rounded(part.places, low=True)} tot {_rounded(part.places, low=False)}"
    return PartRow(days, part.reported.label, units, exact(part.places.expected), tariff, _euros_exact(part.cents.expected), between)


def _rounded(band: Band, *, low: bool) -> str:
    """An end of a range of places: exact where decimals can say it."""
    end = band.low if low else band.high
    return "–" if end is None else exact(end)


def _euros_exact(cents: Fraction) -> str:
    """An amount as it goes on being reckoned with: with parts of a cent where there are any."""
    if cents.denominator == 1:
        return euros(int(cents))
    return f"€ {exact(cents / 100)}" if (cents * 100).denominator == 1 else f"ongeveer {euros(whole_cents(cents))}"


def _total(made: Forecast) -> tuple[tuple[str, str], ...]:
    rest = sum((part.cents.expected for part in made.parts), Fraction(0))
    return (
        ("Gerealiseerd", euros(made.basis.realised_cents)),
        ("Nog te verwachten", _euros_exact(rest)),
        ("Prognose, één keer afgerond op hele centen", euros(made.expected_cents)),
    )


def _spreads(made: Forecast) -> tuple[tuple[str, str, str], ...]:
    """Each number of quarters ahead once: all changes by size, and the one that gives the range."""
    found: dict[int, Spread] = {part.spread.quarters_ahead: part.spread for part in made.parts}
    return tuple(
        (_ahead(ahead), "; ".join(map(exact, spread.changes)) or "–", "te weinig" if spread.size is None else exact(spread.size))
        for ahead, spread in sorted(found.items())
        if ahead
    )


def _ahead(quarters: int) -> str:
    return "1 kwartaal vooruit" if quarters == 1 else f"{quarters} kwartalen vooruit"

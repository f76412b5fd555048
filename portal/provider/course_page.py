"""What an arrangement will cost this year, with every figure that it stands on; and how a subsidie goes, with its next days."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from contracts.domain.forecast import Forecast, Part
from contracts.domain.outlook import Outlook
from contracts.domain.rounding import whole_cents
from contracts.queries.own_contracts import OwnContract
from portal.web.formatting import day, euros, number, short_quarter


@dataclass(frozen=True, slots=True)
class PartRow:
    """Days on end with one tariff in one quarter."""

    days: str
    places: str
    reported: str
    units: str
    tariff: str
    cents: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What was reported of a quarter."""

    quarter: str
    places: str


@dataclass(frozen=True, slots=True)
class ForecastShown:
    """The expectation of one year. Without a forecast `parts` and `history` are empty and `why` says what counts instead."""

    year: int
    expected: str
    band: str
    committed: str
    realised: str
    until: str
    why: str
    is_forecast: bool
    parts: tuple[PartRow, ...]
    history: tuple[HistoryRow, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """One arrangement in this year. `shown` is None when no amount was agreed for the year."""

    title: str
    kicker: str
    lead: str
    year: int
    shown: ForecastShown | None
    href: str
    sections: tuple[tuple[str, str, bool], ...]


def course_page(found: OwnContract, outlook: Outlook | None, *, year: int, sections: tuple[tuple[str, str, bool], ...]) -> CoursePage:
    """The year of one contract in words."""
    shown = None if outlook is None else forecast_shown(outlook)
    told = f"Voor {year} is geen bedrag afgesproken."
    if shown is not None:
        told = f"Naar verwachting kost dit in {year} {shown.expected}." if shown.is_forecast else f"Voor {year} is er geen prognose."
    return CoursePage(found.name, f"{found.reference}, {found.kind}", told, year, shown, f"/aanbieder/contracten/{found.id}", sections)


def forecast_shown(found: Outlook) -> ForecastShown:
    """The expectation in words."""
    facts, expected, made = found.facts, found.expected, found.forecast
    until = facts.realised_until
    return ForecastShown(
        year=facts.year,
        expected=euros(expected.expected_cents),
        band=_band(expected.low_cents, expected.high_cents),
        committed=euros(facts.committed_cents),
        realised=euros(facts.realised_cents),
        until="" if until is None or until < facts.first_day else f"tot en met {day(until)}",
        why=expected.why,
        is_forecast=expected.is_forecast,
        parts=() if made is None else tuple(map(_part, made.parts)),
        history=() if made is None else _history(made),
        remarks=() if made is None else made.remarks,
    )


def decimal_text(value: Fraction, decimals: int = 2) -> str:
    """An exact number as people read it: "38,5"; trailing zeros say nothing."""
    sized = whole_cents(value * 10**decimals)  # rounds half up
    whole, rest = divmod(sized, 10**decimals)
    behind = f"{rest:0{decimals}d}".rstrip("0")
    return f"{number(whole)},{behind}" if behind else number(whole)


def _band(low: int | None, high: int | None) -> str:
    return "" if low is None or high is None or low == high else f"tussen {euros(low)} en {euros(high)}"


def _part(part: Part) -> PartRow:
    return PartRow(
        days=f"{day(part.first_on)} tot en met {day(part.last_on)}",
        places=decimal_text(part.places.expected),
        reported=f"bezetting van {short_quarter(part.reported.code)}",
        units="–" if part.tariff is None else decimal_text(part.units),
        tariff="geen tarief" if part.tariff is None else f"{euros(part.tariff.cents)} per {part.tariff.unit}",
        cents=euros(whole_cents(part.cents.expected)),
    )


def _history(made: Forecast) -> tuple[HistoryRow, ...]:
    """The newest first; two years are enough to see how it moved."""
    rows = sorted(made.basis.history, key=lambda each: each.quarter, reverse=True)
    return tuple(HistoryRow(short_quarter(each.quarter.code), decimal_text(each.places)) for each in rows[:8])

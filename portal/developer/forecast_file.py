"""A commitment's year as a JSON file, for `./samenzicht prognose`: read with clear refusals, and the forecast with all it stands on written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from contracts.domain.allocation import read_amount
from contracts.domain.decision import require_budget_year
from contracts.domain.forecast import Band, Basis, Forecast, Occupancy, Part
from contracts.domain.staffel import Step, require_degressive
from contracts.domain.tariff import Tariff, TariffUnit
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros
from contracts.foundation.period import Quarter
from portal.developer.json_file import block, choice, day_of, day_or_none, number_or_none, parsed, rows, text_of, whole_or_none

MOST_ROWS = 200
LARGEST = 10**9
TOP_KEYS = {
    "year", "realised", "realised_until", "realised_units", "starts_on", "ends_on", "tariffs", "history", "agreed_places", "steps",
}  # fmt: skip


def read(text: bytes) -> Basis:
    """Read what is asked. Raises Refused with a sentence that names the place."""
    content = block(parsed(text), "bestand", TOP_KEYS)
    year = whole_or_none(content.get("year"), "year") or 0
    require_budget_year(year)
    steps = tuple(_step(each, f"steps {number}") for number, each in enumerate(rows(content, "steps", most=MOST_ROWS), start=1))
    require_degressive(steps)
    return Basis(
        year=year,
        realised_cents=_amount(content, "realised", "bestand"),
        realised_until=day_of(content, "realised_until", "bestand"),
        starts_on=day_of(content, "starts_on", "bestand"),
        ends_on=day_of(content, "ends_on", "bestand"),
        tariffs=tuple(_tariff(each, f"tariffs {number}") for number, each in enumerate(rows(content, "tariffs", most=MOST_ROWS), start=1)),
        history=tuple(_occupancy(each, f"history {number}") for number, each in enumerate(rows(content, "history", most=MOST_ROWS), start=1)),
        agreed_places=_count(content.get("agreed_places"), "agreed_places"),
        steps=steps,
        realised_units=_count(content.get("realised_units"), "realised_units") or Fraction(0),
    )


def _tariff(given: object, where: str) -> Tariff:
    tariff = block(given, where, {"unit", "amount", "from", "until"})
    until = day_or_none(tariff.get("until"), f"{where}, until")
    return Tariff(choice(tariff, "unit", TariffUnit, where=where), _amount(tariff, "amount", where), day_of(tariff, "from", where), until)


def _occupancy(given: object, where: str) -> Occupancy:
    reported = block(given, where, {"quarter", "nights"})
    try:
        quarter = Quarter.parse(text_of(reported.get("quarter"), f"{where}, quarter"))
    except ValueError as problem:
        raise Refused(f"{where}, quarter", "Vul hier een kwartaal in, zoals 2026-K3.") from problem
    nights = _count(reported.get("nights"), f"{where}, nights")
    if nights is None:
        raise Refused(f"{where}, nights", "Vul hier het aantal bezette nachten in.")
    return Occupancy(quarter, nights)


def _step(given: object, where: str) -> Step:
    step = block(given, where, {"above", "percent"})
    above, percent = whole_or_none(step.get("above"), f"{where}, above"), number_or_none(step.get("percent"), f"{where}, percent")
    if above is None or percent is None or (percent * 1000).denominator != 1:
        raise Refused(where, "Geef boven hoeveel eenheden (above) en het percentage van het tarief (percent, hoogstens drie decimalen).")
    return Step(above, int(percent * 1000))


def _count(given: object, where: str) -> Fraction | None:
    count = number_or_none(given, where)
    if count is not None and not 0 <= count <= LARGEST:
        raise Refused(where, "Dit aantal is lager dan nul, of te groot.")
    return count


def _amount(given: Mapping[str, Any], name: str, where: str) -> int:
    return read_amount(text_of(given.get(name), f"{where}, {name}"), field=f"{where}, {name}")


def written(found: Forecast) -> str:
    """The forecast as JSON. Exact figures are fractions ("61/7"), so that anybody can count it again to the cent."""
    content = {
        "expected_cents": found.expected_cents,
        "low_cents": found.low_cents,
        "high_cents": found.high_cents,
        "sentence": _sentence(found),
        "remarks": found.remarks,
        "realised_cents": found.basis.realised_cents,
        "parts": [_part(each) for each in found.parts],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _sentence(found: Forecast) -> str:
    told = f"De prognose voor {found.basis.year} is {format_euros(found.expected_cents)}."
    if found.low_cents is None or found.high_cents is None:
        return told
    return f"{told} Waarschijnlijk ligt de uitkomst tussen {format_euros(found.low_cents)} en {format_euros(found.high_cents)}."


def _part(each: Part) -> dict[str, object]:
    return {
        "first_on": each.first_on.isoformat(),
        "last_on": each.last_on.isoformat(),
        "tariff_cents": None if each.tariff is None else each.tariff.cents,
        "unit": None if each.tariff is None else each.tariff.unit,
        "units_per_place": str(each.units),
        "occupancy_of": each.reported.code,
        "quarters_ahead": each.spread.quarters_ahead,
        "changes": [str(change) for change in each.spread.changes],
        "size": None if each.spread.size is None else str(each.spread.size),
        "places": _band(each.places),
        "cents": _band(each.cents),
    }


def _band(band: Band) -> dict[str, str | None]:
    low, high = (None if each is None else str(each) for each in (band.low, band.high))
    return {"low": low, "expected": str(band.expected), "high": high}

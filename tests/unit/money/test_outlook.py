"""What a year is expected to cost, and each reason why that cannot be forecast."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from contracts.domain.forecast import Occupancy
from contracts.domain.outlook import COMMITTED_COUNTS, SPENT_COUNTS, Facts, Span, holes, outlook
from contracts.domain.staffel import Step
from contracts.domain.tariff import Tariff, TariffUnit
from contracts.domain.variant import Variant
from contracts.foundation.period import Quarter

TODAY = date(2026, 11, 22)
NIGHT = Tariff(TariffUnit.NIGHT, 100_00, date(2024, 1, 1))
K3 = Occupancy(Quarter(2026, 3), Fraction(20 * 92))
UNTIL_SEPTEMBER = Span(date(2026, 1, 1), date(2026, 9, 30), 500_000_00)


def facts(**told: Any) -> Facts:
    """An arrangement of 2026 that was realised up to and including September and can be forecast."""
    plain = Facts(
        1, 2026, "arrangement", Variant.EFFORT, date(2024, 1, 1), date(2028, 12, 31), 700_000_00, 500_000_00,
        realised=(UNTIL_SEPTEMBER,), tariffs=(NIGHT,), history=(K3,),
    )  # fmt: skip
    return replace(plain, **told)


def test_an_arrangement_by_tariff_costs_what_was_spent_and_the_days_that_remain() -> None:
    found = outlook(facts(), today=TODAY)
    assert found.expected.is_forecast and found.forecast is not None
    assert found.expected.expected_cents == 500_000_00 + 92 * 20 * 100_00  # October to December: 31 + 30 + 31 days
    assert found.expected.why == "Gerealiseerd tot en met 30 september 2026, daarna bezetting maal tarief."


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"kind": "subsidie", "variant": None}, "Een subsidie volgt niet uit de bezetting."),
        ({"variant": Variant.TASK}, "Voor een taak is een vast bedrag afgesproken."),
        ({"tariffs": ()}, "Voor de rest van het jaar is geen tarief vastgelegd."),
        ({"tariffs": (replace(NIGHT, valid_until=date(2026, 9, 30)),)}, "Voor de rest van het jaar is geen tarief vastgelegd."),
        (
            {"tariffs": (replace(NIGHT, unit=TariffUnit.HOUR),)},
            "Een tarief per uur volgt niet uit de bezetting. Reken met het aantal dat is geleverd.",
        ),
        ({"history": ()}, "Er is nog geen bezetting gemeld. Zonder bezetting is er geen prognose."),
        ({"no_occupancy": "Van deze vorm niet."}, "Van deze vorm niet."),
        ({"realised": (replace(UNTIL_SEPTEMBER, last_on=None),)}, "Het is niet bekend tot en met welke dag het gerealiseerde bedrag gaat."),
        (
            {"realised": (replace(UNTIL_SEPTEMBER, first_on=date(2026, 2, 1)),)},
            "Van 1 januari 2026 tot en met 31 januari 2026 is geen realisatie ingelezen. Zonder die dagen is er geen prognose.",
        ),
        (
            {"steps": (Step(8000, 85_000),)},
            "Dit arrangement heeft een staffel, en bij de realisatie staat niet hoeveel eenheden er zijn geleverd.",
        ),
    ],
)
def test_what_cannot_be_forecast_counts_for_what_was_committed_and_says_why(told: dict[str, Any], why: str) -> None:
    found = outlook(facts(**told), today=TODAY)
    assert (found.expected.expected_cents, found.expected.is_forecast, found.forecast) == (700_000_00, False, None)
    assert found.expected.why == f"{why} {COMMITTED_COUNTS}"


def test_what_was_spent_is_never_expected_to_become_less() -> None:
    found = outlook(facts(variant=Variant.TASK, realised_cents=800_000_00), today=TODAY)
    assert found.expected.expected_cents == 800_000_00 and found.expected.why.endswith(SPENT_COUNTS)


@pytest.mark.parametrize("kind", ["arrangement", "subsidie"])
def test_a_past_year_without_a_last_day_was_realised_and_this_year_not(kind: str) -> None:
    told = {"kind": kind, "variant": None, "realised": (Span(date(2026, 1, 1), None, 500_000_00),)}
    past = outlook(facts(**told), today=date(2027, 1, 1)).expected
    assert (past.expected_cents, past.is_forecast) == (500_000_00, False) and past.why.startswith("Het jaar is voorbij")
    assert outlook(facts(**told), today=date(2026, 12, 31)).expected.expected_cents == 700_000_00


def test_a_year_that_was_realised_to_its_last_day_is_certain() -> None:
    rest = Span(date(2026, 10, 1), date(2026, 12, 31), 1)
    found = outlook(facts(realised=(UNTIL_SEPTEMBER, rest), realised_cents=500_000_01), today=TODAY).expected
    assert (found.expected_cents, found.is_forecast) == (500_000_01, False) and found.why.startswith("Het hele jaar is gerealiseerd.")


def test_a_past_year_with_its_last_quarter_missing_is_still_forecast() -> None:
    assert outlook(facts(), today=date(2027, 6, 1)).expected.is_forecast


def test_a_subsidie_that_is_paid_by_events_expects_what_was_granted_whatever_was_paid() -> None:
    found = outlook(facts(kind="subsidie", variant=None, by_events=True, realised=()), today=date(2027, 6, 1)).expected
    assert found.expected_cents == 700_000_00


def test_a_future_year_is_occupancy_times_tariff_from_its_first_day() -> None:
    found = outlook(facts(year=2027, realised=(), realised_cents=0), today=TODAY)
    assert found.expected.expected_cents == 365 * 20 * 100_00
    assert found.expected.why == "Het hele jaar is bezetting maal tarief."


def test_days_without_a_tariff_are_told() -> None:
    found = outlook(facts(tariffs=(replace(NIGHT, valid_until=date(2026, 11, 30)),)), today=TODAY).expected
    assert found.is_forecast and found.expected_cents == 500_000_00 + 61 * 20 * 100_00
    assert found.why.endswith("Van 1 december 2026 tot en met 31 december 2026 geldt geen tarief. Die dagen tellen voor niets mee.")


def test_a_staffel_with_known_units_is_forecast() -> None:
    span = replace(UNTIL_SEPTEMBER, units=Fraction(8000))
    found = outlook(facts(steps=(Step(8000, 50_000),), realised=(span,)), today=TODAY).expected
    assert found.expected_cents == 500_000_00 + 92 * 20 * 50_00


def test_holes_are_found_between_and_before_periods_in_whatever_order_they_came() -> None:
    spans = [Span(date(2026, 7, 1), date(2026, 9, 30), 1), Span(date(2026, 2, 1), date(2026, 3, 31), 1)]
    assert holes(spans, first_on=date(2026, 1, 1)) == ((date(2026, 1, 1), date(2026, 1, 31)), (date(2026, 4, 1), date(2026, 6, 30)))
    assert holes([], first_on=date(2026, 1, 1)) == ()

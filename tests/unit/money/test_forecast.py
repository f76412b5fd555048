"""A forecast can be done again by anybody with the reported figures: day by day, to the cent."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from random import Random

import pytest

from contracts.domain.forecast import Basis, Forecast, Occupancy, forecast, spread
from contracts.domain.staffel import Step
from contracts.domain.tariff import Tariff, TariffUnit
from contracts.foundation.errors import Refused
from contracts.foundation.period import Quarter
from tests.support.figures import measured, size

DAY = timedelta(days=1)
NIGHT = TariffUnit.NIGHT


FIRST = Quarter(2025, 1)


def occupancy(*nights: int, first: Quarter = FIRST) -> tuple[Occupancy, ...]:
    return tuple(Occupancy(first.shift(number), Fraction(each)) for number, each in enumerate(nights))


BASIS = Basis(
    year=2026,
    realised_cents=500_000_00,
    realised_until=date(2026, 9, 30),
    starts_on=date(2024, 1, 1),
    ends_on=date(2028, 12, 31),
    tariffs=(Tariff(NIGHT, 100_00, date(2024, 1, 1)),),
    history=occupancy(1800, 1820, 1840, 1840, 1800, 1820, 1840),  # 20 places in every quarter
)


def test_twenty_places_at_a_hundred_euros_for_ninety_two_nights() -> None:
    found = forecast(BASIS)
    assert found.expected_cents == found.low_cents == found.high_cents == 500_000_00 + 20 * 100_00 * 92
    (part,) = found.parts
    assert (part.first_on, part.last_on, part.units, part.places.expected) == (date(2026, 10, 1), date(2026, 12, 31), Fraction(92), Fraction(20))
    assert (part.reported, part.spread.quarters_ahead, part.spread.changes) == (Quarter(2026, 3), 1, (Fraction(0),) * 6)
    assert found.remarks == ("Na het 3e kwartaal 2026 rekent de prognose met de bezetting van dat kwartaal.",)


def test_the_range_is_the_change_that_four_in_five_stayed_within() -> None:
    history = occupancy(90 * 20, 91 * 22, 92 * 21, 92 * 25, 90 * 24, first=Quarter(2025, 1))  # changes of 2, 1, 4 and 1 places
    found = forecast(replace(BASIS, history=history, realised_until=date(2026, 3, 31), ends_on=date(2026, 6, 30)))
    (part,) = found.parts
    assert [int(change) for change in part.spread.changes] == [1, 1, 2, 4] and part.spread.size == 4
    assert (part.places.low, part.places.expected, part.places.high) == (Fraction(20), Fraction(24), Fraction(28))
    assert found.low_cents is not None and found.high_cents is not None
    assert found.expected_cents - found.low_cents == found.high_cents - found.expected_cents == 4 * 91 * 100_00


def test_with_few_quarters_there_is_no_range_and_the_page_says_so() -> None:
    found = forecast(replace(BASIS, history=occupancy(1800, 1820, 1840, 1840), realised_until=date(2025, 12, 31), ends_on=date(2026, 3, 31)))
    assert (found.low_cents, found.high_cents) == (None, None) and found.expected_cents == 500_000_00 + 20 * 100_00 * 90
    assert "Er zijn te weinig kwartalen om te zeggen hoe ver de uitkomst kan afwijken." in found.remarks


def test_what_was_reported_of_days_that_are_not_yet_realised_has_no_range() -> None:
    found = forecast(replace(BASIS, realised_until=date(2026, 8, 31), ends_on=date(2026, 9, 30)))
    (part,) = found.parts
    assert (part.spread.quarters_ahead, part.spread.size, part.units) == (0, Fraction(0), Fraction(30))
    assert found.low_cents == found.high_cents == 500_000_00 + 20 * 100_00 * 30 and found.remarks == ()


def test_more_than_was_agreed_is_not_paid() -> None:
    found = forecast(replace(BASIS, agreed_places=Fraction(18)))
    assert found.expected_cents == found.high_cents == 500_000_00 + 18 * 100_00 * 92
    assert "Vanaf 1 oktober 2026 tellen niet meer plekken mee dan er zijn afgesproken." in found.remarks


def test_a_tariff_that_changes_in_the_quarter_cuts_it() -> None:
    tariffs = (Tariff(NIGHT, 100_00, date(2024, 1, 1), date(2026, 10, 31)), Tariff(NIGHT, 110_00, date(2026, 11, 1)))
    found = forecast(replace(BASIS, tariffs=tariffs))
    assert [(part.units, part.tariff) for part in found.parts] == [(Fraction(31), tariffs[0]), (Fraction(61), tariffs[1])]
    assert found.expected_cents == 500_000_00 + 20 * (31 * 100_00 + 61 * 110_00)


def test_days_without_a_tariff_cost_nothing_and_are_told() -> None:
    found = forecast(replace(BASIS, tariffs=(Tariff(NIGHT, 100_00, date(2024, 1, 1), date(2026, 11, 30)),)))
    assert found.expected_cents == 500_000_00 + 20 * 61 * 100_00
    assert found.remarks[0] == "Van 1 december 2026 tot en met 31 december 2026 geldt geen tarief. Deze dagen staan voor niets in de prognose."


def test_a_staffel_counts_on_from_what_was_realised() -> None:
    found = forecast(replace(BASIS, steps=(Step(6000, 80_000),), realised_units=Fraction(5460)))
    assert found.expected_cents == 500_000_00 + 540 * 100_00 + 1300 * 80_00


def test_a_year_that_is_over_or_not_begun() -> None:
    over = forecast(replace(BASIS, realised_until=date(2026, 12, 31)))
    assert (over.parts, over.expected_cents, over.low_cents) == ((), 500_000_00, 500_000_00)
    assert over.remarks == ("Het hele jaar is gerealiseerd. Er valt niets meer te verwachten.",)
    ahead = forecast(replace(BASIS, realised_cents=0, realised_until=date(2025, 6, 30)))
    assert [part.spread.quarters_ahead for part in ahead.parts] == [0, 0, 0, 1] and ahead.parts[0].first_on == date(2026, 1, 1)
    assert ahead.remarks == ("Na het 3e kwartaal 2026 rekent de prognose met de bezetting van dat kwartaal.",)
    late = forecast(replace(BASIS, realised_cents=0, realised_until=date(2025, 6, 30), starts_on=date(2026, 12, 1)))
    assert late.expected_cents == 20 * 100_00 * 31


def test_a_quarter_before_the_first_report_takes_that_report() -> None:
    found = forecast(replace(BASIS, history=occupancy(1840, first=Quarter(2026, 3)), realised_until=date(2026, 3, 31), ends_on=date(2026, 6, 30)))
    assert (found.parts[0].reported, found.parts[0].spread.quarters_ahead, found.parts[0].places.expected) == (Quarter(2026, 3), 1, Fraction(20))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"history": ()}, "history"),
        ({"history": (*occupancy(10), *occupancy(10))}, "history"),
        ({"history": occupancy(-1)}, "history"),
        ({"tariffs": (Tariff(TariffUnit.HOUR, 1, date(2024, 1, 1)),)}, "tariffs"),
    ],
)
def test_what_cannot_be_forecast_is_refused_with_a_sentence(change: dict[str, tuple[object, ...]], field: str) -> None:
    with pytest.raises(Refused) as refused:
        forecast(replace(BASIS, **change))
    assert refused.value.field == field and refused.value.reason.endswith(".")


def test_a_quarter_that_is_missing_makes_no_change_of_one_quarter() -> None:
    history = (*occupancy(1800, 1820), *occupancy(1840, 1800, first=Quarter(2025, 4)))
    assert len(spread(history, 1).changes) == 2 and len(spread(history, 2).changes) == 1 and spread(history, 0).size == 0


# The second way: one day at a time, with what the method says in words and nothing of the engine.


def day_price(basis: Basis, day: date) -> Fraction:
    holding = [tariff for tariff in basis.tariffs if tariff.valid_from <= day and (tariff.valid_until is None or day <= tariff.valid_until)]
    if not holding:
        return Fraction(0)
    newest = max(holding, key=lambda tariff: tariff.valid_from)
    return newest.cents * day_units(basis, day)


def day_units(basis: Basis, day: date) -> Fraction:
    holding = [tariff for tariff in basis.tariffs if tariff.valid_from <= day and (tariff.valid_until is None or day <= tariff.valid_until)]
    if not holding:
        return Fraction(0)
    unit = holding[0].unit
    return Fraction(1, {"week": 7, "maand": monthrange(day.year, day.month)[1]}.get(unit.value, 1))


def places_of(basis: Basis, day: date) -> tuple[Fraction, Fraction | None]:
    """The reported average and how far it may have moved."""

    def number(quarter: Quarter) -> int:
        return quarter.year * 4 + quarter.number

    def average(each: Occupancy) -> Fraction:
        first = date(each.quarter.year, 3 * each.quarter.number - 2, 1)
        after = date(each.quarter.year + (each.quarter.number == 4), each.quarter.number % 4 * 3 + 1, 1)
        return each.nights / (after - first).days

    now = day.year * 4 + (day.month + 2) // 3
    known = sorted(basis.history, key=lambda each: number(each.quarter))
    taken = ([each for each in known if number(each.quarter) <= now] or known[:1])[-1]
    ahead = abs(now - number(taken.quarter))
    if ahead == 0:
        return average(taken), Fraction(0)
    moves = [abs(average(a) - average(b)) for a in known for b in known if number(a.quarter) - number(b.quarter) == ahead]
    enough = [move for move in moves if 5 * sum(other <= move for other in moves) >= 4 * (len(moves) + 1)]
    return average(taken), min(enough, default=None)


def weighed(basis: Basis, units: Fraction) -> Fraction:
    """What so many units of the year count for, with what is above a step counting for less."""
    total, part_before = units, Fraction(1)
    for step in basis.steps:
        part = Fraction(step.thousandths, 100_000)
        total -= max(units - step.above_units, Fraction(0)) * (part_before - part)
        part_before = part
    return total


def by_the_day(basis: Basis, sign: int) -> int | None:
    total, units = Fraction(basis.realised_cents), basis.realised_units
    day = max(basis.realised_until + DAY, date(basis.year, 1, 1), basis.starts_on)
    while day <= min(date(basis.year, 12, 31), basis.ends_on):
        places, move = places_of(basis, day)
        if sign and move is None:
            return None
        places = max(places + sign * (move or 0), Fraction(0))
        if basis.agreed_places is not None:
            places = min(places, basis.agreed_places)
        in_day = day_units(basis, day)
        if in_day:
            counted = weighed(basis, units + places * in_day) - weighed(basis, units)
            total += counted * day_price(basis, day) / in_day
        units += places * in_day
        day += DAY
    with localcontext(prec=60):
        return int((Decimal(total.numerator) / Decimal(total.denominator)).quantize(Decimal(1), ROUND_HALF_UP))


def any_basis(random: Random) -> Basis:
    unit = random.choice([NIGHT, TariffUnit.DAY, TariffUnit.WEEK, TariffUnit.MONTH])
    year = random.choice([2026, 2027, 2028])
    starts = sorted(random.sample(range(-500, 365), random.randint(1, 3)))
    open_end = random.random() < 0.8
    tariffs = [
        Tariff(
            unit,
            random.randrange(1, 10**6),
            date(year, 1, 1) + start * DAY,
            None if open_end else date(year, 1, 1) + (start + random.randrange(400)) * DAY,
        )
        for start in starts
    ]
    quarters = random.sample(range(-8, 4), random.randint(1, 11))
    return Basis(
        year=year,
        realised_cents=random.randrange(10**9),
        realised_until=date(year - 1, 10, 1) + random.randrange(420) * DAY,
        starts_on=date(year - 1, 1, 1) + random.randrange(500) * DAY,
        ends_on=date(year, 6, 1) + random.randrange(500) * DAY,
        tariffs=tuple(tariffs),
        history=tuple(Occupancy(Quarter(year, 1).shift(number), Fraction(random.randrange(4000), random.choice([1, 1000]))) for number in quarters),
        agreed_places=random.choice([None, Fraction(random.randrange(40))]),
        steps=random.choice([(), (Step(random.randrange(1, 3000), 85_000), Step(random.randrange(3000, 5000), 60_000))]),
        realised_units=Fraction(random.randrange(3000)),
    )


def test_a_second_way_of_counting_reproduces_every_forecast_to_the_cent() -> None:
    random, tried = Random(20260930), size(quick=60, full=1500)
    off, ranges = 0, 0
    for _ in range(tried):
        basis = any_basis(random)
        found: Forecast = forecast(basis)
        again = [by_the_day(basis, sign) for sign in (-1, 0, 1)]
        told = [found.low_cents, found.expected_cents, found.high_cents]
        assert [each is None for each in told] == [each is None for each in again]
        off += sum(abs((mine or 0) - (theirs or 0)) for mine, theirs in zip(told, again, strict=True))
        ranges += found.low_cents is not None and found.high_cents != found.low_cents
        assert found.low_cents is None or found.high_cents is None or found.low_cents <= found.expected_cents <= found.high_cents
        assert sum((part.cents.expected for part in found.parts), Fraction(basis.realised_cents)) - found.expected_cents <= Fraction(1, 2)
    measured("forecasts reproduced by an independent count", tried)
    measured("forecast cents off", off)
    assert off == 0 and ranges > tried // 10

"""Tariffs: which one holds, what it becomes, what a period costs, and what is said when days have none or two."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.rounding import whole_cents
from contracts.domain.staffel import Step, brackets, priced, require_degressive
from contracts.domain.tariff import Indexation, Tariff, TariffUnit, gaps, indexed, stretches, tariff_on, tariff_problems, units_in
from contracts.domain.variant import MEANING, Variant, amount
from contracts.foundation.errors import Refused

DAY = timedelta(days=1)
NIGHT = TariffUnit.NIGHT
YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
TARIFFS = st.lists(
    st.builds(
        lambda start, length, cents: Tariff(NIGHT, cents, start, None if length is None else start + length * DAY),
        DAYS,
        st.none() | st.integers(-2, 400),
        st.integers(0, 10**6),
    ),
    max_size=5,
)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6))
def test_half_a_cent_goes_up_as_in_any_bookkeeping(top: int, bottom: int) -> None:
    exact = Fraction(top, bottom)
    found = whole_cents(exact)
    assert abs(found - exact) <= Fraction(1, 2) and whole_cents(-exact) == -found
    assert whole_cents(Fraction(top, 2)) == int((Decimal(top) / 2).quantize(Decimal(1), ROUND_HALF_UP))


def test_an_indexed_tariff_is_rounded_and_the_next_begins_from_it() -> None:
    found = indexed(Tariff(NIGHT, 123_45, date(2026, 1, 1)), [Indexation(date(2028, 1, 1), 4_000), Indexation(date(2027, 1, 1), 3_250)])
    assert found == (
        Tariff(NIGHT, 123_45, date(2026, 1, 1), date(2026, 12, 31)),
        Tariff(NIGHT, 127_46, date(2027, 1, 1), date(2027, 12, 31)),  # 127,462125
        Tariff(NIGHT, 132_56, date(2028, 1, 1)),  # 127,46 x 1,04 = 132,5584; from the unrounded tariff it would be 132,56 as well
    )


def test_rounding_each_step_can_differ_from_rounding_at_the_end_and_the_step_counts() -> None:
    found = indexed(Tariff(NIGHT, 1_50, date(2026, 1, 1)), [Indexation(date(2027, 1, 1), 1_000), Indexation(date(2028, 1, 1), 1_000)])
    assert [each.cents for each in found] == [1_50, 1_52, 1_54]  # 151,5 -> 152; 153,52 -> 154; at the end only: 153,015 -> 153


def test_an_indexation_outside_the_validity_changes_nothing_and_on_its_first_day_the_whole() -> None:
    tariff = Tariff(NIGHT, 100_00, date(2026, 1, 1), date(2026, 12, 31))
    assert indexed(tariff, [Indexation(date(2025, 1, 1), 5_000), Indexation(date(2027, 1, 1), 5_000)]) == (tariff,)
    assert indexed(tariff, [Indexation(date(2026, 1, 1), -5_000)]) == (Tariff(NIGHT, 95_00, date(2026, 1, 1), date(2026, 12, 31)),)


@pytest.mark.parametrize(
    ("indexations", "field"),
    [([Indexation(date(2027, 1, 1), 1), Indexation(date(2027, 1, 1), 2)], "from_on"), ([Indexation(date(2027, 1, 1), -100_001)], "percentage")],
)
def test_an_indexation_that_cannot_be_is_refused(indexations: list[Indexation], field: str) -> None:
    with pytest.raises(Refused) as refused:
        indexed(Tariff(NIGHT, 1, date(2026, 1, 1)), indexations)
    assert refused.value.field == field


@given(st.integers(0, 10**7), st.lists(st.tuples(st.integers(1, 900), st.integers(-100_000, 100_000)), unique_by=lambda step: step[0], max_size=5))
def test_indexation_leaves_no_gap_and_no_overlap(cents: int, steps: list[tuple[int, int]]) -> None:
    start = date(2026, 1, 1)
    found = indexed(Tariff(NIGHT, cents, start), [Indexation(start + days * DAY, thousandths) for days, thousandths in steps])
    assert tariff_problems(found, starts_on=start, ends_on=date(2030, 12, 31)) == () and len(found) == len(steps) + 1
    for (days, thousandths), former, later in zip(sorted(steps), found, found[1:], strict=False):
        assert later.valid_from == start + days * DAY and later.cents == whole_cents(former.cents * (1 + Fraction(thousandths, 100_000)))


@given(TARIFFS, DAYS, st.integers(0, 500))
def test_every_day_is_in_one_stretch_with_the_tariff_of_that_day(tariffs: list[Tariff], first_on: date, days: int) -> None:
    last_on = first_on + days * DAY
    told = {
        stretch.first_on + n * DAY: stretch.tariff
        for stretch in stretches(tariffs, first_on=first_on, last_on=last_on)
        for n in range((stretch.last_on - stretch.first_on).days + 1)
    }
    assert list(told) == [first_on + n * DAY for n in range(days + 1)]
    for day, tariff in told.items():
        holding = [each for each in tariffs if each.holds_on(day)]
        assert (tariff is None) == (not holding) and (tariff is None or tariff.valid_from == max(each.valid_from for each in holding))


@given(TARIFFS)
def test_gaps_are_the_days_without_a_tariff_and_overlaps_are_told(tariffs: list[Tariff]) -> None:
    every = [date(2026, 1, 1) + n * DAY for n in range(365)]
    bare = [day for day in every if not any(each.holds_on(day) for each in tariffs)]
    found = gaps(tariffs, **YEAR)
    assert [first + n * DAY for first, last in found for n in range((last - first).days + 1)] == bare
    assert all(later[0] > former[1] + DAY for former, later in pairwise(found))
    told = tariff_problems(tariffs, **YEAR)
    doubled = any(sum(each.holds_on(date(2026, 1, 1) + n * DAY) for each in tariffs) > 1 for n in range(-1, 1600))
    assert any("twee tarieven" in sentence for sentence in told) == doubled


def test_gaps_and_overlaps_in_sentences() -> None:
    tariffs = [
        Tariff(NIGHT, 100_00, date(2026, 1, 2), date(2026, 6, 30)),
        Tariff(NIGHT, 110_00, date(2026, 6, 1), date(2026, 9, 30)),
        Tariff(NIGHT, 120_00, date(2026, 11, 1)),
        Tariff(NIGHT, 90_00, date(2026, 5, 2), date(2026, 5, 1)),
    ]
    assert tariff_problems(tariffs, **YEAR) == (
        "Het tarief van € 90,00 eindigt op 1 mei 2026, voor het begint op 2 mei 2026.",
        "Op 1 januari 2026 geldt geen tarief.",
        "Van 1 oktober 2026 tot en met 31 oktober 2026 geldt geen tarief.",
        "Vanaf 1 juni 2026 tot en met 30 juni 2026 gelden twee tarieven: € 100,00 en € 110,00.",
    )


def test_a_gap_is_one_also_where_a_tariff_that_never_holds_begins_in_it() -> None:
    never = Tariff(NIGHT, 1, date(2026, 5, 2), date(2026, 5, 1))
    assert gaps([never, Tariff(NIGHT, 1, date(2026, 7, 1))], **YEAR) == ((date(2026, 1, 1), date(2026, 6, 30)),)


def test_the_tariff_of_a_day_is_one() -> None:
    tariffs = [Tariff(NIGHT, 1, date(2026, 1, 1), date(2026, 6, 30)), Tariff(NIGHT, 2, date(2026, 6, 30))]
    assert tariff_on(tariffs, date(2026, 6, 29)).cents == 1 and tariff_on(tariffs, date(2026, 7, 1)).cents == 2
    with pytest.raises(Refused, match="Op 30 juni 2026 gelden meer tarieven"):
        tariff_on(tariffs, date(2026, 6, 30))
    with pytest.raises(Refused, match="Op 31 december 2025 geldt geen tarief"):
        tariff_on(tariffs, date(2025, 12, 31))


@given(DAYS, st.integers(0, 700), st.integers(0, 700), st.sampled_from([TariffUnit.DAY, NIGHT, TariffUnit.WEEK, TariffUnit.MONTH]))
def test_units_of_time_add_up_where_a_period_is_cut(first_on: date, days: int, cut: int, unit: TariffUnit) -> None:
    last_on, middle = first_on + days * DAY, first_on + min(cut, days) * DAY
    whole = units_in(unit, first_on=first_on, last_on=last_on)
    assert whole == units_in(unit, first_on=first_on, last_on=middle) + units_in(unit, first_on=middle + DAY, last_on=last_on)


def test_a_year_is_twelve_months_365_nights_and_what_is_counted_is_not_spread() -> None:
    year = {"first_on": date(2026, 1, 1), "last_on": date(2026, 12, 31)}
    assert [units_in(unit, **year) for unit in (TariffUnit.MONTH, NIGHT, TariffUnit.DAY, TariffUnit.WEEK)] == [12, 365, 365, Fraction(365, 7)]
    assert units_in(TariffUnit.MONTH, first_on=date(2028, 2, 29), last_on=date(2028, 3, 1)) == Fraction(1, 29) + Fraction(1, 31)
    for unit in (TariffUnit.HOUR, TariffUnit.TRAJECTORY, TariffUnit.PIECE):
        with pytest.raises(ValueError, match="unit of time"):
            units_in(unit, **year)


STEPS = [Step(1000, 90_000), Step(2000, 75_000)]


def test_each_unit_is_paid_in_its_own_bracket() -> None:
    assert [(each.units, each.thousandths) for each in brackets(STEPS, before=Fraction(500), units=Fraction(2000))] == [
        (Fraction(500), 100_000),
        (Fraction(1000), 90_000),
        (Fraction(500), 75_000),
    ]
    assert priced(STEPS, 100_00, before=Fraction(500), units=Fraction(2000)) == 50_000_00 + 90_000_00 + 37_500_00
    assert [each.units for each in brackets(STEPS, before=Fraction(1000), units=Fraction(1000))] == [Fraction(1000)]
    assert priced([], 100_00, before=Fraction(9999), units=Fraction(3, 2)) == 150_00


@given(st.fractions(0, 5000), st.fractions(0, 5000), st.fractions(0, 5000), st.integers(0, 10**6))
def test_more_units_cost_more_but_never_more_than_the_tariff_and_a_cut_changes_nothing(
    before: Fraction, units: Fraction, more: Fraction, cents: int
) -> None:
    first, second = priced(STEPS, cents, before=before, units=units), priced(STEPS, cents, before=before + units, units=more)
    assert priced(STEPS, cents, before=before, units=units + more) == first + second
    assert units * cents * Fraction(3, 4) <= first <= units * cents
    by_unit = sum(each.units for each in brackets(STEPS, before=before, units=units))
    assert by_unit == units


@pytest.mark.parametrize(
    "steps", [[Step(0, 90_000)], [Step(10, 100_000)], [Step(10, 90_000), Step(10, 80_000)], [Step(10, 50_000), Step(20, 50_000)], [Step(10, -1)]]
)
def test_steps_that_are_not_degressive_are_refused(steps: list[Step]) -> None:
    require_degressive([*STEPS, Step(3000, 0)])
    with pytest.raises(Refused):
        require_degressive(steps)


def test_each_variant_follows_its_own_figure() -> None:
    told = {"units": Fraction(10), "results": Fraction(2), "tariff_cents": 100_00, "year_cents": 36_500_00, "part": Fraction(73, 365)}
    assert [amount(variant, **told) for variant in Variant] == [1_000_00, 200_00, 7_300_00]
    more = {**told, "units": Fraction(20)}
    assert [amount(variant, **more) - amount(variant, **told) for variant in Variant] == [1_000_00, 0, 0]
    nothing = [amount(variant, year_cents=1, part=Fraction(0)) for variant in Variant]
    assert nothing == [0, 0, 0] and amount(Variant.TASK, year_cents=5, part=Fraction(1)) == 5
    assert all(MEANING[variant].endswith(".") for variant in Variant)


@pytest.mark.parametrize(
    "wrong",
    [
        {"units": Fraction(-1)},
        {"results": Fraction(-1)},
        {"tariff_cents": -1},
        {"year_cents": -1},
        {"part": Fraction(11, 10)},
        {"part": Fraction(-1, 9)},
    ],
)
def test_a_variant_with_figures_that_cannot_be_is_refused(wrong: dict[str, Fraction]) -> None:
    for variant in Variant:
        with pytest.raises(Refused):
            amount(variant, **wrong)

"""Parts of a figure: what they add up to, and what is said when they do not."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.breakdown import Part, dimensions_of, leading, mismatches, total_of
from kpi.domain.cell import Figures
from kpi.domain.indicator import COUNT, MEAN, RATIO, Definition, Norm
from kpi.domain.limits import limits_in_words

COUNTS = st.integers(min_value=0, max_value=10**6).map(Decimal)


def parts(*numbers: int) -> tuple[Part, ...]:
    return tuple(Part(str(place), Decimal(number)) for place, number in enumerate(numbers))


@given(st.lists(COUNTS, min_size=1, max_size=8), st.integers(min_value=-3, max_value=3))
def test_parts_add_up_exactly_or_the_sum_is_shown(numbers: list[Decimal], off: int) -> None:
    own = tuple(Part(str(place), number) for place, number in enumerate(numbers))
    total = sum(numbers, Decimal(0)) + off
    found = mismatches(Figures(total), {"leeftijd": own})
    assert bool(found) == (off != 0)
    if found:
        assert found[0].dimension == "leeftijd"
        assert f"Dat is {abs(off)} te {'weinig' if off > 0 else 'veel'}." in found[0].sentence


def test_the_sentence_shows_the_sum() -> None:
    found = mismatches(Figures(Decimal(9)), {"gemeente": parts(4, 5), "leeftijd": parts(3, 5)})
    assert [one.sentence for one in found] == ["Per leeftijd: 3 + 5 = 8. Het totaal is 9. Dat is 1 te weinig."]


def test_the_noemer_of_a_ratio_must_add_up_too() -> None:
    own = (Part("a", Decimal(3), Decimal(4)), Part("b", Decimal(2), Decimal(5)))
    assert total_of(own) == Figures(Decimal(5), Decimal(9))
    assert mismatches(Figures(Decimal(5), Decimal(9)), {"gemeente": own}) == ()
    wrong = mismatches(Figures(Decimal(5), Decimal(10)), {"gemeente": own})
    assert wrong[0].sentence == "Per gemeente (noemer): 4 + 5 = 9. Het totaal is 10. Dat is 1 te weinig."


def test_parts_without_a_total_and_nothing_at_all() -> None:
    assert mismatches(Figures(), {"leeftijd": parts(1)})[0].sentence == "Per leeftijd: 1 = 1. Er is nog geen totaal."
    assert mismatches(Figures(Decimal(3)), {"leeftijd": ()}) == ()
    assert mismatches(Figures(missing_reason="te klein aantal"), {}) == ()
    assert total_of([]) == Figures()


def test_the_first_asked_dimension_that_is_filled_in_makes_the_total() -> None:
    assert dimensions_of("gemeente leeftijd") == ("gemeente", "leeftijd")
    assert leading("gemeente leeftijd", {"leeftijd", "gemeente"}) == "gemeente"
    assert leading("gemeente leeftijd", {"leeftijd"}) == "leeftijd"
    assert leading("gemeente", set()) is None
    assert dimensions_of("") == ()


def test_limits_are_said_with_the_numbers_of_the_rules() -> None:
    ratio = limits_in_words(Definition("X", RATIO, "%", norm=Norm("min", Decimal(100))))
    assert ratio[0] == "De norm is minstens 100 %."
    assert "niet groter dan de noemer" in ratio[1]
    assert "meer dan 25 % verandert, en ook minstens 5 procentpunt" in ratio[2]
    assert "tussen 1 en 10. Hoogstens 1 decimalen." in limits_in_words(Definition("X", MEAN, "cijfer", 1))[1]
    assert "Niet kleiner dan 0. Alleen hele getallen." in limits_in_words(Definition("X", COUNT, "personen"))

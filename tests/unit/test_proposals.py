"""What is known is not asked again: which number is proposed, from where, and which never is."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kpi.domain.cell import CARRIED_OVER, FROM_CAPACITY, FROM_FLOWS, Figures
from kpi.domain.indicator import COUNT, RATIO, Definition
from kpi.domain.proposals import CLIENTS_AT_END, ENDED_STAYS, LEFT_ALIVE, SHELTER_PLACES, known_numbers, propose, read_prefill, shown

SHARE = Definition("BZ-06", RATIO, denominator_label="plekken")
OWN_PLACES = f"vorig kwartaal | {SHELTER_PLACES}"
BEFORE = Figures(Decimal(24), Decimal(40))
counts = st.integers(0, 10_000)


def test_one_source_fills_both_and_two_fill_each_their_own() -> None:
    assert read_prefill("vorig kwartaal") == ("vorig kwartaal", "vorig kwartaal")
    assert read_prefill("geen | stromen:iets") == ("geen", "stromen:iets")


def test_what_was_and_what_is_counted_make_a_whole_with_both_told() -> None:
    found = propose(SHARE, OWN_PLACES, known={SHELTER_PLACES: Decimal(50)}, earlier=BEFORE, earlier_name="2e kwartaal 2026")
    assert found is not None
    assert (found.figures, found.origin, found.is_whole) == (Figures(Decimal(24), Decimal(50)), CARRIED_OVER, True)
    assert found.provenance == "Overgenomen uit 2e kwartaal 2026 en berekend uit capaciteit"


def test_a_whole_that_cannot_be_leaves_only_what_is_counted() -> None:
    found = propose(SHARE, OWN_PLACES, known={SHELTER_PLACES: Decimal(20)}, earlier=BEFORE, earlier_name="toen")
    assert found is not None and (found.figures, found.origin, found.is_whole) == (Figures(None, Decimal(20)), FROM_CAPACITY, False)


def test_nothing_is_proposed_without_its_source_or_about_nobody() -> None:
    assert propose(SHARE, OWN_PLACES, known={}, earlier=BEFORE, earlier_name="toen") is None
    assert propose(SHARE, f"geen | {ENDED_STAYS}", known={ENDED_STAYS: Decimal(0)}, earlier=None, earlier_name="") is None
    assert propose(SHARE, "vorig kwartaal", known={}, earlier=None, earlier_name="") is None
    assert propose(SHARE, "geen", known={SHELTER_PLACES: Decimal(5)}, earlier=BEFORE, earlier_name="toen") is None


def test_a_count_takes_one_number() -> None:
    found = propose(Definition("X", COUNT), "vorig kwartaal", known={}, earlier=Figures(Decimal(3)), earlier_name="toen")
    assert found is not None and found.is_whole and found.figures == Figures(Decimal(3))


def test_a_sum_with_an_unknown_part_is_not_known() -> None:
    places = [("basiszorg", 10), ("basiszorg", None), ("maatzorg", 4)]
    flows: list[tuple[str, int | None, int | None]] = [("basiszorg", 8, 5), ("maatzorg", 3, 1), ("maatzorg", None, None)]
    known = known_numbers(places, flows, {"MZ-05": Decimal(7), "BZ-01": Decimal(9)})
    assert known == {ENDED_STAYS: Decimal(5), LEFT_ALIVE: Decimal(7)}
    assert known_numbers([], [], {"MZ-05": None}) == {}


@given(st.lists(counts, min_size=1), st.lists(counts, min_size=1))
def test_sums_are_sums(shelter: list[int], support: list[int]) -> None:
    known = known_numbers([("basiszorg", number) for number in shelter], [("maatzorg", number, 0) for number in support], {})
    assert known == {SHELTER_PLACES: Decimal(sum(shelter)), CLIENTS_AT_END: Decimal(sum(support))}


@given(counts, counts, counts, counts)
def test_what_is_proposed_never_breaks_the_limits_of_a_cell_and_other_figures_have_another_fingerprint(a: int, b: int, c: int, d: int) -> None:
    one = propose(SHARE, OWN_PLACES, known={SHELTER_PLACES: Decimal(b)}, earlier=Figures(Decimal(a), Decimal(a)), earlier_name="toen")
    two = propose(SHARE, OWN_PLACES, known={SHELTER_PLACES: Decimal(d)}, earlier=Figures(Decimal(c), Decimal(c)), earlier_name="toen")
    for found in (one, two):
        assert found is None or found.numerator is None or (found.denominator or 0) >= found.numerator
    if one is not None and two is not None and one.is_whole and two.is_whole:
        assert (shown([one]) == shown([two])) == (one.figures == two.figures)


def test_the_origin_of_a_sum_is_the_page_it_was_counted_on() -> None:
    found = propose(SHARE, f"geen | {ENDED_STAYS}", known={ENDED_STAYS: Decimal(9)}, earlier=None, earlier_name="")
    assert found is not None and found.origin == FROM_FLOWS and not found.is_whole

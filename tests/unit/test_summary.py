"""The regional summary: sums that are right, sentences that are plain, and nothing that gives somebody away."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.foundation.period import Quarter
from kpi.domain.plain_language import problems, sentences, words, written_out
from kpi.domain.small_numbers import FEW_PEOPLE, FEW_PROVIDERS
from kpi.domain.summary import summarise, texts
from kpi.domain.summary_content import canonical, parse
from kpi.domain.summary_figures import judged, region_figure
from kpi.domain.summary_input import CellInput, Definition, FlowInput, PlacesInput, SummaryInput
from kpi.domain.summary_words import NO_FIGURES, NOT_ADDABLE, SUM_OVER_PROVIDERS, number

RATIO = Definition("NZ-01", 1, "Woning binnen een jaar", "Nazorg", "verhouding", "%", 1, "hoger", "min", Decimal(80), None, True, True)
COUNT = replace(RATIO, code="MZ-01", name="Cliënten per vorm", value_kind="aantal", unit="aantal", decimals=0, norm_kind="geen", norm_low=None)
MEAN = replace(RATIO, code="OC-03", name="Cliënttevredenheid", value_kind="gemiddelde", unit="cijfer", norm_kind="geen", norm_low=None)
MEDIAN = replace(RATIO, code="BZ-03", name="Verblijfsduur eerste opvang", value_kind="mediaan", unit="dagen", norm_kind="max", norm_high=Decimal(42))
NAMES = ["Woning binnen een jaar", "Bezettingsgraad (opvang en BW met verblijf)", "VO op tijd", "Inzet fte", "Wvggz XYZ", "Lang " * 30]


def cells(definition: Definition, *pairs: tuple[str, str | None]) -> list[CellInput]:
    """One cell per aanbieder."""
    return [CellInput(definition.code, 1, who, Decimal(n), None if d is None else Decimal(d)) for who, (n, d) in enumerate(pairs, start=1)]


def test_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators() -> None:
    made = region_figure(RATIO, cells(RATIO, ("1", "10"), ("10", "20"), ("60", "70")), None)
    assert (made.value, made.numerator, made.denominator, made.providers) == (
        Decimal("71.0"),
        Decimal(71),
        Decimal(100),
        3,
    )  # not the mean of 10, 50 and 86%
    assert made.message == "Woning binnen een jaar: 71,0 %."
    assert made.sentence == "Het cijfer is 71,0 %. De norm is minstens 80 %. We halen de norm nog niet."


def test_a_count_over_people_says_that_it_is_a_sum_per_aanbieder() -> None:
    made = region_figure(COUNT, cells(COUNT, ("10", None), ("20", None), ("5", None), ("0", None)), None)
    assert (made.value, made.note, made.providers) == (Decimal(35), SUM_OVER_PROVIDERS, 3)


def test_a_mean_is_weighted_by_its_response() -> None:
    made = region_figure(MEAN, cells(MEAN, ("8", "10"), ("6", "30"), ("7", "10"), ("1", "0")), None)
    assert (made.value, made.denominator, made.providers) == (Decimal("6.6"), Decimal(50), 3)


@pytest.mark.parametrize(
    ("definition", "given_cells", "reason"),
    [
        (MEDIAN, (("30", "10"), ("40", "10"), ("50", "10")), NOT_ADDABLE),
        (replace(COUNT, can_be_added=False), (("30", None), ("40", None), ("50", None)), NOT_ADDABLE),
        (RATIO, (), NO_FIGURES),
        (RATIO, (("10", "20"), ("10", "20")), FEW_PROVIDERS),
        (RATIO, (("10", "20"), ("10", "20"), ("0", "0")), FEW_PROVIDERS),
        (RATIO, (("1", "20"), ("1", "20"), ("2", "20")), FEW_PEOPLE),
        (RATIO, (("20", "20"), ("19", "20"), ("20", "20")), FEW_PEOPLE),
        (COUNT, (("90", None), ("0", None), ("8", None)), FEW_PROVIDERS),
        (MEAN, (("8", "1"), ("6", "1"), ("7", "1")), FEW_PEOPLE),
    ],
)
def test_what_is_not_shown_and_why(definition: Definition, given_cells: tuple[tuple[str, str | None], ...], reason: str) -> None:
    made = region_figure(definition, cells(definition, *given_cells), None)
    assert made.hidden == reason
    assert (made.value, made.numerator, made.denominator, made.providers, made.previous) == (None,) * 5


@pytest.mark.parametrize(
    ("kind", "low", "high", "value", "expected"),
    [
        ("min", 80, None, 80, True),
        ("min", 80, None, 79, False),
        ("max", None, 42, 42, True),
        ("max", None, 42, 43, False),
        ("bereik", 100, 150, 125, True),
        ("bereik", 100, 150, 151, False),
        ("bereik", 100, 150, 99, False),
        ("geen", None, None, 1, None),
    ],
)
def test_the_norm(kind: str, low: int | None, high: int | None, value: int, expected: bool | None) -> None:
    bounds = [None if bound is None else Decimal(bound) for bound in (low, high)]
    assert judged(replace(RATIO, norm_kind=kind, norm_low=bounds[0], norm_high=bounds[1]), Decimal(value))[1] is expected


def test_figures_are_compared_only_when_as_many_aanbieders_stand_behind_the_same_definition() -> None:
    before = region_figure(RATIO, cells(RATIO, ("50", "100"), ("10", "20"), ("60", "70")), None)
    now = cells(RATIO, ("70", "100"), ("10", "20"), ("60", "70"))
    compared = region_figure(RATIO, now, before)
    assert compared.previous == before.value
    assert compared.message == "Woning binnen een jaar: het cijfer is gestegen."
    assert region_figure(RATIO, [*now, CellInput("NZ-01", 1, 9, Decimal(5), Decimal(9))], before).previous is None
    assert region_figure(replace(RATIO, version=2), now, before).previous is None


def flows(providers: int = 3) -> tuple[FlowInput, ...]:
    large = [FlowInput("bw", "BW met verblijf", who, 100, 10, 5, 6, 9, 100) for who in range(providers)]
    small = [FlowInput("eo", "Eerste opvang", who, 10, 1, 0, 0, 1, 10) for who in range(providers)]
    middle = [FlowInput("zv", "BW zonder verblijf", who, 50, 8, 4, 6, 6, 50) for who in range(providers)]
    return (*large, *small, *middle)


def summary_input(**changed: object) -> SummaryInput:
    whole = SummaryInput(
        period=Quarter(2026, 2),
        accepted=3,
        expected=4,
        definitions=(RATIO, COUNT, MEAN, MEDIAN),
        cells=tuple(cells(RATIO, ("10", "20"), ("10", "20"), ("60", "70"))),
        flows=flows(),
        places=tuple(PlacesInput(who, 60, 4, 1, 3) for who in range(3)),
    )
    return replace(whole, **changed)


def test_flow_rows_are_summed_and_balance_and_the_small_form_is_hidden_with_the_next() -> None:
    made = summarise(summary_input(), None)
    shown = {row.code: row for row in made.flows}
    assert (shown["bw"].begin, shown["bw"].joined, shown["bw"].left, shown["bw"].end) == (300, 45, 45, 300)
    assert shown["bw"].name == "beschermd wonen met verblijf"
    assert [shown[code].begin for code in ("eo", "zv")] == [None, None]
    total = made.flow_total
    assert (total.begin or 0) + (total.joined or 0) - (total.left or 0) == total.end == 480
    assert made.flow_detail is not None and made.flow_detail.inflow == 57
    assert made.conclusions[1] == "Er kwamen 57 mensen bij en er gingen 48 mensen weg."


def test_free_and_closed_places_stand_together_when_one_is_too_small() -> None:
    made = summarise(summary_input(), None).places
    assert (made.places, made.occupied, made.unoccupied, made.free, made.closed, made.waiting) == (195, 180, 15, None, None, 9)
    full = summarise(summary_input(places=tuple(PlacesInput(who, 60, 1, 0, 0) for who in range(3))), None).places
    assert (full.places, full.occupied, full.unoccupied, full.waiting) == (183, None, None, None)


def test_with_two_aanbieders_no_figure_is_left() -> None:
    few = summary_input(
        accepted=2, cells=tuple(cells(RATIO, ("10", "20"), ("10", "20"))), flows=flows(2), places=(PlacesInput(1, 60, 20, 20, 20),) * 2
    )
    made = summarise(few, None)
    assert all(figure.value is None for figure in made.figures)
    assert all(row.begin is None for row in (*made.flows, made.flow_total)) and made.flow_detail is None
    assert (made.places.places, made.places.occupied, made.places.waiting) == (None, None, None)
    assert "De rapportage van 2 aanbieders is nog niet klaar. Die telt nu niet mee." in made.left_out


def test_what_is_frozen_reads_back_the_same() -> None:
    made = summarise(summary_input(), summarise(summary_input(), None))
    assert parse(canonical(made)) == made
    assert made.figures[0].previous == made.figures[0].value
    with pytest.raises(ValueError, match="schema"):
        parse('{"schema":99}')


NUMBERS = st.integers(0, 300)
DEFINITIONS = st.builds(
    lambda name, kind, norm, unit, number: Definition(
        f"XX-{number}", 1, name, "Nazorg", kind, unit, 1, "hoger", norm, Decimal(10), Decimal(60), True, True
    ),
    st.sampled_from(NAMES),
    st.sampled_from(["verhouding", "aantal", "gemiddelde", "mediaan"]),
    st.sampled_from(["min", "max", "bereik", "geen"]),
    st.sampled_from(["%", "aantal", "dagen"]),
    NUMBERS,
)


@st.composite
def inputs(draw: st.DrawFn) -> SummaryInput:
    """A quarter of any shape: zeros, one aanbieder, many."""
    providers = draw(st.integers(0, 5))
    definitions = draw(st.lists(DEFINITIONS, max_size=5, unique_by=lambda d: d.code))
    drawn = [CellInput(d.code, 1, who, Decimal(draw(NUMBERS)), Decimal(300)) for d in definitions for who in range(providers)]
    flow = [FlowInput(f, f.upper(), who, *(draw(NUMBERS) for _ in range(6))) for f in ("eo", "zv") for who in range(providers)]
    spots = tuple(PlacesInput(who, *(draw(NUMBERS) for _ in range(4))) for who in range(providers))
    more = draw(st.integers(0, 2))
    return SummaryInput(Quarter(2026, 2), providers, providers + more, tuple(definitions), tuple(drawn), tuple(flow), spots)


@settings(max_examples=200, deadline=None)
@given(inputs(), st.one_of(st.none(), inputs()))
def test_every_generated_sentence_is_plain(now: SummaryInput, before: SummaryInput | None) -> None:
    made = summarise(now, None if before is None else summarise(before, None))
    assert problems(texts(made)) == ()
    assert len(made.conclusions) == 5


@settings(max_examples=200, deadline=None)
@given(inputs())
def test_a_figure_of_fewer_than_three_aanbieders_is_never_shown(now: SummaryInput) -> None:
    made = summarise(now, None)
    for figure in made.figures:
        if figure.value is not None:
            assert len({cell.provider for cell in now.cells if cell.code == figure.code and (cell.denominator or cell.numerator)}) >= 3
    for row, flows_of in [(row, [f for f in now.flows if f.form == row.code]) for row in made.flows] + [(made.flow_total, list(now.flows))]:
        if row.begin is not None:
            assert len({flow.provider for flow in flows_of if flow.at_begin}) >= 3
            assert min(n for n in (row.begin, row.joined, row.left, row.end) if n is not None) >= 5


def test_the_language_rules_find_what_they_should() -> None:
    assert problems(["Dit is een korte zin."]) == ()
    assert problems(["woord " * 21 + "."])[0].startswith("Te lange zin")
    assert problems(["woord " * 13 + "."]) == ("De zinnen zijn gemiddeld te lang.",)
    assert problems(["De KPI is goed."]) == ("Afkorting zonder uitleg: De KPI is goed.",)
    assert written_out("BW en MO, KPI's") == "beschermd wonen en maatschappelijke opvang, cijfers"
    assert [words(s) for s in sentences("Een twee. Drie!")] == [2, 1]


def test_numbers_are_written_in_dutch() -> None:
    assert number(Decimal("1234.5"), "%") == "1.234,5 %"
    assert (number(1234567), number(Decimal(42), "dagen")) == ("1.234.567", "42 dagen")

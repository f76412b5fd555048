"""The scheme: tables that add up, each figure once, and nothing outside the fixed tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpi.domain.disclosure.checks import checked
from kpi.domain.publication.choice import Ages, Choice, Forms, Municipalities
from kpi.domain.publication.chosen import ALL_CHOICES
from kpi.domain.publication.fixed_providers import told_by
from kpi.domain.publication.kept import kept_bundle, kept_text
from kpi.domain.publication.layout import Scheme
from kpi.domain.publication.reasons import FEW_PROVIDERS, NO_FIGURES, NOT_ADDABLE, TOO_FEW
from kpi.domain.publication.scheme import scheme
from kpi.domain.publication.source import providers_of
from kpi.domain.summary_input import PeopleInput, PlacesInput, SummaryInput
from tests.support.publication_history import jointly
from tests.unit.publication.region import HOUSE, QUARTER, RULES, SHELTER, quarter

FINE = Choice()
COARSE = Choice(Municipalities.CENTRE_AND_OTHERS, Forms.GROUPS, Ages.TWO)
some = settings(max_examples=25, deadline=None)
seeds = st.integers(0, 10_000)
choices = st.sampled_from(ALL_CHOICES)


def made(given_: SummaryInput, choice: Choice = FINE) -> Scheme:
    return scheme(given_, choice, RULES, name="2026-K3")


def values(of: Scheme) -> dict[str, Fraction]:
    return {name: cell.value for name, cell in of.bundle.cells.items()}


@some
@given(seeds, choices, st.integers(1, 5))
def test_every_table_adds_up_and_so_does_what_each_aanbieder_brings_in(seed: int, choice: Choice, providers: int) -> None:
    bundle = made(quarter(seed, providers=providers), choice).bundle
    cells = bundle.cells
    told = [*bundle.equations, *(one for part in bundle.parts for one in part.problem.equations)]
    assert len(told) > 10
    for equation in told:
        assert cells[equation.total].value == sum(cells[part].value for part in equation.parts), equation
        together: Counter[str] = Counter()
        for part in equation.parts:
            together.update(cells[part].contributions or {})
        of_nobody = any(cells[part].contributions is None for part in equation.parts)
        assert of_nobody or together == Counter(cells[equation.total].contributions or {}), equation


@some
@given(seeds, choices)
def test_contributions_make_the_value_and_every_part_can_be_protected(seed: int, choice: Choice) -> None:
    for part in made(quarter(seed), choice).bundle.parts:
        for cell in part.problem.cells:
            if cell.contributions is None:  # it only ties others
                assert "~" in cell.id and cell.id in part.problem.unpublished and cell.value >= 0
                continue
            assert cell.value == sum(cell.contributions.values())
            assert all(amount > 0 or cell.id.endswith("|totaal") for amount in cell.contributions.values())
        checked(replace(part.problem, rules=RULES.of(part.problem), base=RULES.base))


@some
@given(seeds, choices)
def test_the_same_figure_has_one_id_wherever_it_stands(seed: int, choice: Choice) -> None:
    of = made(quarter(seed), choice)
    ids = [cell.id for part in of.bundle.parts for cell in part.problem.cells]
    assert len(ids) == len(set(ids))
    corners = {table.cells[-1][-1] for table in of.tables}
    assert corners == {of.movement.end} == {"2026-K3|totaal"}
    first, second, third = of.tables
    assert [row[-1] for row in first.cells] == [row[-1] for row in second.cells]
    assert list(first.cells[-1]) == [row[-1] for row in third.cells]
    assert second.cells[-1] == third.cells[-1]
    assert of.movement.begin == "2026-K2|totaal"


@some
@given(seeds)
def test_coarse_tables_are_sums_of_fine_ones(seed: int) -> None:
    region = quarter(seed)
    fine, coarse = values(made(region)), values(made(region, COARSE))
    assert coarse["2026-K3|g|heuvelland"] == fine["2026-K3|g|0938"] + fine["2026-K3|g|0981"]
    offered = {flow.form for flow in region.flows}
    groups = {"opvang": SHELTER, "beschermd-wonen": HOUSE}
    for group, form in groups.items():
        if form in offered:
            assert coarse[f"2026-K3|gv|0935|{group}"] == fine[f"2026-K3|gv|0935|{form}"]
            both = fine[f"2026-K3|vl|{form}|23-64"] + fine[f"2026-K3|vl|{form}|65+"]
            assert coarse[f"2026-K3|vl|{group}|23+"] == both
    assert coarse["2026-K3|gl|heuvelland|-22"] == fine["2026-K3|gl|0938|18-22"] + fine["2026-K3|gl|0981|18-22"]
    for same in ("2026-K3|totaal", "2026-K3|g|overig", "2026-K3|l|onbekend", "2026-K3|erbij"):
        assert coarse[same] == fine[same]


@some
@given(seeds, choices)
def test_only_the_fixed_tables_have_cells(seed: int, choice: Choice) -> None:
    """No three-way cell, no figure of one aanbieder, and every cell has its place or is nobody's to read."""
    of = made(quarter(seed), choice)
    unpublished = frozenset[str]().union(*(part.problem.unpublished for part in of.bundle.parts))
    assert set(of.bundle.cells) - unpublished == of.places_of_cells
    assert not unpublished & of.places_of_cells
    assert all(len(cell.split("|")) <= 4 for cell in of.bundle.cells)
    assert {table.key for table in of.tables} == {"gemeente-voorziening", "gemeente-leeftijd", "voorziening-leeftijd"}


@some
@given(seeds)
def test_the_order_of_the_reports_changes_nothing(seed: int) -> None:
    region = quarter(seed)
    turned = replace(region, people=region.people[::-1], cells=region.cells[::-1], places=region.places[::-1])
    assert made(turned) == made(region)


def test_an_aanbieder_with_nobody_in_care_is_one_of_those_who_count() -> None:
    """Else the next edition of the quarter would count one aanbieder less, and so tell that it had nobody."""
    region = quarter(3)
    joins = replace(region.flows[0], provider=9, at_begin=0, inflow=0, outflow=0, at_end=0)
    given_ = replace(region, flows=(*region.flows, joins), places=(*region.places, PlacesInput(8, 0, 0, 0, 0)))
    of = made(given_)
    assert providers_of(of.bundle) == told_by(given_) == {1, 2, 3, 4, 8, 9}
    kept = kept_bundle(kept_text(jointly(of.bundle, (), RULES).bundle))
    assert providers_of(kept) == told_by(given_)
    assert jointly(replace(of.bundle, name="2026-K3 (2)"), [kept], RULES).safe


def test_a_form_that_nobody_offers_has_no_row() -> None:
    of = made(quarter(3))
    assert "Nergens" not in of.tables[0].columns
    assert of.tables[0].columns[-1] == "Samen"


def test_without_everybodys_people_there_are_no_tables_but_the_flow_stays() -> None:
    region = quarter(3)
    for given_ in (replace(region, people=()), replace(region, people=(*region.people[:-1], replace(region.people[-1], people=99)))):
        of = made(given_)
        assert of.tables_missing
        assert of.tables == ()
        assert values(of)["2026-K3|totaal"] == sum(flow.at_end for flow in region.flows)
        assert of.bundle.groups == ()


def test_people_in_a_category_that_the_region_lacks_are_no_figure() -> None:
    region = quarter(3)
    strange = tuple(replace(one, municipality="9999") for one in region.people)
    with pytest.raises(ValueError, match="gemeente"):
        made(replace(region, people=strange))


def test_what_may_not_be_added_or_was_told_by_too_few_never_gets_a_cell() -> None:
    region = quarter(5)
    few = tuple(cell for cell in region.cells if cell.code != "OC-02" or cell.provider <= 2)
    none = tuple(cell for cell in few if cell.code != "CF-04")
    of = made(replace(region, cells=none))
    hidden = {place.code: place.hidden for place in of.indicators if place.hidden}
    assert hidden == {"BZ-03": NOT_ADDABLE, "OC-02": FEW_PROVIDERS, "CF-04": NO_FIGURES}
    assert not [cell for cell in of.bundle.cells if any(code in cell for code in hidden)]


@pytest.mark.parametrize("somebody", [0, 1, 2])
def test_why_a_ratio_is_not_there_never_tells_that_there_was_nobody(somebody: int) -> None:
    """All four told OC-02, but only the first few had anybody to count. That reads as any small figure does, and so does the summary."""
    region = quarter(5)
    empty = tuple(replace(cell, numerator=Decimal(0), denominator=Decimal(0)) for cell in region.cells if cell.code == "OC-02")
    others = tuple(cell for cell in region.cells if cell.code != "OC-02" or cell.provider <= somebody)
    of = made(replace(region, cells=(*others, *empty[somebody:])))
    (place,) = (one for one in of.indicators if one.code == "OC-02")
    assert place.hidden == TOO_FEW
    assert not [cell for cell in of.bundle.cells if "OC-02" in cell]


def test_a_mean_is_a_sum_over_how_many_and_is_shown_only_with_both() -> None:
    region = quarter(5)
    of = made(region)
    marks = [cell for cell in region.cells if cell.code == "OC-03"]
    assert values(of)["2026-K3|OC-03|som"] == sum(Fraction(cell.numerator) * Fraction(cell.denominator or 0) for cell in marks)
    assert frozenset({"2026-K3|OC-03|som", "2026-K3|OC-03|noemer"}) in of.bundle.together


@some
@given(seeds)
def test_one_person_more_changes_just_the_cells_where_that_person_is(seed: int) -> None:
    region = quarter(seed)
    form = region.flows[0]
    joins = PeopleInput(form.provider, form.form, "0938", "65+", 1)
    grown = replace(form, inflow=form.inflow + 1, at_end=form.at_end + 1)
    before = values(made(region))
    after = values(made(replace(region, people=(*region.people, joins), flows=(grown, *region.flows[1:]))))
    told = {name for name in before if after.get(name) != before[name] and not any(mark in name for mark in ("~", "MZ-10", "|in-"))}
    v = form.form
    people = {f"gv|0938|{v}", "gl|0938|65+", f"vl|{v}|65+", "g|0938", f"v|{v}", "l|65+", "totaal", "erbij", "geholpen"}
    assert told == {f"{QUARTER.code}|{name}" for name in people}


@some
@given(seeds, choices, choices)
def test_an_edition_with_other_tables_tells_how_both_hang_together(seed: int, choice: Choice, before: Choice) -> None:
    region = quarter(seed)
    alone, first = made(region, choice), made(region, before)
    other = {name: value for name, value in values(first).items() if name in first.places_of_cells}
    of = scheme(region, choice, RULES, name="2026-K3 (2)", earlier=(before,))
    assert of.places_of_cells == alone.places_of_cells
    assert of.tables == alone.tables
    both = values(of)
    assert {name: both[name] for name in other} == other
    unpublished = frozenset[str]().union(*(part.problem.unpublished for part in of.bundle.parts))
    assert not unpublished & of.places_of_cells
    for equation in of.bundle.parts[0].problem.equations:
        assert both[equation.total] == sum(both[part] for part in equation.parts)
    totals = {equation.total for equation in of.bundle.parts[0].problem.equations}
    parts = {part for equation in of.bundle.parts[0].problem.equations for part in equation.parts}
    if choice.municipalities is not before.municipalities:
        assert "2026-K3|g|heuvelland" in totals & parts
    if choice == before:
        assert of.bundle.parts == alone.bundle.parts

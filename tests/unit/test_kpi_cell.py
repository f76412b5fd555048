"""What may stand in a cell, what it is worth, and what free text may not hold."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.bsn import passes_eleven_test
from contracts.foundation.errors import Refused
from kpi.domain.capacity import Places, capacity_problem
from kpi.domain.cell import MISSING_REASONS, Figures, exact_value, read_figures, value_of
from kpi.domain.completeness import Completeness, total
from kpi.domain.flow import Flow, flow_problem, through_problem
from kpi.domain.indicator import Definition, Norm
from kpi.domain.problems import Problem, SeveralRefused, refuse_any
from kpi.domain.written import LONGEST, read_reason, read_text

RATIO = Definition("BZ-01", "verhouding", denominator_label="noemer")
COUNT = Definition("BZ-02", "aantal")
MEDIAN = Definition("BZ-03", "mediaan", decimals=1, denominator_label="mensen")
MEAN = Definition("OC-03", "gemiddelde", decimals=1, denominator_label="respons")


def read(definition: Definition, numerator: str = "", denominator: str = "", reason: str | None = None) -> Figures:
    return read_figures(definition, numerator=numerator, denominator=denominator, missing_reason=reason)


@pytest.mark.parametrize(
    ("definition", "numerator", "denominator", "field"),
    [
        (RATIO, "19", "", "denominator"),
        (RATIO, "", "31", "numerator"),
        (RATIO, "32", "31", "numerator"),
        (RATIO, "-1", "31", "numerator"),
        (RATIO, "1", "-31", "denominator"),
        (COUNT, "-1", "", "numerator"),
        (COUNT, "1", "2", "denominator"),
        (COUNT, "1,5", "", "numerator"),
        (MEAN, "0,9", "10", "numerator"),
        (MEAN, "10,1", "10", "numerator"),
        (MEAN, "7,5", "", "denominator"),
        (MEAN, "7,5", "0", "numerator"),
        (MEDIAN, "", "12", "numerator"),
        (MEDIAN, "40,5", "1,5", "denominator"),
    ],
)
def test_hard_limits(definition: Definition, numerator: str, denominator: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        read(definition, numerator, denominator)
    assert refused.value.field == field


def test_what_is_allowed() -> None:
    assert read(RATIO, "31", "31") == Figures(Decimal(31), Decimal(31))
    assert read(RATIO, "0", "0").is_filled
    assert read(MEAN, "1", "3") == Figures(Decimal(1), Decimal(3))
    assert read(MEAN, "10", "3").is_filled
    assert read(MEDIAN, "", "0") == Figures(None, Decimal(0))
    assert not read(RATIO).is_filled


def test_a_middle_value_without_a_second_label_has_one_number() -> None:
    assert read(Definition("X", "mediaan"), "12") == Figures(Decimal(12))
    with pytest.raises(Refused):
        read(Definition("X", "mediaan"), "12", "3")


@pytest.mark.parametrize("reason", MISSING_REASONS)
def test_a_reason_stands_instead_of_a_figure(reason: str) -> None:
    assert read(RATIO, reason=reason) == Figures(missing_reason=reason)
    with pytest.raises(Refused, match="Niet allebei"):
        read(RATIO, "1", "2", reason)


def test_an_unknown_reason_is_refused() -> None:
    with pytest.raises(Refused, match="uit de lijst"):
        read(RATIO, reason="geen zin")


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_the_value_is_exact_or_absent(numerator: int, denominator: int) -> None:
    value = exact_value("verhouding", Decimal(numerator), Decimal(denominator))
    assert value == (Fraction(numerator * 100, denominator) if denominator else None)
    shown = value_of("verhouding", Decimal(numerator), Decimal(denominator))
    assert (shown is None) == (value is None)
    if value is not None and shown is not None:
        assert abs(Fraction(shown) - value) < Fraction(1, 10**9)


def test_values_of_other_kinds() -> None:
    assert value_of("aantal", Decimal(4), None) == Decimal(4)
    assert value_of("mediaan", None, Decimal(0)) is None
    assert exact_value("mediaan", Decimal("40.5"), Decimal(3)) == Fraction(81, 2)


@pytest.mark.parametrize(
    ("norm", "below", "inside", "above"),
    [
        (Norm("min", low=Decimal(10)), False, True, True),
        (Norm("max", high=Decimal(10)), True, True, False),
        (Norm("bereik", Decimal(10), Decimal(10)), False, True, False),
        (Norm("geen", Decimal(10), Decimal(10)), None, None, None),
        (Norm("min"), None, None, None),
    ],
)
def test_norms_hold_their_bound(norm: Norm, below: bool | None, inside: bool | None, above: bool | None) -> None:
    assert [norm.is_met(Fraction(n)) for n in (9, 10, 11)] == [below, inside, above]


def test_completeness_in_words() -> None:
    assert Completeness(31, 36).sentence == "31 van 36 ingevuld"
    assert Completeness(31, 36, 2).sentence == "31 van 36 ingevuld, 2 vragen uitleg"
    assert Completeness(31, 36, 1).sentence.endswith("1 vraagt uitleg")
    assert total([Completeness(1, 2), Completeness(3, 3, 1)]) == Completeness(4, 5, 1)
    assert Completeness(2, 2).is_complete
    assert not Completeness(2, 2, 1).is_complete
    with pytest.raises(ValueError, match="3 of 2"):
        Completeness(3, 2)


@pytest.mark.parametrize(
    "text",
    [
        "client 111222333 is verhuisd", "BSN 1112.22.333", "nr 111 222 333.", "2026 111222333", "bel 06-12345678", "bel 043 350 40 40",
        "(043) 3504040", "+31 6 1234 5678", "+31(0)612345678", "0031612345678", "mail naar iris@delinde.example", "IRIS@DELINDE.EXAMPLE",
        "\uff11\uff11\uff11\uff12\uff12\uff12\uff13\uff13\uff13",
    ],
)  # fmt: skip
def test_personal_data_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="Haal het weg") as refused:
        read_text(text, field="explanation")
    assert refused.value.field == "explanation"


@pytest.mark.parametrize(
    "text",
    [
        "In het 3e kwartaal van 2026 bleven 12 mensen langer.", "Van 01-01-2026 10:00 tot 31-03-2026.", "Kosten: 1.234.567,89 euro.",
        "zie 111222334", "bedrag 20123961", "000000000", "@ de balie", "19 van 31",
    ],
)  # fmt: skip
def test_ordinary_text_is_kept(text: str) -> None:
    assert read_text(f"  {text}\r\n", field="x") == text


def test_text_is_cleaned_and_bounded() -> None:
    assert read_text("a\x00b\r\nc\td", field="x") == "ab\nc\td"
    with pytest.raises(Refused, match="te lang"):
        read_text("a" * (LONGEST + 1), field="x")
    with pytest.raises(Refused, match="minstens 10 tekens"):
        read_reason("te kort   ", field="x")


@given(st.integers(10_000_000, 99_999_999))
def test_one_wrong_digit_never_passes_the_eleven_test(first_eight: int) -> None:
    passing = [last for last in range(10) if passes_eleven_test(f"{first_eight}{last}")]
    assert len(passing) <= 1


counts = st.integers(0, 500)


@given(counts, counts, counts, counts, st.integers(-3, 3))
def test_places_add_up_or_the_sum_is_told(occupied: int, free: int, closed: int, waiting: int, off: int) -> None:
    count = Places(occupied, free, closed, waiting)
    problem = capacity_problem(count, places=count.sum + off, field="locatie-1")
    assert (problem is None) == (off == 0)
    if problem is not None:
        assert f"= {count.sum}." in problem.reason


@given(counts, counts, counts, counts, counts, st.integers(-3, 3))
def test_a_flow_balances_or_the_sum_is_told(begin: int, inflow: int, into: int, out: int, outflow: int, off: int) -> None:
    end = begin + inflow + into - out - outflow
    flow = Flow(begin, inflow, into, out, outflow, end + off)
    problem = flow_problem(flow, previous_end=begin, field="stroom-x")
    if end + off < 0:
        assert problem is not None
        assert "kleiner zijn dan 0" in problem.reason
    else:
        assert (problem is None) == (off == 0)
        assert problem is None or f"= {end}." in problem.reason


def test_a_flow_follows_from_the_previous_quarter() -> None:
    flow = Flow(8, 1, 0, 0, 1, 8)
    assert flow_problem(flow, previous_end=None, field="x") is None
    problem = flow_problem(flow, previous_end=9, field="x")
    assert problem is not None
    assert "Vorig kwartaal eindigde met 9" in problem.reason


@given(st.lists(st.tuples(counts, counts), max_size=5))
def test_moving_on_leaves_one_form_and_enters_another(pairs: list[tuple[int, int]]) -> None:
    flows = [Flow(1000, 0, into, out, 0, 1000 + into - out) for into, out in pairs]
    equal = sum(into for into, _ in pairs) == sum(out for _, out in pairs)
    assert (through_problem(flows, field="x") is None) == equal


def test_several_problems_are_one_refusal() -> None:
    refuse_any([])
    with pytest.raises(SeveralRefused) as one:
        refuse_any([Problem("a", "Fout.")])
    assert (one.value.field, one.value.reason) == ("a", "Fout.")
    with pytest.raises(Refused, match="nog 2 punten"):
        refuse_any([Problem("a", "Fout."), Problem("b", "Fout.")])

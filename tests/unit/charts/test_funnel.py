"""A funnel: limits by the published formulas, every aanbieder where the table says, and no name over another."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.charts import SHARE, Funnel, FunnelPoint, Measure
from portal.web.charts.funnel_limits import Zone
from portal.web.charts.picture import NARROW, WIDE
from tests.unit.charts.drawing import TEXTS, ground, is_inside, precision, read_off, touching

RATE = Measure("per 100 plekken", 1, 100, least=0)
FEW = settings(max_examples=40, deadline=None)
SIZES = st.one_of(st.integers(0, 300), st.none(), st.sampled_from([1, 10_000_000]))


@st.composite
def shares(draw: st.DrawFn) -> Funnel:
    sizes = draw(st.lists(SIZES, max_size=10))
    points = [FunnelPoint(draw(TEXTS), None if n is None else draw(st.integers(0, n)), n, draw(st.booleans())) for n in sizes]
    return Funnel("Proef", tuple(points), centre=draw(st.one_of(st.none(), st.fractions(0, 1, max_denominator=50))))


@st.composite
def rates(draw: st.DrawFn) -> Funnel:
    points = [FunnelPoint(draw(TEXTS), draw(st.one_of(st.none(), st.integers(0, 500))), n) for n in draw(st.lists(SIZES, max_size=10))]
    return Funnel("Proef", tuple(points), RATE, is_share=False, sizes="aantal plekken")


@st.composite
def crowds(draw: st.DrawFn) -> Funnel:
    """Ten aanbieders with long names in one spot."""
    names = draw(st.lists(TEXTS, min_size=10, max_size=12))
    return Funnel("Proef", tuple(FunnelPoint(name, 60 + n % 2, 90 + n // 4) for n, name in enumerate(names)))


@FEW
@given(st.one_of(shares(), rates(), crowds()), st.sampled_from([NARROW, WIDE]))
def test_every_aanbieder_stands_where_the_table_says_and_no_name_lies_over_another(chart: Funnel, width: int) -> None:
    picture = chart.picture(width)
    assert is_inside(picture)
    names = [one for one in picture.words if one.look in {"", "c-strong"}]
    assert touching(names) == []
    told = [row for row in chart.table.rows if row[1].value is not None and row[-1].text != "geen cijfer"]
    assert len(told) == len(picture.marks) == sum(one.denominator not in {None, 0} and one.events is not None for one in chart.points)
    for mark, row, one in zip(picture.marks, told, chart.placed, strict=True):
        assert abs(read_off(picture, chart.axis, mark.y) - float(one.value)) <= precision(chart.axis, chart.measure)
        assert abs(Decimal(str(row[1].value)) - one.value) <= Decimal("0.05")
        assert mark.y <= ground(picture)
    by_size = sorted((one.size, mark.x) for one, mark in zip(chart.placed, picture.marks, strict=True))
    assert [x for _, x in by_size] == sorted(x for _, x in by_size)


@FEW
@given(shares())
def test_who_lies_outside_is_named_in_the_sentences_and_marked(chart: Funnel) -> None:
    known = [one for one in chart.points if one.denominator and one.events is not None]
    if not known:
        assert chart.summary == "Er zijn nog geen cijfers om te vergelijken."
        return
    pooled = Fraction(sum(int(one.events or 0) for one in known), sum(int(one.denominator or 0) for one in known))
    level = pooled if chart.centre is None else Fraction(chart.centre)
    outside = 0
    for one, placed in zip(known, chart.placed, strict=True):
        share, size = Fraction(int(one.events or 0), int(one.denominator or 1)), int(one.denominator or 1)
        z = abs(float(share - level)) / sqrt(float(level * (1 - level)) / size) if 0 < level < 1 else 0.0
        if min(abs(z - 1.959964), abs(z - 3.090232)) > 1e-5:
            expected = Zone.SIGNAL if z > 3.090232 else Zone.ATTENTION if z > 1.959964 else Zone.INSIDE
            assert placed.zone is expected
        outside += placed.zone is not Zone.INSIDE
        assert (f"{one.name}: " in chart.summary) >= (placed.zone is not Zone.INSIDE)
    inside = len(known) - outside
    if 0 < level < 1 and inside:
        assert (f"{inside} aanbieders liggen" if inside > 1 else "Eén aanbieder ligt") + " binnen de grenzen." in chart.summary
    assert sum(mark.shape == "diamond" for mark in chart.picture().marks) == outside


def test_limits_of_rates_are_those_of_the_chi_square_within_a_hundredth() -> None:
    # FunnelPlotR: qchisq(0.025, 2 * 20) / 2 / 20 and qchisq(0.975, 2 * 21) / 2 / 20, at 20 expected events
    chart = Funnel("Proef", (FunnelPoint("A", 20, 100), FunnelPoint("B", 20, 100)), RATE, is_share=False)
    low, high = chart.limits(100.0, Zone.ATTENTION) or (Decimal(0), Decimal(0))
    assert float(low) / 20 == pytest.approx(24.433 / 40, rel=0.01)
    assert float(high) / 20 == pytest.approx(61.777 / 40, rel=0.01)


def test_an_aanbieder_sees_itself_against_the_others() -> None:
    chart = Funnel("Uitstroom", (FunnelPoint("U", 8, 40, is_own=True),), SHARE, Fraction(1, 2), centre_name="drie anderen")
    assert chart.summary == "Drie anderen: 50,0 %. U: 20,0 %, lager dan toeval verklaart (signaal). Let op: de groepen verschillen."
    words = [one.text for one in chart.picture().words]
    assert "U, signaal" in words and "drie anderen 50,0 %" in words
    assert [cell.text for cell in chart.table.rows[0]] == ["U", "20,0", "8", "40", "50,0", "34,5", "65,5", "25,6", "74,4", "signaal: lager"]

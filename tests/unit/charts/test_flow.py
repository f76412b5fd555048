"""A flow: both sides add up to the cent, every band is as high as its amount and can be seen, and no words lie over others."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.web.charts import Flow, FlowPicture
from portal.web.charts.flow_bands import MOST_LEFT, MOST_RIGHT
from portal.web.charts.flow_shapes import THINNEST, height_of, scale_of
from portal.web.charts.picture import NARROW, WIDE, Area
from tests.unit.charts.drawing import TEXTS, is_inside, touching

FEW = settings(max_examples=60, deadline=None)
WIDTHS = st.sampled_from([NARROW, WIDE])
CENTS = st.one_of(st.integers(1, 10**12), st.integers(1, 100), st.just(0))
LOOSE = "Nog zonder begrotingsregel"


@st.composite
def flows(draw: st.DrawFn) -> FlowPicture:
    """A few or many lines and contracts, with names that begin alike, and amounts from a cent to ten billion."""
    left = draw(st.lists(TEXTS, min_size=1, max_size=14, unique=True))
    right = draw(st.lists(TEXTS, min_size=1, max_size=20, unique=True))
    pairs = draw(st.lists(st.tuples(st.sampled_from(left), st.sampled_from(right)), max_size=40, unique=True))
    made = [Flow(f"R {one}", f"T {other}", draw(CENTS)) for one, other in pairs]
    made += [Flow(LOOSE, f"T {one}", draw(CENTS), is_loose=True) for one in draw(st.lists(st.sampled_from(right), max_size=3, unique=True))]
    return FlowPicture("Begroting 2026", tuple(made))


def heights(areas: tuple[Area, ...]) -> list[tuple[float, float]]:
    """Of each band: how high it is where it leaves and where it arrives."""
    found = []
    for area in areas:
        places, half = area.places, len(area.places) // 2
        found.append((places[-1][1] - places[0][1], places[half][1] - places[half - 1][1]))
    return found


@FEW
@given(flows(), WIDTHS)
def test_both_sides_add_up_and_every_band_can_be_seen(chart: FlowPicture, width: int) -> None:
    found, total = chart.bands, sum(flow.cents for flow in chart.flows)
    assert found.cents == total == sum(node.cents for node in found.left) == sum(node.cents for node in found.right)
    assert len(found.left) <= MOST_LEFT and len(found.right) <= MOST_RIGHT
    for number, node in enumerate(found.left):
        assert node.cents == sum(band.cents for band in found.bands if band.left == number) > 0
    for number, node in enumerate(found.right):
        assert node.cents == sum(band.cents for band in found.bands if band.right == number) > 0
    assert Decimal(str(chart.table.rows[-1][-1].value)) == Decimal(total) / 100
    picture = chart.picture(width)
    assert is_inside(picture) and touching(picture.words) == []
    if chart.is_empty:
        assert picture.areas == () and "nog geen geld verdeeld" in chart.summary
        return
    bands = [area for area in picture.areas if len(area.places) > 4]
    scale = scale_of(found, width)
    drawn = sorted((round(start, 1), round(end, 1)) for start, end in heights(tuple(bands)))
    told = sorted((round(height_of(band, scale), 1),) * 2 for band in found.bands)
    assert len(bands) == len(found.bands)
    for (start, end), (height, _) in zip(drawn, told, strict=True):
        assert abs(start - height) <= 0.2 and abs(end - height) <= 0.2 and start >= THINNEST - 0.1


@FEW
@given(flows())
def test_heights_are_in_proportion(chart: FlowPicture) -> None:
    if chart.is_empty:
        return
    found = chart.bands
    scale = scale_of(found, WIDE)
    for band in found.bands:
        height = height_of(band, scale)
        assert height == THINNEST or abs(height / scale - band.cents) < 1e-3 * band.cents
    tops = [node for node in found.left if node.is_loose]
    assert len(tops) <= 1 and all(node.name == LOOSE for node in tops)


def many(count: int) -> FlowPicture:
    return FlowPicture("Begroting 2026", tuple(Flow(f"Regel {n}", f"Afspraak {n}", 1000 + n) for n in range(count)))


def test_the_smallest_are_taken_together_and_it_is_said() -> None:
    found = many(20).bands
    assert len(found.left) == MOST_LEFT and len(found.right) == MOST_RIGHT
    assert found.left[-1].name == "Overige regels (13)" and found.right[-1].name == "Overige (9)"
    assert "Overige regels (13) staan samen in één vak; de tabel noemt ze apart." in many(20).summary
    assert len(many(20).table.rows) == 21
    assert [node.joined for node in many(8).bands.left] == [0] * 8


def test_money_without_a_line_stands_apart_and_a_cent_can_be_seen() -> None:
    chart = FlowPicture("Begroting 2026", (Flow("Opvang", "A", 10**9), Flow(LOOSE, "A", 1, is_loose=True)))
    looks = [area.look for area in chart.picture(WIDE).areas]
    assert looks == ["c-tolerance", "c-bar-free", "c-bar", "c-bar-free", "c-bar"]
    assert chart.summary == (
        "Samen € 10.000.000,01. Het meeste komt uit Opvang: € 10.000.000,00. Nog zonder begrotingsregel: € 0,01. "
        "Heel kleine bedragen zijn iets dikker getekend, zodat u ze ziet."
    )


def test_an_empty_begroting_says_so() -> None:
    chart = FlowPicture("Begroting 2026", ())
    assert chart.summary == "Er is voor dit jaar nog geen geld verdeeld." and chart.picture(NARROW).words == ()

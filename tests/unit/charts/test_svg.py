"""A chart for a file: it needs no stylesheet, every look of the charts has its colour, and nothing in it is markup of somebody else."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import fromstring

from portal.web.charts import BarValue, Measure, RunChart, RunPoint, bar_chart
from portal.web.charts.svg import LOOKS, svg_of, svg_of_bars

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = Path(__file__).parents[3] / "portal" / "web" / "charts"
QUARTERS = ("2025-K4", "2026-K1", "2026-K2", "2026-K3")


def test_bars_are_drawn_with_their_words() -> None:
    chart = bar_chart(
        "Plekken", [BarValue("Bezet & <b>", Decimal(40), "40"), BarValue("Vrij", Decimal(10), "10", True)], norm="norm: 30", norm_values=[Decimal(30)]
    )
    drawing = svg_of_bars(chart)
    root = fromstring(drawing.svg)
    assert [element.text for element in root.iter(f"{SVG}text")] == ["Bezet & <b>", "40", "Vrij", "10", "norm: 30"]
    assert [float(bar.get("width", "0")) for bar in root.iter(f"{SVG}rect")] == [300, chart.bars[0].width, 300, chart.bars[1].width]
    assert (drawing.width, drawing.height) == (int(root.get("width", "0")), int(root.get("height", "0")))


def test_a_line_through_quarters_is_whole() -> None:
    chart = RunChart("Mensen", Measure("", 0, least=0, most=None), tuple(RunPoint(when, Decimal(5 * n)) for n, when in enumerate(QUARTERS)))
    root = fromstring(svg_of(chart.picture(300)).svg)
    picture = chart.picture(300)
    assert len(list(root.iter(f"{SVG}circle"))) == sum(mark.shape == "dot" for mark in picture.marks)
    assert len(list(root.iter(f"{SVG}polyline"))) == len(picture.lines)
    assert all(element.get("class") is None and element.get("style") is None for element in root.iter())


def test_every_look_of_a_line_through_quarters_has_a_colour() -> None:
    used = {look for file in CHARTS.glob("run_*.py") for look in re.findall(r'"(c-[a-z-]+)"', file.read_text(encoding="utf-8"))}
    assert used - set(LOOKS) <= {"c-notable"}  # a point that stands out has its own shape; ink is its colour

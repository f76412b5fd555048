"""A chart as an SVG of its own, for a file that knows no stylesheet: the colours of the page stand in it, the letters are those of the file."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from portal.web.charts.bars import WIDTH, BarChart
from portal.web.charts.picture import LETTER, Mark, Picture

INK, QUIET, ACCENT, PALE, RIM, PAPER, CONCERN = "#17242b", "#55636b", "#0b5563", "#f0efe9", "#77725f", "#ffffff", "#9c2413"
MARGIN = 8
FAMILY = "Libertinus Serif"
LOOKS = {
    "c-axis": f'stroke="{RIM}"',
    "c-limit": f'stroke="{RIM}"',
    "c-grid": 'stroke="#d8d4c8"',
    "c-centre": f'stroke="{QUIET}" stroke-dasharray="1 3"',
    "c-context": f'stroke="{QUIET}" stroke-width="2"',
    "c-norm": f'stroke="{INK}" stroke-width="1.5"',
    "c-tick": f'stroke="{INK}" stroke-width="3"',
    "c-band": f'fill="{PALE}"',
    "c-tolerance": f'fill="{PALE}" stroke="{RIM}"',
    "c-bar": f'fill="{QUIET}"',
    "c-bar-accent": f'fill="{ACCENT}"',
    "c-dot": f'fill="{ACCENT}"',
    "c-value": f'fill="{ACCENT}"',
    "c-dot-open": f'fill="{PAPER}" stroke="{QUIET}" stroke-width="2"',
    "c-bar-free": f'fill="{PAPER}" stroke="{ACCENT}" stroke-width="1.5"',
    "c-concern": f'fill="{CONCERN}"',
    "c-quiet": f'fill="{QUIET}"',
    "c-strong": f'fill="{INK}" font-weight="700"',
}
"""What static/css/charts.css says of each class."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG, and how wide and high it is."""

    svg: str
    width: int
    height: int


def svg_of_bars(chart: BarChart) -> Drawing:
    """Bars with their words above them, as templates/components/chart.html draws them."""
    drawn = []
    for bar in chart.bars:
        look = LOOKS["c-strong" if bar.is_accent else "c-quiet"]
        drawn += [_words(0, bar.words_y, bar.label, look), _words(WIDTH, bar.words_y, bar.text, look, "end")]
        drawn.append(f'<rect x="0" y="{bar.y}" width="{WIDTH}" height="14" {LOOKS["c-band"]}/>')
        drawn.append(f'<rect x="0" y="{bar.y}" width="{bar.width}" height="14" {LOOKS["c-bar-accent" if bar.is_accent else "c-bar"]}/>')
        drawn += [f'<path d="M{mark},{bar.y - 3}v20" {LOOKS["c-norm"]}/>' for mark in chart.marks]
    if chart.marks:
        last = chart.marks[-1]
        anchor = "end" if last > WIDTH * 2 / 3 else "start" if last < WIDTH / 3 else "middle"
        drawn.append(_words(last, chart.marks_end + 16, chart.norm, LOOKS["c-quiet"], anchor))
    return _whole(WIDTH, chart.height, drawn)


def svg_of(picture: Picture) -> Drawing:
    """A picture of shapes, from the back to the front."""
    drawn = [f'<polygon points="{area.points}" {LOOKS.get(area.look, "")}/>' for area in picture.areas]
    for line in picture.lines:
        dash = f' stroke-dasharray="{line.dash}"' if line.dash else ""
        drawn.append(f'<polyline points="{line.points}" fill="none" {LOOKS.get(line.look, f"""stroke="{INK}" """)}{dash}/>')
    drawn += [_mark(mark) for mark in picture.marks]
    drawn += [_words(word.x, word.y, word.text, LOOKS.get(word.look, f'fill="{INK}"'), word.anchor) for word in picture.words]
    return _whole(picture.width, picture.height, drawn)


def _mark(mark: Mark) -> str:
    look = LOOKS.get(mark.look, f'fill="{INK}"')
    if mark.shape == "dot":
        return f'<circle cx="{mark.x}" cy="{mark.y}" r="{mark.radius}" {look}/>'
    if mark.shape == "cross":
        return f'<path d="M{mark.x - 4},{mark.y - 4}l8,8m0,-8l-8,8" fill="none" stroke="{INK}"/>'
    return f'<polygon points="{mark.points}" {look}/>'


def _words(x: float, y: float, text: str, look: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}" font-size="{LETTER}" font-family="{FAMILY}" {look}>{escape(text)}</text>'


def _whole(width: int, height: int, drawn: list[str]) -> Drawing:
    """With a rim around it: on a page half a letter may stand outside a picture, in a file it would be cut off."""
    wide, high = width + 2 * MARGIN, height + 2 * MARGIN
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{-MARGIN} {-MARGIN} {wide} {high}" width="{wide}" height="{high}">'
    return Drawing(f"{head}{''.join(drawn)}</svg>", wide, high)

"""A flow: money from the lines of the begroting to arrangementen and subsidies, as bands between two sides."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.flow_bands import Bands, Flow, bands_of
from portal.web.charts.flow_shapes import THINNEST, draw, height_of, scale_of
from portal.web.charts.picture import WIDE, Picture
from portal.web.charts.table import Cell, ChartTable, Heading, numeric, words
from portal.web.formatting import euros

EMPTY_HEIGHT = 20


@dataclass(frozen=True, slots=True)
class FlowPicture:
    """All flows of a year, in the order of the begroting. The picture takes the smallest together; the table has each of them."""

    title: str
    flows: tuple[Flow, ...]

    @property
    def bands(self) -> Bands:
        """What is drawn."""
        return bands_of(self.flows)

    @property
    def is_empty(self) -> bool:
        """Nothing flows."""
        return not any(flow.cents > 0 for flow in self.flows)

    def picture(self, width: int = WIDE) -> Picture:
        """The picture, NARROW (300) or WIDE (640); its letters are 13 high in both. Of nothing it is empty: the page says so in words."""
        return Picture(width, EMPTY_HEIGHT) if self.is_empty else draw(self.bands, width)

    @property
    def summary(self) -> str:
        """All that flows, the largest on both sides, what has no line, and what the picture does not tell exactly."""
        if self.is_empty:
            return "Er is voor dit jaar nog geen geld verdeeld."
        found = self.bands
        lines = [node for node in found.left if not node.is_loose and not node.joined]
        told = [f"Samen {euros(found.cents)}."]
        if lines:
            largest = max(lines, key=lambda node: node.cents)
            told.append(f"Het meeste komt uit {largest.name}: {euros(largest.cents)}.")
        told += [f"{node.name}: {euros(node.cents)}." for node in found.left if node.is_loose]
        told += [f"{node.name} staan samen in één vak; de tabel noemt ze apart." for node in (*found.left, *found.right) if node.joined]
        if any(height_of(band, scale_of(found, WIDE)) <= THINNEST for band in found.bands):
            told.append("Heel kleine bedragen zijn iets dikker getekend, zodat u ze ziet.")
        return " ".join(told)

    @property
    def table(self) -> ChartTable:
        """One row for each flow, and the sum."""
        headings = (Heading("Begrotingsregel"), Heading("Arrangement of subsidie"), *numeric("Bedrag in euro's"))
        paid = [flow for flow in self.flows if flow.cents]
        rows = [(words(flow.left), words(flow.right), _amount(flow.cents)) for flow in paid]
        return ChartTable(self.title, headings, (*rows, (words("Samen"), words(""), _amount(sum(flow.cents for flow in paid)))))


def _amount(cents: int) -> Cell:
    return Cell(euros(cents), Decimal(cents) / 100)

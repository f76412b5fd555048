"""A funnel: aanbieders of different sizes beside each other, between the limits that chance alone allows for their size."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.web.charts.axis import Axis, axis_of
from portal.web.charts.funnel_curves import Limits
from portal.web.charts.funnel_limits import PLAIN, FunnelPoint, Zone, limits_at, zone_of
from portal.web.charts.funnel_picture import Placed, draw
from portal.web.charts.picture import WIDE, Picture
from portal.web.charts.table import Cell, ChartTable, Heading, count_cell, figure_cell, numeric, words
from portal.web.charts.values import SHARE, Measure, Number

SIZES = Measure("", 0, least=0)
LIMITED = (Zone.ATTENTION, Zone.SIGNAL)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Aanbieders in one quarter. `centre` is the level around which the limits lie, as a share or rate; None: that of all points together.

    `sizes` names the denominator ("aantal cliënten"), `centre_name` the level ("gemiddeld", or "de anderen" when the own figure is left out).
    Without `is_share` the figures are rates: events per unit of the denominator.
    """

    title: str
    points: tuple[FunnelPoint, ...]
    measure: Measure = SHARE
    centre: Number | None = None
    is_share: bool = True
    sizes: str = "aantal cliënten"
    centre_name: str = "gemiddeld"

    @property
    def level(self) -> Fraction | None:
        """The centre as a share or rate; None when there are no figures."""
        if self.centre is not None:
            return None if (given := PLAIN.shown(self.centre)) is None else Fraction(given)
        known = [one for one in self.points if one.share is not None]
        bases = sum((Fraction(one.size or 0) for one in known), Fraction(0))
        return sum((Fraction(PLAIN.shown(one.events) or 0) for one in known), Fraction(0)) / bases if bases else None

    @property
    def placed(self) -> tuple[Placed, ...]:
        """The points that can be drawn, each with its figure in the shown unit and its zone."""
        level = self.level
        return tuple(
            Placed(one, one.size, value, Zone.INSIDE if level is None else zone_of(share, level, one.size, is_share=self.is_share))
            for one in self.points
            if (share := one.share) is not None and one.size is not None and (value := self.measure.shown(share)) is not None
        )

    @property
    def limits(self) -> Limits:
        """The limits in the shown unit, to ask for a denominator and a zone."""
        level, measure = self.level, self.measure

        def asked(size: float, zone: Zone) -> tuple[Decimal, Decimal] | None:
            found = None if level is None else limits_at(level, size, zone, is_share=self.is_share)
            if found is None:
                return None
            low, high = (measure.within(measure.shown(one)) for one in found)
            return None if low is None or high is None else (low, high)

        return asked

    @property
    def axis(self) -> Axis:
        """Holds every point, the centre, and the limits for the smallest aanbieder."""
        placed, centre = self.placed, self.measure.shown(self.level)
        held = [one.value for one in placed] + ([] if centre is None else [centre])
        smallest = min((one.size for one in placed), default=None)
        around = None if smallest is None else self.limits(float(smallest), Zone.SIGNAL)
        return axis_of([*held, *(around or ())], self.measure)

    @property
    def size_axis(self) -> Axis:
        """From zero to the largest denominator and a little more."""
        largest = max((one.size for one in self.placed), default=Decimal(1))
        return axis_of([largest * Decimal("1.05")], SIZES, from_zero=True)

    def picture(self, width: int = WIDE) -> Picture:
        """The picture, NARROW (300) or WIDE (640); its letters are 13 high in both."""
        centre = self.measure.shown(self.level)
        return draw(self.placed, centre, (self.axis, self.size_axis), self.limits, (self.measure, self.sizes, self.centre_name), width)

    @property
    def summary(self) -> str:
        """The level, who lies beyond the limits, and that populations differ."""
        placed, centre = self.placed, self.measure.shown(self.level)
        if not placed or centre is None:
            return "Er zijn nog geen cijfers om te vergelijken."
        told = [f"{self.centre_name.capitalize()}: {self.measure.text(centre)}."]
        outside = [one for one in placed if one.zone is not Zone.INSIDE]
        told += [f"{one.point.name}: {self.measure.text(one.value)}, {one.side(centre)} dan toeval verklaart ({one.zone})." for one in outside]
        if self.limits(float(placed[0].size), Zone.SIGNAL) is None:
            told.append("Er zijn geen grenzen te geven.")
        elif len(outside) < len(placed):
            others = len(placed) - len(outside)
            told.append(f"{'Eén aanbieder ligt' if others == 1 else f'{others} aanbieders liggen'} binnen de grenzen.")
        gone = len(self.points) - len(placed)
        told.append(f"Van {gone} {'aanbieder' if gone == 1 else 'aanbieders'} is er geen cijfer." if gone else "")
        return " ".join([*(one for one in told if one), "Let op: de groepen verschillen."])

    @property
    def table(self) -> ChartTable:
        """One row for each aanbieder, with the limits for its size."""
        unit = self.measure.heading
        headings = (
            Heading("Aanbieder"), *numeric(f"Waarde{unit}", "Teller", "Noemer", f"Midden{unit}"),
            *numeric(*(f"{name} {zone}{unit}" for zone in LIMITED for name in ("Ondergrens", "Bovengrens"))), Heading("Oordeel"),
        )  # fmt: skip
        placed, limits, level = {id(one.point): one for one in self.placed}, self.limits, self.measure.shown(self.level)
        return ChartTable(self.title, headings, tuple(self._row(one, placed.get(id(one)), limits, level) for one in self.points)).without_empty()

    def _row(self, point: FunnelPoint, found: Placed | None, limits: Limits, level: Decimal | None) -> tuple[Cell, ...]:
        counts = [count_cell(PLAIN.shown(one)) for one in (point.events, point.denominator)]
        around = [None if found is None else limits(float(found.size), zone) for zone in LIMITED]
        edges = [figure_cell(pair[side] if pair else None, self.measure) for pair in around for side in (0, 1)]
        verdict = "geen cijfer" if found is None else found.verdict(level)
        shown = [figure_cell(one, self.measure) for one in (None if found is None else found.value, level)]
        return (words(point.name), shown[0], *counts, shown[1], *edges, words(verdict))

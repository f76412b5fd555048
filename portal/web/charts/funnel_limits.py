"""Between which limits aanbieders of a size would stay by chance alone: 0.025 and 0.001 on each side (statistics.md part 2, rule 5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from kpi.domain.signals.intervals import byar
from kpi.domain.signals.peers import TAIL_ATTENTION, TAIL_SIGNAL, funnel_of_shares
from portal.web.charts.values import Measure, Number


class Zone(StrEnum):
    """How far from the centre a point lies, in the words of the severities."""

    INSIDE = ""
    ATTENTION = "aandacht"
    SIGNAL = "signaal"


TAILS = {Zone.ATTENTION: TAIL_ATTENTION, Zone.SIGNAL: TAIL_SIGNAL}


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One aanbieder: so many events (or people) of so many. `is_own` is the one the page is about."""

    name: str
    events: Number | None
    denominator: Number | None
    is_own: bool = False

    @property
    def share(self) -> Fraction | None:
        """Events by denominator; None without either, or with nothing to divide by."""
        top, size = PLAIN.shown(self.events), self.size
        return None if top is None or size is None else Fraction(top) / Fraction(size)

    @property
    def size(self) -> Decimal | None:
        """The denominator when it can be divided by."""
        size = PLAIN.shown(self.denominator)
        return size if size is not None and size > 0 else None


PLAIN = Measure()


def limits_at(level: Fraction, size: float, zone: Zone, *, is_share: bool) -> tuple[float, float] | None:
    """The limits at a denominator; None where the level leaves no room for chance (nothing, or everything).

    For rates Byar's interval of the expected number, which is within a hundredth of the exact one of FunnelPlotR from two expected events on.
    """
    if level <= 0 or (is_share and level >= 1):
        return None
    if is_share:
        return funnel_of_shares(float(level), size, TAILS[zone])
    around = byar(float(level) * size, 1 - 2 * TAILS[zone])
    return around.lower / size, around.upper / size


def zone_of(value: Fraction, level: Fraction, size: Decimal, *, is_share: bool) -> Zone:
    """The outermost limit that the value lies beyond."""
    for zone in (Zone.SIGNAL, Zone.ATTENTION):
        limits = limits_at(level, float(size), zone, is_share=is_share)
        if limits is not None and not limits[0] <= value <= limits[1]:
            return zone
    return Zone.INSIDE

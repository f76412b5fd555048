"""The simulation as a whole: warm up, live the quarters, report."""

from __future__ import annotations

from collections.abc import Sequence

from contracts.foundation.period import Quarter
from portal.developer.simulation.cast import CastProvider, Journeys, load_cast, load_journeys
from portal.developer.simulation.chance import Chance
from portal.developer.simulation.closing import close_quarter
from portal.developer.simulation.day import ProviderDays, Season
from portal.developer.simulation.region import region_of
from portal.developer.simulation.results import ProviderQuarter, Simulation
from portal.developer.simulation.tally import Tally

WARM_UP_QUARTERS = 8
"""Quarters that are lived but not reported: NZ-03 and NZ-04 of the first K4 look back at a whole calendar year before it."""


def _season(provider: CastProvider, index: int, count: int) -> Season:
    """Where reported quarter `index` (negative: warm-up) of `count` stands in the character of an aanbieder."""
    factors = provider.character.shelter_stay_factor
    progress = 1.0 if count == 1 else max(0, index) / (count - 1)
    return Season(progress, factors[max(0, len(factors) - count + index)])


def _live(provider: CastProvider, journeys: Journeys, seed: int, quarters: Sequence[Quarter]) -> list[tuple[ProviderQuarter, Tally]]:
    """All quarters of one aanbieder, the warm-up left out."""
    count, first = len(quarters), quarters[0].shift(-WARM_UP_QUARTERS)
    chance = Chance(f"{seed}:{provider.slug}")
    days = ProviderDays(provider, journeys, chance, first.starts_on.toordinal() - 1, _season(provider, -WARM_UP_QUARTERS, count))
    closed = []
    for index in range(-WARM_UP_QUARTERS, count):
        quarter = quarters[0].shift(index)
        days.begin_quarter(_season(provider, index, count))
        for day in range(quarter.starts_on.toordinal(), quarter.ends_on.toordinal() + 1):
            days.live(day)
        closed.append(close_quarter(provider.slug, days, quarter))
    return closed[WARM_UP_QUARTERS:]


def simulate(*, last: Quarter, seed: int, quarters: int = 12) -> Simulation:
    """The invented figures of all aanbieders for `quarters` quarters up to and including `last`.

    The same seed and arguments give the same figures, on every machine. Raises ValueError when `quarters` is below 1.
    """
    if quarters < 1:
        raise ValueError("at least one quarter")
    cast, journeys = load_cast(), load_journeys()
    reported = tuple(last.shift(index - quarters + 1) for index in range(quarters))
    lives = [_live(provider, journeys, seed, reported) for provider in cast]
    by_quarter = [tuple(life[index] for life in lives) for index in range(quarters)]
    return Simulation(
        cast=cast,
        quarters=reported,
        reports=tuple(report for row in by_quarter for report, _ in row),
        region=tuple(region_of([report for report, _ in row], [tally for _, tally in row]) for row in by_quarter),
    )

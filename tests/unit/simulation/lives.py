"""Simulations over many seeds, each made once and shared by the tests that look at it."""

from __future__ import annotations

from functools import cache

from hypothesis import strategies as st

from contracts.foundation.period import Quarter
from portal.developer.simulation.results import ProviderQuarter, RegionQuarter, Simulation
from portal.developer.simulation.run import simulate


@cache
def life(seed: int) -> Simulation:
    """The twelve quarters of one seed; the last quarter differs with the seed, so that K4 falls everywhere."""
    return simulate(last=Quarter(2026, 3).shift(seed % 4), seed=seed * 7919)


simulations = st.integers(0, 23).map(life)


def everyone(simulation: Simulation) -> list[ProviderQuarter | RegionQuarter]:
    """Every quarter of every aanbieder, and every quarter of the region: the laws hold for both."""
    return [*simulation.reports, *simulation.region]

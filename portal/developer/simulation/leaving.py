"""Leaving an aanbieder alive: where to, how it ended, and what it means for the counts (KPIs MZ-05, NZ-02, OC-02, NZ-03)."""

from __future__ import annotations

from portal.developer.simulation.cast import Character
from portal.developer.simulation.chance import Chance
from portal.developer.simulation.people import Departure
from portal.developer.simulation.tally import Tally
from portal.developer.simulation.vocabulary import HOME, UNKNOWN

_EXTERNAL_ENDS = 0.06
"""Ends for a reason outside client and aanbieder (moved away, another law): not in OC-02."""
_PLANNED_WHEN_UNKNOWN = 0.08
"""Whoever leaves without saying where to seldom leaves as planned."""


def count_leaving(tally: Tally, person: int, day: int, destination: str, *, character: Character, progress: float, chance: Chance) -> Departure:
    """Count one person who leaves, and hand back what later years need to know of it. Deaths do not come here."""
    tally.left += 1
    tally.left_home += destination == HOME
    tally.left_housed += destination != UNKNOWN
    if not chance.happens(_EXTERNAL_ENDS):
        tally.ended_counted += 1
        tally.ended_planned += chance.happens(_PLANNED_WHEN_UNKNOWN if destination == UNKNOWN else character.planned.at(progress))
    return Departure(person, day, destination == HOME, chance.happens(character.aftercare.at(progress)))

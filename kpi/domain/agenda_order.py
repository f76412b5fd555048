"""In which order points stand on an agenda: agreements of earlier sessions first, then the four parts; deviations by what weighs most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kpi.domain.dialogue import FIRST_POSITION

AFTER_THE_QUESTION = 1  # the fixed question of a part stands first in it
DATES = 100  # dates of contracts and subsidies, under "kaders"
HAND_MADE = 600  # what people add themselves stands after what comes by itself
MOST_BY_HAND = 399  # a part has a thousand places
_AFTER = "na:"
FIRST_IN_FULL = 7  # a conversation has room for so many deviations; the others stand folded below them


@dataclass(frozen=True, slots=True)
class Weight:
    """What decides how early a deviation stands on the agenda."""

    is_chosen: bool
    severity: int
    is_contractual: bool
    found_at: datetime
    deviation_id: int


def rank(weight: Weight) -> tuple[bool, int, bool, datetime, int]:
    """A key to sort by: what people asked for, then the heavier, then what breaks an agreement, then what waits longest."""
    return (not weight.is_chosen, -weight.severity, not weight.is_contractual, weight.found_at, weight.deviation_id)


def deviation_position(place: int) -> int:
    """The position of the n-th deviation (from 0) under "data". It never comes among what people added themselves."""
    return FIRST_POSITION["data"] + min(AFTER_THE_QUESTION + place, HAND_MADE - 1)


def postponed_from(session_id: int) -> str:
    """What a point says (its source) that people moved on from this session: it goes to a later one, not back to this one."""
    return f"{_AFTER}{session_id}"


def postponing_session(source: str) -> int | None:
    """The session that a point was moved on from, or None."""
    return int(source.removeprefix(_AFTER)) if source.startswith(_AFTER) else None

"""Who sits at the partnership table, and until when that can change: people of the organisations at it, and guests (S001 §7.1)."""

from __future__ import annotations

from contracts.foundation.errors import Refused
from kpi.domain.dialogue import CONCEPT, OFFERED, OVER, PREPARING, SHARED, TALKING

PERSON, GUEST = "deelnemer", "gast"
PEOPLE_STATES = (CONCEPT, PREPARING, SHARED, TALKING, OFFERED)
ATTENDANCE_STATES = (TALKING, OFFERED)
TOLD_STATES = (PREPARING, SHARED)
"""In which people hear by mail of a change: before, nobody was invited; after, they sit at the table."""
MOVABLE_STATES = (CONCEPT, PREPARING, SHARED)


def require_people(state: str, *, is_settled: bool) -> None:
    """Can participants come and go? Until the minutes are settled. Raises Refused."""
    if state in OVER or is_settled:
        raise Refused("", "U kunt de deelnemers niet meer veranderen. Het gesprek is vastgesteld of geannuleerd.")


def require_attendance(state: str, *, is_settled: bool) -> None:
    """Can be written down who was there? From the beginning until the minutes are settled. Raises Refused."""
    if state not in ATTENDANCE_STATES or is_settled:
        raise Refused("", "U kunt nu niet invullen wie er was. Dat kan vanaf het begin van het gesprek tot de vaststelling.")

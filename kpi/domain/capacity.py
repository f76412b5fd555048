"""Places on the last day of the quarter: occupied + free + closed = places (requirement R4)."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.domain.problems import Problem


@dataclass(frozen=True, slots=True)
class Places:
    """One location's count. Waiting counts people, the others count places."""

    occupied: int
    free: int
    closed: int
    waiting: int = 0

    @property
    def sum(self) -> int:
        """The places this count accounts for."""
        return self.occupied + self.free + self.closed


def capacity_problem(count: Places, *, places: int, field: str) -> Problem | None:
    """Why this count cannot be right, with the sum in the sentence; None when it adds up."""
    if min(count.occupied, count.free, count.closed, count.waiting) < 0:
        return Problem(field, "Een aantal kan niet kleiner zijn dan 0.")
    if count.sum != places:
        sum_text = f"{count.occupied} bezet + {count.free} vrij + {count.closed} dicht = {count.sum}"
        return Problem(field, f"Dit telt niet op: {sum_text}. Deze locatie heeft {places} plekken.")
    return None

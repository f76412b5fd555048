"""The page on which a concept is made: what there is, what each choice shows, and what stands in the way."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.foundation.period import Quarter
from kpi.queries.publishing import EditionMade
from portal.publishing.desk_page import Mistake

SECONDS = "tien seconden"
"""Measured with eleven quarters: 3 seconds; it grows with the number of editions, and a server does more at the same time."""


@dataclass(frozen=True, slots=True)
class QuarterPage:
    """One quarter. `hindrance`: why no concept can be made ("" when one can). `draft_id`: the open concept (0: none)."""

    period: Quarter
    accepted: int
    expected: int
    editions: tuple[EditionMade, ...]
    draft_id: int
    hindrance: str
    mistake: str = ""

    @property
    def title(self) -> str:
        """The quarter."""
        return f"Maak een concept: {self.period.label}"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistake)

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """For the error summary."""
        return (Mistake("", self.mistake),) if self.mistake else ()

    @property
    def is_correction(self) -> bool:
        """Was this quarter ever published?"""
        return bool(self.editions)

    @property
    def seconds(self) -> str:
        """How long the test takes, in words."""
        return SECONDS

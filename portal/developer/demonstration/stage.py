"""What every story needs: the session, who plays, the figures, and what the region asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contracts.domain.region import Region
from contracts.foundation.period import Quarter
from kpi.domain.calendar import Terms, terms_of
from portal.developer.demonstration.story import Calendar
from portal.developer.demonstration.troupe import Troupe
from portal.developer.simulation.results import Simulation


@dataclass(frozen=True, slots=True)
class Stage:
    """Open for writing until the whole demonstration is there."""

    session: Session
    troupe: Troupe
    simulation: Simulation
    region: Region
    now: datetime

    @property
    def last(self) -> Quarter:
        """The latest quarter that has figures."""
        return self.simulation.quarters[-1]

    def calendar(self, quarter: Quarter) -> Calendar:
        """The weeks after a quarter."""
        return Calendar(quarter, self.now)

    @property
    def terms(self) -> Terms:
        """When a report must be in."""
        return terms_of(self.region)

    def provider_id(self, slug: str) -> int:
        """The aanbieder's number."""
        return self.troupe.organisations[slug].id

"""What the klankbordgroep's screens show."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.queries.summaries import Edition, EditionLine
from portal.web.summary import SummaryView


@dataclass(frozen=True, slots=True)
class EditionsPage:
    """The list of summaries, the latest first."""

    editions: tuple[EditionLine, ...]
    title: str = "Samenvattingen"

    @property
    def lead(self) -> str:
        """What to do now."""
        return "Kies een kwartaal. U leest in vijf zinnen hoe het gaat in de regio." if self.editions else ""


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """One summary."""

    edition: Edition
    summary: SummaryView

    @property
    def title(self) -> str:
        """The quarter."""
        return f"Hoe ging het in het {self.edition.period.label}?"

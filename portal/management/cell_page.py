"""The page of one cell at the contractmanager."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.queries.reports import ReportHeader
from portal.web.cell_panel import CellFacts, Thread


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence and where it leads."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class ManagerCellPage:
    """One cell of a report that was submitted. `is_signed` false: it lies open with the aanbieder again, so its figure is a concept."""

    report: ReportHeader
    facts: CellFacts
    thread: Thread
    is_signed: bool

    @property
    def title(self) -> str:
        """The heading."""
        return self.facts.title

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.thread.mistake)

    @property
    def summary(self) -> list[Link]:
        """The error summary."""
        return [Link("#text", self.thread.mistake)] if self.thread.mistake else []

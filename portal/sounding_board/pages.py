"""What the klankbordgroep's screens show."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.queries.advice_of_board import BoardAdvice
from kpi.queries.summaries import Edition, EditionLine, EditionList, WithdrawnLine
from portal.web.summary import SummaryView, unbroken
from portal.web.summary_trends import TrendGroup


@dataclass(frozen=True, slots=True)
class EditionsPage:
    """The home of the klankbordgroep: what is new, what to do, where one was, and every summary, the latest first.

    `read`: the quarter read last, or "". `advice`: the klankbordgroep's own, or None for a reader who gives none.
    """

    editions: EditionList
    newest: Edition | None
    read: str = ""
    advice: tuple[BoardAdvice, ...] | None = None
    title: str = "Samenvattingen"

    @property
    def lead(self) -> str:
        """What to do now."""
        if self.newest is None:
            return ""
        return "Lees wat er nieuw is." if self.advice is None else "Lees wat er nieuw is. Daarna kunt u de gemeente advies geven."

    @property
    def waiting(self) -> int:
        """How much advice waits for an answer."""
        return sum(one.is_waiting for one in self.advice or ())

    @property
    def answered(self) -> BoardAdvice | None:
        """The advice that was answered last."""
        return max((one for one in self.advice or () if one.answers), key=lambda one: one.answers[0].answered_at, default=None)

    @property
    def news(self) -> tuple[str, ...]:
        """What the newest summary says first: better or not, people, and what changed."""
        return () if self.newest is None else tuple(unbroken(self.newest.content.conclusions[place]) for place in (0, 1, 4))

    @property
    def was_at(self) -> EditionLine | None:
        """The summary that was read last in this visit, unless it is the newest."""
        lines = (line for line in self.editions.lines if line.period.code == self.read)
        found = next(lines, None)
        return None if found is None or self.newest is None or found.period == self.newest.period else found


@dataclass(frozen=True, slots=True)
class SummaryPage:
    """One summary. `corrected`: why this edition took the place of the one before, "" for a first edition."""

    edition: Edition
    summary: SummaryView
    corrected: str = ""
    may_advise: bool = False

    @property
    def title(self) -> str:
        """The quarter."""
        return f"Hoe ging het in het {self.edition.period.label}?"


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    """A quarter of which nothing can be read now."""

    gone: WithdrawnLine
    lead: str = "De gemeente heeft deze samenvatting teruggehaald."

    @property
    def title(self) -> str:
        """The quarter."""
        return f"Het {self.gone.period.label} kunt u nu niet lezen"


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """Every published figure through the quarters, from the newest summary."""

    edition: Edition | None
    groups: tuple[TrendGroup, ...]
    title: str = "Hoe het verliep"
    lead: str = "Alle cijfers die we vaker dan één keer lieten zien."

"""The page on which a concept is made: what there is, what each choice shows, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from contracts.foundation.period import Quarter
from kpi.domain.publication.chosen import axes_in_words
from kpi.domain.publication.effect import Effect
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
    is_refused: bool = False

    @property
    def title(self) -> str:
        """The quarter."""
        return f"{'Maak een nieuwe editie' if self.editions else 'Maak een concept'}: {self.period.label}"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return self.is_refused or bool(self.mistake)

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


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """One choice: how fine, axis by axis, and what it shows. `remark` instead of figures when it cannot be made."""

    municipalities: str
    forms: str
    ages: str
    shown: int
    left_out: int
    change: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ChoicesPage:
    """All choices of a quarter. `hindrance`: why there is nothing to compare."""

    period: Quarter
    lines: tuple[ChoiceLine, ...]
    hindrance: str = ""

    @property
    def title(self) -> str:
        """The quarter."""
        return f"Wat toont elke keuze? {self.period.label.capitalize()}"


def lines_of(effects: Iterable[Effect]) -> tuple[ChoiceLine, ...]:
    """The choices in words, the finest first."""
    return tuple(_line(one) for one in effects)


def _line(effect: Effect) -> ChoiceLine:
    words = axes_in_words(effect.choice)
    if not effect.can_be_made:
        return ChoiceLine(*words, 0, 0, "", "Kan niet veilig" if effect.was_tried else "Niet uitgerekend")
    return ChoiceLine(*words, effect.shown, effect.left_out, f"{effect.change:.1f}".replace(".", ","))

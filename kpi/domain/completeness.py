"""How far a report is filled in, in numbers and in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many of the asked cells hold an answer, and how many of those still need an explanation."""

    filled: int = 0
    asked: int = 0
    unexplained: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.filled <= self.asked or not 0 <= self.unexplained <= self.asked:
            raise ValueError(f"{self.filled} of {self.asked} filled, {self.unexplained} unexplained")

    @property
    def is_complete(self) -> bool:
        """Nothing is missing and nothing needs an explanation."""
        return self.filled == self.asked and self.unexplained == 0

    @property
    def sentence(self) -> str:
        """Such as "31 van 36 ingevuld, 2 vragen uitleg"."""
        words = f"{self.filled} van {self.asked} ingevuld"
        if self.unexplained:
            words += f", {self.unexplained} {'vraagt' if self.unexplained == 1 else 'vragen'} uitleg"
        return words


def total(parts: Iterable[Completeness]) -> Completeness:
    """All parts together."""
    listed = list(parts)
    return Completeness(sum(p.filled for p in listed), sum(p.asked for p in listed), sum(p.unexplained for p in listed))

"""What an aanbieder reads of its own deviation: the sentences that both sides read, and a neutral one when the reason is not its to know."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kpi.domain.judging import NOTHING

NEUTRAL = "De gemeente wil dit cijfer met u bespreken."


@dataclass(frozen=True, slots=True)
class Shared:
    """One finding as both sides read it. `sentence` "": not for the aanbieder."""

    severity: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the aanbieder reads. `severity` is that of what it reads: 0 when nothing of it says how heavy it is."""

    severity: int
    sentences: tuple[str, ...]


def told_to_provider(findings: Iterable[Shared], *, period: str = "") -> Told:
    """The sentences in their order; never one about others that are too few to hide among, nor how heavy that one is.

    Without the deviation's own quarter in front: it stands beside them.
    """
    readable = [one for one in findings if one.sentence]
    heaviest = max((one.severity for one in readable), default=NOTHING)
    sentences = tuple(one.sentence.removeprefix(f"{period}: ") for one in readable)
    return Told(heaviest, sentences if heaviest else (NEUTRAL, *sentences))

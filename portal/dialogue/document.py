"""The verslag of a conversation as a document to keep: everything in words, ready to be written down.

It is made of the frozen edition, or (marked CONCEPT) of the record as it is now. Pure: the same record gives the same document.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PartyInput:
    """What one party brought to a point: its answers to the three questions, those that it wrote."""

    party: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PointText:
    """One point of the agenda. `figures_note` tells when the figures were frozen and of which version; `now` what they are today, in a concept."""

    item_id: int
    title: str
    figures: str = ""
    figures_note: str = ""
    now: str = ""
    inputs: tuple[PartyInput, ...] = ()
    minutes: str = ""
    agreements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionText:
    """One part of the agenda with its points."""

    title: str
    points: tuple[PointText, ...]


@dataclass(frozen=True, slots=True)
class AgreementText:
    """One agreement, as it was made."""

    text: str
    who: str
    due: str
    about: str
    expected: str


@dataclass(frozen=True, slots=True)
class AddendumText:
    """What was added after the first edition, with the reason."""

    number: int
    text: str
    reason: str
    standing: str


@dataclass(frozen=True, slots=True)
class AnswerText:
    """What one party answered to exactly this text; `verdict` says it when there is no answer yet. `tone` is for the page."""

    organisation_id: int
    party: str
    verdict: str
    who: str
    when: str
    reason: str
    tone: str


@dataclass(frozen=True, slots=True)
class EventText:
    """Something that happened, in the words of the time line. `at` is for machines."""

    when: str
    what: str
    who: str
    note: str
    at: str


@dataclass(frozen=True, slots=True)
class MinutesDocument:
    """A verslag whole. `edition` is 0 for a concept; `at` is the moment of settling, or of the last step of a concept."""

    title: str
    parties: tuple[str, ...]
    moment: str
    place: str
    present: tuple[str, ...]
    sections: tuple[SectionText, ...]
    agreements: tuple[AgreementText, ...]
    addenda: tuple[AddendumText, ...]
    answers: tuple[AnswerText, ...]
    timeline: tuple[EventText, ...]
    sha256: str
    edition: int
    settled: str
    is_concept: bool
    at: datetime

    @property
    def between(self) -> str:
        """Who sat at the table, as one says it."""
        return " en ".join(filter(None, (", ".join(self.parties[:-1]), *self.parties[-1:])))

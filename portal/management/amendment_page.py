"""The versions of what was agreed, newest first, and the form that makes the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wtforms import StringField

from contracts.domain.amendment import in_words
from contracts.queries.amendments import AmendmentItem
from portal.management.commitment_sections import Section
from portal.management.subject_head import SubjectHead
from portal.management.words import counted
from portal.web.formatting import day, moment


@dataclass(frozen=True, slots=True)
class VersionShown:
    """One version: who, when, from which day, why, and what changed."""

    number: int
    when: str
    who: str
    effective: str
    reason: str
    sentences: tuple[str, ...]
    whole: tuple[tuple[str, str], ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class AmendmentsPage:
    """The timeline of one contract; `now` is how it stands."""

    title: str
    kicker: str
    lead: str
    base: str
    reference: str
    versions: tuple[VersionShown, ...]
    now: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    trail: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class AmendPage:
    """The form of an amendment. `note`: what cannot be changed here, or empty."""

    title: str
    kicker: str
    lead: str
    action: str
    back: str
    version: int
    note: str
    amounts: tuple[tuple[int, StringField], ...]
    trail: tuple[tuple[str, str], ...]
    has_errors: bool


def amendments_page(head: SubjectHead, found: Sequence[AmendmentItem]) -> AmendmentsPage:
    """Put the versions in words."""
    changes = len(found) - 1
    lead = "Er is nog niets gewijzigd: dit is zoals het eerst is vastgelegd."
    if changes > 0:
        lead = f"{counted(changes, 'wijziging', 'wijzigingen')}. De laatste gaat in op {day(found[0].effective_on)}."
    versions, now = tuple(map(_version, found)), in_words(head.terms.text)
    return AmendmentsPage(
        f"Wijzigingen {head.reference}", head.kicker, lead, head.base, head.reference, versions, now, head.sections, head.trail
    )  # fmt: skip


def _version(item: AmendmentItem) -> VersionShown:
    first = item.number == 1
    sentences = () if first else tuple(each.sentence for each in item.changed)
    told = in_words(item.content)
    return VersionShown(item.number, moment(item.at), item.person_name, day(item.effective_on), item.reason, sentences, told, first)

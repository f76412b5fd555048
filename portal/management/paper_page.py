"""The people and papers of one contract."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.queries.papers import ContactItem, DocumentItem, Papers
from portal.management.commitment_sections import Section
from portal.management.subject_head import SubjectHead
from portal.management.words import counted
from portal.web.formatting import moment


@dataclass(frozen=True, slots=True)
class PaperShown:
    """One document. `gone`: when it was taken away and by whom, or empty."""

    id: int
    name: str
    about: str
    is_shared: bool
    gone: str


@dataclass(frozen=True, slots=True)
class PapersPage:
    """People and papers."""

    title: str
    kicker: str
    lead: str
    base: str
    reference: str
    contacts: tuple[ContactItem, ...]
    papers: tuple[PaperShown, ...]
    sections: tuple[Section, ...]
    trail: tuple[tuple[str, str], ...]
    has_errors: bool


def papers_page(head: SubjectHead, found: Papers, *, has_errors: bool) -> PapersPage:
    """Put them in words."""
    there = sum(one.removed_at is None for one in found.documents)
    people = counted(len(found.contacts), "contactpersoon", "contactpersonen")
    lead = f"{people} en {counted(there, 'stuk', 'stukken')}. De aanbieder ziet de contactpersonen en de stukken die u deelt."
    papers = tuple(map(_paper, found.documents))
    return PapersPage(
        f"Mensen en stukken {head.reference}",
        head.kicker,
        lead,
        head.base,
        head.reference,
        found.contacts,
        papers,
        head.sections,
        head.trail,
        has_errors,
    )


def _paper(one: DocumentItem) -> PaperShown:
    gone = "" if one.removed_at is None else f"Verwijderd op {moment(one.removed_at)} door {one.removed_by}."
    about = f"{one.kind_in_words}, {one.size_in_words}, {moment(one.at)}, {one.person_name}"
    return PaperShown(one.id, one.file_name, about, one.is_shared, gone)

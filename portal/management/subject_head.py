"""The head of the pages that an arrangement, a subsidie and a raamovereenkomst share: whose it is, where it lives, its other pages."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from contracts.domain.amendment import CommitmentTerms, FrameTerms
from contracts.domain.subject import AGREEMENT, Subject
from contracts.queries.terms import CommitmentNow, FrameNow, commitment_now, frame_now
from portal.management.commitment_sections import Section, agreement_sections_of, sections_of

_LIST = "/beheer/overeenkomsten"
TRAIL = (("Begroting", "/beheer/begroting"), ("Overeenkomsten en subsidies", _LIST))
Found = CommitmentNow | FrameNow


@dataclass(frozen=True, slots=True)
class SubjectHead:
    """`base` is the address of its own page; its other pages lie below it. `kind`: arrangement, subsidie or raamovereenkomst."""

    name: str
    reference: str
    kicker: str
    base: str
    kind: str
    version: int
    trail: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    terms: CommitmentTerms | FrameTerms


def base_of(subject: Subject) -> str:
    """The address of its own page."""
    return f"{_LIST}/raam/{subject.id}" if subject.kind == AGREEMENT else f"{_LIST}/{subject.id}"


def find_subject(session: Session, subject: Subject) -> Found:
    """As it stands, for the centrumgemeente. Raises NotFound. Two queries."""
    if subject.kind == AGREEMENT:
        return frame_now(session, agreement_id=subject.id)
    return commitment_now(session, commitment_id=subject.id)


def head_of(found: Found, subject: Subject, *, here: str) -> SubjectHead:
    """`here`: the endpoint of the page that is open."""
    terms = found.terms
    if isinstance(terms, FrameTerms):
        kind, sections, said = "raamovereenkomst", agreement_sections_of(found.id, here=here), "met"
    else:
        kind, sections, said = terms.kind, sections_of(found.id, terms.kind, here=here), "van"
    base, kicker = base_of(subject), f"{terms.reference}, {kind} {said} {found.provider_name}"
    return SubjectHead(terms.name, terms.reference, kicker, base, kind, found.version, (*TRAIL, (terms.name, base)), sections, terms)

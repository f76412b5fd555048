"""The people and papers of a contract, for the centrumgemeente. What an aanbieder reads of its own is asked in `own_papers`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from contracts.domain.attachment import size_in_words
from contracts.domain.contact import SIDES
from contracts.domain.papers import KINDS
from contracts.domain.subject import Subject, subject_of
from contracts.foundation.errors import NotFound
from contracts.tables.amendment import ContractContact, ContractDocument


@dataclass(frozen=True, slots=True)
class ContactItem:
    """One contact person. `of_agreement`: of the raamovereenkomst, else of the arrangement or subsidie itself."""

    id: int
    of_agreement: bool
    side: str
    name: str
    role: str
    email: str
    phone: str

    @property
    def side_in_words(self) -> str:
        """ "Gemeente" or "Aanbieder"."""
        return SIDES[self.side]


@dataclass(frozen=True, slots=True)
class DocumentItem:
    """One document, without its content. A removed one keeps its line."""

    id: int
    of_agreement: bool
    kind: str
    is_shared: bool
    at: datetime
    person_name: str
    file_name: str
    size: int
    removed_at: datetime | None
    removed_by: str

    @property
    def kind_in_words(self) -> str:
        """Such as "Ondertekende overeenkomst"."""
        return KINDS.get(self.kind, self.kind)

    @property
    def size_in_words(self) -> str:
        """ "340 kB"."""
        return size_in_words(self.size)


@dataclass(frozen=True, slots=True)
class Papers:
    """Contact persons by side and name, and documents, the newest first."""

    contacts: tuple[ContactItem, ...]
    documents: tuple[DocumentItem, ...]


@dataclass(frozen=True, slots=True)
class PaperFile:
    """One document as it was brought, with the media type that was decided then."""

    file_name: str
    media_type: str
    content: bytes


def papers_of(session: Session, *, commitment_id: int | None = None, agreement_id: int | None = None) -> Papers:
    """The people and papers of a commitment, of a raamovereenkomst, or of both when both are named. Two queries."""
    c, d = ContractContact, ContractDocument
    people = select(c.id, c.agreement_id, c.side, c.name, c.role, c.email, c.phone).where(_of(c, commitment_id, agreement_id))
    documents = select(
        d.id, d.agreement_id, d.kind, d.is_shared, d.at, d.person_name, d.file_name, d.size, d.removed_at, d.removed_by
    ).where(_of(d, commitment_id, agreement_id))  # fmt: skip
    return Papers(
        tuple(
            ContactItem(key, frame is not None, side, name, role, email, phone)
            for key, frame, side, name, role, email, phone in session.execute(people.order_by(c.side.desc(), func.lower(c.name), c.id))
        ),
        tuple(
            DocumentItem(key, frame is not None, kind, shared, at, by, name, size, removed_at, removed_by)
            for key, frame, kind, shared, at, by, name, size, removed_at, removed_by in session.execute(documents.order_by(d.at.desc(), d.id.desc()))
        ),
    )


def _of(table: type[ContractContact | ContractDocument], commitment_id: int | None, agreement_id: int | None) -> ColumnElement[bool]:
    """Only what was named: without a number nothing is found (and never what has no number)."""
    named = [(table.commitment_id, commitment_id), (table.agreement_id, agreement_id)]
    return or_(false(), *(column == number for column, number in named if number is not None))


def document_file(session: Session, *, document_id: int) -> PaperFile:
    """One document to keep. Raises NotFound, also for a removed one. One query."""
    d = ContractDocument
    found = select(d.file_name, d.media_type, d.content).where(d.id == document_id, d.removed_at.is_(None))
    row = session.execute(found).first()
    if row is None:
        raise NotFound(f"document {document_id}")
    return PaperFile(row.file_name, row.media_type, row.content)


def subject_of_document(session: Session, *, document_id: int) -> Subject:
    """What a document that is still there belongs to. Raises NotFound."""
    d = ContractDocument
    row = session.execute(select(d.agreement_id, d.commitment_id).where(d.id == document_id, d.removed_at.is_(None))).first()
    if row is None:
        raise NotFound(f"document {document_id}")
    return subject_of(agreement_id=row[0], commitment_id=row[1])


def subject_of_contact(session: Session, *, contact_id: int) -> Subject:
    """What a contact person belongs to. Raises NotFound."""
    c = ContractContact
    row = session.execute(select(c.agreement_id, c.commitment_id).where(c.id == contact_id)).first()
    if row is None:
        raise NotFound(f"contact {contact_id}")
    return subject_of(agreement_id=row[0], commitment_id=row[1])

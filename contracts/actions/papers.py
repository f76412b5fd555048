"""Keeping the people and papers of a contract: named, brought, shared with the aanbieder, and taken away."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contracts.actions.subjects import require_subject
from contracts.domain.attachment import Accepted
from contracts.domain.contact import MOST_CONTACTS, NewContact
from contracts.domain.papers import FIELD, KINDS, MOST_DOCUMENTS, TOO_MANY
from contracts.domain.subject import Subject
from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from contracts.foundation.journal import record
from contracts.queries.papers import subject_of_contact, subject_of_document
from contracts.tables.amendment import ContractContact, ContractDocument


def add_contact(session: Session, *, subject: Subject, new: NewContact, by: Actor, at: datetime) -> int:
    """Name a contact person and return its number. The journal, which is kept for ever, does not hold the name. Raises NotFound or Refused."""
    new = new.checked()
    require_subject(session, subject)
    c = ContractContact
    there = list(session.execute(select(c.side, c.name).filter_by(**subject.keys)))
    if (new.side, new.name.lower()) in {(row.side, row.name.lower()) for row in there}:
        raise Refused("name", "Deze persoon staat er al bij. Verwijder de oude gegevens eerst.")
    if len(there) >= MOST_CONTACTS:
        raise Refused("name", f"Er mogen hoogstens {MOST_CONTACTS} contactpersonen staan.")
    made = c(side=new.side, name=new.name, role=new.role, email=new.email, phone=new.phone, **subject.keys)
    session.add(made)
    session.flush()
    details = {"contactpersoon": made.id, "bij": new.side}
    record(session, by=by, at=at, action="contactpersoon toegevoegd", object=subject.object, details=details)
    return made.id


def remove_contact(session: Session, *, contact_id: int, by: Actor, at: datetime) -> Subject:
    """Let nothing of a contact person be left; gives what it belonged to. Raises NotFound."""
    subject = subject_of_contact(session, contact_id=contact_id)
    gone = delete(ContractContact).where(ContractContact.id == contact_id).returning(ContractContact.id)
    if session.scalar(gone) is None:
        raise NotFound(f"contact {contact_id}")
    record(session, by=by, at=at, action="contactpersoon verwijderd", object=subject.object, details={"contactpersoon": contact_id})
    return subject


def add_document(session: Session, *, subject: Subject, kind: str, is_shared: bool, file: Accepted, by: Actor, at: datetime) -> int:
    """Keep a file that was looked at, and return its number. Raises NotFound or Refused (no kind, twice the same, too many)."""
    require_subject(session, subject)
    if kind not in KINDS:
        raise Refused("kind", "Kies wat voor stuk het is.")
    d = ContractDocument
    kept = set(session.scalars(select(d.sha256).filter_by(**subject.keys).where(d.removed_at.is_(None))))
    if file.sha256 in kept:
        raise Refused(FIELD, f"{file.name}: dit bestand staat er al bij.")
    if len(kept) >= MOST_DOCUMENTS:
        raise Refused(FIELD, TOO_MANY)
    about = {"kind": kind, "is_shared": is_shared, "at": at, "person_name": by.name[:120], "removed_by": ""}
    made = d(**subject.keys, **about, file_name=file.name, media_type=file.media_type, size=len(file.data), sha256=file.sha256, content=file.data)
    session.add(made)
    session.flush()
    details = {"stuk": made.id, "soort": kind, "gedeeld": is_shared, "sha256": file.sha256, "bytes": len(file.data)}
    record(session, by=by, at=at, action="stuk toegevoegd", object=subject.object, details=details)
    return made.id


def share_document(session: Session, *, document_id: int, is_shared: bool, by: Actor, at: datetime) -> Subject:
    """Let the aanbieder read a document, or no longer; gives what it belongs to. Twice the same is once. Raises NotFound."""
    subject = subject_of_document(session, document_id=document_id)
    d = ContractDocument
    other = update(d).where(d.id == document_id, d.removed_at.is_(None), d.is_shared.is_not(is_shared))
    if session.scalar(other.values(is_shared=is_shared).returning(d.id)) is not None:
        action = "stuk gedeeld met de aanbieder" if is_shared else "stuk niet meer gedeeld"
        record(session, by=by, at=at, action=action, object=subject.object, details={"stuk": document_id})
    return subject


def remove_document(session: Session, *, document_id: int, by: Actor, at: datetime) -> Subject:
    """Empty a document; its line and fingerprint stay. Gives what it belongs to. Raises NotFound (also when it is gone)."""
    subject = subject_of_document(session, document_id=document_id)
    d = ContractDocument
    emptied = update(d).where(d.id == document_id, d.removed_at.is_(None)).values(content=b"", removed_at=at, removed_by=by.name[:120])
    if session.scalar(emptied.returning(d.id)) is None:
        raise NotFound(f"document {document_id}")
    record(session, by=by, at=at, action="stuk verwijderd", object=subject.object, details={"stuk": document_id})
    return subject

"""The people and papers of an aanbieder's own contracts: contact persons of both sides, and the documents that the gemeente shares with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Agreement, Commitment
from contracts.tables.amendment import ContractContact, ContractDocument


@dataclass(frozen=True, slots=True)
class OwnContact:
    """Whom to call about a contract. `side`: "gemeente" or "aanbieder"."""

    about: str
    about_name: str
    side: str
    name: str
    role: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class OwnDocument:
    """A shared document, without its content."""

    id: int
    about: str
    about_name: str
    kind: str
    at: datetime
    file_name: str
    size: int


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A shared document to keep."""

    file_name: str
    media_type: str
    content: bytes


def own_contacts(session: Session, *, provider_id: int) -> tuple[OwnContact, ...]:
    """By contract, those of the gemeente first. One query."""
    p, (reference, name) = ContractContact, _about()
    asked = select(reference, name, p.side, p.name, p.role, p.email, p.phone)
    rows = session.execute(_of(asked, p, provider_id).order_by(reference, p.side.desc(), p.name, p.id))
    return tuple(OwnContact(*tuple(row)) for row in rows)


def own_documents(session: Session, *, provider_id: int) -> tuple[OwnDocument, ...]:
    """Those that are shared and were not taken away, by contract, the newest first. One query."""
    d, (reference, name) = ContractDocument, _about()
    asked = select(d.id, reference, name, d.kind, d.at, d.file_name, d.size).where(_is_shared())
    rows = session.execute(_of(asked, d, provider_id).order_by(reference, d.at.desc(), d.id.desc()))
    return tuple(OwnDocument(*tuple(row)) for row in rows)


def own_file(session: Session, *, provider_id: int, document_id: int) -> OwnFile:
    """A shared document as it was sent. Raises NotFound for another's, for one that is not shared, and for one that was taken away."""
    d = ContractDocument
    asked = select(d.file_name, d.media_type, d.content).where(d.id == document_id, _is_shared())
    row = session.execute(_of(asked, d, provider_id)).first()
    if row is None:
        raise NotFound(f"document {document_id}")
    return OwnFile(*tuple(row))


def _about() -> tuple[ColumnElement[str], ColumnElement[str]]:
    return func.coalesce(Commitment.reference, Agreement.reference), func.coalesce(Commitment.name, Agreement.name)


def _is_shared() -> ColumnElement[bool]:
    return ContractDocument.is_shared & ContractDocument.removed_at.is_(None)


def _of(asked: Select[*tuple[Any, ...]], paper: type[ContractContact | ContractDocument], provider_id: int) -> Select[*tuple[Any, ...]]:
    """Only what belongs to this aanbieder's raamovereenkomsten, arrangementen and subsidies."""
    return (
        asked.select_from(paper)
        .outerjoin(Agreement, Agreement.id == paper.agreement_id)
        .outerjoin(Commitment, Commitment.id == paper.commitment_id)
        .where(or_(Agreement.provider_id == provider_id, Commitment.provider_id == provider_id))
    )

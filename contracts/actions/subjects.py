"""Whether what is named is there, before something is hung on it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.subject import AGREEMENT, Subject
from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Agreement, Commitment


def require_subject(session: Session, subject: Subject) -> None:
    """Raises NotFound when there is no such raamovereenkomst, arrangement or subsidie."""
    table = Agreement if subject.kind == AGREEMENT else Commitment
    if session.scalar(select(table.id).where(table.id == subject.id)) is None:
        raise NotFound(subject.object)

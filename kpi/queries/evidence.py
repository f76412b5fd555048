"""The files that aanbieders added to their explanations: the list at a deviation, and one to keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.attachment import size_in_words
from contracts.foundation.errors import NotFound
from kpi.tables.deviation import Deviation, Evidence


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One file, without its content. Removed ones keep their line."""

    id: int
    at: datetime
    person_name: str
    file_name: str
    size: int
    sha256: str
    removed_at: datetime | None
    removed_by: str

    @property
    def size_in_words(self) -> str:
        """ "340 kB"; at least 1 kB."""
        return size_in_words(self.size)


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """One file as it was sent, with the media type that was decided when it came in."""

    file_name: str
    media_type: str
    content: bytes


def evidence_lines(session: Session, *, deviation_id: int) -> list[EvidenceLine]:
    """The files of a deviation that was found for its viewer, the oldest first. One query, without content."""
    rows = session.execute(
        select(
            Evidence.id, Evidence.at, Evidence.person_name, Evidence.file_name, Evidence.size, Evidence.sha256, Evidence.removed_at,
            Evidence.removed_by,
        )
        .where(Evidence.deviation_id == deviation_id)
        .order_by(Evidence.id)
    )  # fmt: skip
    return [EvidenceLine(*row) for row in rows]


def find_evidence(session: Session, *, evidence_id: int, provider_id: int | None) -> EvidenceFile:
    """One file; with a provider only of its own deviations. Raises NotFound, also for a file that was removed."""
    own = [] if provider_id is None else [Deviation.provider_id == provider_id]
    row = session.execute(
        select(Evidence.file_name, Evidence.media_type, Evidence.content)
        .join(Deviation, Deviation.id == Evidence.deviation_id)
        .where(Evidence.id == evidence_id, Evidence.removed_at.is_(None), *own)
    ).first()
    if row is None:
        raise NotFound(evidence_id)
    return EvidenceFile(*row)

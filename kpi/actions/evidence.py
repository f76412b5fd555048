"""Files with an explanation: kept as long as the deviation is talked about, and taken away by the aanbieder that sent them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.domain.attachment import Accepted
from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from kpi.actions.deviations import explain
from kpi.actions.moves import changed_one
from kpi.domain import follow_up
from kpi.domain.evidence import FIELD, MOST_FILES, TOO_MANY
from kpi.tables.deviation import Deviation, Evidence


def explain_with_files(
    session: Session, *, deviation_id: int, provider_id: int, version: int, text: str, files: Sequence[Accepted], by: Actor, at: datetime
) -> None:
    """The aanbieder explains its own deviation, with files when there are any: all of it or nothing. Raises NotFound, Refused or Conflict."""
    explain(session, deviation_id=deviation_id, provider_id=provider_id, version=version, text=text, by=by, at=at)
    if files:
        add_evidence(session, deviation_id=deviation_id, provider_id=provider_id, files=files, by=by, at=at)


def add_evidence(session: Session, *, deviation_id: int, provider_id: int, files: Sequence[Accepted], by: Actor, at: datetime) -> list[int]:
    """Keep files at the aanbieder's own deviation, all or none; gives their numbers. Raises NotFound or Refused (closed, too many, twice)."""
    _require_open(session, deviation_id=deviation_id, provider_id=provider_id)
    kept = set(session.scalars(select(Evidence.sha256).where(Evidence.deviation_id == deviation_id, Evidence.removed_at.is_(None))))
    for file in files:  # writers come one at a time: nobody adds another in between
        if file.sha256 in kept:
            raise Refused(FIELD, f"{file.name}: dit bestand staat er al bij.")
        kept.add(file.sha256)
    if len(kept) > MOST_FILES:
        raise Refused(FIELD, TOO_MANY)
    return [_keep(session, deviation_id, file, by, at) for file in files]


def _keep(session: Session, deviation_id: int, file: Accepted, by: Actor, at: datetime) -> int:
    names = {"person_name": by.name[:120], "organisation_name": by.organisation_name[:120], "file_name": file.name}
    about = {"deviation_id": deviation_id, "at": at, "media_type": file.media_type, "size": len(file.data), "sha256": file.sha256}
    row = Evidence(**about, **names, content=file.data)
    session.add(row)
    session.flush()
    details = {"bewijsstuk": row.id, "sha256": file.sha256, "bytes": len(file.data), "soort": file.media_type}
    journal.record(session, by=by, at=at, action="bewijsstuk toegevoegd", object=f"afwijking {deviation_id}", details=details)
    return row.id


def remove_evidence(session: Session, *, evidence_id: int, provider_id: int, by: Actor, at: datetime) -> int:
    """Empty a file; its line and its fingerprint stay. Gives the deviation. Raises NotFound (also when it is gone) or Refused when closed."""
    row = session.execute(
        select(Evidence.deviation_id, Evidence.sha256)
        .join(Deviation, Deviation.id == Evidence.deviation_id)
        .where(Evidence.id == evidence_id, Deviation.provider_id == provider_id)
    ).first()
    if row is None:
        raise NotFound(evidence_id)
    _require_open(session, deviation_id=row.deviation_id, provider_id=provider_id)
    there = update(Evidence).where(Evidence.id == evidence_id, Evidence.removed_at.is_(None))
    emptied = there.values(content=b"", removed_at=at, removed_by=by.name[:120]).execution_options(synchronize_session=False)
    if not changed_one(session, emptied):
        raise NotFound(evidence_id)
    details = {"bewijsstuk": evidence_id, "sha256": row.sha256}
    journal.record(session, by=by, at=at, action="bewijsstuk verwijderd", object=f"afwijking {row.deviation_id}", details=details)
    return int(row.deviation_id)


def refuse_evidence(session: Session, *, deviation_id: int, provider_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Write down that a file was refused, and why. The file itself is not kept, nor its name: it may tell of a client. Raises NotFound."""
    _own_state(session, deviation_id=deviation_id, provider_id=provider_id)
    told = {"waarom": reason.partition(": ")[2][:200] or reason[:200]}
    journal.record(session, by=by, at=at, action="bewijsstuk geweigerd", object=f"afwijking {deviation_id}", result="geweigerd", details=told)


def _own_state(session: Session, *, deviation_id: int, provider_id: int) -> str:
    state = session.scalar(select(Deviation.state).where(Deviation.id == deviation_id, Deviation.provider_id == provider_id))
    if state is None:
        raise NotFound(deviation_id)
    return state


def _require_open(session: Session, *, deviation_id: int, provider_id: int) -> None:
    if _own_state(session, deviation_id=deviation_id, provider_id=provider_id) == follow_up.CLOSED:
        raise Refused(FIELD, "Deze afwijking is afgehandeld. De bestanden staan vast.")

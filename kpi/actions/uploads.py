"""Taking over a file: first a preview that changes nothing in the report, then all of what was chosen or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.orm import Session

from contracts.domain.preview import EXPIRED, PREVIEW, TAKEN_OVER
from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.sheet import Sheet
from kpi.actions.cells import save_cell
from kpi.actions.moves import changed_one, find_editable, object_of
from kpi.domain.cell import UPLOADED
from kpi.domain.upload import KnownCell, Line, in_words
from kpi.domain.upload_layout import report_mark
from kpi.domain.upload_rows import preview
from kpi.queries.uploads import UploadPage, find_upload, known_cells
from kpi.tables.detail import Upload

KEPT = timedelta(hours=24)


def keep_preview(
    session: Session, *, report_id: int, provider_id: int, file_name: str, sha256: str, sheets: Sequence[Sheet], by: Actor, at: datetime
) -> int:
    """Judge a file that was read and keep the outcome for its sender; gives its number. An earlier preview of the same person lapses.

    Raises NotFound, or Refused at "file" when the report is closed or the file is not one of ours.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    known = known_cells(session, report=header)
    judged = preview(sheets, known=known, report=report_mark(header.id, header.period), by=by.name[:120])
    mine = (Upload.report_id == header.id, Upload.person_id == by.person_id, Upload.state == PREVIEW)
    session.execute(update(Upload).where(*mine).values(state=EXPIRED).execution_options(synchronize_session=False))
    named = {"person_id": by.person_id, "person_name": by.name[:120], "file_name": file_name[:160], "sha256": sha256}
    made = Upload(report_id=header.id, at=at, content=judged.text, **named)
    session.add(made)
    session.flush()
    details = {"sha256": sha256, "upload": made.id, "regels": judged.counts}
    journal.record(session, by=by, at=at, action="bestand gelezen", object=object_of(header.id), details=details)
    return made.id


def refuse_file(session: Session, *, report_id: int, sha256: str, size: int, reason: str, by: Actor, at: datetime) -> None:
    """Write down that a file was refused, and why. The file itself is not kept."""
    details = {"sha256": sha256, "bytes": size, "waarom": reason[:300]}
    journal.record(session, by=by, at=at, action="bestand geweigerd", object=object_of(report_id), result="geweigerd", details=details)


def take_over(session: Session, *, upload_id: int, report_id: int, provider_id: int, only_good: bool, by: Actor, at: datetime) -> int:
    """Save every good line of a preview, all or none; returns how many. `only_good`: the sender chose to leave the faulty ones.

    Raises NotFound, Refused, or Conflict with both values when a colleague changed one of these cells after the preview.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    found = find_upload(session, upload_id=upload_id, report_id=report_id, person_id=by.person_id)
    _require_open(found, at=at, only_good=only_good)
    lines = found.preview.good
    _require_same(lines, known_cells(session, report=header))
    own: dict[str, Any] = {"report_id": header.id, "provider_id": provider_id, "by": by, "at": at, "origin": UPLOADED}
    for line in lines:
        texts: dict[str, Any] = {"numerator_text": line.numerator, "denominator_text": line.denominator, "explanation": line.explanation}
        save_cell(session, indicator_code=line.item, version=line.version, missing_reason=line.missing_reason or None, **texts, **own)
    _close(session, found)
    details = {"upload": found.id, "sha256": found.sha256, "regels": found.preview.counts}
    journal.record(session, by=by, at=at, action="bestand overgenomen", object=object_of(header.id), details=details)
    return len(lines)


def _require_open(found: UploadPage, *, at: datetime, only_good: bool) -> None:
    if found.state == TAKEN_OVER:
        raise Refused("", "Deze cijfers zijn al overgenomen.")
    if found.state != PREVIEW or at - found.at >= KEPT:
        raise Refused("", "Dit voorbeeld is verlopen. Upload het bestand opnieuw.")
    if not found.preview.good:
        raise Refused("", "In dit bestand staat niets om over te nemen.")
    if found.preview.faulty and not only_good:
        raise Refused("", "In dit bestand staan fouten. Kies of u alleen de goede cijfers wilt overnemen.")


def _require_same(lines: Sequence[Line], known: dict[str, KnownCell]) -> None:
    """Each cell must still be as it was at the preview: what somebody saw is what they agreed to."""
    moved = [(line, known[line.item]) for line in lines if line.item in known and known[line.item].version != line.version]
    if moved:
        mine = [(line.item, line.becomes) for line, _now in moved]
        theirs = [(line.item, in_words(now.rules, now.figures)) for line, now in moved]
        raise Conflict(mine=mine, theirs=theirs, by=moved[0][1].changed_by, version=moved[0][1].version)


def _close(session: Session, found: UploadPage) -> None:
    statement = update(Upload).where(Upload.id == found.id, Upload.state == PREVIEW, Upload.version == found.version)
    values = statement.values(state=TAKEN_OVER, version=found.version + 1).execution_options(synchronize_session=False)
    if not changed_one(session, values):
        raise Refused("", "Deze cijfers zijn al overgenomen.")


def forget_uploads(session: Session, *, at: datetime) -> int:
    """Remove previews older than a day, taken over or not: the cells and the journal hold what counts. Returns how many."""
    return cast(CursorResult[object], session.execute(delete(Upload).where(Upload.at <= at - KEPT))).rowcount

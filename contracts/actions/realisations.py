"""Recording what was really spent: a file (or one form) becomes a preview that changes nothing, then all of it counts or nothing does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import CursorResult, Update, delete, update
from sqlalchemy.orm import Session

from contracts.actions.realised import recount
from contracts.domain.commitment import require_text
from contracts.domain.decision import SHORTEST_REASON
from contracts.domain.preview import EXPIRED, FAULTY, PREVIEW, TAKEN_OVER
from contracts.domain.realisation_file import Entry
from contracts.domain.realisation_rows import KnownContract, Line, Preview, judged
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import record
from contracts.foundation.money import format_euros
from contracts.foundation.period import AMSTERDAM
from contracts.queries.realisation_imports import ImportPage, find_import, known_contracts
from contracts.tables.realisation import Realisation, RealisationImport

KEPT = timedelta(hours=24)
BY_HAND = "Met de hand ingevuld"


def keep_preview(
    session: Session, *, entries: Sequence[Entry], remarks: Sequence[str] = (), file_name: str, sha256: str, by: Actor, at: datetime
) -> int:
    """Judge rows that were read and keep the outcome; gives its number. An earlier preview of the same person lapses."""
    preview = Preview(_judged_now(session, entries, at), tuple(remarks))
    mine = (RealisationImport.person_id == by.person_id, RealisationImport.state == PREVIEW)
    session.execute(update(RealisationImport).where(*mine).values(state=EXPIRED).execution_options(synchronize_session=False))
    named = {"person_id": by.person_id, "person_name": by.name[:120], "file_name": file_name[:160], "sha256": sha256}
    made = RealisationImport(at=at, content=preview.text, **named)
    session.add(made)
    session.flush()
    details = {"sha256": sha256, "regels": preview.counts}
    record(session, by=by, at=at, action="realisatie gelezen", object=_object(made.id), details=details)
    return made.id


def keep_one(session: Session, *, entry: Entry, by: Actor, at: datetime) -> int:
    """The same for one amount that was typed. Raises Refused at the field that is wrong."""
    (line,) = _judged_now(session, [entry], at)
    if line.state == FAULTY:
        raise Refused(line.field, " ".join(line.sentences))
    return keep_preview(session, entries=[entry], file_name=BY_HAND, sha256="", by=by, at=at)


def refuse_file(session: Session, *, sha256: str, size: int, reason: str, by: Actor, at: datetime) -> None:
    """Write down that a file was refused, and why. The file itself is not kept."""
    details = {"sha256": sha256, "bytes": size, "waarom": reason[:300]}
    record(session, by=by, at=at, action="realisatie geweigerd", object="realisation_import", result="geweigerd", details=details)


def take_over(session: Session, *, import_id: int, version: int, by: Actor, at: datetime) -> int:
    """Let every row of a preview count, all or none; returns how many amounts changed.

    Raises NotFound, Refused when a row is wrong or nothing is new, and Conflict when the amounts beside it changed after the preview.
    """
    found = find_import(session, import_id=import_id)
    _require_open(found, at=at)
    _require_same(found, _judged_now(session, [line.entry for line in found.preview.lines], at), version)
    good = found.preview.good
    gone = [one for line in good for one in line.replaces]
    session.execute(update(Realisation).where(Realisation.id.in_(gone)).values(replaced_at=at).execution_options(synchronize_session=False))
    session.add_all(_row(line, import_id=found.id, by=by, at=at) for line in good)
    session.flush()
    closed = update(RealisationImport).where(
        RealisationImport.id == found.id, RealisationImport.state == PREVIEW, RealisationImport.version == version
    )
    if not _changed(session, closed.values(state=TAKEN_OVER, version=version + 1)):
        raise Refused("", "Deze bedragen zijn al overgenomen.")
    for commitment_id, year in sorted({(line.commitment_id, _year(line)) for line in good}):
        cents = recount(session, commitment_id=commitment_id, year=year)
        told = {"year": year, "realised_cents": cents, "import": found.id}
        record(session, by=by, at=at, action="realisatie overgenomen", object=f"commitment:{commitment_id}", details=told)
    details = {"sha256": found.sha256, "regels": found.preview.counts}
    record(session, by=by, at=at, action="realisatie overgenomen", object=_object(found.id), details=details)
    return len(good)


def withdraw(session: Session, *, realisation_id: int, reason: str, by: Actor, at: datetime) -> int:
    """Let one amount count no more, with a reason; returns its commitment. Raises NotFound and Refused. Nothing is deleted."""
    found = session.get(Realisation, realisation_id)
    if found is None:
        raise NotFound(f"realisation {realisation_id}")
    reason = require_text("reason", reason, label="waarom dit bedrag niet meer telt", limit=300)
    if len(reason) < SHORTEST_REASON:
        raise Refused("reason", f"Geef een reden van minstens {SHORTEST_REASON} tekens.")
    which = (Realisation.id == realisation_id, Realisation.replaced_at.is_(None))
    if not _changed(session, update(Realisation).where(*which).values(replaced_at=at)):
        raise Refused("", "Dit bedrag telt al niet meer mee.")
    recount(session, commitment_id=found.commitment_id, year=found.year)
    details = {"year": found.year, "first_on": found.first_on.isoformat(), "amount_cents": found.amount_cents, "reason": reason}
    record(session, by=by, at=at, action="realisatie ingetrokken", object=f"commitment:{found.commitment_id}", details=details)
    return found.commitment_id


def forget_previews(session: Session, *, at: datetime) -> int:
    """Remove files that nobody took over within a day. Returns how many. What counts, keeps its file."""
    old = delete(RealisationImport).where(RealisationImport.at <= at - KEPT, RealisationImport.state != TAKEN_OVER)
    return cast(CursorResult[object], session.execute(old)).rowcount


def _judged_now(session: Session, entries: Sequence[Entry], at: datetime) -> tuple[Line, ...]:
    years = {entry.first_on.year for entry in entries if entry.first_on is not None}
    known: dict[str, KnownContract] = known_contracts(session, years=sorted(years))
    return judged(entries, known=known, today=at.astimezone(AMSTERDAM).date())


def _require_open(found: ImportPage, *, at: datetime) -> None:
    if found.state == TAKEN_OVER:
        raise Refused("", "Deze bedragen zijn al overgenomen.")
    if found.state != PREVIEW or at - found.at >= KEPT:
        raise Refused("", "Dit voorbeeld is verlopen. Upload het bestand opnieuw.")
    if found.preview.faulty:
        raise Refused("", "In dit bestand staan fouten. Verbeter ze en upload het bestand opnieuw.")
    if not found.preview.good:
        raise Refused("", "In dit bestand staat niets nieuws om over te nemen.")


def _require_same(found: ImportPage, now: Sequence[Line], version: int) -> None:
    """Each row must still do what the preview said: what somebody saw is what they agreed to."""
    moved = [(was, line) for was, line in zip(found.preview.lines, now, strict=True) if was != line]
    if not moved and version == found.version:
        return
    mine = [(was.entry.reference, _told(was)) for was, _now in moved]
    theirs = [(line.entry.reference, _told(line)) for _was, line in moved]
    raise Conflict(mine=mine, theirs=theirs, by="Een collega", version=found.version)


def _told(line: Line) -> str:
    return f"{format_euros(line.entry.cents or 0)}: {line.state}. {' '.join(line.sentences)}".strip()


def _row(line: Line, *, import_id: int, by: Actor, at: datetime) -> Realisation:
    entry = line.entry
    about = {"commitment_id": line.commitment_id, "year": _year(line), "first_on": entry.first_on, "last_on": entry.last_on}
    told = {"amount_cents": entry.cents, "units": entry.units, "note": entry.note, "import_id": import_id, "at": at, "person_name": by.name[:120]}
    return Realisation(**about, **told)


def _year(line: Line) -> int:
    return line.entry.first_on.year if line.entry.first_on is not None else 0


def _changed(session: Session, statement: Update) -> bool:
    return cast(CursorResult[object], session.execute(statement.execution_options(synchronize_session=False))).rowcount == 1


def _object(import_id: int) -> str:
    return f"realisation_import:{import_id}"

"""Adding to settled minutes: proposed with a reason, and part of them when everybody at the table agrees to the new hash.

The minutes and the points themselves stay as they were agreed to. An addendum that is withdrawn leaves the edition as it was.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.dialogues.reach import Reached, claim_addendum, last_actor, reach, rows_changed, step, void_answers, write_journal
from kpi.domain.dialogue import ADDENDUM_EVENT, WITHDRAWN_EVENT, next_state
from kpi.domain.written import read_reason, read_text
from kpi.queries.dialogue_record import OPEN_ADDENDUM
from kpi.tables.dialogue_outcome import DialogueAddendum

WITHDRAWN = "ingetrokken"
_NO_EDITION = "Dit verslag is vastgesteld voordat edities werden bewaard. U kunt er geen aanvulling op voorstellen."
_ONE_AT_A_TIME = "Er ligt al een aanvulling ter instemming. Wacht tot die is opgenomen of ingetrokken."
_NOT_YOURS = "Deze aanvulling is voorgesteld door {}. Bent u het er niet mee eens? Antwoord dan: niet eens."


def propose_addendum(session: Session, *, session_id: int, text: str, reason: str, viewer_provider_id: int | None, by: Actor, at: datetime) -> int:
    """Lay an addendum before everybody at the table; its number. The settled edition stays what it is until all agree."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    if _open(session, session_id) is not None:
        raise Refused("", _ONE_AT_A_TIME)
    next_state(found.state, ADDENDUM_EVENT)
    if not found.editions:
        raise Refused("", _NO_EDITION)
    told, why = _read(text, reason)
    a = DialogueAddendum
    number = 1 + (session.scalar(select(func.max(a.number)).where(a.session_id == session_id)) or 0)
    named = {"person_name": by.name, "organisation_name": by.organisation_name}
    session.add(DialogueAddendum(session_id=session_id, number=number, text=told, reason=why, at=at, **named))
    step(session, found, ADDENDUM_EVENT, by=by, at=at, note=why)
    write_journal(session, session_id, "aanvulling voorgesteld", by=by, at=at, details={"number": number})
    return number


def change_addendum(
    session: Session, *, session_id: int, version: int, text: str, reason: str, viewer_provider_id: int | None, by: Actor, at: datetime
) -> None:
    """Write the open addendum differently. Every answer to it is void: it is another text now. Conflict when somebody changed it first."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    row = _own(session, found, by=by, may_others=False)
    told, why = _read(text, reason)
    if (told, why) == (row.text, row.reason):
        return
    claim_addendum(session, found)
    _write(session, row, version, {"text": told, "reason": why}, mine=told)
    write_journal(session, session_id, "aanvulling gewijzigd", by=by, at=at, details={"number": row.number, "version": version + 1})


def withdraw_addendum(
    session: Session, *, session_id: int, version: int, reason: str, viewer_provider_id: int | None, by: Actor, at: datetime
) -> None:
    """Take the open addendum back, with a reason: the last edition stands as it stood. For who proposed it, and for the centrumgemeente."""
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    row = _own(session, found, by=by, may_others=viewer_provider_id is None)
    why = read_reason(reason, field="withdrawn", what="een reden")
    step(session, found, WITHDRAWN_EVENT, by=by, at=at, note=why)
    void_answers(session, session_id)
    _write(session, row, version, {"state": WITHDRAWN}, mine="Ingetrokken")
    write_journal(session, session_id, "aanvulling ingetrokken", by=by, at=at, details={"number": row.number})


def _read(text: str, reason: str) -> tuple[str, str]:
    told = read_text(text, field="text")
    if not told:
        raise Refused("text", "Schrijf op wat u aan het verslag wilt toevoegen.")
    return told, read_reason(reason, field="reason", what="een reden")


def _open(session: Session, session_id: int) -> Row[*tuple[Any, ...]] | None:
    a = DialogueAddendum
    columns = (a.id, a.number, a.text, a.reason, a.organisation_name, a.version)
    return session.execute(select(*columns).where(a.session_id == session_id, a.state == OPEN_ADDENDUM)).one_or_none()


def _own(session: Session, found: Reached, *, by: Actor, may_others: bool) -> Row[*tuple[Any, ...]]:
    row = _open(session, found.session_id)
    if row is None:
        next_state(found.state, WITHDRAWN_EVENT)  # the sentence for a session where there is none
        raise NotFound
    if row.organisation_name != by.organisation_name and not may_others:
        raise Refused("", _NOT_YOURS.format(row.organisation_name))
    return row


def _write(session: Session, row: Row[*tuple[Any, ...]], version: int, values: dict[str, str], *, mine: str) -> None:
    a = DialogueAddendum
    same = (a.id == row.id, a.version == version, a.state == OPEN_ADDENDUM)
    if rows_changed(session, update(a).where(*same).values(**values, version=version + 1)) != 1:
        about = session.scalar(select(a.session_id).where(a.id == row.id)) or 0
        raise Conflict(mine=[("Uw tekst", mine)], theirs=[("De tekst nu", row.text)], by=last_actor(session, about), version=row.version)

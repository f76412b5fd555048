"""Consent to the minutes: each organisation answers to the hash that was on its screen; when all say "eens" the session is settled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.dialogues.editions import settle
from kpi.actions.dialogues.reach import Reached, last_actor, reach, void_answers, write_journal
from kpi.domain.dialogue import CONSENTS, SETTLED, TALKING, require
from kpi.domain.minutes import MUNICIPALITY, PROVIDER, Record, all_agree, check_answer, fingerprint
from kpi.domain.written import read_text
from kpi.queries.dialogue_record import answers, current_record, parties_of
from kpi.tables.dialogue import DialogueParty
from kpi.tables.dialogue_outcome import Consent, DialogueEdition

_TOO_LATE = {
    SETTLED: "Het verslag is al vastgesteld: iedereen was het eens. U hoeft niet meer te antwoorden. Klopt er iets niet? Stel een aanvulling voor.",
    TALKING: "Het gesprek is heropend. Het verslag ligt nu niet ter instemming. U kunt antwoorden als het opnieuw is voorgelegd.",
}


def consent(
    session: Session,
    *,
    session_id: int,
    side: str,
    verdict: str,
    reason: str = "",
    sha256: str,
    viewer_provider_id: int | None,
    by: Actor,
    at: datetime,
) -> str:
    """Give one organisation's answer; the session's state afterwards.

    `sha256` is the hash of the record that was shown. Conflict when the record is another one by now. A new answer
    replaces this organisation's earlier one; the same answer given twice (by a colleague at the same moment) is one answer.
    """
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    if found.state in _TOO_LATE:
        raise Refused("", _TOO_LATE[found.state])
    require(found.state, CONSENTS)
    why = read_text(reason, field="reason")
    check_answer(side=side, verdict=verdict, reason=why)
    if side != (MUNICIPALITY if viewer_provider_id is None else PROVIDER):
        raise Refused("side", "U kunt alleen voor uw eigen organisatie instemmen.")
    own, record = _own(session, session_id, viewer_provider_id), current_record(session, session_id=session_id)
    current = _same_record(session, found, record, sha256)
    if not _stands(session, session_id, own, verdict=verdict, reason=why, sha256=current):
        void_answers(session, session_id, organisation_id=own)
        about = {"session_id": session_id, "organisation_id": own, "side": side, "verdict": verdict, "reason": why, "sha256": current}
        session.add(Consent(**about, at=at, person_name=by.name))
        session.flush()
        write_journal(session, session_id, f"instemming: {side} {verdict}", by=by, at=at, details={"sha256": current, "reason": why})
    if all_agree(answers(session, session_id=session_id), current, parties=parties_of(session, session_id=session_id)):
        return settle(session, found, record=record, by=by, at=at)
    return found.state


def _own(session: Session, session_id: int, viewer_provider_id: int | None) -> int:
    """The organisation that this viewer answers for: it sits at the table of the session."""
    p = DialogueParty
    mine = p.side == MUNICIPALITY if viewer_provider_id is None else p.organisation_id == viewer_provider_id
    number = session.scalar(select(p.organisation_id).where(p.session_id == session_id, mine))
    if number is None:
        raise NotFound
    return number


def _same_record(session: Session, found: Reached, record: Record, shown: str) -> str:
    """The hash as it is now, which must be the one that was shown. Answers to any other text count no more, whatever changed it."""
    current = fingerprint(record)
    settled = select(DialogueEdition.sha256).where(DialogueEdition.session_id == found.session_id)
    others = (Consent.session_id == found.session_id, Consent.is_void.is_(False), Consent.sha256 != current, Consent.sha256.not_in(settled))
    session.execute(update(Consent).where(*others).values(is_void=True))
    if shown != current:
        raise Conflict(
            mine=[("Het verslag dat u zag", shown)],
            theirs=[("Het verslag nu", current)],
            by=last_actor(session, found.session_id),
            version=found.version,
        )
    return current


def _stands(session: Session, session_id: int, own: int, *, verdict: str, reason: str, sha256: str) -> bool:
    """Does exactly this answer of this organisation stand already?"""
    c = Consent
    same = (c.session_id == session_id, c.organisation_id == own, c.is_void.is_(False), c.sha256 == sha256, c.verdict == verdict, c.reason == reason)
    return session.scalar(select(c.id).where(*same).limit(1)) is not None

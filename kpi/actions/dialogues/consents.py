"""Consent to the minutes: each organisation answers to the hash that was on its screen; when all say "eens" the session is settled."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.tables.organisation import Organisation
from kpi.actions.agenda_places import end_session
from kpi.actions.dialogues.reach import Reached, last_actor, reach, step, void_answers, write_journal
from kpi.domain.dialogue import CONSENTS, SETTLED_EVENT, require
from kpi.domain.minutes import AGREES, MUNICIPALITY, PROVIDER, all_agree, check_answer
from kpi.domain.written import read_text
from kpi.queries.dialogue_record import answers, current_sha256, parties_of
from kpi.tables.dialogue_outcome import Consent


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
    replaces this organisation's earlier one.
    """
    found = reach(session, session_id=session_id, viewer_provider_id=viewer_provider_id)
    require(found.state, CONSENTS)
    why = read_text(reason, field="reason")
    check_answer(side=side, verdict=verdict, reason=why)
    if side != (MUNICIPALITY if viewer_provider_id is None else PROVIDER):
        raise Refused("side", "U kunt alleen voor uw eigen organisatie instemmen.")
    own = viewer_provider_id if viewer_provider_id is not None else _centre(session)
    current = _same_record(session, found, sha256)
    void_answers(session, session_id, organisation_id=own)
    about = {"session_id": session_id, "organisation_id": own, "side": side, "verdict": verdict, "reason": why, "sha256": current}
    session.add(Consent(**about, at=at, person_name=by.name))
    session.flush()
    write_journal(session, session_id, f"instemming: {side} {verdict}", by=by, at=at, details={"sha256": current, "reason": why})
    if verdict == AGREES and all_agree(answers(session, session_id=session_id), current, parties=parties_of(session, session_id=session_id)):
        after = step(session, found, SETTLED_EVENT, by=by, at=at)
        end_session(session, session_id=session_id, provider_id=found.provider_id)
        return after
    return found.state


def _centre(session: Session) -> int:
    number = session.scalar(select(func.min(Organisation.id)).where(Organisation.kind == "centrumgemeente"))
    if number is None:
        raise NotFound
    return number


def _same_record(session: Session, found: Reached, shown: str) -> str:
    current = current_sha256(session, session_id=found.session_id)
    if shown != current:
        raise Conflict(
            mine=[("Het verslag dat u zag", shown)],
            theirs=[("Het verslag nu", current)],
            by=last_actor(session, found.session_id),
            version=found.version,
        )
    return current

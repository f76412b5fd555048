"""Server-side sessions: begun at sign-in, ended at sign-out and at every change of rights."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound
from contracts.foundation.journal import record
from portal.accounts import secrets
from portal.accounts.tables import Membership, Person, SignInSession

KEPT_AFTER_END = timedelta(days=183)  # VNG selectielijst: sign-in records half a year


def begin(session: Session, *, person_id: int, membership_id: int, hours: int, browser: str, network: str, by: Actor, at: datetime, how: str) -> str:
    """Begin a session and return its token: the only moment at which the token is known here."""
    token = secrets.new_token()
    session.add(
        SignInSession(
            token_hash=secrets.hashed(token),
            membership_id=membership_id,
            person_id=person_id,
            started_at=at,
            expires_at=at + timedelta(hours=hours),
            browser=browser[:120],
            network=network[:64],
        )
    )
    session.execute(update(Person).where(Person.id == person_id).values(last_sign_in_at=at))
    record(session, by=by, at=at, action="aangemeld", object=f"persoon {person_id}", details={"hoe": how})
    return token


def end(session: Session, *, session_id: int, person_id: int, why: str, by: Actor, at: datetime) -> None:
    """End one of a person's own sessions. Raises NotFound for somebody else's, and for one that ended already."""
    ended = session.execute(
        update(SignInSession)
        .where(SignInSession.id == session_id, SignInSession.person_id == person_id, SignInSession.ended_at.is_(None))
        .values(ended_at=at, ended_why=why)
    )
    if ended.rowcount != 1:  # type: ignore[attr-defined]
        raise NotFound(f"session {session_id}")
    record(session, by=by, at=at, action="afgemeld", object=f"persoon {person_id}", details={"waarom": why})


def end_all(session: Session, *, person_id: int, why: str, at: datetime) -> int:
    """End every session of a person: their rights, passphrase or second factor changed. The caller writes the journal."""
    ended = session.execute(
        update(SignInSession).where(SignInSession.person_id == person_id, SignInSession.ended_at.is_(None)).values(ended_at=at, ended_why=why)
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def switch(
    session: Session, *, session_id: int, person_id: int, membership_id: int, hours: int, browser: str, network: str, by: Actor, at: datetime
) -> str:
    """Act for another of one's own organisations: the old session ends, a new one begins."""
    own = session.execute(select(Membership.id).where(Membership.id == membership_id, Membership.person_id == person_id)).first()
    if own is None:
        raise NotFound(f"membership {membership_id}")
    end(session, session_id=session_id, person_id=person_id, why="andere organisatie", by=by, at=at)
    return begin(
        session,
        person_id=person_id,
        membership_id=membership_id,
        hours=hours,
        browser=browser,
        network=network,
        by=by,
        at=at,
        how="andere organisatie",
    )


def forget_old(session: Session, *, at: datetime) -> int:
    """Remove sessions that ended or expired half a year ago (retention). Returns how many."""
    gone = session.execute(delete(SignInSession).where(SignInSession.expires_at < at - KEPT_AFTER_END))
    return int(gone.rowcount)  # type: ignore[attr-defined]

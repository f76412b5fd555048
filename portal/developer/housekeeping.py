"""`./samenzicht opruimen`: remove what may no longer be kept. Meant for a daily timer; running it twice changes nothing more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Delete, delete
from sqlalchemy.orm import Session

from contracts.actions.realisations import forget_previews
from contracts.foundation.actor import system
from contracts.foundation.journal import record
from kpi.actions.uploads import forget_uploads
from portal.accounts.sessions import forget_old
from portal.accounts.tables import Invitation, Throttle
from portal.accounts.throttle import FORGOTTEN_AFTER
from portal.reminders import outbox
from portal.web.once import UsedKey

KEYS_KEPT = timedelta(days=30)
INVITATIONS_KEPT = timedelta(days=183)  # sign-in records: half a year (VNG selectielijst)


def clean_up(session: Session, *, at: datetime) -> dict[str, int]:
    """Remove old sign-in sessions, used form keys, failed tries, invitations, previews and mails; returns how many.

    One journal line when anything went.
    """
    gone = {
        "aanmeldsessies": forget_old(session, at=at),
        "formuliersleutels": _remove(session, delete(UsedKey).where(UsedKey.used_at < at - KEYS_KEPT)),
        "mislukte pogingen": _remove(session, delete(Throttle).where(Throttle.last_at < at - FORGOTTEN_AFTER)),
        "uitnodigingen": _remove(session, delete(Invitation).where(Invitation.expires_at < at - INVITATIONS_KEPT)),
        "uploads": forget_uploads(session, at=at),
        "realisatiebestanden": forget_previews(session, at=at),
        "berichten": outbox.forget_old(session, at=at),
    }
    if any(gone.values()):
        record(session, by=system("opruimen"), at=at, action="opgeruimd", object="oude gegevens", details=dict(gone))
    return gone


def _remove(session: Session, statement: Delete) -> int:
    return int(session.execute(statement).rowcount)  # type: ignore[attr-defined]

"""The second factor: a code from a telephone or, once, a recovery code. Also asked again for a signature."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from contracts.foundation.errors import Refused
from portal.accounts import secrets
from portal.accounts.queries import credentials
from portal.accounts.tables import Person, RecoveryCode

WRONG = "Deze code klopt niet of is al gebruikt. Wacht op een nieuwe code in uw app en probeer het opnieuw."


def use_code(session: Session, *, person_id: int, code: str, key: str, at: datetime, recovery_allowed: bool) -> str:
    """Use up a code; returns how ("app" or "herstelcode"). Raises Refused on field `code` when it is wrong or was used.

    Each code counts once, also for two requests at the same time: the step is moved forward in one statement.
    """
    known = credentials(session, person_id=person_id)
    if known is not None:
        step = secrets.matching_step(secrets.decrypt(known.totp_secret, key), code, at=at, after_step=known.totp_last_step)
        if step is not None:
            moved = session.execute(update(Person).where(Person.id == person_id, Person.totp_last_step < step).values(totp_last_step=step))
            if moved.rowcount == 1:  # type: ignore[attr-defined]
                return "app"
        elif recovery_allowed and _use_recovery_code(session, person_id=person_id, code=code, at=at):
            return "herstelcode"
    raise Refused("code", WRONG)


def _use_recovery_code(session: Session, *, person_id: int, code: str, at: datetime) -> bool:
    used = session.execute(
        update(RecoveryCode)
        .where(RecoveryCode.person_id == person_id, RecoveryCode.code_hash == secrets.recovery_hash(code), RecoveryCode.used_at.is_(None))
        .values(used_at=at)
    )
    return bool(used.rowcount == 1)  # type: ignore[attr-defined]


def code_for_demonstration(session: Session, *, person_id: int, key: str, at: datetime) -> str:
    """The code that would be on somebody's telephone. Only the demonstration asks for it."""
    known = credentials(session, person_id=person_id)
    return "" if known is None else secrets.next_code(secrets.decrypt(known.totp_secret, key), at=at, after_step=known.totp_last_step)


def replace_recovery_codes(session: Session, *, person_id: int) -> list[str]:
    """Make ten new recovery codes and void the old ones. The codes are shown once and stored hashed."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person_id))
    codes = secrets.new_recovery_codes()
    session.add_all(RecoveryCode(person_id=person_id, code_hash=secrets.recovery_hash(code)) for code in codes)
    session.flush()
    return codes


def recovery_codes_left(session: Session, *, person_id: int) -> int:
    """How many recovery codes were not used."""
    return session.scalar(select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))) or 0

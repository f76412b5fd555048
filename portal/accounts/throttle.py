"""Growing delay after failed sign-ins, per account and network. Nobody is locked out for good (no lock-out attack).

Guesses at one account from one network wait 1, 2, 4 ... up to 15 minutes after the third failure: 15 in the first hour.
All unknown networks together may fail 43 times an hour at one account; a network from which its owner signed in before
does not share that limit, and brings the sum to less than 60.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.accounts.tables import Person, SignInSession, Throttle

FREE_TRIES = 3
LONGEST_WAIT = timedelta(minutes=15)
ACCOUNT_TRIES_PER_HOUR = 40  # after the free ones
FORGOTTEN_AFTER = timedelta(hours=24)
KNOWN_FOR = timedelta(days=90)


def network_of(address: str) -> str:
    """The /24 (or first four groups of an IPv6) that an address lies in: stored with sessions, never the whole address."""
    return ":".join(address.split(":")[:4]) if ":" in address else ".".join(address.split(".")[:3])


def _keys(email: str, network: str) -> tuple[str, str]:
    account = email.strip().lower()
    return _hashed(f"pair:{account}|{network}"), _hashed(f"account:{account}")


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def wait_until(session: Session, *, email: str, network: str, at: datetime) -> datetime | None:
    """When the next try is allowed; None when it is allowed now. The same for accounts that do not exist."""
    pair, account = _keys(email, network)
    rows = {row.key: row for row in session.scalars(select(Throttle).where(Throttle.key.in_((pair, account))))}
    waits = [rows[pair].next_try_at] if pair in rows else []
    if account in rows and not _is_known(session, email=email, network=network, at=at):
        waits.append(rows[account].next_try_at)
    latest = max(waits, default=at)
    return latest if latest > at else None


def failed(session: Session, *, email: str, network: str, at: datetime) -> None:
    """Count a failure for this account from this network, and for the account as a whole."""
    pair, account = _keys(email, network)
    _count(session, key=pair, at=at, wait=lambda n: min(timedelta(seconds=2 ** (n - FREE_TRIES)), LONGEST_WAIT) if n >= FREE_TRIES else timedelta())
    hourly = timedelta(hours=1) / ACCOUNT_TRIES_PER_HOUR
    _count(session, key=account, at=at, wait=lambda n: hourly if n >= FREE_TRIES else timedelta())


def _count(session: Session, *, key: str, at: datetime, wait: Callable[[int], timedelta]) -> None:
    row = session.get(Throttle, key)
    if row is None:
        row = Throttle(key=key, failures=0, next_try_at=at, last_at=at)
        session.add(row)
    elif row.last_at < at - FORGOTTEN_AFTER:
        row.failures = 0
    row.failures = min(row.failures + 1, 40)
    row.last_at = at
    row.next_try_at = at + wait(row.failures)
    session.flush()


def succeeded(session: Session, *, email: str, network: str) -> None:
    """Forget the failures of this account from this network. Those of other networks keep counting."""
    session.execute(delete(Throttle).where(Throttle.key == _keys(email, network)[0]))


def _is_known(session: Session, *, email: str, network: str, at: datetime) -> bool:
    known = (
        select(SignInSession.id)
        .join(Person, Person.id == SignInSession.person_id)
        .where(Person.email == email.strip().lower(), SignInSession.network == network, SignInSession.started_at > at - KNOWN_FOR)
    )
    return session.execute(known.limit(1)).first() is not None

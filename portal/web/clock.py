"""The one clock. Domain and actions are told the moment; only the portal asks for it, here."""

from __future__ import annotations

from datetime import UTC, date, datetime

from contracts.foundation.period import AMSTERDAM


def now() -> datetime:
    """This moment, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """This day in Amsterdam."""
    return now().astimezone(AMSTERDAM).date()

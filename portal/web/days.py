"""A day as people type it in a form."""

from __future__ import annotations

from datetime import UTC, date, datetime


def typed_day(text: str | None) -> date | None:
    """The day in a date field ("2026-11-30", or "30-11-2026" from a browser without such a field), or None for what is no day."""
    for pattern in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime((text or "").strip(), pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None

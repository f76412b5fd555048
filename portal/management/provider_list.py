"""All aanbieders in a list, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from contracts.foundation.period import AMSTERDAM
from kpi.queries.provider_lines import ProviderLine
from portal.management.words import REPORT_STATES, counted
from portal.web.formatting import day, number, short_quarter


class ProviderRow(NamedTuple):
    """One aanbieder. `heavy` and `late` are said in words only when there is something."""

    href: str
    name: str
    report_href: str
    quarter: str
    state: str
    tone: str
    deviations: int
    heavy: str
    actions: int
    late: str
    next_session: str
    places: str


@dataclass(frozen=True, slots=True)
class ProviderListPage:
    """The list."""

    lead: str
    rows: tuple[ProviderRow, ...]
    title: str = "Aanbieders"


def provider_list(lines: Sequence[ProviderLine], now: datetime) -> ProviderListPage:
    """Put the list in words."""
    waiting = sum(one.open_deviations > 0 for one in lines)
    lead = (
        f"Bij {counted(waiting, 'aanbieder', 'aanbieders')} staat nog iets open."
        if waiting
        else "Bij geen enkele aanbieder staat een afwijking open."
    )
    return ProviderListPage(lead if lines else "", tuple(_row(one, now) for one in lines))


def _row(one: ProviderLine, now: datetime) -> ProviderRow:
    word, tone = REPORT_STATES[one.state] if one.state else ("", "")
    is_late = one.first_due_on is not None and one.first_due_on < now.astimezone(AMSTERDAM).date()
    return ProviderRow(
        f"/beheer/aanbieders/{one.id}",
        one.name,
        f"/beheer/rapportages/{one.report_id}" if one.report_id else "",
        short_quarter(one.period) if one.period else "",
        word,
        tone,
        one.open_deviations,
        f"▼ {one.heavy_deviations} zorg" if one.heavy_deviations else "",
        one.open_actions,
        f"! de eerste was {day(one.first_due_on)}" if is_late and one.first_due_on else "",
        day(one.next_session_at.astimezone(AMSTERDAM).date()) if one.next_session_at else "",
        number(one.places),
    )

"""How planning is said on the screens."""

from __future__ import annotations

from datetime import datetime, timedelta

from contracts.foundation.period import AMSTERDAM
from kpi.domain.dialogue import CANCELLED, CONCEPT, OFFERED, PREPARING, SETTLED, SHARED, TALKING
from portal.web.formatting import clock_time, weekday

LINE_STATES = {
    CONCEPT: ("Concept", "rustig"),
    PREPARING: ("In voorbereiding", "rustig"),
    SHARED: ("Agenda gedeeld", "actie"),
    TALKING: ("In gesprek", "actie"),
    OFFERED: ("Ter instemming", "aandacht"),
    SETTLED: ("Vastgesteld", "goed"),
    CANCELLED: ("Geannuleerd", "rustig"),
}
PRESENCE = {None: ("", "Niet ingevuld"), True: ("ja", "Aanwezig"), False: ("nee", "Afwezig")}


def from_to(begins: datetime, minutes: int) -> str:
    """ "dinsdag 8 december 2026, 10:00 tot 11:30 uur"."""
    ends = begins + timedelta(minutes=minutes)
    return f"{weekday(begins.astimezone(AMSTERDAM).date())}, {clock_time(begins)} tot {clock_time(ends)} uur"


def counted(number: int, one: str, many: str) -> str:
    """ "1 bericht", "3 berichten"."""
    return f"{number} {one if number == 1 else many}"

"""The begroting of the demonstration after the sources end: years that were copied, one decision of this year, and a line over two taakvelden.

Everything here is invented and says so in its note and reason.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from contracts.actions.budget import revise_amount
from contracts.actions.budget_lines import open_year
from contracts.actions.taakvelden import set_taakvelden
from contracts.domain.decision import NewAmount
from contracts.foundation.actor import Actor
from contracts.foundation.money import format_euros
from contracts.foundation.period import AMSTERDAM
from contracts.queries.budget import lines
from contracts.queries.taakvelden import taakveld_version
from portal.developer.demonstration.story import Story

NOTE = "Verzonnen voor de demonstratie: bedrag van {year} overgenomen"
RAISED, RAISE_CENTS = "beschermd-wonen", 250_000_00
WHY = "Verzonnen voor de demonstratie: de raad verhoogt de regel met € 250.000 voor plekken zonder verblijf"
SHARES = {"6.81a": 9_500, "6.71c": 500}
WHY_SHARES = "Verzonnen voor de demonstratie: vijf procent van de regel is voor dagbesteding"


def copied(session: Session, *, year: int, printed: int, by: Actor, at: datetime) -> None:
    """The sources end in 2024. A later year gets that year's amounts as a provisional revision that says it is invented; "n.v.t." stays so."""
    note = NOTE.format(year=printed)
    open_year(session, year=year, decided_on=at.astimezone(AMSTERDAM).date(), reason=note, note=note, by=by, at=at)


def decided(session: Session, *, by: Actor, now: datetime) -> Story:
    """In July of this year one line is raised, and it is divided over two taakvelden."""
    year = now.astimezone(AMSTERDAM).year
    at = yield min(datetime(year, 7, 7, 13, 30, tzinfo=UTC), now)
    line = next(one for one in lines(session, year=year) if one.code == RAISED)
    text, decided_on = format_euros((line.budgeted_cents or 0) + RAISE_CENTS), at.astimezone(AMSTERDAM).date()
    new = NewAmount(amount_text=text, decided_on=decided_on, reason=WHY, note=WHY, is_provisional=True)
    revise_amount(session, line_id=line.id, year=year, new=new, revision=line.revision, by=by, at=at)
    version = taakveld_version(session, line_id=line.id, year=year)
    set_taakvelden(session, line_id=line.id, year=year, shares=SHARES, version=version, reason=WHY_SHARES, by=by, at=at)

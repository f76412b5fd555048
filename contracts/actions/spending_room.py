"""The bestedingsruimte of an aanbieder in a year: its amount, and what was done when (model contract Wmo 1.2, article 1.5)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import cast

from sqlalchemy import CursorResult, select, update
from sqlalchemy.orm import Session

from contracts.domain.allocation import read_amount
from contracts.domain.decision import SHORTEST_REASON, require_budget_year
from contracts.domain.spending import Clock, require_order
from contracts.domain.tariff import day_text
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import record
from contracts.foundation.money import format_euros
from contracts.foundation.period import AMSTERDAM
from contracts.tables.organisation import Organisation
from contracts.tables.realisation import SpendingRoom

STEPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "aankondigen": ("announced_on", "Aangekondigd"),
        "vaststellen": ("settled_on", "Vastgesteld"),
        "plannen": ("planned_on", "Plan van de aanbieder ontvangen"),
        "melden": ("notified_on", "Schriftelijk gemeld"),
        "gesprek": ("talked_on", "Gesprek gevoerd"),
        "besluit": ("decided_on", "Besluit genomen"),
    }
)
"""What is done, by its code: the column, and its name on screens."""
LONGEST = 1000


def set_room(session: Session, *, provider_id: int, year: int, amount_text: str, reason: str, version: int, by: Actor, at: datetime) -> int:
    """Let an aanbieder have this room in a year; returns its number. `version` 0: there was none. A change needs a reason.

    Raises NotFound for what is no aanbieder, Refused, and Conflict when somebody else changed it first.
    """
    _require_provider(session, provider_id)
    require_budget_year(year)
    cents, reason = read_amount(amount_text), _text("reason", reason)
    found = session.scalar(select(SpendingRoom).where(SpendingRoom.provider_id == provider_id, SpendingRoom.year == year))
    if (found.version if found is not None else 0) != version:
        theirs = format_euros(found.room_cents) if found is not None else "geen bedrag"
        raise Conflict(mine=[("Ruimte", format_euros(cents))], theirs=[("Ruimte", theirs)], by="Een collega", version=found.version if found else 0)
    if found is None:
        made = SpendingRoom(provider_id=provider_id, year=year, room_cents=cents, reason=reason)
        session.add(made)
        session.flush()
        was, key = None, made.id
    else:
        _require_reason(reason)
        was, key = found.room_cents, found.id
        _write(session, key, version, room_cents=cents, reason=reason)
    details = {"year": year, "room_cents": cents, "was_cents": was, "reason": reason}
    record(session, by=by, at=at, action="bestedingsruimte vastgelegd", object=f"organisation:{provider_id}", details=details)
    return key


def record_step(
    session: Session, *, provider_id: int, year: int, step: str, on: date | None, decision: str = "", version: int, by: Actor, at: datetime
) -> None:
    """Write down on which day something was done. Raises NotFound, Refused (unknown step, future day, wrong order) and Conflict."""
    found = session.scalar(select(SpendingRoom).where(SpendingRoom.provider_id == provider_id, SpendingRoom.year == year))
    if found is None:
        raise NotFound(f"no spending room of {provider_id} in {year}")
    column, name = STEPS.get(step, ("", ""))
    if not column:
        raise Refused("step", "Kies wat er is gedaan.")
    if on is None:
        raise Refused("on", "Vul een datum in, bijvoorbeeld 30-11-2026.")
    if on > at.astimezone(AMSTERDAM).date():
        raise Refused("on", "Deze dag ligt in de toekomst. Vul in wat er al is gedaan.")
    text = _text("decision", decision)
    if step == "besluit" and len(text) < SHORTEST_REASON:
        raise Refused("decision", f"Schrijf op wat het besluit is, in minstens {SHORTEST_REASON} tekens.")
    _require_order(found, column, on)
    if found.version != version:
        raise Conflict(mine=[(name, day_text(on))], theirs=_days(found), by="Een collega", version=found.version)
    changed = {column: on} | ({"decision": text} if step == "besluit" else {})
    was = getattr(found, column)
    _write(session, found.id, version, **changed)
    details = {"year": year, "step": step, "on": on.isoformat(), "was": None if was is None else was.isoformat(), "decision": text}
    record(session, by=by, at=at, action="bestedingsruimte gevolgd", object=f"organisation:{provider_id}", details=details)


def _require_order(found: SpendingRoom, column: str, on: date) -> None:
    """Notice, talk and decision follow each other."""
    days = {"notified_on": found.notified_on, "talked_on": found.talked_on, "decided_on": found.decided_on}
    if column in days:
        days[column] = on
        try:
            require_order(Clock(**days))
        except Refused as refusal:
            raise Refused("on", refusal.reason) from refusal


def _days(found: SpendingRoom) -> list[tuple[str, str]]:
    told = ((name, getattr(found, column)) for column, name in STEPS.values())
    return [("Ruimte", format_euros(found.room_cents)), *((name, day_text(day)) for name, day in told if day is not None)]


def _require_provider(session: Session, provider_id: int) -> None:
    if session.scalar(select(Organisation.kind).where(Organisation.id == provider_id)) != "aanbieder":
        raise NotFound(f"provider {provider_id}")


def _require_reason(reason: str) -> None:
    if len(reason) < SHORTEST_REASON:
        raise Refused("reason", f"Geef een reden van minstens {SHORTEST_REASON} tekens.")


def _text(field: str, text: str) -> str:
    bare = text.strip()
    if len(bare) > LONGEST:
        raise Refused(field, f"Gebruik hier niet meer dan {LONGEST} tekens.")
    return bare


def _write(session: Session, key: int, version: int, **values: object) -> None:
    same = (SpendingRoom.id == key, SpendingRoom.version == version)
    done = session.execute(update(SpendingRoom).where(*same).values(version=version + 1, **values))
    if cast(CursorResult[object], done).rowcount != 1:
        raise Conflict(mine=[], theirs=[], by="Een collega", version=version)

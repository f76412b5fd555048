"""Saving the places per location, by hand or with "niets veranderd" (as little work as can be: S001 §7.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.moves import begin, changed_one, find_editable, object_of
from kpi.actions.openings import require_section_open
from kpi.domain.capacity import Places, capacity_problem
from kpi.domain.numbers import read_count
from kpi.domain.openings import CAPACITY
from kpi.domain.problems import Problem, refuse_any
from kpi.queries.capacity import CapacityRow, capacity_rows
from kpi.queries.reports import ReportHeader
from kpi.tables.capacity import CapacityCount

_LABELS = {"occupied": "Bezet", "free": "Vrij", "closed": "Tijdelijk dicht", "waiting": "Wachtlijst"}


@dataclass(frozen=True, slots=True)
class CapacityEntry:
    """What somebody typed for one location. `version` 0: nothing stood there yet."""

    location_id: int
    occupied: str
    free: str
    closed: str
    waiting: str
    version: int


def save_capacity(
    session: Session, *, report_id: int, provider_id: int, entries: Sequence[CapacityEntry], by: Actor, at: datetime
) -> list[CapacityRow]:
    """Save one or more locations, all or none, and give all rows back.

    Raises NotFound (foreign report or location), SeveralRefused with fields such as "occupied-7" and "locatie-7", or Conflict.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    require_section_open(session, header=header, section=CAPACITY)
    known = {row.location_id: row for row in capacity_rows(session, report=header)}
    if any(entry.location_id not in known for entry in entries):
        raise NotFound
    problems: list[Problem] = []
    read = [(entry, known[entry.location_id], _read(entry, known[entry.location_id], problems)) for entry in entries]
    refuse_any(problems)
    for entry, row, count in read:
        if count is not None:
            _save(session, header=header, row=row, count=count, version=entry.version, by=by, at=at)
    if entries:
        begin(session, header=header, by=by, at=at)
    return capacity_rows(session, report=header)


def repeat_capacity(session: Session, *, report_id: int, provider_id: int, by: Actor, at: datetime) -> list[CapacityRow]:
    """Take the previous quarter's signed counts for all locations ("niets veranderd").

    Raises NotFound, or SeveralRefused when a location has no earlier count or another number of places by now.
    """
    header = find_editable(session, report_id=report_id, provider_id=provider_id, at=at)
    require_section_open(session, header=header, section=CAPACITY)
    rows = capacity_rows(session, report=header)
    refuse_any([problem for row in rows if (problem := _cannot_repeat(row)) is not None])
    for row in rows:
        if row.previous is not None:
            _save(session, header=header, row=row, count=row.previous, version=row.version, by=by, at=at)
    begin(session, header=header, by=by, at=at)
    return capacity_rows(session, report=header)


def _cannot_repeat(row: CapacityRow) -> Problem | None:
    if row.previous is None:
        return Problem(row.field, f"{row.location_name}: er is geen ingediende telling van vorig kwartaal. Vul de aantallen zelf in.")
    if row.previous.sum != row.places:
        return Problem(row.field, f"{row.location_name}: er zijn nu {row.places} plekken. Vorig kwartaal waren het er {row.previous.sum}.")
    return None


def _read(entry: CapacityEntry, row: CapacityRow, problems: list[Problem]) -> Places | None:
    """Read one location; what is wrong with it joins the problems of the others. What is not occupied and not closed is free."""
    counts: dict[str, int] = {}
    for name, label in _LABELS.items():
        if name == "free" and not entry.free.strip() and entry.occupied.strip() and entry.closed.strip():
            continue
        try:
            counts[name] = read_count(getattr(entry, name), field=f"{name}-{entry.location_id}")
        except Refused as refused:
            problems.append(Problem(refused.field, f"{row.location_name}, {label.lower()}: {refused.reason}"))
    if len(counts) < len(_LABELS) and not (counts.keys() == _LABELS.keys() - {"free"} and not entry.free.strip()):
        return None
    counts.setdefault("free", max(0, row.places - counts["occupied"] - counts["closed"]))  # below zero: the sum is told as it is
    count = Places(**counts)
    problem = capacity_problem(count, places=row.places, field=row.field)
    if problem is not None:
        problems.append(Problem(problem.field, f"{row.location_name}: {problem.reason}"))
    return count


def _save(session: Session, *, header: ReportHeader, row: CapacityRow, count: Places, version: int, by: Actor, at: datetime) -> None:
    columns = {**asdict(count), "places": row.places}
    if row.count == count and row.counted_places == row.places:
        return
    if row.version != version:
        raise Conflict(mine=_told(count), theirs=_told(row.count), by="een collega", version=row.version)
    if version == 0:
        session.add(CapacityCount(report_id=header.id, location_id=row.location_id, **columns))
        session.flush()
    else:
        mine = (CapacityCount.report_id == header.id, CapacityCount.location_id == row.location_id, CapacityCount.version == version)
        statement = update(CapacityCount).where(*mine).values(version=version + 1, **columns)
        if not changed_one(session, statement.execution_options(synchronize_session=False)):
            raise Conflict(mine=_told(count), theirs=_told(row.count), by="een collega", version=row.version)
    details = {"locatie": row.location_id, "was": dict(_told(row.count)), "is": dict(_told(count))}
    journal.record(session, by=by, at=at, action="capaciteit opgeslagen", object=object_of(header.id), details=details)


def _told(count: Places | None) -> list[tuple[str, str]]:
    return [(label, "" if count is None else str(getattr(count, name))) for name, label in _LABELS.items()]

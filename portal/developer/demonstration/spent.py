"""What the demonstration spent: files with realised amounts up to the last quarter, and a room to spend for every aanbieder.

All amounts are invented. A past year was spent for nearly all of what was promised; this year as far as its last quarter that is over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from contracts.actions.realisations import keep_preview, take_over
from contracts.actions.spending_room import record_step, set_room
from contracts.domain.realisation_file import Entry
from contracts.foundation.money import format_euros, split
from contracts.foundation.period import AMSTERDAM, Quarter
from contracts.queries.realisation_imports import known_contracts
from contracts.queries.tariffs import steps_of
from kpi.queries.rooms import rooms_of
from portal.developer.demonstration.agreed import terms_of
from portal.developer.demonstration.money import FIRST_YEAR, Promise
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Story

PAST, CURRENT = 985, 970  # thousandths of what was promised that are spent in a whole year
NOTE = "Verzonnen voor de demonstratie."
READ_ON, TOLD_ON = 20, 38  # days after the quarter's end
TIGHT = "mergelhof"
ROOMY, NARROW = 110, 100  # percent of what was promised for arrangementen
BEFORE = (("aankondigen", 6), ("vaststellen", 9), ("plannen", 10))  # what was done in which month of the year before
_DAY_OF_MONTH = 21
_ROUNDED = 1_000_000  # rooms are whole tens of thousands of euros, in cents


def stories(stage: Stage, promises: Sequence[Promise], *, begin: datetime) -> Iterator[Story]:
    """What was read in, and the rooms of this year."""
    yield _files(stage, promises, begin)
    yield _rooms(stage, begin)


def _files(stage: Stage, promises: Sequence[Promise], begin: datetime) -> Story:
    """A file a year for the past, and one for every quarter of this year that is over."""
    this_year = stage.now.astimezone(AMSTERDAM).year
    files = [tuple(Quarter(year, number) for number in range(1, 5)) for year in range(FIRST_YEAR, this_year)]
    files += [(Quarter(this_year, number),) for number in range(1, 5) if Quarter(this_year, number) <= stage.last]
    for quarters in files:
        at = yield max(begin, stage.calendar(quarters[-1]).moment(READ_ON, 11))
        _file(stage, promises, quarters, at=at)


def _file(stage: Stage, promises: Sequence[Promise], quarters: Sequence[Quarter], *, at: datetime) -> None:
    session, by = stage.session, stage.troupe.subsidy_manager
    contracts = {each.id: each for each in known_contracts(session, years=[quarters[0].year]).values()}
    stepped = steps_of(session, commitment_ids=list(contracts))
    entries = [
        _entry(f"Realisatie!G{number}", contracts[promise.commitment_id].reference, quarter, cents, has_steps=promise.commitment_id in stepped)
        for number, (promise, quarter, cents) in enumerate(_amounts(promises, quarters, is_past=len(quarters) > 1), start=6)
        if not contracts[promise.commitment_id].by_events
    ]
    name = f"realisatie-{quarters[0].year}.xlsx" if len(quarters) > 1 else f"realisatie-{quarters[0].slug}.xlsx"
    made = keep_preview(session, entries=entries, file_name=name, sha256="", by=by, at=at)
    take_over(session, import_id=made, version=1, by=by, at=at)


def _entry(place: str, reference: str, quarter: Quarter, cents: int, *, has_steps: bool) -> Entry:
    """One row; of a contract with a staffel also how many nights were delivered: nearly all places were taken."""
    places = terms_of(reference).get("agreed_places") if has_steps else None
    nights = (quarter.ends_on - quarter.starts_on).days + 1
    units = None if places is None else Decimal(int(places * nights * CURRENT / 1000))
    return Entry(place, reference, quarter.starts_on, quarter.ends_on, cents, units, NOTE)


def _amounts(promises: Sequence[Promise], quarters: Sequence[Quarter], *, is_past: bool) -> Iterator[tuple[Promise, Quarter, int]]:
    """Each promise's year over its quarters, by their days, exact to the cent."""
    year = [Quarter(quarters[0].year, number) for number in range(1, 5)]
    days = [(quarter.ends_on - quarter.starts_on).days + 1 for quarter in year]
    for promise in promises:
        committed = next(each.committed_cents for each in promise.years if each.year == quarters[0].year)
        parts = dict(zip(year, split(committed * (PAST if is_past else CURRENT) // 1000, days), strict=True))
        yield from ((promise, quarter, parts[quarter]) for quarter in quarters)


def _rooms(stage: Stage, begin: datetime) -> Story:
    """The room of this year, as the model contract asks: announced, settled and planned in time; and a notice where most of it is used."""
    year = stage.now.astimezone(AMSTERDAM).year
    for step, month in BEFORE:
        at = yield max(begin, datetime(year - 1, month, _DAY_OF_MONTH, 9, tzinfo=UTC))
        for provider_id, cents, version in _known(stage.session, stage, year, at):
            told: dict[str, Any] = {"provider_id": provider_id, "year": year, "by": stage.troupe.manager, "at": at}
            if step == BEFORE[0][0]:
                set_room(stage.session, amount_text=format_euros(cents), reason=NOTE, version=0, **told)
            record_step(stage.session, step=step, on=at.astimezone(AMSTERDAM).date(), version=max(version, 1), **told)
    at = yield stage.calendar(stage.last).moment(TOLD_ON)
    today = at.astimezone(AMSTERDAM).date()
    for room in rooms_of(stage.session, year=year, today=today):
        if room.signal is not None and room.signal.reached and room.provider_id == stage.provider_id(TIGHT):
            noted: dict[str, Any] = {"provider_id": room.provider_id, "year": year, "by": stage.troupe.manager, "at": at}
            record_step(stage.session, step="melden", on=today, version=room.version, **noted)


def _known(session: Session, stage: Stage, year: int, at: datetime) -> list[tuple[int, int, int]]:
    """Every aanbieder with arrangementen: how much room it gets, and the version of its room."""
    tight, today = stage.provider_id(TIGHT), at.astimezone(AMSTERDAM).date()
    return [
        (room.provider_id, room.promised_cents * (NARROW if room.provider_id == tight else ROOMY) // 100 // _ROUNDED * _ROUNDED, room.version)
        for room in rooms_of(session, year=year, today=today, percent=0)
    ]

"""Proposals of the demonstration: one that was taken over, and one that waits. Invented, as all of its money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from sqlalchemy.orm import Session

from contracts.actions.money_proposals import take_over
from contracts.domain.budget import Matrix
from contracts.domain.what_if import Change, PaidBy, PlacesFrom
from contracts.foundation.period import AMSTERDAM, Quarter
from contracts.queries.budget import matrix
from kpi.actions.what_if import propose
from portal.developer.demonstration.story import Story
from portal.developer.demonstration.troupe import Troupe

MOVED = 10_000_00
TAKEN_OVER = (
    "Meer uit het oormerk voor verward gedrag",
    "De Grubbe vangt dit jaar meer mensen met verward gedrag op dan eerder was bedacht.",
)
WAITING = ("Verdeel wat nog over is", "Het bedrag staat nog bij geen begrotingsregel. En wat als De Grubbe in het laatste kwartaal voller zit?")
PLACES = Fraction(27)


def proposed(session: Session, *, troupe: Troupe, now: datetime) -> Story:
    """Shortly before now: one moves money between two lines and is taken over, the next one also guesses the last quarter's occupancy."""
    year = now.astimezone(AMSTERDAM).year
    at = yield now - timedelta(days=9)
    found = matrix(session, year=year)
    moved = [_paid(found, "SUB-GRU-1", "mo", -MOVED), _paid(found, "SUB-GRU-1", "mo-verward-gedrag", MOVED)]
    made = _propose(session, year, TAKEN_OVER, moved, troupe, at)
    at = yield now - timedelta(days=8)
    take_over(session, proposal_id=made, version=1, by=troupe.manager, at=at)
    at = yield now - timedelta(days=2)
    found = matrix(session, year=year)
    rest = next(each.unallocated_cents for each in found.columns if each.commitment.reference == "ARR-MAA-2")
    guess = PlacesFrom(_place(found, "ARR-GRU-1")[1], Quarter(year, 4), PLACES)
    _propose(session, year, WAITING, [_paid(found, "ARR-MAA-2", "beschermd-wonen", rest), guess], troupe, at)


def _propose(session: Session, year: int, words: tuple[str, str], changes: Sequence[Change], troupe: Troupe, at: datetime) -> int:
    return propose(session, year=year, changes=changes, title=words[0], reason=words[1], by=troupe.subsidy_manager, at=at)


def _paid(found: Matrix, reference: str, line: str, more_cents: int) -> PaidBy:
    """The line pays so much more of the promise than now."""
    place, number = _place(found, reference)
    row = next(row for row in found.rows if row.line.code == line)
    return PaidBy(number, row.line.id, row.cells[place].direct_cents + more_cents)


def _place(found: Matrix, reference: str) -> tuple[int, int]:
    """Its column and its number."""
    return next((place, each.commitment.id) for place, each in enumerate(found.columns) if each.commitment.reference == reference)

"""Making a proposal of what was tried out: worked out again on what stands now, and kept with that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from contracts.actions.money_proposals import submit
from contracts.domain.comparison import compare
from contracts.domain.money_proposal import worked_out
from contracts.domain.what_if import FIELD, Change
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM
from contracts.queries.money_proposals import basis_of
from kpi.queries.what_if import find_stand


def propose(session: Session, *, year: int, changes: Sequence[Change], title: str, reason: str, by: Actor, at: datetime) -> int:
    """Hand a proposal in and return its id. Raises NotFound, and Refused (nothing changes, changes that cannot be, no title or reason)."""
    stand = find_stand(session, year=year)
    found = compare(stand, changes, today=at.astimezone(AMSTERDAM).date())
    if not changes:
        raise Refused(FIELD, "Probeer eerst iets uit. Zonder wijziging is er niets voor te stellen.")
    content = worked_out(stand, changes, found, basis=basis_of(session, year=year, changes=changes))
    return submit(session, year=year, title=title, reason=reason, content=content, by=by, at=at)

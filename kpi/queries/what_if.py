"""The year of the begroting as a stand in which changes can be tried: the matrix, and what every expectation stands on."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contracts.domain.what_if import Stand, stand_of
from contracts.queries.budget import matrix
from kpi.queries.expected import facts_of


def find_stand(session: Session, *, year: int) -> Stand:
    """As it stands now. Nine queries, however many rows. Raises NotFound for a year that no begroting can have."""
    return stand_of(matrix(session, year=year), facts_of(session, year=year))

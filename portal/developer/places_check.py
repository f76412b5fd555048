"""`./samenzicht controleer`: does every open deviation and every open agreement stand on exactly one agenda, or on the list of its table?"""

from __future__ import annotations

from sqlalchemy.orm import Session

from kpi.queries.agenda_check import misplaced
from portal.developer.migration import engine_for


def check_places(url: str) -> list[str]:
    """A line for everything that is open and stands on no agenda, or on two."""
    engine = engine_for(url)
    with Session(engine) as session:
        found = misplaced(session)
    engine.dispose()
    return found

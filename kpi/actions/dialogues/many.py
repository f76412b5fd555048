"""Several deviations at once onto agendas: all of them or none, and a refusal that names everything that stood in the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.errors import NotFound, Refused
from kpi.actions.dialogues.agenda import obstacle_of, put_on_agenda
from kpi.actions.dialogues.reach import Reached, reach
from kpi.domain.dialogue import AGENDA, require
from kpi.queries.agenda_sources import DeviationSource, deviation_source, next_session_of

MOST_AT_ONCE = 200
FIELD = "afwijking"


@dataclass(frozen=True, slots=True)
class Placed:
    """How many deviations came on the agenda of one session."""

    session_id: int
    title: str
    provider_name: str
    count: int


def put_many_on_agendas(session: Session, *, deviation_ids: Sequence[int], session_id: int | None, by: Actor, at: datetime) -> tuple[Placed, ...]:
    """Put deviations on the agenda of one session, or (without one) each on that of the next session with its own aanbieder.

    All or none; the caller rolls back. Raises NotFound, or Refused with one line for each thing that stood in the way. For the municipality.
    """
    wanted = tuple(dict.fromkeys(deviation_ids))
    if not wanted:
        raise Refused(FIELD, "Kies eerst een of meer afwijkingen. Zet daarvoor een vinkje voor de regel.")
    if len(wanted) > MOST_AT_ONCE:
        raise Refused(FIELD, f"Kies er hoogstens {MOST_AT_ONCE} tegelijk.")
    sources = [_source(session, deviation_id) for deviation_id in wanted]
    where = _named(session, session_id) if session_id is not None else _next_of_each(session, sources, at)
    obstacles = [sentence for source in sources if (sentence := obstacle_of(source) or _wrong_table(source, where))]
    if obstacles:
        raise Refused(FIELD, "\n".join(dict.fromkeys(obstacles)))
    placed = []
    for provider_id, found in where.items():
        own = [source for source in sources if source.provider_id == provider_id]
        if own and found is not None:
            ids = [source.deviation_id for source in own]
            put_on_agenda(session, session_id=found.session_id, deviation_ids=ids, viewer_provider_id=None, by=by, at=at)
            placed.append(Placed(found.session_id, found.title, own[0].provider_name, len(own)))
    return tuple(placed)


def _source(session: Session, deviation_id: int) -> DeviationSource:
    source = deviation_source(session, deviation_id=deviation_id)
    if source is None:
        raise NotFound(f"deviation {deviation_id}")
    return source


def _named(session: Session, session_id: int) -> dict[int, Reached | None]:
    """The one session, for its own aanbieder."""
    found = reach(session, session_id=session_id, viewer_provider_id=None)
    require(found.state, AGENDA)
    if found.provider_id is None:
        raise Refused(FIELD, "Dit is een gezamenlijk gesprek. Kies een gesprek met één aanbieder.")
    return {found.provider_id: found}


def _next_of_each(session: Session, sources: Sequence[DeviationSource], at: datetime) -> dict[int, Reached | None]:
    """The next session with each aanbieder; None where none is planned."""
    where: dict[int, Reached | None] = {}
    for provider_id in dict.fromkeys(source.provider_id for source in sources):
        number = next_session_of(session, provider_id=provider_id, at=at)
        where[provider_id] = None if number is None else reach(session, session_id=number, viewer_provider_id=None)
    return where


def _wrong_table(source: DeviationSource, where: dict[int, Reached | None]) -> str:
    """Why it cannot come on the agenda that was chosen."""
    if source.provider_id not in where:
        return f"{source.title} is van {source.provider_name}. Het gesprek dat u koos, is met een andere aanbieder."
    if where[source.provider_id] is None:
        return f"Er is nog geen gesprek gepland met {source.provider_name}. Plan er eerst een bij Dialoog."
    return ""

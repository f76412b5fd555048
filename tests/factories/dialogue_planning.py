"""Planning for tests: a table with two aanbieders, and sessions with people on their list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from contracts.foundation.period import AMSTERDAM
from contracts.tables.organisation import Organisation
from kpi.actions.dialogues import plan_session
from kpi.actions.dialogues.changing import Plan
from kpi.actions.dialogues.participants import Person, add_people
from kpi.queries.dialogue_planning import Planned, participants_of, planned_session
from tests.factories.dialogue import BY
from tests.factories.figures import organisation

FIRST = datetime(2026, 11, 10, 10, tzinfo=AMSTERDAM)
PLAN = Plan("Kwartaalgesprek", FIRST, 90, "Stadhuis")


@dataclass(frozen=True, slots=True)
class Seats:
    """The centre, two aanbieders and a person of each."""

    centre: Organisation
    own: Organisation
    other: Organisation

    def person(self, number: int, of: Organisation) -> Person:
        """Somebody with an account there."""
        return Person(number, of.id, f"Mens {number}", f"mens{number}@voorbeeld.example")


def laid(session: Session) -> Seats:
    """Lay the table."""
    return Seats(*(organisation(session, name, kind=kind) for name, kind in (
        ("Gemeente Maastricht", "centrumgemeente"), ("Stichting De Berm", "aanbieder"), ("Stichting De Brug", "aanbieder"),
    )))  # fmt: skip


def concept(session: Session, provider_id: int | None, planned_at: datetime = FIRST) -> int:
    """A session that only the centre knows of."""
    told = {"title": PLAN.title, "place": PLAN.place}
    return plan_session(session, provider_id=provider_id, planned_at=planned_at, as_concept=True, **told, **BY)


def planned(session: Session, session_id: int, viewer: int | None = None) -> Planned:
    """How it is planned."""
    return planned_session(session, session_id=session_id, viewer_provider_id=viewer)


def names(session: Session, session_id: int, viewer: int | None = None) -> list[str]:
    """Who is on the list."""
    return [one.name for one in participants_of(session, session_id=session_id, viewer_provider_id=viewer) if one.removed_at is None]


def put(session: Session, session_id: int, *people: Person, viewer: int | None = None) -> tuple[int, ...]:
    """Put people on it."""
    return add_people(session, session_id=session_id, people=people, viewer_provider_id=viewer, **BY)

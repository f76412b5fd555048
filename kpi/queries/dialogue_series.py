"""The series of dialogue sessions, as the centre plans them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain.dialogue_series import Rhythm, in_words
from kpi.tables.dialogue import DialogueParticipant, DialogueSeries, DialogueSession


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A series with what is left of it. `provider_name` is None for the joint one; `next_at` None when nothing is to come."""

    series_id: int
    provider_id: int | None
    provider_name: str | None
    title: str
    place: str
    first_at: datetime
    every_number: int
    every_unit: str
    times: int
    duration_minutes: int
    ended_at: datetime | None
    version: int
    next_at: datetime | None
    coming: int

    @property
    def rhythm(self) -> Rhythm:
        """Every so many weeks or months."""
        return Rhythm(self.every_number, self.every_unit)

    @property
    def words(self) -> str:
        """ "Elke 3 maanden op de tweede dinsdag van de maand"."""
        return in_words(self.first_at, self.rhythm)


@dataclass(frozen=True, slots=True)
class SeriesSession:
    """One session of a series."""

    session_id: int
    title: str
    planned_at: datetime
    duration_minutes: int
    place: str
    state: str
    is_apart: bool
    participants: int


def series_lines(session: Session, *, at: datetime) -> tuple[SeriesLine, ...]:
    """All series: those that go on first, by the name of the aanbieder, the joint ones last. For the centre."""
    s = DialogueSeries
    rows = session.execute(_lines(at).order_by(s.ended_at.is_not(None), Organisation.name.is_(None), Organisation.name, s.id))
    return tuple(SeriesLine(*row) for row in rows)


def series_line(session: Session, *, series_id: int, at: datetime) -> SeriesLine:
    """One series. For the centre. Raises NotFound."""
    row = session.execute(_lines(at).where(DialogueSeries.id == series_id)).one_or_none()
    if row is None:
        raise NotFound(f"series {series_id}")
    return SeriesLine(*row)


def sessions_of_series(session: Session, *, series_id: int) -> tuple[SeriesSession, ...]:
    """The sessions of a series in the order of their moments. For the centre."""
    d, p = DialogueSession, DialogueParticipant
    people = select(func.count()).select_from(p).where(p.session_id == d.id, p.removed_at.is_(None)).correlate(d).scalar_subquery()
    query = select(d.id, d.title, d.planned_at, d.duration_minutes, d.place, d.state, d.is_apart, people).where(d.series_id == series_id)
    return tuple(SeriesSession(*row) for row in session.execute(query.order_by(d.planned_at, d.id)))


def _lines(at: datetime) -> Select[*tuple[Any, ...]]:
    s, d = DialogueSeries, DialogueSession
    to_come = (d.series_id == s.id, d.planned_at >= at, d.state != "geannuleerd")
    first = select(func.min(d.planned_at)).where(*to_come).correlate(s).scalar_subquery()
    count = select(func.count()).select_from(d).where(*to_come).correlate(s).scalar_subquery()
    return select(
        s.id, s.provider_id, Organisation.name, s.title, s.place, s.first_at, s.every_number, s.every_unit, s.times, s.duration_minutes, s.ended_at,
        s.version, first, count,
    ).outerjoin(Organisation, Organisation.id == s.provider_id)  # fmt: skip

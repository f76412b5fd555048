"""What one reads of a session's minutes: the record exactly as it is hashed, who answered what, and its time line. At most five questions.

Once settled the record is read from the edition alone; rows are the record of a session that is not settled yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, and_, false, func, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import INPUT_IS_SHARED, SETTLED_EVENT
from kpi.domain.minutes import AGREES, Record, RecordedAddendum, RecordedHead, fingerprint, parse
from kpi.queries.dialogue_editions import EditionLine, editions
from kpi.queries.dialogue_record import OPEN_ADDENDUM, at_table_of, people_in, rows_below
from kpi.queries.dialogue_scope import seen_by
from kpi.queries.item_figures import figures_now
from kpi.tables.dialogue import DialogueEvent, DialogueSession
from kpi.tables.dialogue_outcome import Consent, DialogueAddendum, DialogueEdition


@dataclass(frozen=True, slots=True)
class Happened:
    """A step of the session, or (`is_answer`) an organisation's answer to the text with this hash."""

    at: datetime
    is_answer: bool
    what: str
    person: str
    organisation: str
    organisation_id: int | None
    note: str
    sha256: str
    is_void: bool


@dataclass(frozen=True, slots=True)
class OpenAddendum:
    """The addendum that lies before the parties."""

    number: int
    text: str
    reason: str
    person: str
    organisation: str
    version: int


@dataclass(frozen=True, slots=True)
class Reading:
    """The minutes to read. `edition` is None for what is not settled; `sha256` belongs to `record`, and consent is given to it.

    `now`: by point what the frozen figure is by now, where it changed; it is no part of the record, and told only until that is settled.
    """

    session_id: int
    state: str
    provider_id: int | None
    version: int
    record: Record
    sha256: str
    edition: EditionLine | None
    editions: tuple[EditionLine, ...]
    addendum: OpenAddendum | None
    now: dict[int, str]
    timeline: tuple[Happened, ...]

    def answer_of(self, organisation_id: int) -> Happened | None:
        """What this organisation says of exactly this text; None when it did not answer."""
        mine = [one for one in self.timeline if one.is_answer and one.organisation_id == organisation_id and one.sha256 == self.sha256]
        if self.edition is not None:
            return next((one for one in reversed(mine) if one.what == AGREES), None)
        return next((one for one in reversed(mine) if not one.is_void), None)


def reading(session: Session, *, session_id: int, edition: int | None = None, viewer_provider_id: int | None) -> Reading:
    """The minutes of a session for this viewer: as they are now, or an edition of them. Raises NotFound."""
    rows = _head(session, session_id, viewer_provider_id, edition)
    head = rows[0]
    settled = () if head.edition is None else editions(session, session_id=session_id)
    addendum = None if head.added is None or edition is not None else OpenAddendum(*head[9:15])
    record = _record(session, rows, addendum)
    shown = next((one for one in settled if one.number == head.edition), None) if addendum is None else None
    return Reading(
        session_id=session_id,
        state=head.state,
        provider_id=head.provider_id,
        version=head.version,
        record=record,
        sha256=shown.sha256 if shown else fingerprint(record),
        edition=shown,
        editions=settled,
        addendum=addendum,
        now={} if head.content is not None else _now(session, session_id),
        timeline=_until(_timeline(session, session_id), edition),
    )


def _head(session: Session, session_id: int, viewer_provider_id: int | None, edition: int | None) -> Sequence[Row[*tuple[Any, ...]]]:
    """The session, its edition and its open addendum: one row for each that sits at the table, unless the edition tells who did."""
    d, e, a, every = DialogueSession, DialogueEdition, DialogueAddendum, aliased(DialogueEdition)
    newest = select(func.max(every.number)).where(every.session_id == d.id).scalar_subquery()
    proposed = (a.number.label("added"), a.text, a.reason, a.person_name, a.organisation_name, a.version)
    people = at_table_of(session_id).subquery()
    query: Select[*tuple[Any, ...]] = (
        select(d.id, d.title, d.planned_at, d.place, d.state, d.provider_id, d.version, e.number.label("edition"), e.content, *proposed, *people.c)
        .select_from(d)
        .outerjoin(e, and_(e.session_id == d.id, e.number == (newest if edition is None else edition)))
        .outerjoin(a, and_(a.session_id == d.id, a.state == OPEN_ADDENDUM))
        .outerjoin(people, or_(e.id.is_(None), e.content.not_like('%"gesprek":%')))
        .where(d.id == session_id, seen_by(viewer_provider_id))
    )
    rows = session.execute(query).all()
    if not rows or (edition is not None and rows[0].edition is None):
        raise NotFound
    return rows


def _record(session: Session, rows: Sequence[Row[*tuple[Any, ...]]], addendum: OpenAddendum | None) -> Record:
    found = rows[0]
    head = RecordedHead(found.id, found.title, found.planned_at, found.place, *people_in(rows))
    if found.content is None:
        return rows_below(session, head=head, with_inputs=found.state in INPUT_IS_SHARED)
    record = parse(found.content, head)
    if addendum is None:
        return record
    return record.with_addendum(RecordedAddendum(addendum.number, addendum.text, addendum.reason, addendum.person, addendum.organisation))


def _now(session: Session, session_id: int) -> dict[int, str]:
    found = figures_now(session, session_id=session_id)
    return {item_id: f"{figure.shown}, uit versie {figure.version}" for item_id, figure in found.items() if figure.is_changed}


def _timeline(session: Session, session_id: int) -> tuple[Happened, ...]:
    c, e = Consent, DialogueEvent
    spoken = (
        select(
            c.at, literal(1).label("is_answer"), c.verdict, c.person_name, Organisation.name, c.organisation_id, c.reason, c.sha256, c.is_void, c.id
        )
        .join(Organisation, Organisation.id == c.organisation_id)
        .where(c.session_id == session_id)
    )
    steps = select(e.at, literal(0), e.kind, e.person_name, e.organisation_name, null(), e.note, literal(""), false(), e.id)
    found: CompoundSelect[Any] = union_all(spoken, steps.where(e.session_id == session_id))
    rows = sorted(session.execute(found).all(), key=lambda row: (row[0], -row[1], row[-1]))
    return tuple(_happened(row) for row in rows)


def _happened(row: Row[*tuple[Any, ...]]) -> Happened:
    at, is_answer, what, person, organisation, organisation_id, note, sha256, is_void, _ = row
    return Happened(at, bool(is_answer), what, person, organisation, organisation_id, note, sha256, bool(is_void))


def _until(timeline: tuple[Happened, ...], edition: int | None) -> tuple[Happened, ...]:
    """What had happened when this edition was settled: its time line never grows."""
    if edition is None:
        return timeline
    ends = [number for number, one in enumerate(timeline, start=1) if not one.is_answer and one.what == SETTLED_EVENT]
    return timeline[: ends[edition - 1]] if edition <= len(ends) else timeline

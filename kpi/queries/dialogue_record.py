"""The record of one session as the domain hashes it: what every organisation at the table consents to. The caller has checked the viewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import CompoundSelect, Row, and_, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from contracts.tables.agreement import Commitment
from contracts.tables.organisation import Organisation
from kpi.domain.minutes import (
    Answer,
    Record,
    RecordedAction,
    RecordedAddendum,
    RecordedHead,
    RecordedInput,
    RecordedItem,
    RecordedParty,
    RecordedPerson,
    fingerprint,
    parse,
)
from kpi.tables.dialogue import AgendaInput, AgendaItem, DialogueParticipant, DialogueParty, DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint, Consent, DialogueAddendum, DialogueEdition

OPEN_ADDENDUM = "open"
PARTY = "partij"
_PRESENCE = {True: "aanwezig", False: "afwezig", None: ""}


def current_record(session: Session, *, session_id: int) -> Record:
    """The record as it stands now: of the rows, or (once settled) the newest edition with the addendum that lies before the parties."""
    e, a = DialogueEdition, DialogueAddendum
    content = session.scalar(select(e.content).where(e.session_id == session_id).order_by(e.number.desc()).limit(1))
    if content is None:
        return record_of_rows(session, session_id=session_id)
    columns = (a.number, a.text, a.reason, a.person_name, a.organisation_name)
    proposed = session.execute(select(*columns).where(a.session_id == session_id, a.state == OPEN_ADDENDUM)).one_or_none()
    settled = parse(content, head_of(session, session_id=session_id))
    return settled if proposed is None else settled.with_addendum(RecordedAddendum(*proposed))


def current_sha256(session: Session, *, session_id: int) -> str:
    """The hash of the record as it stands now."""
    return fingerprint(current_record(session, session_id=session_id))


def record_of_rows(session: Session, *, session_id: int) -> Record:
    """The record made of its rows, in four queries."""
    return rows_below(session, head=head_of(session, session_id=session_id), with_inputs=True)


def rows_below(session: Session, *, head: RecordedHead, with_inputs: bool) -> Record:
    """The same for a session that was found already. Without inputs while the agenda is not shared: then each organisation reads its own alone."""
    return Record(head, items=_items(session, head.session_id, with_inputs=with_inputs), actions=_actions(session, head.session_id))


def head_of(session: Session, *, session_id: int) -> RecordedHead:
    """Which session it is, and who sits at its table."""
    d = DialogueSession
    row = session.execute(select(d.id, d.title, d.planned_at, d.place).where(d.id == session_id)).one()
    return RecordedHead(*row, *people_in(session.execute(at_table_of(session_id))))


def answers(session: Session, *, session_id: int) -> tuple[Answer, ...]:
    """Every answer that was given to this session's record, the oldest first."""
    c = Consent
    found = select(c.organisation_id, c.side, c.verdict, c.sha256, c.is_void).where(c.session_id == session_id).order_by(c.id)
    return tuple(Answer(*row) for row in session.execute(found))


def parties_of(session: Session, *, session_id: int) -> tuple[int, ...]:
    """The organisations at the table of a session."""
    p = DialogueParty
    return tuple(session.scalars(select(p.organisation_id).where(p.session_id == session_id).order_by(p.organisation_id)))


def at_table_of(session_id: int) -> CompoundSelect[Any]:
    """The question who sits at the table: the organisations, and who was invited and not taken off again."""
    p, g = DialogueParty, DialogueParticipant
    sides = (
        select(literal(PARTY).label("kind"), p.organisation_id.label("number"), Organisation.name, p.side.label("told"), null().label("here"))
        .join(Organisation, Organisation.id == p.organisation_id)
        .where(p.session_id == session_id)
    )
    guests = (
        select(g.kind, g.id, g.name, func.coalesce(Organisation.name, g.partner), g.is_present)
        .outerjoin(Organisation, Organisation.id == g.organisation_id)
        .where(g.session_id == session_id, g.removed_at.is_(None))
    )
    return union_all(sides, guests)


def people_in(rows: Iterable[Any]) -> tuple[tuple[RecordedParty, ...], tuple[RecordedPerson, ...]]:
    """The answers to that question: organisations and people, each in a fixed order."""
    told = sorted((row for row in rows if row.kind is not None), key=lambda row: (row.kind, row.number))
    parties = tuple(RecordedParty(row.number, row.name, row.told) for row in told if row.kind == PARTY)
    return parties, tuple(RecordedPerson(row.name, row.told, row.kind, _PRESENCE[row.here]) for row in told if row.kind != PARTY)


def _items(session: Session, session_id: int, *, with_inputs: bool) -> tuple[RecordedItem, ...]:
    """The points that stand on the agenda, each with what the organisations brought to it: one row per point and input."""
    i, n = AgendaItem, AgendaInput
    mine = (
        i.id, i.part, i.position, i.title, i.deviation_id, i.figures, i.minutes, i.kind, i.frozen_value, i.frozen_period, i.frozen_version,
        i.frozen_at,
    )  # fmt: skip
    query = (
        select(*mine, n.organisation_id, Organisation.name, n.seen_text, n.meaning_text, n.doing_text)
        .outerjoin(n, and_(n.item_id == i.id, literal(with_inputs)))
        .outerjoin(Organisation, Organisation.id == n.organisation_id)
        .where(i.session_id == session_id, i.is_removed.is_(False))
        .order_by(i.position, i.id, n.organisation_id)
    )
    grouped = groupby(session.execute(query).all(), key=itemgetter(0))
    return tuple(_item(list(rows), len(mine)) for _, rows in grouped)


def _item(rows: list[Row[*tuple[Any, ...]]], width: int) -> RecordedItem:
    given = tuple(RecordedInput(*row[width:]) for row in rows if row[width] is not None and any(row[width + 2 :]))
    item: tuple[Any, ...] = rows[0][:width]
    return replace(RecordedItem(*item), inputs=given)


def _actions(session: Session, session_id: int) -> tuple[RecordedAction, ...]:
    a = ActionPoint
    columns = (
        a.id, a.agenda_item_id, a.deviation_id, a.text, a.owner_organisation, a.owner_name, a.due_on, a.indicator_code, a.commitment_id,
        func.coalesce(Commitment.name, ""), a.expected_value, a.baseline_shown, a.baseline_period,
    )  # fmt: skip
    query = select(*columns).outerjoin(Commitment, Commitment.id == a.commitment_id).where(a.session_id == session_id).order_by(a.id)
    return tuple(RecordedAction(*row) for row in session.execute(query))

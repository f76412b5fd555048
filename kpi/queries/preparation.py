"""What was prepared at the points of an agenda, for one organisation at its table.

Notes are the own organisation's alone. What another organisation brings in exists for this one from the moment the agenda is shared: before that
these questions do not even tell that something was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, literal, or_, select, union_all
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import INPUT_IS_SHARED
from kpi.domain.follow_up import EXPLANATION_ASKED, EXPLANATION_GIVEN, EXPLANATION_RETURNED
from kpi.queries.dialogue_scope import at_table
from kpi.tables.deviation import DeviationEvent
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueSession

SAID = (EXPLANATION_ASKED, EXPLANATION_GIVEN, EXPLANATION_RETURNED)


@dataclass(frozen=True, slots=True)
class InputLine:
    """What one organisation brings to a point: what do we see, what does it mean, what do we do."""

    item_id: int
    organisation_id: int
    organisation_name: str
    seen: str
    meaning: str
    doing: str
    changed_by: str
    changed_at: datetime
    version: int

    @property
    def is_filled(self) -> bool:
        """Whether something stands in it."""
        return bool(self.seen or self.meaning or self.doing)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """The own organisation's note at a point."""

    text: str
    changed_by: str
    changed_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class SaidLine:
    """What was asked or explained about the deviation of a point, in words that both sides may read."""

    kind: str
    at: datetime
    person_name: str
    organisation_name: str
    text: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything at one point. `own` and `note` are None while there is none; `others` is empty until the agenda is shared."""

    own: InputLine | None = None
    others: tuple[InputLine, ...] = ()
    note: NoteLine | None = None
    said: tuple[SaidLine, ...] = field(default=())

    @property
    def is_filled(self) -> bool:
        """Whether the own organisation brought something in."""
        return self.own is not None and self.own.is_filled


def inputs_of_session(session: Session, *, session_id: int, organisation_id: int) -> dict[int, Prepared]:
    """What was brought to each point of this agenda, as this organisation may read it, by point. Points without any are left out. One query."""
    rows: Sequence[Any] = session.execute(
        _inputs(organisation_id).where(AgendaItem.session_id == session_id).order_by(Organisation.name, Organisation.id)
    ).all()
    found: dict[int, list[InputLine]] = {}
    for row in rows:
        line = InputLine(*tuple(row)[1:])
        found.setdefault(line.item_id, []).append(line)
    return {item_id: _prepared(lines, organisation_id) for item_id, lines in found.items()}


def prepared_at(session: Session, *, item_id: int, organisation_id: int, deviation_id: int | None) -> Prepared:
    """Everything at one point for this organisation: input, its own note, and what was said about the deviation. One query.

    The caller has checked that this organisation may see the point; input and note are scoped here all the same.
    """
    n, e = AgendaNote, DeviationEvent
    nothing, nobody = literal(""), literal(0)
    notes = (
        select(literal("notitie"), n.item_id, n.organisation_id, nothing, n.text, nothing, nothing, n.changed_by, n.changed_at, n.version)
        .where(n.item_id == item_id, n.organisation_id == organisation_id)
    )  # fmt: skip
    said = (
        select(literal("gezegd"), e.id, nobody, e.organisation_name, e.text, e.kind, nothing, e.person_name, e.at, nobody)
        .where(e.deviation_id == (deviation_id or 0), e.kind.in_(SAID))
    )  # fmt: skip
    rows: Sequence[Any] = session.execute(union_all(_inputs(organisation_id).where(AgendaItem.id == item_id), notes, said)).all()
    inputs = sorted((InputLine(*row[1:]) for row in rows if row[0] == "inbreng"), key=lambda one: (one.organisation_name, one.organisation_id))
    note = next((NoteLine(row[4], *row[7:]) for row in rows if row[0] == "notitie"), None)
    events = sorted((row for row in rows if row[0] == "gezegd"), key=lambda row: int(row[1]))
    told = tuple(SaidLine(kind, at, person, organisation, text) for _, _, _, organisation, text, kind, _, person, at, _ in events)
    one = _prepared(inputs, organisation_id)
    return Prepared(one.own, one.others, note, told)


def _inputs(organisation_id: int) -> Select[*tuple[Any, ...]]:
    """What this organisation may read: its own always; that of the others at the table once the agenda is shared."""
    n = AgendaInput
    shared = DialogueSession.state.in_(INPUT_IS_SHARED) & at_table(organisation_id)
    return (
        select(
            literal("inbreng"), n.item_id, n.organisation_id, Organisation.name, n.seen_text, n.meaning_text, n.doing_text, n.changed_by,
            n.changed_at, n.version,
        )
        .select_from(n)
        .join(AgendaItem, AgendaItem.id == n.item_id)
        .join(DialogueSession, DialogueSession.id == AgendaItem.session_id)
        .join(Organisation, Organisation.id == n.organisation_id)
        .where(or_(n.organisation_id == organisation_id, shared))
    )  # fmt: skip


def _prepared(lines: Iterable[InputLine], organisation_id: int) -> Prepared:
    kept = tuple(lines)
    own = next((one for one in kept if one.organisation_id == organisation_id), None)
    return Prepared(own, tuple(one for one in kept if one.organisation_id != organisation_id and one.is_filled))

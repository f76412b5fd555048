"""What was prepared at the points of an agenda, for one organisation at its table.

Notes are the own organisation's alone. What another organisation brings in exists for this one from the moment the agenda is shared: before that
these questions do not even tell that something was written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, literal, or_, select, union_all
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import INPUT_IS_SHARED
from kpi.domain.follow_up import EXPLANATION_ASKED, EXPLANATION_GIVEN, EXPLANATION_RETURNED
from kpi.queries.dialogue_scope import at_table
from kpi.queries.item_figures import FIGURE, FigureNow, figure_of, with_figures
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
    """What lies at one point. `own` is None while the own organisation brought nothing; `others` is empty until the agenda is shared."""

    own: InputLine | None = None
    others: tuple[InputLine, ...] = ()
    figure: FigureNow | None = None

    @property
    def is_filled(self) -> bool:
        """Whether the own organisation brought something in."""
        return self.own is not None and self.own.is_filled

    @property
    def brought(self) -> tuple[InputLine, ...]:
        """What may be read here, the own organisation's first."""
        return (*((self.own,) if self.own is not None and self.own.is_filled else ()), *self.others)


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands beside one point: the own organisation's note (None: there is none), and what was said about its deviation."""

    note: NoteLine | None
    said: tuple[SaidLine, ...]


def preparation_of(session: Session, *, session_id: int, organisation_id: int, item_id: int | None = None) -> dict[int, Prepared]:
    """Input and figure of every point of this agenda (or of one), as this organisation may read them, by point. One query.

    The caller has checked that this organisation may see the session; what others bring in is scoped here all the same.
    """
    n = AgendaInput
    shared = DialogueSession.state.in_(INPUT_IS_SHARED) & at_table(organisation_id)
    columns = (n.organisation_id, Organisation.name, n.seen_text, n.meaning_text, n.doing_text, n.changed_by, n.changed_at, n.version)
    asked = (
        with_figures(*columns)
        .join(DialogueSession, DialogueSession.id == AgendaItem.session_id)
        .outerjoin(n, and_(n.item_id == AgendaItem.id, or_(n.organisation_id == organisation_id, shared)))
        .outerjoin(Organisation, Organisation.id == n.organisation_id)
        .where(AgendaItem.session_id == session_id)
        .order_by(Organisation.name, Organisation.id)
    )
    lines: dict[int, list[InputLine]] = {}
    figures: dict[int, FigureNow | None] = {}
    rows: Sequence[Any] = session.execute(asked if item_id is None else asked.where(AgendaItem.id == item_id)).all()
    for number, *row in rows:
        figures[number] = figure_of(number, row[: len(FIGURE)])
        lines.setdefault(number, [])
        if row[-1] is not None:
            lines[number].append(InputLine(number, *row[len(FIGURE) :]))
    return {number: _prepared(found, organisation_id, figures[number]) for number, found in lines.items()}


def aside_of(session: Session, *, item_id: int, organisation_id: int, deviation_id: int | None) -> Aside:
    """The own organisation's note at a point, and what was said about its deviation. One query.

    The caller has checked that this organisation may see the point; the note is scoped here all the same.
    """
    n, e, nothing = AgendaNote, DeviationEvent, literal("")
    notes = (
        select(literal(0), n.version, nothing, n.changed_at, n.changed_by, nothing, n.text)
        .where(n.item_id == item_id, n.organisation_id == organisation_id)
    )  # fmt: skip
    said = (
        select(literal(1), e.id, e.kind, e.at, e.person_name, e.organisation_name, e.text)
        .where(e.deviation_id == (deviation_id or 0), e.kind.in_(SAID))
    )  # fmt: skip
    rows: Sequence[Any] = session.execute(union_all(notes, said)).all()
    note = next((NoteLine(text, person, at, version) for part, version, _, at, person, _, text in rows if not part), None)
    events = sorted((tuple(row) for row in rows if row[0]), key=lambda row: int(row[1]))
    return Aside(note, tuple(SaidLine(*row[2:]) for row in events))


def _prepared(lines: Sequence[InputLine], organisation_id: int, figure: FigureNow | None) -> Prepared:
    own = next((one for one in lines if one.organisation_id == organisation_id), None)
    return Prepared(own, tuple(one for one in lines if one.organisation_id != organisation_id and one.is_filled), figure)

"""What was prepared at the points of an agenda, for one organisation at its table.

Notes are the own organisation's alone. What another organisation brings in exists for this one from the moment the agenda is shared: before that
these questions do not even tell that something was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import Session

from contracts.tables.organisation import Organisation
from kpi.domain.dialogue import INPUT_IS_SHARED
from kpi.domain.follow_up import EXPLANATION_ASKED, EXPLANATION_GIVEN, EXPLANATION_RETURNED
from kpi.domain.minutes import MUNICIPALITY
from kpi.queries.item_figures import FIGURE, FigureNow, figure_of, with_figures
from kpi.tables.deviation import DeviationEvent
from kpi.tables.dialogue import AgendaInput, AgendaItem, AgendaNote, DialogueParty, DialogueSession

_TEXTS = (
    AgendaInput.seen_text, AgendaInput.meaning_text, AgendaInput.doing_text, AgendaInput.changed_by, AgendaInput.changed_at, AgendaInput.version,
)  # fmt: skip
PREPARED_LENGTH = 1 + len(FIGURE) + 3 + len(_TEXTS)
"""How many columns of `with_preparation` stand before the further ones."""
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
    asked = with_preparation(literal(organisation_id)).where(AgendaItem.session_id == session_id)
    if item_id is not None:
        asked = asked.where(AgendaItem.id == item_id)
    return gathered(session.execute(asked.order_by(AgendaItem.id)).all())


def own_organisation(session_id: int, viewer_provider_id: int | None) -> ColumnElement[int]:
    """The organisation that a viewer sits at this table for: the aanbieder, or (None) the centrumgemeente."""
    p = DialogueParty
    if viewer_provider_id is not None:
        return literal(viewer_provider_id)
    return select(p.organisation_id).where(p.session_id == session_id, p.side == MUNICIPALITY).limit(1).scalar_subquery()


def with_preparation(organisation: ColumnElement[int], *more: Any) -> Select[*tuple[Any, ...]]:
    """Every point of sessions with its figure and with what this organisation may read there, one row per input, and further columns."""
    n, p = AgendaInput, DialogueParty
    at_table = select(p.session_id).where(p.session_id == DialogueSession.id, p.organisation_id == organisation).exists()
    may_read = or_(n.organisation_id == organisation, DialogueSession.state.in_(INPUT_IS_SHARED) & at_table)
    return (
        with_figures(n.organisation_id == organisation, n.organisation_id, Organisation.name, *_TEXTS, *more)
        .join(DialogueSession, DialogueSession.id == AgendaItem.session_id)
        .outerjoin(n, and_(n.item_id == AgendaItem.id, may_read))
        .outerjoin(Organisation, Organisation.id == n.organisation_id)
    )


def gathered(rows: Iterable[Any]) -> dict[int, Prepared]:
    """The rows of such a question by point."""
    own: dict[int, InputLine] = {}
    others: dict[int, list[InputLine]] = {}
    figures: dict[int, FigureNow | None] = {}
    for number, *row in rows:
        figures.setdefault(number, figure_of(number, row[: len(FIGURE)]))
        is_own, *told = row[len(FIGURE) : PREPARED_LENGTH - 1]
        line = None if is_own is None else InputLine(number, *told)
        if line is not None and is_own:
            own[number] = line
        elif line is not None and line.is_filled:
            others.setdefault(number, []).append(line)
    in_order = {number: tuple(sorted(found, key=lambda one: (one.organisation_name, one.organisation_id))) for number, found in others.items()}
    return {number: Prepared(own.get(number), in_order.get(number, ()), figure) for number, figure in figures.items()}


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

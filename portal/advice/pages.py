"""What the screens of this desk show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from wtforms import Form

from contracts.foundation.errors import Conflict
from kpi.domain.advice import ANSWERED, WAITING, is_overdue, waiting_words
from kpi.queries.advice import AdviceLine, AdvicePlace
from portal.advice.forms import AnswerForm, OutcomeForm, TablesForm
from portal.web.formatting import day, in_days

NOT_NAMED = "een lid van de klankbordgroep"


@dataclass(frozen=True, slots=True)
class Row:
    """An advice in the list. Of one that waits: how it stands in a word with its tone, and by when; else these are empty."""

    advice: AdviceLine
    word: str
    tone: str
    due: str

    @property
    def by(self) -> str:
        """Who gave it, as far as that may be told."""
        return self.advice.by or NOT_NAMED


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All advice: what waits by its last day, and what was answered."""

    waiting: tuple[Row, ...]
    answered: tuple[Row, ...]
    lead: str
    title: str = "Adviezen van de klankbordgroep"


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of an advice's page, as they were typed."""

    answer: AnswerForm
    outcome: OutcomeForm
    tables: TablesForm

    def __iter__(self) -> Iterator[Form]:
        return iter((self.answer, self.outcome, self.tables))


@dataclass(frozen=True, slots=True)
class AdvicePage:
    """One advice with what can be done about it. `hints`: what makes a text hard to read; None: nobody asked."""

    row: Row
    places: tuple[AdvicePlace, ...]
    has_errors: bool
    hints: tuple[str, ...] | None = None

    @property
    def title(self) -> str:
        """Its subject."""
        return self.row.advice.subject

    @property
    def may_tell_outcome(self) -> bool:
        """Was something promised?"""
        return self.row.advice.state == ANSWERED and bool(self.row.advice.answers[0].what)


@dataclass(frozen=True, slots=True)
class LostRacePage:
    """Somebody else was first: both texts."""

    conflict: Conflict
    action: str
    keep: tuple[tuple[str, str], ...]
    back: str
    back_label: str
    title: str = "Iemand was u voor"


def row_of(one: AdviceLine, *, today: date) -> Row:
    """How an advice stands, in words."""
    if one.state != WAITING:
        return Row(one, "", "", "")
    due = f"Uiterlijk {day(one.answer_due_on)} ({in_days((one.answer_due_on - today).days)})"
    if is_overdue(one.state, one.answer_due_on, today=today):
        return Row(one, f"Te laat: {waiting_words(one.given_at, today=today)}", "zorg", due)
    return Row(one, waiting_words(one.given_at, today=today).capitalize(), "actie", due)


def desk_page(found: tuple[AdviceLine, ...], *, today: date) -> DeskPage:
    """The list in words: what must be done first."""
    rows = tuple(row_of(one, today=today) for one in found)
    waiting = tuple(row for row in rows if row.advice.state == WAITING)
    late = sum(row.tone == "zorg" for row in waiting)
    if late:
        lead = f"{late} {'advies wacht' if late == 1 else 'adviezen wachten'} langer dan de termijn op uw antwoord."
    elif waiting:
        lead = f"{len(waiting)} {'advies wacht' if len(waiting) == 1 else 'adviezen wachten'} op uw antwoord."
    else:
        lead = "Er wacht geen advies op antwoord."
    return DeskPage(waiting, tuple(row for row in rows if row.advice.state != WAITING), lead)

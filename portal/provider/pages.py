"""What the aanbieder's screens show, apart from the grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from kpi.domain import report as lifecycle
from kpi.domain.burden import Burden
from kpi.queries.dialogues import SessionLine
from kpi.queries.own_deviations import OwnLine
from kpi.queries.receipts import ReceiptPage
from kpi.queries.reports import ReportEventLine, ReportHeader
from portal.provider.grid_page import Link
from portal.provider.todo import Todo
from portal.provider.words import REPORT_STATES
from portal.web.difference import ChangedLine


@dataclass(frozen=True, slots=True)
class HomePage:
    """What must I do now, everything that waits for me, what is asked of us, and what was sent before."""

    todo: list[Todo]
    current: ReportHeader | None
    days_left: int
    next_step: str
    next_href: str
    next_label: str
    questions: list[OwnLine]
    sessions: list[SessionLine]
    earlier: list[ReportHeader]
    deadline: date | None
    title: str
    words: dict[str, tuple[str, str]] = field(default_factory=lambda: REPORT_STATES)


@dataclass(frozen=True, slots=True)
class Task:
    """One row of the task list."""

    label: str
    href: str
    status: str
    tone: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class AskedLink:
    """One question of the municipality, with the place where it is answered."""

    label: str
    href: str
    question: str


@dataclass(frozen=True, slots=True)
class TasksPage:
    """The task list of one quarter."""

    report: ReportHeader
    days_left: int
    state: str
    tone: str
    tasks: list[Task]
    progress: str
    filled: int
    asked: int
    events: list[ReportEventLine]
    receipts: list[ReportEventLine]
    deadline: date
    extension: ReportEventLine | None
    asked_change: str
    title: str
    may_upload: bool = False
    asks: list[AskedLink] = field(default_factory=list)
    reviewed_by: str = ""

    @property
    def is_settled(self) -> bool:
        """Whether it was settled for good."""
        return self.report.state == lifecycle.FROZEN


@dataclass(frozen=True, slots=True)
class NotePage:
    """The aanbieder's own words."""

    report: ReportHeader
    question: str = ""
    is_closed: bool = False
    title: str = "Toelichting"

    @property
    def is_open(self) -> bool:
        """Whether it may be changed now."""
        return self.report.is_editable and not self.is_closed


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A location or a form of care, with its numbers as typed."""

    key: str
    label: str
    about: str
    version: int
    values: dict[str, str]
    before: dict[str, str]
    mistakes: tuple[str, ...] = ()
    wrong: frozenset[str] = frozenset()
    theirs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """Capacity, or flows: rows of whole numbers."""

    report: ReportHeader
    columns: dict[str, str]
    rows: list[NumberRow]
    title: str
    can_repeat: bool = False
    mistakes: tuple[tuple[str, str], ...] = ()

    row_word: str = "Locatie"
    question: str = ""
    is_closed: bool = False
    counted_on: date | None = None
    days_old: int = 0

    @property
    def is_open(self) -> bool:
        """Whether its numbers may be changed now."""
        return self.report.is_editable and not self.is_closed

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistakes)

    @property
    def summary(self) -> list[Link]:
        """The error summary: each sentence with the field it belongs to."""
        return [Link(f"#{place}" if place else "", sentence) for place, sentence in self.mistakes]


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """Proof that a report was received."""

    receipt: ReceiptPage
    report_href: str
    burden: Burden
    changed: tuple[ChangedLine, ...] = ()
    changed_since: str = ""
    title: str = "Ontvangstbewijs"

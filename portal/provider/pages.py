"""What the aanbieder's screens show, apart from the grid."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from kpi.domain.burden import Burden
from kpi.queries.capacity import CapacityRow
from kpi.queries.deviations import DeviationLine, DeviationPage
from kpi.queries.dialogues import SessionLine
from kpi.queries.flows import FlowRow
from kpi.queries.receipts import ReceiptPage
from kpi.queries.reports import ReportEventLine, ReportHeader
from portal.provider.grid_page import CellRow, Link
from portal.provider.words import DEVIATION_STATES, FAMILY_NAMES, REPORT_STATES, SEVERITIES


@dataclass(frozen=True, slots=True)
class HomePage:
    """What must I do now, what is asked of me, and what I sent before."""

    current: ReportHeader | None
    days_left: int
    next_step: str
    next_href: str
    next_label: str
    questions: list[DeviationLine]
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
    receipts: list[ReceiptPage]
    deadline: date
    asked_change: str
    title: str


@dataclass(frozen=True, slots=True)
class NotePage:
    """The aanbieder's own words."""

    report: ReportHeader
    title: str = "Toelichting"


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
    counted_on: date | None = None
    days_old: int = 0

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistakes)

    @property
    def summary(self) -> list[Link]:
        """The error summary: each sentence with the field it belongs to."""
        return [Link(f"#{place}" if place else "", sentence) for place, sentence in self.mistakes]


@dataclass(frozen=True, slots=True)
class CheckPage:
    """Everything in one view before it is offered or signed."""

    report: ReportHeader
    families: dict[str, list[CellRow]]
    capacity: list[CapacityRow]
    flows: list[FlowRow]
    problems: list[tuple[str, str]]
    may_enter: bool
    may_sign: bool
    offered_by: str
    offered_by_me: bool
    title: str
    shown_code: str = ""
    has_errors: bool = False
    family_names: dict[str, str] = field(default_factory=lambda: FAMILY_NAMES)

    @property
    def problem_links(self) -> list[Link]:
        """What still stands in the way, each with the place to mend it."""
        return [Link(href, sentence) for href, sentence in self.problems]


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """Proof that a report was received."""

    receipt: ReceiptPage
    report_href: str
    burden: Burden
    title: str = "Ontvangstbewijs"


@dataclass(frozen=True, slots=True)
class DeviationsPage:
    """The aanbieder's own deviations."""

    waiting: list[DeviationLine]
    other: list[DeviationLine]
    title: str = "Afwijkingen"
    words: dict[str, tuple[str, str]] = field(default_factory=lambda: DEVIATION_STATES)
    severities: dict[int, tuple[str, str]] = field(default_factory=lambda: SEVERITIES)


@dataclass(frozen=True, slots=True)
class OneDeviationPage:
    """One deviation, with room to answer."""

    deviation: DeviationPage
    can_explain: bool
    text: str
    mistake: str
    seen_at: datetime
    title: str
    conflict_by: str = ""
    conflict_text: list[tuple[str, str]] = field(default_factory=list)
    words: dict[str, tuple[str, str]] = field(default_factory=lambda: DEVIATION_STATES)

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistake)

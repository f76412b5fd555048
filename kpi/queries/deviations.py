"""Deviations: the contractmanager's worklist, an aanbieder's own list, and one with all that was said about it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain import follow_up
from kpi.domain.cell import value_of
from kpi.domain.numbers import with_unit
from kpi.queries.deviation_lines import CELL, HEAVIEST_FIRST, LINE_LENGTH, lines
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.indicator import Indicator

PAGE_SIZE = 50
OPEN_STATES = follow_up.OPEN
NOBODY = 0


@dataclass(frozen=True, slots=True)
class DeviationLine:
    """One line of a list. `sentence` is its heaviest finding, `explanation` the aanbieder's last words about it.

    `natures` adds up the kinds of its findings (NATURES). `ahead` counts what is still to come: for "op de agenda" sessions that are not
    settled, for "afspraak loopt" agreements that are not done. `changed_at`: its findings changed after people could have read them.
    """

    id: int
    report_id: int
    provider_id: int
    provider_name: str
    period: str
    indicator_code: str
    indicator_name: str
    family: str
    severity: int
    state: str
    found_at: datetime
    version: int
    sentence: str
    explanation: str
    owner_id: int | None
    owner_name: str
    changed_at: datetime | None
    natures: int
    ahead: int

    @property
    def can_go_on_agenda(self) -> bool:
        """Whether it may be put on an agenda: it is open, and stands on none."""
        return self.state != follow_up.CLOSED and not (self.state == follow_up.ON_AGENDA and self.ahead)


@dataclass(frozen=True, slots=True)
class Worklist:
    """One page of the list. `total` counts the lines of all pages."""

    lines: list[DeviationLine]
    total: int
    page: int
    page_size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.page_size))


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Why it stands out. `numbers` is canonical JSON; an aanbieder reads the shared sentence, and no numbers."""

    rule: str
    severity: int
    sentence: str
    nature: str = "contractual"
    numbers: str = "{}"


@dataclass(frozen=True, slots=True)
class DeviationEventLine:
    """What was found, asked, answered or decided."""

    kind: str
    at: datetime
    person_name: str
    organisation_name: str
    text: str


@dataclass(frozen=True, slots=True)
class DeviationCell:
    """The cell it is about."""

    definition_version: int
    value_kind: str
    unit: str
    decimals: int
    numerator: Decimal | None
    denominator: Decimal | None
    missing_reason: str | None
    explanation: str

    @property
    def value(self) -> Decimal | None:
        """The value to show."""
        return value_of(self.value_kind, self.numerator, self.denominator)

    @property
    def shown(self) -> str:
        """The value in a sentence: "55 %", or why there is none."""
        return with_unit(self.value, self.unit, self.decimals) if self.value is not None else self.missing_reason or "geen cijfer"


@dataclass(frozen=True, slots=True)
class DeviationPage:
    """One deviation with everything about it."""

    line: DeviationLine
    findings: list[FindingLine]
    events: list[DeviationEventLine]
    cell: DeviationCell


# Built once: putting the questions together anew costs more than asking them. A list needs no figures.
_LIST, _OWN_LIST = lines(Finding.sentence), lines(Finding.shared_sentence)
_WITH_CELL, _OWN_WITH_CELL = lines(Finding.sentence, *CELL), lines(Finding.shared_sentence, *CELL)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which deviations a list shows. What is not given leaves nothing out; `owner_id` 0: those that nobody follows yet."""

    states: Collection[str] = OPEN_STATES
    provider_id: int | None = None
    family: str | None = None
    period: str | None = None
    severity: int | None = None
    nature: str | None = None
    owner_id: int | None = None

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """The same, for the database."""
        found: list[ColumnElement[bool]] = [Deviation.state.in_(self.states)]
        equal = ((Deviation.provider_id, self.provider_id), (Deviation.period, self.period), (Deviation.severity, self.severity))
        found += [column == value for column, value in equal if value is not None]
        if self.family is not None:
            found.append(Deviation.indicator_code.in_(select(Indicator.code).where(Indicator.family == self.family)))
        if self.nature is not None:
            found.append(select(Finding.id).where(Finding.deviation_id == Deviation.id, Finding.nature == self.nature).correlate(Deviation).exists())
        if self.owner_id is not None:
            found.append(Deviation.owner_id.is_(None) if self.owner_id == NOBODY else Deviation.owner_id == self.owner_id)
        return found


def worklist(
    session: Session,
    *,
    states: Collection[str] = OPEN_STATES,
    provider_id: int | None = None,
    family: str | None = None,
    period: str | None = None,
    page: int = 1,
    page_size: int = PAGE_SIZE,
) -> Worklist:
    """The deviations of all aanbieders for the contractmanager: heaviest first, then longest waiting. Two queries."""
    chosen = Chosen(states, provider_id, family, period)
    total = session.scalar(select(func.count()).select_from(Deviation).where(*chosen.conditions)) or 0
    return worklist_of(session, chosen=chosen, total=total, page=page, page_size=page_size)


def worklist_of(session: Session, *, chosen: Chosen, total: int, page: int = 1, page_size: int = PAGE_SIZE) -> Worklist:
    """The same in one query, for who has counted already."""
    shown = min(max(page, 1), max(1, -(-total // page_size)))
    picked = select(Deviation.id).join(Organisation, Organisation.id == Deviation.provider_id).where(*chosen.conditions)
    on_page = picked.order_by(*HEAVIEST_FIRST).limit(page_size).offset((shown - 1) * page_size)
    rows = session.execute(_LIST.where(Deviation.id.in_(on_page)))  # what stands round a line is looked up for the lines of this page alone
    return Worklist([DeviationLine(*row) for row in rows], total, shown, page_size)


def deviations_of_provider(
    session: Session, *, provider_id: int, states: Collection[str] = OPEN_STATES, period: str | None = None
) -> list[DeviationLine]:
    """An aanbieder's own deviations, in the same order and in the words that both sides may read."""
    rows = session.execute(_OWN_LIST.where(*Chosen(states, provider_id, period=period).conditions))
    return [DeviationLine(*row) for row in rows]


def find_deviation(session: Session, *, deviation_id: int, provider_id: int | None) -> DeviationPage:
    """One deviation with its findings, events and cell. With a provider only its own, without figures of others. Raises NotFound."""
    own = provider_id is not None
    found = (_OWN_WITH_CELL if own else _WITH_CELL).where(Deviation.id == deviation_id)
    row = session.execute(found.where(Deviation.provider_id == provider_id) if own else found).first()
    if row is None:
        raise NotFound
    findings, events = _findings_and_events(session, deviation_id, own=own)
    return DeviationPage(DeviationLine(*row[:LINE_LENGTH]), findings, events, DeviationCell(*row[LINE_LENGTH:]))


def _findings_and_events(session: Session, deviation_id: int, *, own: bool) -> tuple[list[FindingLine], list[DeviationEventLine]]:
    """Both in one query: the heaviest finding first, the oldest event first."""
    f, e, no_moment = Finding, DeviationEvent, cast(null(), DeviationEvent.at.type)
    said = (f.shared_sentence, literal("{}")) if own else (f.sentence, f.numbers)
    findings = select(literal(0), f.severity, f.position, no_moment, f.rule, f.nature, *said).where(f.deviation_id == deviation_id)
    events = select(literal(1), literal(0), e.id, e.at, e.kind, e.person_name, e.organisation_name, e.text).where(e.deviation_id == deviation_id)
    rows = sorted(session.execute(union_all(findings, events)), key=lambda row: (row[0], -row[1], row[2]))
    return (
        [FindingLine(rule, severity, sentence, nature, numbers) for part, severity, _, _, rule, nature, sentence, numbers in rows if not part],
        [DeviationEventLine(kind, at, person, organisation, text) for part, _, _, at, kind, person, organisation, text in rows if part],
    )


def open_count(session: Session, *, provider_id: int | None = None) -> int:
    """How many deviations are not settled yet; of one aanbieder when asked."""
    return session.scalar(select(func.count()).select_from(Deviation).where(*Chosen(provider_id=provider_id).conditions)) or 0

"""The worklist as it is shown. Every cell is a ready text, so that the template only places them: this list must be fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from contracts.foundation.period import AMSTERDAM
from kpi.domain import follow_up
from kpi.queries.deviations import DeviationLine
from kpi.queries.dialogues import SessionChoice
from kpi.queries.reviews import OpenReport
from kpi.queries.worklist_counts import TallyLine, Tested
from portal.management.words import DEVIATION_STATES, REPORT_STATES, SEVERITIES, claims, counted, next_step
from portal.management.worklist_advice import AdviceWaiting
from portal.management.worklist_filters import Row
from portal.reminders.told import Reminded, reminded_of
from portal.web.formatting import day, in_days, short_quarter

SHORTENED = 140


class WorklistRow(NamedTuple):
    """One deviation. A named tuple: the template takes it apart at once, which is cheaper than a look-up per cell.

    `tick`: "" when it cannot go on an agenda (again), else whether its box is ticked ("ja" or "nee").
    """

    id: int
    tick: str
    tone: str
    sign: str
    severity: str
    code: str
    name: str
    provider: str
    quarter: str
    sentence: str
    claim: str
    changed: str
    explanation: str
    age: str
    state_tone: str
    state: str
    owner: str
    next_step: str
    about: str


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do now: how many, and where."""

    value: int
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Awaited:
    """A report that is not in yet."""

    provider: str
    href: str
    quarter: str
    state: str
    tone: str
    due: str
    days: str
    is_late: bool
    reminded: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """What was ticked for an agenda and refused: it stays ticked. `obstacles` says, one by one, what stood in the way."""

    ids: frozenset[int] = frozenset()
    session_id: str = ""
    obstacles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stood in the way, as the error box at the top shows it."""

    text: str
    href: str = "#lijst"


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """What must be done now, the deviations, and what is not in yet."""

    lead: str
    tasks: tuple[Task, ...]
    filters: tuple[Row, ...]
    more_filters: tuple[Row, ...]
    more_is_open: bool
    caption: str
    by_chance: str
    rows: list[WorklistRow]
    sessions: tuple[tuple[str, str, bool], ...]
    action: str
    errors: tuple[Obstacle, ...]
    advice: AdviceWaiting
    awaited: tuple[Awaited, ...]
    previous_href: str
    next_href: str
    is_filtered: bool
    title: str = "Werklijst"

    @property
    def has_errors(self) -> bool:
        """Whether something that was asked could not be done."""
        return bool(self.errors)


def row_of(line: DeviationLine, today: date, ticked: Ticked) -> WorklistRow:
    """One line in words."""
    severity, state, quarter = SEVERITIES[line.severity], DEVIATION_STATES[line.state], short_quarter(line.period)
    return WorklistRow(
        line.id,
        ("ja" if line.id in ticked.ids else "nee") if line.can_go_on_agenda else "",
        severity.tone,
        severity.sign,
        severity.word,
        line.indicator_code,
        line.indicator_name,
        line.provider_name,
        quarter,
        line.sentence.removeprefix(f"{line.period}: "),
        claims(line.natures),
        "" if line.changed_at is None else changed_on(line.changed_at),
        shortened(line.explanation),
        age(line.found_at, today),
        state.tone,
        state.word,
        line.owner_name,
        next_step(line.state, line.ahead),
        f" bij {line.indicator_code}, {line.provider_name}, {quarter}",
    )


@lru_cache(maxsize=1024)
def changed_on(changed_at: datetime) -> str:
    """The day on which its findings changed."""
    return day(changed_at.astimezone(AMSTERDAM).date())


@lru_cache(maxsize=1024)
def age(found_at: datetime, today: date) -> str:
    """How long ago, in days. The deviations of a report share one moment, so this is worked out once for all of them."""
    days = (today - found_at.astimezone(AMSTERDAM).date()).days
    return "vandaag" if days < 1 else "1 dag" if days == 1 else f"{days} dagen"


def shortened(text: str | None) -> str:
    """The first words of a text, cut at a space."""
    if not text or len(text) <= SHORTENED:
        return text or ""
    return f"{text[:SHORTENED].rpartition(' ')[0]} …"


def awaited_of(reports: list[OpenReport], told: dict[int, frozenset[date]], now: datetime) -> tuple[Awaited, ...]:
    """What is not in yet, the first deadline first. `told`: the days on which each aanbieder was sent a digest."""
    return tuple(_awaited(each, told.get(each.provider_id, frozenset()), now) for each in reports if not each.is_in)


def _awaited(report: OpenReport, told: frozenset[date], now: datetime) -> Awaited:
    last, today = last_day(report.due_at), now.astimezone(AMSTERDAM).date()
    found = reminded_of(last=last, state=report.state, told=told, today=today, closes_at=report.last_edit_at, at=now)
    return Awaited(
        report.provider_name,
        f"/beheer/rapportages/{report.report_id}" if report.report_id else "",
        short_quarter(report.period),
        *REPORT_STATES[report.state],
        day(last),
        in_days(report.days_left(now)),
        report.days_left(now) < 0,
        reminded_words(found),
    )


def reminded_words(found: Reminded) -> str:
    """How often this was recalled, and when again."""
    first = "Nog niet herinnerd" if found.last_on is None else f"{counted(found.times, 'keer', 'keer')} herinnerd, het laatst op {day(found.last_on)}"
    return f"{first}. " + ("Er komt geen herinnering meer." if found.next_on is None else f"Volgende herinnering: {day(found.next_on)}.")


def by_chance(tested: Tested | None) -> str:
    """How many findings chance alone would give beside how many there are: news is what stands above that."""
    if tested is None:
        return ""
    few = tested.expected < 0.5
    expected = (
        "minder dan 1 die opvalt" if few else f"ongeveer {round(tested.expected)} die {'opvalt' if round(tested.expected) == 1 else 'opvallen'}"
    )
    found = "valt er 1" if tested.stood_out == 1 else f"vallen er {tested.stood_out}" if tested.stood_out else "valt er geen"
    judged = f"In {short_quarter(tested.period)} {'is' if tested.figures == 1 else 'zijn'} {counted(tested.figures, 'cijfer', 'cijfers')} getoetst."
    return f"{judged} Door toeval alleen verwacht u er {expected}. Statistisch {found} op."


def session_options(sessions: tuple[SessionChoice, ...], ticked: Ticked) -> tuple[tuple[str, str, bool], ...]:
    """The sessions whose agenda is open: value, words, and whether it was chosen."""
    told = ((str(each.session_id), f"{each.provider_name}: {each.title}, {changed_on(each.planned_at)}") for each in sessions)
    return tuple((value, words, value == ticked.session_id) for value, words in told)


def last_day(due_at: datetime) -> date:
    """The last day to hand in; a deadline is the moment at which that day ends."""
    return (due_at - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()


def tasks_of(tally: list[TallyLine], reports: list[OpenReport], advice: AdviceWaiting) -> tuple[Task, ...]:
    """What the contractmanager can do now, counted."""
    states = {state: sum(line.count for line in tally if line.state == state) for state in follow_up.STATES}
    return (
        Task(states[follow_up.EXPLAINED], "toegelicht, wacht op u", "/beheer/werklijst?stand=toegelicht#lijst"),
        Task(states[follow_up.NEW], "nieuw", "/beheer/werklijst?stand=nieuw#lijst"),
        Task(sum(each.is_in for each in reports), "rapportages te beoordelen", "/beheer/rapportages"),
        Task(advice.count, "advies wacht op antwoord" if advice.count == 1 else "adviezen wachten op antwoord", "/advies"),
        Task(sum(not each.is_in for each in reports), "rapportages nog niet binnen", "/beheer/werklijst#niet-binnen"),
    )


def lead_of(tasks: tuple[Task, ...]) -> str:
    """The one sentence that says where to begin."""
    explained, new, reports, advice, missing = (task.value for task in tasks)
    if explained:
        return f"Begin met {counted(explained, 'afwijking die is toegelicht', 'afwijkingen die zijn toegelicht')}. De aanbieder wacht op uw antwoord."
    if new:
        verb, found = "is" if new == 1 else "zijn", counted(new, "nieuwe afwijking", "nieuwe afwijkingen")
        return f"Er {verb} {found}. Bekijk ze en vraag uitleg waar dat nodig is."
    if reports:
        return f"Er {'wacht' if reports == 1 else 'wachten'} {counted(reports, 'rapportage', 'rapportages')} op uw oordeel."
    if advice:
        return f"{counted(advice, 'advies van de klankbordgroep wacht', 'adviezen van de klankbordgroep wachten')} op uw antwoord."
    if missing:
        return f"U bent bij. Er {'is' if missing == 1 else 'zijn'} nog {counted(missing, 'rapportage', 'rapportages')} niet binnen."
    return "U bent bij. Er wacht niets op u."

"""The worklist as it is shown. Every cell is a ready text, so that the template only places them: this list must be fast."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from contracts.foundation.period import AMSTERDAM
from kpi.domain import follow_up
from kpi.queries.deviations import DeviationLine
from kpi.queries.reviews import OpenReport, TallyLine
from portal.management.words import DEVIATION_STATES, FAMILIES, REPORT_STATES, SEVERITIES, counted
from portal.web.formatting import day, in_days, short_quarter

SHORTENED = 140


class WorklistRow(NamedTuple):
    """One deviation. A named tuple: the template takes it apart at once, which is cheaper than a look-up per cell."""

    id: int
    tone: str
    sign: str
    severity: str
    code: str
    name: str
    provider: str
    quarter: str
    sentence: str
    explanation: str
    age: str
    state_tone: str
    state: str
    next_step: str
    about: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter: a link with how many deviations it shows."""

    label: str
    href: str
    count: int
    is_current: bool


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


@dataclass(frozen=True, slots=True)
class WorklistPage:
    """What must be done now, the deviations, and what is not in yet."""

    lead: str
    tasks: tuple[Task, ...]
    filters: tuple[tuple[str, tuple[Choice, ...]], ...]
    caption: str
    rows: list[WorklistRow]
    awaited: tuple[Awaited, ...]
    total: int
    page: int
    pages: int
    previous_href: str
    next_href: str
    is_filtered: bool
    title: str = "Werklijst"


def row_of(line: DeviationLine, today: date) -> WorklistRow:
    """One line in words."""
    severity, state, quarter = SEVERITIES[line.severity], DEVIATION_STATES[line.state], short_quarter(line.period)
    return WorklistRow(
        line.id,
        severity.tone,
        severity.sign,
        severity.word,
        line.indicator_code,
        line.indicator_name,
        line.provider_name,
        quarter,
        (line.sentence or "").removeprefix(f"{line.indicator_code}: "),
        shortened(line.explanation),
        age(line.found_at, today),
        state.tone,
        state.word,
        state.next_step,
        f" bij {line.indicator_code}, {line.provider_name}, {quarter}",
    )


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


def awaited_of(reports: list[OpenReport], now: datetime) -> tuple[Awaited, ...]:
    """What is not in yet, the first deadline first."""
    return tuple(
        Awaited(
            each.provider_name,
            f"/beheer/rapportages/{each.report_id}" if each.report_id else "",
            short_quarter(each.period),
            *REPORT_STATES[each.state],
            day(last_day(each.due_at)),
            in_days(each.days_left(now)),
            each.days_left(now) < 0,
        )
        for each in reports
        if not each.is_in
    )


def last_day(due_at: datetime) -> date:
    """The last day to hand in; a deadline is the moment at which that day ends."""
    return (due_at - timedelta(microseconds=1)).astimezone(AMSTERDAM).date()


def tasks_of(tally: list[TallyLine], reports: list[OpenReport]) -> tuple[Task, ...]:
    """What the contractmanager can do now, counted."""
    states = {state: sum(line.count for line in tally if line.state == state) for state in follow_up.STATES}
    return (
        Task(states[follow_up.EXPLAINED], "toegelicht, wacht op u", "/beheer/werklijst?stand=toegelicht#lijst"),
        Task(states[follow_up.NEW], "nieuw", "/beheer/werklijst?stand=nieuw#lijst"),
        Task(sum(each.is_in for each in reports), "rapportages te beoordelen", "/beheer/rapportages"),
        Task(sum(not each.is_in for each in reports), "rapportages nog niet binnen", "/beheer/werklijst#niet-binnen"),
    )


def lead_of(tasks: tuple[Task, ...]) -> str:
    """The one sentence that says where to begin."""
    explained, new, reports, missing = (task.value for task in tasks)
    if explained:
        return f"Begin met {counted(explained, 'afwijking die is toegelicht', 'afwijkingen die zijn toegelicht')}. De aanbieder wacht op uw antwoord."
    if new:
        verb, found = "is" if new == 1 else "zijn", counted(new, "nieuwe afwijking", "nieuwe afwijkingen")
        return f"Er {verb} {found}. Bekijk ze en vraag uitleg waar dat nodig is."
    if reports:
        return f"Er {'wacht' if reports == 1 else 'wachten'} {counted(reports, 'rapportage', 'rapportages')} op uw oordeel."
    if missing:
        return f"U bent bij. Er {'is' if missing == 1 else 'zijn'} nog {counted(missing, 'rapportage', 'rapportages')} niet binnen."
    return "U bent bij. Er wacht niets op u."


def family_name(family: str) -> str:
    """The name of a family on a screen."""
    return FAMILIES.get(family, family)

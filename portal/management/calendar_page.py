"""The calendar in words: every report with its three dates, what is locked, and for whom an exception stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from wtforms import SelectChoice

from contracts.foundation.period import last_day
from contracts.queries.providers import OrganisationItem
from kpi.domain import report
from kpi.domain.calendar import Terms
from kpi.queries.calendar import CalendarLine
from kpi.queries.indicators import IndicatorLine
from kpi.queries.reports import ReportHeader
from portal.management.forms import ExtensionForm, ExtraForm
from portal.management.words import FAMILIES, REPORT_STATES, counted
from portal.web.formatting import day


class CalendarRow(NamedTuple):
    """One report. `lock` says in words whether the aanbieder can change it; `extension` is empty when there is none."""

    provider: str
    href: str
    due: str
    was_due: str
    last_edit: str
    state: str
    tone: str
    lock: str
    lock_about: str
    extension: str
    extension_about: str
    extend_href: str
    about: str


@dataclass(frozen=True, slots=True)
class CalendarGroup:
    """The reports of one period."""

    label: str
    ends: str
    rows: tuple[CalendarRow, ...]


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """All reports of the latest periods."""

    lead: str
    explanation: str
    groups: tuple[CalendarGroup, ...]
    title: str = "Kalender"


@dataclass(frozen=True, slots=True)
class ExtensionPage:
    """Giving one aanbieder longer for one report."""

    header: ReportHeader
    title: str
    kicker: str
    due: date
    last_edit: date
    is_for_change: bool
    has_errors: bool


@dataclass(frozen=True, slots=True)
class ExtraPage:
    """Asking something besides the quarters."""

    has_errors: bool
    title: str = "Extra rapportage vragen"


def _lock(line: CalendarLine, now: datetime) -> tuple[str, str]:
    """Whether it is locked, and why."""
    if not line.is_locked(now):
        return "Open", "te laat" if now >= line.due_at and line.submitted_at is None else ""
    return "Op slot", "ingediend" if line.state in report.SETTLED else "laatste dag is voorbij"


def calendar_row(line: CalendarLine, now: datetime) -> CalendarRow:
    """One line in words."""
    word, tone = REPORT_STATES[line.state]
    until = "" if line.extension_until_at is None else f"Tot en met {day(last_day(line.extension_until_at))}"
    return CalendarRow(
        line.provider_name,
        f"/beheer/rapportages/{line.report_id}",
        day(last_day(line.due_at)),
        "" if line.due_at == line.first_due_at else day(last_day(line.first_due_at)),
        day(last_day(line.last_edit_at)),
        word,
        tone,
        *_lock(line, now),
        until,
        "" if not until else f"{line.extension_reason} ({line.extension_by})",
        f"/beheer/kalender/{line.report_id}/uitstel" if line.can_be_extended else "",
        f" aan {line.provider_name}, {line.label}",
    )


def calendar_page(lines: Sequence[CalendarLine], *, now: datetime, terms: Terms) -> CalendarPage:
    """The table, by period."""
    groups = []
    for (label, _, ends_on), found in groupby(lines, key=lambda line: (line.label, line.period, line.period_ends_on)):
        groups.append(CalendarGroup(label, day(ends_on), tuple(calendar_row(line, now) for line in found)))
    return CalendarPage(_lead(lines, now), _explanation(terms), tuple(groups))


def _lead(lines: Sequence[CalendarLine], now: datetime) -> str:
    unfinished = [line for line in lines if line.can_be_extended]
    if not unfinished:
        return "Er wacht geen rapportage op een aanbieder."
    closed = sum(now >= line.last_edit_at for line in unfinished)
    open_now = len(unfinished) - closed
    first = f"{counted(open_now, 'rapportage staat', 'rapportages staan')} open bij aanbieders." if open_now else ""
    last = f"{counted(closed, 'rapportage is', 'rapportages zijn')} niet ingediend en nu op slot." if closed else ""
    return " ".join(filter(None, (first, last)))


def _explanation(terms: Terms) -> str:
    return (
        f"Een rapportage is klaar om in te vullen op de dag na de periode. De aanbieder levert in binnen {terms.due_working_days} werkdagen. "
        f"Te laat indienen kan daarna nog {terms.last_edit_working_days} werkdagen. Dan gaat de rapportage op slot, tenzij u uitstel geeft. "
        "Weekenden en feestdagen tellen niet mee."
    )


def extension_page(header: ReportHeader, form: ExtensionForm) -> ExtensionPage:
    """The form of an extension, with the dates as they are."""
    due = last_day(header.hand_in_by_at)
    title = f"Uitstel geven: {header.provider_name}"
    return ExtensionPage(header, title, header.label, due, header.last_edit_on, header.submitted_at is not None, bool(form.errors))


def extra_page(form: ExtraForm, providers: Sequence[OrganisationItem], indicators: Sequence[IndicatorLine]) -> ExtraPage:
    """The form of an extra request; everything that can be chosen comes in the form."""
    form.provider_ids.choices = [SelectChoice(str(one.id), one.name) for one in providers]
    families = list(FAMILIES)
    ordered = sorted(indicators, key=lambda one: families.index(one.family))
    form.codes.choices = [SelectChoice(one.code, f"{one.code} {one.name}") for one in ordered]
    return ExtraPage(bool(form.errors))

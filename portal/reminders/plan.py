"""Who is told what on a day: a pure plan. One digest per person per day, and only when that day gives a reason for it.

Reminder days of a report: 10 and 3 working days before its last day, on that day, and 1 and 5 working days after it. What has no
deadline (a question, a change that was asked, a report to review) is recalled on Mondays. [VOORSTEL: no source names a rhythm.]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.domain.working_days import is_working_day
from contracts.foundation.period import day_in_words
from contracts.queries.room_clocks import OpenClock
from kpi.domain import report as lifecycle
from kpi.domain.advice import given_on
from kpi.queries.advice import OpenAdvice
from kpi.queries.due import OpenReport
from kpi.queries.rating_reminders import RatingAsked
from portal.access.identity import Kind, Role

BEFORE, AFTER = (10, 3), (1, 5)
AGREEMENT_BEFORE = 3
TERM_BEFORE, TERM_AFTER = (14, 3), 1
"""Of a term of a subsidie in calendar days, as the law counts them; once it has passed it is recalled on Mondays too."""
MONDAY = 0
CATCH_UP = timedelta(days=3)
"""A reminder day on which the task did not run (a server that stood still over a weekend) is made up for within this time."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody works, with the roles there."""

    organisation_id: int
    organisation_kind: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be told something: not blocked, and with a role."""

    person_id: int
    name: str
    email: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """An explanation that an aanbieder was asked for."""

    deviation_id: int
    provider_id: int
    provider_name: str
    about: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """An afspraak with its day. `owner_id` is the organisation that does it, `table` with whom it was made.

    Once it is reported done, `judges` are the organisations of which somebody else than `reporter_id` confirms it.
    """

    action_id: int
    owner_id: int
    table: str
    text: str
    due_on: date
    judges: frozenset[int] = frozenset()
    reporter_id: int | None = None


@dataclass(frozen=True, slots=True)
class SubsidyTerm:
    """A last day for the gemeente about a subsidie, under the Awb or the region's own terms. `code` is that of the term."""

    commitment_id: int
    code: str
    about: str
    last_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is open in the whole portal."""

    reports: tuple[OpenReport, ...] = ()
    questions: tuple[Question, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    terms: tuple[SubsidyTerm, ...] = ()
    clocks: tuple[OpenClock, ...] = ()
    ratings: tuple[RatingAsked, ...] = ()
    advice: tuple[OpenAdvice, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits for somebody. `days` are the days that give a reason to tell it."""

    heading: str
    text: str
    path: str
    days: frozenset[date]
    last_day: date | None = None
    weekly: bool = False
    report: OpenReport | None = None

    def gives_reason(self, first: date, last: date) -> bool:
        """Is there a reminder day of this item from `first` up to and including `last`?"""
        if any(first <= day <= last for day in self.days):
            return True
        return self.weekly and any((first + timedelta(days=n)).weekday() == MONDAY for n in range((last - first).days + 1))


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that waits for one person."""

    recipient: Recipient
    items: tuple[Item, ...]


FILL_IN, SIGN, CHANGE = "Rapportages om in te vullen", "Rapportages om te ondertekenen", "Wijzigingen die de gemeente vraagt"
EXPLAIN, AGREED = "Vragen om uitleg", "Afspraken die bijna of al voorbij hun datum zijn"
CONFIRM = "Afspraken die gereed zijn en op uw bevestiging wachten"
REVIEW, MISSING = "Rapportages om te beoordelen", "Aanbieders die te laat zijn"
SUBSIDIES = "Termijnen van subsidies"
RATE = "Hoe was de samenwerking?"
ADVISED = "Adviezen van de klankbordgroep om te beantwoorden"


def working_days_from(day: date, steps: int) -> date:
    """The day so many working days later (or earlier, when negative)."""
    step = timedelta(days=1 if steps > 0 else -1)
    for _ in range(abs(steps)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def overview(recipient: Recipient, facts: Facts, *, at: datetime, today: date) -> tuple[Item, ...]:
    """Everything that waits for this person now, the most urgent first within its heading. Nothing of aanbieders where they hold no role."""
    items: list[Item] = []
    for place in recipient.places:
        if place.organisation_kind == Kind.PROVIDER:
            items += _of_provider(place, facts, at=at, today=today)
        elif place.organisation_kind == Kind.CENTRE and Role.CONTRACT_MANAGER in place.roles:
            items += _of_manager(facts, at=at, today=today)
        if place.organisation_kind == Kind.CENTRE and Role.SUBSIDY_MANAGER in place.roles:
            items += [item for one in facts.terms if (item := _term_item(one, today)) is not None]
        items += [item for one in facts.agreements if (item := _agreement_item(one, recipient, place, today)) is not None]
        items += _ratings(recipient, place, facts, today)
    order = (CHANGE, FILL_IN, SIGN, EXPLAIN, AGREED, CONFIRM, ADVISED, SUBSIDIES, MISSING, REVIEW, RATE)
    return tuple(sorted(items, key=lambda item: (order.index(item.heading), item.last_day or date.max, item.text)))


def due(recipients: Iterable[Recipient], facts: Facts, *, at: datetime, today: date, last_told: Mapping[int, date]) -> list[Digest]:
    """The digests of today. `last_told`: when each person last got one; a reminder day up to then gives no reason any more."""
    found = []
    for one in recipients:
        first = max(today - CATCH_UP, last_told.get(one.person_id, date.min) + timedelta(days=1))
        items = overview(one, facts, at=at, today=today)
        if first <= today and any(item.gives_reason(first, today) for item in items):
            found.append(Digest(one, items))
    return found


def _of_provider(place: Place, facts: Facts, *, at: datetime, today: date) -> list[Item]:
    mine = [report for report in facts.reports if report.provider_id == place.organisation_id and at < report.last_edit_at]
    items = [item for report in mine if (item := _report_item(report, place.roles)) is not None]
    if place.roles & {Role.ENTRY, Role.SIGNATORY}:
        items += [
            Item(EXPLAIN, f"{one.provider_name}: {one.about}", f"/aanbieder/afwijkingen/{one.deviation_id}", frozenset(), weekly=True)
            for one in facts.questions
            if one.provider_id == place.organisation_id
        ]
    return items


def _report_item(report: OpenReport, roles: frozenset[str]) -> Item | None:
    """What this report asks of somebody with these roles; nothing when it lies with somebody else."""
    name, path = f"{report.provider_name}, {report.label}", f"/aanbieder/rapportages/{report.slug}"
    if report.state == lifecycle.CHANGE_REQUESTED and Role.ENTRY in roles:
        return Item(CHANGE, name, path, frozenset(), weekly=True, report=report)
    if report.state in (lifecycle.NOT_STARTED, lifecycle.BUSY) and Role.ENTRY in roles:
        return Item(FILL_IN, name, path, reminder_days(report.last_day), report.last_day, report=report)
    if report.state == lifecycle.AWAITING_SIGNATURE and Role.SIGNATORY in roles:
        return Item(SIGN, name, f"{path}/controleren", reminder_days(report.last_day), report.last_day, report=report)
    return None


def _agreement_item(one: Agreement, recipient: Recipient, place: Place, today: date) -> Item | None:
    """An afspraak of one's own organisation, from a few days before its day on; or one that the others did and that waits for a second person."""
    if not place.roles & _at_table(place):
        return None
    text, path = f"{one.table}: {one.text}", f"/dialoog/afspraken/{one.action_id}"
    if one.judges:
        is_asked = place.organisation_id in one.judges and recipient.person_id != one.reporter_id
        return Item(CONFIRM, text, path, frozenset(), weekly=True) if is_asked else None
    first = working_days_from(one.due_on, -AGREEMENT_BEFORE)
    if one.owner_id != place.organisation_id or today < first:
        return None
    return Item(AGREED, text, path, frozenset({first, one.due_on}), one.due_on, weekly=today > one.due_on)


def _at_table(place: Place) -> frozenset[str]:
    """The roles with which somebody of this organisation sits at the partnership table."""
    if place.organisation_kind == Kind.CENTRE:
        return frozenset({Role.CONTRACT_MANAGER})
    return frozenset({Role.ENTRY, Role.SIGNATORY}) if place.organisation_kind == Kind.PROVIDER else frozenset()


def _term_item(one: SubsidyTerm, today: date) -> Item | None:
    first, *others = (one.last_on - timedelta(days=before) for before in TERM_BEFORE)
    if today < first:
        return None
    days, path = frozenset({first, *others, one.last_on + timedelta(days=TERM_AFTER)}), f"/beheer/overeenkomsten/{one.commitment_id}/subsidie"
    return Item(SUBSIDIES, one.about, path, days, one.last_on, weekly=today > one.last_on)


def _of_manager(facts: Facts, *, at: datetime, today: date) -> list[Item]:
    items = []
    for report in facts.reports:
        name = f"{report.provider_name}, {report.label}"
        if report.state in lifecycle.TO_REVIEW:
            items.append(Item(REVIEW, name, f"/beheer/rapportages/{report.report_id}", frozenset(), weekly=True, report=report))
        elif report.state != lifecycle.CHANGE_REQUESTED and report.last_day < today and at < report.last_edit_at:
            days = frozenset(working_days_from(report.last_day, steps) for steps in AFTER)
            items.append(Item(MISSING, name, "/beheer/rapportages", days, report.last_day, report=report))
    items += [_advice_item(one, today) for one in facts.advice]
    return [*items, *(item for one in facts.clocks if (item := _clock_item(one, today)) is not None)]


def _advice_item(one: OpenAdvice, today: date) -> Item:
    """An advice that waits for an answer. Neither its subject nor who gave it goes into a mail."""
    given = given_on(one.given_at)
    text = f"Advies van {day_in_words(given)}"
    return Item(
        ADVISED, text, f"/advies/{one.advice_id}", reminder_days(one.answer_due_on) | {given}, one.answer_due_on, weekly=today > one.answer_due_on
    )


def _clock_item(one: OpenClock, today: date) -> Item | None:
    """A talk or a decision about a room to spend, from a few days before its last day on."""
    first = working_days_from(one.due_on, -AGREEMENT_BEFORE)
    if today < first:
        return None
    days = frozenset({first, one.due_on, working_days_from(one.due_on, AFTER[0])})
    text = f"{one.provider_name}: {one.step} over de bestedingsruimte van {one.year}"
    return Item(AGREED, text, f"/beheer/bestedingsruimte/{one.provider_id}/{one.year}", days, one.due_on, weekly=today > one.due_on)


def _ratings(recipient: Recipient, place: Place, facts: Facts, today: date) -> list[Item]:
    """One line for all sessions to rate, on the first Monday after their minutes were settled and on no other day: nobody is asked twice."""
    sits = _at_table(place)
    waiting = [
        one
        for one in facts.ratings
        if place.organisation_id in one.organisation_ids and recipient.person_id not in one.answered_by and _monday_after(one.settled_on) == today
    ]
    if not waiting or not place.roles & sits:
        return []
    first, *more = waiting
    text, path = (f"{len(waiting)} gesprekken", "/dialoog/samenwerking") if more else (first.title, f"/dialoog/{first.session_id}/samenwerking")
    return [Item(RATE, text, path, frozenset({today}))]


def _monday_after(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday() - 1) % 7 + 1)


def reminder_days(last: date) -> frozenset[date]:
    """The days on which a report with this last day is recalled: before, on and after it."""
    return frozenset({last, *(working_days_from(last, -steps) for steps in BEFORE), *(working_days_from(last, steps) for steps in AFTER)})

"""How a subsidie of the aanbieder goes: where it stands, what happened, and which days come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.domain.subsidy.deadlines import Deadline
from contracts.domain.subsidy.standing import Standing
from contracts.queries.subsidies import EventLine, SubsidyDetail
from portal.web.formatting import day, euros

NOT_RECORDED = "Van deze subsidie is het verloop niet vastgelegd. U ziet wel het bedrag per jaar bij de afspraken."


@dataclass(frozen=True, slots=True)
class DayRow:
    """A last day: whose, and the sentence about it."""

    name: str
    sentence: str
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """Something that happened."""

    when: str
    what: str
    amount: str


@dataclass(frozen=True, slots=True)
class OwnSubsidyPage:
    """One subsidie in words."""

    title: str
    kicker: str
    lead: str
    sections: tuple[tuple[str, str, bool], ...]
    is_recorded: bool
    facts: tuple[tuple[str, str], ...]
    days: tuple[DayRow, ...]
    events: tuple[EventRow, ...]


def subsidy_page(found: SubsidyDetail, *, today: date, sections: tuple[tuple[str, str, bool], ...]) -> OwnSubsidyPage:
    """Where it stands on a day. Deadlines that have passed and that nobody had to keep are left out."""
    item = found.item
    shown = [each for each in found.deadlines if each.last_on >= today or each in found.late]
    return OwnSubsidyPage(
        title=item.name,
        kicker=f"{item.reference}, subsidie",
        lead=_lead(found, today),
        sections=sections,
        is_recorded=item.is_recorded,
        facts=tuple(_facts(found.standing)) if item.is_recorded else (),
        days=tuple(_day(each, found, today) for each in shown),
        events=tuple(map(_event, reversed(found.events))),
    )


def _lead(found: SubsidyDetail, today: date) -> str:
    if not found.item.is_recorded:
        return NOT_RECORDED
    due = found.late[0] if found.late else found.next_due
    state = f"Stand: {found.standing.state}."
    return state if due is None else f"{state} {due.sentence(today)}"


def _facts(standing: Standing) -> list[tuple[str, str]]:
    told = [("Gevraagd", euros(standing.requested_cents)), ("Verleend", euros(standing.granted_cents))]
    if standing.starts_on is not None and standing.ends_on is not None:
        told.append(("Verleend voor", f"{day(standing.starts_on)} tot en met {day(standing.ends_on)}"))
    if standing.determined_cents is not None:
        told.append(("Vastgesteld", euros(standing.determined_cents)))
    told.append(("Betaald", euros(standing.paid_cents)))
    if standing.to_pay_cents:
        told.append(("Krijgt u nog", euros(standing.to_pay_cents)))
    if standing.claim_cents:
        told.append(("Betaalt u terug", euros(standing.claim_cents)))
    return told


def _day(deadline: Deadline, found: SubsidyDetail, today: date) -> DayRow:
    late = deadline in found.late
    tone = ("te laat", "zorg") if late else ("moet", "actie") if deadline.is_duty else ("mag", "rustig")
    return DayRow(deadline.name, deadline.sentence(today), *tone)


def _event(line: EventLine) -> EventRow:
    event = line.recorded.event
    return EventRow(day(event.on), event.kind.capitalize(), "" if event.amount_cents is None else euros(event.amount_cents))

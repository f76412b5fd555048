"""One subsidie in words: where it stands, what is due next, its money, its course, and what can be recorded now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from contracts.domain.awb_terms import Rulebook
from contracts.domain.commitment import SUBSIDIE
from contracts.domain.subsidy.deadlines import Deadline
from contracts.domain.subsidy.events import BREACH, Kind
from contracts.domain.subsidy.needs import GROUNDS, possible
from contracts.domain.subsidy.standing import Standing, State
from contracts.queries.subsidies import EventLine, SubsidyDetail
from portal.management.commitment_sections import Section, sections_of
from portal.management.subsidy_words import BY_STATE, MEANS, TONES, in_likely_order, slug
from portal.web.formatting import day, euros, in_days, moment


class Figure(NamedTuple):
    """One of the key amounts."""

    label: str
    value: str
    note: str = ""


class DeadlineRow(NamedTuple):
    """One term. `word` and `tone` say whether it is too late, coming, or a right that runs out."""

    name: str
    who: str
    until: str
    left: str
    article: str
    word: str
    tone: str


class EventRow(NamedTuple):
    """One line of the course. `strike_href` is empty when it was struck out: then `struck` tells by whom and why."""

    on: str
    when: str
    what: str
    facts: str
    note: str
    who: str
    struck: str
    strike_href: str


class Choice(NamedTuple):
    """A kind of event that can be recorded."""

    label: str
    href: str
    means: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class SubsidyPage:
    """One subsidie."""

    id: int
    title: str
    kicker: str
    lead: str
    state: str
    tone: str
    version: int
    sections: tuple[Section, ...]
    misfit: str
    is_recorded: bool
    has_money: bool
    promised: str
    realised: str
    figures: tuple[Figure, ...]
    years: tuple[tuple[int, str, str], ...]
    deadlines: tuple[DeadlineRow, ...]
    events: tuple[EventRow, ...]
    choices: tuple[Choice, ...]
    others: tuple[Choice, ...]
    strikes: EventRow | None = None
    strikes_id: int = 0
    has_errors: bool = False


def subsidy_page(found: SubsidyDetail, *, book: Rulebook, today: date, chosen: Kind | None, strikes: int, has_errors: bool) -> SubsidyPage:
    """Put a subsidie in words. `chosen`: the kind that is being recorded; `strikes`: the line that is being struck out (0: none)."""
    item, standing = found.item, found.standing
    base = f"/beheer/overeenkomsten/{item.id}/subsidie"
    can, has_money = possible(standing, book=book), not item.is_recorded and found.committed_cents > 0
    struck = next((each for each in found.events if each.id == strikes and each.struck_at is None), None)
    others = [kind for kind in Kind if kind not in can] if item.is_recorded else []
    return SubsidyPage(
        id=item.id,
        title=item.name,
        kicker=f"{item.reference}, subsidie van {item.provider_name}",
        lead=_lead(found, today),
        state=standing.state.capitalize() if item.is_recorded else "Nog geen verloop",
        tone=TONES[standing.state],
        version=item.version,
        sections=sections_of(item.id, SUBSIDIE, here="management.subsidy"),
        misfit=found.misfit,
        is_recorded=item.is_recorded,
        has_money=has_money,
        promised=euros(found.committed_cents),
        realised=euros(found.realised_cents) if found.realised_cents else "",
        figures=figures_of(standing) if item.is_recorded else (),
        years=tuple((each.year, euros(each.committed_cents), euros(each.realised_cents)) for each in found.years),
        deadlines=tuple(_deadline(each, today) for each in sorted(found.deadlines, key=lambda each: _is_gone(each, today))),
        events=tuple(_event(each, base) for each in found.events),
        choices=() if has_money else tuple(_choice(kind, base, chosen) for kind in in_likely_order(can, standing.state)),
        others=tuple(_choice(kind, base, chosen) for kind in others),
        strikes=None if struck is None else _event(struck, base),
        strikes_id=0 if struck is None else struck.id,
        has_errors=has_errors,
    )


def _lead(found: SubsidyDetail, today: date) -> str:
    """Where it stands, and the one thing that is due: the oldest that is too late, else the first to come."""
    if not found.item.is_recorded:
        return "Van deze subsidie zijn nog geen beschikkingen vastgelegd."
    due = found.late[0] if found.late else found.next_due
    stands = BY_STATE[found.standing.state]
    if found.is_suspended:
        stands = f"{stands} De beslistermijn staat nu stil."
    return stands if due is None else f"{stands} {due.sentence(today)}"


def figures_of(standing: Standing) -> tuple[Figure, ...]:
    """What was granted, what the receiver has, and what still has to move; amounts of the whole period."""
    granted = Figure("Verleend", euros(standing.granted_cents), f"aangevraagd {euros(standing.requested_cents)}")
    if standing.state in (State.APPLICATION, State.CLOSED, State.REFUSED):
        return (Figure("Aangevraagd", euros(standing.requested_cents)),)
    if standing.determined_cents is not None:
        granted = Figure("Vastgesteld", euros(standing.determined_cents), f"verleend {euros(standing.granted_cents)}")
    paid = Figure("Betaald", euros(standing.paid_cents), f"voorschotten {euros(standing.advanced_cents)}")
    left = standing.to_pay_cents or standing.advance_room_cents
    rest = Figure("Nog te betalen", euros(left), "hoogstens, als voorschot" if standing.advance_room_cents else "")
    back = Figure("Terug te vorderen", euros(standing.recoverable_cents), f"teruggevraagd {euros(standing.claim_cents)}")
    return (granted, paid, rest, back)


def _is_gone(each: Deadline, today: date) -> bool:
    """A right that has run out asks nothing of anybody any more."""
    return not each.is_duty and each.days_left(today) < 0


def _deadline(each: Deadline, today: date) -> DeadlineRow:
    left, where = each.days_left(today), f"{each.article}, {each.length}" if each.length else each.article
    word, tone = "Loopt", "rustig"
    if each.is_overdue(today):
        word, tone = "Te laat", "zorg"
    elif not each.is_duty:
        word = "Kan niet meer" if _is_gone(each, today) else "Kan nog"
    elif left <= 14:
        word, tone = "Binnenkort", "aandacht"
    told = "voorbij" if _is_gone(each, today) else in_days(left)
    return DeadlineRow(each.name, each.side.capitalize(), day(each.last_on), told, where, word, tone)


def _event(each: EventLine, base: str) -> EventRow:
    event = each.recorded.event
    struck = "" if each.struck_at is None else f"Doorgestreept door {each.struck_by} op {moment(each.struck_at)}: {each.struck_reason}"
    href = "" if each.struck_at else f"{base}?doorstrepen={each.id}#doorstrepen"
    who = f"Vastgelegd door {each.person_name} op {moment(each.at)}"
    return EventRow(event.on.isoformat(), day(event.on), event.kind.capitalize(), facts_of(each), each.recorded.note, who, struck, href)


def facts_of(each: EventLine) -> str:
    """What an event says besides its day."""
    event, recorded = each.recorded.event, each.recorded
    ground = GROUNDS.get(event.kind, {}).get(event.ground, "")
    told = (
        euros(event.amount_cents) if event.amount_cents is not None else "",
        f"uit de begroting van {recorded.budget_year}" if recorded.budget_year else "",
        f"voor {day(event.starts_on)} tot en met {day(event.ends_on)}" if event.starts_on and event.ends_on else "",
        f"einddatum {day(event.ends_on)}" if event.ends_on and not event.starts_on else "",
        f"tot en met {day(event.until_on)}" if event.until_on else "",
        "per boekjaar" if event.per_book_year else "",
        "vaststelling zonder aanvraag" if event.ex_officio else "",
        ", ".join(f"{year}: {euros(cents)}" for year, cents in sorted(recorded.year_cents.items())),
        f"grond Awb {event.ground}: {ground}" if ground else "",
        f"op {day(event.breach_on)}" if event.breach_on and event.ground == BREACH else "",
    )
    return "; ".join(one for one in told if one)


def _choice(kind: Kind, base: str, chosen: Kind | None) -> Choice:
    return Choice(kind.capitalize(), f"{base}?soort={slug(kind)}#vastleggen", MEANS[kind], kind is chosen)

"""Everything that was agreed, for somebody with ten minutes: what comes near first, then each aanbieder with the money of the year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.domain.commitment import ARRANGEMENT, SUBSIDIE
from contracts.domain.options import Planned, next_decision, plan
from contracts.queries.deals import Deal, Frame, ProviderDeals
from portal.management.words import counted
from portal.web.formatting import day, euros

OPTION_DAYS, END_DAYS = 365, 183  # so far ahead it is told that something must be decided, or ends
MOST_NEAR = 8
URGENT_DAYS = 60


@dataclass(frozen=True, slots=True)
class Near:
    """Something to decide, or that ends. `tone` and `word` are those of a badge."""

    on_day: date
    href: str
    title: str
    sentence: str
    tone: str
    word: str


@dataclass(frozen=True, slots=True)
class FrameShown:
    """A raamovereenkomst."""

    href: str
    name: str
    told: str


@dataclass(frozen=True, slots=True)
class DealShown:
    """An arrangement or subsidie."""

    href: str
    name: str
    reference: str
    kind: str
    runs: str
    committed: str
    realised: str
    is_past: bool


@dataclass(frozen=True, slots=True)
class ProviderShown:
    """One aanbieder with what holds in the year, and the sums; `elsewhere` tells how much holds in other years only."""

    id: int
    name: str
    frames: tuple[FrameShown, ...]
    deals: tuple[DealShown, ...]
    committed: str
    realised: str
    elsewhere: str


@dataclass(frozen=True, slots=True)
class DealListPage:
    """The list of one year."""

    year: int
    years: tuple[int, ...]
    near: tuple[Near, ...]
    more: str
    providers: tuple[ProviderShown, ...]
    lead: str
    title: str = "Overeenkomsten en subsidies"


def deal_list_page(found: Sequence[ProviderDeals], *, year: int, years: Sequence[int], today: date) -> DealListPage:
    """Put the list in words."""
    near = coming(found, today)
    shown = tuple(_provider(each, year, today) for each in found)
    rest = len(near) - MOST_NEAR
    more = f"En nog {counted(rest, 'punt', 'punten')} daarna: zie hieronder bij de aanbieder." if rest > 0 else ""
    return DealListPage(year, tuple(sorted({*years, year})), tuple(near[:MOST_NEAR]), more, shown, _lead(near, today))


def coming(found: Iterable[ProviderDeals], today: date) -> list[Near]:
    """Options to decide on and ends, the first one first. What ends on one day of one aanbieder is one line."""
    near: list[Near] = []
    for provider in found:
        for frame in provider.frames:
            near += _of_frame(frame, today)
        ending: dict[date, list[Deal]] = {}
        for deal in provider.deals:
            if 0 <= (deal.ends_on - today).days <= END_DAYS:
                ending.setdefault(deal.ends_on, []).append(deal)
        near += [_ends(provider, on_day, deals, today) for on_day, deals in ending.items()]
    return sorted(near, key=lambda each: (each.on_day, each.title, each.href))


def _of_frame(frame: Frame, today: date) -> list[Near]:
    href = f"/beheer/overeenkomsten/raam/{frame.id}"
    found = []
    decision = next_decision(plan(frame.base_ends_on, frame.options, today=today))
    if decision is not None and decision.days_left(today) <= OPTION_DAYS:
        tone, word = _weight(decision.days_left(today), "Beslissen")
        found.append(Near(decision.decide_by, href, frame.name, _decides(decision, today), tone, word))
    left = (frame.ends_on - today).days
    if 0 <= left <= END_DAYS:
        tone, word = _weight(left, "Loopt af")
        found.append(Near(frame.ends_on, href, frame.name, f"De raamovereenkomst eindigt op {day(frame.ends_on)}: nog {_days(left)}.", tone, word))
    return found


def _decides(decision: Planned, today: date) -> str:
    left = decision.days_left(today)
    when = f"nog {_days(left)}" if left else "vandaag is de laatste dag"
    return f"Beslis uiterlijk op {day(decision.decide_by)} over verlenging {decision.number}: {when}."


def _ends(provider: ProviderDeals, on_day: date, deals: Sequence[Deal], today: date) -> Near:
    left = (on_day - today).days
    tone, word = _weight(left, "Loopt af")
    when = f"op {day(on_day)}: nog {_days(left)}"
    if len(deals) == 1:
        (deal,) = deals
        return Near(on_day, _href(deal), deal.name, f"{deal.kind.capitalize()} {deal.reference} van {provider.name} eindigt {when}.", tone, word)
    parts = [counted(number, one, more) for number, one, more in _kinds(deals) if number]
    return Near(on_day, f"#aanbieder-{provider.id}", provider.name, f"{' en '.join(parts)} eindigen {when}.", tone, word)


def _kinds(deals: Sequence[Deal]) -> tuple[tuple[int, str, str], ...]:
    bought = sum(deal.kind == ARRANGEMENT for deal in deals)
    return (bought, "arrangement", "arrangementen"), (len(deals) - bought, SUBSIDIE, "subsidies")


def _weight(left: int, word: str) -> tuple[str, str]:
    return ("aandacht" if left <= URGENT_DAYS else "actie", word)


def _days(left: int) -> str:
    return counted(left, "dag", "dagen")


def _lead(near: Sequence[Near], today: date) -> str:
    if not near:
        return "Er is de komende tijd niets te beslissen. Kies een naam om de afspraken te zien."
    left = (near[0].on_day - today).days
    return f"Het eerste punt is op {day(near[0].on_day)}, over {_days(left)}." if left else "Het eerste punt is vandaag."


def _provider(found: ProviderDeals, year: int, today: date) -> ProviderShown:
    committed, realised = (sum(each or 0 for each in column) for column in _columns(found.deals))
    frames = tuple(_frame(each, today) for each in found.frames)
    deals = tuple(deal_shown(each, today) for each in found.deals if each.holds_in(year))
    rest = len(found.deals) - len(deals)
    elsewhere = f"{counted(rest, 'geldt', 'gelden')} alleen in andere jaren. Kies daarvoor een ander jaar." if rest else ""
    return ProviderShown(found.id, found.name, frames, deals, euros(committed), euros(realised), elsewhere)


def _columns(deals: Sequence[Deal]) -> tuple[list[int | None], list[int | None]]:
    return [each.committed_cents for each in deals], [each.realised_cents for each in deals]


def _frame(frame: Frame, today: date) -> FrameShown:
    decision = next_decision(plan(frame.base_ends_on, frame.options, today=today))
    ended = frame.ends_on < today
    runs = f"{frame.reference}, {'liep' if ended else 'loopt'} tot en met {day(frame.ends_on)}."
    told = _decides(decision, today) if decision else "" if ended else "Er is geen verlenging meer om over te beslissen."
    return FrameShown(f"/beheer/overeenkomsten/raam/{frame.id}", frame.name, f"{runs} {told}".strip())


def deal_shown(deal: Deal, today: date) -> DealShown:
    """An arrangement or subsidie as a row of a list."""
    kind = deal.kind if deal.variant is None else f"{deal.kind}, {deal.variant}"
    runs = f"{day(deal.starts_on)} tot en met {day(deal.ends_on)}"
    committed, realised = (euros(cents) for cents in (deal.committed_cents, deal.realised_cents))
    return DealShown(_href(deal), deal.name, deal.reference, kind, runs, committed, realised, deal.ends_on < today)


def _href(deal: Deal) -> str:
    return f"/beheer/overeenkomsten/{deal.id}"

"""The list of quarters and editions as its screen shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import url_for

from contracts.foundation.period import Quarter
from kpi.domain.publication.draft import ONLINE, SIGNED
from kpi.domain.publication.fixed_providers import LEAST_PROVIDERS
from kpi.queries.publishing import DraftLine, EditionMade, QuarterLine
from portal.web.formatting import day


@dataclass(frozen=True, slots=True)
class QuarterView:
    """A quarter on the desk. `word` and `tone` say how it stands, `note` who is next. `is_mine`: I can do something now."""

    period: Quarter
    accepted: int
    expected: int
    word: str
    tone: str
    note: str
    action: str
    href: str
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition that was published at some time."""

    made: EditionMade
    is_readable: bool
    reason: str
    mistake: str


@dataclass(frozen=True, slots=True)
class Mistake:
    """A sentence in the error summary, and the field it is about."""

    href: str
    text: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """All quarters, and every edition. `hindrance`: why nothing can be published at all."""

    quarters: tuple[QuarterView, ...]
    editions: tuple[EditionView, ...]
    hindrance: str = ""
    mistakes: tuple[Mistake, ...] = ()
    title: str = "Publiceren"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistakes)

    @property
    def next_up(self) -> QuarterView | None:
        """The first quarter in which I can do something."""
        return next((one for one in self.quarters if one.is_mine), None)


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed to withdraw an edition, and what was wrong with it."""

    edition_id: int = 0
    reason: str = ""
    mistake: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What the desk read."""

    quarters: tuple[QuarterLine, ...]
    drafts: tuple[DraftLine, ...]
    editions: tuple[EditionMade, ...]
    me: int
    hindrance: str = ""
    typed: Typed = field(default_factory=Typed)


def desk_page(found: Found) -> DeskPage:
    """Put the quarters beside what was made and published of them."""
    drafts = {one.period: one for one in found.drafts}
    online = {one.period: one.edition for one in found.editions if one.state == ONLINE}
    typed = found.typed
    editions = tuple(
        EditionView(one, one.state == ONLINE, *((typed.reason, typed.mistake) if one.edition_id == typed.edition_id else ("", "")))
        for one in found.editions
    )
    known = any(view.made.edition_id == typed.edition_id and view.is_readable for view in editions)
    mistakes = (Mistake(f"#reden-{typed.edition_id}" if known else "", typed.mistake),) if typed.mistake else ()
    return DeskPage(tuple(_quarter(one, drafts.get(one.period), online, found) for one in found.quarters), editions, found.hindrance, mistakes)


def _quarter(line: QuarterLine, draft: DraftLine | None, online: Mapping[Quarter, int], found: Found) -> QuarterView:
    facts = (line.period, line.accepted, line.expected)
    if draft is not None:
        return _drafted(facts, draft, me=found.me)
    href = url_for("publishing.quarter", period=line.period.slug)
    if line.period in online:
        return QuarterView(*facts, f"Editie {online[line.period]} staat online", "goed", "", "Maak een nieuwe editie", href)
    if line.accepted >= LEAST_PROVIDERS and any(line.period < other for other in online):
        return QuarterView(*facts, "Niet gepubliceerd", "rustig", "", "Maak een concept", href)
    if line.accepted < LEAST_PROVIDERS:
        return QuarterView(*facts, "Wacht op rapportages", "rustig", f"Er zijn er {LEAST_PROVIDERS} nodig.", "Bekijk dit kwartaal", href)
    return QuarterView(*facts, "Klaar voor een concept", "actie", "", "Maak een concept", href, is_mine=not found.hindrance)


def _drafted(facts: tuple[Quarter, int, int], draft: DraftLine, *, me: int) -> QuarterView:
    href = url_for("publishing.draft", draft_id=draft.draft_id)
    if not draft.is_safe:
        return QuarterView(*facts, "De toets vond iets", "zorg", "Maak een ander concept.", "Lees de toets", href, is_mine=True)
    if draft.state != SIGNED:
        note = f"{draft.made_by} maakte het op {day(draft.made_at)}."
        return QuarterView(*facts, "Wacht op twee handtekeningen", "actie", note, "Lees en onderteken", href, is_mine=True)
    signer, mine = draft.signatures[0], draft.signatures[0].person_id == me
    note = f"U tekende op {day(signer.at)}. Nu een collega." if mine else f"{signer.person_name} tekende op {day(signer.at)}."
    action = "Bekijk het concept" if mine else "Lees en onderteken"
    return QuarterView(*facts, "Wacht op een tweede handtekening", "rustig" if mine else "actie", note, action, href, is_mine=not mine)

"""Proposals to change the money in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from contracts.domain.money_proposal import Content, State
from contracts.foundation.errors import Conflict
from contracts.queries.money_proposals import Proposal, ProposalItem
from portal.management.what_if_page import address
from portal.web.formatting import moment

TONES = {State.SUBMITTED: "actie", State.TAKEN_OVER: "goed", State.TURNED_DOWN: "zorg", State.TAKEN_BACK: "rustig"}


class ProposalRow(NamedTuple):
    """One in the list."""

    href: str
    title: str
    year: int
    who: str
    state: str
    tone: str
    decided: str


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """All of them."""

    rows: tuple[ProposalRow, ...]
    lead: str
    title: str = "Voorstellen"


@dataclass(frozen=True, slots=True)
class ProposalPage:
    """One of them. `drift`: what changed since it was worked out, as (what, then, now)."""

    id: int
    title: str
    kicker: str
    lead: str
    version: int
    state: str
    tone: str
    reason: str
    who: str
    decided: str
    decision: str
    content: Content
    try_again: str
    is_open: bool
    is_mine: bool
    drift: tuple[tuple[str, str, str], ...]
    drift_by: str
    has_errors: bool


def proposals_page(items: Sequence[ProposalItem]) -> ProposalsPage:
    """The list."""
    waiting = sum(each.state == State.SUBMITTED for each in items)
    told = {0: "Er wacht geen voorstel op een besluit.", 1: "Er wacht 1 voorstel op een besluit."}
    return ProposalsPage(tuple(map(_row, items)), told.get(waiting, f"Er wachten {waiting} voorstellen op een besluit."))


def proposal_page(found: Proposal, *, person_id: int | None, conflict: Conflict | None = None, has_errors: bool = False) -> ProposalPage:
    """One of them in words."""
    item, state = found.item, State(found.item.state)
    theirs = dict(conflict.theirs) if conflict is not None else {}
    return ProposalPage(
        id=item.id,
        title=item.title,
        kicker=f"Voorstel voor {item.year}",
        lead=_lead(item),
        version=item.version,
        state=state.value,
        tone=TONES[state],
        reason=item.reason,
        who=f"{item.person_name}, {moment(item.at)}",
        decided=_decided(item),
        decision=item.decision,
        content=found.content,
        try_again=address(item.year, found.content.changes),
        is_open=state is State.SUBMITTED,
        is_mine=item.person_id == person_id,
        drift=() if conflict is None else tuple((what, then, theirs.get(what, "–")) for what, then in conflict.mine),
        drift_by="" if conflict is None else conflict.by,
        has_errors=has_errors,
    )


def _row(item: ProposalItem) -> ProposalRow:
    state = State(item.state)
    who = f"{item.person_name}, {moment(item.at)}"
    return ProposalRow(f"/beheer/voorstellen/{item.id}", item.title, item.year, who, state.value.capitalize(), TONES[state], _decided(item))


def _decided(item: ProposalItem) -> str:
    return "" if item.decided_at is None else f"{item.decided_by}, {moment(item.decided_at)}"


def _lead(item: ProposalItem) -> str:
    if item.state == State.SUBMITTED:
        return "Lees wat er verandert. Neem het voorstel over, of wijs het af met een reden."
    return f"Dit voorstel is {item.state} door {item.decided_by}."

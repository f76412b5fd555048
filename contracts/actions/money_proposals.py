"""The life of a proposal to change the money: handed in, and then taken over, turned down or taken back. Nobody can do two of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.actions.allocations import set_allocation
from contracts.actions.tariffs import add_tariff, correct_tariff, end_tariff
from contracts.domain.money_proposal import Content, State, differences, require_reason, require_title, require_waiting
from contracts.domain.tariff_change import LONGEST_REASON, TypedTariff
from contracts.domain.what_if import PaidBy, TariffFrom
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.journal import JournalEntry, record
from contracts.foundation.money import format_euros
from contracts.queries.money_proposals import Proposal, ProposalItem, basis_of, find_proposal, running_tariffs
from contracts.tables.agreement import Allocation
from contracts.tables.proposal import MoneyProposal


def submit(session: Session, *, year: int, title: str, reason: str, content: Content, by: Actor, at: datetime) -> int:
    """Hand a proposal in and return its id. Raises Refused without a title or a reason."""
    about = {"title": require_title(title), "reason": require_reason(reason)}
    made = MoneyProposal(year=year, **about, content=content.text, at=at, person_id=by.person_id, person_name=by.name[:120])
    session.add(made)
    session.flush()
    details = {"year": year, **about, "changes": list(content.changes)}
    record(session, by=by, at=at, action="voorstel ingediend", object=_object(made.id), details=details)
    return made.id


def take_over(session: Session, *, proposal_id: int, version: int, by: Actor, at: datetime) -> None:
    """Do what is proposed: tariffs and divisions change as if somebody typed it; other places in use is an assumption that stays with the proposal.

    Raises NotFound, Refused (it was decided already, or a change cannot be made), and Conflict when anything changed that it was worked out on.
    """
    found = _waiting(session, proposal_id, version)
    changes = found.content.read_changes()
    drift = differences(found.content.basis, basis_of(session, year=found.item.year, changes=changes))
    if drift:
        mine, theirs = [(what, was) for what, was, _ in drift], [(what, now) for what, _, now in drift]
        raise Conflict(mine=mine, theirs=theirs, by="iemand anders", version=found.item.version)
    why = f"Voorstel {found.item.id}, {found.item.title}: {found.item.reason}"
    _divide(session, found.item, [each for each in changes if isinstance(each, PaidBy)], why, by, at)
    for each in sorted((one for one in changes if isinstance(one, TariffFrom)), key=lambda one: one.from_on):
        _price(session, each, why[:LONGEST_REASON], by, at)
    _decide(session, found.item, State.TAKEN_OVER, "", by, at)


def turn_down(session: Session, *, proposal_id: int, version: int, reason: str, by: Actor, at: datetime) -> None:
    """Say no, with a reason. Raises NotFound, Refused and Conflict."""
    _decide(session, _waiting(session, proposal_id, version).item, State.TURNED_DOWN, require_reason(reason), by, at)


def take_back(session: Session, *, proposal_id: int, version: int, reason: str, by: Actor, at: datetime) -> None:
    """Who proposed it wants it no more. Raises NotFound, Refused (also for somebody else) and Conflict."""
    found = _waiting(session, proposal_id, version).item
    if found.person_id != by.person_id:
        raise Refused("", f"Alleen {found.person_name} kan dit voorstel intrekken. U kunt het wel overnemen of afwijzen.")
    _decide(session, found, State.TAKEN_BACK, require_reason(reason), by, at)


def _waiting(session: Session, proposal_id: int, version: int) -> Proposal:
    found = find_proposal(session, proposal_id=proposal_id)
    require_waiting(found.item.state)
    if found.item.version != version:
        raise _lost(session, found.item)
    return found


def _divide(session: Session, item: ProposalItem, changes: Sequence[PaidBy], why: str, by: Actor, at: datetime) -> None:
    """Lines that pay less first, so that there is room for those that pay more."""
    a = Allocation
    asked = select(a.commitment_id, a.budget_line_id, a.amount_cents, a.version).where(a.year == item.year)
    asked = asked.where(a.commitment_id.in_({each.commitment_id for each in changes})).order_by(a.id)
    cells = {(number, line): (cents, version) for number, line, cents, version in session.execute(asked)}

    def rise(change: PaidBy) -> int:
        return change.cents - cells.get((change.commitment_id, change.line_id), (0, 0))[0]

    for each in sorted(changes, key=rise):
        if rise(each):
            seen = cells.get((each.commitment_id, each.line_id), (0, 0))[1]
            place = {"commitment_id": each.commitment_id, "budget_line_id": each.line_id, "year": item.year}
            set_allocation(session, amount_text=format_euros(each.cents), version=seen, reason=why, by=by, at=at, **place)


def _price(session: Session, change: TariffFrom, why: str, by: Actor, at: datetime) -> None:
    """The running tariff ends on the day before, and the new one takes its place until its last day."""
    (running,) = running_tariffs(session, changes=[change])
    item, amount = running.item, format_euros(change.cents)
    if item is None or item.cents == change.cents:
        return
    told: dict[str, Any] = {"commitment_id": change.commitment_id, "by": by, "at": at}
    new = TypedTariff(item.unit, amount, change.from_on, item.valid_until)
    if item.valid_from == change.from_on:
        correct_tariff(session, tariff_id=item.id, new=new, reason=why, version=item.version, **told)
        return
    end_tariff(session, tariff_id=item.id, until_on=change.from_on - timedelta(days=1), reason=why, version=item.version, **told)
    add_tariff(session, new=new, reason=why, **told)


def _decide(session: Session, found: ProposalItem, state: State, decision: str, by: Actor, at: datetime) -> None:
    p = MoneyProposal
    same = (p.id == found.id, p.version == found.version, p.state == State.SUBMITTED.value)
    values = {"state": state.value, "decided_at": at, "decided_by": by.name[:120], "decision": decision, "version": found.version + 1}
    if session.scalar(update(p).where(*same).values(**values).returning(p.id)) is None:
        raise _lost(session, found)
    record(session, by=by, at=at, action=f"voorstel {state}", object=_object(found.id), details={"title": found.title, "decision": decision})


def _lost(session: Session, found: ProposalItem) -> Conflict:
    first = session.scalar(select(JournalEntry.actor).where(JournalEntry.object == _object(found.id)).order_by(JournalEntry.id.desc()).limit(1))
    return Conflict(mine=[], theirs=[("Stand", found.state)], by=first or "iemand anders", version=found.version)


def _object(proposal_id: int) -> str:
    return f"voorstel:{proposal_id}"

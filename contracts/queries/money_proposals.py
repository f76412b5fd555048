"""Proposals to change the money, and how that stands now on which they were worked out. For the centrumgemeente only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from contracts.domain.money_proposal import Content, State, read_content
from contracts.domain.tariff import day_text
from contracts.domain.what_if import Change, PaidBy, TariffFrom
from contracts.foundation.errors import NotFound
from contracts.foundation.money import format_euros
from contracts.queries.budget import lines
from contracts.queries.tariffs import TariffItem, tariffs_of
from contracts.tables.agreement import Allocation, Commitment, CommitmentYear
from contracts.tables.proposal import MoneyProposal

_P = MoneyProposal
_COLUMNS = (_P.id, _P.year, _P.title, _P.reason, _P.state, _P.at, _P.person_id, _P.person_name, _P.decided_at, _P.decided_by, _P.decision, _P.version)


@dataclass(frozen=True, slots=True)
class ProposalItem:
    """One proposal, with who proposed and who decided."""

    id: int
    year: int
    title: str
    reason: str
    state: str
    at: datetime
    person_id: int | None
    person_name: str
    decided_at: datetime | None
    decided_by: str
    decision: str
    version: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal with all that it says."""

    item: ProposalItem
    content: Content


@dataclass(frozen=True, slots=True)
class RunningTariff:
    """The tariff in whose place another one would come."""

    commitment_id: int
    item: TariffItem | None


def proposals(session: Session) -> tuple[ProposalItem, ...]:
    """Those that wait first, then the newest. One query."""
    waits_first = case((_P.state == State.SUBMITTED.value, 0), else_=1)
    return tuple(ProposalItem(*tuple(row)) for row in session.execute(select(*_COLUMNS).order_by(waits_first, _P.at.desc(), _P.id.desc())))


def find_proposal(session: Session, *, proposal_id: int) -> Proposal:
    """One of them. Raises NotFound. One query."""
    row = session.execute(select(*_COLUMNS, _P.content).where(_P.id == proposal_id)).first()
    if row is None:
        raise NotFound(f"proposal {proposal_id}")
    *item, content = tuple(row)
    return Proposal(ProposalItem(*item), read_content(content))


def basis_of(session: Session, *, year: int, changes: Sequence[Change]) -> tuple[tuple[str, str], ...]:
    """How everything stands now that these changes were, or would be, worked out on: (what, how). At most five queries."""
    paid, priced = [each for each in changes if isinstance(each, PaidBy)], [each for each in changes if isinstance(each, TariffFrom)]
    names = _names(session, {each.commitment_id for each in changes})
    return (*_divided(session, year, paid, names), *_priced(running_tariffs(session, changes=priced), priced, names))


def running_tariffs(session: Session, *, changes: Sequence[TariffFrom]) -> tuple[RunningTariff, ...]:
    """Per change the recorded tariff of its day. One query."""
    items = tariffs_of(session, commitment_ids={each.commitment_id for each in changes})
    return tuple(
        RunningTariff(each.commitment_id, next((one for one in items.get(each.commitment_id, ()) if one.tariff.holds_on(each.from_on)), None))
        for each in changes
    )


def _names(session: Session, ids: Iterable[int]) -> dict[int, str]:
    asked = select(Commitment.id, Commitment.reference).where(Commitment.id.in_(sorted(ids))).order_by(Commitment.id)
    return {row.id: row.reference for row in session.execute(asked)}


def _divided(session: Session, year: int, paid: Sequence[PaidBy], names: Mapping[int, str]) -> Iterable[tuple[str, str]]:
    numbers = sorted({each.commitment_id for each in paid})
    y, a = CommitmentYear, Allocation
    promised = select(y.commitment_id, y.committed_cents, y.version).where(y.commitment_id.in_(numbers), y.year == year).order_by(y.commitment_id)
    for number, cents, version in session.execute(promised):
        yield f"{names.get(number, '?')}: toegezegd voor {year}", f"{format_euros(cents)} (verdeling nummer {version})"
    known = {line.id: line for line in lines(session, year=year, line_ids=frozenset(each.line_id for each in paid))}
    cells = select(a.commitment_id, a.budget_line_id, a.amount_cents).where(a.commitment_id.in_(numbers), a.year == year)
    amounts = {(number, line): cents for number, line, cents in session.execute(cells.order_by(a.commitment_id, a.budget_line_id))}
    for each in paid:
        if (line := known.get(each.line_id)) is not None:
            amount = format_euros(amounts.get((each.commitment_id, each.line_id), 0))
            yield f"{line.name} betaalt van {names.get(each.commitment_id, '?')}", amount
    for line in known.values():
        budget = "n.v.t." if line.budgeted_cents is None else format_euros(line.budgeted_cents)
        yield f"{line.name}: begroot in {year}", f"{budget} (besluit nummer {line.revision})"


def _priced(running: Sequence[RunningTariff], changes: Sequence[TariffFrom], names: Mapping[int, str]) -> Iterable[tuple[str, str]]:
    for change, found in zip(changes, running, strict=True):
        what, item = f"{names.get(change.commitment_id, '?')}: tarief op {day_text(change.from_on)}", found.item
        if item is None:
            yield what, "geen tarief"
            continue
        until = "het einde" if item.valid_until is None else day_text(item.valid_until)
        yield what, f"{format_euros(item.cents)} per {item.unit}, van {day_text(item.valid_from)} tot en met {until} (versie {item.version})"

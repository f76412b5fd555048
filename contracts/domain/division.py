"""Dividing a commitment's year over budget lines as one decision: by typed amounts or by shares, the whole year at once. Amounts in cents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from contracts.domain.allocation import divide, read_amount
from contracts.domain.decision import SHORTEST_REASON
from contracts.domain.overrun import Overrun
from contracts.domain.splits import percent_text, read_share, require_whole
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros, split

AMOUNTS, SHARES = "bedragen", "aandelen"
KINDS = (AMOUNTS, SHARES)
DECIMALS = 2  # of a percentage
LONGEST_REASON = 1000


@dataclass(frozen=True, slots=True)
class NewDivision:
    """What a person filled in: the kind, what was typed per line id (empty: the line pays nothing), and why a line goes beyond its budget."""

    kind: str
    typed: Mapping[int, str]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Divided:
    """The same as cents per line; `shares` in hundredths of a percent, empty when amounts were typed. Lines that pay nothing are left out."""

    amounts: Mapping[int, int]
    shares: Mapping[int, int] = field(default_factory=dict)

    def told(self, line_id: int) -> str:
        """What one line pays, in the terms in which it was divided."""
        amount = format_euros(self.amounts.get(line_id, 0))
        return f"{percent_text(self.shares.get(line_id, 0), decimals=DECIMALS)} ({amount})" if self.shares else amount


class NotDivided(Refused):
    """A division that cannot be saved as it is, with a sentence at each line that it is about. `needs_reason`: it can, once a reason is given."""

    def __init__(self, where: str, reason: str, *, at_line: Mapping[int, str] | None = None, needs_reason: bool = False) -> None:
        super().__init__(where, reason)
        self.at_line = dict(at_line or {})
        self.needs_reason = needs_reason


def read_division(new: NewDivision, *, committed_cents: int, current: Mapping[int, int]) -> Divided:
    """What was typed, as amounts that are no more than was promised, or shares that are 100 % together. `current`: what the lines pay now.

    Raises NotDivided with a sentence at every line that is wrong.
    """
    if new.kind not in KINDS:
        raise NotDivided("", "Kies of u in bedragen of in aandelen verdeelt.")
    found = _read_lines(new)
    if new.kind == AMOUNTS:
        require_promised(found, committed_cents=committed_cents, current=current)
        return Divided(found)
    require_whole(found, decimals=DECIMALS)
    return Divided(divide(committed_cents, found), found)


def _read_lines(new: NewDivision) -> dict[int, int]:
    found: dict[int, int] = {}
    wrong: dict[int, str] = {}
    for line, text in sorted(new.typed.items()):
        try:
            value = 0 if not text.strip() else read_amount(text) if new.kind == AMOUNTS else read_share(text, DECIMALS)
        except Refused as refused:
            wrong[line] = refused.reason
            continue
        if value:
            found[line] = value
    if wrong:
        raise NotDivided(f"line-{min(wrong)}", wrong[min(wrong)], at_line=wrong)
    return found


def require_promised(amounts: Mapping[int, int], *, committed_cents: int, current: Mapping[int, int]) -> None:
    """Together no more than was promised. Lowering is always allowed: a promise that was lowered later must be repairable in steps."""
    over = sum(amounts.values()) - committed_cents
    if over > 0 and any(cents > current.get(line, 0) for line, cents in amounts.items()):
        together, promised = format_euros(sum(amounts.values())), format_euros(committed_cents)
        raise NotDivided("amount", f"Samen is dit {together}. Er is {promised} toegezegd: dit is {format_euros(over)} te veel.")


def require_reason(overruns: tuple[Overrun, ...], change: Mapping[int, int], *, reason: str) -> frozenset[int]:
    """The lines whose rise takes a line (or what it is an earmark of) beyond its budget. Such a rise needs a reason; it is no block.

    Raises NotDivided with a sentence at each of them that says by how much.
    """
    at_line: dict[int, str] = {}
    for overrun in overruns:
        for line in sorted(overrun.payers):
            if overrun.is_raised and change.get(line, 0) > 0:
                at_line[line] = f"{at_line.get(line, '')} {overrun.sentence}".strip()
    if at_line and len(reason.strip()) < SHORTEST_REASON:
        asked = f"Er komt meer op een regel te staan dan er is begroot. Dat mag, met een reden van minstens {SHORTEST_REASON} tekens."
        raise NotDivided("reason", asked, at_line=at_line, needs_reason=True)
    if len(reason) > LONGEST_REASON:
        raise NotDivided("reason", f"De reden is te lang. Gebruik hoogstens {LONGEST_REASON} tekens.", at_line=at_line, needs_reason=True)
    return frozenset(at_line)


def carried_over(before: Divided, *, was_cents: int, committed_cents: int, reason: str = "") -> NewDivision:
    """The division of the year before for this year's amount: the same shares, or amounts in the same proportion (the undivided rest too)."""
    if before.shares:
        return NewDivision(SHARES, {line: percent_text(share, decimals=DECIMALS) for line, share in before.shares.items()}, reason)
    rest = max(was_cents - sum(before.amounts.values()), 0)
    weights = [*before.amounts.values(), rest]
    parts = split(committed_cents, weights)[:-1] if any(weights) else [0 for _ in before.amounts]
    return NewDivision(AMOUNTS, {line: format_euros(cents) for line, cents in zip(before.amounts, parts, strict=True)}, reason)


def as_shares(amounts: Mapping[int, int], *, committed_cents: int) -> dict[int, int]:
    """The shares that amounts are of what was promised; together 100 % only when all of it was divided."""
    weights = [*amounts.values(), max(committed_cents - sum(amounts.values()), 0)]
    return dict(zip(amounts, split(100 * 10**DECIMALS, weights)[:-1], strict=True)) if any(weights) else {}

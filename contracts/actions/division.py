"""Dividing a commitment's year over budget lines as one decision: all lines at once, by amounts or by shares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from contracts.actions.division_rows import DividedYear, divided_year, first_of, names_of, reasons_of, touch, write_amount, write_shares
from contracts.domain.budget import LineInYear
from contracts.domain.division import Divided, NewDivision, NotDivided, read_division
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.journal import record
from contracts.queries.budget import lines


def divide_year(session: Session, *, commitment_id: int, year: int, new: NewDivision, version: int, by: Actor, at: datetime) -> dict[int, int]:
    """Divide the whole year and return the amounts: line id -> cents. Lines that are not named pay nothing any more.

    `version` is the seen version of the commitment's year: any change to its division since then is a Conflict. Raises NotFound,
    Refused (the year has no promise), and NotDivided: what was typed cannot be, or a line goes beyond its budget without a reason.
    """
    found = divided_year(session, commitment_id=commitment_id, year=year)
    known = lines(session, year=year)
    names = names_of(known, {*new.typed, *found.allocations})
    divided = read_division(new, committed_cents=found.committed_cents, current=found.amounts)
    if found.version != version:
        raise _lost(session, found, divided, known)
    reasons = _reasons(session, found, known, divided.amounts, new.reason)
    touch(session, found, division=new.kind)
    for line in names:
        amount, (_, was, _, told) = divided.amounts.get(line, 0), found.allocations.get(line, (0, 0, 0, ""))
        if amount != was or reasons.get(line, "") != told:
            write_amount(session, found, line, amount, reasons.get(line, ""))
    write_shares(session, found, divided.shares)
    record(session, by=by, at=at, action=f"verdeeld in {new.kind}", object=found.object, details=_details(found, divided, reasons))
    return dict(divided.amounts)


def _reasons(session: Session, found: DividedYear, known: Sequence[LineInYear], amounts: Mapping[int, int], reason: str) -> dict[int, str]:
    """As `reasons_of`, with a refusal about one line told at that line."""
    try:
        return reasons_of(session, found, known, amounts, reason=reason)
    except NotDivided:
        raise
    except Refused as refused:
        raise NotDivided(refused.field, refused.reason, at_line={int(refused.field.removeprefix("line-")): refused.reason}) from refused


def _lost(session: Session, found: DividedYear, divided: Divided, known: Sequence[LineInYear]) -> Conflict:
    """Both divisions as (line, what it pays), in the order of the begroting."""
    was = found.divided
    mine = [(line.name, divided.told(line.id)) for line in known if divided.amounts.get(line.id) or divided.shares.get(line.id)]
    theirs = [(line.name, was.told(line.id)) for line in known if was.amounts.get(line.id) or was.shares.get(line.id)]
    by = first_of(session, found.object, *map(found.cell, found.allocations))
    return Conflict(mine=mine, theirs=theirs, by=by, version=found.version)


def _details(found: DividedYear, divided: Divided, reasons: Mapping[int, str]) -> dict[str, object]:
    """What it was and what it is, for the journal."""
    told = {
        "was_division": found.division,
        "was_cents": found.amounts,
        "was_shares": found.shares,
        "amount_cents": divided.amounts,
        "shares": divided.shares,
        "reasons": reasons,
    }
    return {key: {str(line): value for line, value in part.items()} if isinstance(part, Mapping) else part for key, part in told.items()}

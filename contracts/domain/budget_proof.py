"""Does what the pages show agree with what the database itself reckons: allocations plus rest are the line, per year, to the cent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from contracts.domain.budget import Matrix
from contracts.domain.taakveld import WHOLE
from contracts.foundation.money import format_euros


class Reckoned(NamedTuple):
    """A line in a year as one SQL sum says it, earmarks included. `budgeted_cents` None: n.v.t., or nothing was decided."""

    budgeted_cents: int | None
    allocated_cents: int


def differences(matrix: Matrix, reckoned: Mapping[int, Reckoned]) -> Iterator[str]:
    """A sentence for every line that the matrix tells differently, and for every total that is not the sum of its lines."""
    for row in matrix.rows:
        own = reckoned.get(row.line.id, Reckoned(None, 0))
        named = f"begrotingsregel {row.line.code}, {matrix.year}"
        if row.line.budgeted_cents != own.budgeted_cents:
            yield f"{named}: begroot {_amount(row.line.budgeted_cents)}, nageteld {_amount(own.budgeted_cents)}"
        if row.allocated_cents != own.allocated_cents:
            yield f"{named}: vastgelegd {format_euros(row.allocated_cents)}, nageteld {format_euros(own.allocated_cents)}"
        gap = 0 if own.budgeted_cents is None else own.budgeted_cents - own.allocated_cents - (row.room_cents or 0)
        if gap:
            yield f"{named}: vastgelegd en ruimte zijn samen niet de regel, verschil {format_euros(gap)}"
    top = [row.line.id for row in matrix.rows if row.depth == 0]
    allocated = sum(reckoned[line].allocated_cents for line in top if line in reckoned)
    budgeted = sum(reckoned[line].budgeted_cents or 0 for line in top if line in reckoned)
    for name, shown, counted in (("vastgelegd", matrix.totals.allocated_cents, allocated), ("begroot", matrix.totals.budgeted_cents, budgeted)):
        if shown != counted:
            yield f"begroting {matrix.year}: totaal {name} {format_euros(shown)}, nageteld {format_euros(counted)}"
    if matrix.totals.difference_cents:
        yield f"begroting {matrix.year}: regels en overeenkomsten verschillen {format_euros(matrix.totals.difference_cents)}"


def follows_shares(committed_cents: int, amounts: Mapping[int, int], shares: Mapping[int, int]) -> bool:
    """Are the amounts of a year what its shares (hundredths of a percent) make of it: the whole, and each less than a cent from its share?"""
    if sum(amounts.values()) != committed_cents or sum(shares.values()) != WHOLE:
        return False
    return all(abs(Fraction(committed_cents * shares.get(line, 0), WHOLE) - amounts.get(line, 0)) < 1 for line in {*amounts, *shares})


def _amount(cents: int | None) -> str:
    return "n.v.t." if cents is None else format_euros(cents)

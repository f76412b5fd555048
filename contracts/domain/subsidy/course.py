"""The course of a subsidie as it was recorded: where it stands, and what that is per year of the begroting. Amounts in cents.

What is promised per year is worked out from the events alone, so that one that is put in its place afterwards, or struck out, leaves no trace:
nothing before the verlening; then what the receiver may keep, divided as was typed with the verlening, else by the days in each year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from contracts.domain.awb_terms import Rulebook
from contracts.domain.splits import over_years, revised
from contracts.domain.subsidy.events import Event
from contracts.domain.subsidy.life import BEGIN, USUAL, follow
from contracts.domain.subsidy.needs import DIVIDED
from contracts.domain.subsidy.payments import SIGN
from contracts.domain.subsidy.standing import Standing
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros

LONGEST_YEARS = 20  # more is a typing mistake
_NONE: Mapping[int, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with what the begroting needs: the year that a payment belongs to, and the amounts per year typed with a verlening."""

    event: Event
    budget_year: int | None = None
    year_cents: Mapping[int, int] = field(default_factory=lambda: _NONE)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Course:
    """Where it stands; per year of its period what is promised (together `standing.entitled_cents`) and what was paid."""

    standing: Standing
    committed_cents: Mapping[int, int]
    paid_cents: Mapping[int, int]


class DoesNotFit(Refused):
    """The event at this place in the order cannot have happened so."""

    def __init__(self, position: int, refusal: Refused) -> None:
        super().__init__(refusal.field, refusal.reason)
        self.position = position


def course(recorded: Sequence[Recorded], *, book: Rulebook = USUAL) -> Course:
    """Follow everything that happened, in this order. Raises DoesNotFit for the first that cannot be."""
    standing, typed = BEGIN, _NONE
    for position, one in enumerate(recorded):
        try:
            after = follow(standing, one.event, book=book)
            _require_length(after)
            typed = _typed(standing, after, one, typed)
        except Refused as refused:
            raise DoesNotFit(position, refused) from refused
        standing = after
    committed = _per_year(standing, typed)
    return Course(standing, committed, _paid(recorded, years=committed))


def years_of(standing: Standing) -> tuple[int, ...]:
    """The years of its period; none while there is no period."""
    if standing.starts_on is None or standing.ends_on is None:
        return ()
    return tuple(range(standing.starts_on.year, standing.ends_on.year + 1))


def _require_length(standing: Standing) -> None:
    if len(years_of(standing)) > LONGEST_YEARS:
        raise Refused("ends_on", f"Een subsidie loopt hier hoogstens {LONGEST_YEARS} jaar.")


def _typed(before: Standing, after: Standing, one: Recorded, typed: Mapping[int, int]) -> Mapping[int, int]:
    """The amounts per year that the division goes by from here on; none: by days."""
    if one.event.kind not in DIVIDED:
        return typed
    if not one.year_cents:
        return typed if before.granted_cents and years_of(before) == years_of(after) else _NONE
    if outside := sorted(set(one.year_cents) - set(years_of(after))):
        raise Refused("years", f"Het jaar {outside[0]} valt buiten de looptijd.")
    if any(cents < 0 for cents in one.year_cents.values()):
        raise Refused("years", "Een bedrag kan niet lager zijn dan nul.")
    together = sum(one.year_cents.values())
    if together != after.granted_cents:
        told = f"De bedragen per jaar zijn samen {format_euros(together)}. Samen moeten zij {format_euros(after.granted_cents)} zijn."
        raise Refused("years", told)
    return one.year_cents if together else typed


def _per_year(standing: Standing, typed: Mapping[int, int]) -> Mapping[int, int]:
    if standing.starts_on is None or standing.ends_on is None:
        return _NONE
    nothing = dict.fromkeys(years_of(standing), 0)
    if typed:
        return nothing | revised(typed, standing.entitled_cents)
    return nothing | over_years(standing.entitled_cents, starts_on=standing.starts_on, ends_on=standing.ends_on)


def _paid(recorded: Iterable[Recorded], *, years: Iterable[int]) -> Mapping[int, int]:
    """What was paid per year, less what came back in it. Raises DoesNotFit when it belongs to no year of the subsidie, or gets below nothing."""
    paid = dict.fromkeys(years, 0)
    last: dict[int | None, int] = {}
    for position, one in enumerate(recorded):
        sign, year = SIGN.get(one.event.kind, 0), one.budget_year
        if not sign:
            continue
        if year not in paid:
            raise DoesNotFit(position, Refused("budget_year", f"Kies een jaar van deze subsidie: {', '.join(map(str, paid))}."))
        paid[year] += sign * (one.event.amount_cents or 0)
        last[year] = position if sign < 0 else last.get(year, position)
    for year, cents in paid.items():
        if cents < 0:
            raise DoesNotFit(last[year], Refused("budget_year", f"In {year} kan niet meer terugkomen dan er in dat jaar is betaald."))
    return paid

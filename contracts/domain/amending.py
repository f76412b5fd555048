"""What may be changed in an agreement, and when it may not: the rules of an amendment. Amounts in cents, days included."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from contracts.domain.amendment import CommitmentTerms, FrameTerms
from contracts.domain.bsn import refuse_bsn
from contracts.domain.commitment import YearAmount, read_product, require_period, require_terms, require_text, require_years
from contracts.domain.options import ends_after, plan
from contracts.domain.tariff import day_text
from contracts.domain.variant import Variant
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros

LONGEST_REASON = 1000
NOTHING_CHANGED = "Er is niets veranderd. Pas minstens één afspraak aan."
FOLLOWS_EVENTS = "De looptijd en de bedragen van deze subsidie volgen haar verloop. Leg de wijziging daar vast."


@dataclass(frozen=True, slots=True)
class CommitmentChange:
    """What was typed as the new terms of an arrangement or subsidie. A year that is not named gets nothing."""

    name: str
    starts_on: date
    ends_on: date
    variant: Variant | None
    product_category: str
    product_code: str
    agreed_places: Decimal | None
    years: Mapping[int, int]

    def applied_to(self, terms: CommitmentTerms) -> CommitmentTerms:
        """The new terms. Raises Refused where they cannot be agreed."""
        name = require_text("name", self.name, label="de naam", limit=160)
        require_period(self.starts_on, self.ends_on)
        require_terms(terms.kind, variant=self.variant, agreed_places=self.agreed_places)
        category, code = read_product(self.product_category, self.product_code)
        require_years([YearAmount(year, cents) for year, cents in self.years.items()], starts_on=self.starts_on, ends_on=self.ends_on)
        left = {year: 0 for year in terms.years if year not in self.years}
        return replace(
            terms,
            name=name,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            variant=self.variant,
            product_category=category,
            product_code=code,
            agreed_places=self.agreed_places,
            years={**left, **self.years},
        )


@dataclass(frozen=True, slots=True)
class FrameChange:
    """What was typed as the new terms of a raamovereenkomst. `base_ends_on` is its last day without any option."""

    name: str
    starts_on: date
    base_ends_on: date
    note: str

    def applied_to(self, terms: FrameTerms, *, today: date) -> FrameTerms:
        """The new terms; the options that were used go on from the new last day. Raises Refused."""
        name = require_text("name", self.name, label="de naam", limit=160)
        note = self.note.strip()
        if len(note) > LONGEST_REASON:
            raise Refused("note", f"Gebruik hier niet meer dan {LONGEST_REASON} tekens.")
        refuse_bsn("note", note)
        require_period(self.starts_on, self.base_ends_on)
        ends_on = ends_after(self.base_ends_on, plan(self.base_ends_on, terms.options, today=today))
        return replace(terms, name=name, note=note, starts_on=self.starts_on, base_ends_on=self.base_ends_on, ends_on=ends_on)


def read_reason(text: str) -> str:
    """Why it was changed. Raises Refused for an empty one and for what looks like a BSN."""
    reason = require_text("reason", text, label="waarom dit verandert", limit=LONGEST_REASON)
    refuse_bsn("reason", reason)
    return reason


def require_effective(effective_on: date, *, days: Collection[date]) -> None:
    """A change takes effect on a day of the agreement, as it was or as it becomes. `days`: its first and last days."""
    if not min(days) <= effective_on <= max(days):
        raise Refused("effective_on", f"De ingangsdatum ligt buiten de looptijd, van {day_text(min(days))} tot en met {day_text(max(days))}.")


def require_nothing_left(terms: CommitmentTerms, *, realised_cents: Mapping[int, int], allocated_cents: Mapping[int, int]) -> None:
    """A year outside the period holds no money: nothing was spent in it, and no line pays for it. By year, after the amounts changed."""
    for year in sorted({*realised_cents, *allocated_cents}):
        if terms.starts_on.year <= year <= terms.ends_on.year:
            continue
        field = "ends_on" if year > terms.ends_on.year else "starts_on"
        if spent := realised_cents.get(year, 0):
            raise Refused(field, f"In {year} is al {format_euros(spent)} gerealiseerd. Dat jaar kan niet buiten de looptijd vallen.")
        if paid := allocated_cents.get(year, 0):
            raise Refused(field, f"In {year} is nog {format_euros(paid)} over begrotingsregels verdeeld. Haal die verdeling eerst weg.")


def require_commitments_inside(starts_on: date, ends_on: date, commitments: Mapping[str, date]) -> None:
    """Whatever was called off begins while the raamovereenkomst runs; it may outlast it. `commitments`: reference -> first day."""
    for reference, first in sorted(commitments.items()):
        if not starts_on <= first <= ends_on:
            field = "starts_on" if first < starts_on else "base_ends_on"
            raise Refused(field, f"{reference} begint op {day_text(first)}. Die dag moet binnen de raamovereenkomst vallen.")

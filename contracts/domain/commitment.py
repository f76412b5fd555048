"""A commitment: money promised to one aanbieder, as an arrangement (bought) or a subsidie (granted) (S001 §7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from contracts.domain.allocation import LARGEST_CENTS
from contracts.foundation.errors import Refused

ARRANGEMENT = "arrangement"
SUBSIDIE = "subsidie"
KINDS = (ARRANGEMENT, SUBSIDIE)


@dataclass(frozen=True, slots=True)
class YearAmount:
    """What a commitment may cost in one budget year, and what was realised of it so far. In cents."""

    year: int
    committed_cents: int
    realised_cents: int = 0


@dataclass(frozen=True, slots=True)
class NewCommitment:
    """What a person filled in to record a commitment. Dates are inclusive."""

    provider_id: int
    agreement_id: int | None
    kind: str
    reference: str
    name: str
    care_form_code: str | None
    starts_on: date
    ends_on: date
    years: tuple[YearAmount, ...]

    def checked(self) -> NewCommitment:
        """The same with tidy texts and years in order. Raises Refused where it cannot be a commitment."""
        reference = require_text("reference", self.reference, label="het kenmerk", limit=40)
        name = require_text("name", self.name, label="de naam", limit=160)
        require_kind(self.kind, has_agreement=self.agreement_id is not None)
        require_period(self.starts_on, self.ends_on)
        require_years(self.years, starts_on=self.starts_on, ends_on=self.ends_on)
        return replace(self, reference=reference, name=name, years=tuple(sorted(self.years, key=lambda each: each.year)))


def require_text(field: str, value: str, *, label: str, limit: int) -> str:
    """The text without spaces around it. Refuses an empty one and one that does not fit."""
    bare = value.strip()
    if not bare:
        raise Refused(field, f"Vul in: {label}.")
    if len(bare) > limit:
        raise Refused(field, f"Gebruik hier niet meer dan {limit} tekens.")
    return bare


def require_period(starts_on: date, ends_on: date) -> None:
    """An agreement ends on or after the day it starts; both days are included."""
    if ends_on < starts_on:
        raise Refused("ends_on", "De einddatum ligt voor de begindatum.")


def require_years(years: Sequence[YearAmount], *, starts_on: date, ends_on: date) -> None:
    """Money is promised per budget year, and only for years in which the commitment runs."""
    if not years:
        raise Refused("years", "Vul voor minstens één jaar een bedrag in.")
    if len({amount.year for amount in years}) != len(years):
        raise Refused("years", "Elk jaar kan maar één keer voorkomen.")
    for amount in years:
        if not starts_on.year <= amount.year <= ends_on.year:
            raise Refused("years", f"Het jaar {amount.year} valt buiten de looptijd.")
        if not (0 <= amount.committed_cents <= LARGEST_CENTS and 0 <= amount.realised_cents <= LARGEST_CENTS):
            raise Refused("years", f"Het bedrag voor {amount.year} klopt niet. Vul nul of een hoger bedrag in.")


def require_kind(kind: str, *, has_agreement: bool) -> None:
    """An arrangement is bought under an agreement; a subsidie is granted and may stand alone."""
    if kind not in KINDS:
        raise Refused("kind", "Kies een arrangement of een subsidie.")
    if kind == ARRANGEMENT and not has_agreement:
        raise Refused("agreement_id", "Kies de overeenkomst waar dit arrangement bij hoort.")

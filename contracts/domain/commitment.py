"""A commitment: money promised to one aanbieder, as an arrangement (bought) or a subsidie (granted) (S001 §7.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from contracts.domain.allocation import LARGEST_CENTS
from contracts.domain.variant import Variant
from contracts.foundation.errors import Refused

ARRANGEMENT = "arrangement"
SUBSIDIE = "subsidie"
KINDS = (ARRANGEMENT, SUBSIDIE)
MOST_PLACES = 10_000
FIRST_YEAR, LAST_YEAR = 1990, 2199  # what lies outside is a typing mistake
_CATEGORY, _CODE = re.compile(r"[0-9]{2}"), re.compile(r"[0-9A-Z]{5}")


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
    variant: Variant | None = None
    product_category: str = ""
    product_code: str = ""
    agreed_places: Decimal | None = None

    def checked(self) -> NewCommitment:
        """The same with tidy texts and years in order. Raises Refused where it cannot be a commitment."""
        reference = require_text("reference", self.reference, label="het kenmerk", limit=40)
        name = require_text("name", self.name, label="de naam", limit=160)
        require_kind(self.kind, has_agreement=self.agreement_id is not None)
        require_period(self.starts_on, self.ends_on)
        require_terms(self.kind, variant=self.variant, agreed_places=self.agreed_places)
        require_years(self.years, starts_on=self.starts_on, ends_on=self.ends_on)
        years = tuple(sorted(self.years, key=lambda each: each.year))
        category, code = read_product(self.product_category, self.product_code)
        return replace(self, reference=reference, name=name, years=years, product_category=category, product_code=code)


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
    for field, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise Refused(field, f"Controleer het jaar. Kies een jaar van {FIRST_YEAR} tot en met {LAST_YEAR}.")


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


def require_terms(kind: str, *, variant: Variant | None, agreed_places: Decimal | None) -> None:
    """Only what is bought has an uitvoeringsvariant and agreed places."""
    if kind == SUBSIDIE and variant is not None:
        raise Refused("variant", "Een subsidie heeft geen uitvoeringsvariant. Laat dit leeg.")
    if agreed_places is not None and not 0 <= agreed_places <= MOST_PLACES:
        raise Refused("agreed_places", f"Vul een aantal plekken in van nul tot en met {MOST_PLACES}, of laat het leeg.")


def read_product(category: str, code: str) -> tuple[str, str]:
    """The iWmo's product category (two digits, "15") and code (five, "15B02"), or empty. A code names its category."""
    category, code = category.strip().upper(), code.strip().upper()
    if category and _CATEGORY.fullmatch(category) is None:
        raise Refused("product_category", "Een productcategorie heeft twee cijfers, bijvoorbeeld 15.")
    if code and _CODE.fullmatch(code) is None:
        raise Refused("product_code", "Een productcode heeft vijf tekens: letters en cijfers.")
    if code and not category:
        raise Refused("product_category", "Vul bij een productcode ook de productcategorie in.")
    return category, code


def require_kind(kind: str, *, has_agreement: bool) -> None:
    """An arrangement is bought under an agreement; a subsidie is granted and may stand alone."""
    if kind not in KINDS:
        raise Refused("kind", "Kies een arrangement of een subsidie.")
    if kind == ARRANGEMENT and not has_agreement:
        raise Refused("agreement_id", "Kies de overeenkomst waar dit arrangement bij hoort.")

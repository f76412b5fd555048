"""One arrangement or subsidie as it is shown: promised, divided, realised and what is left, year by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from contracts.domain.variant import MEANING, Variant
from contracts.queries.agreements import CommitmentDetail, CommitmentItem, CommitmentYearItem
from portal.management.commitment_sections import Section, sections_of
from portal.management.words import counted
from portal.web.formatting import bound, day, euros


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What one budget line pays."""

    name: str
    amount: str


@dataclass(frozen=True, slots=True)
class YearShown:
    """One year of a commitment."""

    year: int
    committed: str
    allocated: str
    realised: str
    left: str
    is_divided: bool
    is_over: bool
    paid: tuple[PaidLine, ...]


class Fact(NamedTuple):
    """One term in words, with the page that it leads to ("": none)."""

    label: str
    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """One commitment."""

    id: int
    title: str
    kicker: str
    lead: str
    facts: tuple[Fact, ...]
    kind: str
    reference: str
    years: tuple[YearShown, ...]
    sections: tuple[Section, ...] = ()


def commitment_page(found: CommitmentDetail) -> CommitmentPage:
    """Put a commitment in words."""
    item = found.commitment
    return CommitmentPage(
        id=item.id,
        title=item.name,
        kicker=f"{item.reference}, {item.kind} van {item.provider_name}",
        lead=_lead(found),
        facts=tuple(_facts(item)),
        kind=item.kind,
        reference=item.reference,
        years=tuple(map(_year, found.years)),
        sections=sections_of(item.id, item.kind, here="management.commitment"),
    )


def _facts(item: CommitmentItem) -> Iterator[Fact]:
    """What was agreed besides the money; what is not there is not told."""
    yield Fact("Looptijd", f"{day(item.starts_on)} tot en met {day(item.ends_on)}")
    if item.agreement_id is not None:
        yield Fact("Raamovereenkomst", item.agreement_name or "", f"/beheer/overeenkomsten/raam/{item.agreement_id}")
    if item.care_form_name:
        yield Fact("Vorm van ondersteuning", item.care_form_name)
    if item.variant:
        yield Fact("Uitvoeringsvariant", f"{item.variant.capitalize()}. {MEANING[Variant(item.variant)]}")
    if item.product_category:
        yield Fact("Product (iWmo)", f"categorie {item.product_category}{f', code {item.product_code}' if item.product_code else ''}")
    if item.agreed_places is not None:
        yield Fact("Afgesproken plekken", bound(item.agreed_places, "plekken"))


def _lead(found: CommitmentDetail) -> str:
    loose = [each for each in found.years if each.unallocated_cents]
    if not loose:
        return "Alles is verdeeld over begrotingsregels."
    return (
        f"In {counted(len(loose), 'jaar', 'jaren')} sluit de verdeling over begrotingsregels nog niet: {', '.join(str(each.year) for each in loose)}."
    )


def _year(each: CommitmentYearItem) -> YearShown:
    paid = tuple(PaidLine(item.line_name, euros(item.amount_cents)) for item in each.allocations)
    left = each.unallocated_cents
    return YearShown(
        each.year, euros(each.committed_cents), euros(each.allocated_cents), euros(each.realised_cents), euros(left), left == 0, left < 0, paid
    )

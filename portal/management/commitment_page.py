"""One arrangement or subsidie as it is shown: promised, divided, realised and what is left, year by year."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.domain.budget import LineInYear
from contracts.queries.agreements import CommitmentDetail, CommitmentYearItem
from portal.management.commitment_sections import Section, sections_of
from portal.management.forms import AllocationForm
from portal.management.words import counted
from portal.web.formatting import day, euros


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What one budget line pays."""

    id: int
    name: str
    amount: str
    version: int


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


@dataclass(frozen=True, slots=True)
class CommitmentPage:
    """One commitment, with the year that is being divided (0: there is none)."""

    id: int
    title: str
    kicker: str
    lead: str
    runs: str
    kind: str
    reference: str
    years: tuple[YearShown, ...]
    year: int
    versions: tuple[tuple[int, int], ...]
    room: str
    has_errors: bool
    sections: tuple[Section, ...] = ()


def chosen_year(found: CommitmentDetail, asked: int) -> int:
    """The year to divide: the asked one, the first with something left, or the last. 0 without years."""
    known = [each.year for each in found.years]
    if asked in known:
        return asked
    return next((each.year for each in found.years if each.unallocated_cents), known[-1] if known else 0)


def offered_lines(found: CommitmentDetail, lines: tuple[LineInYear, ...], year: int) -> list[tuple[str, str]]:
    """The lines that can pay in this year: those with a budget, and those that pay already (to take it back)."""
    paid = {item.budget_line_id for each in found.years if each.year == year for item in each.allocations}
    choices = [(str(line.id), line.name) for line in lines if line.budgeted_cents is not None or line.id in paid]
    return [("", "Kies een begrotingsregel"), *choices]


def commitment_page(found: CommitmentDetail, year: int, form: AllocationForm) -> CommitmentPage:
    """Put a commitment in words."""
    item = found.commitment
    shown = next((each for each in found.years if each.year == year), None)
    return CommitmentPage(
        id=item.id,
        title=item.name,
        kicker=f"{item.reference}, {item.kind} van {item.provider_name}",
        lead=_lead(found),
        runs=f"{day(item.starts_on)} tot en met {day(item.ends_on)}",
        kind=item.kind,
        reference=item.reference,
        years=tuple(map(_year, found.years)),
        year=year,
        versions=() if shown is None else tuple((each.budget_line_id, each.version) for each in shown.allocations),
        room="" if shown is None else euros(max(shown.unallocated_cents, 0)),
        has_errors=bool(form.errors),
        sections=sections_of(item.id, item.kind, here="management.commitment"),
    )


def _lead(found: CommitmentDetail) -> str:
    loose = [each for each in found.years if each.unallocated_cents]
    if not loose:
        return "Alles is verdeeld over begrotingsregels."
    return (
        f"In {counted(len(loose), 'jaar', 'jaren')} sluit de verdeling over begrotingsregels nog niet: {', '.join(str(each.year) for each in loose)}."
    )


def _year(each: CommitmentYearItem) -> YearShown:
    paid = tuple(PaidLine(item.budget_line_id, item.line_name, euros(item.amount_cents), item.version) for item in each.allocations)
    left = each.unallocated_cents
    return YearShown(
        each.year, euros(each.committed_cents), euros(each.allocated_cents), euros(each.realised_cents), euros(left), left == 0, left < 0, paid
    )

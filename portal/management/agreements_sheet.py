"""The list of agreements, arrangementen and subsidies of a year as a file: what its page shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from contracts.queries.deals import Deal, ProviderDeals
from portal.management.matrix_columns import money
from portal.web.formatting import moment
from portal.web.spreadsheets.table import Column, Table, Value

_NAMES = (("Aanbieder", 34), ("Raamovereenkomst", 20), ("Soort", 14), ("Kenmerk", 18), ("Naam", 50), ("Van", 12), ("Tot en met", 12))


def agreements_tables(found: Sequence[ProviderDeals], year: int, at: datetime) -> tuple[Table, Table]:
    """The list and what it means."""
    above = (f"Wat in {year} geldt of geld heeft, zonder ander filter. Stand op {moment(at)}.", "Bedragen in euro's met centen.", "")
    frames = tuple((one.reference, f"{one.name}, {one.provider_name}.") for each in found for one in each.frames)
    meanings = (
        (f"Vastgelegd {year}", "Wat voor dat jaar is toegezegd. Leeg: voor dat jaar is geen bedrag afgesproken."),
        (f"Gerealiseerd {year}", "Wat daarvan tot nu toe is uitgegeven."),
        ("Raamovereenkomst", "Het kenmerk van de overeenkomst waar het onder valt. Leeg: het staat op zichzelf."),
        ("Van, Tot en met", "Jaar-maand-dag. De laatste dag hoort erbij."),
    )
    explained = Table("Toelichting", (Column("Kenmerk of woord", 24), Column("Toelichting", 100, wraps=True)), (*frames, *meanings), above)
    return agreements_table(found, year), explained


def agreements_table(found: Sequence[ProviderDeals], year: int) -> Table:
    """One row for each arrangement and subsidie of the year, by aanbieder."""
    amounts = tuple(Column(f"{name} {year}", 20, is_money=True) for name in ("Vastgelegd", "Gerealiseerd"))
    columns = (*(Column(name, width, wraps=width > 30) for name, width in _NAMES), *amounts)
    frames = {one.id: one.reference for each in found for one in each.frames}
    rows = tuple(_row(deal, frames.get(deal.agreement_id or 0, "")) for each in found for deal in each.deals if deal.holds_in(year))
    return Table("Overeenkomsten", columns, rows)


def _row(deal: Deal, frame: str) -> tuple[Value, ...]:
    about = (deal.provider_name, frame, deal.kind, deal.reference, deal.name, deal.starts_on.isoformat(), deal.ends_on.isoformat())
    return (*about, money(deal.committed_cents), money(deal.realised_cents))

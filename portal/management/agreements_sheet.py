"""The list of agreements, arrangementen and subsidies as a file."""

from __future__ import annotations

from datetime import datetime

from contracts.queries.agreements import AgreementItem, CommitmentItem, Portfolio
from portal.management.matrix_columns import money
from portal.web.formatting import moment
from portal.web.spreadsheets.table import Column, Table, Value

_NAMES = (
    ("Aanbieder", 34), ("Raamovereenkomst", 20), ("Soort", 14), ("Kenmerk", 18), ("Naam", 50), ("Van", 12), ("Tot en met", 12),
    ("Toegezegd, alle jaren", 20), ("Gerealiseerd, alle jaren", 20),
)  # fmt: skip


def agreements_tables(found: Portfolio, at: datetime) -> tuple[Table, Table]:
    """The list and what it means."""
    above = (f"Overeenkomsten, arrangementen en subsidies. Alles, zonder filter. Stand op {moment(at)}.", "Bedragen in euro's met centen.", "")
    frames = tuple((one.reference, " ".join(filter(None, (f"{one.name}, {one.provider_name}.", one.note)))) for one in found.agreements)
    meanings = (
        ("Toegezegd", "Wat voor alle jaren samen is toegezegd."),
        ("Gerealiseerd", "Wat daarvan tot nu toe is uitgegeven, alle jaren samen."),
        ("Raamovereenkomst", "Het kenmerk van de overeenkomst waar het onder valt. Leeg: het staat op zichzelf."),
        ("Van, Tot en met", "Jaar-maand-dag. De laatste dag hoort erbij."),
    )
    explained = Table("Toelichting", (Column("Kenmerk of woord", 24), Column("Toelichting", 100, wraps=True)), (*frames, *meanings), above)
    return agreements_table(found), explained


def agreements_table(found: Portfolio) -> Table:
    """One row for each arrangement and subsidie, under their agreement first."""
    columns = tuple(Column(name, width, wraps=width > 30, is_money="alle jaren" in name) for name, width in _NAMES)
    under = [_row(item, frame) for frame in found.agreements for item in frame.commitments]
    return Table("Overeenkomsten", columns, (*under, *(_row(item, None) for item in found.standing_alone)))


def _row(item: CommitmentItem, frame: AgreementItem | None) -> tuple[Value, ...]:
    about = (item.provider_name, "" if frame is None else frame.reference, item.kind, item.reference, item.name)
    return (*about, item.starts_on.isoformat(), item.ends_on.isoformat(), money(item.committed_cents), money(item.realised_cents))

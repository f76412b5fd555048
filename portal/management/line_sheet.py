"""One line of the begroting as a file: all its years, all decisions, and what it pays."""

from __future__ import annotations

from datetime import datetime

from contracts.domain.budget_line import LinePicture, LineYear
from contracts.domain.taakveld import shares_text
from portal.management.matrix_columns import WITHOUT_EXPECTED, money
from portal.web.formatting import moment
from portal.web.spreadsheets.table import Column, Table, Value


def line_tables(found: LinePicture, at: datetime) -> tuple[Table, Table, Table, Table]:
    """The years, the decisions, what is paid, and what it means."""
    return line_table(found), _decisions(found), _paid(found), _explanation(found, at)


def line_table(found: LinePicture) -> Table:
    """One row a year, with what is set apart inside the line."""
    figures = tuple(Column(one.name, 16, is_money=one.is_money) for one in WITHOUT_EXPECTED)
    parts = (Column("Voor oormerken", 16, is_money=True), Column("Voor de rest", 16, is_money=True), Column("Taakveld", 26, wraps=True))
    about = (Column("Voorlopig", 11), Column("Teken", 8), Column("Revisie", 9), Column("Toelichting", 80, wraps=True))
    return Table("Per jaar", (Column("Jaar", 8), *figures, *parts, *about), tuple(_year(each) for each in found.years))


def _year(each: LineYear) -> tuple[Value, ...]:
    row, line = each.row, each.row.line
    shares = shares_text(each.shares) if each.shares else ""
    set_apart = (money(each.earmarked_cents) if each.earmarks else None, money(each.free_cents), shares)
    about = ("voorlopig" if line.is_provisional else "", line.mark, line.revision, line.note)
    return (each.year, *(one.of_row(row) for one in WITHOUT_EXPECTED), *set_apart, *about)


def _decisions(found: LinePicture) -> Table:
    names = (
        ("Jaar", 8), ("Revisie", 9), ("Bedrag", 16), ("Voorlopig", 11), ("Teken", 8), ("Besluit van", 13), ("Reden", 60), ("Toelichting", 60),
        ("Vastgelegd door", 34), ("Bron", 44),
    )  # fmt: skip
    columns = tuple(Column(name, width, wraps=width > 20, is_money=name == "Bedrag") for name, width in names)
    rows = []
    for each in found.years:
        for one in each.revisions:
            amount = "n.v.t." if one.amount_cents is None else money(one.amount_cents)
            decided = "" if one.decided_on is None else one.decided_on.isoformat()
            told = (decided, one.reason, one.note, one.by or "geladen uit de bron", one.source)
            rows.append((each.year, one.revision, amount, "voorlopig" if one.is_provisional else "", one.mark, *told))
    return Table("Besluiten", columns, tuple(rows))


def _paid(found: LinePicture) -> Table:
    names = (("Jaar", 8), ("Kenmerk", 18), ("Naam", 50), ("Soort", 14), ("Aanbieder", 34), ("Uit", 40), ("Vastgelegd", 16))
    columns = tuple(Column(name, width, wraps=width > 20, is_money=name == "Vastgelegd") for name, width in names)
    rows = []
    for each in found.years:
        lines = {row.line.id: row.line.name for row in each.rows}
        for one in each.payments:
            about = one.commitment
            told = (about.reference, about.name, about.kind, about.provider_name, lines.get(one.line_id, ""))
            rows.append((each.year, *told, money(one.amount_cents)))
    return Table("Betaalt", columns, tuple(rows))


def _explanation(found: LinePicture, at: datetime) -> Table:
    columns = (Column("Woord", 24), Column("Betekenis", 100, wraps=True))
    above = (
        f"Begrotingsregel {found.name}. Alle jaren, zonder filter. Stand op {moment(at)}.",
        "Bedragen in euro's met centen. Een lege cel betekent: geen bedrag. Leeg is niet nul.",
        "",
    )
    rows = (
        ("Regel", " ".join(filter(None, (f"{found.name} ({found.code}).", found.note)))),
        ("Bron van de regel", found.source),
        ("Deel van", found.parent_name or "geen andere regel"),
        ("n.v.t.", "Er is dat jaar geen bedrag. Dat is iets anders dan 0."),
        ("Revisie", "Het hoeveelste besluit over dit bedrag. 1 is het cijfer van de bron, of het eerste besluit."),
        ("Voor oormerken", "Wat binnen deze regel apart is gezet. Voor de rest: wat dan overblijft."),
    )
    return Table("Toelichting", columns, rows, above)

"""The begroting of a year as a file: the matrix with its notes and marks, the taakvelden, and what it all means."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from contracts.domain.budget import Matrix, MatrixRow
from contracts.domain.taakveld import added, named
from portal.management.matrix_columns import FIGURE_COLUMNS, NOT_APPLICABLE, commitment_cells, money
from portal.management.taakveld_page import sums_of
from portal.web.formatting import euros, moment
from portal.web.spreadsheets.table import Column, Table, Value

FOOT = ("Totaal van de regels", "Nog zonder begrotingsregel", "Toegezegd")
_BEFORE = (Column("Code", 24), Column("Begrotingsregel", 44, wraps=True), Column("Deel van", 24, wraps=True))
_AFTER = (Column("Voorlopig", 11), Column("Teken", 8), Column("Revisie", 9), Column("Toelichting", 80, wraps=True))
_MEANINGS = (
    ("Begroot", "Wat de regel in dit jaar bevat, volgens de revisie die geldt. 'n.v.t.' is iets anders dan 0: er is dit jaar geen bedrag."),
    ("Vastgelegd", "Wat arrangementen en subsidies van deze regel vragen, met de oormerken erin."),
    ("Gerealiseerd", "Wat daarvan is uitgegeven, over de regels verdeeld naar verhouding van wat is vastgelegd."),
    ("Verwacht", "Wat het hele jaar gaat kosten, op dezelfde manier over de regels verdeeld. Zonder prognose telt het toegezegde bedrag mee."),
    ("Ruimte", "Begroot min vastgelegd. Leeg: er is geen bedrag om mee te vergelijken."),
    ("Dekking in %", "Vastgelegd als deel van begroot."),
    ("Kolom per kenmerk", "Wat een arrangement of subsidie van de regel vraagt. Leeg: niets."),
    ("Deel van", "Een oormerk is een deel van een andere regel. Het telt in het totaal niet nog eens mee."),
    ("Voorlopig", "Het bedrag is nog niet definitief."),
    ("Teken", "Het voetnootteken van de gedrukte begroting."),
    ("Revisie", "Het hoeveelste besluit over dit bedrag. 1 is het cijfer van de bron, of het eerste besluit. 0: nog nooit een bedrag."),
)


def budget_tables(matrix: Matrix, shares: Mapping[int, Mapping[str, int]], at: datetime) -> tuple[Table, Table, Table]:
    """The matrix, the taakvelden and the explanation."""
    return budget_table(matrix), _taakvelden(matrix, shares), _explanation(matrix, at)


def budget_table(matrix: Matrix) -> Table:
    """Lines against figures and commitments; the same rows and amounts as on the page."""
    figures = tuple(Column(one.name, 16, is_money=one.is_money) for one in FIGURE_COLUMNS)
    commitments = tuple(Column(column.commitment.reference, 16, is_money=True) for column in matrix.columns)
    names = {row.line.id: row.line.name for row in matrix.rows}
    rows = tuple(_row(row, names.get(row.line.parent_id or 0, "")) for row in matrix.rows)
    return Table(f"Begroting {matrix.year}", (*_BEFORE, *figures, *commitments, *_AFTER), (*rows, *_foot(matrix)))


def _row(row: MatrixRow, parent: str) -> tuple[Value, ...]:
    line = row.line
    cells = (money(cell.allocated_cents) if cell.allocated_cents else None for cell in row.cells)
    about = ("voorlopig" if line.is_provisional else "", line.mark, line.revision, " ".join(filter(None, (line.line_note, line.note))))
    return (line.code, line.name, parent, *(one.of_row(row) for one in FIGURE_COLUMNS), *cells, *about)


def _foot(matrix: Matrix) -> tuple[tuple[Value, ...], ...]:
    totals = matrix.totals
    figures = (
        [one.of_lines(totals) for one in FIGURE_COLUMNS],
        [one.of_rest(totals) for one in FIGURE_COLUMNS],
        [one.of_promised(totals) for one in FIGURE_COLUMNS],
    )
    parts = zip(FOOT, figures, commitment_cells(matrix), strict=True)
    return tuple(("", name, "", *own, *cells, "", "", None, "") for name, own, cells in parts)


def _taakvelden(matrix: Matrix, shares: Mapping[int, Mapping[str, int]]) -> Table:
    names = ("Begroot", "Vastgelegd", "Gerealiseerd", "Ruimte")
    columns = (Column("Taakveld", 50, wraps=True), *(Column(name, 16, is_money=True) for name in names))
    sums = sums_of(matrix, shares)
    told = [(named(code), amounts) for code, amounts in sums.items()] + [("Totaal", added(sums.values()) or (0, 0, 0))]
    rows = tuple((name, *map(money, (*amounts, amounts[0] - amounts[1]))) for name, amounts in told)
    return Table("Taakvelden", columns, rows)


def _explanation(matrix: Matrix, at: datetime) -> Table:
    """What this file is, every note with its line and revision, every commitment in full, and what the words mean."""
    columns = (Column("Regel, kenmerk of woord", 44, wraps=True), Column("Toelichting", 100, wraps=True))
    above = (
        f"Begroting {matrix.year}. Alle regels, arrangementen en subsidies, zonder filter. Stand op {moment(at)}.",
        "Bedragen in euro's met centen. Een lege cel betekent: geen bedrag. Leeg is niet nul.",
        f"Regels en overeenkomsten zijn apart opgeteld. Verschil: {euros(matrix.totals.difference_cents)}.",
        "",
    )
    commitments = tuple((one.reference, f"{one.name}, {one.provider_name} ({one.kind})") for one in (column.commitment for column in matrix.columns))
    whys = tuple((column.commitment.reference, column.why_assumed) for column in matrix.columns if column.why_assumed)
    return Table("Toelichting", columns, (*(_note(row) for row in matrix.rows), *commitments, *whys, *_MEANINGS), above)


def _note(row: MatrixRow) -> tuple[str, str]:
    line = row.line
    state = f"Revisie {line.revision}" if line.revision else "Nog geen besluit"
    marks = [state, *(["voorlopig"] if line.is_provisional else []), *([f"teken {line.mark}"] if line.mark else [])]
    amount = [f"Dit jaar {NOT_APPLICABLE}"] if line.budgeted_cents is None else []
    return line.name, ". ".join([", ".join(marks), *amount, *filter(None, (line.line_note, line.note))])

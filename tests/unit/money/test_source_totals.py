"""The sources print no totals: 31.202.498 for 2021 and 28.288.747 for 2022-2024 are sums, made when they are asked and kept nowhere."""

from __future__ import annotations

import re
import tomllib

import pytest

from contracts.domain.budget import LineInYear, Matrix
from contracts.domain.budget_matrix import build_matrix
from contracts.domain.reference.budget import parse_budget
from portal.config import ROOT

FOLDER = ROOT / "contracts" / "reference" / "maastricht-heuvelland"
TOTAL = re.compile(r"31[._, ]?202[._, ]?498|28[._, ]?288[._, ]?747")
KEPT = ("contracts", "kpi", "portal", "templates", "static", "migrations")


def source_matrix(year: int) -> Matrix:
    """The begroting of the source in one year, as the page gets it."""
    records = parse_budget(tomllib.loads((FOLDER / "budget.toml").read_text(encoding="utf-8")), file="budget.toml")
    numbers = {record.code: number for number, record in enumerate(records, start=1)}
    lines = []
    for record in records:
        (amount,) = (each for each in record.amounts if each.year == year)
        parent = None if record.parent is None else numbers[record.parent]
        lines.append(LineInYear(numbers[record.code], record.code, record.name, parent, numbers[record.code], amount.amount_cents, False, "", "", 1))
    return build_matrix(year=year, lines=lines, commitments=[], allocations=[])


@pytest.mark.parametrize(("year", "euros"), [(2021, 31_202_498), (2022, 28_288_747), (2023, 28_288_747), (2024, 28_288_747)])
def test_the_matrix_computes_the_total_of_the_source_with_the_earmark_counted_once(year: int, euros: int) -> None:
    made = source_matrix(year)
    assert made.totals.budgeted_cents == made.totals.room_cents == 100 * euros
    (earmark,) = (row for row in made.rows if row.depth)
    assert earmark.line.budgeted_cents == 430_000_00
    assert sum(row.line.budgeted_cents is None for row in made.rows) == (0 if year == 2021 else 3)  # n.v.t. is not zero


def test_no_file_of_the_product_holds_a_total() -> None:
    suffixes = {".py", ".toml", ".html", ".txt", ".csv", ".json", ".js", ".css", ".sql", ".svg"}
    files = [path for folder in KEPT for path in (ROOT / folder).rglob("*") if path.suffix in suffixes]
    assert len(files) > 300
    assert [path.name for path in files if TOTAL.search(path.read_text(encoding="utf-8"))] == []


@pytest.mark.parametrize("text", ["31.202.498", "31_202_498_00", "3120249800", "28,288,747"])
def test_a_total_is_recognised_however_it_is_written(text: str) -> None:
    assert TOTAL.search(text)

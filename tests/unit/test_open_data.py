"""What is given is what is written; unsafe names and formulas do not get through."""

from __future__ import annotations

import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest

from portal.web.open_data import Table, csv_text, sqlite_file

ROWS: Table = [{"naam": "Een", "waarde": Decimal("61.5"), "aantal": None}, {"naam": "=1+1", "waarde": None, "aantal": 3}]


def test_a_file_holds_the_tables(tmp_path: Path) -> None:
    file = tmp_path / "x.sqlite"
    file.write_bytes(sqlite_file({"cijfers": ROWS, "leeg": []}))
    with sqlite3.connect(file) as database:
        assert database.execute("select naam, waarde, aantal from cijfers order by rowid").fetchall() == [("Een", 61.5, None), ("=1+1", None, 3)]
        assert [row[0] for row in database.execute("select name from sqlite_master")] == ["cijfers"]
    database.close()


def test_csv_is_plain_text_for_a_spreadsheet() -> None:
    assert csv_text(ROWS) == "naam,waarde,aantal\r\nEen,61.5,\r\n'=1+1,,3\r\n"
    assert csv_text([]) == ""


@pytest.mark.parametrize("name", ["", "Cijfers", "a;drop", "a b", "../x", "1a", "a" * 60])
def test_an_unsafe_name_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="not a safe name"):
        sqlite_file({name: ROWS})
    with pytest.raises(ValueError, match="not a safe name"):
        csv_text([{name: "x"}])

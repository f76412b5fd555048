"""Tables of plain values as one SQLite file, and one table of them as CSV. What is written is what was given, nothing else."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import sqlite_utils

from portal.web.cells import safe_cell

Value = str | int | Decimal | None
Table = Sequence[Mapping[str, Value]]
_NAME = re.compile(r"^[a-z][a-z0-9_]{0,40}$")
_TYPES: dict[type, type] = {str: str, int: int, bool: int, Decimal: float}


def sqlite_file(tables: Mapping[str, Table]) -> bytes:
    """The tables as a SQLite file. A table without rows is left out: it has no columns. Raises ValueError for an unsafe name."""
    with tempfile.TemporaryDirectory(prefix="samenzicht-open-data-") as folder:
        path = Path(folder) / "open-data.sqlite"
        write_sqlite(tables, path)
        return path.read_bytes()


def write_sqlite(tables: Mapping[str, Table], path: Path) -> None:
    """Write the tables to a new SQLite file."""
    database = sqlite_utils.Database(str(path))
    try:
        for name, rows in tables.items():
            if rows:
                database.table(_safe(name)).insert_all([dict(row) for row in rows], columns=_columns(rows))
        database.vacuum()
    finally:
        database.close()


def csv_text(rows: Table) -> str:
    """One table as CSV, in the order of its first row's columns. Text that a spreadsheet would run is made plain text."""
    out = io.StringIO(newline="")
    if rows:
        writer = csv.writer(out)
        names = [_safe(name) for name in rows[0]]
        writer.writerow(names)
        writer.writerows([_cell(row[name]) for name in names] for row in rows)
    return out.getvalue()


def _columns(rows: Table) -> dict[str, type]:
    """Each column's type is that of its first value; a column without any value is text."""
    found: dict[str, type] = {}
    for name in rows[0]:
        first = next((row[name] for row in rows if row[name] is not None), "")
        found[_safe(name)] = _TYPES[type(first)]
    return found


def _cell(value: Value) -> str:
    if value is None:
        return ""
    return safe_cell(value) if isinstance(value, str) else f"{value:f}" if isinstance(value, Decimal) else str(int(value))


def _safe(name: str) -> str:
    if not _NAME.match(name):
        raise ValueError(f"not a safe name for a table or a column: {name!r}")
    return name

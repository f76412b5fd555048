"""What tests measure for several cases at once, as a table: printed by `make prove` and kept in build/prove-tables.json, beside the goals."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from portal.config import ROOT

RESULT = ROOT / "build" / "prove-tables.json"


@dataclass(slots=True)
class Table:
    """Rows and columns in the order in which they were measured; a cell that nobody measured is empty."""

    title: str
    columns: list[str] = field(default_factory=list)
    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def put(self, row: str, column: str, cell: str) -> None:
        """One cell; measured again, the last one stands."""
        if column not in self.columns:
            self.columns.append(column)
        self.rows.setdefault(row, {})[column] = cell

    def lines(self) -> list[str]:
        """The table as text, each column as wide as its widest cell."""
        listed = [["", *self.columns], *([row, *(cells.get(column, "-") for column in self.columns)] for row, cells in self.rows.items())]
        wide = [max(len(line[at]) for line in listed) for at in range(len(self.columns) + 1)]
        return [
            "  ".join(cell.rjust(width) if at else cell.ljust(width) for at, (cell, width) in enumerate(zip(line, wide, strict=True)))
            for line in listed
        ]


def read(told: Path) -> list[Table]:
    """The tables among the lines that the tests wrote down."""
    found: dict[str, Table] = {}
    for line in told.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if "table" in one:
            found.setdefault(one["table"], Table(one["table"])).put(one["row"], one["column"], one["cell"])
    return list(found.values())


def show(tables: Iterable[Table]) -> None:
    """Print them, and write them down for whoever wants to compare."""
    listed = list(tables)
    content = [{"table": one.title, "columns": one.columns, "rows": one.rows} for one in listed]
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for one in listed:
        print("\n".join([f"\n{one.title}", *one.lines()]))
    if listed:
        print(f"\nwritten to {RESULT.relative_to(ROOT)}")

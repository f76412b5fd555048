"""`./samenzicht export`: one open data file (SQLite) with every published summary and the region's frames, each row with its source.

Nothing that is not public goes in: no reports, no aanbieders, no people, no contracts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from contracts.foundation.errors import Refused
from contracts.queries import programme
from contracts.queries.budget import lines, years
from contracts.queries.housing import housing_targets
from contracts.queries.partners import municipalities
from kpi.queries.indicators import catalogue
from kpi.queries.summaries import edition, editions
from portal.web.open_data import Table, Value, write_sqlite
from portal.web.summary_open_data import published_tables


def write_open_data(session: Session, *, path: Path) -> dict[str, int]:
    """Write the file; returns how many rows each table got. Refused when the file is there already: nothing is overwritten."""
    if path.exists():
        raise Refused("", f"{path} bestaat al. Kies een andere naam.")
    path.parent.mkdir(parents=True, exist_ok=True)
    tables = _frames(session) | _summaries(session)
    write_sqlite(tables, path)
    return {name: len(rows) for name, rows in tables.items() if rows}


def _summaries(session: Session) -> dict[str, Table]:
    """The tables of all published editions, one under the other."""
    joined: dict[str, list[Any]] = {}
    for line in editions(session):
        for name, rows in published_tables(edition(session, period=line.period)).items():
            joined.setdefault(f"samenvatting_{name}", []).extend({"kwartaal": line.period.code} | dict(row) for row in rows)
    return dict(joined)


def _frames(session: Session) -> dict[str, Table]:
    """The region's frames: what was planned, defined and budgeted."""
    plan = housing_targets(session)
    return {
        "gemeenten": _rows(municipalities(session)),
        "pijlers": _rows(programme.pijlers(session)),
        "doelen": [{"pijler": pijler.code} | _row(goal) for pijler in programme.pijlers(session) for goal in pijler.goals],
        "resultaten": _rows(programme.results(session)),
        "jaardoelen": _rows(programme.annual_goals(session)),
        "normen": _rows(programme.norms(session)),
        "bronfiguren": _rows(programme.baseline_figures(session)),
        "vlekkenplan": [_row(target) for group in plan.groups for target in group.targets],
        "begroting": [{"jaar": year} | _row(line) for year in years(session).budgeted for line in lines(session, year=year)],
        "kpi_definities": _rows(catalogue(session)),
    }


def _rows(found: Sequence[Any]) -> Table:
    return [_row(one) for one in found]


def _row(record: Any) -> dict[str, Value]:
    """The plain fields of a record; lists of records have a table of their own."""
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record) if field.name != "goals"}


def _plain(value: Any) -> Value:
    if isinstance(value, tuple):
        return "; ".join(str(part) for part in value if not is_dataclass(part))
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (str, int, Decimal)) else str(value)

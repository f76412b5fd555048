"""Loading the KPI catalogue. Definitions are versioned: what a figure meant when it was reported never changes afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.reference_files import read_toml
from contracts.actions.upsert import Counts, refuse_vanished, upsert
from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.reference.record import columns
from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.queries.programme import pijlers
from kpi.domain.catalogue import FAMILIES, IndicatorRecord, parse_catalogue
from kpi.tables.indicator import Indicator, IndicatorVersion

HEAD = frozenset({"code", "family", "pijler_code", "goal_code", "position", "source"})
BESIDE = frozenset({"breakdown", "prefill"})
"""What is asked or proposed beside the figure. The figure means the same without it, so a stored definition may be given it later."""
DEFINITION = frozenset(IndicatorRecord.__dataclass_fields__) - HEAD - BESIDE - {"version"}
"""The fields of which a change asks for a new version; a corrected source does not."""


def load_catalogue(session: Session, *, folder: Path, by: Actor, at: datetime) -> dict[str, Counts]:
    """Load the KPI files. Per subject ("kpi's", "definities"): how many are new, how many changed. A second run changes nothing.

    All or nothing: the first mistake (ReferenceMistake) is found before the first write. Needs the reference data of the region,
    and a transaction open for writing.
    """
    documents = {f"{family}.toml": read_toml(folder, f"{family}.toml") for family in FAMILIES}
    entries = parse_catalogue(documents, goals={pijler.code: [goal.code for goal in pijler.goals] for pijler in pijlers(session)})
    stored = {(row.indicator_code, row.version): row for row in session.scalars(select(IndicatorVersion))}
    refuse_vanished(session, Indicator.code, (entry.code for entry in entries), file="de KPI-catalogus")
    for entry in entries:
        _check_against(entry, stored)
    heads = {entry.code: {name: getattr(entry, name) for name in HEAD} for entry in entries}
    counts = {"kpi's": upsert(session, Indicator, heads.values())}
    counts["definities"] = upsert(session, IndicatorVersion, _version_rows(entries, stored), key=("indicator_code", "version"))
    if any(new or changed for new, changed in counts.values()):
        told = {subject: f"{new} nieuw, {changed} gewijzigd" for subject, (new, changed) in counts.items() if new or changed}
        journal.record(session, by=by, at=at, action="KPI-catalogus laden", object="KPI-catalogus", details=told)
    return counts


def _check_against(entry: IndicatorRecord, stored: dict[tuple[str, int], IndicatorVersion]) -> None:
    """A stored definition stays as it is; a new one comes after all stored ones."""
    file, known = f"{entry.family}.toml", stored.get((entry.code, entry.version))
    if known is not None:
        changed = sorted(name for name in DEFINITION if getattr(entry, name) != getattr(known, name))
        if changed:
            advice = f"Zet er een record bij met version = {entry.version + 1} en een latere valid_from."
            raise ReferenceMistake(file, entry.code, changed[0], f"De definitie is veranderd, maar het versienummer niet. {advice}")
        return
    for row in stored.values():
        if row.indicator_code != entry.code:
            continue
        if row.version > entry.version:
            raise ReferenceMistake(file, entry.code, "version", f"Versie {row.version} is al geladen. Een nieuwe versie krijgt een hoger nummer.")
        if row.valid_from >= entry.valid_from:
            raise ReferenceMistake(
                file, entry.code, "valid_from", f"Versie {row.version} begint op {row.valid_from}. Een nieuwe versie begint later."
            )


def _version_rows(entries: Sequence[IndicatorRecord], stored: dict[tuple[str, int], IndicatorVersion]) -> list[dict[str, Any]]:
    """The rows to store, each ending the day before the next version begins. Stored versions that left the file keep their place."""
    begins: dict[str, dict[int, date]] = {}
    for row in stored.values():
        begins.setdefault(row.indicator_code, {})[row.version] = row.valid_from
    for entry in entries:
        begins.setdefault(entry.code, {})[entry.version] = entry.valid_from
    rows = [columns(entry, without=HEAD) | {"indicator_code": entry.code, "source": entry.source} for entry in entries]
    told = {(row["indicator_code"], row["version"]) for row in rows}
    rows += [{"indicator_code": code, "version": version} for code, version in stored if (code, version) not in told]
    return [row | {"valid_to": _ends_on(begins[row["indicator_code"]], row["version"])} for row in rows]


def _ends_on(begins: dict[int, date], version: int) -> date | None:
    later = [day for number, day in begins.items() if number > version]
    return min(later) - timedelta(days=1) if later else None

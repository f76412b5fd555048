"""Loading a region's reference data: read everything, check everything, then store only what is new or different."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from contracts.actions.reference_files import read_toml
from contracts.actions.reference_taakvelden import store_taakvelden
from contracts.actions.upsert import Counts, add_counts, refuse_vanished, upsert
from contracts.domain.awb_terms import Rulebook
from contracts.domain.guests import FILE as GUESTS
from contracts.domain.guests import parse_guests
from contracts.domain.reference.budget import BudgetLineRecord
from contracts.domain.reference.programme import ResultRecord
from contracts.domain.reference.record import columns
from contracts.domain.reference_set import FILES, ReferenceSet, parse_reference
from contracts.domain.region import Region, parse_region
from contracts.domain.region_terms import FILE as TERMS
from contracts.domain.region_terms import parse_region_terms
from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.tables.budget import BudgetAmount, BudgetLine
from contracts.tables.organisation import Municipality, Organisation, Role
from contracts.tables.programme import AnnualGoal, BaselineFigure, CareForm, Goal, HousingTarget, Norm, Pijler, PlannedResult, PlannedResultYear


def read_reference(folder: Path) -> ReferenceSet:
    """All files of a region, checked. Reads only. Raises ReferenceMistake."""
    return parse_reference({name: read_toml(folder, name) for name in FILES} | {TERMS: _terms(folder)})


def read_region(folder: Path) -> Region:
    """The region and its settings (region.toml); they live in no table. Reads only. Raises ReferenceMistake."""
    return parse_region(read_toml(folder, "region.toml"), file="region.toml")


def read_rulebook(folder: Path) -> Rulebook:
    """The terms of subsidies that hold in the region (terms.toml, which may be missing); they live in no table. Raises ReferenceMistake."""
    return parse_region_terms(_terms(folder)).book


def read_guests(folder: Path) -> tuple[str, ...]:
    """The partners who may be guests at the partnership table (guests.toml, which may be missing); no table holds them. Raises ReferenceMistake."""
    return parse_guests(_optional(folder, GUESTS))


def _terms(folder: Path) -> dict[str, Any]:
    return _optional(folder, TERMS)


def _optional(folder: Path, name: str) -> dict[str, Any]:
    return read_toml(folder, name) if (folder / name).exists() else {}


def load_reference(session: Session, *, folder: Path, by: Actor, at: datetime) -> dict[str, Counts]:
    """Load a region's folder. Per subject: how many records are new, how many changed. A second run changes nothing.

    All or nothing: the first mistake (ReferenceMistake) is found before the first write. Needs a transaction open for writing.
    """
    found = read_reference(folder)
    read_guests(folder)
    _refuse_vanished(session, found)
    counts = _store(session, found)
    if any(new or changed for new, changed in counts.values()):
        told = {subject: f"{new} nieuw, {changed} gewijzigd" for subject, (new, changed) in counts.items() if new or changed}
        journal.record(session, by=by, at=at, action="referentiegegevens laden", object=f"regio {found.region.code}", details=told)
    return counts


def _refuse_vanished(session: Session, found: ReferenceSet) -> None:
    checks: list[tuple[Any, str, Iterable[Any]]] = [
        (Municipality.code, "municipalities.toml", found.partners.municipalities),
        (Role.code, "roles.toml", found.roles),
        (Pijler.code, "pijlers.toml", found.pijlers),
        (Goal.code, "pijlers.toml", found.goals),
        (CareForm.code, "care_forms.toml", found.care_forms),
        (PlannedResult.code, "results.toml", found.results),
        (AnnualGoal.code, "results.toml", found.annual_goals),
        (HousingTarget.code, "vlekkenplan.toml", found.housing),
        (BaselineFigure.code, "volumes.toml", found.figures),
        (Norm.code, "norms.toml", found.norms),
    ]
    for column, file, entries in checks:
        refuse_vanished(session, column, (entry.code for entry in entries), file=file)


def _store(session: Session, found: ReferenceSet) -> dict[str, Counts]:
    """In the order in which rows lean on each other."""
    partners = found.partners
    return {
        "gemeenten": upsert(session, Municipality, [columns(entry, without=frozenset({"slug"})) for entry in partners.municipalities]),
        "organisaties": upsert(session, Organisation, map(columns, partners.organisations), key=("slug",)),
        "rollen": upsert(session, Role, map(columns, found.roles)),
        "pijlers": upsert(session, Pijler, map(columns, found.pijlers)),
        "subdoelen": upsert(session, Goal, map(columns, found.goals)),
        "vormen": upsert(session, CareForm, map(columns, found.care_forms)),
        "resultaten": _store_results(session, found.results),
        "jaardoelen": upsert(session, AnnualGoal, map(columns, found.annual_goals)),
        "vlekkenplan": upsert(session, HousingTarget, map(columns, found.housing)),
        "begroting": _store_budget(session, found.budget),
        "taakvelden": store_taakvelden(session, found.budget),
        "cijfers": upsert(session, BaselineFigure, map(columns, found.figures), key=("code", "year")),
        "normen": upsert(session, Norm, map(columns, found.norms)),
    }


def _store_results(session: Session, results: tuple[ResultRecord, ...]) -> Counts:
    counts = upsert(session, PlannedResult, [columns(result, without=frozenset({"planned_years"})) for result in results])
    told = {(result.code, year) for result in results for year in result.planned_years}
    stored = {(row.result_code, row.year) for row in session.execute(select(PlannedResultYear.result_code, PlannedResultYear.year))}
    for code, year in sorted(stored - told):
        session.execute(delete(PlannedResultYear).where(PlannedResultYear.result_code == code, PlannedResultYear.year == year))
    session.add_all(PlannedResultYear(result_code=code, year=year) for code, year in sorted(told - stored))
    session.flush()
    return add_counts(counts, (len(told - stored), len(stored - told)))


def _store_budget(session: Session, lines: tuple[BudgetLineRecord, ...]) -> Counts:
    """Lines before their earmarks, then the first revision of every amount. Later revisions belong to people, not to the file."""
    counts = [(0, 0)]
    for earmarks in (False, True):
        ids = _line_ids(session)
        chosen = [line for line in lines if (line.parent is not None) is earmarks]
        rows = [
            columns(line, without=frozenset({"parent", "amounts", "taakvelden"})) | {"parent_id": ids[line.parent] if line.parent else None}
            for line in chosen
        ]
        counts.append(upsert(session, BudgetLine, rows))
    ids = _line_ids(session)
    amounts = [columns(amount) | {"line_id": ids[line.code], "revision": 1} for line in lines for amount in line.amounts]
    counts.append(upsert(session, BudgetAmount, amounts, key=("line_id", "year"), where=BudgetAmount.revision == 1))
    return add_counts(*counts)


def _line_ids(session: Session) -> dict[str, int]:
    return {row.code: row.id for row in session.execute(select(BudgetLine.code, BudgetLine.id))}

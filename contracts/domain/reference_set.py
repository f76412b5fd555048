"""All files of a region together, read and checked against each other before anything is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.domain.reference.budget import BudgetLineRecord, parse_budget
from contracts.domain.reference.figures import FigureRecord, NormRecord, parse_norms, parse_volumes
from contracts.domain.reference.housing import HousingTargetRecord, parse_vlekkenplan
from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.reference.partners import Partners, RoleRecord, parse_partners, parse_roles
from contracts.domain.reference.programme import (
    AnnualGoalRecord,
    CareFormRecord,
    GoalRecord,
    PijlerRecord,
    ResultRecord,
    parse_care_forms,
    parse_pijlers,
    parse_results,
)
from contracts.domain.region import Region, check_sources, parse_region
from contracts.domain.region_terms import FILE as TERMS
from contracts.domain.region_terms import RegionTerms, parse_region_terms

FILES = (
    "region.toml",
    "municipalities.toml",
    "roles.toml",
    "pijlers.toml",
    "care_forms.toml",
    "results.toml",
    "budget.toml",
    "vlekkenplan.toml",
    "volumes.toml",
    "norms.toml",
)


@dataclass(frozen=True, slots=True)
class ReferenceSet:
    """Everything a region's folder says."""

    region: Region
    partners: Partners
    roles: tuple[RoleRecord, ...]
    pijlers: tuple[PijlerRecord, ...]
    goals: tuple[GoalRecord, ...]
    care_forms: tuple[CareFormRecord, ...]
    results: tuple[ResultRecord, ...]
    annual_goals: tuple[AnnualGoalRecord, ...]
    budget: tuple[BudgetLineRecord, ...]
    housing: tuple[HousingTargetRecord, ...]
    figures: tuple[FigureRecord, ...]
    norms: tuple[NormRecord, ...]
    terms: RegionTerms


def parse_reference(documents: Mapping[str, Mapping[str, Any]]) -> ReferenceSet:
    """Read the parsed files (name -> contents) of one region; terms.toml may be missing. Raises ReferenceMistake at the first mistake."""
    region = parse_region(documents["region.toml"], file="region.toml")
    pijlers, goals = parse_pijlers(documents["pijlers.toml"], file="pijlers.toml")
    results, annual_goals = parse_results(documents["results.toml"], file="results.toml")
    found = ReferenceSet(
        region=region,
        partners=parse_partners(documents["municipalities.toml"], file="municipalities.toml"),
        roles=parse_roles(documents["roles.toml"], file="roles.toml"),
        pijlers=pijlers,
        goals=goals,
        care_forms=parse_care_forms(documents["care_forms.toml"], file="care_forms.toml", pijlers=[pijler.code for pijler in pijlers]),
        results=results,
        annual_goals=annual_goals,
        budget=parse_budget(documents["budget.toml"], file="budget.toml"),
        housing=parse_vlekkenplan(documents["vlekkenplan.toml"], file="vlekkenplan.toml"),
        figures=parse_volumes(documents["volumes.toml"], file="volumes.toml"),
        norms=parse_norms(documents["norms.toml"], file="norms.toml"),
        terms=parse_region_terms(documents.get(TERMS, {})),
    )
    _check_together(found)
    return found


def _check_together(found: ReferenceSet) -> None:
    centre = next(entry.code for entry in found.partners.municipalities if entry.is_centre)
    if found.region.centre_municipality != centre:
        raise ReferenceMistake("region.toml", "region", "centre_municipality", f"De centrumgemeente in municipalities.toml is {centre}.")
    region = found.region
    check_sources(region, file="region.toml", sources=[("region", region.source), *_sources([*region.settings, *region.age_bands])])
    check_sources(region, file="municipalities.toml", sources=_sources(found.partners.municipalities))
    check_sources(region, file="municipalities.toml", sources=[(entry.slug, entry.source) for entry in found.partners.organisations])
    check_sources(region, file=TERMS, sources=found.terms.sources)
    taakvelden = [(line.code, each.source) for line in found.budget for each in line.taakvelden]
    check_sources(region, file="budget.toml", sources=taakvelden)
    for file, entries in (
        ("roles.toml", found.roles),
        ("pijlers.toml", (*found.pijlers, *found.goals)),
        ("care_forms.toml", found.care_forms),
        ("results.toml", (*found.results, *found.annual_goals)),
        ("budget.toml", found.budget),
        ("vlekkenplan.toml", found.housing),
        ("volumes.toml", found.figures),
        ("norms.toml", found.norms),
    ):
        check_sources(region, file=file, sources=_sources(entries))


def _sources(entries: Iterable[Any]) -> list[tuple[str, str]]:
    return [(entry.code, entry.source) for entry in entries]

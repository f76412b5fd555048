"""The programme, to read: what the region wants to reach, in words and numbers, each with its source."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template

from contracts.queries.housing import HousingPlan, housing_targets
from contracts.queries.programme import AnnualGoalLine, NormLine, PijlerLine, ResultLine, annual_goals, norms, pijlers, results
from kpi.queries.regional_capacity import regional_places
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import management
from portal.management.housing_page import RegionTables, region_tables
from portal.management.words import norm_words
from portal.web import transaction


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A result: in which years it was planned, and (apart from that) when it was reached."""

    name: str
    planned: tuple[bool, ...]
    realised: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """Pijlers, results and goals of a year."""

    pijlers: list[PijlerLine]
    years: tuple[int, ...]
    results: tuple[ResultRow, ...]
    goals: list[AnnualGoalLine]
    title: str = "Programma"
    lead: str = "Wat de regio wil bereiken, uit het beleidsplan en de uitvoeringsplannen."


@dataclass(frozen=True, slots=True)
class HousingPage:
    """The vlekkenplan, the places there are, and the norms."""

    plan: HousingPlan
    region: RegionTables
    norms: tuple[tuple[NormLine, str], ...]
    title: str = "Vlekkenplan en normen"
    lead: str = "Hoeveel plekken de regio wil, en waaraan wij ons houden."


def _result(line: ResultLine, years: tuple[int, ...]) -> ResultRow:
    reached = str(line.realised_year) if line.realised_year else ""
    return ResultRow(line.name, tuple(year in line.planned_years for year in years), reached, line.note, line.source)


def _norm(line: NormLine) -> str:
    """ "minstens 100 %"; "geen norm" where the source gives none."""
    return norm_words(line.kind, line.low, line.high, line.unit) or "geen norm"


@management.get("/programma")
@requires(Permission.PROGRAMME_READ)
def programme() -> str:
    """The four pijlers, the results by year, and the goals of the yearly plans."""
    session = transaction.reading()
    found = results(session)
    years = tuple(sorted({year for line in found for year in line.planned_years}))
    page = ProgrammePage(pijlers(session), years, tuple(_result(line, years) for line in found), annual_goals(session))
    return render_template("management/programme.html", page=page)


@management.get("/programma/vlekkenplan")
@requires(Permission.PROGRAMME_READ)
def housing_plan() -> str:
    """The places the region wants, what stands outside the total, and the norms."""
    session = transaction.reading()
    plan = housing_targets(session)
    page = HousingPage(plan, region_tables(plan, regional_places(session)), tuple((line, _norm(line)) for line in norms(session)))
    return render_template("management/housing_plan.html", page=page)

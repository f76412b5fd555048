"""The goals of the plan as a summary compares itself with them: results, vlekkenplan and norms of the sources, in words for a reader.

Asked for when a summary is made; the readers' page never asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy.orm import Session

from contracts.queries.housing import HousingTargetLine, housing_targets
from contracts.queries.programme import NormLine, ResultLine, norms, results
from kpi.domain.publication.plan_goals import PlanGoal
from kpi.domain.publication.words import number

PLAIN_NAMES = {
    "nieuwe-inkoop": "Nieuwe afspraken met aanbieders",
    "samenwerkingsovereenkomst-mh": "Een afspraak tussen de gemeenten van de regio",
    "overeenkomst-wm": "Een afspraak met de Westelijke Mijnstreek",
    "monitor": "Cijfers om op te sturen",
    "zorglandschap": "De goede hulp op de goede plek",
    "toegang": "Eén plek om hulp te vragen",
    "afbouw-opvang": "Minder opvang",
    "voorzorg-verbeterd": "Betere voorzorg",
    "vlekkenplan": "Elke soort plek van het vlekkenplan",
    "evaluatie": "Terugkijken op het plan",
}
STREET, SIX_WEEKS = "daklozen-op-straat", "eerste-opvang-6-weken"
FIRST_SHELTER = "eerste-opvang-duur"
WITHOUT_STAY, OWN_HOMES = "bwzv", "zelfstandig-uitstroom"
WEEK = 7  # days
WHOLE = Decimal(100)


def plan_goals(session: Session) -> tuple[PlanGoal, ...]:
    """The goals that a summary tells of, in the order of the plan: what can be counted first."""
    bounds = {norm.code: norm for norm in norms(session)}
    plan = housing_targets(session)
    outside = {target.code: target for group in plan.groups for target in group.targets if not target.counts_in_total}
    in_total = [target for group in plan.groups for target in group.targets if target.counts_in_total]
    planned = results(session)
    counted = [goal for result in planned if (goal := _by_norm(result, bounds)) is not None]
    if in_total:
        counted.append(_places(plan.total, in_total[0].source))
    counted += [goal for target in outside.values() if (goal := _outside(target)) is not None]
    known = {goal.code for goal in counted}
    return (*counted, *(_result(result) for result in planned if result.code not in known))


def _by_norm(result: ResultLine, bounds: Mapping[str, NormLine]) -> PlanGoal | None:
    """A result that a figure of the sources bounds: ten people on the street, six weeks in the eerste opvang."""
    norm = bounds.get(FIRST_SHELTER if result.code == SIX_WEEKS else result.code)
    if norm is None or norm.high is None:
        return None
    if result.code == STREET:
        target, says = f"hoogstens {number(int(norm.high))} mensen", "Nu slapen {} op straat."
        return PlanGoal(result.code, "Daklozen op straat", target, norm.source, "mensen", high=norm.high, by_indicator="BZ-04", says=says)
    if result.code != SIX_WEEKS:
        return None
    longest = f"{int(norm.high) // WEEK} weken" if not norm.high % WEEK else f"{number(int(norm.high))} dagen"
    says = f"Nu blijft {{}} van de mensen hoogstens {longest}."
    return PlanGoal(result.code, "Kort in de eerste opvang", f"iedereen hoogstens {longest}", norm.source, low=WHOLE, by_indicator="BZ-01", says=says)


def _places(total: int, source: str) -> PlanGoal:
    """All places of the vlekkenplan together. That there are enough does not say that every kind is there."""
    also = "Of elke soort plek er is, zegt dit cijfer niet."
    return PlanGoal("plekken-samen", "Genoeg plekken", f"{number(total)} plekken", source, "plekken", low=Decimal(total), by_places=True, also=also)


def _outside(target: HousingTargetLine) -> PlanGoal | None:
    """What stands beside the 220 places: people with support in a home of their own, and homes for who moves on (more than asked is no shortage)."""
    least = Decimal(target.places_min)
    if target.code == WITHOUT_STAY:
        name, words = "Beschermd wonen in een eigen huis", f"plek voor {number(target.places_min)} mensen"
        says = "Nu krijgen {} deze hulp."
        return PlanGoal(target.code, name, words, target.source, "mensen", low=least, by_form="bw-zonder-verblijf", says=says)
    if target.code == OWN_HOMES:
        words = f"{number(target.places_min)} tot {number(target.places_max)} huizen per jaar"
        return PlanGoal(target.code, "Huizen voor mensen die weggaan", words, target.source, "huizen", low=least, by_indicator="VL-02")
    return None


def _result(result: ResultLine) -> PlanGoal:
    years = " en ".join(str(year) for year in result.planned_years)
    return PlanGoal(
        result.code, PLAIN_NAMES.get(result.code, result.name), f"klaar in {years}" if years else "", result.source, reached_in=result.realised_year
    )

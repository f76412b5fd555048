"""Whether a problem can be computed with: every refusal is one Dutch sentence that names the place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction
from typing import assert_never

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.contributions import ZERO, completed, nearly
from kpi.domain.disclosure.problem import Cell, Contributors, Cost, Dominance, Equation, Frequency, Method, Percent, Prior, Problem, Rule

MOST_CELLS = 20_000
MOST_TERMS = 200_000
MOST_INSIDERS = 20
MOST_RULES = 20
LARGEST = Fraction(10**12)
LARGEST_BASE = 10**9
LONGEST_TIME = 3600.0
MOST_STEPS = 100


def checked(problem: Problem) -> Problem:
    """The same problem, with contributions wherever they follow. Raises Refused for what cannot be computed with."""
    _sizes(problem)
    known = _once("cells", (one.id for one in problem.cells))
    values = {one.id: one.value for one in problem.cells}
    for cell in problem.cells:
        _cell(cell, integer=problem.integer, prior=problem.prior)
    for equation in problem.equations:
        _equation(equation, values, exact=problem.integer)
    _settings(problem, known)
    for rule in problem.rules:
        _rule(rule)
    whole = completed(problem)
    for cell in whole.cells:
        _contributions(cell, exact=problem.integer, rules=problem.rules)
    return whole


def _sizes(problem: Problem) -> None:
    if not problem.cells:
        raise Refused("cells", "Er staan geen cellen in. Geef er minstens één.")
    if len(problem.cells) > MOST_CELLS:
        raise Refused("cells", f"Dit zijn te veel cellen. Geef er hoogstens {MOST_CELLS}.")
    if sum(len(one.parts) + 1 for one in problem.equations) > MOST_TERMS:
        raise Refused("equations", "Dit zijn te veel vergelijkingen.")
    if len(problem.rules) > MOST_RULES:
        raise Refused("rules", f"Dit zijn te veel regels. Geef er hoogstens {MOST_RULES}.")
    if len(problem.attackers) > MOST_INSIDERS:
        raise Refused("insiders", f"Dit zijn te veel aanbieders. Noem in insiders hoogstens {MOST_INSIDERS} meelezers.")


def _once(where: str, names: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refused(where, f"'{name}' staat er twee keer in.")
        seen.add(name)
    return frozenset(seen)


def _known(where: str, names: Iterable[str], cells: Collection[str]) -> None:
    for name in names:
        if name not in cells:
            raise Refused(where, f"De cel '{name}' bestaat niet.")


def _cell(cell: Cell, *, integer: bool, prior: Prior) -> None:
    where = f"cel '{cell.id}'"
    _amount(cell.value, where, whole=integer)
    if integer and cell.value < 0:
        raise Refused(where, "Een aantal kan niet kleiner zijn dan 0.")
    most = prior.most(cell.id)
    if cell.value < prior.least(cell.id) or (most is not None and cell.value > most):
        raise Refused(where, "De waarde ligt buiten wat vooraf bekend is (prior). Dan klopt een van beide niet.")
    for name, part in (cell.contributions or {}).items():
        _amount(part, f"{where}, contrib '{name}'", whole=integer)
        if part < 0:
            raise Refused(where, f"De bijdrage van '{name}' kan niet kleiner zijn dan 0.")


def _amount(number: Fraction, where: str, *, whole: bool) -> None:
    if abs(number) > LARGEST:
        raise Refused(where, "Dit getal is te groot om mee te rekenen. Kies een andere eenheid.")
    if whole and number.denominator != 1:
        raise Refused(where, "Een aantal is een heel getal. Zijn het bedragen? Zet dan integer op false.")


def _equation(equation: Equation, values: dict[str, Fraction], *, exact: bool) -> None:
    where = f"vergelijking '{equation.total}'"
    _known(where, (equation.total, *equation.parts), values)
    if not equation.parts:
        raise Refused(where, "Dit totaal heeft geen delen.")
    _once(where, (equation.total, *equation.parts))
    whole = sum((values[one] for one in equation.parts), ZERO)
    if not nearly(whole, values[equation.total], exact=exact):
        raise Refused(where, f"De delen tellen op tot {float(whole):.12g}, niet tot {float(values[equation.total]):.12g}.")


def _settings(problem: Problem, cells: frozenset[str]) -> None:
    _known("unpublished", sorted(problem.unpublished), cells)
    _known("suppressed", sorted(problem.suppressed), cells)
    _known("rounded", problem.rounded, cells)
    _known("before", problem.before, cells)
    _known("prior", (*problem.prior.lower, *problem.prior.upper), cells)
    _known("protect", _once("protect", (one.id for one in problem.protect)), cells)
    _once("insiders", problem.insiders or ())
    for cell in problem.cells:
        most = problem.prior.most(cell.id)
        if most is not None and most < problem.prior.least(cell.id):
            raise Refused("prior", f"Bij '{cell.id}' ligt de bovengrens onder de ondergrens.")
    if any(one.lower < 0 or one.upper < 0 for one in problem.protect):
        raise Refused("protect", "Een breedte kan niet kleiner zijn dan 0.")
    if not isinstance(problem.weights, Cost):
        _known("weights", problem.weights, cells)
        if any(weight < 0 for weight in problem.weights.values()):
            raise Refused("weights", "Een gewicht kan niet kleiner zijn dan 0.")
    if problem.time_limit is not None and not 0 < problem.time_limit <= LONGEST_TIME:
        raise Refused("time_limit", f"Kies een tijd van meer dan 0 tot en met {LONGEST_TIME:.0f} seconden.")
    _rounding(problem)


def _rounding(problem: Problem) -> None:
    if not 2 <= problem.base <= LARGEST_BASE:
        raise Refused("base", f"Kies een heel getal van 2 tot en met {LARGEST_BASE}.")
    if not 0 <= problem.steps <= MOST_STEPS:
        raise Refused("steps", f"Kies een heel getal van 0 tot en met {MOST_STEPS}.")
    if problem.method is Method.ROUND and any(cell.value < 0 for cell in problem.cells):
        raise Refused("method", "Afronden kan alleen met waarden van 0 of meer.")
    given = [("rounded", problem.rounded), *([("before", problem.before)] if problem.method is Method.ROUND else [])]
    for where, name, value in ((where, *one) for where, told in given for one in told.items()):
        if value % problem.base:
            raise Refused(where, f"'{name}' is niet afgerond op een veelvoud van {problem.base}.")


def _rule(rule: Rule) -> None:
    match rule:
        case Frequency(least) | Contributors(least):
            good = 1 <= least <= LARGEST
        case Percent(percent):
            good = 0 < percent <= 1000
        case Dominance(largest, percent):
            good = largest >= 1 and 0 < percent <= 100
        case _:
            assert_never(rule)
    if not good:
        raise Refused("rules", "Een grens ligt buiten wat mogelijk is: min en n vanaf 1, p boven 0 tot en met 1000, k boven 0 tot en met 100.")


def _contributions(cell: Cell, *, exact: bool, rules: tuple[Rule, ...]) -> None:
    where = f"cel '{cell.id}'"
    if cell.contributions is not None:
        whole = sum(cell.contributions.values(), ZERO)
        if not nearly(whole, cell.value, exact=exact):
            raise Refused(where, f"De bijdragen tellen op tot {float(whole):.12g}, niet tot {float(cell.value):.12g}.")
    elif cell.value and any(not isinstance(rule, Frequency) for rule in rules):
        raise Refused(where, "Deze regels vragen wie wat bijdraagt (contrib). Dat ontbreekt hier.")

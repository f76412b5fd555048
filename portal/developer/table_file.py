"""Tables as a JSON file, for `./samenzicht bescherm` and `./samenzicht toets`: the format of docs/bescherm.md. Each refusal is a Dutch sentence."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.checks import checked
from kpi.domain.disclosure.problem import (
    Cell,
    Contributions,
    Contributors,
    Cost,
    Dominance,
    Equation,
    Frequency,
    Method,
    Percent,
    Prior,
    Problem,
    Rule,
    Wanted,
)
from portal.developer.json_file import LONGEST_TEXT, block, choice, label_of, listed, number_or_none, parsed, whole_or_none

LARGEST_FILE = 20_000_000
TOP_KEYS = {
    "cells", "equations", "integer", "unpublished", "prior", "rules", "protect", "insiders", "zeros", "weights", "method", "base", "time_limit",
    "before", "suppressed", "rounded", "steps",
}  # fmt: skip
RULE_KEYS = {"frequency": {"min"}, "contributors": {"min"}, "p": {"p"}, "nk": {"n", "k"}}


def read(content: bytes) -> Problem:
    """Read and check the JSON of a problem. Raises Refused with a sentence that names the place."""
    return checked(problem_of(block(parsed(content, largest=LARGEST_FILE), "bestand", TOP_KEYS)))


def problem_of(given: Mapping[str, Any]) -> Problem:
    """The problem in a block of JSON, not checked yet. Raises Refused where something is not what belongs there."""
    insiders = given.get("insiders")
    return Problem(
        cells=tuple(_cell(one, f"cells {place}") for place, one in enumerate(listed(given.get("cells"), "cells"), start=1)),
        equations=tuple(_equation(one, f"equations {place}") for place, one in enumerate(listed(given.get("equations"), "equations"), start=1)),
        integer=_yes(given, "integer"),
        unpublished=_names(given, "unpublished"),
        prior=_prior(given.get("prior")),
        rules=tuple(_rule(one, f"rules {place}") for place, one in enumerate(listed(given.get("rules"), "rules"), start=1)),
        protect=tuple(_wanted(one, f"protect {place}") for place, one in enumerate(listed(given.get("protect"), "protect"), start=1)),
        insiders=None if insiders is None else tuple(label_of(one, "insiders") for one in listed(insiders, "insiders")),
        zeros=_yes(given, "zeros"),
        weights=_weights(given),
        method=choice(given, "method", Method, Method.SUPPRESS),
        base=_whole_or(given, "base", 5),
        time_limit=_seconds(given.get("time_limit")),
        before=_figures(given.get("before"), "before"),
        suppressed=_names(given, "suppressed"),
        rounded=_figures(given.get("rounded"), "rounded"),
        steps=_whole_or(given, "steps", 0),
    )


def _cell(given: object, where: str) -> Cell:
    cell = block(given, where, {"id", "value", "contrib"})
    contributions: Contributions | None = None
    if cell.get("contrib") is not None:
        contributions = _figures(cell["contrib"], f"{where}, contrib")
    return Cell(label_of(cell.get("id"), f"{where}, id"), _number(cell.get("value"), f"{where}, value"), contributions)


def _equation(given: object, where: str) -> Equation:
    one = block(given, where, {"total", "parts"})
    parts = tuple(label_of(part, f"{where}, parts") for part in listed(one.get("parts"), f"{where}, parts"))
    return Equation(label_of(one.get("total"), f"{where}, total"), parts)


def _prior(given: object) -> Prior:
    if given is None:
        return Prior()
    prior = block(given, "prior", {"lower_all", "lower", "upper"})
    least = number_or_none(prior.get("lower_all"), "prior lower_all")
    return Prior(least or Fraction(0), _figures(prior.get("lower"), "prior lower"), _figures(prior.get("upper"), "prior upper"))


def _rule(given: object, where: str) -> Rule:
    kind = given.get("type") if isinstance(given, dict) else None
    if not isinstance(kind, str) or kind not in RULE_KEYS:
        raise Refused(where, f"Kies als type uit: {', '.join(RULE_KEYS)}.")
    rule = block(given, where, {"type"} | RULE_KEYS[kind])
    if kind == "frequency":
        return Frequency(_whole(rule, "min", where))
    if kind == "contributors":
        return Contributors(_whole(rule, "min", where))
    if kind == "p":
        return Percent(_number(rule.get("p"), f"{where}, p"))
    return Dominance(_whole(rule, "n", where), _number(rule.get("k"), f"{where}, k"))


def _wanted(given: object, where: str) -> Wanted:
    one = block(given, where, {"id", "lower", "upper"})
    lower, upper = (number_or_none(one.get(name), f"{where}, {name}") or Fraction(0) for name in ("lower", "upper"))
    return Wanted(label_of(one.get("id"), f"{where}, id"), lower, upper)


def _weights(given: Mapping[str, Any]) -> Cost | dict[str, Fraction]:
    named = given.get("weights")
    return _figures(named, "weights") if isinstance(named, dict) else choice(given, "weights", Cost, Cost.VALUE)


def _seconds(given: object) -> float | None:
    seconds = number_or_none(given, "time_limit")
    return None if seconds is None else float(seconds)


def _figures(given: object, where: str) -> dict[str, Fraction]:
    if given is None:
        return {}
    if not isinstance(given, dict):
        raise Refused(where, 'Hier hoort een blok met getallen, zoals {"A": 9}.')
    return {label_of(name, where): _number(figure, f"{where} '{name[:LONGEST_TEXT]}'") for name, figure in given.items()}


def _names(given: Mapping[str, Any], name: str) -> frozenset[str]:
    names = [label_of(one, name) for one in listed(given.get(name), name)]
    if len(set(names)) != len(names):
        raise Refused(name, "Een cel staat er twee keer in.")
    return frozenset(names)


def _number(given: object, where: str) -> Fraction:
    exact = number_or_none(given, where)
    if exact is None:
        raise Refused(where, "Hier hoort een getal.")
    return exact


def _whole(given: Mapping[str, Any], name: str, where: str) -> int:
    exact = whole_or_none(given.get(name), f"{where}, {name}")
    if exact is None:
        raise Refused(f"{where}, {name}", "Hier hoort een heel getal.")
    return exact


def _whole_or(given: Mapping[str, Any], name: str, otherwise: int) -> int:
    exact = whole_or_none(given.get(name), name)
    return otherwise if exact is None else exact


def _yes(given: Mapping[str, Any], name: str) -> bool:
    answer = given.get(name)
    if answer is None:
        return True
    if not isinstance(answer, bool):
        raise Refused(name, "Kies true of false.")
    return answer

"""Everything ever published as the JSON of `./samenzicht toets` (docs/toets-tabellen.md), so that an auditor can take it out and attack it.

Aanbieders are letters in it, but it does hold their figures and the parameters of the rules: for an auditor alone, never for a screen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, assert_never

from kpi.domain.disclosure.problem import Cell, Contributors, Dominance, Equation, Frequency, Percent, Rule
from kpi.domain.disclosure_audit.published import Edition, Flow, Published
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.history import published
from kpi.domain.publication.rules import PublicationRules

Json = dict[str, Any]
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
SECONDS = 600


def taken_out(bundles: Sequence[Bundle], rules: PublicationRules, *, withdrawn: frozenset[str] = frozenset()) -> dict[str, str]:
    """The files by name: the counts and, if there are any, the amounts. `withdrawn`: names of the editions that were withdrawn."""
    letters = _letters(bundles)
    kinds = {"aantallen": True, "bedragen": False}
    histories = {name: published(bundles, rules, integer=integer, withdrawn=withdrawn) for name, integer in kinds.items()}
    return {name: _text(history, letters) for name, history in histories.items() if history.editions}


def _letters(bundles: Sequence[Bundle]) -> dict[str, str]:
    """Each aanbieder its letter, in the order of their names; the same in both files."""
    names = {who for one in bundles for part in one.parts for cell in part.problem.cells for who in cell.contributions or {}}
    return {who: _letter(place) for place, who in enumerate(sorted(names))}


def _letter(place: int) -> str:
    return LETTERS[place] if place < len(LETTERS) else f"{LETTERS[place % len(LETTERS)]}{place // len(LETTERS)}"


def _text(history: Published, letters: Mapping[str, str]) -> str:
    content: Json = {
        "editions": [_edition(one, letters) for one in history.editions],
        "integer": history.integer,
        "prior": {"lower": _numbers(history.prior.lower), "upper": _numbers(history.prior.upper)},
        "protect": [{"id": one.id, "lower": _number(one.lower), "upper": _number(one.upper)} for one in history.protect],
        "time_limit": SECONDS,
    }
    if history.groups is not None:
        content["groups"] = {"members": history.groups.members, "totals": list(history.groups.totals)}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def _edition(one: Edition, letters: Mapping[str, str]) -> Json:
    return {
        "name": one.name,
        "withdrawn": one.withdrawn,
        "lasting": one.lasting,
        "method": "round" if one.rounds else "suppress",
        "base": one.base,
        "steps": one.steps,
        "rules": [_rule(rule) for rule in one.rules or ()],
        "cells": [_cell(cell, letters) for cell in one.cells],
        "equations": [_equation(equation) for equation in one.equations],
        "flows": [_flow(flow) for flow in one.flows],
        "unpublished": sorted(one.unpublished),
        "suppressed": sorted(one.left_out),
        "rounded": _numbers(one.rounded),
    }


def _cell(cell: Cell, letters: Mapping[str, str]) -> Json:
    told: Json = {"id": cell.id, "value": _number(cell.value)}
    if cell.contributions is not None:
        told["contrib"] = {letters[who]: _number(part) for who, part in sorted(cell.contributions.items())}
    return told


def _equation(one: Equation) -> Json:
    return {"total": one.total, "parts": list(one.parts)}


def _flow(one: Flow) -> Json:
    return {"begin": one.begin, "in": list(one.came), "out": list(one.left), "end": one.end}


def _rule(rule: Rule) -> Json:
    match rule:
        case Frequency(least):
            return {"type": "frequency", "min": least}
        case Contributors(least):
            return {"type": "contributors", "min": least}
        case Percent(percent):
            return {"type": "p", "p": _number(percent)}
        case Dominance(largest, percent):
            return {"type": "nk", "n": largest, "k": _number(percent)}
        case _:
            assert_never(rule)


def _numbers(numbers: Mapping[str, Fraction]) -> dict[str, int | float]:
    return {name: _number(number) for name, number in sorted(numbers.items())}


def _number(number: Fraction) -> int | float:
    """Whole as it is; an amount as the nearest decimal number, which the auditor takes for the same."""
    return number.numerator if number.denominator == 1 else float(number)

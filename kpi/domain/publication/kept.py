"""The true tables of an edition with what was shown of them, as one canonical text, and back. What every later edition is audited against.

Values are exact: whole numbers and fractions as text. It holds what each aanbieder brings in, so no screen shows it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from kpi.domain.canonical import plain_text
from kpi.domain.disclosure.problem import Cell, Equation, Method, Prior, Problem, Wanted
from kpi.domain.disclosure_audit.published import Flow
from kpi.domain.publication.bundle import Bundle, Part

SCHEMA = 1
FORM = "samenzicht-publicatie"


def kept_text(bundle: Bundle) -> str:
    """The same bundle always gives the same text. Without the parameters of the rules."""
    return plain_text(
        {
            "form": FORM,
            "schema": SCHEMA,
            "name": bundle.name,
            "parts": [{"name": one.name, **_problem(one.problem)} for one in bundle.parts],
            "equations": [_equation(one) for one in bundle.equations],
            "flows": [{"begin": one.begin, "in": one.came, "out": one.left, "end": one.end} for one in bundle.flows],
            "together": [sorted(one) for one in bundle.together],
            "groups": bundle.groups,
        }
    )


def kept_bundle(text: str) -> Bundle:
    """The bundle of a text that `kept_text` made. Raises ValueError for any other text: then what was stored is damaged."""
    try:
        given = json.loads(text)
        if (given["form"], given["schema"]) != (FORM, SCHEMA):
            raise ValueError("unknown form of what is kept of a publication")
        return Bundle(
            name=given["name"],
            parts=tuple(Part(one["name"], _problem_of(one)) for one in given["parts"]),
            equations=tuple(_equation_of(one) for one in given["equations"]),
            flows=tuple(Flow(one["begin"], tuple(one["in"]), tuple(one["out"]), one["end"]) for one in given["flows"]),
            together=tuple(frozenset(one) for one in given["together"]),
            groups=tuple(given["groups"]),
        )
    except (KeyError, TypeError, AttributeError, json.JSONDecodeError) as problem:
        raise ValueError("what is kept of a publication is damaged") from problem


def _problem(one: Problem) -> dict[str, Any]:
    return {
        "method": one.method.value,
        "base": one.base,
        "steps": one.steps,
        "integer": one.integer,
        "cells": [_cell(cell) for cell in one.cells],
        "equations": [_equation(equation) for equation in one.equations],
        "unpublished": sorted(one.unpublished),
        "suppressed": sorted(one.suppressed),
        "rounded": _texts(one.rounded),
        "lower": _texts(one.prior.lower),
        "upper": _texts(one.prior.upper),
        "protect": [{"id": wanted.id, "lower": str(wanted.lower), "upper": str(wanted.upper)} for wanted in one.protect],
    }


def _problem_of(given: Mapping[str, Any]) -> Problem:
    return Problem(
        cells=tuple(_cell_of(one) for one in given["cells"]),
        equations=tuple(_equation_of(one) for one in given["equations"]),
        integer=given["integer"],
        unpublished=frozenset(given["unpublished"]),
        prior=Prior(lower=_numbers(given["lower"]), upper=_numbers(given["upper"])),
        protect=tuple(Wanted(one["id"], Fraction(one["lower"]), Fraction(one["upper"])) for one in given["protect"]),
        method=Method(given["method"]),
        base=given["base"],
        suppressed=frozenset(given["suppressed"]),
        rounded=_numbers(given["rounded"]),
        steps=given["steps"],
    )


def _cell(cell: Cell) -> dict[str, Any]:
    told: dict[str, Any] = {"id": cell.id, "value": str(cell.value)}
    return told if cell.contributions is None else told | {"contrib": _texts(cell.contributions)}


def _cell_of(given: Mapping[str, Any]) -> Cell:
    return Cell(given["id"], Fraction(given["value"]), _numbers(given["contrib"]) if "contrib" in given else None)


def _equation(one: Equation) -> dict[str, Any]:
    return {"total": one.total, "parts": one.parts}


def _equation_of(given: Mapping[str, Any]) -> Equation:
    return Equation(given["total"], tuple(given["parts"]))


def _texts(numbers: Mapping[str, Fraction]) -> dict[str, str]:
    return {name: str(number) for name, number in numbers.items()}


def _numbers(texts: Mapping[str, str]) -> dict[str, Fraction]:
    return {name: Fraction(number) for name, number in texts.items()}

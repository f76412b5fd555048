"""Invented quarters as bundles for the joint protection: three tables of people, who came and left, and the quarters before."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from time import monotonic
from typing import Any

from kpi.domain.disclosure.problem import Problem
from kpi.domain.disclosure_audit.published import Flow
from kpi.domain.publication.bundle import Bundle, Part
from kpi.domain.publication.joint import Effort, Outcome, protect_jointly
from kpi.domain.publication.rules import PublicationRules
from portal.developer import table_file
from tests.support.disclosure_history import flows

Table = dict[str, Any]
RULES = PublicationRules(threshold=5, contributors=3, percent=Fraction(10), base=5)
REGION = "t|t|t"


def clock() -> Callable[[], float]:
    """Seconds since now."""
    begun = monotonic()
    return lambda: monotonic() - begun


def problem(table: Table) -> Problem:
    """As from a file."""
    return table_file.read(json.dumps(table).encode())


def jointly(bundle: Bundle, history: Sequence[Bundle] = (), rules: PublicationRules = RULES, *, seconds: float = 120, rounds: int = 40) -> Outcome:
    """With a real clock."""
    return protect_jointly(bundle, history, rules, effort=Effort(seconds, rounds), elapsed=clock())


def published_in_turn(bundles: Iterable[Bundle], rules: PublicationRules = RULES) -> list[Outcome]:
    """Each with all before it; the first that is refused ends it."""
    made: list[Outcome] = []
    for one in bundles:
        made.append(jointly(one, [before.bundle for before in made], rules))
        if not made[-1].safe:
            break
    return made


def region_bundle(number: int, quarter: dict[str, Table], all_flows: Sequence[Table], *, everywhere: bool = False) -> Bundle:
    """One quarter: three tables of the stand, and who came and left: of the region as published figures, or of every cell and published nowhere."""
    moved = [quarter[flow] for flow in ("in", "uit") if flow in quarter]
    names = {f"{flow} K{number}|{REGION}" for flow in ("in", "uit")}
    more = [cell for one in moved for cell in one["cells"] if everywhere or cell["id"] in names]
    table = {
        "cells": [*quarter["stand"]["cells"], *more],
        "equations": [*quarter["stand"]["equations"], *(equation for one in moved if everywhere for equation in one["equations"])],
        "unpublished": [cell["id"] for cell in more] if everywhere else [],
        "method": "round",
    }
    mine = [one for one in all_flows if one["end"].startswith(f"K{number}|") and (everywhere or one["end"].endswith(f"|{REGION}"))]
    told = tuple(Flow(one["begin"], tuple(one["in"]), tuple(one["out"]), one["end"]) for one in mine)
    return Bundle(f"K{number} (1)", (Part("aantallen", problem(table)),), flows=told)


def region_bundles(made: Sequence[dict[str, Table]], *, everywhere: bool = False) -> list[Bundle]:
    """All quarters that `disclosure_history.quarters` made up."""
    known = flows(list(made))
    return [region_bundle(number, one, known, everywhere=everywhere) for number, one in enumerate(made)]

"""A history of publications as a JSON file, for `./samenzicht toets`: the format of docs/toets-tabellen.md. Each refusal is a Dutch sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from contracts.foundation.errors import Refused
from kpi.domain.disclosure.checks import LONGEST_TIME, MOST_INSIDERS, checked
from kpi.domain.disclosure.problem import Problem
from kpi.domain.disclosure_audit.published import Edition, Flow, Groups, Published, edition_of, history_of
from portal.developer.json_file import block, flag, label_of, listed, parsed, whole_or_none
from portal.developer.table_file import LARGEST_FILE, TOP_KEYS, problem_of

SHARED_KEYS = {"integer", "rules"}
HISTORY_KEYS = {"editions", "equations", "flows", "groups", "prior", "protect", "insiders", "time_limit"} | SHARED_KEYS
EDITION_KEYS = {
    "name",
    "withdrawn",
    "cells",
    "equations",
    "unpublished",
    "method",
    "base",
    "suppressed",
    "rounded",
    "steps",
    "rules",
    "flows",
    "lasting",
}
OWN_KEYS = {"name", "withdrawn", "flows", "lasting"}
PUBLISHED_KEYS = {"suppressed", "rounded", "steps"}
FLOW_KEYS = {"begin", "in", "out", "end"}
MOST_EDITIONS = 500
MOST_CELLS = 100_000

# What is attacked, by whom (None: by everybody who brings in anything), and for how many seconds at most.
Question = tuple[Published, tuple[str, ...] | None, float | None]


def concerns_tables(given: object) -> bool:
    """Whether this JSON is about tables, and not a report."""
    return isinstance(given, dict) and bool(given.keys() & (TOP_KEYS | HISTORY_KEYS)) and not given.keys() & {"kwartaal", "cijfers"}


def read(content: bytes, answer: bytes | None = None) -> Question:
    """Read and check one set of tables, or a history of several. Raises Refused with a sentence that names the place.

    `answer` is what `./samenzicht bescherm` answered about these tables: what was published of them.
    """
    given = parsed(content, largest=LARGEST_FILE)
    if isinstance(given, dict) and "editions" in given:
        if answer is not None:
            raise Refused("uitkomst", "Een uitkomst hoort bij één bestand met tabellen. Zet ze bij meer edities in het bestand zelf.")
        return _history(block(given, "bestand", HISTORY_KEYS))
    tables = block(given, "bestand", TOP_KEYS)
    problem = checked(problem_of(tables if answer is None else tables | _answered(answer)))
    return history_of(problem), problem.insiders, problem.time_limit


def _answered(answer: bytes) -> dict[str, Any]:
    """What an answer of `bescherm` says was published."""
    given = parsed(answer, largest=LARGEST_FILE)
    if not isinstance(given, dict) or not given.keys() >= PUBLISHED_KEYS:
        raise Refused("uitkomst", "Dit is geen uitkomst van bescherm.")
    if given.get("safe") is not True:
        raise Refused("uitkomst", "Deze uitkomst is niet veilig. Er is dus niets gepubliceerd.")
    return {name: given[name] for name in PUBLISHED_KEYS}


def _history(given: Mapping[str, Any]) -> Question:
    shared = {name: given[name] for name in SHARED_KEYS if name in given}
    told = problem_of(shared | {name: given.get(name) for name in ("equations", "prior", "protect", "insiders", "time_limit")})
    _sound(told)
    rows = listed(given.get("editions"), "editions")
    if not 1 <= len(rows) <= MOST_EDITIONS:
        raise Refused("editions", f"Geef minstens 1 en hoogstens {MOST_EDITIONS} edities.")
    editions = tuple(_edition(one, f"editie {place}", shared) for place, one in enumerate(rows, start=1))
    if sum(len(one.cells) for one in editions) > MOST_CELLS:
        raise Refused("editions", f"Dit zijn te veel cellen. Geef er hoogstens {MOST_CELLS}.")
    if len({one.name for one in editions}) < len(editions):
        raise Refused("editions", "Twee edities hebben dezelfde naam.")
    published = Published(
        editions=editions,
        equations=told.equations,
        flows=tuple(_flow(one, f"flows {place}") for place, one in enumerate(listed(given.get("flows"), "flows"), start=1)),
        integer=told.integer,
        prior=told.prior,
        rules=told.rules,
        protect=told.protect,
        groups=_groups(given.get("groups")),
    )
    return published, told.insiders, told.time_limit


def _sound(told: Problem) -> None:
    """What the check of one set of tables cannot see of a history."""
    if any(one.lower < 0 or one.upper < 0 for one in told.protect):
        raise Refused("protect", "Een breedte kan niet kleiner zijn dan 0.")
    if len({one.id for one in told.protect}) < len(told.protect):
        raise Refused("protect", "Een cel staat er twee keer in.")
    if len(set(told.insiders or ())) < len(told.insiders or ()):
        raise Refused("insiders", "Een aanbieder staat er twee keer in.")
    if len(told.insiders or ()) > MOST_INSIDERS:
        raise Refused("insiders", f"Dit zijn te veel aanbieders. Noem in insiders hoogstens {MOST_INSIDERS} meelezers.")
    if told.time_limit is not None and not 0 < told.time_limit <= LONGEST_TIME:
        raise Refused("time_limit", f"Kies een tijd van meer dan 0 tot en met {LONGEST_TIME:.0f} seconden.")


def _edition(given: object, where: str, shared: dict[str, Any]) -> Edition:
    one = block(given, where, EDITION_KEYS)
    name = label_of(one.get("name"), f"{where}, name")
    try:
        problem = checked(problem_of(shared | {key: value for key, value in one.items() if key not in OWN_KEYS}))
    except Refused as refused:
        raise Refused(f"{where}, {refused.field}", refused.reason) from refused
    flows = tuple(_flow(flow, f"{where}, flows {place}") for place, flow in enumerate(listed(one.get("flows"), f"{where}, flows"), start=1))
    made = edition_of(name, problem, withdrawn=flag(one, "withdrawn", where))
    lasting = one.get("lasting") is None or flag(one, "lasting", where)
    return replace(made, rules=problem.rules if "rules" in one else None, flows=flows, lasting=lasting)


def _flow(given: object, where: str) -> Flow:
    one = block(given, where, FLOW_KEYS)
    came, left = (tuple(label_of(name, f"{where}, {key}") for name in listed(one.get(key), f"{where}, {key}")) for key in ("in", "out"))
    return Flow(label_of(one.get("begin"), f"{where}, begin"), came, left, label_of(one.get("end"), f"{where}, end"))


def _groups(given: object) -> Groups | None:
    if given is None:
        return None
    one = block(given, "groups", {"members", "totals"})
    members = whole_or_none(one.get("members"), "groups, members")
    if members is not None and members < 0:
        raise Refused("groups, members", "Dit kan niet kleiner zijn dan 0.")
    return Groups(1 if members is None else members, tuple(label_of(name, "groups, totals") for name in listed(one.get("totals"), "groups, totals")))

"""One series as a JSON file, for `./samenzicht signaleer`: reading with clear refusals, and writing what was judged.

Numbers are read as they are typed (0.1 is one tenth), so that exact comparisons stay exact.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

from contracts.foundation.errors import Refused
from kpi.domain.signals.finding import RULES, Finding
from kpi.domain.signals.intervals import Interval
from kpi.domain.signals.judge import Judgement
from kpi.domain.signals.newest import JudgedPoint
from kpi.domain.signals.profile import PROFILES, Name, Profile
from kpi.domain.signals.series import Bounds, Direction, Kind, Point, Series
from portal.developer.json_file import LONGEST_TEXT, block, choice, number_or_none, parsed, text_of, whole_or_none

MOST_POINTS = 400
MOST_PEERS = 20
TOP_KEYS = {"kind", "direction", "norm", "confidence", "profile", "baseline", "points", "peers"}
POINT_KEYS = {"period", "value", "numerator", "denominator", "missing"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the file asks to judge."""

    series: Series
    profile: Profile
    peers: dict[str, tuple[Point, ...]]


def read(text: bytes) -> Asked:
    """Read the JSON of one series. Raises Refused with a sentence that names the place."""
    content = block(parsed(text), "bestand", TOP_KEYS)
    kind = choice(content, "kind", Kind)
    series = Series(
        kind=kind,
        points=_points(content.get("points"), "points"),
        direction=choice(content, "direction", Direction, Direction.NONE),
        norm=_norm(content.get("norm")),
        confidence=float(number_or_none(content.get("confidence", Decimal("0.95")), "confidence") or 0),
    )
    return Asked(series, _profile(content), _peers(content.get("peers")))


def _norm(given: object) -> Bounds | None:
    if given is None:
        return None
    norm = block(given, "norm", {"min", "max"})
    return Bounds(number_or_none(norm.get("min"), "norm min"), number_or_none(norm.get("max"), "norm max"))


def _profile(content: Mapping[str, Any]) -> Profile:
    profile = PROFILES[choice(content, "profile", Name, Name.KWARTAAL)]
    if content.get("baseline") is None:
        return profile
    given = block(content["baseline"], "baseline", {"screen", "fix_after", "rebase_at"})
    screen = given.get("screen", profile.screen)
    rebase_at = given.get("rebase_at") or []
    if not isinstance(screen, bool):
        raise Refused("baseline screen", "Kies true of false.")
    if not isinstance(rebase_at, list):
        raise Refused("baseline rebase_at", "Hier hoort een lijst met puntnummers, zoals [8].")
    fix_after = whole_or_none(given["fix_after"], "baseline fix_after") if "fix_after" in given else profile.fix_after
    numbers = {number for one in rebase_at if (number := whole_or_none(one, "baseline rebase_at")) is not None}
    return replace(profile, screen=screen, fix_after=fix_after, rebase_at=tuple(sorted(numbers)))


def _peers(given: object) -> dict[str, tuple[Point, ...]]:
    if given is None:
        return {}
    if not isinstance(given, dict) or len(given) > MOST_PEERS:
        raise Refused("peers", f'Hier hoort een blok met hoogstens {MOST_PEERS} anderen, zoals {{"B": [...]}}.')
    return {name: _points(points, f"peers {name[:LONGEST_TEXT]}") for name, points in given.items()}


def _points(given: object, where: str) -> tuple[Point, ...]:
    if not isinstance(given, list):
        raise Refused(where, "Hier hoort een lijst met punten tussen [ ].")
    if len(given) > MOST_POINTS:
        raise Refused(where, f"Dit zijn te veel punten. Geef er hoogstens {MOST_POINTS}.")
    return tuple(_point(one, f"{where} {number}") for number, one in enumerate(given, start=1))


def _point(given: object, where: str) -> Point:
    point = block(given, where, POINT_KEYS)
    period = text_of(point.get("period"), f"{where}, period")
    if point.get("missing") is not None:
        return Point(period, missing=text_of(point["missing"], f"{where}, missing"))
    top, bottom, value = (number_or_none(point.get(name), f"{where}, {name}") for name in ("numerator", "denominator", "value"))
    if value is not None and (top is not None or bottom is not None):
        raise Refused(where, "Geef een waarde (value), of een teller en een noemer, niet allebei.")
    if (top is None) != (bottom is None):
        raise Refused(where, "Geef de teller en de noemer allebei.")
    return Point(period, value) if top is None else Point(period, top, bottom)


def written(judgement: Judgement) -> str:
    """The judgement as JSON, for a person or a program."""
    limits = judgement.limits
    content = {
        "centre": _float(limits.centre),
        "lower": _float(limits.lower),
        "upper": _float(limits.upper),
        "mean_moving_range": _float(limits.moving_range),
        "trial": judgement.trial,
        "points": [_written_point(one) for one in judgement.points],
        "assurance": judgement.assurance,
        "findings": [_written_finding(one) for one in sorted(judgement.findings + judgement.questions, key=lambda one: RULES.index(one.rule))],
        "smallest_detectable": judgement.smallest_detectable,
    }
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def _written_point(one: JudgedPoint) -> dict[str, object]:
    limits = one.limits
    known = {"centre": _float(limits.centre), "lower": _float(limits.lower), "upper": _float(limits.upper)}
    return {
        "period": one.point.period,
        "value": _float(one.point.value),
        **known,
        "type": one.type,
        "rule": one.pattern,
        "interval": _interval(one.interval),
    }


def _interval(interval: Interval | None) -> dict[str, object] | None:
    if interval is None:
        return None
    return {"method": interval.method, "confidence": interval.confidence, "lower": interval.lower, "upper": interval.upper}


def _written_finding(found: Finding) -> dict[str, object]:
    numbers = {"kind": found.nature, **found.numbers}
    return {"rule": found.rule, "period": found.period, "severity": found.severity, "sentence": found.sentence, "numbers": numbers}


def _float(value: Fraction | float | None) -> float | None:
    return None if value is None else float(value)

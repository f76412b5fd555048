"""What a KPI did since an afspraak was made: then and now, beside what was intended, and what the register said of the newest figure.

A figure that moved is no proof that the afspraak moved it; the sentences never say that it did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpi.domain.numbers import with_unit
from kpi.domain.reporting_period import label_of
from kpi.domain.signals.chart import PointType
from kpi.domain.signals.norms import Verdict

NOT_YET, WAITS, GOOD, LESS = "nog niet te zien", "nog geen verandering", "gaat de goede kant op", "gaat de verkeerde kant op"
REACHED = "wat de bedoeling was, is gehaald"
_SAID = {
    "": "Voor een oordeel zijn er nog te weinig eerdere kwartalen.",
    str(PointType.COMMON): "Het bewaken ziet nog geen verandering buiten de gewone schommeling.",
    str(PointType.IMPROVEMENT): "Het bewaken ziet een verbetering die meer is dan de gewone schommeling.",
    str(PointType.CONCERN): "Het bewaken ziet een verslechtering die meer is dan de gewone schommeling.",
    str(PointType.NEUTRAL): "Het bewaken ziet een verandering die meer is dan de gewone schommeling.",
}
_NORM = {str(Verdict.WITHIN): "Het cijfer voldoet aan de norm.", str(Verdict.MISSED): "Het cijfer voldoet niet aan de norm."}
_TRIAL = "Er zijn nog weinig kwartalen, dus dit oordeel is voorlopig."
_OTHER_DEFINITION = "Sindsdien geldt een andere definitie. Vergelijk de twee cijfers met zorg."
_NO_LATER = "Er is nog geen ondertekend cijfer van een later kwartaal."
_NO_CAUSE = "Of dat door de afspraak komt, beoordeelt u samen."


@dataclass(frozen=True, slots=True)
class Intended:
    """How the KPI counts, its figure when the afspraak was made, and the figure that is expected. None: there was no such figure."""

    direction: str
    unit: str
    decimals: int
    definition_id: int | None = None
    baseline: Decimal | None = None
    baseline_period: str = ""
    expected: Decimal | None = None

    def shown(self, value: Decimal) -> str:
        """A figure in a sentence."""
        return with_unit(value, self.unit, self.decimals)


@dataclass(frozen=True, slots=True)
class Since:
    """A signed figure of a later quarter, with what was judged of it. `point_type` is the engine's; "": there was too little to judge by."""

    period: str
    value: Decimal | None
    definition_id: int
    point_type: str
    is_trial: bool
    norm_verdict: str


@dataclass(frozen=True, slots=True)
class Effect:
    """The verdict in a few words, and the sentences under it. `is_good`: None when there is nothing to say yet."""

    word: str
    is_good: bool | None
    sentences: tuple[str, ...]


def effect_of(intended: Intended, later: Sequence[Since]) -> Effect:
    """What the quarters since say, the newest last."""
    told = [one for one in later if one.value is not None]
    if not told:
        return Effect(NOT_YET, None, (_NO_LATER,))
    newest = told[-1]
    reached = is_reached(intended, newest.value)
    return Effect(*_verdict(newest, reached), tuple(sentence for sentence in _sentences(intended, newest, reached) if sentence))


def is_reached(intended: Intended, value: Decimal | None) -> bool | None:
    """Is the figure as it was intended, or beyond it? None when that cannot be said."""
    expected, baseline = intended.expected, intended.baseline
    if expected is None or value is None:
        return None
    up = intended.direction == "hoger" if baseline is None or baseline == expected else expected > baseline
    down = intended.direction == "lager" if baseline is None or baseline == expected else expected < baseline
    if not up and not down:
        return value == expected if baseline is not None else None
    return value >= expected if up else value <= expected


def _verdict(newest: Since, reached: bool | None) -> tuple[str, bool | None]:
    if newest.point_type == PointType.CONCERN:
        return LESS, False
    if reached:
        return REACHED, True
    return (GOOD, True) if newest.point_type == PointType.IMPROVEMENT else (WAITS, None)


def _sentences(intended: Intended, newest: Since, reached: bool | None) -> tuple[str, ...]:
    return (
        _course(intended, newest),
        _intention(intended, reached),
        _norm(newest),
        _SAID[newest.point_type],
        _TRIAL if newest.point_type and newest.is_trial else "",
        _OTHER_DEFINITION if intended.definition_id not in (None, newest.definition_id) else "",
        _NO_CAUSE if newest.point_type == PointType.IMPROVEMENT or reached else "",
    )


def _course(intended: Intended, newest: Since) -> str:
    now, when = intended.shown(newest.value or Decimal(0)), label_of(newest.period)
    if intended.baseline is None:
        return f"Het cijfer is {now} ({when})."
    before = f"{intended.shown(intended.baseline)} ({label_of(intended.baseline_period)})"
    if now == intended.shown(intended.baseline):
        return f"Het cijfer was {before} en is nog steeds {now} ({when})."
    return f"Het cijfer ging van {before} naar {now} ({when})."


def _intention(intended: Intended, reached: bool | None) -> str:
    if intended.expected is None:
        return ""
    aim = f"De bedoeling was {intended.shown(intended.expected)}."
    return {True: f"{aim} Dat is gehaald.", False: f"{aim} Dat is nog niet gehaald.", None: aim}[reached]


def _norm(newest: Since) -> str:
    return _NORM.get(newest.norm_verdict, "")

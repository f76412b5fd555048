"""Rule 2: the agreed norm. Contractual findings; a single quarter only counts when chance cannot explain it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpi.domain.signals.exact import binomial_at_least, binomial_at_most
from kpi.domain.signals.finding import Finding, Nature, Number, Rule, Severity
from kpi.domain.signals.intervals import Interval, events_interval, wilson
from kpi.domain.signals.series import Bounds, Kind, Point, Series, adjoins
from kpi.domain.signals.wording import as_figure, as_norm

LEAST_PEOPLE = 5  # with fewer there is no verdict, only the counts
EXACT_BELOW = 10  # with fewer people the exact binomial tail judges, from there Wilson


class Verdict(StrEnum):
    """Where the figure stands against the norm."""

    MISSED = "missed"
    WITHIN = "within"
    UNCLEAR = "unclear"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on one quarter; `side` is -1 below the norm, 1 above, 0 inside; `test` says how it was reached."""

    verdict: Verdict
    side: int
    test: str
    numbers: dict[str, Number]


def interval_of(point: Point, kind: Kind, confidence: float) -> Interval | None:
    """The interval that belongs to this kind of figure; None for a plain value or when there is no figure."""
    return None if point.value is None or kind is Kind.VALUE else _interval(point, kind, confidence)


def _interval(point: Point, kind: Kind, confidence: float) -> Interval:
    if kind is Kind.PROPORTION:
        return wilson(point.events, point.people, confidence)
    return events_interval(point.events, 1.0 if point.denominator is None else float(point.denominator), confidence)


def judge_norm(series: Series, since: int = 0) -> list[Finding]:
    """From place `since`: every quarter that misses the norm for sure, every second in a row below it, and what the newest cannot tell."""
    norm, found = series.norm, list[Finding]()
    if norm is None:
        return found
    before: tuple[Point, Judged] | None = None
    start = max(since - 1, 0)
    for place, point in enumerate(series.points[start:], start=start):
        judged = verdict(point, norm, series.kind, series.confidence)
        if judged is None:
            before = None
            continue
        if place < since:
            before = (point, judged)
            continue
        is_newest = place == len(series.points) - 1
        if judged.verdict is Verdict.MISSED or (is_newest and judged.verdict in {Verdict.UNCLEAR, Verdict.TOO_FEW}):
            found.append(_told(point, judged, norm, series.kind))
        if before is not None and _both_miss(before[1], judged) and adjoins(before[0], point):
            found.append(_told_twice(before[0], point, judged.side, norm, series.kind))
        before = (point, judged)
    return found


def verdict(point: Point, norm: Bounds, kind: Kind, confidence: float) -> Judged | None:
    """Held to the norm with the margin of chance; None without a figure."""
    value = point.value
    if value is None:
        return None
    side, numbers = norm.missed_by(value), _numbers(point, norm)
    if kind is Kind.VALUE:
        return Judged(Verdict.MISSED if side else Verdict.WITHIN, side, "value", numbers)
    if kind is Kind.PROPORTION and point.people < LEAST_PEOPLE:
        return Judged(Verdict.TOO_FEW, side, "counts", numbers)
    if kind is Kind.PROPORTION and point.people < EXACT_BELOW:
        return _by_tail(point, norm, side, confidence, numbers)
    interval = _interval(point, kind, confidence)
    numbers |= {"lower": interval.lower, "upper": interval.upper, "confidence": confidence}
    is_sure = side and _is_beyond(interval, norm, side)
    return Judged(_verdict(sure=bool(is_sure), side=side, clear=_is_inside(interval, norm)), side, interval.method, numbers)


def _by_tail(point: Point, norm: Bounds, side: int, confidence: float, numbers: dict[str, Number]) -> Judged:
    """The one-sided exact chance of a figure like this, when the aanbieder stands exactly on the norm."""
    low, high = (None if bound is None else float(bound) for bound in (norm.low, norm.high))
    below = 1.0 if low is None else binomial_at_most(point.events, point.people, low)
    above = 1.0 if high is None else binomial_at_least(point.events, point.people, high)
    alpha = (1 - confidence) / 2
    chance = below if side < 0 else above
    met_low = low is None or binomial_at_least(point.events, point.people, low) <= alpha
    met_high = high is None or binomial_at_most(point.events, point.people, high) <= alpha
    numbers |= {"chance": chance if side else min(below, above), "confidence": confidence}
    return Judged(_verdict(sure=bool(side) and chance <= alpha, side=side, clear=met_low and met_high), side, "binomial", numbers)


def _verdict(*, sure: bool, side: int, clear: bool) -> Verdict:
    if sure:
        return Verdict.MISSED
    return Verdict.WITHIN if not side and clear else Verdict.UNCLEAR


def _is_beyond(interval: Interval, norm: Bounds, side: int) -> bool:
    bound = norm.low if side < 0 else norm.high
    return bound is not None and (interval.upper < bound if side < 0 else interval.lower > bound)


def _is_inside(interval: Interval, norm: Bounds) -> bool:
    return (norm.low is None or interval.lower >= norm.low) and (norm.high is None or interval.upper <= norm.high)


def _both_miss(one: Judged, other: Judged) -> bool:
    """Twice on the same wrong side, by the figure itself; a quarter with too few people does not count."""
    return one.side == other.side != 0 and Verdict.TOO_FEW not in {one.verdict, other.verdict}


def _numbers(point: Point, norm: Bounds) -> dict[str, Number]:
    known: dict[str, Number] = {"value": None if point.value is None else float(point.value)}
    if point.denominator is not None:
        known |= {"numerator": float(point.numerator or 0), "denominator": float(point.denominator)}
    return known | {"norm_min": None if norm.low is None else float(norm.low), "norm_max": None if norm.high is None else float(norm.high)}


def _told(point: Point, judged: Judged, norm: Bounds, kind: Kind) -> Finding:
    where = "onder" if judged.side < 0 else "boven"
    ends = {
        Verdict.MISSED: f"Dat ligt {where} de norm" + (", ook als we rekening houden met toeval." if kind is not Kind.VALUE else "."),
        Verdict.UNCLEAR: f"Dit is niet te onderscheiden van de norm: {_either_way(judged.side)}",
        Verdict.TOO_FEW: "Te weinig om te oordelen: het gaat om minder dan 5 mensen.",
    }
    sure = Severity.SIGNAL if kind is not Kind.VALUE else Severity.ATTENTION
    severity = sure if judged.verdict is Verdict.MISSED else Severity.INFORMATION
    sentence = f"{point.period}: {as_figure(point, kind)}. De norm is {as_norm(norm, kind)}. {ends[judged.verdict]}"
    numbers = {"test": judged.test, "verdict": str(judged.verdict), **judged.numbers}
    return Finding(Rule.NORM, Nature.CONTRACTUAL, point.period, severity, sentence, numbers)


def _either_way(side: int) -> str:
    return "het verschil kan toeval zijn." if side else "dat de norm is gehaald, kan toeval zijn."


def _told_twice(before: Point, point: Point, side: int, norm: Bounds, kind: Kind) -> Finding:
    where = "onder" if side < 0 else "boven"
    figures = f"{before.period}: {as_figure(before, kind)}, {point.period}: {as_figure(point, kind)}"
    sentence = f"Twee kwartalen achter elkaar {where} de norm ({as_norm(norm, kind)}). {figures}."
    numbers = {"test": "two_quarters", "before": None if before.value is None else float(before.value), **_numbers(point, norm)}
    return Finding(Rule.NORM, Nature.CONTRACTUAL, point.period, Severity.ATTENTION, sentence, numbers)

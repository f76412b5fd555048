"""Rule 0: what is not there, what came late, and what was changed. It is told first, because every other rule stands on it."""

from __future__ import annotations

from fractions import Fraction

from contracts.foundation.period import MONTHS
from kpi.domain.signals.finding import Finding, Nature, Number, Rule, Severity
from kpi.domain.signals.series import Kind, Point, Series, quarter_number
from kpi.domain.signals.wording import as_number

NOT_APPLICABLE = {"niet van toepassing", "nvt", "n.v.t."}


def judge_completeness(series: Series, since: int = 0) -> list[Finding]:
    """A finding for every quarter, from place `since`, without a figure, after the deadline, or corrected."""
    found: list[Finding] = []
    for place, point in enumerate(series.points[since:], start=since):
        if point.value is None:
            found.append(_absent(point))
        if point.late_on is not None:
            day = f"{point.late_on.day} {MONTHS[point.late_on.month - 1]} {point.late_on.year}"
            found.append(
                _told(point, Severity.INFORMATION, f"Dit cijfer kwam na de uiterste datum, op {day}.", {"late_on": point.late_on.isoformat()})
            )
        if point.was is not None and point.value is not None and point.was != point.value:
            found.append(_revised(point, point.was, point.value, series.kind))
        if place and (gap := _gap(series.points[place - 1], point)):
            found.append(gap)
    return found


def is_applicable(point: Point) -> bool:
    """False when the question does not belong to this aanbieder or quarter."""
    return point.missing.strip().lower().rstrip(".") not in NOT_APPLICABLE | {"n.v.t"}


def _absent(point: Point) -> Finding:
    if not is_applicable(point):
        return _told(point, Severity.INFORMATION, "Deze vraag is niet van toepassing.", {"missing": point.missing})
    if point.denominator == 0 and not point.missing:
        return _told(point, Severity.INFORMATION, "De noemer is 0. Er valt dus niets te berekenen.", {"denominator": 0})
    reason = f" Reden: {point.missing}." if point.missing else ""
    return _told(point, Severity.ATTENTION, f"Er is geen cijfer.{reason}", {"missing": point.missing or None})


def _revised(point: Point, was: Fraction, now: Fraction, kind: Kind) -> Finding:
    sentence = f"Dit cijfer is later veranderd. Eerst was het {as_number(was, kind)}, nu {as_number(now, kind)}."
    return _told(point, Severity.INFORMATION, sentence, {"was": float(was), "value": float(now)})


def _gap(before: Point, point: Point) -> Finding | None:
    """Quarters that are not in the list at all."""
    first, second = quarter_number(before.period), quarter_number(point.period)
    if first is None or second is None or second == first + 1:
        return None
    sentence = f"Tussen {before.period} en {point.period} ontbreken kwartalen. Over zo'n gat heen wordt niets vergeleken."
    return _told(point, Severity.INFORMATION, sentence, {"after": before.period})


def _told(point: Point, severity: Severity, sentence: str, numbers: dict[str, Number]) -> Finding:
    return Finding(Rule.COMPLETENESS, Nature.DATA, point.period, severity, f"{point.period}: {sentence}", numbers)

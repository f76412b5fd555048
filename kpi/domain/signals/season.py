"""Rule 4: this quarter against the same quarter last year. A series that only follows the seasons gives no signal on its own history."""

from __future__ import annotations

from fractions import Fraction

from kpi.domain.signals.exact import compare_counts
from kpi.domain.signals.finding import Finding, Nature, Number, Rule, Severity
from kpi.domain.signals.intervals import newcombe
from kpi.domain.signals.series import Kind, Point, Series, adjoins, quarter_number
from kpi.domain.signals.wording import as_distance, as_figure
from kpi.domain.signals.xmr import USUAL_FACTOR

QUARTERS_IN_A_YEAR = 4
LEAST_DIFFERENCES = 6


def judge_season(series: Series, since: int = 0) -> list[Finding]:
    """Every quarter, from place `since`, that differs from a year before by more than chance."""
    asked = {number for point in series.points[since:] if (number := quarter_number(point.period)) is not None}
    if not asked:
        return []
    if series.kind is Kind.VALUE:
        return _judge_values(_years(series), asked)
    found = [(before, point, _compare(before, point, series)) for number, before, point in _years(series) if number in asked]
    return [_told(before, point, numbers, series.kind) for before, point, numbers in found if numbers is not None]


def _years(series: Series) -> list[tuple[int, Point, Point]]:
    """The number of each quarter that can be compared, the same quarter a year before, and itself."""
    by_quarter = {number: point for point in series.points if (number := quarter_number(point.period)) is not None}
    years = [(number, before, point) for number, point in by_quarter.items() if (before := by_quarter.get(number - QUARTERS_IN_A_YEAR))]
    return [
        (number, before, point)
        for number, before, point in years
        if before.definition == point.definition and before.value is not None and point.value is not None
    ]


def chance_of_false_finding(series: Series) -> float | None:
    """How often a steady series would be told here; None when the newest quarter cannot be compared."""
    newest = series.points[-1]
    number = quarter_number(newest.period)
    before = next((point for point in series.points if number and quarter_number(point.period) == number - QUARTERS_IN_A_YEAR), None)
    if newest.value is None or before is None or before.value is None or before.definition != newest.definition:
        return None
    return 0.01 if series.kind is Kind.VALUE else 1 - series.confidence


def _compare(before: Point, point: Point, series: Series) -> dict[str, Number] | None:
    """What the difference stands on when it is more than chance; else None."""
    if series.kind is Kind.PROPORTION:
        known = newcombe((point.events, point.people), (before.events, before.people), series.confidence)
        numbers: dict[str, Number] = {"test": "newcombe", "lower": known.lower, "upper": known.upper, "confidence": series.confidence}
        return numbers if known.lower > 0 or known.upper < 0 else None
    exposure, earlier = point.denominator or Fraction(1), before.denominator or Fraction(1)
    chance = compare_counts(point.events, before.events, float(exposure / (exposure + earlier)))
    return {"test": "conditional_binomial", "chance": chance, "confidence": series.confidence} if chance <= 1 - series.confidence else None


def _judge_values(years: list[tuple[int, Point, Point]], asked: set[int]) -> list[Finding]:
    """Plain values: the difference against 2.66 x the mean moving range of the seasonal differences so far, once there are six."""
    found: list[Finding] = []
    total, ranges = Fraction(0), 0
    differences: list[tuple[Point, Fraction]] = []
    for number, before, point in years:
        difference = (point.value or Fraction(0)) - (before.value or Fraction(0))
        if differences and adjoins(differences[-1][0], point):
            total, ranges = total + abs(difference - differences[-1][1]), ranges + 1
        differences.append((point, difference))
        if number not in asked or len(differences) < LEAST_DIFFERENCES or not ranges:
            continue
        limit = USUAL_FACTOR * total / ranges
        if abs(difference) > limit:
            numbers: dict[str, Number] = {"test": "moving_range", "limit": float(limit), "differences": len(differences)}
            found.append(_told(before, point, numbers, Kind.VALUE))
    return found


def _told(before: Point, point: Point, numbers: dict[str, Number], kind: Kind) -> Finding:
    now, then = point.value or Fraction(0), before.value or Fraction(0)
    more = f"{as_distance(now - then, kind)} {'meer' if now > then else 'minder'}"
    sentence = (
        f"{point.period}: {as_figure(point, kind)}. Een jaar eerder was het {as_figure(before, kind)}. "
        f"Dat is nu {more}. Dit verschil is groter dan u van toeval mag verwachten."
    )
    known: dict[str, Number] = {"value": float(now), "before": float(then), "difference": float(now - then)}
    if point.denominator is not None and before.denominator is not None:
        known |= {"denominator": float(point.denominator), "denominator_before": float(before.denominator)}
    return Finding(Rule.SEASON, Nature.STATISTICAL, point.period, Severity.ATTENTION, sentence, numbers | known)

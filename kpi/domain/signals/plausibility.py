"""Rule 1: questions to the aanbieder while it fills in, before it signs. Never shown to the contractmanager as a deviation.

(A numerator above its denominator is refused before this; the balance of a stroom is in `kpi.domain.flow`.)
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from kpi.domain.signals.finding import Finding, Nature, Number, Rule, Severity
from kpi.domain.signals.series import Series
from kpi.domain.signals.wording import as_figure, as_number
from kpi.domain.signals.xmr import mean_of

LEAST_EARLIER = 6
FAR = 3.5
SAME_IN_A_ROW = 4
UNIT_JUMPS = (Fraction(10), Fraction(100), Fraction(1000))
NEAR_A_JUMP = Fraction(1, 10)


def robust_score(value: Fraction, earlier: Sequence[Fraction]) -> float:
    """How far a value lies from the median: 0.6745 x distance / median absolute deviation (Iglewicz and Hoaglin 1993).

    When more than half of the earlier values are the same, the mean absolute deviation stands in (x 1.253314); when all are, a
    different value is infinitely far.
    """
    middle = median(earlier)
    distances = [abs(one - middle) for one in earlier]
    distance, spread = value - middle, median(distances)
    if distance == 0:
        return 0.0
    if spread:
        return 0.6745 * float(distance) / float(spread)
    average = float(mean_of(distances))
    return float(distance) / (1.253314 * average) if average else float("inf") * (1 if distance > 0 else -1)


def questions(series: Series) -> list[Finding]:
    """What to ask about the newest figure."""
    newest, value = series.points[-1], series.points[-1].value
    earlier = [one for point in series.points[:-1] if point.definition == newest.definition and (one := point.value) is not None]
    if value is None or not earlier:
        return []
    told = as_figure(newest, series.kind)
    asked: list[tuple[str, dict[str, Number]]] = []
    jump = next((times for times in UNIT_JUMPS if _is_jump(value, median(earlier), times)), None)
    score = robust_score(value, earlier) if len(earlier) >= LEAST_EARLIER else 0.0
    if jump is not None:
        asked.append((f"Dit is ongeveer {jump} keer zo veel of zo weinig als eerst. Klopt de eenheid?", {"test": "unit", "times": int(jump)}))
    elif abs(score) > FAR:
        usual = as_number(median(earlier), series.kind)
        known = {"test": "median", "score": score if abs(score) < float("inf") else None}
        asked.append((f"Dit ligt ver van wat u eerder invulde (midden: {usual}). Klopt het?", known))
    if len(earlier) >= SAME_IN_A_ROW - 1 and set(earlier[1 - SAME_IN_A_ROW :]) == {value}:
        asked.append((f"Dit cijfer is {SAME_IN_A_ROW} keer op rij precies hetzelfde. Klopt het?", {"test": "same", "times": SAME_IN_A_ROW}))
    name = newest.period
    return [Finding(Rule.PLAUSIBILITY, Nature.DATA, name, Severity.QUESTION, f"{name}: {told}. {text}", numbers) for text, numbers in asked]


def _is_jump(value: Fraction, usual: Fraction, times: Fraction) -> bool:
    """Within a tenth of so many times as much, or as little."""
    if value == 0 or usual == 0:
        return False
    ratio = abs(value / usual)
    return any(abs(one / times - 1) <= NEAR_A_JUMP for one in (ratio, 1 / ratio))

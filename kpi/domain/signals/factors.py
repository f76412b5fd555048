"""How wide limits must be when they stand on few earlier quarters, so that 1 in 100 steady quarters falls outside them.

Limits are mean ± k x mean moving range of the earlier points only. Each k is measured over 1,000,000 series of normal noise
(statistics.md part 2). With the usual 2.66 the false alarms would be 5.7 % at 5 earlier points and 2.3 % at 10.
"""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

FALSE_ALARMS = 0.01
FALSE_ALARMS_OF_RUNS = {12: 0.008, 13: 0.011, 14: 0.017, 15: 0.021, 16: 0.027, 17: 0.032}  # by earlier points, see false_alarms_of_runs
FALSE_ALARMS_OF_LATER_RUNS = 0.040
MEASURED = {4: "6.02", 5: "4.82", 6: "4.20", 7: "3.82", 8: "3.56", 10: "3.23", 12: "3.05", 15: "2.87", 20: "2.70"}
ENDLESS = Fraction("2.2828")  # 2.5758 (the 1 % point of the normal distribution) / 1.12838 (the mean moving range in standard deviations)

_KNOWN = {earlier: Fraction(factor) for earlier, factor in MEASURED.items()}
_STEPS = sorted(_KNOWN)


def factor_for(earlier: int) -> Fraction | None:
    """K for this number of earlier points; None below 4.

    Between two measured numbers, and beyond the last, k follows a straight line in 1/number: against simulation that is within 2 %.
    """
    if earlier < _STEPS[0]:
        return None
    if earlier in _KNOWN:
        return _KNOWN[earlier]
    at = bisect_right(_STEPS, earlier)
    below = _STEPS[at - 1]
    above, end = (Fraction(1, _STEPS[at]), _KNOWN[_STEPS[at]]) if at < len(_STEPS) else (Fraction(0), ENDLESS)
    return end + (_KNOWN[below] - end) * (Fraction(1, earlier) - above) / (Fraction(1, below) - above)


def false_alarms_of_runs(earlier: int) -> float:
    """How often trend, shift and 2 of 3 together tell a steady newest quarter that lies within its limits (measured; tests/unit/signals).

    It grows until no point of a run is part of the twelve that made the limits: their mean is itself uncertain, and a shift feels that.
    """
    return 0.0 if earlier < min(FALSE_ALARMS_OF_RUNS) else FALSE_ALARMS_OF_RUNS.get(earlier, FALSE_ALARMS_OF_LATER_RUNS)

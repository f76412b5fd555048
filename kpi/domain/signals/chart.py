"""A point on the chart: its limits, and whether it is more than common variation."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kpi.domain.signals.runs import Pattern
from kpi.domain.signals.series import Direction
from kpi.domain.signals.xmr import NO_LIMITS, Limits


class PointType(StrEnum):
    """What the point is, in the words of NHSRplotthedots (which tells neutral high from neutral low; here the sign does)."""

    COMMON = "common_cause"
    IMPROVEMENT = "special_cause_improvement"
    CONCERN = "special_cause_concern"
    NEUTRAL = "special_cause_neutral"


@dataclass(frozen=True, slots=True)
class Charted:
    """A point with its limits.

    `sign` is 1 for high or rising, -1 for low or falling. `baseline` is how many points the limits stand on;
    `earlier` is how many figures came before it since the last new beginning.
    """

    limits: Limits = NO_LIMITS
    pattern: Pattern | None = None
    sign: int = 0
    baseline: int = 0
    earlier: int = 0

    def type_for(self, direction: Direction) -> PointType:
        """Good or bad news, by the direction that is better."""
        if self.pattern is None:
            return PointType.COMMON
        if direction is Direction.NONE:
            return PointType.NEUTRAL
        better = 1 if direction is Direction.HIGHER else -1
        return PointType.IMPROVEMENT if self.sign == better else PointType.CONCERN

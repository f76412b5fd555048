"""A signed figure with what was judged of it, as overviews read it. Judgements are stored at submission; here nothing is worked out anew."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from kpi.domain.cell import value_of
from kpi.domain.indicator import RATIO
from kpi.domain.signals.series import Kind
from kpi.tables.deviation import Deviation, Judgement
from kpi.tables.indicator import Indicator, IndicatorVersion

ENGINE_TIMES = 100  # the engine counts a share of people from 0 to 1


class JudgedFigure(NamedTuple):
    """One figure of one quarter. `kind` None: nothing was signed, or it was not judged yet. `deviation_id` None: it does not stand out.

    A named tuple: an overview makes hundreds, and they are made ten times as fast as a frozen dataclass.
    """

    code: str
    family: str
    definition_id: int
    name: str
    definition: str
    source: str
    value_kind: str
    unit: str
    decimals: int
    frequency: str
    norm_kind: str
    norm_low: Decimal | None
    norm_high: Decimal | None
    kind: str | None
    numerator: Decimal | None
    denominator: Decimal | None
    missing_reason: str | None
    norm_verdict: str | None
    norm_side: int | None
    point_type: str | None
    assurance: str | None
    is_trial: bool | None
    earlier: int | None
    lower: float | None
    upper: float | None
    smallest: float | None
    chance: float | None
    chance_peers: float | None
    deviation_id: int | None
    deviation_state: str | None
    severity: int | None

    @property
    def is_judged(self) -> bool:
        """Whether it was signed and judged."""
        return self.kind is not None

    @property
    def value(self) -> Decimal | None:
        """The value to show: a percentage for a ratio."""
        return value_of(self.value_kind, self.numerator, self.denominator)

    @property
    def shown_places(self) -> int:
        """How many decimals are shown."""
        return 1 if self.value_kind == RATIO else self.decimals

    @property
    def times(self) -> int:
        """What the limits are multiplied by to stand in the unit of the value."""
        return ENGINE_TIMES if self.kind == Kind.PROPORTION else 1


# The columns of the tuple above, in its order; a question adds its own after these.
JUDGED = (
    Indicator.code, Indicator.family, IndicatorVersion.id, IndicatorVersion.name, IndicatorVersion.definition, IndicatorVersion.source,
    IndicatorVersion.value_kind, IndicatorVersion.unit, IndicatorVersion.decimals, IndicatorVersion.frequency, IndicatorVersion.norm_kind,
    IndicatorVersion.norm_low, IndicatorVersion.norm_high,
    Judgement.kind, Judgement.numerator, Judgement.denominator, Judgement.missing_reason, Judgement.norm_verdict, Judgement.norm_side,
    Judgement.point_type, Judgement.assurance, Judgement.is_trial, Judgement.earlier, Judgement.lower, Judgement.upper, Judgement.smallest,
    Judgement.chance, Judgement.chance_peers,
    Deviation.id, Deviation.state, Deviation.severity,
)  # fmt: skip

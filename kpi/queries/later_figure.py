"""The figure that came after a deviation: what an afspraak did is seen in it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from kpi.domain.cell import value_of
from kpi.domain.numbers import with_unit
from kpi.tables.deviation import Judgement
from kpi.tables.indicator import IndicatorVersion


@dataclass(frozen=True, slots=True)
class LaterFigure:
    """A signed figure of a quarter."""

    period: str
    value_kind: str
    numerator: Decimal | None
    denominator: Decimal | None
    unit: str
    decimals: int

    @property
    def shown(self) -> str:
        """The value in a sentence: "55 %", or that there is none (the denominator is 0)."""
        value = value_of(self.value_kind, self.numerator, self.denominator)
        return "geen cijfer" if value is None else with_unit(value, self.unit, self.decimals)


def later_figure(session: Session, *, provider_id: int, code: str, after: str) -> LaterFigure | None:
    """The newest signed figure of a quarter after this period; None when there is none yet. A reason instead of a figure is no figure."""
    j, v = Judgement, IndicatorVersion
    found = session.execute(
        select(j.period, v.value_kind, j.numerator, j.denominator, v.unit, v.decimals)
        .join(v, v.id == j.indicator_version_id)
        .where(j.provider_id == provider_id, j.indicator_code == code)
        .where(j.period.like("____-K_"))  # a year or a free request has no quarter before or after it
        .where(j.period > after, j.numerator.is_not(None))
        .order_by(j.period.desc(), j.id.desc())
        .limit(1)
    ).first()
    return None if found is None else LaterFigure(*found)

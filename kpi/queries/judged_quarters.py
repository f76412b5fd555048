"""What was judged of one KPI of one aanbieder, quarter by quarter: what stands beside a deviation, and what came after it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from kpi.domain.cell import value_of
from kpi.domain.judging import KeptFinding, from_text
from kpi.domain.numbers import with_unit
from kpi.tables.deviation import Judgement
from kpi.tables.indicator import IndicatorVersion

QUARTERS_SHOWN = 12
_A_QUARTER = Judgement.period.like("____-K_")  # a year or a free request has no quarter before or after it


@dataclass(frozen=True, slots=True)
class JudgedFigure:
    """One signed figure with what all rules say of it. `centre`, `lower` and `upper` are in the engine's unit (a share is 0 to 1)."""

    period: str
    kind: str
    numerator: Decimal | None
    denominator: Decimal | None
    missing_reason: str | None
    definition_version: int
    value_kind: str
    unit: str
    decimals: int
    centre: float | None
    lower: float | None
    upper: float | None
    smallest: float | None
    is_trial: bool
    earlier: int
    severity: int
    point_type: str
    findings_text: str

    @property
    def value(self) -> Decimal | None:
        """The value to show."""
        return value_of(self.value_kind, self.numerator, self.denominator)

    @property
    def shown(self) -> str:
        """The value in a sentence: "55 %", or why there is none."""
        return with_unit(self.value, self.unit, self.decimals) if self.value is not None else self.missing_reason or "geen cijfer"

    @property
    def findings(self) -> tuple[KeptFinding, ...]:
        """All findings, also the quiet ones, in the order of the rules."""
        return from_text(self.findings_text)


def _of(provider_id: int, code: str) -> Select[*tuple[Any, ...]]:
    j, v = Judgement, IndicatorVersion
    return (
        select(
            j.period, j.kind, j.numerator, j.denominator, j.missing_reason, v.version, v.value_kind, v.unit, v.decimals, j.centre, j.lower, j.upper,
            j.smallest, j.is_trial, j.earlier, j.severity, j.point_type, j.findings,
        )
        .join(v, v.id == j.indicator_version_id)
        .where(j.provider_id == provider_id, j.indicator_code == code, _A_QUARTER)
        .order_by(j.period.desc(), j.id.desc())
    )  # fmt: skip


def judged_quarters(session: Session, *, provider_id: int, code: str, limit: int = QUARTERS_SHOWN) -> list[JudgedFigure]:
    """The newest quarters of a series, the newest first. One query. Not scoped by a viewer: for the municipality."""
    return [JudgedFigure(*row) for row in session.execute(_of(provider_id, code).limit(limit))]


def later_figure(session: Session, *, provider_id: int, code: str, after: str) -> JudgedFigure | None:
    """The newest signed figure of a quarter after this period; None when there is none yet. A reason instead of a figure is no figure."""
    found = _of(provider_id, code).where(Judgement.period > after, Judgement.numerator.is_not(None)).limit(1)
    row = session.execute(found).first()
    return None if row is None else JudgedFigure(*row)

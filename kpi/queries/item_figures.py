"""The signed figure behind each point of an agenda, as it counts now: what is frozen when the agenda is shared, and what it is held against later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from kpi.domain.cell import value_of
from kpi.domain.dialogue import AGREEMENT, DEVIATION
from kpi.domain.numbers import with_unit
from kpi.queries.corrected import CORRECTING, CORRECTION, HAS_CORRECTED
from kpi.tables.detail import ChangeRequest
from kpi.tables.deviation import Deviation, Judgement
from kpi.tables.dialogue import AgendaItem
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Receipt, Report

NO_FIGURE = "geen cijfer"


@dataclass(frozen=True, slots=True)
class FigureNow:
    """The figure of one point as it counts now, and the one that was frozen at it ("" while nothing is frozen).

    `version` is the report's. `corrected_*` tell of the last correction of this figure that was signed since: in which report, when, and why;
    `signed_at` is when the report itself was last signed, `asked` what the municipality asked to change since.
    """

    item_id: int
    code: str
    period: str
    shown: str
    version: int
    frozen_value: str
    frozen_version: int | None
    frozen_at: datetime | None
    signed_at: datetime | None
    asked: str
    corrected_in: str
    corrected_at: datetime | None
    corrected_reason: str

    @property
    def is_changed(self) -> bool:
        """Does the same quarter say something else by now?"""
        return self.frozen_at is not None and self.frozen_value != self.shown


def figures_now(session: Session, *, session_id: int) -> dict[int, FigureNow]:
    """The figure of every deviation and every agreement with a KPI on this agenda, by point. One query.

    A deviation has the figure of its own quarter; an agreement that of the quarter that was frozen, else the newest one. Without a signed
    figure a point is left out. The caller has checked the viewer: everybody at the table may read the figures of its aanbieder.
    """
    rows = session.execute(_FIGURES.where(AgendaItem.session_id == session_id, AgendaItem.is_removed.is_(False)))
    figures = ((row[0], figure_of(row[0], tuple(row)[1:])) for row in rows)
    return {item_id: found for item_id, found in figures if found is not None}


def figure_of(item_id: int, row: Sequence[Any]) -> FigureNow | None:
    """The figure from the columns FIGURE; None when there is none."""
    code, period, value_kind, numerator, denominator, missing, unit, decimals, version, *rest = row
    if code is None:
        return None
    shown = _shown(value_kind, numerator, denominator, missing, unit, decimals)
    frozen_value, frozen_version, frozen_at, signed_at, asked, corrected_in, corrected_at, corrected_reason = rest
    told = (signed_at, asked or "", corrected_in or "", corrected_at, corrected_reason or "")
    return FigureNow(item_id, code, period, shown, version, frozen_value, frozen_version, frozen_at, *told)


def _shown(value_kind: str, numerator: Decimal | None, denominator: Decimal | None, missing: str | None, unit: str, decimals: int) -> str:
    """The value in words: "55 %", or why there is none."""
    value = value_of(value_kind, numerator, denominator)
    return missing or NO_FIGURE if value is None else with_unit(value, unit, decimals)


def _of_deviation() -> ScalarSelect[int]:
    j, d = aliased(Judgement), Deviation
    same = and_(j.report_id == d.report_id, j.indicator_code == d.indicator_code)
    return select(j.id).join(d, same).where(d.id == AgendaItem.deviation_id).correlate(AgendaItem).scalar_subquery()


def _of_agreement() -> ScalarSelect[int]:
    """The newest signed quarter of the agreement's KPI (or of the deviation it is about), of its own aanbieder."""
    j, a, d = aliased(Judgement), ActionPoint, aliased(Deviation)
    quarter = or_(AgendaItem.frozen_period == "", j.period == AgendaItem.frozen_period)
    return (
        select(j.id)
        .select_from(a)
        .outerjoin(d, d.id == a.deviation_id)
        .join(j, and_(j.provider_id == a.provider_id, j.indicator_code == func.coalesce(a.indicator_code, d.indicator_code)))
        .where(a.id == AgendaItem.action_point_id, j.period.like("____-K_"), j.numerator.is_not(None), quarter)
        .order_by(j.period.desc(), j.id.desc())
        .limit(1)
        .correlate(AgendaItem)
        .scalar_subquery()
    )


def _signed(which: Any) -> ColumnElement[Any]:
    """When a report was last signed."""
    return select(func.max(Receipt.at)).where(Receipt.report_id == which.id).correlate(which).scalar_subquery()


def _correction(column: Any) -> ColumnElement[Any]:
    """Something of the last correction of this figure that was signed since the agenda was shared."""
    same = (CORRECTION.about_report_id == Judgement.report_id, CORRECTION.indicator_version_id == Judgement.indicator_version_id)
    found = select(column).select_from(CORRECTION).join(CORRECTING, HAS_CORRECTED).where(*same, _signed(CORRECTING) > AgendaItem.frozen_at)
    return found.order_by(CORRECTING.period.desc(), CORRECTION.id.desc()).limit(1).correlate(Judgement, AgendaItem).scalar_subquery()


def _asked() -> ColumnElement[Any]:
    """What the contractmanager asked to change, at this figure or its section, and was answered since the agenda was shared."""
    c = ChangeRequest
    family = select(Indicator.family).where(Indicator.code == Judgement.indicator_code).correlate(Judgement).scalar_subquery()
    same = (c.report_id == Judgement.report_id, or_(c.scope == Judgement.indicator_code, c.scope == family), c.answered_at > AgendaItem.frozen_at)
    return select(c.question).where(*same).order_by(c.id.desc()).limit(1).correlate(Judgement, AgendaItem).scalar_subquery()


FIGURE = (
    Judgement.indicator_code, Judgement.period, IndicatorVersion.value_kind, Judgement.numerator, Judgement.denominator, Judgement.missing_reason,
    IndicatorVersion.unit, IndicatorVersion.decimals, Report.version, AgendaItem.frozen_value, AgendaItem.frozen_version, AgendaItem.frozen_at,
    _signed(Report), _asked(), _correction(CORRECTING.period), _correction(_signed(CORRECTING)), _correction(CORRECTION.reason),
)  # fmt: skip
"""The columns of a figure, for a question that goes on."""


def with_figures(*more: Any) -> Select[*tuple[Any, ...]]:
    """Every point with its figure, if it has one, and with further columns. The caller says which, and in what order."""
    j, v, i = Judgement, IndicatorVersion, AgendaItem
    talked_about = i.kind.in_((DEVIATION, AGREEMENT))
    return (
        select(i.id, *FIGURE, *more)
        .select_from(i)
        .outerjoin(j, and_(talked_about, j.id == func.coalesce(_of_deviation(), _of_agreement())))
        .outerjoin(v, v.id == j.indicator_version_id)
        .outerjoin(Report, Report.id == j.report_id)
    )


_FIGURES = with_figures().order_by(AgendaItem.id)  # built once: putting it together costs more than asking it

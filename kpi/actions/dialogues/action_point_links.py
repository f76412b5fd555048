"""What an afspraak hangs on: a point of the agenda, a deviation, a KPI with the effect that is expected of it, a contract."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound, Refused
from contracts.tables.agreement import Commitment
from kpi.actions.dialogues.reach import Reached
from kpi.domain.cell import value_of
from kpi.domain.indicator import RATIO
from kpi.domain.numbers import read_number
from kpi.queries.later_figure import later_figure
from kpi.tables.deviation import Deviation
from kpi.tables.dialogue import AgendaItem
from kpi.tables.indicator import IndicatorVersion

MOST_PERCENT = 100
THOUSANDTH = Decimal("0.001")  # figures are kept in whole thousandths
BEFORE_ALL = ""  # every period comes after it


@dataclass(frozen=True, slots=True)
class Baseline:
    """The KPI's newest signed figure when the afspraak was made, and its words. Without one: nothing."""

    value: Decimal | None = None
    shown: str = ""
    period: str = ""


def deviation_of(session: Session, found: Reached, *, agenda_item_id: int | None, deviation_id: int | None) -> int | None:
    """The deviation an afspraak belongs to: the one named, else the one of its point. Both must belong to this table. Raises NotFound."""
    from_item = None
    if agenda_item_id is not None:
        item = select(AgendaItem.deviation_id).where(AgendaItem.id == agenda_item_id, AgendaItem.session_id == found.session_id)
        row = session.execute(item).one_or_none()
        if row is None:
            raise NotFound
        from_item = row.deviation_id
    if deviation_id is None:
        return from_item
    own = select(Deviation.id).where(Deviation.id == deviation_id, Deviation.provider_id == found.provider_id)
    if session.scalar(own) is None:
        raise NotFound
    return deviation_id


def indicator_of(session: Session, *, chosen: str | None, deviation_id: int | None) -> str | None:
    """The KPI that was chosen, else the one of the deviation. Raises NotFound for one that is not in the catalogue."""
    if not chosen:
        return session.scalar(select(Deviation.indicator_code).where(Deviation.id == deviation_id)) if deviation_id is not None else None
    if session.scalar(select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == chosen).limit(1)) is None:
        raise NotFound
    return chosen


def contract_of(session: Session, found: Reached, *, commitment_id: int | None) -> int | None:
    """The contract of this aanbieder. Raises NotFound for another's, and for any at the joint table: not everybody there may know of it."""
    if commitment_id is None:
        return None
    own = select(Commitment.id).where(Commitment.id == commitment_id, Commitment.provider_id == found.provider_id)
    if session.scalar(own) is None:
        raise NotFound
    return commitment_id


def read_expected(session: Session, typed: str, *, code: str | None) -> Decimal | None:
    """The figure that is expected, in the KPI's unit. Raises Refused at the field "expected"."""
    if not typed.strip():
        return None
    if code is None:
        raise Refused("expected", "Kies ook de KPI waar dit cijfer bij hoort.")
    v = IndicatorVersion
    newest = session.execute(select(v.value_kind, v.decimals).where(v.indicator_code == code).order_by(v.version.desc()).limit(1)).one()
    value = read_number(typed, field="expected", decimals=1 if newest.value_kind == RATIO else newest.decimals)
    if value is not None and value < 0:
        raise Refused("expected", "Een cijfer kan hier niet kleiner zijn dan 0.")
    if value is not None and newest.value_kind == RATIO and value > MOST_PERCENT:
        raise Refused("expected", "Een percentage is hier hoogstens 100.")
    return value


def baseline_of(session: Session, *, provider_id: int | None, code: str | None) -> Baseline:
    """The newest signed figure of this KPI and aanbieder. At the joint table there is none: it would tell one aanbieder's figure to the others."""
    if provider_id is None or code is None:
        return Baseline()
    newest = later_figure(session, provider_id=provider_id, code=code, after=BEFORE_ALL)
    if newest is None:
        return Baseline()
    value = value_of(newest.value_kind, newest.numerator, newest.denominator)
    return Baseline(None if value is None else value.quantize(THOUSANDTH, rounding=ROUND_HALF_UP), newest.shown, newest.period)

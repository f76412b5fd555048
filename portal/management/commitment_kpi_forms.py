"""The forms of a contract's KPIs. They only hold what was typed: what may be said is decided by the actions."""

from __future__ import annotations

from wtforms import Form, RadioField, SelectChoice, StringField, TextAreaField

from kpi.queries.agreed_kpis import AgreedKpi
from portal.management.forms import Boxes
from portal.web.formatting import typed

STEERING, CONTEXT = "sturen", "context"
ROLES = [SelectChoice(STEERING, "Sturen: hierover gaat het gesprek"), SelectChoice(CONTEXT, "Context: om de andere te begrijpen")]


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class AttachForm(Form):  # type: ignore[misc]
    """Which KPIs begin to belong to a contract, and what for."""

    codes = Boxes("Welke KPI's?", validate_choice=False)
    role = RadioField("Waarvoor?", choices=ROLES, default=STEERING, validate_choice=False)


class AgreedKpiForm(Form):  # type: ignore[misc]
    """What a KPI of a contract is for, and the norm that was agreed in it."""

    role = RadioField("Waarvoor is deze KPI?", choices=ROLES, validate_choice=False)
    norm_low = StringField("Norm in dit contract: minstens", filters=[_or_nothing])
    norm_high = StringField("Norm in dit contract: hoogstens", filters=[_or_nothing])
    note = StringField("Waar is dit afgesproken?", filters=[_or_nothing])


class TakeOffForm(Form):  # type: ignore[misc]
    """Why a KPI no longer belongs to a contract."""

    reason = TextAreaField("Waarom hoort deze KPI er niet meer bij?", id="afhalen-reden", filters=[_or_nothing])


def form_of(kpi: AgreedKpi) -> AgreedKpiForm:
    """The form with a KPI as it stands."""
    low, high = (typed(None if bound is None else bound.normalize()) for bound in (kpi.norm_low, kpi.norm_high))
    return AgreedKpiForm(data={"role": STEERING if kpi.is_steering else CONTEXT, "norm_low": low, "norm_high": high, "note": kpi.norm_note})

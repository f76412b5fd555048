"""The forms of an arrangement's tariffs. They only hold what was typed: what may be said is decided by the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import Form, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.form import BaseForm

from contracts.domain.staffel import Step
from contracts.domain.tariff import TariffUnit
from contracts.domain.tariff_change import percentage_text
from contracts.foundation.errors import Refused
from contracts.queries.tariffs import TariffItem
from portal.web.days import typed_day
from portal.web.formatting import number

LEAST_STEP_ROWS = 3
MOST_STEP_ROWS = 12
NO_DAY = "Vul een datum in, bijvoorbeeld 31-12-2026."
UNITS = [SelectChoice(each.value, each.value) for each in TariffUnit]


def _or_nothing(text: str | None) -> str:
    """A field that was not sent at all is empty."""
    return text or ""


class TariffForm(Form):  # type: ignore[misc]
    """A tariff that is agreed on, or corrected."""

    unit = SelectField("Per", choices=UNITS, validate_choice=False)
    amount = StringField("Tarief in euro's", filters=[_or_nothing])
    valid_from = StringField("Eerste dag", filters=[_or_nothing])
    valid_until = StringField("Laatste dag", filters=[_or_nothing])
    reason = TextAreaField("Waarom, of waar is dit afgesproken?", filters=[_or_nothing])


class IndexForm(Form):  # type: ignore[misc]
    """From which day the tariff changes by how much, and why."""

    from_on = StringField("Vanaf welke dag?", filters=[_or_nothing])
    percentage = StringField("Met hoeveel procent?", filters=[_or_nothing])
    reason = TextAreaField("Waarom, of waar is dit besloten?", filters=[_or_nothing])


class EndForm(Form):  # type: ignore[misc]
    """The last day of a tariff, and why."""

    until_on = StringField("Laatste dag", filters=[_or_nothing])
    reason = TextAreaField("Waarom eindigt dit tarief dan?", filters=[_or_nothing])


def correction_of(item: TariffItem) -> TariffForm:
    """The form with a tariff as it stands."""
    until = "" if item.valid_until is None else item.valid_until.isoformat()
    amount = number(item.cents // 100) + f",{item.cents % 100:02}"
    return TariffForm(data={"unit": item.unit, "amount": amount, "valid_from": item.valid_from.isoformat(), "valid_until": until})


def steps_form(typed: Mapping[str, Any] | None = None, *, steps: Sequence[Step] = ()) -> BaseForm:
    """A row per step and at least one empty one. `typed`: what was sent; else the steps as they stand."""
    rows = min(max(LEAST_STEP_ROWS, len(steps) + 1), MOST_STEP_ROWS) if typed is None else rows_of(typed)
    fields: dict[str, Any] = {}
    for row in range(1, rows + 1):
        fields[f"above-{row}"] = StringField(f"Schijf {row}: boven hoeveel eenheden", filters=[_or_nothing])
        fields[f"percentage-{row}"] = StringField(f"Schijf {row}: deel van het tarief", filters=[_or_nothing])
    fields["reason"] = TextAreaField("Waarom, of waar is dit afgesproken?", filters=[_or_nothing])
    form = BaseForm(fields)
    stored = {f"above-{row}": number(step.above_units) for row, step in enumerate(steps, start=1)}
    stored |= {f"percentage-{row}": percentage_text(step.thousandths).removesuffix(" %") for row, step in enumerate(steps, start=1)}
    form.process(typed, data=stored if typed is None else None)
    return form


def rows_of(typed: Mapping[str, Any]) -> int:
    """How many rows of steps were sent."""
    return next((row for row in range(MOST_STEP_ROWS, 0, -1) if f"above-{row}" in typed), LEAST_STEP_ROWS)


def typed_steps(form: BaseForm) -> list[tuple[str, str]]:
    """The rows as they were typed, empty ones included: a refusal names the row."""
    rows = sum(1 for name in form.data if name.startswith("above-"))
    return [(form[f"above-{row}"].data, form[f"percentage-{row}"].data) for row in range(1, rows + 1)]


def day_or_none(text: str, *, field: str) -> date | None:
    """A day that may be left out. Refuses what is no day."""
    if not text.strip():
        return None
    found = typed_day(text)
    if found is None:
        raise Refused(field, NO_DAY)
    return found

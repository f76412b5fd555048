"""The tariffs of an arrangement: read, index with a look beforehand, add, end and correct, and the steps of a degressive one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from wtforms.form import BaseForm

from contracts.actions import tariffs as actions
from contracts.actions.staffel import set_steps as replace_steps
from contracts.domain.tariff_change import TypedTariff, read_percentage
from contracts.foundation.errors import Conflict, Refused
from contracts.queries.commitment_head import head_of
from contracts.queries.tariffs import steps_of, tariffs_of
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import ID, management, seen_version, tell, whole
from portal.management.lost_race import lost_race
from portal.management.tariff_forms import EndForm, IndexForm, TariffForm, correction_of, day_or_none, steps_form, typed_steps
from portal.management.tariffs_page import ADD, CORRECT, END, INDEX, STEPS, Preview, Told, preview_of, tariffs_page
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once

HERE = f"/overeenkomsten/<{ID}:commitment_id>/tarieven"


def _told(commitment_id: int) -> Told:
    session = transaction.reading()
    head = head_of(session, commitment_id=commitment_id)
    items = tariffs_of(session, commitment_ids=[commitment_id]).get(commitment_id, ())
    return Told(head, items, steps_of(session, commitment_ids=[commitment_id]).get(commitment_id, ()), clock.today())


def _show(told: Told, doing: str, form: BaseForm, *, chosen_id: int = 0, status: int = 200) -> Response:
    preview = _preview(told, form) if doing == INDEX else None
    wrong = bool(form.errors)
    page = tariffs_page(told, doing=doing, chosen_id=chosen_id, preview=preview, has_errors=wrong)
    return make_response(render_template("management/tariffs.html", page=page, form=form), 422 if wrong else status)


def _preview(told: Told, form: IndexForm) -> Preview | None:
    """What the typed indexation would make of it; nothing is stored. None while nothing was typed, or it cannot be."""
    if not form.percentage.data or set(form.errors) - {"reason"}:
        return None
    try:
        return preview_of(told, from_on=day_or_none(form.from_on.data, field="from_on"), thousandths=read_percentage(form.percentage.data))
    except Refused as refusal:
        tell(form, refusal)
        return None


@management.get(HERE)
@requires(Permission.BUDGET_READ)
def tariffs(commitment_id: int) -> Response:
    """The tariffs; `doe` says which form stands below them, `tarief` of which tariff."""
    told, doing = _told(commitment_id), request.args.get("doe", "")
    chosen = next((each for each in told.items if each.id == whole(request.args.get("tarief", ""))), None)
    if chosen is not None and doing in (CORRECT, END):
        return _show(told, doing, correction_of(chosen) if doing == CORRECT else EndForm(), chosen_id=chosen.id)
    doing = doing if doing in (ADD, INDEX, STEPS) else told.usual
    return _show(told, doing, _fresh(told, doing))


def _fresh(told: Told, doing: str) -> BaseForm:
    if doing == STEPS:
        return steps_form(steps=told.steps)
    if doing == INDEX:
        return IndexForm(request.args, data={"from_on": f"{told.today.year + 1}-01-01"})
    unit = told.items[-1].unit if told.items else "etmaal"
    return TariffForm(data={"unit": unit, "valid_from": told.first_free().isoformat()})


def _change(commitment_id: int, doing: str, form: BaseForm, act: Callable[[dict[str, Any]], object], said: str) -> Response:
    """Do it, and show the page again with the sentence of a refusal at its field."""
    back = url_for("management.tariffs", commitment_id=commitment_id)
    try:
        if doing in (CORRECT, END) and not whole(request.form.get("tariff_id", "")):
            raise Refused("", "Kies eerst een tarief uit de lijst.")
        act({"session": transaction.writing(), "commitment_id": commitment_id, "by": actor(), "at": clock.now()})
    except Refused as refusal:
        tell(form, refusal)
        return _show(_told(commitment_id), doing, form, chosen_id=whole(request.form.get("tariff_id", "")))
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Tarieven")
    flash(said)
    return see_other(back)


def _typed(form: TariffForm) -> TypedTariff:
    first, last = (day_or_none(form[name].data, field=name) for name in ("valid_from", "valid_until"))
    return TypedTariff(form.unit.data or "", form.amount.data, first, last)


def _seen() -> dict[str, Any]:
    """Which tariff, and in which version it was seen."""
    return {"tariff_id": whole(request.form.get("tariff_id", "")), "version": seen_version()}


@management.post(HERE)
@requires(Permission.BUDGET_CHANGE)
@once
def add_tariff(commitment_id: int) -> Response:
    """Agree on a tariff."""
    form = TariffForm(request.form)
    said = "Het tarief is toegevoegd. De prognose rekent er nu mee."
    return _change(commitment_id, ADD, form, lambda told: actions.add_tariff(new=_typed(form), reason=form.reason.data, **told), said)


@management.post(f"{HERE}/indexeren")
@requires(Permission.BUDGET_CHANGE)
@once
def index_tariff(commitment_id: int) -> Response:
    """Store the indexation that was looked at."""
    form, version = IndexForm(request.form), seen_version()

    def act(told: dict[str, Any]) -> None:
        from_on = day_or_none(form.from_on.data, field="from_on")
        actions.index_tariff(from_on=from_on, percentage_text=form.percentage.data, reason=form.reason.data, version=version, **told)

    return _change(commitment_id, INDEX, form, act, "Het tarief is geïndexeerd. Het vorige tarief eindigt op de dag ervoor.")


@management.post(f"{HERE}/beeindigen")
@requires(Permission.BUDGET_CHANGE)
@once
def end_tariff(commitment_id: int) -> Response:
    """Give a tariff another last day."""
    form, about = EndForm(request.form), _seen()

    def act(told: dict[str, Any]) -> None:
        actions.end_tariff(until_on=day_or_none(form.until_on.data, field="until_on"), reason=form.reason.data, **about, **told)

    return _change(commitment_id, END, form, act, "De laatste dag van het tarief is gewijzigd. Kijk of er daarna een tarief geldt.")


@management.post(f"{HERE}/corrigeren")
@requires(Permission.BUDGET_CHANGE)
@once
def correct_tariff(commitment_id: int) -> Response:
    """Mend a tariff that was typed wrongly."""
    form, about = TariffForm(request.form), _seen()
    said = "Het tarief is gecorrigeerd. Wat er stond, blijft bij het tarief te lezen."
    return _change(
        commitment_id, CORRECT, form, lambda told: actions.correct_tariff(new=_typed(form), reason=form.reason.data, **about, **told), said
    )


@management.post(f"{HERE}/staffel")
@requires(Permission.BUDGET_CHANGE)
@once
def set_steps(commitment_id: int) -> Response:
    """Replace the steps of a degressive tariff."""
    form, version = steps_form(request.form), seen_version()
    said = "De staffel is opgeslagen. De prognose rekent er nu mee."
    return _change(
        commitment_id, STEPS, form, lambda told: replace_steps(typed=typed_steps(form), reason=form["reason"].data, version=version, **told), said
    )

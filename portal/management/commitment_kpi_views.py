"""The KPIs of an arrangement or subsidie: which ones, which to steer by, the norm agreed in it, and whether it is being delivered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.period import Quarter
from contracts.queries.commitment_head import head_of
from kpi.actions import agreed_kpis as actions
from kpi.queries.agreed_kpis import kpis_of
from kpi.queries.indicators import valid_on
from kpi.queries.provider_picture import figures_of
from portal.access.guard import requires
from portal.access.identity import actor, current_identity
from portal.access.permissions import Permission, permits
from portal.management.commitment_kpi_forms import STEERING, AgreedKpiForm, AttachForm, TakeOffForm, form_of
from portal.management.commitment_kpis_page import Known, commitment_kpis_page
from portal.management.desk import ID, management, seen_version, tell
from portal.management.lost_race import lost_race
from portal.management.provider_kpis import window_of
from portal.management.words import counted
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once

KPIS_BELONG = "KPI's horen"
HERE = f"/overeenkomsten/<{ID}:commitment_id>/kpis"


def _known(commitment_id: int) -> Known:
    session, today = transaction.reading(), clock.today()
    head = head_of(session, commitment_id=commitment_id)
    kpis = kpis_of(session, commitment_ids=[commitment_id], on=today).get(commitment_id, ())
    first = window_of(Quarter.of(today))[0].code
    catalogue = {line.code: line for line in valid_on(session, day=today)}
    may_see = permits(Permission.DEVIATION_REVIEW, current_identity())  # who may not review figures sees what was agreed, without them
    return Known(head, kpis, catalogue, figures_of(session, provider_id=head.provider_id, first=first) if may_see else None)


def _show(known: Known, code: str, forms: dict[str, Any]) -> Response:
    """The page; a form that was not sent stands as it begins."""
    kpi = known.find(code)
    shown: dict[str, Any] = {"attach": AttachForm(), "change": AgreedKpiForm() if kpi is None else form_of(kpi), "take_off": TakeOffForm()}
    shown |= forms
    shown["attach"].codes.choices = known.choices()
    wrong = next((form for form in shown.values() if form.errors), None)
    page = commitment_kpis_page(known, chosen=code, has_errors=wrong is not None)
    html = render_template("management/commitment_kpis.html", page=page, forms=shown, wrong=wrong or shown["attach"])
    return make_response(html, 200 if wrong is None else 422)


@management.get(HERE)
@requires(Permission.BUDGET_READ)
def commitment_kpis(commitment_id: int) -> Response:
    """The KPIs; `kpi` in the address says which one is being changed."""
    return _show(_known(commitment_id), request.args.get("kpi", ""), {})


def _change(commitment_id: int, name: str, form: Any, act: Callable[[dict[str, Any]], str]) -> Response:
    """Do it, and say what `act` tells; a refusal shows the page again with the sentence at its field."""
    back = url_for("management.commitment_kpis", commitment_id=commitment_id)
    try:
        said = act({"session": transaction.writing(), "commitment_id": commitment_id, "by": actor(), "at": clock.now()})
    except Refused as refusal:
        tell(form, refusal)
        return _show(_known(commitment_id), request.form.get("code", ""), {name: form})
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="KPI's")
    flash(said)
    return see_other(back)


@management.post(HERE)
@requires(Permission.BUDGET_CHANGE)
@once
def attach_kpis(commitment_id: int) -> Response:
    """Let the ticked KPIs belong to it."""
    form = AttachForm(request.form)

    def act(told: dict[str, Any]) -> str:
        new = actions.attach_kpis(codes=form.codes.data or (), is_steering=form.role.data == STEERING, **told)
        return f"{counted(len(new), 'KPI hoort', KPIS_BELONG)} nu bij dit contract. Spreek er een norm bij af als die anders is dan in de catalogus."

    return _change(commitment_id, "attach", form, act)


@management.post(f"{HERE}/wijzigen")
@requires(Permission.BUDGET_CHANGE)
@once
def change_kpi(commitment_id: int) -> Response:
    """What a KPI is for, and the norm agreed here."""
    form, code, version = AgreedKpiForm(request.form), request.form.get("code", ""), seen_version()

    def act(told: dict[str, Any]) -> str:
        typed = {"low_text": form.norm_low.data, "high_text": form.norm_high.data, "note": form.note.data}
        actions.change_kpi(code=code, is_steering=form.role.data == STEERING, version=version, **typed, **told)
        return f"{code} is gewijzigd. Het oordeel op deze pagina rekent er nu mee."

    return _change(commitment_id, "change", form, act)


@management.post(f"{HERE}/afhalen")
@requires(Permission.BUDGET_CHANGE)
@once
def take_off_kpi(commitment_id: int) -> Response:
    """Let a KPI no longer belong to it."""
    form, code, version = TakeOffForm(request.form), request.form.get("code", ""), seen_version()

    def act(told: dict[str, Any]) -> str:
        actions.take_off_kpi(code=code, reason=form.reason.data, version=version, **told)
        return f"{code} hoort niet meer bij dit contract. De cijfers en het gesprek erover blijven bestaan."

    return _change(commitment_id, "take_off", form, act)

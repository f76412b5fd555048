"""Recording a new raamovereenkomst, and a new arrangement under one."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, make_response, render_template, request, url_for
from wtforms import SelectChoice, StringField

from contracts.actions.agreements import make_agreement, make_commitment
from contracts.domain.subject import of_agreement
from contracts.domain.variant import MEANING
from contracts.foundation.errors import Refused
from contracts.queries.programme import care_forms
from contracts.queries.providers import organisations
from contracts.queries.terms import FrameNow, frame_now
from portal.access.guard import requires
from portal.access.identity import Kind, actor
from portal.access.permissions import Permission
from portal.management.deal_forms import NewAgreementForm, NewArrangementForm, TermsForm, amount_fields, with_years
from portal.management.desk import ID, management, tell
from portal.management.subject_head import TRAIL, head_of
from portal.web import clock, transaction
from portal.web.formatting import day
from portal.web.fragments import see_other
from portal.web.once import once

MOST_YEARS = 12  # of a form; an arrangement that runs longer is amended later
MEANINGS = {variant.value: words for variant, words in MEANING.items()}


@dataclass(frozen=True, slots=True)
class NewPage:
    """A form for something new."""

    title: str
    lead: str
    action: str
    back: str
    trail: tuple[tuple[str, str], ...]
    has_errors: bool
    kicker: str = ""
    amounts: tuple[tuple[int, StringField], ...] = ()


def _ask_agreement(form: NewAgreementForm, *, status: int = 200) -> Response:
    providers = organisations(transaction.reading(), kind=Kind.PROVIDER)
    form.provider_id.choices = [SelectChoice("", "Kies een aanbieder"), *(SelectChoice(str(each.id), each.name) for each in providers)]
    back, lead = url_for("management.commitments"), "De raamovereenkomst is het kader. De arrangementen legt u er daarna onder vast."
    page = NewPage("Nieuwe raamovereenkomst", lead, url_for("management.make_frame"), back, TRAIL, bool(form.errors))
    return make_response(render_template("management/agreement_new.html", page=page, form=form), status)


@management.get("/overeenkomsten/raam/nieuw")
@requires(Permission.BUDGET_READ)
def new_frame() -> Response:
    """The form."""
    return _ask_agreement(NewAgreementForm())


@management.post("/overeenkomsten/raam/nieuw")
@requires(Permission.BUDGET_CHANGE)
@once
def make_frame() -> Response:
    """Record a raamovereenkomst."""
    form = NewAgreementForm(request.form)
    try:
        made = make_agreement(transaction.writing(), by=actor(), at=clock.now(), **form.told())  # type: ignore[arg-type]
    except Refused as refused:
        transaction.undo()
        tell(form, refused)
        return _ask_agreement(form, status=422)
    flash("De raamovereenkomst is vastgelegd. Leg nu de verlengingen en de arrangementen vast.")
    return see_other(url_for("management.agreement", agreement_id=made))


def _form_of(found: FrameNow) -> type[TermsForm]:
    """Amounts for the years of the agreement and one more: a call-off may outlast it. Of a long one the years from last year on."""
    first, last = found.terms.starts_on.year, found.terms.ends_on.year + 1
    if last - first >= MOST_YEARS:
        first = max(first, min(clock.today().year - 1, last - 1))
    return with_years(NewArrangementForm, range(first, min(last, first + MOST_YEARS - 1) + 1))


def _ask_arrangement(found: FrameNow, form: TermsForm, *, status: int = 200) -> Response:
    choices = [SelectChoice("", "Kies een vorm"), *(SelectChoice(each.code, each.name) for each in care_forms(transaction.reading()))]
    form["care_form_code"].choices = choices
    head = head_of(found, of_agreement(found.id), here="")
    lead = f"Het arrangement begint tussen {day(found.terms.starts_on)} en {day(found.terms.ends_on)}. Het mag later eindigen."
    action = url_for("management.make_arrangement", agreement_id=found.id)
    about = {"has_errors": bool(form.errors), "kicker": head.kicker, "amounts": tuple(amount_fields(form))}
    page = NewPage("Nieuw arrangement", lead, action, head.base, head.trail, **about)  # type: ignore[arg-type]
    return make_response(render_template("management/arrangement_new.html", page=page, form=form, meanings=MEANINGS), status)


@management.get(f"/overeenkomsten/raam/<{ID}:agreement_id>/nieuw-arrangement")
@requires(Permission.BUDGET_READ)
def new_arrangement(agreement_id: int) -> Response:
    """The form."""
    found = frame_now(transaction.reading(), agreement_id=agreement_id)
    return _ask_arrangement(found, _form_of(found)())


@management.post(f"/overeenkomsten/raam/<{ID}:agreement_id>/nieuw-arrangement")
@requires(Permission.BUDGET_CHANGE)
@once
def make_arrangement(agreement_id: int) -> Response:
    """Record an arrangement under this raamovereenkomst."""
    found = frame_now(transaction.writing(), agreement_id=agreement_id)
    form = _form_of(found)(request.form)
    try:
        new = form.told(provider_id=found.provider_id, agreement_id=agreement_id)
        made = make_commitment(transaction.writing(), new=new, by=actor(), at=clock.now())
    except Refused as refused:
        transaction.undo()
        tell(form, refused)
        return _ask_arrangement(found, form, status=422)
    flash("Het arrangement is vastgelegd. Verdeel het bedrag nu over begrotingsregels en leg tarieven en KPI's vast.")
    return see_other(url_for("management.commitment", commitment_id=made))

"""A new subsidie: the application as it came in."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.actions.subsidies import apply_for_subsidy
from contracts.foundation.errors import Refused
from contracts.queries.programme import care_forms
from contracts.queries.providers import organisations
from portal.access.guard import requires
from portal.access.identity import Kind, actor
from portal.access.permissions import Permission
from portal.management.desk import management, tell
from portal.management.subsidy_forms import ApplicationForm, read_application
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.region import rulebook


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """A new application."""

    has_errors: bool
    title: str = "Nieuwe aanvraag"
    lead: str = "Leg vast wat de aanbieder aanvraagt. Er is nog niets toegezegd: dat gebeurt bij de verlening."


def _show_application(form: ApplicationForm, *, status: int = 200) -> Response:
    session = transaction.reading()
    form.provider_id.choices = [("", "Kies een aanbieder"), *((str(one.id), one.name) for one in organisations(session, kind=Kind.PROVIDER))]
    form.care_form_code.choices = [("", "Geen vorm"), *((one.code, one.name) for one in care_forms(session))]
    page = ApplicationPage(bool(form.errors))
    return make_response(render_template("management/subsidy_new.html", page=page, form=form), status)


@management.get("/subsidies/nieuw")
@requires(Permission.BUDGET_CHANGE)
def new_subsidy() -> Response:
    """The form of a new application."""
    return _show_application(ApplicationForm())


@management.post("/subsidies/nieuw")
@requires(Permission.BUDGET_CHANGE)
@once
def apply_subsidy() -> Response:
    """Record an application."""
    form = ApplicationForm(request.form)
    try:
        new = read_application(form)
        made = apply_for_subsidy(transaction.writing(), new=new, book=rulebook(), by=actor(), at=clock.now())
    except Refused as refusal:
        tell(form, refusal)
        return _show_application(form, status=422)
    flash("De aanvraag is vastgelegd. Hieronder ziet u tot wanneer de gemeente kan beslissen.")
    return see_other(url_for("management.subsidy", commitment_id=made))

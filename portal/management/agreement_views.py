"""A raamovereenkomst: its page, and its options to extend."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, make_response, render_template, request, url_for
from wtforms import Form

from contracts.actions.options import add_option, use_option
from contracts.foundation.errors import Conflict, Refused
from contracts.queries.deals import deals_in
from contracts.queries.papers import papers_of
from contracts.queries.terms import frame_now
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.agreement_page import agreement_page
from portal.management.deal_forms import OptionForm, UseOptionForm
from portal.management.desk import ID, management, seen_version, tell
from portal.management.lost_race import lost_race
from portal.web import clock, transaction
from portal.web.formatting import day
from portal.web.fragments import see_other
from portal.web.once import once

RAAM = f"/overeenkomsten/raam/<{ID}:agreement_id>"


def _show(agreement_id: int, wrong: Form | None = None) -> Response:
    """The page, with the form that was refused."""
    session, today = transaction.reading(), clock.today()
    found = frame_now(session, agreement_id=agreement_id)
    deals = deals_in(session, year=today.year, agreement_id=agreement_id)
    page = agreement_page(found, deals, papers_of(session, agreement_id=agreement_id), today=today, has_errors=wrong is not None)
    adding = wrong if isinstance(wrong, OptionForm) else OptionForm()
    using = wrong if isinstance(wrong, UseOptionForm) else UseOptionForm()
    answer = render_template("management/agreement.html", page=page, adding=adding, using=using, wrong=wrong or Form())
    return make_response(answer, 200 if wrong is None else 422)


def _changed(agreement_id: int, form: Form, change: Callable[[], str]) -> Response:
    """One action on the options; a refusal shows the page with what was typed."""
    back = url_for("management.agreement", agreement_id=agreement_id)
    try:
        said = change()
    except Refused as refused:
        transaction.undo()
        tell(form, refused)
        return _show(agreement_id, form)
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Raamovereenkomst")
    flash(said)
    return see_other(f"{back}#verlengingen")


@management.get(RAAM)
@requires(Permission.BUDGET_READ)
def agreement(agreement_id: int) -> Response:
    """One raamovereenkomst."""
    return _show(agreement_id)


@management.post(f"{RAAM}/verlengingen")
@requires(Permission.BUDGET_CHANGE)
@once
def add_extension(agreement_id: int) -> Response:
    """Record an option to extend."""
    form = OptionForm(request.form)

    def change() -> str:
        about = {"reason": form.reason.data, "version": seen_version(), "by": actor(), "at": clock.now()}
        add_option(transaction.writing(), agreement_id=agreement_id, option=form.told(), **about)
        return "De verlenging is vastgelegd. De uiterste dag om te beslissen staat erbij."

    return _changed(agreement_id, form, change)


@management.post(f"{RAAM}/verlengingen/<{ID}:option_number>/gebruiken")
@requires(Permission.BUDGET_CHANGE)
@once
def use_extension(agreement_id: int, option_number: int) -> Response:
    """Extend the agreement."""
    form = UseOptionForm(request.form)

    def change() -> str:
        about = {"number": option_number, "reason": form.reason.data, "version": seen_version(), "by": actor(), "at": clock.now()}
        after = use_option(transaction.writing(), agreement_id=agreement_id, **about)
        return f"De raamovereenkomst loopt nu tot en met {day(after.ends_on)}. Verleng de arrangementen die moeten doorlopen."

    return _changed(agreement_id, form, change)

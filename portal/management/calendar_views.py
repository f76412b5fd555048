"""The calendar: opening what is due, giving an extension, asking something besides the quarters."""

from __future__ import annotations

from datetime import date

from flask import Response, current_app, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from contracts.queries.providers import organisations
from kpi.actions.calendar import extend
from kpi.actions.opening import ExtraRequest, open_due_reports, request_reports
from kpi.domain import report as lifecycle
from kpi.domain.calendar import Terms, terms_of
from kpi.queries.calendar import calendar_lines
from kpi.queries.indicators import valid_on
from kpi.queries.reports import find_report
from portal.access.guard import requires
from portal.access.identity import Kind, actor
from portal.access.permissions import Permission
from portal.management.calendar_page import calendar_page, extension_page, extra_page
from portal.management.desk import ID, management, seen_version, tell, whole
from portal.management.forms import ExtensionForm, ExtraForm
from portal.management.lost_race import lost_race
from portal.management.words import counted
from portal.web import clock, transaction
from portal.web.days import typed_day
from portal.web.formatting import weekday
from portal.web.fragments import see_other
from portal.web.once import once

NO_DAY = "Vul een datum in, bijvoorbeeld 30-11-2026."


def terms() -> Terms:
    """What the region agreed about deadlines."""
    return terms_of(current_app.config["REGION"])


@management.get("/kalender")
@requires(Permission.REPORT_REVIEW)
def calendar() -> str:
    """Every report with its dates."""
    page = calendar_page(calendar_lines(transaction.reading()), now=clock.now(), terms=terms())
    return render_template("management/calendar.html", page=page)


@management.post("/kalender/openen")
@requires(Permission.REPORT_REVIEW)
@once
def open_due() -> Response:
    """Open the reports of every period that has ended."""
    opened = open_due_reports(transaction.writing(), terms=terms(), by=actor(), at=clock.now())
    told = counted(len(opened), "rapportage is", "rapportages zijn")
    flash(f"{told} geopend. De aanbieders zien ze nu." if opened else "Er is niets te openen: alle rapportages van voorbije periodes zijn er al.")
    return see_other(url_for("management.calendar"))


def _show_extension(report_id: int, form: ExtensionForm, *, status: int = 200) -> Response:
    header = find_report(transaction.reading(), report_id=report_id, provider_id=None)
    return make_response(render_template("management/extension.html", page=extension_page(header, form), form=form), status)


@management.get(f"/kalender/<{ID}:report_id>/uitstel")
@requires(Permission.REPORT_REVIEW)
def extension(report_id: int) -> Response:
    """The form of an extension."""
    return _show_extension(report_id, ExtensionForm())


@management.post(f"/kalender/<{ID}:report_id>/uitstel")
@requires(Permission.REPORT_REVIEW)
@once
def give_extension(report_id: int) -> Response:
    """Give an aanbieder longer."""
    form = ExtensionForm(request.form)
    header = find_report(transaction.reading(), report_id=report_id, provider_id=None)
    try:
        lifecycle.next_state(header.state, lifecycle.EXTENDED)
        until_on = _day(form.until_on.data, field="until_on")
        told = {"until_on": until_on, "reason": form.reason.data, "by": actor(), "at": clock.now()}
        extend(transaction.writing(), report_id=report_id, version=seen_version(), **told)
    except Refused as refusal:
        tell(form, refusal)
        return _show_extension(report_id, form, status=422)
    except Conflict as conflict:
        back = url_for("management.extension", report_id=report_id)
        return lost_race(conflict, back=back, back_label="Uitstel geven", mine=(("Uw reden", form.reason.data),))
    flash(f"{header.provider_name} heeft uitstel tot en met {weekday(until_on)}. De aanbieder ziet dat bij de rapportage.")
    return see_other(url_for("management.calendar"))


def _show_extra(form: ExtraForm, *, status: int = 200) -> Response:
    session = transaction.reading()
    page = extra_page(form, organisations(session, kind=Kind.PROVIDER), valid_on(session, day=clock.today(), reported_by="aanbieder"))
    return make_response(render_template("management/extra.html", page=page, form=form), status)


@management.get("/kalender/extra")
@requires(Permission.REPORT_REVIEW)
def extra() -> Response:
    """The form of an extra request."""
    return _show_extra(ExtraForm())


@management.post("/kalender/extra")
@requires(Permission.REPORT_REVIEW)
@once
def ask_extra() -> Response:
    """Ask one, several or all aanbieders for these figures."""
    form = ExtraForm(request.form)
    try:
        wanted = ExtraRequest(
            form.kind.data or "",
            form.title.data,
            _day(form.ends_on.data, field="ends_on"),
            _day(form.due_on.data, field="due_on"),
            tuple(dict.fromkeys(whole(text) for text in form.provider_ids.data or ())),
            tuple(dict.fromkeys(form.codes.data or ())),
        )
        opened = request_reports(transaction.writing(), wanted=wanted, terms=terms(), by=actor(), at=clock.now())
    except Refused as refusal:
        tell(form, refusal)
        return _show_extra(form, status=422)
    flash(f"Uw vraag staat klaar bij {counted(len(opened), 'aanbieder', 'aanbieders')}: {opened[0].label}.")
    return see_other(url_for("management.calendar"))


def _day(text: str | None, *, field: str) -> date:
    found = typed_day(text)
    if found is None:
        raise Refused(field, NO_DAY)
    return found

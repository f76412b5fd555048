"""The reports of a quarter, and what is done with one: review, accept, settle for good."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.period import Quarter
from kpi.actions.reviews import accept_report, begin_review
from kpi.actions.settling import settle_report
from kpi.queries.burden import burden_of_report
from kpi.queries.frozen import find_frozen
from kpi.queries.people import moves_and_people
from kpi.queries.reports import review_list
from kpi.queries.reviews import periods, report_history, signed_figures
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import ID, asked_quarter, management, seen_version, tell
from portal.management.forms import QuestionForm
from portal.management.lost_race import lost_race
from portal.management.report_page import report_page, reports_page
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.settled import settled_file, settled_page


@management.get("/rapportages")
@requires(Permission.REPORT_REVIEW)
def reports() -> str:
    """Every aanbieder with its report of one quarter: the asked one, or the latest that was opened."""
    session = transaction.reading()
    known, asked = periods(session), request.args.get("kwartaal", "")
    quarter = asked_quarter(asked) if asked else known[0] if known else Quarter.of(clock.today()).previous
    return render_template("management/reports.html", page=reports_page(quarter, known, review_list(session, period=quarter.code)))


def _show(report_id: int, form: QuestionForm, *, status: int = 200) -> Response:
    session = transaction.reading()
    history = report_history(session, report_id=report_id)
    found = signed_figures(session, header=history.header)
    if not found[0]:
        return make_response(render_template("management/report.html", page=report_page(history, found, form), form=form), status)
    moves, people = moves_and_people(session, report_id=report_id)
    burden = burden_of_report(session, report_id=report_id, provider_id=history.header.provider_id)
    page = report_page(history, found, form, moves=moves, people=people, burden=burden)
    return make_response(render_template("management/report.html", page=page, form=form), status)


@management.get(f"/rapportages/<{ID}:report_id>")
@requires(Permission.REPORT_REVIEW)
def report(report_id: int) -> Response:
    """One report, to read."""
    return _show(report_id, QuestionForm())


def _answered(report_id: int, step: Callable[..., object], told: str, *, goes_to: str = "management.report") -> Response:
    """One step of the municipality with a report; a refusal stands on the report's page, a lost race on a page of its own."""
    form, at_report = QuestionForm(), url_for("management.report", report_id=report_id)
    try:
        step(transaction.writing(), report_id=report_id, version=seen_version(), by=actor(), at=clock.now())
    except Refused as refusal:
        tell(form, refusal)
        return _show(report_id, form, status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=at_report, back_label="Rapportage")
    flash(told)
    return see_other(url_for(goes_to, report_id=report_id))


@management.post(f"/rapportages/<{ID}:report_id>/accepteren")
@requires(Permission.REPORT_REVIEW)
@once
def accept(report_id: int) -> Response:
    """Accept a report."""
    return _answered(report_id, accept_report, "De rapportage is geaccepteerd. De aanbieder ziet dat, en de cijfers tellen nu mee.")


@management.post(f"/rapportages/<{ID}:report_id>/beoordelen")
@requires(Permission.REPORT_REVIEW)
@once
def begin(report_id: int) -> Response:
    """Say that one reviews a report."""
    return _answered(report_id, begin_review, "U beoordeelt deze rapportage. De aanbieder en uw collega's zien dat.")


@management.post(f"/rapportages/<{ID}:report_id>/vaststellen")
@requires(Permission.REPORT_REVIEW)
@once
def freeze(report_id: int) -> Response:
    """Settle an accepted report for good."""
    told = "De rapportage is vastgesteld. Wat er nu staat, verandert niet meer."
    return _answered(report_id, settle_report, told, goes_to="management.settled")


@management.get(f"/rapportages/<{ID}:report_id>/vastgesteld")
@requires(Permission.REPORT_REVIEW)
def settled(report_id: int) -> str:
    """What was settled for good."""
    frozen = find_frozen(transaction.reading(), report_id=report_id, provider_id=None)
    here = url_for("management.report", report_id=report_id)
    page = settled_page(frozen, back_href=here, back_label=frozen.provider_name, file_href=url_for("management.settled_content", report_id=report_id))
    return render_template("management/settled.html", page=page)


@management.get(f"/rapportages/<{ID}:report_id>/vastgesteld/bestand")
@requires(Permission.REPORT_REVIEW)
def settled_content(report_id: int) -> Response:
    """The same as a file."""
    return settled_file(find_frozen(transaction.reading(), report_id=report_id, provider_id=None))

"""A correction of an earlier quarter: choose the figure, say what it should be and why. The earlier report stays as it is."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.adjustments import remove_adjustment, save_adjustment
from kpi.domain.openings import CORRECTIONS
from kpi.queries.adjustments import AdjustmentLine, adjustments_of, correctable_reports, earlier_figures, find_adjustment
from kpi.queries.openings import openings_of, section_is_open
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.correction_page import CorrectionPage, CorrectionsPage, by_family, correction_row, value_words
from portal.provider.desk import provider, report_of
from portal.provider.forms import CorrectionForm
from portal.web import clock, transaction
from portal.web.formatting import typed
from portal.web.fragments import see_other


def _asked(report: ReportHeader) -> tuple[str, bool]:
    found = openings_of(transaction.reading(), header=report)
    return "" if found is None else found.question(CORRECTIONS), not section_is_open(found, CORRECTIONS)


@provider.get("/rapportages/<period>/correcties")
@requires(Permission.REPORT_READ)
def corrections(period: str) -> str:
    """The corrections of this report, and the choice of a figure for a new one."""
    report, session = report_of(period), transaction.reading()
    quarters = correctable_reports(session, report=report) if report.is_editable else []
    chosen = next((one for one in quarters if one.slug == request.args.get("over")), None)
    figures = earlier_figures(session, about_report_id=report_of(chosen.slug).id) if chosen else []
    rows = tuple(correction_row(line, report) for line in adjustments_of(session, report_id=report.id))
    page = CorrectionsPage(report, rows, tuple(quarters), chosen, by_family(figures), *_asked(report))
    return render_template("provider/corrections.html", page=page)


def _form_of(line: AdjustmentLine | None) -> CorrectionForm:
    if line is None:
        return CorrectionForm(formdata=None, version="0")
    now = {"numerator": typed(line.now.numerator), "denominator": typed(line.now.denominator), "missing_reason": line.now.missing_reason or ""}
    return CorrectionForm(formdata=None, **now, reason=line.reason, version=str(line.version))


def _show(period: str, over: str, code: str, *, form: CorrectionForm | None = None, conflict: Conflict | None = None, status: int = 200) -> Response:
    report, about, session = report_of(period), report_of(over), transaction.reading()
    figures = earlier_figures(session, about_report_id=about.id, code=code)
    if not figures or about.period_ends_on >= report.period_ends_on:
        raise NotFound(code)
    one, line = figures[0], find_adjustment(session, report_id=report.id, about_period=about.period, code=code)
    rules, title = one.rules, f"Corrigeer {one.rules.code} {one.name}"
    stood = value_words(one)
    labels = (rules.numerator_label, rules.denominator_label if rules.has_second_number else "")
    version = line.version if line else 0
    page = CorrectionPage(report, about.quarter, code, title, stood, *labels, line is not None, version, *_asked(report), has_errors=status == 422)
    return make_response(render_template("provider/correction.html", page=page, form=form or _form_of(line), conflict=conflict), status)


@provider.get("/rapportages/<period>/correcties/<over>/<code>")
@requires(Permission.REPORT_READ)
def correction(period: str, over: str, code: str) -> Response:
    """The form for one figure."""
    return _show(period, over, code)


def _place(period: str, over: str, code: str) -> dict[str, int | str]:
    report, about = report_of(period), report_of(over)
    return {"report_id": report.id, "provider_id": report.provider_id, "about_report_id": about.id, "indicator_code": code}


@provider.post("/rapportages/<period>/correcties/<over>/<code>")
@requires(Permission.REPORT_ENTER)
def keep_correction(period: str, over: str, code: str) -> Response:
    """Save a correction."""
    form, place = CorrectionForm(), _place(period, over, code)
    try:
        save_adjustment(transaction.writing(), **place, **form.told(), by=actor(), at=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        form.tell(refusal)
        return _show(period, over, code, form=form, status=422)
    except Conflict as conflict:
        form.version.data = str(conflict.version)
        return _show(period, over, code, form=form, conflict=conflict, status=409)
    flash("De correctie is opgeslagen. Zij telt mee zodra deze rapportage is ondertekend.")
    return see_other(url_for("provider.corrections", period=period))


@provider.post("/rapportages/<period>/correcties/<over>/<code>/verwijderen")
@requires(Permission.REPORT_ENTER)
def remove_correction(period: str, over: str, code: str) -> Response:
    """Take a correction back."""
    form, place = CorrectionForm(), _place(period, over, code)
    version = form.told()["version"]
    try:
        remove_adjustment(transaction.writing(), **place, version=version, by=actor(), at=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        form.tell(refusal)
        return _show(period, over, code, form=form, status=422)
    except Conflict as conflict:
        return _show(period, over, code, conflict=conflict, status=409)
    flash("De correctie is verwijderd.")
    return see_other(url_for("provider.corrections", period=period))

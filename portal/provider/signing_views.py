"""Check, offer, sign, send back, and the receipt."""

from __future__ import annotations

import json

from flask import Response, current_app, flash, make_response, render_template, url_for

from contracts.foundation.errors import NotFound, Refused
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature, send_back
from kpi.domain import report as lifecycle
from kpi.queries.burden import burden_of_report
from kpi.queries.capacity import capacity_rows
from kpi.queries.flows import flow_rows
from kpi.queries.grid import grid_rows
from kpi.queries.readiness import problems_among
from kpi.queries.receipts import ReceiptPage, find_receipt
from kpi.queries.reports import ReportHeader, latest_event
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission, permits
from portal.accounts.second_factor import code_for_demonstration, use_code
from portal.provider.desk import own_id, provider, report_of
from portal.provider.forms import SendBackForm, SignForm
from portal.provider.grid_page import CellRow, cell_row
from portal.provider.pages import CheckPage, ReceiptView
from portal.web import clock, transaction
from portal.web.formatting import quarter
from portal.web.fragments import see_other
from portal.web.once import once


def _where(field: str, report: ReportHeader, family_of: dict[str, str]) -> str:
    """The place where a problem is mended."""
    slug = report.quarter.slug
    if field in family_of:
        return f"{url_for('provider.grid', period=slug, family=family_of[field])}#numerator-{field}"
    return url_for("provider.capacity" if field.startswith("locatie") else "provider.flows", period=slug)


def check_page(report: ReportHeader, *, has_errors: bool = False) -> CheckPage:
    """Everything of a report in one view, with what still stands in the way."""
    session, me = transaction.reading(), viewer()
    rows, places, moves = grid_rows(session, report=report), capacity_rows(session, report=report), flow_rows(session, report=report)
    families: dict[str, list[CellRow]] = {}
    today = clock.today()
    for row in rows:
        families.setdefault(row.family, []).append(cell_row(row, today=today))
    family_of = {row.code: row.family for row in rows}
    problems = problems_among(rows, places, moves) if report.is_editable else []
    waiting = report.state == lifecycle.AWAITING_SIGNATURE
    offered = latest_event(session, report_id=report.id, kind=lifecycle.OFFERED) if waiting else None
    may_sign = waiting and permits(Permission.REPORT_SIGN, me)
    shows_code = may_sign and current_app.config["IS_DEMONSTRATION"]
    return CheckPage(
        report=report,
        families=families,
        capacity=places,
        flows=moves,
        problems=[(_where(one.field, report, family_of), one.reason) for one in problems],
        may_enter=report.is_editable and permits(Permission.REPORT_ENTER, me),
        may_sign=may_sign,
        offered_by=offered.person_name if offered else "",
        offered_by_me=offered is not None and offered.person_id == me.person_id,
        title=f"Controleren: {quarter(report.period)}",
        shown_code=code_for_demonstration(session, person_id=me.person_id, key=current_app.config["SECRET_KEY"], at=clock.now())
        if shows_code
        else "",
        has_errors=has_errors,
    )


def _show(report: ReportHeader, *, status: int = 200, form: SignForm | None = None, back: SendBackForm | None = None, refusal: str = "") -> Response:
    version = str(report.version)
    sign_form = form or SignForm(formdata=None, version=version)
    back_form = back or SendBackForm(formdata=None, version=version, prefix="terug-")
    page = check_page(report, has_errors=status >= 400)
    return make_response(render_template("provider/check.html", page=page, form=sign_form, back=back_form, refusal=refusal), status)


@provider.get("/rapportages/<period>/controleren")
@requires(Permission.REPORT_READ)
def check(period: str) -> Response:
    """Everything in one view."""
    return _show(report_of(period))


@provider.post("/rapportages/<period>/aanbieden")
@requires(Permission.REPORT_ENTER)
@once
def offer(period: str) -> Response:
    """Offer the report for signature."""
    report = report_of(period)
    try:
        offer_for_signature(
            transaction.writing(), report_id=report.id, provider_id=report.provider_id, version=report.version, by=actor(), at=clock.now()
        )
    except Refused as refusal:
        return _show(report, status=422, refusal=refusal.reason)
    flash("De rapportage is aangeboden. Een tekenbevoegde kan nu ondertekenen.")
    return see_other(url_for("provider.tasks", period=period))


@provider.post("/rapportages/<period>/ondertekenen")
@requires(Permission.REPORT_SIGN)
@once
def sign(period: str) -> Response:
    """Sign and submit: asks for the second factor again."""
    report, form, at, me = report_of(period), SignForm(), clock.now(), viewer()
    session = transaction.writing()
    try:
        if not form.validate():
            raise Refused("code", "Vul de code uit uw app in.")
        key = current_app.config["SECRET_KEY"]
        receipt = sign_and_submit(session, report_id=report.id, provider_id=report.provider_id, version=int(form.version.data), by=actor(), at=at)
        use_code(session, person_id=me.person_id, code=form.code.data, key=key, at=at, recovery_allowed=False)
    except Refused as refusal:
        session.rollback()
        if refusal.field == "code":
            form.code.errors = [refusal.reason]
        return _show(report_of(period), status=422, form=form, refusal="" if refusal.field == "code" else refusal.reason)
    flash("De rapportage is ondertekend en ingediend. Hieronder staat uw ontvangstbewijs.")
    return see_other(url_for("provider.receipt", number=receipt.number))


@provider.post("/rapportages/<period>/terugsturen")
@requires(Permission.REPORT_SIGN)
@once
def return_to_entry(period: str) -> Response:
    """The tekenbevoegde sends it back to be changed."""
    report, form = report_of(period), SendBackForm(prefix="terug-")
    try:
        if not form.validate():
            raise Refused("note", "Schrijf op wat er anders moet.")
        send_back(
            transaction.writing(),
            report_id=report.id,
            provider_id=report.provider_id,
            version=int(form.version.data),
            note=form.note.data,
            by=actor(),
            at=clock.now(),
        )
    except Refused as refusal:
        form.note.errors = [refusal.reason]
        return _show(report, status=422, back=form)
    flash("De rapportage is teruggestuurd. De invoerder kan de cijfers aanpassen.")
    return see_other(url_for("provider.tasks", period=period))


def _receipt(number: str) -> ReceiptPage:
    if len(number) > 40:
        raise NotFound(number)
    return find_receipt(transaction.reading(), number=number, provider_id=own_id())


def _receipt_view(found: ReceiptPage) -> ReceiptView:
    burden = burden_of_report(transaction.reading(), report_id=found.report_id, provider_id=own_id())
    return ReceiptView(found, url_for("provider.tasks", period=found.period.lower()), burden)


@provider.get("/bewijs/<number>")
@requires(Permission.REPORT_READ)
def receipt(number: str) -> str:
    """The receipt."""
    return render_template("provider/receipt.html", page=_receipt_view(_receipt(number)))


@provider.get("/bewijs/<number>/bestand")
@requires(Permission.REPORT_READ)
def receipt_file(number: str) -> Response:
    """The receipt as a file: what was submitted, its hash, and the journal's head at that moment."""
    found = _receipt(number)
    told = {
        "nummer": found.number,
        "aanbieder": found.provider_name,
        "kwartaal": found.period,
        "ondertekend op": found.at.isoformat(),
        "ondertekend door": found.signed_by,
        "sha256": found.sha256,
        "journaal": {"regel": found.journal_id, "ketenkop": found.journal_hash},
        "inhoud": json.loads(found.content),
    }
    headers = {"Content-Type": "application/json; charset=utf-8", "Content-Disposition": f'attachment; filename="{found.number}.json"'}
    return make_response(json.dumps(told, ensure_ascii=False, indent=2), 200, headers)

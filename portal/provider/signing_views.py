"""Offer, sign, send back, and the receipt."""

from __future__ import annotations

from flask import Response, current_app, flash, make_response, render_template, url_for

from contracts.foundation.errors import NotFound, Refused
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature, send_back
from kpi.domain.proof import proof_file
from kpi.queries.burden import burden_of_report
from kpi.queries.frozen import find_frozen
from kpi.queries.receipts import ReceiptPage, find_receipt, receipts_of_report
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.accounts.second_factor import use_code
from portal.provider.check_views import show
from portal.provider.desk import own_id, provider, report_of
from portal.provider.forms import SendBackForm, SignForm
from portal.provider.pages import ReceiptView
from portal.web import clock, transaction
from portal.web.difference import changed_lines
from portal.web.formatting import moment
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.settled import settled_file, settled_page


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
        return show(report, status=422, refusal=refusal.reason)
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
        return show(report_of(period), status=422, form=form, refusal="" if refusal.field == "code" else refusal.reason)
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
        return show(report, status=422, back=form)
    flash("De rapportage is teruggestuurd. De invoerder kan de cijfers aanpassen.")
    return see_other(url_for("provider.tasks", period=period))


def _receipt(number: str) -> ReceiptPage:
    if len(number) > 40:
        raise NotFound(number)
    return find_receipt(transaction.reading(), number=number, provider_id=own_id())


def _receipt_view(found: ReceiptPage) -> ReceiptView:
    """The receipt; of a report that came in again also what had changed since the time before."""
    session, back = transaction.reading(), url_for("provider.tasks", period=found.period.lower())
    burden = burden_of_report(session, report_id=found.report_id, provider_id=own_id())
    earlier = [one for one in receipts_of_report(session, report_id=found.report_id, provider_id=found.provider_id) if one.at < found.at]
    if not earlier:
        return ReceiptView(found, back, burden)
    since = f"{moment(earlier[0].at)} ({earlier[0].number})"
    return ReceiptView(found, back, burden, changed_lines(earlier[0].content, found.content, names={}), since)


@provider.get("/rapportages/<period>/vastgesteld")
@requires(Permission.REPORT_READ)
def settled(period: str) -> str:
    """What was settled for good."""
    report = report_of(period)
    frozen = find_frozen(transaction.reading(), report_id=report.id, provider_id=report.provider_id)
    back, file_href = url_for("provider.tasks", period=period), url_for("provider.settled_content", period=period)
    return render_template("provider/settled.html", page=settled_page(frozen, back_href=back, back_label=report.label, file_href=file_href))


@provider.get("/rapportages/<period>/vastgesteld/bestand")
@requires(Permission.REPORT_READ)
def settled_content(period: str) -> Response:
    """The same as a file."""
    report = report_of(period)
    return settled_file(find_frozen(transaction.reading(), report_id=report.id, provider_id=report.provider_id))


@provider.get("/bewijs/<number>")
@requires(Permission.REPORT_READ)
def receipt(number: str) -> str:
    """The receipt."""
    return render_template("provider/receipt.html", page=_receipt_view(_receipt(number)))


@provider.get("/bewijs/<number>/bestand")
@requires(Permission.REPORT_READ)
def receipt_file(number: str) -> Response:
    """The receipt as a file, with all that is needed to check it without us: `./samenzicht bewijs`."""
    found = _receipt(number)
    headers = {"Content-Type": "application/json; charset=utf-8", "Content-Disposition": f'attachment; filename="{found.number}.json"'}
    return make_response(proof_file(told=found.told, signature=found.signature, content=found.content), 200, headers)

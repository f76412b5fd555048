"""What was really spent: the state of a year, a file read in a child process and shown before it counts, and one amount by hand."""

from __future__ import annotations

import hashlib

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.actions.realisations import keep_one, keep_preview, refuse_file, take_over, withdraw
from contracts.domain.realisation_file import entries_of, read_entry
from contracts.foundation.errors import Conflict, Refused
from contracts.queries.realisation_imports import find_import, known_contracts, progress, recent_imports
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import ID, asked_year, management, seen_version, tell
from portal.management.realisation_forms import AmountForm, WithdrawForm, amount_page, contract_choices, withdraw_page
from portal.management.realisation_page import preview_page, realisation_page, template_table
from portal.management.words import counted
from portal.web import clock, transaction
from portal.web.files import sent_file, takes_file
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.spreadsheets.limits import LARGEST_FILE
from portal.web.spreadsheets.process import FIELD, read_file
from portal.web.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, attachment, delimited, xlsx


def _year() -> int:
    return asked_year(request.args["jaar"]) if "jaar" in request.args else clock.today().year


def _show(*, mistake: str = "", status: int = 200) -> Response:
    session, year, today = transaction.reading(), _year(), clock.today()
    page = realisation_page(progress(session, year=year), recent_imports(session), year=year, today=today, mistake=mistake)
    return make_response(render_template("management/realisation.html", page=page), status)


@management.get("/realisatie")
@requires(Permission.BUDGET_READ)
def realisation() -> Response:
    """How far every contract is realised, and the place to send a file."""
    return _show()


@management.get("/realisatie/invulbestand.<any(xlsx, csv):kind>")
@requires(Permission.BUDGET_READ)
def realisation_template(kind: str) -> Response:
    """A file with the contracts of a year, to fill in."""
    year, now = _year(), clock.now()
    table = template_table(progress(transaction.reading(), year=year), year=year, today=clock.today())
    name = f"samenzicht-realisatie-{year}.{kind}"
    if kind == "csv":
        return attachment(delimited(table), name=name, kind=CSV_TYPE)
    return attachment(xlsx((table,), title=f"Realisatie {year}", at=now), name=name, kind=XLSX_TYPE)


@management.post("/realisatie")
@requires(Permission.BUDGET_CHANGE)
@takes_file(LARGEST_FILE)
def receive_realisation() -> Response:
    """Read a file and keep its preview. No amount changes."""
    name, data = sent_file(FIELD, LARGEST_FILE)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        entries, remarks = entries_of(read_file(name, data))  # before the write transaction: it may take seconds
        told = {"file_name": name, "sha256": sha256}
        made = keep_preview(transaction.writing(), entries=entries, remarks=remarks, by=actor(), at=clock.now(), **told)
    except Refused as refusal:
        if data:
            _tell_refusal(sha256, len(data), refusal.reason)
        return _show(mistake=refusal.reason, status=422)
    return see_other(url_for("management.realisation_preview", import_id=made))


def _tell_refusal(sha256: str, size: int, reason: str) -> None:
    """A refused file must be found in the journal, although the answer is a refusal."""
    refuse_file(transaction.writing(), sha256=sha256, size=size, reason=reason, by=actor(), at=clock.now())
    transaction.keep()


@management.get(f"/realisatie/bestanden/<{ID}:import_id>")
@requires(Permission.BUDGET_READ)
def realisation_preview(import_id: int) -> str:
    """What a file would do, or did."""
    return render_template("management/realisation_preview.html", page=preview_page(find_import(transaction.reading(), import_id=import_id)))


@management.post(f"/realisatie/bestanden/<{ID}:import_id>/overnemen")
@requires(Permission.BUDGET_CHANGE)
@once
def take_realisation(import_id: int) -> Response:
    """Let every row count, all or none."""
    session = transaction.writing()
    try:
        count = take_over(session, import_id=import_id, version=seen_version(), by=actor(), at=clock.now())
    except Refused as refusal:
        page = preview_page(find_import(session, import_id=import_id), refusal=refusal.reason)
        return make_response(render_template("management/realisation_preview.html", page=page), 422)
    except Conflict as conflict:
        page = preview_page(find_import(session, import_id=import_id), conflict=conflict)
        return make_response(render_template("management/realisation_preview.html", page=page), 409)
    flash(f"{counted(count, 'bedrag is', 'bedragen zijn')} overgenomen. De begroting rekent er nu mee.")
    return see_other(url_for("management.realisation"))


def _show_form(form: AmountForm, *, status: int = 200) -> Response:
    form.reference.choices = contract_choices(known_contracts(transaction.reading(), years=()).values())
    return make_response(render_template("management/realisation_amount.html", page=amount_page(form), form=form), status)


@management.get("/realisatie/bedrag")
@requires(Permission.BUDGET_CHANGE)
def realised_amount() -> Response:
    """One amount by hand; `contract` in the address chooses it."""
    return _show_form(AmountForm(data={"reference": request.args.get("contract", "")}))


@management.post("/realisatie/bedrag")
@requires(Permission.BUDGET_CHANGE)
@once
def keep_amount() -> Response:
    """Show what one typed amount would do, before it counts."""
    form = AmountForm(request.form)
    try:
        made = keep_one(transaction.writing(), entry=read_entry(form.data, place=""), by=actor(), at=clock.now())
    except Refused as refusal:
        tell(form, refusal)
        return _show_form(form, status=422)
    return see_other(url_for("management.realisation_preview", import_id=made))


def _show_withdrawal(realisation_id: int, form: WithdrawForm, *, status: int = 200) -> Response:
    page = withdraw_page(transaction.reading(), realisation_id, form)
    return make_response(render_template("management/realisation_withdraw.html", page=page, form=form), status)


@management.get(f"/realisatie/bedragen/<{ID}:realisation_id>/intrekken")
@requires(Permission.BUDGET_CHANGE)
def withdrawal(realisation_id: int) -> Response:
    """Ask why an amount counts no more."""
    return _show_withdrawal(realisation_id, WithdrawForm())


@management.post(f"/realisatie/bedragen/<{ID}:realisation_id>/intrekken")
@requires(Permission.BUDGET_CHANGE)
@once
def withdraw_amount(realisation_id: int) -> Response:
    """Let an amount count no more."""
    form = WithdrawForm(request.form)
    try:
        commitment_id = withdraw(transaction.writing(), realisation_id=realisation_id, reason=form.reason.data, by=actor(), at=clock.now())
    except Refused as refusal:
        tell(form, refusal)
        return _show_withdrawal(realisation_id, form, status=422)
    flash("Het bedrag telt niet meer mee. Wat er stond, blijft in het logboek te zien.")
    return see_other(url_for("management.commitment_forecast", commitment_id=commitment_id))

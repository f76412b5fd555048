"""Uploading a filled-in file: read in a child process, shown as a preview, and taken over as a whole."""

from __future__ import annotations

import hashlib

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.sheet import Sheet
from kpi.actions.uploads import keep_preview, refuse_file, take_over
from kpi.domain.report import require_editable
from kpi.queries.reports import ReportHeader
from kpi.queries.uploads import UploadPage, find_upload
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import provider, report_of
from portal.provider.upload_page import SendPage, mistakes_table, preview_page
from portal.web import clock, transaction
from portal.web.files import sent_file, takes_file
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.spreadsheets.limits import LARGEST_FILE
from portal.web.spreadsheets.process import FIELD, read_file
from portal.web.spreadsheets.writing import XLSX_TYPE, attachment, xlsx


@provider.get("/rapportages/<period>/upload")
@requires(Permission.REPORT_ENTER)
def send(period: str) -> str:
    """Choose a file to upload."""
    return render_template("provider/upload.html", page=SendPage(report_of(period)))


@provider.post("/rapportages/<period>/upload")
@requires(Permission.REPORT_ENTER)
@takes_file(LARGEST_FILE)
def receive(period: str) -> Response:
    """Read a file and keep its preview. The report itself does not change."""
    report, (name, data) = report_of(period), sent_file(FIELD, LARGEST_FILE)
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        require_editable(report.state)
        sheets = read_file(name, data)  # before the write transaction: it may take seconds
        upload_id = _keep(report, name, sha256, sheets)
    except Refused as refusal:
        if data:
            _tell_refusal(report, sha256, len(data), refusal.reason)
        return make_response(render_template("provider/upload.html", page=SendPage(report, refusal.reason)), 422)
    return see_other(url_for("provider.preview", period=period, upload_id=upload_id))


def _keep(report: ReportHeader, name: str, sha256: str, sheets: list[Sheet]) -> int:
    return keep_preview(
        transaction.writing(),
        report_id=report.id,
        provider_id=report.provider_id,
        file_name=name,
        sha256=sha256,
        sheets=sheets,
        by=actor(),
        at=clock.now(),
    )


def _tell_refusal(report: ReportHeader, sha256: str, size: int, reason: str) -> None:
    """A refused file must be found in the journal, although the answer is a refusal."""
    refuse_file(transaction.writing(), report_id=report.id, sha256=sha256, size=size, reason=reason, by=actor(), at=clock.now())
    transaction.keep()


def _own(report: ReportHeader, upload_id: int) -> UploadPage:
    return find_upload(transaction.reading(), upload_id=upload_id, report_id=report.id, person_id=actor().person_id)


@provider.get("/rapportages/<period>/upload/<int:upload_id>")
@requires(Permission.REPORT_ENTER)
def preview(period: str, upload_id: int) -> str:
    """What the file would change."""
    report = report_of(period)
    return render_template("provider/preview.html", page=preview_page(report, _own(report, upload_id)))


@provider.post("/rapportages/<period>/upload/<int:upload_id>/overnemen")
@requires(Permission.REPORT_ENTER)
@once
def take(period: str, upload_id: int) -> Response:
    """Take over every good cell, all or none."""
    report, session = report_of(period), transaction.writing()
    which = {"upload_id": upload_id, "report_id": report.id, "provider_id": report.provider_id}
    try:
        count = take_over(session, only_good=request.form.get("keuze") == "goede", by=actor(), at=clock.now(), **which)
    except Refused as refusal:
        page = preview_page(report, _own(report, upload_id), refusal=refusal.reason)
        return make_response(render_template("provider/preview.html", page=page), 422)
    except Conflict as conflict:
        page = preview_page(report, _own(report, upload_id), conflict=conflict)
        return make_response(render_template("provider/preview.html", page=page), 409)
    flash(f"{'1 cijfer is' if count == 1 else f'{count} cijfers zijn'} overgenomen. De gemeente ziet ze pas na ondertekening.")
    return see_other(url_for("provider.tasks", period=period))


@provider.get("/rapportages/<period>/upload/<int:upload_id>/fouten.xlsx")
@requires(Permission.REPORT_ENTER)
def mistakes(period: str, upload_id: int) -> Response:
    """The mistakes of a file, as a file."""
    report = report_of(period)
    table = mistakes_table(report, _own(report, upload_id))
    data = xlsx((table,), title="Fouten in het bestand", at=clock.now())
    return attachment(data, name=f"samenzicht-{report.slug}-fouten.xlsx", kind=XLSX_TYPE)

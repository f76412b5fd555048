"""The aanbieder's own deviations: what stands out, the answer to it, and the files that go with the answer."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.evidence import add_evidence, explain_with_files
from kpi.domain.evidence import FIELD
from kpi.queries.own_deviations import own_deviation, own_deviations
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import own_id, provider
from portal.provider.deviation_page import deviation_page, deviations_page
from portal.provider.evidence_views import tell_refused_file
from portal.provider.forms import EvidenceForm, ExplainForm
from portal.web import clock, transaction
from portal.web.evidence import ACCEPT, MOST_SENT, brought, files_first
from portal.web.files import takes_file
from portal.web.fragments import see_other
from portal.web.once import once


@provider.get("/afwijkingen")
@requires(Permission.DEVIATION_EXPLAIN)
def deviations() -> str:
    """What stands out in our own figures: first what waits for us."""
    lines = own_deviations(transaction.reading(), provider_id=own_id())
    return render_template("provider/deviations.html", page=deviations_page(lines))


def show(deviation_id: int, form: ExplainForm | EvidenceForm, *, status: int = 200, conflict: Conflict | None = None) -> Response:
    """One deviation, with the form that was refused."""
    found = own_deviation(transaction.reading(), deviation_id=deviation_id, provider_id=own_id())
    page = deviation_page(found, conflict=conflict, has_errors=bool(form.errors))
    explaining = form if isinstance(form, ExplainForm) else ExplainForm(formdata=None)
    if status != 422:
        explaining.version.data = str(found.line.version)
    adding = form if isinstance(form, EvidenceForm) else EvidenceForm(formdata=None)
    forms = {"form": explaining, "adding": adding, "wrong": form, "accept": ACCEPT}
    return make_response(render_template("provider/deviation.html", page=page, **forms), status)


@provider.get("/afwijkingen/<int:deviation_id>")
@requires(Permission.DEVIATION_EXPLAIN)
def deviation(deviation_id: int) -> Response:
    """One deviation."""
    return show(deviation_id, ExplainForm(formdata=None))


@provider.post("/afwijkingen/<int:deviation_id>/toelichten")
@requires(Permission.DEVIATION_EXPLAIN)
@takes_file(MOST_SENT)
@files_first
@once
def answer(deviation_id: int) -> Response:
    """Explain, with files when there are any."""
    form, own, files = ExplainForm(request.form), own_id(), brought()
    if not form.validate() or files.mistake:
        return _not_like_this(deviation_id, form, files.mistake)
    told = {"version": int(form.version.data), "text": form.text.data, "files": files.files, "by": actor(), "at": clock.now()}
    try:
        explain_with_files(transaction.writing(), deviation_id=deviation_id, provider_id=own, **told)
    except Refused as refusal:
        transaction.undo()
        (form.files if refusal.field == FIELD else form.text).errors = [refusal.reason]
        return show(deviation_id, form, status=422)
    except Conflict as conflict:
        transaction.undo()
        return show(deviation_id, form, status=409, conflict=conflict)
    flash("Uw uitleg is verstuurd. De contractmanager leest hem en reageert.")
    return see_other(url_for("provider.deviation", deviation_id=deviation_id))


@provider.post("/afwijkingen/<int:deviation_id>/bewijsstukken")
@requires(Permission.DEVIATION_EXPLAIN)
@takes_file(MOST_SENT)
@files_first
@once
def add_file(deviation_id: int) -> Response:
    """Put a file with an explanation that was given before."""
    form, own, files = EvidenceForm(request.form), own_id(), brought()
    if files.mistake:
        return _not_like_this(deviation_id, form, files.mistake)
    try:
        if not files.files:
            raise Refused(FIELD, "Kies eerst een bestand.")
        add_evidence(transaction.writing(), deviation_id=deviation_id, provider_id=own, files=files.files, by=actor(), at=clock.now())
    except Refused as refusal:
        transaction.undo()
        form.files.errors = [refusal.reason]
        return show(deviation_id, form, status=422)
    flash("Het bestand staat bij uw uitleg. De contractmanager kan het lezen.")
    return see_other(f"{url_for('provider.deviation', deviation_id=deviation_id)}#bewijs")


def _not_like_this(deviation_id: int, form: ExplainForm | EvidenceForm, mistake: str) -> Response:
    """The same page with the mistakes. What was typed stays; a file must be chosen again."""
    if mistake:
        form.files.errors = [mistake]
        tell_refused_file(deviation_id, mistake)
    return show(deviation_id, form, status=422)

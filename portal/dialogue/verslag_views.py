"""Reading the minutes: the record exactly as it is hashed, its earlier editions, and files to keep."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from contracts.foundation.errors import NotFound
from kpi.queries.dialogue_reading import Reading, reading
from portal.access.guard import requires
from portal.access.identity import viewer
from portal.access.permissions import Permission
from portal.dialogue.consent_forms import ConsentForm
from portal.dialogue.desk import dialogue, seat
from portal.dialogue.document_blocks import written
from portal.dialogue.verslag_document import document_of
from portal.dialogue.verslag_pages import ReadingPage
from portal.web import transaction
from portal.web.documents.docx_file import DOCX_TYPE, docx_file
from portal.web.documents.pdf import PDF_TYPE, pdf
from portal.web.spreadsheets.writing import attachment


def read(session_id: int, edition: int | None = None) -> Reading:
    """The minutes for this viewer. Raises NotFound, also for those of another aanbieder."""
    return reading(transaction.reading(), session_id=session_id, edition=edition, viewer_provider_id=viewer().provider_id)


def show_minutes(session_id: int, *, edition: int | None = None, form: ConsentForm | None = None, status: int = 200, notice: str = "") -> Response:
    """The reading page, with what was typed in its form."""
    found, given = read(session_id, edition), form or ConsentForm(formdata=None)
    given.sha256.data = found.sha256
    page = ReadingPage(found, document_of(found), seat(), viewer().provider_id, edition, status in (409, 422), notice)
    return make_response(render_template("dialogue/minutes.html", page=page, form=given), status)


def _asked() -> int | None:
    """The edition in `editie`; None without one. Raises NotFound for what is no number."""
    text = request.args.get("editie", "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 5):
        raise NotFound
    return int(text)


@dialogue.get("/<int:session_id>/verslag")
@requires(Permission.DIALOGUE_TAKE_PART)
def minutes(session_id: int) -> Response:
    """The minutes to read, to consent to, to follow and to print; with `editie` one of the settled editions."""
    return show_minutes(session_id, edition=_asked())


@dialogue.get("/<int:session_id>/verslag/download.<any(pdf, docx):ending>")
@requires(Permission.DIALOGUE_TAKE_PART)
def minutes_file(session_id: int, ending: str) -> Response:
    """The minutes as a file: an edition, or what there is now (marked CONCEPT while it is not settled)."""
    asked = _asked()
    found = read(session_id, asked)
    if not ReadingPage(found, document_of(found), seat(), viewer().provider_id, asked).has_files:
        raise NotFound
    document, which = written(document_of(found)), f"editie-{found.edition.number}" if found.edition else "concept"
    name = f"samenzicht-verslag-{session_id}-{which}.{ending}"
    if ending == "pdf":
        return attachment(pdf(document), name=name, kind=PDF_TYPE)
    return attachment(docx_file(document), name=name, kind=DOCX_TYPE)

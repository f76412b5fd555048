"""Preparing: the page of one point, what the own organisation brings to it, and its private note."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import dialogues
from kpi.queries.agenda_item import AgendaPoint, agenda_point
from kpi.queries.indicator_picture import figures_of
from kpi.queries.indicators import catalogue
from kpi.queries.preparation import Prepared, aside_of, preparation_of
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.desk import dialogue, whole_session
from portal.dialogue.item_page import INPUT, NOTE, GonePage, ItemPage, PrepConflictPage, Saving, Typed, chart_of
from portal.dialogue.preparation_words import INPUT_LABELS, NOTE_LABELS
from portal.web import clock, transaction
from portal.web.charts import RunChart
from portal.web.formatting import clock_time
from portal.web.fragments import see_other, wants_fragment
from portal.web.sent_back import number_of


@dataclass(frozen=True, slots=True)
class _Form:
    """One of the two forms of the page: its fields, where it is sent, who keeps it, and what is said then."""

    name: str
    fields: tuple[str, ...]
    endpoint: str
    keep: Callable[..., int]
    done: str


_INPUT = _Form(INPUT, tuple(INPUT_LABELS), "dialogue.keep_input", dialogues.write_input, "Uw inbreng is opgeslagen.")
_NOTE = _Form(NOTE, tuple(NOTE_LABELS), "dialogue.keep_note", dialogues.write_note, "Uw notitie is opgeslagen. Alleen uw organisatie ziet haar.")


@dialogue.get("/<int:session_id>/punten/<int:item_id>")
@requires(Permission.DIALOGUE_TAKE_PART)
def item(session_id: int, item_id: int) -> Response:
    """One point of the agenda; for the screen of the session only its chart."""
    return _show(session_id, item_id)


@dialogue.post("/<int:session_id>/punten/<int:item_id>/inbreng")
@requires(Permission.DIALOGUE_TAKE_PART)
def keep_input(session_id: int, item_id: int) -> Response:
    """Save what the own organisation brings in."""
    return _keep(_INPUT, session_id, item_id)


@dialogue.post("/<int:session_id>/punten/<int:item_id>/notitie")
@requires(Permission.DIALOGUE_TAKE_PART)
def keep_note(session_id: int, item_id: int) -> Response:
    """Save the own organisation's note."""
    return _keep(_NOTE, session_id, item_id)


def _point(session_id: int, item_id: int) -> AgendaPoint:
    return agenda_point(transaction.reading(), session_id=session_id, item_id=item_id, viewer_provider_id=viewer().provider_id)


def _show(session_id: int, item_id: int, *, typed: Typed | None = None, status: int = 200) -> Response:
    """The page, with what was typed in a form that could not be kept. Five questions, and the one for who is signed in."""
    session, own, point = transaction.reading(), viewer(), _point(session_id, item_id)
    about = {"organisation_id": own.organisation_id, "item_id": item_id}
    prepared = preparation_of(session, session_id=session_id, **about).get(item_id, Prepared())
    aside = aside_of(session, deviation_id=point.deviation_id, **about)
    desk = "/beheer" if own.provider_id is None else "/aanbieder"
    there = f"{desk}/afwijkingen/{point.deviation_id}" if point.deviation_id else ""
    page = ItemPage(point, prepared, aside, _chart(point), own.organisation_name, there, typed, status != 200)
    is_asked_for_its_chart = request.method == "GET" and wants_fragment()  # the session's screen unfolds it
    return make_response(render_template("dialogue/_item_picture.html" if is_asked_for_its_chart else "dialogue/item.html", page=page), status)


def _chart(point: AgendaPoint) -> RunChart | None:
    """The series of its KPI: of the aanbieder of this table alone. At a joint table there is no aanbieder whose it could be."""
    if not point.code or point.provider_id is None:
        return None
    session = transaction.reading()
    return chart_of(point, catalogue(session, code=point.code), figures_of(session, code=point.code, provider_id=point.provider_id))


def _keep(form: _Form, session_id: int, item_id: int) -> Response:
    """Save one of the two. "boven" is the version that the writer chose to write over, with both texts in sight."""
    texts = {name: request.form.get(name, "") for name in form.fields}
    place: dict[str, Any] = {"session_id": session_id, "item_id": item_id}
    told: dict[str, Any] = {"viewer_provider_id": viewer().provider_id, "by": actor(), "at": clock.now()}
    try:
        made = form.keep(
            transaction.writing(), **place, **texts, version=number_of(request.form.get("boven")) or number_of(request.form.get("version")), **told
        )
    except (Refused, NotFound) as refusal:
        field, reason = (refusal.field, refusal.reason) if isinstance(refusal, Refused) else ("", dialogues.GONE)
        return _refused(place, Typed(form.name, texts, number_of(request.form.get("version")), {field: reason}))
    except Conflict as conflict:
        return _lost(form, place, conflict)
    if not wants_fragment():
        flash(form.done)
        return see_other(url_for("dialogue.item", **place, _anchor=form.name))
    response = _status(Saving(f"Opgeslagen {clock_time(clock.now())}"), 200)
    response.headers["X-Version"] = str(made)
    return response


def _status(saving: Saving, code: int) -> Response:
    """Only the words at the form: never the texts themselves, which somebody may be typing on."""
    return make_response(render_template("dialogue/_prep_status.html", saving=saving), code)


def _refused(place: dict[str, Any], typed: Typed) -> Response:
    """Why it was not kept, with what was typed; also at a point that is not there any more. A session that one may not see stays unknown."""
    whole_session(place["session_id"])
    if wants_fragment():
        return _status(Saving("Niet opgeslagen", "zorg", " ".join(typed.mistakes.values())), 422)
    try:
        return _show(**place, typed=typed, status=422)
    except NotFound:
        return make_response(render_template("dialogue/item_gone.html", page=GonePage(place["session_id"], typed)), 422)


def _lost(form: _Form, place: dict[str, Any], conflict: Conflict) -> Response:
    back = url_for("dialogue.item", **place, _anchor=form.name)
    if wants_fragment():
        sentence = "Uw tekst staat nog in het veld. Hij is niet opgeslagen."
        again = url_for("dialogue.item", **place) + f"?#{form.name}"  # with a question mark, so that the page is loaded anew
        return _status(Saving(f"Gewijzigd door {conflict.by}", "zorg", sentence, conflict.theirs, conflict.by, conflict.version, again), 409)
    page = PrepConflictPage(_point(**place), conflict, url_for(form.endpoint, **place), back, form.name, form.fields)
    return make_response(render_template("dialogue/prep_conflict.html", page=page), 409)

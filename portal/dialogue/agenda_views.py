"""Moving points: from the list to an agenda and back, to a later session, away and back again."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for
from wtforms import SelectChoice

from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.queries.providers import organisations
from kpi.actions import dialogues
from kpi.queries.agenda_page import open_agendas, require_point, waiting_points
from kpi.queries.dialogue_session import JOINT
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.agenda_pages import LaterPage, tables
from portal.dialogue.agenda_words import JOINT_TABLE, table_of
from portal.dialogue.desk import address, dialogue, show
from portal.dialogue.forms import Forms, ItemForm, LaterForm
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place
from portal.web.sent_back import number_of

FIELD = "naar"
_UNKNOWN = "Kies wat u met dit punt wilt doen."


def _told() -> dict[str, Any]:
    return {"viewer_provider_id": viewer().provider_id, "by": actor(), "at": clock.now()}


@dialogue.post("/<int:session_id>/punten/<int:item_id>/plaats")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def move_item(session_id: int, item_id: int) -> Response:
    """Move a point on, back to the list, or away."""
    session, wanted, here = transaction.writing(), request.form.get(FIELD, ""), {"item_id": item_id, **_told()}
    try:
        if wanted == "volgende":
            later = dialogues.move_on(session, session_id=session_id, **here)
            done = "Het punt staat nu op de agenda van het volgende gesprek." if later else "Het punt wacht op het volgende gesprek."
        elif wanted == "later":
            dialogues.take_off(session, session_id=session_id, **here)
            done = "Het punt is van de agenda. U vindt het bij Voor later."
        elif wanted == "weg":
            dialogues.remove_item(session, version=number_of(request.form.get("version")), **here)
            done = "Het punt is weggehaald. Bij Voor later kunt u het terugzetten."
        else:
            raise Refused("", _UNKNOWN)
    except Refused as refusal:
        form = ItemForm(formdata=None)
        place(form, refusal)
        return show(session_id, forms=Forms(item=form), status=422)
    except Conflict as conflict:
        return show(session_id, status=409, notice=_overtaken(conflict))
    flash(done)
    return see_other(address(session_id))


def _overtaken(conflict: Conflict) -> str:
    return f"{conflict.by or 'Iemand anders'} veranderde dit punt net. Lees het opnieuw; daarna kunt u kiezen wat u ermee doet."


@dialogue.get("/later")
@requires(Permission.DIALOGUE_TAKE_PART)
def later() -> Response:
    """What waits at each table."""
    return _show_later()


@dialogue.post("/later")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def add_later() -> Response:
    """Put a point on the list."""
    form, session = LaterForm(), transaction.writing()
    names = _names()
    try:
        if not form.validate():
            raise Refused("", "")
        if form.table.data not in {table_of(number) for number in names}:
            raise Refused("table", "Kies een gesprek uit de lijst.")
        number = None if form.table.data == JOINT_TABLE else int(form.table.data)
        dialogues.add_later(session, provider_id=number, part=form.part.data, title=form.title.data, **_told())
    except Refused as refusal:
        place(form, refusal)
        return _show_later(form=form, status=422)
    flash("Het punt staat op de lijst. De andere kant ziet het ook.")
    return see_other(url_for("dialogue.later"))


@dialogue.post("/later/<int:item_id>")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def move_listed(item_id: int) -> Response:
    """Put what waits on an agenda, take a point away, or put one back."""
    session, wanted, here = transaction.writing(), request.form.get(FIELD, ""), {"item_id": item_id, **_told()}
    require_point(session, item_id=item_id, viewer_provider_id=viewer().provider_id)
    try:
        if wanted == "weg":
            dialogues.remove_item(session, version=number_of(request.form.get("version")), **here)
            flash("Het punt is weggehaald. U kunt het hieronder terugzetten.")
            return see_other(url_for("dialogue.later"))
        if wanted == "terug":
            there = dialogues.restore_item(session, **here)
            flash("Het punt staat weer op de agenda." if there else "Het punt staat weer op de lijst.")
            return see_other(address(there, f"punt-{item_id}") if there else url_for("dialogue.later"))
        if not number_of(request.form.get(FIELD)):
            raise Refused("", _UNKNOWN)
        session_id = number_of(request.form.get(FIELD))
        row = dialogues.put_listed(session, session_id=session_id, **here)
    except Refused as refusal:
        return _show_later(status=422, mistake=refusal.reason)
    except Conflict as conflict:
        return _show_later(status=409, mistake=_overtaken(conflict))
    flash("Het punt staat op de agenda.")
    return see_other(address(session_id, f"punt-{row}"))


def _names() -> dict[int | None, str]:
    """The tables that this viewer sits at: the own one, or every one; and the joint one."""
    found: dict[int | None, str] = {one.id: one.name for one in organisations(transaction.reading(), kind="aanbieder")}
    own = viewer().provider_id
    if own is not None and own not in found:
        raise NotFound
    return (found if own is None else {own: found[own]}) | {None: JOINT}


def _show_later(*, form: LaterForm | None = None, status: int = 200, mistake: str = "") -> Response:
    session, own, names = transaction.reading(), viewer().provider_id, _names()
    given = form or LaterForm(formdata=None)
    given.table.choices = [SelectChoice(table_of(number), name) for number, name in names.items()]
    lists = tables(names, waiting_points(session, viewer_provider_id=own), open_agendas(session, viewer_provider_id=own))
    mine = None if own is None else actor().organisation_name
    page = LaterPage(lists, mine, clock.today(), has_errors=status != 200, mistake=mistake)
    return make_response(render_template("dialogue/later.html", page=page, form=given), status)

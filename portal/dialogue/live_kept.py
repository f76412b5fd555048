"""What is answered to a text that could not be kept: a clear reason, what to do, and the text itself. Nothing that was typed is ever lost."""

from __future__ import annotations

from flask import Response, make_response, render_template

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.dialogues import TakenOff
from kpi.domain.dialogue import CANCELLED
from portal.dialogue import verslag_late
from portal.dialogue.desk import show, whole_session
from portal.dialogue.forms import Forms, Typed
from portal.dialogue.pages import ConflictPage, KeptPage, MinutesStatus
from portal.dialogue.words import all_items
from portal.web import transaction
from portal.web.fragments import render_fragment, wants_fragment

COPY = "Kopieer uw tekst als u hem wilt bewaren."
ADVICE = {CANCELLED: "Dit gesprek is intussen geannuleerd. Kopieer uw tekst en neem hem mee naar het volgende gesprek."}
NO_ACCESS = "U kunt dit gesprek niet meer openen. Misschien zijn uw rechten veranderd. Vraag het de functioneel beheerder van uw organisatie."
OFF = "Dit punt is van de agenda gehaald terwijl u schreef."
STILL_THERE = "Uw tekst staat nog in het veld."


def status(session_id: int, item_id: int, told: MinutesStatus, code: int) -> Response:
    """Only the words at the point: never the text itself, which somebody may be typing on."""
    return make_response(render_fragment("dialogue/_minutes_status.html", status=told, session_id=session_id, item_id=item_id), code)


def cannot(session_id: int, item_id: int, text: str, problem: Refused | Conflict | NotFound) -> Response:
    """The answer to a text at a point that could not be kept."""
    transaction.undo()
    if isinstance(problem, Conflict):
        return _lost(session_id, item_id, text, problem)
    if isinstance(problem, Refused):
        return _refused(session_id, item_id, text, problem)
    if wants_fragment():
        raise problem  # the page keeps the text in its field, and says that this is not there any more
    return _kept(KeptPage(session_id, item_id, NO_ACCESS, COPY, text, is_reachable=False), 404)


def too_late(session_id: int, text: str, refusal: Refused) -> Response:
    """The answer to something written for a session that is closed to it: the reason, what to do, and the text."""
    return _kept(KeptPage(session_id, 0, refusal.reason, _advice(session_id), text), 422)


def _refused(session_id: int, item_id: int, text: str, refusal: Refused) -> Response:
    """Not like this (the field names it), or not any more: then the text may become an addendum, or is there to copy."""
    if refusal.field and not wants_fragment():
        return show(session_id, forms=Forms(typed=Typed(f"punt-{item_id}", text, refusal.reason)), status=422)
    item = None if refusal.field else next((one for one in all_items(whole_session(session_id)) if one.item_id == item_id), None)
    as_addendum = verslag_late.too_late(session_id, item, text, refusal) if item is not None else None
    if as_addendum is not None:
        return as_addendum
    if not wants_fragment():
        return too_late(session_id, text, refusal)
    sentence = refusal.reason if refusal.field else f"{refusal.reason} {_advice(session_id)}"
    return status(session_id, item_id, MinutesStatus("Niet opgeslagen", "zorg", f"{sentence} {STILL_THERE}"), 422)


def _lost(session_id: int, item_id: int, text: str, conflict: Conflict) -> Response:
    by, theirs, is_off = conflict.by, conflict.theirs[0][1], isinstance(conflict, TakenOff)
    if not wants_fragment():
        if is_off:
            back = "U kunt het punt terugzetten, met uw tekst." if conflict.version else COPY
            return _kept(KeptPage(session_id, item_id, OFF, back, text, theirs, conflict.version or None), 409)
        page = ConflictPage(session_id, item_id, text, theirs, by, conflict.version)
        return make_response(render_template("dialogue/conflict.html", page=page), 409)
    if is_off:
        there = f" Er stond: {theirs}" if theirs and theirs != text else ""
        told = MinutesStatus("Niet opgeslagen", "zorg", f"{OFF} {STILL_THERE}{there}", over=conflict.version, is_off=bool(conflict.version))
    else:
        told = MinutesStatus(f"Gewijzigd door {by}", "zorg", f"{STILL_THERE} Hij is nog niet opgeslagen.", theirs, by, conflict.version, text)
    return status(session_id, item_id, told, 409)


def _kept(page: KeptPage, code: int) -> Response:
    return make_response(render_template("dialogue/kept.html", page=page), code)


def _advice(session_id: int) -> str:
    return ADVICE.get(whole_session(session_id).state, COPY)

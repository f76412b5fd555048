"""One deviation: ask, give back, see the effect, settle, or put it on the agenda of a dialogue session."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.deviations import ask, close, return_explanation, see_effect
from kpi.actions.dialogues import put_on_agenda
from kpi.queries.deviation_beside import beside_deviation
from kpi.queries.deviations import find_deviation
from kpi.queries.indicator_picture import figures_of
from kpi.queries.indicators import catalogue
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.management.desk import ID, management, seen_version, tell, whole
from portal.management.deviation_page import Forms, Found, deviation_page
from portal.management.forms import AgendaForm, ClosingForm, EffectForm, QuestionForm
from portal.management.lost_race import lost_race
from portal.web import clock, transaction
from portal.web.formatting import moment
from portal.web.fragments import see_other
from portal.web.once import once


def _show(deviation_id: int, forms: Forms, *, status: int = 200) -> Response:
    session = transaction.reading()
    page = find_deviation(session, deviation_id=deviation_id, provider_id=None)
    code = page.line.indicator_code
    figures = figures_of(session, code=code, provider_id=page.line.provider_id, quarters_only=False)
    found = Found(page, catalogue(session, code=code), figures, beside_deviation(session, deviation_id=deviation_id))
    forms.agenda.session_id.choices = [
        ("", "Kies een gesprek"),
        *((str(each.session_id), f"{each.title}, {moment(each.planned_at)}") for each in found.beside.agenda),
    ]
    shown = deviation_page(found, forms, me=viewer().person_id, unsent=forms.question.text.data or "")
    return make_response(render_template("management/deviation.html", page=shown, forms=forms), status)


def _change(deviation_id: int, forms: Forms, form: QuestionForm | ClosingForm | EffectForm, work: Callable[..., Any], *, done: str) -> Response:
    """Let an action happen with what was typed, and say what happens next."""
    at_deviation = url_for("management.deviation", deviation_id=deviation_id)
    try:
        work(transaction.writing(), deviation_id=deviation_id, version=seen_version(), by=actor(), at=clock.now(), **form.data)
    except Refused as refusal:
        tell(form, refusal)
        return _show(deviation_id, forms, status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=at_deviation, back_label="Afwijking")
    flash(done)
    return see_other(at_deviation)


@management.get(f"/afwijkingen/<{ID}:deviation_id>")
@requires(Permission.DEVIATION_REVIEW)
def deviation(deviation_id: int) -> Response:
    """One deviation with its figures and all that was said."""
    return _show(deviation_id, Forms())


@management.post(f"/afwijkingen/<{ID}:deviation_id>/uitleg-vragen")
@requires(Permission.DEVIATION_REVIEW)
@once
def ask_explanation(deviation_id: int) -> Response:
    """Ask the aanbieder to explain."""
    form = QuestionForm(request.form)
    return _change(deviation_id, Forms(question=form), form, ask, done="Uw vraag is verstuurd. De aanbieder ziet hem en kan uitleg geven.")


@management.post(f"/afwijkingen/<{ID}:deviation_id>/uitleg-teruggeven")
@requires(Permission.DEVIATION_REVIEW)
@once
def give_back(deviation_id: int) -> Response:
    """The explanation is not clear yet: ask on."""
    form = QuestionForm(request.form)
    done = "De uitleg is terug bij de aanbieder, met uw vraag. U ziet het hier als er een antwoord is."
    return _change(deviation_id, Forms(question=form), form, return_explanation, done=done)


@management.post(f"/afwijkingen/<{ID}:deviation_id>/effect")
@requires(Permission.DEVIATION_REVIEW)
@once
def effect(deviation_id: int) -> Response:
    """Say what the agreement did, beside the newest signed figure."""
    form = EffectForm(request.form)
    done = "Het effect is vastgelegd. Handel dit punt af als het klaar is, of zet het nog eens op een agenda."
    return _change(deviation_id, Forms(effect=form), form, see_effect, done=done)


@management.post(f"/afwijkingen/<{ID}:deviation_id>/afhandelen")
@requires(Permission.DEVIATION_REVIEW)
@once
def settle(deviation_id: int) -> Response:
    """Settle it, with a reason."""
    form = ClosingForm(request.form)
    return _change(deviation_id, Forms(closing=form), form, close, done="Het punt is afgehandeld. De aanbieder ziet uw reden.")


@management.post(f"/afwijkingen/<{ID}:deviation_id>/op-de-agenda")
@requires(Permission.DEVIATION_REVIEW)
@once
def to_agenda(deviation_id: int) -> Response:
    """Put it on the agenda of an open dialogue session of this aanbieder."""
    form = AgendaForm(request.form)
    session_id, at_deviation = whole(form.session_id.data or ""), url_for("management.deviation", deviation_id=deviation_id)
    try:
        if not session_id:
            raise Refused("session_id", "Kies een gesprek uit de lijst.")
        put_on_agenda(transaction.writing(), session_id=session_id, deviation_ids=[deviation_id], viewer_provider_id=None, by=actor(), at=clock.now())
    except Refused as refusal:
        tell(form, Refused("session_id", refusal.reason))
        return _show(deviation_id, Forms(agenda=form), status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=at_deviation, back_label="Afwijking")
    flash("Dit punt staat op de agenda van het gesprek.")
    return see_other(at_deviation)

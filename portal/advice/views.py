"""All views of this desk: the list by term, and one advice with its answer, its outcome and its places at the tables of aanbieders."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.advice_answers import answer as answer_advice
from kpi.actions.advice_answers import tell_outcome
from kpi.actions.advice_points import bring_to_tables, take_off_table
from kpi.domain.plain_language import problems
from kpi.queries.advice import all_advice, find_advice, places_of, providers_to_choose
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.advice.board import board_names, tell_board
from portal.advice.desk import advice
from portal.advice.forms import AnswerForm, OutcomeForm, TablesForm
from portal.advice.pages import AdvicePage, Forms, LostRacePage, desk_page, row_of
from portal.web import clock, transaction
from portal.web.days import typed_day
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.refusals import place
from portal.web.sent_back import number_of

__all__ = ["advice"]
_OURS = frozenset({"csrf_token", "version", "keuze"})


@advice.get("")
@requires(Permission.ADVICE_ANSWER)
def desk() -> str:
    """All advice, what waits first."""
    return render_template("advice/desk.html", page=desk_page(all_advice(transaction.reading()), today=clock.today()))


def _show(advice_id: int, *typed: AnswerForm | OutcomeForm | TablesForm, hints: tuple[str, ...] | None = None, status: int = 200) -> Response:
    """The page of one advice, with what was typed in one of its forms."""
    session = transaction.reading()
    found, places = find_advice(session, advice_id=advice_id), places_of(session, advice_id=advice_id)
    old = found.answers[0].outcome if found.answers else ""
    known = {type(form): form for form in typed}
    forms = Forms(
        *(known.get(kind) or made for kind, made in ((AnswerForm, AnswerForm()), (OutcomeForm, OutcomeForm(outcome=old)), (TablesForm, TablesForm())))
    )
    live = [one.provider_id for one in places if one.is_live]
    forms.tables.provider_ids.choices = [(str(number), name) for number, name in providers_to_choose(session, besides=live)]
    page = AdvicePage(row_of(found, today=clock.today()), places, any(form.errors for form in forms), hints)
    return make_response(render_template("advice/advice.html", page=page, forms=forms), status)


def _lost_race(advice_id: int, conflict: Conflict) -> Response:
    keep = tuple((name, value) for name, value in request.form.items() if name not in _OURS)
    page = LostRacePage(conflict, request.path, keep, url_for("advice.one", advice_id=advice_id), "Advies")
    return make_response(render_template("advice/lost_race.html", page=page), 409)


@advice.get("/<int:advice_id>")
@requires(Permission.ADVICE_ANSWER)
def one(advice_id: int) -> Response:
    """One advice."""
    return _show(advice_id)


@advice.post("/<int:advice_id>/antwoord")
@requires(Permission.ADVICE_ANSWER)
@once
def answer(advice_id: int) -> Response:
    """Answer it; with `proef` only say how well the text reads."""
    form, session = AnswerForm(request.form), transaction.writing()
    if "proef" in request.form:
        return _show(advice_id, form, hints=problems([form.reason.data, form.what.data]))
    told = {"verdict": form.verdict.data or "", "reason": form.reason.data, "what": form.what.data, "ready_on_text": form.ready_on.data}
    day = typed_day(form.ready_on.data)
    try:
        number = answer_advice(session, advice_id=advice_id, version=_version(), ready_on=day, by=actor(), at=clock.now(), **told)
    except Refused as refusal:
        place(form, refusal)
        return _show(advice_id, form, status=422)
    except Conflict as conflict:
        return _lost_race(advice_id, conflict)
    tell_board(session, advice_id=advice_id, number=number, at=clock.now())
    flash("Het antwoord is verstuurd. De leden van de klankbordgroep krijgen er bericht van.")
    return see_other(url_for("advice.one", advice_id=advice_id))


@advice.post("/<int:advice_id>/uitkomst")
@requires(Permission.ADVICE_ANSWER)
@once
def outcome(advice_id: int) -> Response:
    """Tell what came of it."""
    form, session = OutcomeForm(request.form), transaction.writing()
    try:
        number = tell_outcome(session, advice_id=advice_id, version=_version(), outcome=form.outcome.data, by=actor(), at=clock.now())
    except Refused as refusal:
        place(form, refusal)
        return _show(advice_id, form, status=422)
    except Conflict as conflict:
        return _lost_race(advice_id, conflict)
    tell_board(session, advice_id=advice_id, number=number, is_outcome=True, at=clock.now())
    flash("Het staat erbij. De klankbordgroep leest het hier en in de volgende samenvatting.")
    return see_other(url_for("advice.one", advice_id=advice_id))


@advice.post("/<int:advice_id>/tafels")
@requires(Permission.ADVICE_ANSWER)
@once
def bring(advice_id: int) -> Response:
    """Bring it to the tables of aanbieders, in one's own words."""
    form, session = TablesForm(request.form), transaction.writing()
    chosen = [number_of(text) for text in form.provider_ids.data or ()]
    told = {"words": form.words.data, "board_names": board_names(session)}
    try:
        new = bring_to_tables(session, advice_id=advice_id, provider_ids=chosen, by=actor(), at=clock.now(), **told)
    except Refused as refusal:
        place(form, refusal)
        return _show(advice_id, form, status=422)
    flash("Het punt staat klaar voor het volgende gesprek. De aanbieder leest alleen uw woorden." if new else "Dit punt stond er al.")
    return see_other(url_for("advice.one", advice_id=advice_id))


@advice.post("/<int:advice_id>/tafels/<int:provider_id>/weg")
@requires(Permission.ADVICE_ANSWER)
@once
def take_off(advice_id: int, provider_id: int) -> Response:
    """It does not concern this aanbieder after all."""
    take_off_table(transaction.writing(), advice_id=advice_id, provider_id=provider_id, by=actor(), at=clock.now())
    flash("Het punt is weggehaald bij deze aanbieder.")
    return see_other(url_for("advice.one", advice_id=advice_id))


def _version() -> int:
    """The version of the advice on the screen. 0 is nobody's."""
    return number_of(request.form.get("version"))

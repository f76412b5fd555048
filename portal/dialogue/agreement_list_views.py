"""All afspraken of the viewer, one of them, and the steps that it takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions import dialogues
from kpi.domain.dialogue import UNFINISHED
from kpi.queries.action_point_whole import agreement_whole
from kpi.queries.action_points import agreement_lines, agreements_by_state
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.dialogue.agreement_pages import AgreementPage, AgreementsPage, Typed
from portal.dialogue.agreement_words import BY_SLUG, FILTERS, RUNS, STATES, Step
from portal.dialogue.desk import dialogue
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once
from portal.web.sent_back import number_of

_ACTIONS: dict[str, Callable[..., None]] = {
    "beginnen": dialogues.begin_action_point,
    "gereed": dialogues.report_done,
    "bevestigen": dialogues.confirm_action_point,
    "teruggeven": dialogues.give_back_action_point,
    "datum": dialogues.move_due_date,
    "vervallen": dialogues.lapse_action_point,
    "weer-opnemen": dialogues.resume_action_point,
}
LONGEST = 4000


@dialogue.get("/afspraken")
@requires(Permission.DIALOGUE_TAKE_PART)
def agreements() -> str:
    """The afspraken that run, or those in the state in `stand`."""
    session, me = transaction.reading(), viewer()
    wanted = request.args.get("stand", RUNS)
    chosen = wanted if wanted in FILTERS else RUNS
    lines = agreement_lines(session, viewer_provider_id=me.provider_id, states=UNFINISHED if chosen == RUNS else (chosen,))
    counts = agreements_by_state(session, viewer_provider_id=me.provider_id)
    return render_template("dialogue/agreements.html", page=AgreementsPage(lines, counts, chosen, me, clock.today()))


@dialogue.get("/afspraken/<int:action_id>")
@requires(Permission.DIALOGUE_TAKE_PART)
def agreement(action_id: int) -> Response:
    """One afspraak."""
    return _show(action_id)


@dialogue.post("/afspraken/<int:action_id>/<step>")
@requires(Permission.DIALOGUE_TAKE_PART)
@once
def take_step(action_id: int, step: str) -> Response:
    """Let it take a step: begin, report done, confirm, give back, move its date, lapse, take up again."""
    known, session, me = BY_SLUG.get(step), transaction.writing(), viewer()
    if known is None:
        raise NotFound
    typed = Typed(step, request.form.get("text", "")[:LONGEST], request.form.get("due_on", "")[:20])
    told = {
        "action_id": action_id,
        "version": number_of(request.form.get("version")),
        "viewer_provider_id": me.provider_id,
        "by": actor(),
        "at": clock.now(),
    }
    try:
        _ACTIONS[step](session, **_written(known, typed), **told)
    except Refused as refusal:
        return _show(action_id, typed=_refused(known, typed, refusal), status=422)
    except Conflict as conflict:
        now = STATES.get(conflict.theirs[0][1], ("anders", ""))[0].lower()
        notice = f"{conflict.by} was u voor. De stand is nu: {now}. Uw keuze is nog niet verwerkt."
        return _show(action_id, typed=typed, notice=notice, status=409)
    flash(known.done)
    return see_other(url_for("dialogue.agreement", action_id=action_id))


def _show(action_id: int, *, typed: Typed | None = None, notice: str = "", status: int = 200) -> Response:
    whole = agreement_whole(transaction.reading(), action_id=action_id, viewer_provider_id=viewer().provider_id)
    page = AgreementPage(whole, viewer(), clock.today(), typed, notice)
    return make_response(render_template("dialogue/agreement.html", page=page), status)


def _written(step: Step, typed: Typed) -> dict[str, Any]:
    """What the action of this step wants to know besides. Raises Refused for a date that cannot be read."""
    given: dict[str, Any] = {step.field: typed.text} if step.field else {}
    return given | ({"due_on": _day(typed.day)} if step.asks_date else {})


def _day(text: str) -> date:
    for shape in ("%Y-%m-%d", "%d-%m-%Y"):
        try:
            return datetime.strptime(text.strip(), shape).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise Refused("due_on", "Dit is geen datum. Schrijf bijvoorbeeld 1-10-2026.")


def _refused(step: Step, typed: Typed, refusal: Refused) -> Typed:
    """The sentence at its field; at the step as a whole when it is of none."""
    at = "due_on" if refusal.field == "due_on" else "text" if refusal.field == step.field and step.field else ""
    return Typed(typed.slug, typed.text, typed.day, {at: refusal.reason})

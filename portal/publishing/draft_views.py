"""A draft: read it, sign it (the second person publishes it), let it lapse."""

from __future__ import annotations

from flask import Response, current_app, flash, make_response, render_template, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions import publishing as actions
from kpi.domain.publication.draft import PUBLISHED
from kpi.queries.publishing import Draft, find_draft, last_content, names_of_providers
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.accounts.second_factor import code_for_demonstration, use_code
from portal.publishing.colleagues import ask_for_the_second, colleagues
from portal.publishing.desk import age_bands, publishing
from portal.publishing.desk_page import Mistake
from portal.publishing.draft_page import Beside, DraftPage, draft_page
from portal.publishing.forms import LapseForm, SignForm
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once

CHANGED = "Iemand anders veranderde dit concept intussen. Hieronder staat hoe het nu is."


def _page(draft: Draft, mistake: str, *, is_refused: bool) -> DraftPage:
    session, me = transaction.reading(), viewer()
    others = [one.name for one in colleagues(session, of=me.person_id)]
    shows_code, key = current_app.config["IS_DEMONSTRATION"], current_app.config["SECRET_KEY"]
    code = code_for_demonstration(session, person_id=me.person_id, key=key, at=clock.now()) if shows_code else ""
    before, names = last_content(session, period=draft.period), names_of_providers(session, period=draft.period)
    mistakes = (Mistake("", mistake),) if mistake else ()
    return draft_page(draft, Beside(before, names, others, me.person_id, code), mistakes, is_refused=is_refused)


def _shown(draft_id: int, *, status: int = 200, mistake: str = "", form: SignForm | None = None, back: LapseForm | None = None) -> Response:
    page = _page(find_draft(transaction.reading(), draft_id=draft_id), mistake, is_refused=status >= 400)
    form, back = form or SignForm(formdata=None, shown=page.draft.sha256), back or LapseForm(formdata=None, prefix="vervalt-")
    return make_response(render_template("publishing/draft.html", page=page, form=form, back=back), status)


@publishing.get("/concept/<int:draft_id>")
@requires(Permission.SUMMARY_PUBLISH)
def draft(draft_id: int) -> Response:
    """The draft, its audit, and the summary as the klankbordgroep will see it."""
    return _shown(draft_id)


@publishing.post("/concept/<int:draft_id>/ondertekenen")
@requires(Permission.SUMMARY_PUBLISH)
@once
def sign(draft_id: int) -> Response:
    """Sign with the second factor; the second person's signature publishes."""
    form, at, session, me = SignForm(), clock.now(), transaction.writing(), viewer()
    try:
        if not form.validate():
            raise Refused("code", "Vul de code uit uw app in.")
        done = actions.sign(session, draft_id=draft_id, shown=form.shown.data or "", age_bands=age_bands(), by=actor(), at=at)
        use_code(session, person_id=me.person_id, code=form.code.data, key=current_app.config["SECRET_KEY"], at=at, recovery_allowed=False)
        if done.state != PUBLISHED:
            ask_for_the_second(session, draft_id=draft_id, signer_id=me.person_id, at=at)
    except Refused as refusal:
        session.rollback()
        form.code.errors = [refusal.reason] if refusal.field == "code" else []
        return _shown(draft_id, status=422, mistake="" if refusal.field == "code" else refusal.reason, form=form)
    except Conflict:
        session.rollback()
        return _shown(draft_id, status=409, mistake=CHANGED)
    if done.state == PUBLISHED:
        flash("De samenvatting is gepubliceerd. De klankbordgroep kan hem nu lezen.")
        return see_other(url_for("publishing.desk"))
    flash("U hebt getekend. Nu leest en tekent een collega.")
    return see_other(url_for("publishing.draft", draft_id=draft_id))


@publishing.post("/concept/<int:draft_id>/vervallen")
@requires(Permission.SUMMARY_PUBLISH)
@once
def lapse(draft_id: int) -> Response:
    """Let the draft lapse, with a reason."""
    back, session = LapseForm(prefix="vervalt-"), transaction.writing()
    try:
        if not back.validate():
            raise Refused("reason", " ".join(back.reason.errors))
        actions.let_lapse(session, draft_id=draft_id, reason=back.reason.data, by=actor(), at=clock.now())
    except Refused as refusal:
        session.rollback()
        back.reason.errors = [refusal.reason] if refusal.field == "reason" else []
        return _shown(draft_id, status=422, mistake="" if refusal.field == "reason" else refusal.reason, back=back)
    except Conflict:
        session.rollback()
        return _shown(draft_id, status=409, mistake=CHANGED)
    flash("Het concept is vervallen. U kunt een nieuw concept maken.")
    return see_other(url_for("publishing.desk"))

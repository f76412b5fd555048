"""The page on which changes of the money are tried out, and making a proposal of them. Trying stores nothing: it all stands in the address."""

from __future__ import annotations

from flask import Response, flash, make_response, redirect, render_template, request, url_for
from wtforms import Form

from contracts.domain.comparison import compare
from contracts.domain.what_if import Change, Stand, changed
from contracts.domain.what_if_text import read_change
from contracts.foundation.errors import Refused
from kpi.actions.what_if import propose
from kpi.queries.what_if import find_stand
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import asked_year, management, tell
from portal.management.what_if_forms import KINDS, ProposalForm, fill_choices
from portal.management.what_if_page import FIELD, address, what_if_page
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once


def _show(stand: Stand, changes: tuple[Change, ...], *, mistake: str = "", wrong: Form | None = None, status: int = 200) -> Response:
    """The page. Changes that cannot be together are told, and then nothing is worked out with them."""
    try:
        found = compare(stand, changes, today=clock.today())
    except Refused as refusal:
        mistake, status, found = refusal.reason, 422, compare(stand, (), today=clock.today())
    forms = {name: wrong if isinstance(wrong, kind) else kind() for name, kind in KINDS.items()}
    for form in forms.values():
        fill_choices(form, stand)
    proposal = wrong if isinstance(wrong, ProposalForm) else ProposalForm()
    page = what_if_page(stand, changes, found, mistake=mistake, has_errors=status == 422)
    return make_response(render_template("management/what_if.html", page=page, forms=forms, proposal=proposal, wrong=wrong), status)


def _tried(texts: list[str], stand: Stand) -> tuple[tuple[Change, ...], str]:
    """The changes of an address that can be read, and the sentence about one that cannot."""
    changes: list[Change] = []
    mistake = ""
    for text in texts:
        try:
            change = read_change(text)
            stand.commitment(change.commitment_id)
        except Refused as refusal:
            mistake = refusal.reason
            continue
        changes.append(change)
    return tuple(changes), mistake


@management.get("/wat-als")
@requires(Permission.BUDGET_READ)
def what_if() -> Response:
    """Try changes out; what was filled in joins the address."""
    asked = request.args.get("jaar", "")
    stand = find_stand(transaction.reading(), year=asked_year(asked) if asked else clock.today().year)
    changes, mistake = _tried(request.args.getlist(FIELD), stand)
    kind = next((name for name in KINDS if name in request.args), "")
    if not kind:
        return _show(stand, changes, mistake=mistake, status=422 if mistake else 200)
    form = KINDS[kind](request.args)
    try:
        both = (*changes, form.read())
        changed(stand, both)
    except Refused as refusal:
        tell(form, refusal)
        return _show(stand, changes, mistake=mistake, wrong=form, status=422)
    return make_response(redirect(address(stand.year, both), code=303))


@management.post("/wat-als/voorstel")
@requires(Permission.BUDGET_CHANGE)
@once
def make_proposal() -> Response:
    """Make a proposal of what is tried."""
    form, session = ProposalForm(request.form), transaction.writing()
    year, texts = asked_year(request.form.get("jaar", "")), request.form.getlist(FIELD)
    try:
        changes = tuple(map(read_change, texts))
        made = propose(session, year=year, changes=changes, title=form.title.data, reason=form.reason.data, by=actor(), at=clock.now())
    except Refused as refusal:
        transaction.undo()
        stand = find_stand(session, year=year)
        tell(form, refusal)
        return _show(stand, _tried(texts, stand)[0], wrong=form, status=422)
    flash("Uw voorstel is ingediend. Een collega of uzelf neemt het over of wijst het af.")
    return see_other(url_for("management.proposal", proposal_id=made))

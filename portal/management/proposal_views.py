"""Proposals to change the money: the list, one of them, and what is decided about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.actions.money_proposals import take_back, take_over, turn_down
from contracts.foundation.errors import Conflict, Refused
from contracts.queries.money_proposals import find_proposal, proposals
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.management.desk import ID, management, seen_version, tell
from portal.management.proposal_page import proposal_page, proposals_page
from portal.management.what_if_forms import DecisionForm
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once


@management.get("/voorstellen", endpoint="proposals")
@requires(Permission.BUDGET_READ)
def all_proposals() -> str:
    """All proposals, those that wait first."""
    return render_template("management/proposals.html", page=proposals_page(proposals(transaction.reading())))


def _show(proposal_id: int, form: DecisionForm, *, conflict: Conflict | None = None, status: int = 200) -> Response:
    found = find_proposal(transaction.reading(), proposal_id=proposal_id)
    page = proposal_page(found, person_id=viewer().person_id, conflict=conflict, has_errors=status != 200)
    return make_response(render_template("management/proposal.html", page=page, form=form), status)


@management.get(f"/voorstellen/<{ID}:proposal_id>")
@requires(Permission.BUDGET_READ)
def proposal(proposal_id: int) -> Response:
    """One proposal: what changes, and what that does."""
    return _show(proposal_id, DecisionForm())


def _decide(proposal_id: int, form: DecisionForm, decide: Callable[[], None], said: str) -> Response:
    try:
        decide()
    except Refused as refusal:
        transaction.undo()
        tell(form, refusal)
        return _show(proposal_id, form, status=422)
    except Conflict as conflict:
        transaction.undo()
        return _show(proposal_id, form, conflict=conflict, status=409)
    flash(said)
    return see_other(url_for("management.proposal", proposal_id=proposal_id))


@management.post(f"/voorstellen/<{ID}:proposal_id>/overnemen")
@requires(Permission.BUDGET_CHANGE)
@once
def take_over_proposal(proposal_id: int) -> Response:
    """Do what is proposed."""
    told: dict[str, Any] = {"proposal_id": proposal_id, "version": seen_version(), "by": actor(), "at": clock.now()}
    said = "Het voorstel is overgenomen. De tarieven en de verdeling zijn veranderd, de begroting rekent er nu mee."
    return _decide(proposal_id, DecisionForm(), lambda: take_over(transaction.writing(), **told), said)


@management.post(f"/voorstellen/<{ID}:proposal_id>/afwijzen")
@requires(Permission.BUDGET_CHANGE)
@once
def turn_down_proposal(proposal_id: int) -> Response:
    """Say no, with a reason."""
    form = DecisionForm(request.form)
    told: dict[str, Any] = {"proposal_id": proposal_id, "version": seen_version(), "reason": form.reason.data, "by": actor(), "at": clock.now()}
    return _decide(proposal_id, form, lambda: turn_down(transaction.writing(), **told), "Het voorstel is afgewezen. Er verandert niets.")


@management.post(f"/voorstellen/<{ID}:proposal_id>/intrekken")
@requires(Permission.BUDGET_CHANGE)
@once
def take_back_proposal(proposal_id: int) -> Response:
    """Who proposed it wants it no more."""
    form = DecisionForm(request.form)
    told: dict[str, Any] = {"proposal_id": proposal_id, "version": seen_version(), "reason": form.reason.data, "by": actor(), "at": clock.now()}
    return _decide(proposal_id, form, lambda: take_back(transaction.writing(), **told), "U hebt uw voorstel ingetrokken. Er verandert niets.")

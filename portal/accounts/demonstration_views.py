"""The demonstration's entrance: choose who you are. The factory registers this blueprint in demonstration mode only."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for

from contracts.foundation.errors import NotFound
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.accounts import entrance
from portal.accounts.pages import ChoosePage
from portal.accounts.people_queries import Choice, people_to_be, person_of_membership
from portal.web import clock, transaction

demonstration = Blueprint("demonstration", __name__)


@demonstration.get("/demonstratie")
@requires(Permission.PUBLIC)
def choose() -> str:
    """Who can I be?"""
    grouped: dict[str, list[Choice]] = {}
    for choice in people_to_be(transaction.reading()):
        grouped.setdefault(choice.organisation_name, []).append(choice)
    return render_template("accounts/choose.html", page=ChoosePage(grouped))


@demonstration.post("/demonstratie")
@requires(Permission.PUBLIC)
def become() -> Response:
    """Begin a real session as the chosen person."""
    chosen = request.form.get("membership_id", type=int)
    person = person_of_membership(transaction.writing(), membership_id=chosen or 0)
    if person is None or not entrance.enter(person_id=person.person_id, name=person.name, at=clock.now(), how="demonstratie", membership_id=chosen):
        raise NotFound("membership")
    return redirect(url_for("start.home"), code=303)  # type: ignore[return-value]

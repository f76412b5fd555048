"""Who follows a deviation: take it on oneself, or give it to a colleague."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.deviations import give
from kpi.queries.deviations import DeviationPage, find_deviation
from portal.access.guard import requires
from portal.access.identity import Kind, Role, actor, viewer
from portal.access.permissions import Permission
from portal.accounts.people_queries import Member, members
from portal.management.desk import ID, management, seen_version, tell
from portal.management.forms import OwnerForm
from portal.management.lost_race import lost_race
from portal.web import clock, transaction
from portal.web.formatting import quarter
from portal.web.fragments import see_other
from portal.web.once import once


@dataclass(frozen=True, slots=True)
class OwnerPage:
    """The choice of who follows a deviation."""

    id: int
    version: int
    about: str
    now: str
    has_errors: bool
    title: str = "Wie volgt dit punt?"


def _managers() -> list[Member]:
    """The contractmanagers of the centrumgemeente."""
    everybody = members(transaction.reading())
    return [one for one in everybody if one.organisation_kind == Kind.CENTRE and Role.CONTRACT_MANAGER in one.roles and not one.is_blocked]


def _give(deviation_id: int, owner_id: int, owner_name: str, *, done: str) -> Response:
    """Let this person follow it, and say so."""
    back = url_for("management.deviation", deviation_id=deviation_id)
    told = {"owner_id": owner_id, "owner_name": owner_name, "by": actor(), "at": clock.now()}
    try:
        give(transaction.writing(), deviation_id=deviation_id, version=seen_version(), **told)  # type: ignore[arg-type]
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Afwijking")
    flash(done)
    return see_other(back)


@management.post(f"/afwijkingen/<{ID}:deviation_id>/neem-op")
@requires(Permission.DEVIATION_REVIEW)
@once
def take(deviation_id: int) -> Response:
    """Take it on oneself."""
    me = viewer()
    return _give(deviation_id, me.person_id, me.name, done="U volgt dit punt. U vindt het terug op de werklijst bij \u201cVan mij\u201d.")


def _choose(deviation_id: int, form: OwnerForm, found: DeviationPage, *, status: int = 200) -> Response:
    form.owner.choices = [(str(one.person_id), one.name) for one in _managers()]
    if form.owner.data is None:
        form.owner.data = str(found.line.owner_id or viewer().person_id)
    line = found.line
    about = f"{line.indicator_code} {line.indicator_name}, {line.provider_name}, {quarter(line.period)}"
    page = OwnerPage(deviation_id, line.version, about, line.owner_name, bool(form.errors))
    return make_response(render_template("management/owner.html", page=page, form=form), status)


@management.get(f"/afwijkingen/<{ID}:deviation_id>/eigenaar")
@requires(Permission.DEVIATION_REVIEW)
def owner(deviation_id: int) -> Response:
    """The choice of a colleague."""
    return _choose(deviation_id, OwnerForm(), find_deviation(transaction.reading(), deviation_id=deviation_id, provider_id=None))


@management.post(f"/afwijkingen/<{ID}:deviation_id>/eigenaar")
@requires(Permission.DEVIATION_REVIEW)
@once
def give_to(deviation_id: int) -> Response:
    """Give it to a colleague, or take it back."""
    form = OwnerForm(request.form)
    found = find_deviation(transaction.writing(), deviation_id=deviation_id, provider_id=None)
    try:
        chosen = next((one for one in _managers() if str(one.person_id) == form.owner.data), None)
        if chosen is None:
            raise Refused("owner", "Kies een contractmanager uit de lijst.")
        return _give(deviation_id, chosen.person_id, chosen.name, done=f"{chosen.name} volgt dit punt.")
    except Refused as refusal:
        tell(form, refusal)
        return _choose(deviation_id, form, found, status=422)

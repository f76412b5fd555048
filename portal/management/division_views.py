"""Dividing a commitment's year over budget lines, and copying the division of the year before."""

from __future__ import annotations

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.actions.division import divide_year
from contracts.domain.division import AMOUNTS, NewDivision, carried_over
from contracts.foundation.errors import Conflict, Refused
from contracts.queries.division import division_of
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.desk import ID, management, seen_version, whole
from portal.management.division_page import division_page, stored
from portal.management.lost_race import lost_race
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once

FIELD = "line-"  # and the id of the budget line


def _show(commitment_id: int, year: int, typed: NewDivision | None = None, refused: Refused | None = None, *, kind: str = "") -> Response:
    found = division_of(transaction.reading(), commitment_id=commitment_id, year=year)
    page = division_page(found, typed or stored(found, kind), refused)
    return make_response(render_template("management/division.html", page=page), 200 if refused is None else 422)


def _typed() -> NewDivision:
    """What the form holds. Fields that are no line's are left out."""
    lines = {whole(name.removeprefix(FIELD)): text for name, text in request.form.items() if name.startswith(FIELD)}
    return NewDivision(request.form.get("kind", AMOUNTS), {line: text for line, text in lines.items() if line}, request.form.get("reason", ""))


def _save(commitment_id: int, year: int, typed: NewDivision, told: str) -> Response:
    """One action; a refusal shows the form again with all that was typed."""
    back = url_for("management.division", commitment_id=commitment_id, jaar=year)
    about = {"commitment_id": commitment_id, "year": year, "version": seen_version()}
    try:
        divide_year(transaction.writing(), new=typed, by=actor(), at=clock.now(), **about)
    except Refused as refused:
        transaction.undo()
        return _show(commitment_id, year, typed, refused)
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Verdeling")
    flash(told)
    return see_other(back)


@management.get(f"/overeenkomsten/<{ID}:commitment_id>/verdeling")
@requires(Permission.BUDGET_READ)
def division(commitment_id: int) -> Response:
    """The division of one year; `in` chooses amounts or shares."""
    return _show(commitment_id, whole(request.args.get("jaar", "")), kind=request.args.get("in", ""))


@management.post(f"/overeenkomsten/<{ID}:commitment_id>/verdeling")
@requires(Permission.BUDGET_CHANGE)
@once
def divide(commitment_id: int) -> Response:
    """Divide the whole year."""
    year = whole(request.form.get("year", ""))
    return _save(commitment_id, year, _typed(), "De verdeling is opgeslagen. De begroting rekent er nu mee.")


@management.post(f"/overeenkomsten/<{ID}:commitment_id>/verdeling/overnemen")
@requires(Permission.BUDGET_CHANGE)
@once
def copy_division(commitment_id: int) -> Response:
    """Divide this year as the year before."""
    year = whole(request.form.get("year", ""))
    found = division_of(transaction.reading(), commitment_id=commitment_id, year=year)
    typed = carried_over(found.before, was_cents=found.before_cents, committed_cents=found.year.committed_cents)
    return _save(commitment_id, year, typed, f"De verdeling van {year - 1} is overgenomen. Kijk of zij nog klopt.")

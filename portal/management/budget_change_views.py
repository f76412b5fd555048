"""The begroting changes per year: a new line or earmark, and a new year for all lines at once."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.actions.budget_lines import make_line, open_year
from contracts.domain.budget_line import NewLine
from contracts.foundation.errors import Refused
from contracts.queries.budget import lines, years
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.budget_forms import NewLineForm, NewYearForm
from portal.management.desk import asked_year, management, tell, whole
from portal.management.line_page import line_href
from portal.management.words import counted
from portal.web import clock, transaction
from portal.web.days import typed_day
from portal.web.fragments import see_other
from portal.web.once import once

NO_PARENT = [("", "Nee, een gewone regel")]


@dataclass(frozen=True, slots=True)
class ChangePage:
    """A form about the begroting as a whole."""

    title: str
    lead: str
    year: int
    has_errors: bool


def _show_line(form: NewLineForm, *, status: int = 200) -> Response:
    year = clock.today().year
    known = lines(transaction.reading(), year=year)
    form.parent_id.choices = NO_PARENT + [(str(line.id), f"Ja, binnen {line.name}") for line in known if line.parent_id is None]
    page = ChangePage("Nieuwe begrotingsregel", "De regel krijgt daarna per jaar een bedrag.", year, status == 422)
    return make_response(render_template("management/new_line.html", page=page, form=form), status)


@management.get("/begroting/regels/nieuw")
@requires(Permission.BUDGET_CHANGE)
def new_line() -> Response:
    """The form for a line or an earmark; `binnen` in the address chooses the line above it."""
    return _show_line(NewLineForm(data={"parent_id": request.args.get("binnen", "")}))


@management.post("/begroting/regels/nieuw")
@requires(Permission.BUDGET_CHANGE)
@once
def add_line() -> Response:
    """Make it."""
    form = NewLineForm(request.form)
    parent = form.parent_id.data or ""
    new = NewLine(form.code.data, form.name.data, whole(parent) if parent else None, form.note.data, form.reason.data)
    try:
        made = make_line(transaction.writing(), new=new, by=actor(), at=clock.now())
    except Refused as refusal:
        tell(form, refusal)
        return _show_line(form, status=422)
    flash("De regel staat in de begroting. Geef nu het bedrag.")
    return see_other(line_href(made, clock.today().year))


def _show_year(form: NewYearForm, *, status: int = 200) -> Response:
    known = years(transaction.reading()).budgeted
    if not form.year.data:
        form.year.data = str(max(known[-1] + 1 if known else 0, clock.today().year))
    lead = "Elke regel zonder bedrag krijgt het bedrag van het jaar ervoor, als voorlopige revisie. Daarna past u elke regel apart aan."
    page = ChangePage("Nieuw begrotingsjaar", lead, known[-1] if known else clock.today().year, status == 422)
    return make_response(render_template("management/new_year.html", page=page, form=form), status)


@management.get("/begroting/nieuw-jaar")
@requires(Permission.BUDGET_CHANGE)
def new_year() -> Response:
    """The form for a new year."""
    return _show_year(NewYearForm())


@management.post("/begroting/nieuw-jaar")
@requires(Permission.BUDGET_CHANGE)
@once
def copy_year() -> Response:
    """Give every line without an amount that of the year before."""
    form = NewYearForm(request.form)
    try:
        decided_on = typed_day(form.decided_on.data)
        if decided_on is None:
            raise Refused("decided_on", "Vul de datum van het besluit in, zoals 2026-11-30.")
        year, told = whole(form.year.data), {"reason": form.reason.data, "note": form.note.data}
        made = open_year(transaction.writing(), year=year, decided_on=decided_on, by=actor(), at=clock.now(), **told)
    except Refused as refusal:
        tell(form, refusal)
        return _show_year(form, status=422)
    flash(f"{counted(made, 'regel heeft', 'regels hebben')} een voorlopig bedrag voor {year}. Pas aan wat anders wordt.")
    return see_other(url_for("management.budget", jaar=asked_year(str(year))))

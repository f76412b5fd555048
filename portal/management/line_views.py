"""A line of the begroting: its page, a new amount for a year, and its taakvelden."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Response, flash, make_response, render_template, request

from contracts.actions.budget import revise_amount
from contracts.actions.taakvelden import set_taakvelden
from contracts.domain.taakveld import TAAKVELDEN, read_taakvelden, shares_text
from contracts.foundation.errors import Conflict, Refused
from contracts.queries.budget_line import line_picture
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.management.budget_forms import RevisionForm, TaakveldForm
from portal.management.desk import ID, asked_year, management, seen_version, tell
from portal.management.line_page import chosen_year, line_href, line_page
from portal.management.lost_race import lost_race
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once


@dataclass(frozen=True, slots=True)
class LineForms:
    """The two forms of the page, and the shares that were typed (None: show what is stored)."""

    revision: RevisionForm = field(default_factory=RevisionForm)
    taakveld: TaakveldForm = field(default_factory=TaakveldForm)
    typed: dict[str, str] | None = None

    @property
    def refused(self) -> RevisionForm | TaakveldForm:
        """The form that holds a mistake."""
        return self.taakveld if self.taakveld.errors or self.taakveld.form_errors else self.revision


def _show(line_id: int, year: int, forms: LineForms, *, status: int = 200) -> Response:
    today = clock.today().year
    found = line_picture(transaction.reading(), line_id=line_id)
    page = line_page(found, chosen_year(found, year, today), today=today, typed=forms.typed, has_errors=status == 422)
    return make_response(render_template("management/budget_line.html", page=page, forms=forms, form=forms.refused), status)


@management.get(f"/begroting/regels/<{ID}:line_id>")
@requires(Permission.BUDGET_READ)
def budget_line(line_id: int) -> Response:
    """One line, with the year in `jaar` open."""
    asked = request.args.get("jaar", "")
    return _show(line_id, asked_year(asked) if asked else 0, LineForms())


@management.post(f"/begroting/regels/<{ID}:line_id>/bedrag")
@requires(Permission.BUDGET_CHANGE)
@once
def revise_line(line_id: int) -> Response:
    """A new revision of the amount in a year."""
    form, year = RevisionForm(request.form), asked_year(request.form.get("year", ""))
    back = line_href(line_id, year)
    try:
        place = {"line_id": line_id, "year": year, "revision": seen_version()}
        number = revise_amount(transaction.writing(), new=form.told(), by=actor(), at=clock.now(), **place)
    except Refused as refusal:
        tell(form, refusal)
        return _show(line_id, year, LineForms(revision=form), status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Begrotingsregel")
    flash(f"Revisie {number} van {year} is opgeslagen. De begroting en de signalen rekenen er nu mee.")
    return see_other(back)


@management.post(f"/begroting/regels/<{ID}:line_id>/taakvelden")
@requires(Permission.BUDGET_CHANGE)
@once
def choose_taakvelden(line_id: int) -> Response:
    """Other taakvelden for the line in a year."""
    form, year = TaakveldForm(request.form), asked_year(request.form.get("year", ""))
    typed = {one.code: request.form.get(f"aandeel-{one.code}", "") for one in TAAKVELDEN}
    back = line_href(line_id, year)
    try:
        shares = read_taakvelden(typed, year)
        place = {"line_id": line_id, "year": year, "version": seen_version()}
        set_taakvelden(transaction.writing(), shares=shares, reason=form.reason.data, by=actor(), at=clock.now(), **place)
    except Refused as refusal:
        tell(form, refusal)
        return _show(line_id, year, LineForms(taakveld=form, typed=typed), status=422)
    except Conflict as conflict:
        return lost_race(conflict, back=back, back_label="Begrotingsregel")
    flash(f"De taakvelden van {year} zijn opgeslagen: {shares_text(shares)}.")
    return see_other(back)

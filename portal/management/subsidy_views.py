"""Subsidies: the list, and one of them with its course and the form of what is recorded next."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import Response, make_response, render_template, request
from wtforms import Form

from contracts.domain.subsidy.course import years_of
from contracts.domain.subsidy.events import Kind
from contracts.domain.subsidy.needs import DIVIDED, GROUNDS
from contracts.domain.subsidy.payments import SIGN
from contracts.foundation.errors import NotFound
from contracts.queries.subsidies import SubsidyDetail, subsidies_of, subsidy_of
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import ID, management, whole
from portal.management.subsidy_forms import BeginForm, EventForm, StrikeForm, event_form
from portal.management.subsidy_list_page import ALL, subsidies_page
from portal.management.subsidy_page import subsidy_page
from portal.management.subsidy_words import AMOUNT, MAY_BE_LESS, MEANS, PLAIN_AMOUNT, SLUGS, UNTIL, day_label, slug
from portal.web import clock, transaction
from portal.web.formatting import euros
from portal.web.region import rulebook

PLACE = f"/overeenkomsten/<{ID}:commitment_id>/subsidie"


@management.get("/subsidies")
@requires(Permission.BUDGET_READ)
def subsidies() -> str:
    """Every subsidie; `toon` shows some of them."""
    book, today = rulebook(), clock.today()
    found = subsidies_of(transaction.reading(), provider_id=None, book=book, today=today)
    page = subsidies_page(found, wanted=request.args.get("toon", ALL), book=book, today=today)
    return render_template("management/subsidies.html", page=page)


@dataclass(frozen=True, slots=True)
class Forms:
    """The form on the page: of an event of one kind, of an earlier course, or of a line that is struck out."""

    kind: Kind | None = None
    event: EventForm | None = None
    begin: BeginForm | None = None
    strike: StrikeForm | None = None
    years: tuple[int, ...] = ()

    @property
    def wrong(self) -> Form | None:
        """The one that was refused."""
        return next((form for form in (self.event, self.begin, self.strike) if form is not None and form.errors), None)

    @property
    def title(self) -> str:
        """What is being recorded."""
        return "" if self.kind is None else self.kind.capitalize()

    @property
    def slug(self) -> str:
        """The kind as the form sends it."""
        return "" if self.kind is None else slug(self.kind)

    @property
    def means(self) -> str:
        """What this kind means, in a sentence."""
        return "" if self.kind is None else MEANS[self.kind]

    @property
    def has_years(self) -> bool:
        """Was an amount per year typed?"""
        return self.event is not None and any(self.event[f"year_{year}"].data for year in self.years)

    @property
    def labels(self) -> dict[str, tuple[str, str]]:
        """How the fields of this kind are called, with what is meant."""
        if self.kind is None:
            return {}
        return {"on": day_label(self.kind), "amount": AMOUNT.get(self.kind, PLAIN_AMOUNT), "until_on": UNTIL.get(self.kind, ("Tot en met", ""))}


def find(commitment_id: int) -> SubsidyDetail:
    """The subsidie as it stands now. Raises NotFound."""
    return subsidy_of(transaction.reading(), commitment_id=commitment_id, provider_id=None, book=rulebook(), today=clock.today())


def show(found: SubsidyDetail, forms: Forms, *, strikes: int = 0, status: int = 200) -> Response:
    """The page with one form on it: that of the course so far, while nothing was recorded of money that stands already."""
    wrong = forms.wrong is not None
    page = subsidy_page(found, book=rulebook(), today=clock.today(), chosen=forms.kind, strikes=strikes, has_errors=wrong)
    if page.has_money and forms.begin is None:
        forms = replace(forms, begin=BeginForm(data={"granted": euros(found.committed_cents).removeprefix("€ ")}))
    return make_response(render_template("management/subsidy.html", page=page, forms=forms), status)


def _years(found: SubsidyDetail) -> tuple[int, ...]:
    return years_of(found.standing) or tuple(range(found.item.starts_on.year, found.item.ends_on.year + 1))


def forms_of(found: SubsidyDetail, kind: Kind, typed: Any = None) -> tuple[Forms, EventForm]:
    """The form of a kind with its choices; fresh ones stand filled in with what is most likely."""
    years, pays = _years(found), kind in SIGN
    divided = years if kind in DIVIDED and len(years) > 1 else ()
    form = event_form(kind, typed, years=divided, pays=pays and len(years) > 1)
    for name, (label, _) in Forms(kind=kind).labels.items():
        if name in form:
            form[name].label.text = label
    if "budget_year" in form:
        form.budget_year.choices = [(str(year), str(year)) for year in years]
        if typed is None:
            form.budget_year.data = str(min(max(clock.today().year, years[0]), years[-1]))
    if "ground" in form:
        less = [("", "Het bedrag wordt niet lager")] if kind in MAY_BE_LESS else []
        form.ground.choices = [*less, *((code, f"Awb {code}: {text}") for code, text in GROUNDS[kind].items())]
    return Forms(kind=kind, event=form, years=divided), form


@management.get(PLACE)
@requires(Permission.BUDGET_READ)
def subsidy(commitment_id: int) -> Response:
    """One subsidie. `soort` chooses what to record, `doorstrepen` the line that was wrong."""
    found, strikes = find(commitment_id), whole(request.args.get("doorstrepen", ""))
    if "soort" in request.args:
        kind = SLUGS.get(request.args["soort"])
        if kind is None:
            raise NotFound(request.args["soort"])
        return show(found, forms_of(found, kind)[0])
    if strikes:
        return show(found, Forms(strike=StrikeForm()), strikes=strikes)
    return show(found, Forms())

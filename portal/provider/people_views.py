"""Who is in care on the last day, by gemeente of origin and age group: typed, or last quarter's in one press."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.people import PeopleEntry, save_people, take_over_previous
from kpi.domain.openings import PEOPLE
from kpi.domain.people import Key, field_of, keys_of
from kpi.domain.problems import Problem, problems_of
from kpi.queries.people import people_of
from kpi.queries.readiness import problems_in_counts
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import provider, report_of
from portal.provider.people_page import PeoplePage, kept, lost, people_page, with_problems
from portal.provider.sections import asked_about, require_places
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.region import region
from portal.web.sent_back import number_of


def page_of(report: ReportHeader) -> PeoplePage:
    """The tables as they are kept, with what was asked about them."""
    require_places(report)
    found = people_of(transaction.reading(), report=report, age_bands=region().age_bands)
    problems = problems_in_counts([], [form.row for form in found.forms], report=report)
    question, is_closed = asked_about(report, PEOPLE, problems)
    page = people_page(report, found)
    return replace(page, question=question, is_closed=is_closed, can_take_over=page.can_take_over and not is_closed)


def show(page: PeoplePage, status: int = 200) -> Response:
    """The page, with what was refused."""
    return make_response(render_template("provider/people.html", page=page), status)


def _typed(page: PeoplePage) -> dict[str, dict[Key, str]]:
    """What was typed, of the tables that were sent."""
    sent = [table for table in page.tables if f"version-{table.key}" in request.form]
    return {table.key: {key: request.form.get(field_of(table.key, key), "")[:20] for key in keys_of(table.axes)} for table in sent}


@provider.get("/rapportages/<period>/clienten")
@requires(Permission.REPORT_READ)
def people(period: str) -> Response:
    """The tables."""
    return show(page_of(report_of(period)))


@provider.post("/rapportages/<period>/clienten")
@requires(Permission.REPORT_ENTER)
def keep_people(period: str) -> Response:
    """Save the tables that changed, or nothing."""
    report = report_of(period)
    page = page_of(report)
    typed = _typed(page)
    seen = {form: number_of(request.form.get(f"version-{form}")) for form in typed}
    own: dict[str, Any] = {"report_id": report.id, "provider_id": report.provider_id, "age_bands": region().age_bands}
    entries = [PeopleEntry(form, seen[form], cells) for form, cells in typed.items()]
    try:
        count = save_people(transaction.writing(), entries=entries, by=actor(), at=clock.now(), **own)
    except Refused as refusal:
        return show(with_problems(kept(page, typed), problems_of(refusal)), 422)
    except Conflict:
        return show(lost(page, typed, seen), 409)
    flash("Er is niets veranderd." if count == 0 else "De tabel is opgeslagen." if count == 1 else f"{count} tabellen zijn opgeslagen.")
    return see_other(url_for("provider.tasks", period=period) if "verder" in request.form else request.path)


@provider.post("/rapportages/<period>/clienten/vorig-kwartaal")
@requires(Permission.REPORT_ENTER)
def repeat_people(period: str) -> Response:
    """Last quarter's tables, for the forms that were not told yet."""
    report = report_of(period)
    own: dict[str, Any] = {"report_id": report.id, "provider_id": report.provider_id, "age_bands": region().age_bands}
    require_places(report)
    try:
        take_over_previous(transaction.writing(), by=actor(), at=clock.now(), **own)
    except Refused as refusal:
        return show(with_problems(page_of(report), [Problem("", refusal.reason)]), 422)
    flash("Het vorige kwartaal is overgenomen. Verander nu alleen wat anders is.")
    return see_other(url_for("provider.people", period=period))

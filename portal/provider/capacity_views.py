"""Places on the last day of the quarter."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, flash, make_response, render_template, request, url_for

from contracts.foundation.errors import Conflict, Refused
from kpi.actions.capacity import CapacityEntry, repeat_capacity, save_capacity
from kpi.domain.openings import CAPACITY
from kpi.domain.problems import Problem, problems_of
from kpi.queries.capacity import capacity_rows
from kpi.queries.readiness import problems_in_counts
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import provider, report_of
from portal.provider.pages import NumberRow, NumbersPage
from portal.provider.sections import asked_about, require_places
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.sent_back import number_of

PLACES = {"occupied": "Bezet", "free": "Vrij", "closed": "Tijdelijk dicht", "waiting": "Wachtlijst"}


def _typed(name: str, key: str) -> str:
    return request.form.get(f"{name}-{key}", "")[:20]


def _version(key: str) -> int:
    return number_of(request.form.get(f"version-{key}"))


def _capacity_page(report: ReportHeader) -> NumbersPage:
    require_places(report)
    rows, places = [], capacity_rows(transaction.reading(), report=report)
    for row in places:
        values = {name: str(getattr(row.count, name)) if row.count else "" for name in PLACES}
        before = {name: str(getattr(row.previous, name)) if row.previous else "–" for name in PLACES}
        contracted = row.places if report.is_editable or row.counted_places is None else row.counted_places
        about = f"{row.care_form_name}, {row.municipality_name}, {contracted} plekken"
        rows.append(NumberRow(str(row.location_id), row.location_name, about, row.version, values, before))
    question, is_closed = asked_about(report, CAPACITY, problems_in_counts(places, [], report=report))
    can_repeat = report.is_editable and not is_closed and bool(rows) and any("–" not in row.before.values() for row in rows)
    counted_on = report.quarter.previous.ends_on
    page = NumbersPage(report, PLACES, rows, "Capaciteit", can_repeat, question=question, is_closed=is_closed)
    return replace(page, counted_on=counted_on, days_old=(clock.today() - counted_on).days)


def _kept(page: NumbersPage) -> NumbersPage:
    """The same page with what was typed."""
    rows = [replace(row, values={name: _typed(name, row.key) for name in page.columns}) for row in page.rows]
    return replace(page, rows=rows)


def _with_problems(page: NumbersPage, problems: list[Problem]) -> NumbersPage:
    """Every sentence at its row; a field such as "occupied-7" also marks its input."""
    rows, links = [], []
    for row in page.rows:
        own = [one for one in problems if one.field.partition("-")[2] == row.key]
        names = frozenset(one.field.partition("-")[0] for one in own)
        first = next((name for name in page.columns if name in names), next(iter(page.columns)))
        links += [(f"{first}-{row.key}", one.reason) for one in own]
        rows.append(replace(row, mistakes=tuple(one.reason for one in own), wrong=names))
    placed = {reason for _, reason in links}
    links += [("", one.reason) for one in problems if one.reason not in placed]
    return replace(page, rows=rows, mistakes=tuple(links))


def _show(page: NumbersPage, template: str, status: int = 200) -> Response:
    return make_response(render_template(template, page=page), status)


@provider.get("/rapportages/<period>/capaciteit")
@requires(Permission.REPORT_READ)
def capacity(period: str) -> Response:
    """Places per location."""
    return _show(_capacity_page(report_of(period)), "provider/capacity.html")


def _entry(key: str) -> CapacityEntry:
    occupied, free, closed, waiting = (_typed(name, key) for name in PLACES)
    return CapacityEntry(int(key), occupied, free, closed, waiting, _version(key))


@provider.post("/rapportages/<period>/capaciteit")
@requires(Permission.REPORT_ENTER)
def keep_capacity(period: str) -> Response:
    """Save all locations that were filled in, or none."""
    report, page = report_of(period), _capacity_page(report_of(period))
    filled = [row.key for row in page.rows if any(_typed(name, row.key).strip() for name in PLACES)]
    entries = [_entry(key) for key in filled]
    try:
        save_capacity(transaction.writing(), report_id=report.id, provider_id=report.provider_id, entries=entries, by=actor(), at=clock.now())
    except Refused as refusal:
        return _show(_with_problems(_kept(page), problems_of(refusal)), "provider/capacity.html", 422)
    except Conflict as conflict:
        return _show(_lost(_kept(page), conflict), "provider/capacity.html", 409)
    flash("De capaciteit is opgeslagen.")
    return see_other(url_for("provider.flows", period=period) if "verder" in request.form else request.path)


def _lost(page: NumbersPage, conflict: Conflict) -> NumbersPage:
    """A lost race: theirs beside mine, and mine still in the fields, ready to be saved again by choice."""
    mine = dict(conflict.mine)
    marked = []
    for row in page.rows:
        is_it = all(row.values.get(key, "") == mine.get(name, "") for key, name in page.columns.items())
        marked.append(replace(row, theirs=tuple(conflict.theirs) if is_it else (), version=conflict.version if is_it else row.version))
    return replace(
        page, rows=marked, mistakes=(("", f"{conflict.by.capitalize()} heeft dit intussen gewijzigd. Kies welke getallen blijven staan."),)
    )


@provider.post("/rapportages/<period>/capaciteit/niets-veranderd")
@requires(Permission.REPORT_ENTER)
def repeat(period: str) -> Response:
    """Nothing changed since last quarter: one button."""
    report, page = report_of(period), _capacity_page(report_of(period))
    try:
        repeat_capacity(transaction.writing(), report_id=report.id, provider_id=report.provider_id, by=actor(), at=clock.now())
    except Refused as refusal:
        return _show(_with_problems(page, problems_of(refusal)), "provider/capacity.html", 422)
    flash("De capaciteit van vorig kwartaal is overgenomen.")
    return see_other(url_for("provider.capacity", period=period))

"""The tables of people as a file: to download with what is known, to upload, and to look at before anything is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, make_response, render_template

from contracts.foundation.errors import NotFound, Refused
from kpi.actions.uploads import refuse_file
from kpi.domain.people import field_of, fitted
from kpi.domain.people_file import COLUMNS, KnownForm, PeopleFile, judged
from kpi.domain.report import require_editable
from kpi.domain.summary_input import Category
from kpi.queries.people import people_of
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import provider, report_of
from portal.provider.people_views import page_of, show
from portal.provider.sections import require_places
from portal.provider.upload_page import WORDS
from portal.provider.words import SIGNS
from portal.web import clock, transaction
from portal.web.files import sent_file, takes_file
from portal.web.region import region
from portal.web.spreadsheets.limits import LARGEST_FILE
from portal.web.spreadsheets.process import FIELD, read_file
from portal.web.spreadsheets.table import Column, Table
from portal.web.spreadsheets.writing import CSV_TYPE, XLSX_TYPE, attachment, delimited, xlsx

WIDTHS = (34, 24, 26, 10)


@dataclass(frozen=True, slots=True)
class PeopleFilePage:
    """What a file would do. `fields`: what is sent when it is taken over, the version of every table among it."""

    report: ReportHeader
    file_name: str
    file: PeopleFile
    rows: list[tuple[str, str, str, str, str, str, str, str]]
    counts: list[tuple[str, int]]
    fields: list[tuple[str, str]]
    title: str = "Bekijk wat er verandert"


@provider.get("/rapportages/<period>/clienten/bestand.<ending>")
@requires(Permission.REPORT_READ)
def people_file(period: str, ending: str) -> Response:
    """What stands in the tables, or else what stood there last quarter, as a file to fill in."""
    report = report_of(period)
    require_places(report)
    if ending not in ("xlsx", "csv"):
        raise NotFound(ending)
    table, name = _template(report), f"samenzicht-{report.slug}-clienten.{ending}"
    if ending == "csv":
        return attachment(delimited(table), name=name, kind=CSV_TYPE)
    return attachment(xlsx((table,), title=f"{report.provider_name}, {report.label}", at=clock.now()), name=name, kind=XLSX_TYPE)


def _template(report: ReportHeader) -> Table:
    found = people_of(transaction.reading(), report=report, age_bands=region().age_bands)
    columns = tuple(Column(name, width, is_input=name == COLUMNS[-1]) for name, width in zip(COLUMNS, WIDTHS, strict=True))
    rows = [
        (
            form.row.care_form_name,
            row.name,
            age.name,
            (fitted(form.table, found.axes) if form.is_told else form.previous).get((row.code, age.code), 0),
        )
        for form in found.forms
        for row in found.axes.municipalities
        for age in found.axes.ages
    ]
    return Table("Cliënten", columns, tuple(rows))


@provider.post("/rapportages/<period>/clienten/bestand")
@requires(Permission.REPORT_ENTER)
@takes_file(LARGEST_FILE)
def read_people_file(period: str) -> Response:
    """Read a file and show what it would change. Nothing is kept: taking over sends the numbers to the page itself."""
    report, (name, data) = report_of(period), sent_file(FIELD, LARGEST_FILE)
    require_places(report)
    try:
        require_editable(report.state)
        page = _preview(report, name, data)
    except Refused as refusal:
        if data:
            told: dict[str, Any] = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data), "reason": refusal.reason}
            refuse_file(transaction.writing(), report_id=report.id, by=actor(), at=clock.now(), **told)
            transaction.keep()
        return show(replace(page_of(report), file_mistake=refusal.reason), 422)
    return make_response(render_template("provider/people_preview.html", page=page))


def _preview(report: ReportHeader, name: str, data: bytes) -> PeopleFilePage:
    sheets = read_file(name, data)
    found = people_of(transaction.reading(), report=report, age_bands=region().age_bands)
    known = [KnownForm(Category(form.code, form.row.care_form_name), fitted(form.table, found.axes)) for form in found.forms]
    file = judged(sheets, axes=found.axes, forms=known)
    versions = {form.code: form.version for form in found.forms}
    fields = [(f"version-{form}", str(versions[form])) for form in file.tables]
    fields += [(field_of(form, key), str(people)) for form, table in file.tables.items() for key, people in table.items()]
    order = {state: place for place, state in enumerate(file.states)}
    rows = [
        (line.where, line.was, line.becomes, *WORDS[line.state], SIGNS[WORDS[line.state][1]], line.sentence, line.place)
        for line in sorted(file.lines, key=lambda line: order[line.state])
    ]
    return PeopleFilePage(report, name, file, rows, [(WORDS[state][0], count) for state, count in file.counts.items()], fields)

"""The grid: one family of KPIs, saved cell by cell, or all at once without JavaScript."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from contracts.foundation.errors import Conflict, NotFound, Refused
from kpi.actions.cells import save_cell
from kpi.actions.proposals import says_nothing
from kpi.domain.cell import PASTED, TYPED
from kpi.domain.completeness import Completeness
from kpi.domain.openings import Openings
from kpi.domain.proposals import Proposal
from kpi.domain.proposals import shown as fingerprint
from kpi.queries.cell_history import comment_counts
from kpi.queries.grid import GridRow, asked_families, completeness_of, grid_rows
from kpi.queries.openings import openings_of
from kpi.queries.progress import progress_of
from kpi.queries.proposals import proposals_of
from kpi.queries.reports import ReportHeader
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import provider, report_of
from portal.provider.grid_page import PROPOSED, REFUSED, CellRow, CellStatus, GridPage, Typed, cell_row, how_far, only_status
from portal.provider.words import FAMILY_NAMES
from portal.web import clock, transaction
from portal.web.cell_panel import counted
from portal.web.formatting import figure
from portal.web.fragments import render_fragment, see_other
from portal.web.sent_back import number_of

FIELDS = {"numerator": "teller", "denominator": "noemer", "missing_reason": "reden", "explanation": "toelichting"}

HOW = frozenset({TYPED, PASTED})
"""What a browser may say of how figures got into a row."""


def typed_in(code: str) -> Typed | None:
    """What the form holds for a KPI; None when the form has no such row."""
    form = request.form
    if f"version-{code}" not in form:
        return None
    version = form[f"version-{code}"]
    values = [form.get(f"{name}-{code}", "")[:4000] for name in FIELDS]
    if is_untouched(code):
        values[:2] = ["", ""]  # a proposal that nobody touched is not an answer
    origin = form.get(f"origin-{code}", TYPED)
    seen = number_of(version)
    return Typed(values[0], values[1], values[2], values[3], seen, origin if origin in HOW else TYPED)


def is_untouched(code: str) -> bool:
    """Whether the fields of a row still hold the proposal that was shown in them."""
    typed = "|".join(request.form.get(f"{name}-{code}", "") for name in ("numerator", "denominator"))
    return request.form.get(f"proposed-{code}", "") == typed != "|"


def _store(session: Session, report: ReportHeader, code: str, kept: Typed) -> GridRow:
    return save_cell(
        session,
        report_id=report.id,
        provider_id=report.provider_id,
        indicator_code=code,
        version=kept.version,
        numerator_text=kept.numerator,
        denominator_text=kept.denominator,
        missing_reason=kept.missing_reason or None,
        explanation=kept.explanation,
        origin=kept.origin,
        by=actor(),
        at=clock.now(),
    )


def grid_page(
    report: ReportHeader,
    family: str,
    done: Completeness,
    shown: list[CellRow],
    mistakes: tuple[tuple[str, str], ...] = (),
    openings: Openings | None = None,
    families: list[str] | None = None,
) -> GridPage:
    """The page of a family, with what comes after it. `families`: those of the report, when they were read already."""
    listed = families or asked_families(transaction.reading(), report=report)
    after = listed[listed.index(family) + 1 :]
    next_href, next_label = _next(report, after)
    return GridPage(report, family, shown, done.sentence, done.filled, done.asked, next_href, next_label, bool(mistakes), mistakes, openings=openings)


def _next(report: ReportHeader, families: list[str]) -> tuple[str, str]:
    """The next family, or after the last one the task list; a request that asks no places has nothing else left to do than to check."""
    if families:
        return url_for("provider.grid", period=report.slug, family=families[0]), f"Verder naar {FAMILY_NAMES[families[0]].lower()}"
    if report.asks_places:
        return url_for("provider.tasks", period=report.slug), "Verder naar de takenlijst"
    return url_for("provider.check", period=report.slug), "Verder naar controleren"


def _rows(report: ReportHeader, family: str) -> list[GridRow]:
    rows = grid_rows(transaction.reading(), report=report, family=family)
    if not rows:
        raise NotFound(family)
    return rows


def stored_page(report: ReportHeader, family: str) -> GridPage:
    """The grid of a family as it is stored, with a proposal in every empty cell that has one."""
    session, today, rows = transaction.reading(), clock.today(), _rows(report, family)
    asked, proposals = openings_of(session, header=report), proposals_of(session, report=report, rows=rows)
    families, remarks = comment_counts(session, report_id=report.id)
    shown = [cell_row(row, today=today, remarks=counted(remarks.get(row.code, 0)), openings=asked, proposal=proposals.get(row.code)) for row in rows]
    return _with_proposals(grid_page(report, family, how_far(shown), shown, openings=asked, families=families), rows, list(proposals.values()))


def _with_proposals(page: GridPage, rows: list[GridRow], proposals: list[Proposal]) -> GridPage:
    waiting = [one for one in proposals if one.is_whole]
    return replace(
        page,
        waiting=len(waiting),
        fingerprint=fingerprint(waiting),
        can_say_nothing=page.report.is_editable and not any(row.is_filled for row in rows),
        says_nothing=says_nothing(rows),
    )


@provider.get("/rapportages/<period>/cijfers/<family>")
@requires(Permission.REPORT_READ)
def grid(period: str, family: str) -> str:
    """The grid of one family."""
    report = report_of(period)
    return render_template("provider/grid.html", page=stored_page(report, family))


@provider.post("/rapportages/<period>/cijfers/<family>/<code>")
@requires(Permission.REPORT_ENTER)
def save_one(period: str, family: str, code: str) -> Response:
    """Save one cell when somebody leaves it. The answer holds a status, never a field (typing must not be lost)."""
    report, kept = report_of(period), typed_in(code)
    if kept is None:
        raise NotFound(code)
    session = transaction.writing()
    try:
        saved = _store(session, report, code, kept)
    except Refused as refusal:
        return _status(code, CellStatus(*REFUSED, mistakes=(refusal.reason,)), 422)
    except Conflict as conflict:
        response = _status(code, _lost_race(conflict), 409)
        response.headers["X-Version"] = str(conflict.version)  # saving again is now a choice, made with both figures in sight
        return response
    done = progress_of(session, report=report, family=family)
    waits = CellStatus(*PROPOSED, ("Telt mee na uw 'klopt'.",)) if is_untouched(code) and not saved.is_filled else None
    shown = cell_row(saved, today=clock.today(), status=waits, openings=openings_of(session, header=report))
    context = {"rows": [shown], "value": figure(saved.value, saved.unit, saved.decimals), "done": done, "code": code}
    response = make_response(render_fragment("provider/_cell_status.html", **context))
    response.headers["X-Version"] = str(saved.version)
    return response


def _lost_race(conflict: Conflict) -> CellStatus:
    by = conflict.by or "een collega"
    return CellStatus(
        f"Gewijzigd door {by}", *REFUSED[1:], ("Uw cijfer staat nog in het veld en is niet opgeslagen.",), theirs=tuple(conflict.theirs), by=by
    )


def _status(code: str, status: CellStatus, http_status: int) -> Response:
    return make_response(render_fragment("provider/_cell_status.html", rows=[only_status(code, status)], done=None), http_status)


@provider.post("/rapportages/<period>/cijfers/<family>")
@requires(Permission.REPORT_ENTER)
def save_all(period: str, family: str) -> Response:
    """Save a whole family: all of it or nothing, and everything typed stays in its field."""
    report = report_of(period)
    rows, at_status = _rows(report, family), 303
    proposals = proposals_of(transaction.reading(), report=report, rows=rows)
    session = transaction.writing()
    asked = openings_of(session, header=report)
    shown: list[CellRow] = []
    mistakes: list[tuple[str, str]] = []
    for row in rows:
        line, status = _save_row(session, report, row, asked=asked, proposal=proposals.get(row.code))
        shown.append(line)
        at_status = max(at_status, status)
        field = next((name for name in FIELDS if name in line.wrong_fields), "numerator")
        mistakes += [(f"{field}-{row.code}", f"{row.code}: {sentence}") for sentence in line.status.mistakes]
    done = completeness_of(rows)
    if at_status == 303:
        flash("De cijfers zijn opgeslagen. Ze zijn nog niet ingediend.")
        return see_other(grid_page(report, family, done, shown).next_href if "verder" in request.form else request.path)
    page = _with_proposals(grid_page(report, family, done, shown, tuple(mistakes), asked), rows, list(proposals.values()))
    return make_response(render_template("provider/grid.html", page=page), at_status)


def _is_taken_over_meanwhile(row: GridRow, kept: Typed) -> bool:
    """The screen still shows a proposal, which somebody answered since: there is nothing of mine to save."""
    return is_untouched(row.code) and row.is_filled and kept.explanation.strip() in ("", row.explanation)


def _save_row(session: Session, report: ReportHeader, row: GridRow, *, asked: Openings | None, proposal: Proposal | None) -> tuple[CellRow, int]:
    kept, today = typed_in(row.code), clock.today()
    if kept is None or _is_taken_over_meanwhile(row, kept):
        return cell_row(row, today=today, openings=asked, proposal=proposal), 303
    try:
        return cell_row(_store(session, report, row.code, kept), today=today, openings=asked, proposal=proposal), 303
    except Refused as refusal:
        status = CellStatus(*REFUSED, mistakes=(refusal.reason,))
        return cell_row(row, today=today, kept=kept, status=status, wrong=frozenset({refusal.field}), openings=asked), 422
    except Conflict as conflict:
        chosen = f"{conflict.by or 'een collega'} heeft dit intussen gewijzigd. Kies welk cijfer blijft staan."
        status = _lost_race(conflict)._replace(mistakes=(chosen,))
        return cell_row(row, today=today, kept=replace(kept, version=conflict.version), status=status, openings=asked), 409

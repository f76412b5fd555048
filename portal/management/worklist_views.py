"""The landing page of the contractmanager: what must I do now."""

from __future__ import annotations

from dataclasses import replace

from flask import current_app, render_template, request

from kpi.queries.deviations import PAGE_SIZE, Worklist
from kpi.queries.deviations import worklist as find_worklist
from kpi.queries.reviews import deviation_tally, open_reports
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import management
from portal.management.words import counted
from portal.management.worklist_filters import Wanted, filters_of, wanted
from portal.management.worklist_page import WorklistPage, awaited_of, lead_of, row_of, tasks_of
from portal.web import clock, transaction


def worklist_page(asked: Wanted, *, page_size: int = PAGE_SIZE) -> WorklistPage:
    """The page for these filters. Four queries, whatever the number of rows."""
    session, at = transaction.reading(), clock.now()
    tally, reports = deviation_tally(session), open_reports(session)
    chosen = {"states": asked.states, "provider_id": asked.provider_id or None, "family": asked.family or None}
    found = find_worklist(session, page=asked.page, page_size=page_size, **chosen)  # type: ignore[arg-type]
    tasks, today = tasks_of(tally, reports), clock.today()
    return WorklistPage(
        lead=lead_of(tasks),
        tasks=tasks,
        filters=filters_of(asked, tally),
        caption=_caption(found),
        rows=[row_of(line, today) for line in found.lines],
        awaited=awaited_of(reports, at),
        total=found.total,
        page=found.page,
        pages=found.pages,
        previous_href=replace(asked, page=found.page - 1).href if found.page > 1 else "",
        next_href=replace(asked, page=found.page + 1).href if found.page < found.pages else "",
        is_filtered=asked.is_narrow,
    )


def _caption(found: Worklist) -> str:
    size = counted(found.total, "afwijking", "afwijkingen")
    return size if found.pages == 1 else f"{size}, pagina {found.page} van {found.pages}"


@management.get("/werklijst")
@requires(Permission.DEVIATION_REVIEW)
def worklist() -> str:
    """The worklist, heaviest first."""
    size = current_app.config.get("WORKLIST_PAGE_SIZE", PAGE_SIZE)
    return render_template("management/worklist.html", page=worklist_page(wanted(request.args), page_size=size))

"""The landing page of the contractmanager: what must I do now. And several deviations at once onto the agenda of a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flask import Response, current_app, flash, make_response, render_template, request

from contracts.foundation.errors import NotFound, Refused
from kpi.actions.dialogues import put_many_on_agendas
from kpi.actions.dialogues.many import Placed
from kpi.domain import follow_up
from kpi.queries.deviations import PAGE_SIZE, Worklist, worklist_of
from kpi.queries.dialogues import sessions_open_for_agenda
from kpi.queries.reviews import open_reports
from kpi.queries.worklist_counts import worklist_counts
from portal.access.guard import requires
from portal.access.identity import actor, viewer
from portal.access.permissions import Permission
from portal.management.desk import management, whole
from portal.management.words import counted
from portal.management.worklist_advice import advice_waiting
from portal.management.worklist_filters import Tally, Wanted, filters_of, wanted
from portal.management.worklist_page import (
    Obstacle,
    Ticked,
    WorklistPage,
    awaited_of,
    by_chance,
    lead_of,
    row_of,
    session_options,
    tasks_of,
)
from portal.reminders.told import days_told
from portal.web import clock, transaction
from portal.web.fragments import see_other
from portal.web.once import once

NOTHING_TICKED = Ticked()


def worklist_page(asked: Wanted, *, page_size: int = PAGE_SIZE, ticked: Ticked = NOTHING_TICKED) -> WorklistPage:
    """The page for these filters. Five queries, whatever the number of rows."""
    session, at, me = transaction.reading(), clock.now(), viewer().person_id
    counts = worklist_counts(session, states={*follow_up.OPEN, *asked.states}, period=asked.period or None)
    reports, tally = open_reports(session), Tally(asked, counts.lines, me)
    found = worklist_of(session, chosen=asked.chosen(me), total=tally.total, page=asked.page, page_size=page_size)
    today = clock.today()
    advice = advice_waiting(counts.advice, today=today)
    tasks = tasks_of(counts.lines, reports, advice)
    filters, more = filters_of(tally)
    return WorklistPage(
        lead=lead_of(tasks),
        tasks=tasks,
        filters=filters,
        more_filters=more,
        more_is_open=asked.is_narrowed_below,
        caption=_caption(found),
        by_chance=by_chance(counts.tested),
        rows=[row_of(line, today, ticked) for line in found.lines],
        sessions=session_options(sessions_open_for_agenda(session, viewer_provider_id=None), ticked),
        action=f"/beheer/werklijst/agenda?{asked.query}&pagina={found.page}".replace("?&", "?"),
        errors=tuple(Obstacle(text) for text in ticked.obstacles),
        advice=advice,
        awaited=awaited_of(reports, days_told(session), at),
        previous_href=replace(asked, page=found.page - 1).href if found.page > 1 else "",
        next_href=replace(asked, page=found.page + 1).href if found.page < found.pages else "",
        is_filtered=asked.is_narrow,
    )


def _caption(found: Worklist) -> str:
    size = counted(found.total, "afwijking", "afwijkingen")
    return size if found.pages == 1 else f"{size}, pagina {found.page} van {found.pages}"


def _shown(asked: Wanted, ticked: Ticked = NOTHING_TICKED) -> str:
    size = current_app.config.get("WORKLIST_PAGE_SIZE", PAGE_SIZE)
    return render_template("management/worklist.html", page=worklist_page(asked, page_size=size, ticked=ticked))


@management.get("/werklijst")
@requires(Permission.DEVIATION_REVIEW)
def worklist() -> str:
    """The worklist, heaviest first."""
    return _shown(wanted(request.args))


@management.post("/werklijst/agenda")
@requires(Permission.DEVIATION_REVIEW)
@once
def many_to_agenda() -> Response:
    """Put what was ticked on one agenda, or each on that of its aanbieder's next conversation. All or none."""
    asked, chosen = wanted(request.args), request.form.get("session_id", "")
    ids = [whole(text) for text in request.form.getlist("afwijking")]
    try:
        if chosen and not whole(chosen):
            raise NotFound("session")
        session_id = whole(chosen) or None
        placed = put_many_on_agendas(transaction.writing(), deviation_ids=ids, session_id=session_id, by=actor(), at=clock.now())
    except Refused as refusal:
        ticked = Ticked(frozenset(ids), chosen, tuple(refusal.reason.split("\n")))
        return make_response(_shown(asked, ticked), 422)
    flash(_done(placed))
    return see_other(asked.href)


def _done(placed: Sequence[Placed]) -> str:
    """What came where, and what happens next."""
    where = [f"{counted(each.count, 'afwijking', 'afwijkingen')} op de agenda van {each.title} ({each.provider_name})" for each in placed]
    return f"{'; '.join(where)}. Beide organisaties zien ze nu bij Dialoog."

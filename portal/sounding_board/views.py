"""All views of this desk, registered on its blueprint. Of the figures it knows the published editions, and nothing else."""

from __future__ import annotations

from flask import Response, make_response, render_template, session

from contracts.foundation.errors import NotFound
from kpi.queries import summaries
from kpi.queries.advice_of_board import BoardAdvice, all_advice_of_board
from portal.access.guard import requires
from portal.access.identity import current_identity, viewer
from portal.access.permissions import Permission, permits
from portal.sounding_board import advice_views, file_views
from portal.sounding_board.desk import published, sounding_board
from portal.sounding_board.pages import EditionsPage, SummaryPage, TrendsPage, WithdrawnPage
from portal.web import transaction
from portal.web.summary import summary_view
from portal.web.summary_trends import trend_groups

__all__ = ["advice_views", "file_views", "sounding_board"]

READ = "gelezen"
"""In the visit's own cookie: the quarter that was read last."""


@sounding_board.get("")
@requires(Permission.SUMMARY_READ)
def editions() -> str:
    """What is new, and the summaries that can be read."""
    reading = transaction.reading()
    page = EditionsPage(summaries.edition_list(reading), summaries.latest(reading), str(session.get(READ, "")), _advice())
    return render_template("sounding_board/editions.html", page=page)


@sounding_board.get("/verloop")
@requires(Permission.SUMMARY_READ)
def trends() -> str:
    """The published figures through the quarters."""
    found = summaries.latest(transaction.reading())
    page = TrendsPage(found, () if found is None else trend_groups(found.content))
    return render_template("sounding_board/trends.html", page=page)


@sounding_board.get("/<period>")
@requires(Permission.SUMMARY_READ)
def summary(period: str) -> Response:
    """The summary of one quarter; of one that was taken back: why."""
    try:
        found = published(period)
    except NotFound:
        return _withdrawn(period)
    lines = summaries.editions(transaction.reading()) if found.edition > 1 else ()
    corrected = next((line.corrected for line in lines if line.edition_id == found.edition_id), "")
    session[READ] = found.period.code
    page = SummaryPage(found, summary_view(found.content), corrected, _may_advise())
    return make_response(render_template("sounding_board/summary.html", page=page))


def _withdrawn(period: str) -> Response:
    """Who kept the address of a summary that was taken back reads so. Raises NotFound for a quarter that never had one."""
    gone = next((line for line in summaries.edition_list(transaction.reading()).withdrawn if line.period.slug == period), None)
    if gone is None:
        raise NotFound(period)
    return make_response(render_template("sounding_board/withdrawn.html", page=WithdrawnPage(gone)), 404)


def _may_advise() -> bool:
    return permits(Permission.ADVICE_GIVE, current_identity())


def _advice() -> tuple[BoardAdvice, ...] | None:
    """The klankbordgroep's own advice; None for a reader who gives none."""
    if not _may_advise():
        return None
    me = viewer()
    return all_advice_of_board(transaction.reading(), organisation_id=me.organisation_id, person_id=me.person_id)

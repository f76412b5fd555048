"""Publishing a quarter as the desk does it: a concept that is made and tested, and two people who sign it."""

from __future__ import annotations

from datetime import timedelta

from contracts.foundation.period import Quarter
from kpi.actions.publication_making import make
from kpi.actions.publishing import keep_draft, sign
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.content import sha256
from kpi.queries.publishing import last_content
from portal.developer.demonstration.stage import Stage
from portal.developer.demonstration.story import Story

PUBLISHED_ON = 80
WAITS = timedelta(hours=1)
WHY = "Er zijn intussen adviezen beantwoord. Die antwoorden staan er nu bij."


def published(stage: Stage, quarter: Quarter) -> Story:
    """One makes and signs it, the other publishes it the same day. Raises LookupError when the invented figures tell too much."""
    (first, second), bands = stage.troupe.publishers, stage.region.age_bands
    at = yield stage.calendar(quarter).moment(PUBLISHED_ON, 11)
    made = make(stage.session, period=quarter, choice=Choice(), age_bands=bands, at=at)
    if not made.verdict.is_safe:
        raise LookupError(f"{quarter.code}: {made.verdict.sentences}")
    draft_id = keep_draft(stage.session, made=made, reason="", age_bands=bands, by=first, at=at)
    sign(stage.session, draft_id=draft_id, shown=sha256(made.text), age_bands=bands, by=first, at=at)
    at = yield stage.calendar(quarter).moment(PUBLISHED_ON, 14)
    sign(stage.session, draft_id=draft_id, shown=sha256(made.text), age_bands=bands, by=second, at=at)


def waiting(stage: Stage) -> Story:
    """Just now one of them made and signed a next edition of the newest summary; it waits for the other."""
    (first, _), bands, quarter = stage.troupe.publishers, stage.region.age_bands, stage.last.previous
    at = yield stage.now - WAITS
    made = make(stage.session, period=quarter, choice=Choice(), age_bands=bands, at=at)
    if not made.verdict.is_safe:
        raise LookupError(f"{quarter.code}: {made.verdict.sentences}")
    if made.text == last_content(stage.session, period=quarter):
        return  # no advice was answered since
    draft_id = keep_draft(stage.session, made=made, reason=WHY, age_bands=bands, by=first, at=at)
    sign(stage.session, draft_id=draft_id, shown=sha256(made.text), age_bands=bands, by=first, at=at)

"""What an agenda shows beside its points, asked only when it is needed: dates while it writes itself, new things once it is shared."""

from __future__ import annotations

from contracts.foundation.period import AMSTERDAM
from kpi.domain.dialogue import PREPARING, SHARED, TALKING
from kpi.queries.agenda_dates import near_dates
from kpi.queries.agenda_page import since_shared
from kpi.queries.dialogue_session import SessionWhole
from portal.access.identity import actor, viewer
from portal.dialogue.agenda_pages import AgendaShown
from portal.web import clock, transaction
from portal.web.region import rulebook


def beside(whole: SessionWhole) -> AgendaShown:
    """The agenda of this conversation for this viewer. At most three questions."""
    session, own = transaction.reading(), None if viewer().provider_id is None else actor().organisation_name
    if whole.state == PREPARING:
        held_on = whole.planned_at.astimezone(AMSTERDAM).date()
        dates = near_dates(session, provider_id=whole.provider_id, book=rulebook(), today=clock.today(), held_on=held_on)
        return AgendaShown(whole.state, own, dates=dates)
    if whole.state in (SHARED, TALKING):
        return AgendaShown(whole.state, own, since=since_shared(session, session_id=whole.session_id, provider_id=whole.provider_id))
    return AgendaShown(whole.state, own)

"""What is open in the portal, and who may be told: the questions behind the reminders."""

from __future__ import annotations

from sqlalchemy.orm import Session

from contracts.queries.room_clocks import open_clocks
from kpi.domain import follow_up
from kpi.queries.deviations import worklist
from kpi.queries.dialogues import open_action_points
from kpi.queries.due import open_reports
from portal.accounts.people_queries import members
from portal.reminders.plan import Agreement, Facts, Place, Question, Recipient
from portal.web.formatting import quarter

MOST_QUESTIONS = 10_000


def facts(session: Session) -> Facts:
    """Everything that waits for somebody, of all aanbieders."""
    asked = worklist(session, states=(follow_up.ASKED,), page_size=MOST_QUESTIONS).lines
    questions = [Question(one.id, one.provider_id, one.provider_name, f"{one.indicator_name}, {quarter(one.period)}") for one in asked]
    agreed = [
        Agreement(one.session_id, one.provider_id, one.provider_name, one.text, one.due_on)
        for one in open_action_points(session, viewer_provider_id=None)
        if one.owner_organisation == one.provider_name
    ]
    return Facts(tuple(open_reports(session)), tuple(questions), tuple(agreed), clocks=tuple(open_clocks(session)))


def recipients(session: Session) -> list[Recipient]:
    """Everybody with a role somewhere who is not blocked; somebody with two places is one recipient."""
    found: dict[int, Recipient] = {}
    for member in members(session):
        if member.is_blocked or not member.roles:
            continue
        known = found.get(member.person_id) or Recipient(member.person_id, member.name, member.email, ())
        place = Place(member.organisation_id, member.organisation_kind, frozenset(member.roles))
        found[member.person_id] = Recipient(known.person_id, known.name, known.email, (*known.places, place))
    return [found[person_id] for person_id in sorted(found)]

"""What is open in the portal, and who may be told: the questions behind the reminders."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.deadlines import Side
from contracts.foundation.period import AMSTERDAM
from contracts.queries.room_clocks import open_clocks
from contracts.queries.subsidies import subsidies_of
from kpi.domain import follow_up
from kpi.domain.action_point import DONE
from kpi.queries.action_points import tables_of_agreements
from kpi.queries.advice import open_advice
from kpi.queries.deviations import worklist
from kpi.queries.dialogues import open_action_points
from kpi.queries.due import open_reports
from kpi.queries.rating_reminders import ratings_asked
from portal.accounts.people_queries import members
from portal.reminders.plan import Agreement, Facts, Place, Question, Recipient, SubsidyTerm
from portal.web.formatting import quarter

MOST_QUESTIONS = 10_000


def facts(session: Session, *, book: Rulebook, today: date) -> Facts:
    """Everything that waits for somebody, of all aanbieders. `book`: the terms of subsidies in this region."""
    asked = worklist(session, states=(follow_up.ASKED,), page_size=MOST_QUESTIONS).lines
    questions = [Question(one.id, one.provider_id, one.provider_name, f"{one.indicator_name}, {quarter(one.period)}") for one in asked]
    agreed = agreements(session)
    terms = subsidy_terms(session, book=book, today=today)
    clocks = tuple(open_clocks(session))
    ratings = ratings_asked(session, at=_noon(today))
    return Facts(tuple(open_reports(session)), tuple(questions), tuple(agreed), tuple(terms), clocks, ratings, open_advice(session))


def agreements(session: Session) -> list[Agreement]:
    """Every afspraak that is not confirmed yet: who does it, or of which organisations somebody has to say that it was done."""
    found, tables = open_action_points(session, viewer_provider_id=None), tables_of_agreements(session)
    told = []
    for one in found:
        parties = tables.get(one.session_id, {})
        owner = next((number for number, name in parties.items() if name == one.owner_organisation), 0)
        others = {number for number, name in parties.items() if name != one.reported_for}
        judges = frozenset(others) if one.state == DONE else frozenset[int]()
        told.append(Agreement(one.action_id, owner, one.provider_name, one.text, one.due_on, judges, one.done_by_id))
    return told


def _noon(today: date) -> datetime:
    return datetime.combine(today, time(12), tzinfo=AMSTERDAM)


def subsidy_terms(session: Session, *, book: Rulebook, today: date) -> list[SubsidyTerm]:
    """What the gemeente has to do about subsidies, and by when. Rights that run out are nobody's task."""
    return [
        SubsidyTerm(one.item.id, each.code, f"{each.name}: {one.item.name} ({one.item.provider_name})", each.last_on)
        for one in subsidies_of(session, provider_id=None, book=book, today=today)
        for each in one.deadlines
        if each.is_duty and each.side is Side.MUNICIPALITY
    ]


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

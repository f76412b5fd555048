"""What happened before the curtain rose: use cases that the journey itself is not about, done by the people of the demonstration."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from kpi.actions.deviations import close
from kpi.actions.reviews import accept_report
from kpi.actions.signing import sign_and_submit
from kpi.domain import follow_up
from kpi.domain import report as lifecycle
from kpi.queries.deviations import deviations_of_provider
from kpi.queries.reports import find_report
from portal.accounts.people_queries import members
from portal.web import clock
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.scene.review import REASON


def actor(session: Session, name: str) -> Actor:
    """Somebody of the demonstration, as a use case knows them."""
    one = next(one for one in members(session) if one.name == name)
    return Actor(one.person_id, one.name, one.organisation_id, one.organisation_name, frozenset(one.roles), "reis")


def accepted(portal: Portal, slug: str, *, signer: str) -> None:
    """The report of this aanbieder is signed, reviewed and accepted."""
    report = Report(portal, slug)
    header = report.header
    with portal.writing() as session:
        manager, at = actor(session, "Karin Peters"), clock.now() - timedelta(minutes=1)
        if header.state == lifecycle.AWAITING_SIGNATURE:
            own = {"report_id": header.id, "provider_id": header.provider_id, "version": header.version}
            sign_and_submit(session, by=actor(session, signer), at=at, **own)
        for line in deviations_of_provider(session, provider_id=header.provider_id, period=header.period, states=follow_up.WAITING):
            close(session, deviation_id=line.id, version=line.version, reason=REASON, by=manager, at=at)
        version = find_report(session, report_id=header.id, provider_id=None).version
        accept_report(session, report_id=header.id, version=version, by=manager, at=at)

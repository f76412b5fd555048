"""What happened before the curtain rose: use cases that the journey itself is not about, done by the people of the demonstration."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pyotp
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.actions.organisations import add_provider
from contracts.foundation.actor import Actor, system
from kpi.actions.capacity import repeat_capacity
from kpi.actions.cells import save_cell
from kpi.actions.deviations import close
from kpi.actions.flows import save_flow
from kpi.actions.reviews import accept_report
from kpi.actions.signing import sign_and_submit
from kpi.domain import follow_up
from kpi.domain import report as lifecycle
from kpi.queries.deviations import deviations_of_provider
from kpi.queries.reports import find_report
from portal.access.identity import Role
from portal.accounts import secrets
from portal.accounts.invitations import add_membership
from portal.accounts.people_queries import members
from portal.accounts.tables import Person, SignInSession
from portal.web import clock
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import EXPLANATION, Report, typed_in
from tests.journeys.scene.review import REASON


def actor(session: Session, name: str) -> Actor:
    """Somebody of the demonstration, as a use case knows them."""
    one = next(one for one in members(session) if one.name == name)
    return Actor(one.person_id, one.name, one.organisation_id, one.organisation_name, frozenset(one.roles), "reis")


def filled_in(portal: Portal, slug: str, *, writer: str, but: str) -> None:
    """Everything of the last quarter is filled in, apart from one family of figures."""
    report = Report(portal, slug)
    rows, flows = [row for row in report.rows() if not row.is_filled and row.family != but], report.flows()
    with portal.writing() as session:
        own = {"report_id": report.header.id, "provider_id": report.provider_id, "by": actor(session, writer), "at": clock.now()}
        for row in rows:
            first, second = typed_in(row)
            typed = {"numerator_text": first, "denominator_text": second, "missing_reason": None, "explanation": EXPLANATION}
            save_cell(session, indicator_code=row.code, version=0, **typed, **own)
        repeat_capacity(session, **own)
        for flow in flows:
            people = str(flow.previous_end or 0)
            counts = {"at_begin": people, "inflow": "1", "through_in": "0", "through_out": "0", "outflow": "1", "at_end": people}
            save_flow(session, care_form_code=flow.care_form_code, version=0, **counts, **own)


PASSPHRASE = "vier fietsen langs de oever"


def given_a_passphrase(portal: Portal, name: str) -> tuple[str, Callable[[], str]]:
    """Somebody of the demonstration can sign in for real: their address, and the codes of their telephone."""
    with portal.writing() as session:
        person = session.scalars(select(Person).where(Person.name == name)).one()
        person.password_hash = secrets.hash_passphrase(PASSPHRASE)
        telephone = pyotp.TOTP(secrets.decrypt(person.totp_secret, portal.settings.secret))
        session.flush()
        return person.email, telephone.now


def session_ended(portal: Portal, name: str) -> None:
    """Time went by: every session of this person is over."""
    with portal.writing() as session:
        person = session.scalars(select(Person.id).where(Person.name == name)).one()
        session.execute(update(SignInSession).where(SignInSession.person_id == person).values(ended_at=clock.now(), ended_why="verlopen"))


def newcomer(portal: Portal, *, name: str = "Nieuwe Aanbieder", person: str = "Bo Verzonnen") -> str:
    """An aanbieder that was admitted today and has nothing yet; who works there."""
    with portal.writing() as session:
        by, at = system("reis"), clock.now()
        made = add_provider(session, slug="nieuwe-aanbieder", name=name, is_fictitious=True, source="Verzonnen voor een test", by=by, at=at)
        secret = secrets.encrypt(secrets.new_totp_secret(), portal.settings.secret)
        one = Person(email="bo@nieuw.example", name=person, password_hash="-", totp_secret=secret, created_at=at)
        session.add(one)
        session.flush()
        add_membership(session, person_id=one.id, organisation_id=made, roles=[Role.ENTRY, Role.SIGNATORY], by=by, at=at)
    return person


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

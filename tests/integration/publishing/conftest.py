"""Quarters to publish: four aanbieders in the small world's region, and two people who may sign."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import Update, select, update

from contracts.foundation import database
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Municipality, Organisation
from kpi.domain.people import ELSEWHERE
from kpi.domain.people import UNKNOWN as UNKNOWN_AGE
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.people import PeopleCount
from kpi.tables.report import Report
from portal.accounts import secrets
from portal.accounts.tables import Person
from portal.extensions import db
from portal.web import clock
from tests.factories import figures as f
from tests.support.databases import SECRET
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.published import AGE_BANDS, publish
from tests.support.world import World, _member

QUARTER = Quarter(2025, 4)
NAMES = ("Wonen aan de Zandweg", "Het Groene Portaal", "Thuishaven Zuid", "De Vier Winden")
TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@dataclass
class Desk:
    """Two who publish, one who reads, and the names that must never be read."""

    app: Flask
    publisher: Inspector
    second: Inspector
    reader: Inspector
    names: tuple[str, ...]
    quarter: Quarter = QUARTER

    @property
    def page(self) -> str:
        """Where a concept of the quarter is made."""
        return f"/publicatie/{self.quarter.slug}"

    def write(self, statement: Update) -> None:
        """Change the database behind the screens."""
        with self.app.app_context():
            session = db.session()
            database.begin_writing(session)
            session.execute(statement)
            session.commit()

    def made(self, *, reason: str = "", **chosen: str) -> str:
        """Make a concept through the screen; the address of its page."""
        fields = self.publisher.get(self.page).form(f"{self.page}/concept") | chosen | ({"reason": reason} if reason else {})
        answer = self.publisher.post(f"{self.page}/concept", fields)
        assert answer.status == 303, answer.text
        return answer.response.headers["Location"].removeprefix("https://localhost")

    def signed(self, who: Inspector, page: str, **changed: str) -> Answer:
        """Sign it, with the code of this moment: nobody used it yet."""
        self.write(update(Person).values(totp_last_step=0))
        path = f"{page}/ondertekenen"
        return who.post(path, who.get(page).form(path) | {"code": pyotp.TOTP(TOTP).at(clock.now())} | changed)

    def out(self, **told: str) -> str:
        """Make, sign twice; the address of the concept's page."""
        page = self.made(**told)
        assert [self.signed(who, page).status for who in (self.publisher, self.second)] == [303, 303]
        return page


def _aanbieder(name: str, number: int) -> Organisation:
    return Organisation(slug=f"samenvatting-{number}", name=name, kind="aanbieder", is_fictitious=True, source="test")


def add_quarter(app: Flask, period: Quarter, *, providers: int = 4) -> None:
    """Accepted reports with figures, flow, places and people of new aanbieders."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        versions = session.scalars(select(IndicatorVersion).where(IndicatorVersion.value_kind == "verhouding").order_by(IndicatorVersion.id)).all()
        form = f.care_form(session, "bw-met-verblijf")
        gemeenten = [*session.scalars(select(Municipality.code).order_by(Municipality.code)), ELSEWHERE.code]
        for number, name in enumerate(NAMES[:providers], start=1):
            known = session.scalar(select(Organisation).where(Organisation.name == name))
            report = f.report(session, known or f.saved(session, _aanbieder(name, number)), period=period)
            for position, version in enumerate(versions[:5]):
                f.cell(session, report, version, str(50 + position + number), "100")
            f.flow(session, report, form, begin=100, inflow=9, through_in=4, through_out=4, outflow=5)
            f.capacity(session, report, form, occupied=50, free=6, closed=4, waiting=7)
            session.add_all(_people(report, gemeenten, number))
        session.commit()


def _people(report: Report, gemeenten: list[str], number: int) -> list[PeopleCount]:
    """104 people, most of them from the first gemeente."""
    ages = [*(band.code for band in AGE_BANDS), UNKNOWN_AGE.code]
    cells = [(gemeente, age) for gemeente in gemeenten for age in ages]
    counts = {cell: (7 * place + 3 * number) % 4 for place, cell in enumerate(cells)}
    counts[cells[2]] += 104 - sum(counts.values())
    return [
        PeopleCount(report_id=report.id, care_form_code="bw-met-verblijf", municipality_code=gemeente, age_group=age, people=people)
        for (gemeente, age), people in counts.items()
    ]


def publish_quarter(app: Flask, period: Quarter) -> None:
    """Made, tested and signed by two people."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        publish(session, period=period, by=f.actor("Fatima Proef"), at=clock.now())
        session.commit()


@pytest.fixture
def ready(app: Flask, world: World) -> Desk:
    """A quarter that can be published, and two people with a telephone."""
    add_quarter(app, QUARTER)
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        centre = world.people["publicist"].organisation_id
        second = _member(session, "publicist-twee", centre, "publicist", clock.now() - timedelta(days=1))
        for person in session.scalars(select(Person)):
            person.totp_secret = secrets.encrypt(TOTP, SECRET)
        session.commit()
    names = (*NAMES, "Stichting De Linde", "Huize Noord", "Sam Peters", "Geheime toelichting")
    first, other, reader = (signed_in(app, one) for one in (world.people["publicist"], second, world.people["klankbordgroeplid"]))
    return Desk(app, first, other, reader, names)


@pytest.fixture
def published(ready: Desk) -> Desk:
    """The quarter was published."""
    publish_quarter(ready.app, QUARTER)
    return ready

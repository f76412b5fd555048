"""A published quarter: four aanbieders in the small world's region, accepted, and an edition made as the desk does."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation import database
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.tables.indicator import IndicatorVersion
from portal.extensions import db
from portal.web import clock
from tests.factories import figures as f
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.published import publish
from tests.support.world import World

QUARTER = Quarter(2025, 4)
NAMES = ("Wonen aan de Zandweg", "Het Groene Portaal", "Thuishaven Zuid", "De Vier Winden")


@dataclass
class Published:
    """Who publishes, who reads, and the names that must never be read."""

    app: Flask
    publisher: Inspector
    reader: Inspector
    names: tuple[str, ...]
    quarter: Quarter = QUARTER

    @property
    def desk(self) -> str:
        """The preview of the quarter."""
        return f"/publicatie/{self.quarter.slug}"

    @property
    def page(self) -> str:
        """The summary of the quarter."""
        return f"/klankbord/{self.quarter.slug}"


def _aanbieder(name: str, number: int) -> Organisation:
    return Organisation(slug=f"samenvatting-{number}", name=name, kind="aanbieder", is_fictitious=True, source="test")


def add_quarter(app: Flask, period: Quarter, *, providers: int = 4) -> None:
    """Accepted reports with figures, flow and places of new aanbieders."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        versions = session.scalars(select(IndicatorVersion).where(IndicatorVersion.value_kind == "verhouding").order_by(IndicatorVersion.id)).all()
        form = f.care_form(session, "bw-met-verblijf")
        for number, name in enumerate(NAMES[:providers], start=1):
            known = session.scalar(select(Organisation).where(Organisation.name == name))
            report = f.report(session, known or f.saved(session, _aanbieder(name, number)), period=period)
            for position, version in enumerate(versions[:5]):
                f.cell(session, report, version, str(50 + position + number), "100")
            f.flow(session, report, form, begin=100, inflow=9, through_in=4, through_out=4, outflow=5)
            f.capacity(session, report, form, occupied=50, free=6, closed=4, waiting=7)
        session.commit()


def publish_quarter(app: Flask, period: Quarter) -> None:
    """Made, tested and signed by two people."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        publish(session, period=period, by=f.actor("Fatima Proef"), at=clock.now())
        session.commit()


@pytest.fixture
def ready(app: Flask, world: World) -> Published:
    """A quarter that can be published."""
    add_quarter(app, QUARTER)
    names = (*NAMES, "Stichting De Linde", "Huize Noord", "Sam Peters", "Geheime toelichting")
    return Published(app, signed_in(app, world.people["publicist"]), signed_in(app, world.people["klankbordgroeplid"]), names)


@pytest.fixture
def published(ready: Published) -> Published:
    """The quarter was published."""
    publish_quarter(ready.app, QUARTER)
    return ready

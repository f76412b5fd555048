"""Every page of the desk: valid, in a fixed number of queries, for the right people, and 404 for what is not there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation import database
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportValue
from portal.extensions import db
from tests.factories import contracts as money
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.queries import counted
from tests.support.world import BUDGET_YEAR, World

PAGES = (
    "/beheer/werklijst",
    "/beheer/werklijst?stand=nieuw&onderdeel=basiszorg&pagina=1",
    "/beheer/werklijst?stand=afgehandeld",
    "/beheer/afwijkingen/{deviation}",
    "/beheer/rapportages",
    "/beheer/rapportages?kwartaal=2026-k2",
    "/beheer/rapportages/{linde}",
    "/beheer/rapportages/{noord}",
    "/beheer/kalender",
    "/beheer/kalender/{noord}/uitstel",
    "/beheer/kalender/extra",
    "/beheer/overzicht",
    "/beheer/overzicht?kwartaal=2026-k2",
    "/beheer/overzicht?kwartaal=2019-k1",
    "/beheer/aanbieders",
    "/beheer/aanbieders/{provider}",
    "/beheer/begroting",
    "/beheer/begroting?jaar=2026",
    "/beheer/begroting/stroom",
    "/beheer/begroting/stroom?jaar=2021",
    "/beheer/overeenkomsten/{arrangement}/verdeling",
    "/beheer/overeenkomsten/{arrangement}/verdeling?jaar=2024&in=aandelen",
    "/beheer/overeenkomsten",
    "/beheer/overeenkomsten/{arrangement}",
    "/beheer/programma",
    "/beheer/programma/vlekkenplan",
)
MOST_QUERIES = 6
SIGNED_REPORT = "/beheer/rapportages/{linde}"
MOST_OF_A_SIGNED_REPORT = 8  # identity, history, cells, previous cells, places, flows, the matrix, the burden


def address(world: World, pattern: str) -> str:
    """The address of a page in this world."""
    return pattern.format(
        deviation=1,
        linde=world.reports["linde", "2026-K3"],
        noord=world.reports["noord", "2026-K3"],
        arrangement=world.commitments["arrangement"],
        provider=world.organisations["linde"],
    )


def queries_of(app: Flask, inspector: Inspector, path: str) -> int:
    """How many statements the page sends, the one that finds the session included."""
    with app.app_context(), counted(db.session()) as sent:
        assert inspector.get(path).status == 200
    return len(sent)


@pytest.mark.parametrize("pattern", PAGES)
def test_a_page_is_whole_and_takes_few_queries(app: Flask, world: World, manager: Inspector, pattern: str) -> None:
    most = MOST_OF_A_SIGNED_REPORT if pattern == SIGNED_REPORT else MOST_QUERIES
    assert 1 <= queries_of(app, manager, address(world, pattern)) <= most


@pytest.mark.sqlite_only
@pytest.mark.parametrize("pattern", PAGES)
@pytest.mark.parametrize("who", ["invoerder", "klankbordgroeplid", "functioneel-beheerder"])
def test_somebody_else_stays_outside(app: Flask, world: World, pattern: str, who: str) -> None:
    assert signed_in(app, world.people[who]).get(address(world, pattern)).status == 403


@pytest.mark.parametrize("path", ["/beheer/programma", "/beheer/programma/vlekkenplan"])
def test_a_reader_of_the_region_sees_the_programme_and_nothing_else(app: Flask, world: World, path: str) -> None:
    reader = signed_in(app, world.people["regiolezer"])
    assert reader.get(path).status == 200
    assert {reader.get(address(world, pattern)).status for pattern in PAGES if "programma" not in pattern} == {403}


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    "path",
    [
        "/beheer/afwijkingen/999",
        "/beheer/afwijkingen/99999999999999999999",
        "/beheer/rapportages/999",
        "/beheer/kalender/999/uitstel",
        "/beheer/overeenkomsten/999",
        "/beheer/rapportages?kwartaal=2026-k5",
        "/beheer/overzicht?kwartaal=2026-k5",
        "/beheer/overzicht?kwartaal=morgen",
        "/beheer/overzicht/2026-k5/cijfers.xlsx",
        "/beheer/overzicht/2019-k1/cijfers.xlsx",
        "/beheer/aanbieders/999",
        "/beheer/aanbieders/99999999999999999999",
        "/beheer/aanbieders/999/gegevens.xlsx",
        "/beheer/begroting?jaar=26",
        "/beheer/begroting/stroom?jaar=26",
        "/beheer/overeenkomsten/999/verdeling",
        "/beheer/werklijst?stand=onbekend",
        "/beheer/werklijst?onderdeel=onbekend",
        "/beheer/werklijst?aanbieder=-1",
    ],
)
def test_what_is_not_there_is_not_found(manager: Inspector, path: str) -> None:
    assert manager.get(path).status == 404


def more_deviations(session: Session, world: World, count: int) -> None:
    """Deviations of as many aanbieders, with the cells they are about."""
    version = session.scalars(select(IndicatorVersion.id).where(IndicatorVersion.indicator_code == "BZ-01")).one()
    at = datetime(2026, 10, 1, tzinfo=UTC)
    for number in range(count):
        provider = money.organisation(session)
        due_at = at + timedelta(days=55)
        dates = {"period_ends_on": at.date(), "first_due_at": due_at, "due_at": due_at, "last_edit_at": due_at}
        report = Report(provider_id=provider, period="2026-K3", **dates, state="in beoordeling", submitted_at=at)
        session.add(report)
        session.flush()
        session.add(
            ReportValue(report_id=report.id, indicator_version_id=version, numerator=number, denominator=40, changed_at=at, changed_by="test")
        )
        found = Deviation(report_id=report.id, provider_id=provider, period="2026-K3", indicator_code="BZ-01", severity=3, found_at=at)
        session.add(found)
        session.flush()
        said = {"sentence": f"BZ-01: {number} van 40.", "shared_sentence": f"BZ-01: {number} van 40."}
        session.add(Finding(deviation_id=found.id, position=0, rule="norm", nature="contractual", severity=3, **said))
        session.add(DeviationEvent(deviation_id=found.id, kind="gevonden", at=at, person_name="Samenzicht", organisation_name="Samenzicht", text="x"))
    assert session.scalar(select(Indicator.code).where(Indicator.code == "BZ-01")) == "BZ-01"


def more_money(session: Session, _world: World, count: int) -> None:
    """Lines and commitments, each line paying each commitment a little."""
    lines = [money.budget_line(session, amounts={BUDGET_YEAR: 10_000_00}) for _ in range(count)]
    provider = money.organisation(session)
    for _ in range(count):
        commitment = money.commitment(session, provider_id=provider, years={BUDGET_YEAR: 5_000_00})
        for line in lines:
            money.allocation(session, commitment_id=commitment, line_id=line, amount_cents=100_00, year=BUDGET_YEAR)


@pytest.mark.parametrize(
    ("path", "grow"),
    [
        ("/beheer/werklijst", more_deviations),
        ("/beheer/rapportages", more_deviations),
        ("/beheer/begroting", more_money),
        ("/beheer/begroting/stroom", more_money),
        ("/beheer/overeenkomsten/1/verdeling", more_money),
        ("/beheer/overeenkomsten", more_money),
        ("/beheer/overeenkomsten/1", more_money),
    ],
)
def test_twenty_rows_ask_no_more_than_one(app: Flask, world: World, manager: Inspector, path: str, grow: object) -> None:
    before = queries_of(app, manager, path)
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        grow(session, world, 20)  # type: ignore[operator]
        session.commit()
    assert queries_of(app, manager, path) == before


def test_a_long_list_is_cut_in_pages_that_keep_the_filter(app: Flask, world: World, manager: Inspector) -> None:
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        more_deviations(session, world, 60)
        session.commit()
    first = manager.get("/beheer/werklijst?stand=nieuw&onderdeel=basiszorg")
    assert first.html.count('<th scope="row"><b>') == 50
    following = next(link for link in first.links() if "pagina=2" in link)
    assert "stand=nieuw" in following and "onderdeel=basiszorg" in following
    second = manager.get(following.partition("#")[0])
    assert second.html.count('<th scope="row"><b>') == 63 - 50


def test_every_deviation_stands_beside_its_own_figure(manager: Inspector) -> None:
    text = manager.get("/beheer/werklijst").text
    for words in (
        "BZ-01Eerste opvang binnen 6 weken",
        "BZ-02Lang in de eerste opvang",
        "BZ-03Verblijfsduur eerste opvang",
        "NZ-02Uitstroom met onderdak",
    ):
        assert words in text
    page = manager.get("/beheer/afwijkingen/3").text
    for words in ("BZ-03 Verblijfsduur eerste opvang", "61 dagen", "hoogstens 42 dagen", "30 dagen"):
        assert words in page


def test_the_signed_report_tells_what_it_cost_and_the_plan_stands_beside_the_places(app: Flask, world: World, manager: Inspector) -> None:
    page = manager.get(address(world, SIGNED_REPORT))
    assert "Hoeveel werk was dit?" in page.text and "0 overgenomen of berekend" in page.text
    assert "Hoeveel werk" not in manager.get(address(world, "/beheer/rapportages/{noord}")).text, "a concept is not shown"
    plan = manager.get("/beheer/programma/vlekkenplan").text
    assert "Plekken nu, naast het vlekkenplan" in plan and "tekort" in plan and "Per gemeente" in plan

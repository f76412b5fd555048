"""Every check is provoked once on the begroting's page: its sentence stands there, under its severity, and leads to where it is mended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from xml.etree.ElementTree import Element

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.domain.budget_signals import Code
from contracts.foundation import database
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from contracts.tables.budget import BudgetAmount
from kpi.tables.agreed import CommitmentKpi
from portal.extensions import db
from tests.factories import contracts as make
from tests.support.inspector import Inspector
from tests.support.world import BUDGET_YEAR, World

EVERY = [f"{family}-0{number}" for family, numbers in (("BZ", "123467"), ("MZ", "13")) for number in numbers]
Provoke = Callable[[Session, World], object]


def line(session: Session, world: World, code: str, cents: int | None) -> None:
    """Another budget for a line."""
    session.execute(
        update(BudgetAmount).where(BudgetAmount.line_id == world.lines[code], BudgetAmount.year == BUDGET_YEAR).values(amount_cents=cents, note="x")
    )


def pays(session: Session, world: World, code: str, cents: int) -> None:
    """The subsidie gets its money from this line alone."""
    session.execute(
        update(Allocation)
        .where(Allocation.commitment_id == world.commitments["subsidie"])
        .values(budget_line_id=world.lines[code], amount_cents=cents)
    )


def effort(session: Session, world: World) -> None:
    """The arrangement is paid by tariff."""
    session.execute(update(Commitment).where(Commitment.id == world.commitments["arrangement"]).values(variant="inspanningsgericht"))


def gap(session: Session, world: World) -> None:
    """A tariff for a part of the term."""
    effort(session, world)
    make.tariff(session, commitment_id=world.commitments["arrangement"], cents=190_00, valid_from=date(2024, 7, 1))


def overlap(session: Session, world: World) -> None:
    """Two tariffs on one day."""
    effort(session, world)
    for first in (date(2024, 1, 1), date(2025, 1, 1)):
        make.tariff(session, commitment_id=world.commitments["arrangement"], cents=190_00, valid_from=first)


def steering(session: Session, world: World) -> None:
    """Eight KPIs to steer by."""
    session.add_all(CommitmentKpi(commitment_id=world.commitments["subsidie"], indicator_code=code) for code in EVERY)


def shares(session: Session, world: World) -> None:
    """A percent too little."""
    about = {"commitment_id": world.commitments["subsidie"], "year": BUDGET_YEAR, "budget_line_id": world.lines["mo"]}
    session.add(AllocationShare(share=9900, **about))


def spent(session: Session, world: World) -> None:
    """More realised than promised and budgeted: that is what the year will cost."""
    make.realisation(session, commitment_id=world.commitments["arrangement"], amount_cents=1, first_on=date(2024, 1, 1), last_on=date(2024, 12, 31))
    line(session, world, "beschermd-wonen", 4_250_000_00)
    session.execute(
        update(CommitmentYear)
        .where(CommitmentYear.commitment_id == world.commitments["arrangement"], CommitmentYear.year == BUDGET_YEAR)
        .values(realised_cents=4_300_000_00)
    )


SUBSIDIE, ARRANGEMENT = "/beheer/overeenkomsten/{subsidie}", "/beheer/overeenkomsten/{arrangement}"
PROVOKED: dict[Code, tuple[Provoke, str, str, str]] = {
    Code.LINE_OVERCOMMITTED: (
        lambda s, w: line(s, w, "beschermd-wonen", 4_000_000_00),
        "Alarm",
        "meer vastgelegd dan begroot.",
        "#regel-beschermd-wonen",
    ),
    Code.LINE_WITHOUT_BUDGET: (
        lambda s, w: line(s, w, "beschermd-wonen", None),
        "Alarm",
        "maar er is in 2024 geen budget.",
        "#regel-beschermd-wonen",
    ),
    Code.COMMITMENT_WITHOUT_LINE: (
        lambda s, w: pays(s, w, "mo", 0),
        "Let op",
        "nog geen begrotingsregel. Het gaat om",
        f"{SUBSIDIE}/verdeling?jaar=2024",
    ),
    Code.ALLOCATIONS_DIFFER: (lambda _s, _w: None, "Let op", "nog € 480.000,00 niet verdeeld", f"{SUBSIDIE}/verdeling?jaar=2024"),
    Code.EARMARKS_EXCEED_LINE: (
        lambda s, w: line(s, w, "mo-verward-gedrag", 9_000_000_00),
        "Let op",
        "hoger dan de regel zelf.",
        "#regel-mo",
    ),
    Code.LINE_WITHOUT_COMMITMENT: (lambda _s, _w: None, "Goed om te weten", "Er is nog niets vastgelegd.", "#regel-wvggz"),
    Code.RUNS_PAST_BUDGET: (lambda _s, _w: None, "Goed om te weten", "loopt door tot in 2026. De begroting gaat tot en met 2024.", ARRANGEMENT),
    Code.EARMARK_EXCEEDED: (
        lambda s, w: pays(s, w, "mo-verward-gedrag", 500_000_50),
        "Alarm",
        "meer dan ervoor is bestemd.",
        "#regel-mo-verward-gedrag",
    ),
    Code.EARMARK_USED_ELSEWHERE: (
        lambda s, w: line(s, w, "mo-verward-gedrag", 6_000_000_00),
        "Let op",
        "buiten de oormerken vastgelegd.",
        "#regel-mo",
    ),
    Code.EXPECTED_ABOVE_LINE: (spent, "Let op", "€ 4.300.000,00 verwacht. Dat is € 50.000,00 meer dan begroot.", "#regel-beschermd-wonen"),
    Code.SHARES_NOT_WHOLE: (shares, "Let op", "voor 99,00 % verdeeld over begrotingsregels.", f"{SUBSIDIE}/verdeling?jaar=2024"),
    Code.COMMITMENT_WITHOUT_KPI: (lambda _s, _w: None, "Let op", "heeft geen KPI's.", f"{SUBSIDIE}"),
    Code.KPI_WITHOUT_COMMITMENT: (lambda _s, _w: None, "Goed om te weten", "BZ-01", "/beheer/kpis/BZ-01"),
    Code.TOO_MANY_STEERING_KPIS: (steering, "Let op", "heeft 8 stuur-KPI's.", f"{SUBSIDIE}"),
    Code.TARIFF_GAP: (gap, "Alarm", "heeft dagen zonder tarief. Van 1 januari 2024 tot en met 30 juni 2024", f"{ARRANGEMENT}"),
    Code.TARIFF_OVERLAP: (overlap, "Alarm", "heeft dagen met twee tarieven.", f"{ARRANGEMENT}"),
}


def test_every_check_has_its_own() -> None:
    assert set(PROVOKED) == set(Code)


@pytest.mark.parametrize("code", Code, ids=str)
def test_a_check_is_on_the_page(app: Flask, world: World, manager: Inspector, code: Code) -> None:
    provoke, severity, sentence, where = PROVOKED[code]
    with app.app_context():
        database.begin_writing(db.session())
        provoke(db.session(), world)
        db.session().flush()
        assert db.session().scalar(select(Commitment.id).limit(1))
        db.session().commit()
    page = manager.get(f"/beheer/begroting?jaar={BUDGET_YEAR}")
    href = where.format(**world.commitments)
    found = [
        (group, link.text or "")
        for group, links in signals(page.root)
        for link in links
        if sentence in (link.text or "") and link.get("href", "").startswith(href)
    ]
    assert found and {group for group, _ in found} == {severity}


def signals(root: Element) -> list[tuple[str, list[Element]]]:
    """Per severity the links below its heading."""
    found: list[tuple[str, list[Element]]] = []
    for element in root.iter():
        tag = str(element.tag).rpartition("}")[2]
        if tag == "h2" and element.get("id") == "matrix":
            break
        if tag == "h3":
            found.append(("".join(element.itertext()).strip(" ▼!○0123456789"), []))
        if tag == "a" and found:
            found[-1][1].append(element)
    return found

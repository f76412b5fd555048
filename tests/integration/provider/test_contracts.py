"""The aanbieder's own contracts: what was agreed and what it costs, and nothing of how the gemeente pays it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.foundation.database import begin_writing
from contracts.tables.agreement import Agreement, Commitment, CommitmentYear
from contracts.tables.amendment import AgreementOption, ContractContact, ContractDocument
from contracts.tables.tariff import TariffStep
from kpi.tables.agreed import CommitmentKpi
from portal.extensions import db
from portal.web import clock
from tests.factories import contracts as make
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


@pytest.fixture
def agreed(app: Flask, world: World) -> World:
    """The arrangement of De Linde with all that can be agreed, in this year."""
    arrangement, year = world.commitments["arrangement"], clock.today().year
    with app.app_context():
        session = db.session()
        begin_writing(session)
        _terms(session, arrangement, year)
        _papers(session, arrangement)
        session.commit()
        db.session.remove()
    return world


def _terms(session: Session, arrangement: int, year: int) -> None:
    session.execute(update(Agreement).values(base_ends_on=date(year, 12, 31), ends_on=date(year, 12, 31), note="Intern: let op de rechter."))
    frame = session.query(Agreement.id).scalar()
    session.add(AgreementOption(agreement_id=frame, position=1, length=1, length_unit="jaar", notice=6, notice_unit="maanden"))
    told = {"variant": "inspanningsgericht", "agreed_places": Decimal("37.5"), "product_category": "15", "product_code": "15B02"}
    session.execute(update(Commitment).where(Commitment.id == arrangement).values(ends_on=date(year, 12, 31), **told))
    session.add(CommitmentYear(commitment_id=arrangement, year=year, committed_cents=3_000_000_00, realised_cents=1_500_000_00))
    make.realisation(session, commitment_id=arrangement, amount_cents=1_500_000_00, first_on=date(year, 1, 1), last_on=date(year, 9, 30))
    make.tariff(session, commitment_id=arrangement, cents=210_50, valid_from=date(2024, 1, 1), valid_until=date(year - 1, 12, 31))
    make.tariff(session, commitment_id=arrangement, cents=221_07, valid_from=date(year, 1, 1))
    session.add(TariffStep(commitment_id=arrangement, above_units=20_000, thousandths=80_000))
    session.add(CommitmentKpi(commitment_id=arrangement, indicator_code="BZ-01", norm_low=Decimal(95)))
    session.add(CommitmentKpi(commitment_id=arrangement, indicator_code="NZ-02", is_steering=False))


def _papers(session: Session, arrangement: int) -> None:
    told = {
        "commitment_id": arrangement,
        "kind": "overeenkomst",
        "at": AT,
        "person_name": "Proef",
        "media_type": "application/pdf",
        "size": 4,
        "sha256": "0" * 64,
    }
    session.add(ContractDocument(file_name="getekend.pdf", is_shared=True, content=b"%PDF", **told))
    session.add(ContractDocument(file_name="eigen-nota.pdf", is_shared=False, content=b"%PDF", **told))
    session.add(ContractDocument(file_name="weg.pdf", is_shared=True, content=b"", removed_at=AT, **told))
    for side, name in (("gemeente", "Gea Meente"), ("aanbieder", "Aad Bieder")):
        session.add(
            ContractContact(
                commitment_id=arrangement, side=side, name=name, role="Contract", email=f"{side}@voorbeeld.example", phone="043 000 00 00"
            )
        )


@pytest.fixture
def entry(app: Flask, agreed: World) -> Inspector:
    """The invoerder of De Linde."""
    return signed_in(app, agreed.people["invoerder"])


def test_the_list_tells_what_was_agreed_and_links_to_each(entry: Inspector, agreed: World) -> None:
    page, year = entry.get("/aanbieder/contracten"), clock.today().year
    for told in (
        "Beschermd wonen met verblijf",
        "ARR-2024-07, onder ROK-2024-01",
        "€ 3.000.000,00",
        "€ 1.500.000,00",
        f"tot en met 30 september {year}",
    ):
        assert told in page.text
    assert "Raamovereenkomst opvang en wonen" in page.text and "Verlenging 1" in page.text
    assert f"/aanbieder/contracten/{agreed.commitments['arrangement']}" in page.links()
    assert "Intern" not in page.text and "SUB-2024-03" not in page.text
    assert "Contracten" in entry.get("/aanbieder").text


def test_one_contract_tells_money_tariffs_steps_variant_and_norms(entry: Inspector, agreed: World) -> None:
    page, year = entry.get(f"/aanbieder/contracten/{agreed.commitments['arrangement']}"), clock.today().year
    wanted = (
        f"Voor {year} is € 3.000.000,00 vastgelegd. Daarvan is € 1.500.000,00 gerealiseerd, tot en met 30 september {year}.",
        "€ 221,07", "€ 210,50", "etmaal", "Boven 20.000 eenheden in een jaar kost een eenheid 80 % van het tarief.",
        "De gemeente betaalt de geleverde eenheden: aantal maal tarief.", "37,5", "15B02", "min. 95 %", "in dit contract afgesproken",
        "Hierop sturen we samen", "Achtergrond", "tot welke dag is niet bekend",
    )  # fmt: skip
    assert [told for told in wanted if told not in page.text] == []
    assert "egrotingsregel" not in page.text and "egrotingsonderdeel" not in page.text


def test_the_forecast_shows_what_it_stands_on_or_says_why_there_is_none(entry: Inspector, agreed: World) -> None:
    page, year = entry.get(f"/aanbieder/contracten/{agreed.commitments['arrangement']}/verloop"), clock.today().year
    assert "Dit arrangement heeft een staffel" in page.text and "telt hier het vastgelegde bedrag" in page.text
    with entry.app.app_context():
        begin_writing(db.session())
        db.session.query(TariffStep).delete()
        db.session.commit()
    page = entry.get(f"/aanbieder/contracten/{agreed.commitments['arrangement']}/verloop")
    assert f"1 oktober {year} tot en met 31 december {year}" in page.text and "€ 221,07" in page.text and "92 etmalen" in page.text
    assert "bezetting van het 3e kwartaal" in page.text and "Ingelezen door de gemeente" in page.text  # 40 places, 37 of them in use
    assert "Bea Beheer" not in page.text
    expected = 1_500_000_00 + 92 * 37 * 221_07
    assert f"{expected // 100:,}".replace(",", ".") in page.text


def test_shared_papers_and_people_of_both_sides_and_nothing_else(entry: Inspector, agreed: World, app: Flask) -> None:
    page = entry.get("/aanbieder/contracten/stukken")
    assert "Gea Meente" in page.text and "Aad Bieder" in page.text and "getekend.pdf" in page.text
    assert "eigen-nota.pdf" not in page.text and "weg.pdf" not in page.text
    with app.app_context():
        ids = dict(db.session.query(ContractDocument.file_name, ContractDocument.id).all())
        db.session.remove()
    file = entry.get(f"/aanbieder/contracten/stukken/{ids['getekend.pdf']}")
    assert file.status == 200 and file.response.headers["Content-Disposition"] == "attachment; filename=getekend.pdf"
    for hidden in ("eigen-nota.pdf", "weg.pdf"):
        assert entry.get(f"/aanbieder/contracten/stukken/{ids[hidden]}").status == 404
    other = signed_in(app, agreed.people["invoerder-noord"])
    assert other.get(f"/aanbieder/contracten/stukken/{ids['getekend.pdf']}").status == 404
    assert "getekend.pdf" not in other.get("/aanbieder/contracten/stukken").text


@pytest.mark.parametrize("path", ["", "/verloop"])
def test_anothers_contract_does_not_exist(entry: Inspector, agreed: World, path: str) -> None:
    foreign, unknown = (entry.get(f"/aanbieder/contracten/{number}{path}") for number in (agreed.commitments["subsidie"], 99_999_999))
    assert (foreign.status, unknown.status) == (404, 404)
    assert "SUB-2024-03" not in foreign.text and "eerste opvang" not in foreign.text


def test_the_pages_ask_few_questions(entry: Inspector, agreed: World, app: Flask) -> None:
    number = agreed.commitments["arrangement"]
    for path, most in (("", 6), (f"/{number}", 6), (f"/{number}/verloop", 7), ("/stukken", 6)):
        with counted_requests(app) as sent:
            assert entry.get(f"/aanbieder/contracten{path}").status == 200
        assert len(sent) <= most, path

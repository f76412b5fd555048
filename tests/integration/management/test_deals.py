"""The pages of contracts: the list, a raamovereenkomst, what is new, what changes, whom to call and what to read."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select, update

from contracts.actions.agreements import make_agreement
from contracts.actions.amendments import amend_commitment
from contracts.actions.options import add_option
from contracts.domain.amending import CommitmentChange
from contracts.domain.options import Option
from contracts.domain.terms import Unit
from contracts.foundation import database
from contracts.foundation.period import Quarter
from contracts.queries.terms import commitment_now
from contracts.tables.agreement import Agreement, Commitment
from contracts.tables.amendment import Amendment
from portal.extensions import db
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import World

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
LIST = "/beheer/overeenkomsten"
YEAR = Option(1, Unit.YEARS, 6, Unit.MONTHS)
WHY = "Besluit van het college."
PDF = b"%PDF-1.7\n"


@pytest.fixture
def frame(app: Flask, world: World) -> str:
    """The address of a raamovereenkomst far enough ahead, with one option to decide on."""
    by = world.people["contractmanager"].as_actor()
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        days = {"starts_on": date(2026, 1, 1), "ends_on": date(2098, 12, 31)}
        made = make_agreement(session, provider_id=world.organisations["linde"], reference="RO-9", name="Raam", by=by, at=AT, **days)
        add_option(session, agreement_id=made, option=YEAR, reason="Artikel 4.", version=1, by=by, at=AT)
        session.commit()
    return f"{LIST}/raam/{made}"


def one(world: World, kind: str = "arrangement") -> str:
    return f"{LIST}/{world.commitments[kind]}"


def test_the_list_tells_what_stands_and_what_it_costs_in_a_year(world: World, manager: Inspector) -> None:
    page = manager.get(f"{LIST}?jaar=2024")
    for words in ("Stichting De Linde", "Huize Noord", "Beschermd wonen met verblijf", "€ 4.250.000,00", "€ 3.100.000,00", "Geen raamovereenkomst."):
        assert words in page.text
    assert one(world) in page.links() and f"{LIST}?jaar=2025" in page.links() and f"{LIST}/raam/nieuw" in page.links()
    assert "€ 4.300.000,00" in manager.get(f"{LIST}?jaar=2025").text
    assert manager.get(f"{LIST}?jaar=veel").status == 404


def test_a_raamovereenkomst_tells_its_terms_and_its_options(frame: str, manager: Inspector) -> None:
    page = manager.get(frame)
    for words in ("Beslis uiterlijk op 30 juni 2098", "Te beslissen", "Verlenging 1 loopt van 1 januari 2099", "Nog geen arrangementen"):
        assert words in page.text
    assert {f"{frame}/wijzigingen", f"{frame}/stukken", f"{frame}/nieuw-arrangement", f"{frame}/wijzigen"} <= set(page.links())
    assert manager.get(f"{LIST}/raam/99999").status == 404


def test_an_option_is_recorded_and_used_once(frame: str, manager: Inspector) -> None:
    adding, using = f"{frame}/verlengingen", f"{frame}/verlengingen/1/gebruiken"
    form = manager.get(frame).form(adding) | {"length": "2", "length_unit": "jaar", "notice": "9", "notice_unit": "maanden", "reason": WHY}
    wrong = manager.post(adding, form | {"length": "veel"})
    assert wrong.status == 422 and "Vul een aantal jaar in" in wrong.text and "#optie-lengte" in wrong.links()
    assert wrong.form(adding)["notice"] == "9" and wrong.form(using)["reason"] == ""
    assert [manager.post(adding, form).status for _ in range(2)] == [303, 303]
    page = manager.get(frame)
    assert "Verlenging 2 loopt van 1 januari 2100 tot en met 31 december 2101" in page.text and "Verlenging 3" not in page.text
    silent = manager.post(using, page.form(using) | {"reason": " "})
    assert silent.status == 422 and "#verleng-reden" in silent.links()
    assert manager.post(using, page.form(using) | {"reason": WHY}).status == 303
    page = manager.get(frame)
    assert "loopt nu tot en met 31 december 2099" in page.text and "De optie is gebruikt." in page.text and "tot en met 31 december 2098" in page.text
    assert manager.post(using, page.form(f"{frame}/verlengingen/2/gebruiken") | {"reason": WHY}).status == 422
    assert manager.post(f"{frame}/verlengingen/9/gebruiken", {"once_key": "1" * 32, "reason": WHY, "version": "4"}).status == 404
    told = manager.get(f"{frame}/wijzigingen").text
    assert "Laatste dag: was 31 december 2098, is nu 31 december 2099." in told and WHY in told and "Eerst vastgelegd" in told


def test_a_raamovereenkomst_is_recorded(world: World, manager: Inspector) -> None:
    path = f"{LIST}/raam/nieuw"
    form = manager.get(path).form(path) | {"reference": "RO-77", "name": "Nieuw raam", "starts_on": "2027-01-01", "ends_on": "2029-12-31"}
    wrong = manager.post(path, form)
    assert wrong.status == 422 and "#provider_id" in wrong.links() and wrong.form(path)["reference"] == "RO-77"
    form |= {"provider_id": str(world.organisations["noord"])}
    for field, value, says in (
        ("starts_on", "morgen", "Vul een datum in."),
        ("ends_on", "2026-12-31", "voor de begindatum"),
        ("ends_on", "9999-12-31", "jaar"),
    ):
        refused = manager.post(path, form | {field: value})
        assert refused.status == 422 and says in refused.text and f"#{field}" in refused.links()
    answers = [manager.post(path, form) for _ in range(2)]
    assert [each.status for each in answers] == [303, 303] and answers[0].location == answers[1].location
    page = manager.get(answers[0].location)
    assert "Nieuw raam" in page.text and "Huize Noord" in page.text and "Geen verlengingen afgesproken" in page.text
    assert manager.post(path, form | {"once_key": "4" * 32}).status == 422  # the reference exists


def test_an_arrangement_is_recorded_under_it(app: Flask, manager: Inspector) -> None:
    with app.app_context():
        frame = f"{LIST}/raam/{db.session.scalar(select(Agreement.id))}"
    path = f"{frame}/nieuw-arrangement"
    page = manager.get(path)
    assert "De gemeente betaalt de geleverde eenheden" in page.text
    form = page.form(path) | {"reference": "ARR-77", "name": "Wonen", "care_form_code": "bw-met-verblijf", "variant": "taakgericht"}
    form |= {"starts_on": "2026-07-01", "ends_on": "2026-12-31", "product_category": "15", "product_code": "15B02", "agreed_places": "24,5"}
    wrong = {
        "agreed_places": ("veel", "Vul een aantal in"),
        "amount_2026": ("1,234", "Vul een bedrag in"),
        "starts_on": ("2023-12-31", "buiten de looptijd van de overeenkomst"),
        "product_code": ("15", "vijf tekens"),
        "variant": ("gratis", "Kies een uitvoeringsvariant"),
        "care_form_code": ("onzin", "Kies een vorm"),
    }
    for field, (value, says) in wrong.items():
        answer = manager.post(path, form | {"amount_2026": "100.000"} | {field: value})
        assert answer.status == 422 and says in answer.text, field
    assert "Vul voor minstens één jaar een bedrag in." in manager.post(path, form).text
    done = manager.post(path, form | {"amount_2026": "100.000"})
    assert done.status == 303
    told = manager.get(done.location).text
    for words in ("ARR-77", "Taakgericht", "categorie 15, code 15B02", "24,5 plekken", "€ 100.000,00", "Raamovereenkomst", "Beschermd wonen"):
        assert words in told
    assert "ARR-77" in manager.get(frame).text


def test_an_amendment_is_kept_as_a_version(world: World, manager: Inspector) -> None:
    path = f"{one(world)}/wijzigen"
    assert "Er is nog niets gewijzigd" in manager.get(f"{one(world)}/wijzigingen").text
    form = manager.get(path).form(path)
    assert form["amount_2024"] == "4.250.000,00" and form["ends_on"] == "2026-12-31"
    nothing = manager.post(path, form | {"reason": WHY, "effective_on": "2026-01-01"})
    assert nothing.status == 422 and "Er is niets veranderd." in nothing.text
    form |= {"agreed_places": "40", "amount_2025": "4.400.000", "effective_on": "2025-01-01"}
    for field, value, says in (
        ("reason", "", "Vul in: waarom"),
        ("effective_on", "2031-01-01", "buiten de looptijd"),
        ("amount_2025", "-1", "niet lager zijn"),
    ):
        refused = manager.post(path, form | {"reason": WHY} | {field: value})
        assert refused.status == 422 and says in refused.text and f"#{field}" in refused.links()
        assert refused.form(path)["agreed_places"] == "40"
    assert [manager.post(path, form | {"reason": WHY}).status for _ in range(2)] == [303, 303]
    told = manager.get(f"{one(world)}/wijzigingen").text
    for words in ("Versie 2", "geldt vanaf 1 januari 2025", WHY, "Toegezegd in 2025: was € 4.300.000,00, is nu € 4.400.000,00.", "1 wijziging."):
        assert words in told
    assert "Versie 3" not in told and "40 plekken" in manager.get(one(world)).text


def test_a_year_with_money_is_not_cut_off(world: World, manager: Inspector) -> None:
    path = f"{one(world)}/wijzigen"
    form = manager.get(path).form(path) | {"starts_on": "2025-01-01", "amount_2024": "", "reason": WHY, "effective_on": "2025-01-01"}
    refused = manager.post(path, form)
    assert refused.status == 422 and "In 2024 is al € 3.100.000,00 gerealiseerd." in refused.text and "#starts_on" in refused.links()


def test_a_year_that_was_cut_off_does_not_stand_in_the_way_later(world: World, manager: Inspector) -> None:
    path, why = f"{one(world)}/wijzigen", {"reason": WHY, "effective_on": "2024-06-01"}
    shorter = manager.get(path).form(path) | why | {"ends_on": "2024-12-31", "amount_2025": ""}
    assert manager.post(path, shorter).status == 303
    assert "Toegezegd in 2025: was € 4.300.000,00, is nu niet ingevuld." in manager.get(f"{one(world)}/wijzigingen").text
    form = manager.get(path).form(path)
    assert form["amount_2025"] == "" and manager.post(path, form | why | {"name": "Korter"}).status == 303
    again = manager.get(path).form(path) | why | {"ends_on": "2025-12-31", "amount_2025": "5"}
    assert manager.post(path, again).status == 303
    assert "Toegezegd in 2025: was niet ingevuld, is nu € 5,00." in manager.get(f"{one(world)}/wijzigingen").text


def test_two_people_amend_at_once(app: Flask, world: World, manager: Inspector) -> None:
    path = f"{one(world)}/wijzigen"
    form = manager.get(path).form(path) | {"name": "Mijn naam", "reason": WHY, "effective_on": "2025-01-01"}
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        terms = commitment_now(session, commitment_id=world.commitments["arrangement"]).terms
        change = CommitmentChange("Hun naam", terms.starts_on, terms.ends_on, None, "", "", None, dict(terms.years))
        about = {"effective_on": date(2025, 1, 1), "reason": WHY, "version": 1, "by": world.people["subsidiebeheerder"].as_actor(), "at": AT}
        amend_commitment(session, commitment_id=world.commitments["arrangement"], change=change, **about)
        session.commit()
    answer = manager.post(path, form)
    assert answer.status == 409 and "Mijn naam" in answer.text and "Hun naam" in answer.text and "Subsidiebeheerder" in answer.text
    assert manager.post(path, answer.form(path)).status == 303
    assert "Naam: was Hun naam, is nu Mijn naam." in manager.get(f"{one(world)}/wijzigingen").text


def test_a_frame_is_amended(app: Flask, frame: str, manager: Inspector) -> None:
    path = f"{frame}/wijzigen"
    form = manager.get(path).form(path)
    assert form["base_ends_on"] == "2098-12-31"
    form |= {"base_ends_on": "2097-12-31", "effective_on": "2027-01-01", "reason": WHY, "note": "Voor 123456782"}
    assert manager.post(path, form).status == 422
    assert manager.post(path, form | {"note": "Intern."}).status == 303
    page = manager.get(frame)
    assert "31 december 2097" in page.text and "Beslis uiterlijk op 30 juni 2097" in page.text and "Intern." in page.text
    with app.app_context():
        kept = db.session.scalars(select(Amendment.content).order_by(Amendment.id.desc())).first()
        assert kept is not None and json.loads(kept)["laatste dag"] == "2097-12-31"


def test_what_a_subsidie_with_events_decides_is_not_asked(app: Flask, world: World, manager: Inspector) -> None:
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        session.execute(update(Commitment).where(Commitment.id == world.commitments["subsidie"]).values(subsidy_state="verleend"))
        session.commit()
    path = f"{one(world, 'subsidie')}/wijzigen"
    page = manager.get(path)
    form = page.form(path)
    assert "volgen haar verloop" in page.text and "amount_2024" not in form and "variant" not in form and "ends_on" not in form
    sneaky = {"name": "Andere naam", "reason": WHY, "effective_on": "2025-01-01", "amount_2024": "1", "ends_on": "2030-12-31"}
    assert manager.post(path, form | sneaky).status == 303
    told = manager.get(f"{one(world, 'subsidie')}/wijzigingen").text
    assert "Naam: was Subsidie eerste opvang, is nu Andere naam." in told and "is nu € 0,01" not in told


@pytest.mark.parametrize("where", ["frame", "one"])
def test_people_are_named_and_leave_nothing(world: World, frame: str, manager: Inspector, where: str) -> None:
    base = frame if where == "frame" else one(world)
    path = f"{base}/contactpersonen"
    form = manager.get(f"{base}/stukken").form(path) | {
        "side": "aanbieder",
        "name": "Sanne Verzonnen",
        "role": "Bestuurder",
        "phone": "043 123 45 67",
    }
    wrong = manager.post(path, form | {"name": "123456782"})
    assert wrong.status == 422 and "#name" in wrong.links() and wrong.form(path)["role"] == "Bestuurder"
    assert [manager.post(path, form).status for _ in range(2)] == [303, 303]
    page = manager.get(f"{base}/stukken")
    assert page.text.count("043 123 45 67") == 1 and "1 contactpersoon" in page.text
    (gone,) = {action for action in page.html.split('"') if action.startswith("/beheer/contactpersonen/")}
    assert manager.post(gone, page.form(gone)).status == 303
    page = manager.get(f"{base}/stukken")
    assert "Sanne Verzonnen" not in page.text and "De gegevens zijn verwijderd." in page.text
    assert manager.post(gone, {"once_key": "5" * 32}).status == 404


def test_papers_are_kept_shared_and_removed(app: Flask, world: World, manager: Inspector) -> None:
    path = f"{one(world)}/stukken"
    form = manager.get(path).form(path) | {"kind": "overeenkomst", "share": "nee"}

    def brought(name: str, data: bytes) -> dict[str, object]:
        return form | {"paper": (io.BytesIO(data), name)}

    assert "Kies eerst een bestand." in manager.post(path, form).text
    for name, data, says in (("contract.pdf", b"MZ", "geen PDF"), ("lijst.txt", b"BSN 123456782", "BSN"), ("x.exe", b"MZ", "Kies een bestand")):
        refused = manager.post(path, brought(name, data))
        assert refused.status == 422 and says in refused.text and "#paper" in refused.links()
    assert "Kies wat voor stuk het is." in manager.post(path, brought("contract.pdf", PDF) | {"kind": "iets"}).text
    assert manager.post(path, brought("../contract.pdf", PDF)).status == 303
    page = manager.get(path)
    (href,) = [link for link in page.links() if link.startswith("/beheer/stukken/")]
    assert "Alleen voor de gemeente" in page.text and "contract.pdf" in page.text
    kept = manager.get(href)
    assert kept.response.data == PDF and kept.response.headers["Content-Disposition"].startswith("attachment")
    assert manager.post(f"{href}/delen", page.form(f"{href}/delen")).status == 303
    page = manager.get(path)
    assert "Gedeeld met de aanbieder" in page.text and page.form(f"{href}/delen")["share"] == "nee"
    assert manager.post(f"{href}/verwijderen", page.form(f"{href}/verwijderen")).status == 303
    page = manager.get(path)
    assert "Verwijderd op" in page.text and href not in page.links() and manager.get(href).status == 404


def test_only_who_keeps_the_money_may(app: Flask, world: World, frame: str) -> None:
    assert signed_in(app, world.people["subsidiebeheerder"]).get(frame).status == 200
    for person in ("invoerder", "publicist", "regiolezer"):
        other = signed_in(app, world.people[person])
        for path in (LIST, frame, f"{frame}/wijzigen", f"{one(world)}/wijzigingen", f"{one(world)}/stukken"):
            assert other.get(path).status == 403


def test_reports_keep_naming_what_they_rested_on(app: Flask, world: World, manager: Inspector) -> None:
    """The page of a signed report does not change when the arrangement gets another name."""
    report = f"/beheer/rapportages/{world.reports['linde', Quarter(2026, 3).code]}"
    before = manager.get(report).text
    path = f"{one(world)}/wijzigen"
    form = manager.get(path).form(path) | {"name": "Heel anders", "reason": WHY, "effective_on": "2025-01-01"}
    assert manager.post(path, form).status == 303
    manager.get(one(world))  # shows the message
    assert manager.get(report).text == before
    with app.app_context():
        assert db.session.scalar(select(Agreement.version)) == 1

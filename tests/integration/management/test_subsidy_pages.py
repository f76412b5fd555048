"""The desk of subsidies: the list with what is too late on top, the course recorded in two steps, and typed values that stay after a refusal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from contracts.tables.agreement import Commitment, CommitmentYear
from contracts.tables.subsidy import SubsidyEvent
from portal.extensions import db
from portal.web import clock
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

NEW = "/beheer/subsidies/nieuw"
APPLICATION = {
    "name": "Nachtopvang",
    "reference": "SUB-N-1",
    "on": "2025-09-29",
    "amount": "120.000,50",
    "starts_on": "2026-01-01",
    "ends_on": "31-12-2026",
    "per_book_year": "y",
}


def made(app: Flask, world: World, manager: Inspector) -> str:
    """A subsidie for 2026 that was applied for; its address."""
    form = manager.get(NEW).form(NEW) | APPLICATION | {"provider_id": str(world.organisations["noord"])}
    answer = manager.post(NEW, form)
    assert answer.status == 303, answer.text
    with app.app_context():
        found = db.session().scalar(select(Commitment.id).where(Commitment.reference == "SUB-N-1"))
        db.session.remove()
    return f"/beheer/overeenkomsten/{found}/subsidie"


def record(manager: Inspector, path: str, kind: str, **typed: str) -> Answer:
    """Choose the kind, then send its form."""
    return manager.post(path, manager.get(f"{path}?soort={kind}").form(path) | typed)


def test_from_application_to_vaststelling_in_two_steps_each(app: Flask, world: World, manager: Inspector) -> None:
    path = made(app, world, manager)
    page = manager.get(path)
    for words in ("Aanvraag in behandeling", "De gemeente is", "te laat", "Awb 4:13 lid 2, 8 weken", "€ 120.000,50", "Vastgelegd door"):
        assert words in page.text
    assert f"{path}?soort=subsidie-verleend#vastleggen" in page.links() and f"{path}?soort=voorschot-betaald#vastleggen" in page.links()
    first = page.links().index(f"{path}?soort=subsidie-verleend#vastleggen")
    assert first < page.links().index(f"{path}?soort=voorschot-betaald#vastleggen"), "what cannot follow now stands with the rest"
    assert record(manager, path, "subsidie-verleend", on="2025-11-20", amount="100.000", note="Besluit 12").status == 303
    assert record(manager, path, "voorschot-betaald", on="2026-01-05", amount="60.000").status == 303
    page = manager.get(path)
    for words in ("De subsidie is verleend.", "tot en met woensdag 30 juni 2027", "Awb 4:74", "€ 40.000", "Besluit 12", "uit de begroting van 2026"):
        assert words in page.text
    assert record(manager, path, "vaststelling-aangevraagd", on="2026-03-31").status == 303
    assert record(manager, path, "subsidie-vastgesteld", on="2026-05-01", amount="50.000", ground="4:46 lid 2 a").status == 303
    page = manager.get(path)
    assert "€ 10.000" in page.text and f"{path}?soort=teruggevorderd#vastleggen" in page.links()
    assert "De activiteiten zijn niet of niet helemaal uitgevoerd." in page.text


@pytest.mark.parametrize(
    ("kind", "typed", "field", "words"),
    [
        ("subsidie-verleend", {"on": "2025-11-20", "amount": "1.000,005"}, "amount", "Vul een bedrag in zoals"),
        ("subsidie-verleend", {"on": "2025-11-20", "amount": "-5"}, "amount", "niet lager zijn dan nul"),
        ("subsidie-verleend", {"on": "2025-11-20", "amount": "99999999999999"}, "amount", "te groot"),
        ("subsidie-verleend", {"on": "", "amount": "5"}, "on", "Vul een datum in"),
        ("subsidie-verleend", {"on": "2025-02-30", "amount": "5"}, "on", "Vul een datum in"),
        ("subsidie-verleend", {"on": "9999-12-31", "amount": "5"}, "on", "1990 tot en met 2099"),
        ("subsidie-verleend", {"on": "2025-11-20", "amount": "5", "until_on": "morgen"}, "until_on", "geen datum"),
        ("subsidie-verleend", {"on": "2025-11-20", "amount": "5", "ends_on": "2024-01-01"}, "ends_on", "voor de begindatum"),
        ("beslistermijn-verlengd", {"on": "2025-10-20", "until_on": "2025-10-21"}, "until_on", "loopt de beslistermijn al"),
        ("beslistermijn-verlengd", {"on": "2026-03-01", "until_on": "2026-10-21"}, "on", "Die liep tot en met"),
        ("aanvulling-gevraagd", {"on": "2025-09-01", "until_on": "2025-09-20"}, "", "Er is nog geen aanvraag"),
        ("voorschot-betaald", {"on": "2025-11-20", "amount": "5"}, "", "U kunt nu geen voorschot betalen"),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(
    app: Flask, world: World, manager: Inspector, kind: str, typed: dict[str, str], field: str, words: str
) -> None:
    path = made(app, world, manager)
    refused = record(manager, path, kind, note="Blijft staan", **typed)
    assert refused.status == 422 and "<title>Fout:" in refused.html and words in refused.text
    assert not field or f"#{field}" in refused.links()
    kept = refused.form(path)
    assert {name: kept[name] for name in typed} == typed and kept["note"] == "Blijft staan"
    with app.app_context():
        assert len(db.session().scalars(select(SubsidyEvent.id)).all()) == 1
        db.session.remove()


def test_a_new_application_that_cannot_be_keeps_what_was_typed(app: Flask, world: World, manager: Inspector) -> None:
    form = manager.get(NEW).form(NEW) | APPLICATION
    refused = manager.post(NEW, form)
    assert refused.status == 422 and "Kies een aanbieder" in refused.text and refused.form(NEW)["amount"] == "120.000,50"
    wrong = manager.post(NEW, form | {"provider_id": str(world.organisations["noord"]), "ends_on": "2025-12-31"})
    assert wrong.status == 422 and "De einddatum ligt voor de begindatum." in wrong.text and "#ends_on" in wrong.links()


def test_a_subsidie_that_stood_already_gets_its_course(app: Flask, world: World, manager: Inspector) -> None:
    path = f"/beheer/overeenkomsten/{world.commitments['subsidie']}/subsidie"
    page = manager.get(path)
    assert "nog geen beschikkingen vastgelegd" in page.text and "€ 980.000,50" in page.text
    typed = {"applied_on": "2023-09-20", "requested": "1.000.000", "granted_on": "2023-12-01"}
    form = page.form(f"{path}/begin") | typed
    assert form["granted"] == "980.000,50"
    wrong = manager.post(f"{path}/begin", form | {"granted": "980.000"})
    assert wrong.status == 422 and "Er is € 980.000,50 vastgelegd en u vulde € 980.000,00 in." in wrong.text and "#granted" in wrong.links()
    assert manager.post(f"{path}/begin", wrong.form(f"{path}/begin") | {"granted": "980.000,50"}).status == 303
    with app.app_context():
        years = select(CommitmentYear.year, CommitmentYear.committed_cents).where(CommitmentYear.commitment_id == world.commitments["subsidie"])
        assert dict(db.session().execute(years.order_by(CommitmentYear.year)).all()) == {2024: 980_000_50, 2025: 0, 2026: 0}
        db.session.remove()
    assert "De subsidie is verleend." in manager.get(path).text


def test_a_wrong_line_is_struck_out_with_a_reason_and_stays(app: Flask, world: World, manager: Inspector) -> None:
    path = made(app, world, manager)
    record(manager, path, "subsidie-verleend", on="2025-11-20", amount="100.000")
    (href,) = [link for link in manager.get(path).links() if "doorstrepen=" in link and "verleend" not in link][1:]
    page = manager.get(href.partition("#")[0])
    assert "Streep deze regel door" in page.text and "Subsidie verleend" in page.text
    form = page.form(f"{path}/doorstrepen")
    assert manager.post(f"{path}/doorstrepen", form).status == 422
    stale = manager.post(f"{path}/doorstrepen", form | {"reason": "Verkeerde brief", "version": "1"})
    assert stale.status == 409 and "Verkeerde brief" in stale.text and "subsidie verleend" in stale.text
    assert manager.post(f"{path}/doorstrepen", form | {"reason": "Verkeerde brief"}).status == 303
    after = manager.get(path)
    assert "Verkeerde brief" in after.text and "Aanvraag in behandeling" in after.text
    assert len([link for link in after.links() if "doorstrepen=" in link]) == 1


def test_the_same_form_twice_records_once_and_a_stale_one_shows_both(app: Flask, world: World, manager: Inspector) -> None:
    path = made(app, world, manager)
    form = manager.get(f"{path}?soort=subsidie-verleend").form(path) | {"on": "2025-11-20", "amount": "100.000"}
    other = manager.get(f"{path}?soort=subsidie-verleend").form(path) | {"on": "2025-11-21", "amount": "90.000"}
    assert [manager.post(path, form).status for _ in range(2)] == [303, 303]
    stale = manager.post(path, other)
    assert stale.status == 409 and "€ 90.000,00" in stale.text and "€ 100.000,00" in stale.text
    with app.app_context():
        assert len(db.session().scalars(select(SubsidyEvent.id)).all()) == 2
        db.session.remove()


def test_the_list_puts_what_is_too_late_on_top_and_can_be_narrowed(app: Flask, world: World, manager: Inspector) -> None:
    path = made(app, world, manager)
    page = manager.get("/beheer/subsidies")
    assert page.text.index("Nachtopvang") < page.text.index("Subsidie eerste opvang") and "Bij 1 subsidie is een termijn voorbij." in page.text
    assert "Te laat" in page.text and "Beslissing op de aanvraag" in page.text and "Awb 4:60" in page.text
    for choice, inside in (("te-laat", True), ("in-aanvraag", True), ("zonder-verloop", False), ("verleend", False), ("deze-maand", False)):
        shown = manager.get(f"/beheer/subsidies?toon={choice}")
        assert (path in shown.links()) is inside, choice
    assert f"/beheer/overeenkomsten/{world.commitments['subsidie']}/subsidie" in manager.get("/beheer/subsidies?toon=zonder-verloop").links()
    assert "Geen subsidies bij deze keuze" in manager.get("/beheer/subsidies?toon=afgerond").text
    assert manager.get("/beheer/subsidies?toon=iets").status == 404


def test_what_is_no_kind_or_no_subsidie_is_nothing(world: World, manager: Inspector) -> None:
    subsidie, bought = world.commitments["subsidie"], world.commitments["arrangement"]
    assert manager.get(f"/beheer/overeenkomsten/{bought}/subsidie").status == 404
    assert manager.get(f"/beheer/overeenkomsten/{subsidie}/subsidie?doorstrepen=999999").status == 200


def test_an_open_decision_stands_in_the_calendar_of_the_subsidiebeheerder_alone(app: Flask, world: World, manager: Inspector) -> None:
    today = clock.today()
    form = manager.get(NEW).form(NEW) | APPLICATION | {"provider_id": str(world.organisations["noord"])}
    next_year = {"on": (today - timedelta(days=40)).isoformat(), "starts_on": f"{today.year + 1}-01-01", "ends_on": f"{today.year + 1}-12-31"}
    assert manager.post(NEW, form | next_year).status == 303
    subsidies = signed_in(app, world.people["subsidiebeheerder"])
    text = subsidies.client.get("/agenda.ics", base_url="https://localhost").text
    events: list[Any] = list(Calendar.from_ical(text).walk("VEVENT"))
    (event,) = [one for one in events if str(one["UID"]).startswith("subsidie-")]
    assert event["SUMMARY"] == "Beslissing op de aanvraag: Nachtopvang (Huize Noord)" and event["DTSTART"].dt >= today + timedelta(days=16)
    assert "120" not in event["SUMMARY"], "no figures"
    assert "Beslissing op de aanvraag" in subsidies.get("/agenda").text
    assert "subsidie-" not in manager.client.get("/agenda.ics", base_url="https://localhost").text

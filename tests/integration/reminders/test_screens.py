"""The calendar and its address, the outbox of the functioneel beheerder, the demonstration's letter box."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import Executable, insert, select, update

from contracts.foundation import database
from kpi.actions.dialogues import plan_session
from kpi.tables.report import Report
from portal.accounts.tables import Person
from portal.app import create_app
from portal.developer.commands import main
from portal.extensions import db
from portal.reminders import outbox
from portal.reminders.tables import CalendarFeed, OutgoingMail
from portal.web import clock
from tests.support.inspector import Inspector
from tests.support.installation import settings_in
from tests.support.portal import signed_in
from tests.support.world import World

HOST = "https://localhost"


def fetched(app: Flask, path: str) -> tuple[int, str]:
    """As a calendar program asks: without a cookie."""
    answer = Inspector(app).client.get(path, base_url=HOST)
    return answer.status_code, answer.text


def events_in(text: str) -> list[Any]:
    """The events of a calendar, as another reader than ours sees them."""
    return list(Calendar.from_ical(text).walk("VEVENT"))


def changed(app: Flask, statement: Executable) -> None:
    with app.app_context():
        database.begin_writing(db.session())
        db.session.execute(statement)
        db.session.commit()
        db.session.remove()


def address_of(inspector: Inspector) -> str:
    """Make an address, and read it from the page."""
    page = inspector.post("/agenda/adres", inspector.get("/agenda").form("/agenda/adres"))
    found = re.search(r"https://localhost(/agenda/[\w-]{40,}\.ics)", page.text)
    assert found is not None
    return found[1]


def test_the_file_holds_the_deadline_as_a_whole_day_with_a_warning(app: Flask, world: World) -> None:
    noord = signed_in(app, world.people["invoerder-noord"])
    answer = noord.client.get("/agenda.ics", base_url=HOST)
    assert answer.content_type == "text/calendar; charset=utf-8"
    (event,) = events_in(answer.text)
    assert event["UID"] == f"rapportage-{world.reports['noord', '2026-K3']}@localhost"
    assert event["SUMMARY"] == "Laatste dag rapportage 3e kwartaal 2026 (Huize Noord)"
    assert event["DTSTART"].dt == date(2026, 11, 25) and event["DTEND"].dt == date(2026, 11, 26)
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-15)
    assert "40" not in event["SUMMARY"], "no figures"


def test_what_was_handed_in_leaves_the_calendar(app: Flask, world: World) -> None:
    linde = signed_in(app, world.people["invoerder"])
    assert "VEVENT" not in linde.client.get("/agenda.ics", base_url=HOST).text
    report = update(Report).where(Report.id == world.reports["linde", "2026-K3"])
    changed(app, report.values(state="bezig"))
    assert "Stichting De Linde" in linde.client.get("/agenda.ics", base_url=HOST).text.replace("\r\n ", "")


def test_an_address_works_without_signing_in_until_it_is_renewed_or_ended(app: Flask, world: World) -> None:
    noord = signed_in(app, world.people["invoerder-noord"])
    first = address_of(noord)
    assert fetched(app, first)[0] == 200 and "3e kwartaal 2026" in fetched(app, first)[1]
    second = address_of(noord)
    assert (fetched(app, first)[0], fetched(app, second)[0]) == (404, 200)
    with app.app_context():
        kept = db.session.scalars(select(CalendarFeed.token_hash)).all()
        assert len(kept) == 1 and kept[0] not in second and second.split("/")[-1][:-4] not in kept
        db.session.remove()
    assert noord.post("/agenda/adres/stoppen", noord.get("/agenda").form("/agenda/adres/stoppen")).status == 303
    assert fetched(app, second)[0] == 404


@pytest.mark.parametrize(
    "path", ["/agenda/onbekend.ics", "/agenda/" + "x" * 43 + ".ics", "/agenda/" + "x" * 5000 + ".ics", "/agenda/%00.ics", "/agenda/' OR 1=1.ics"]
)
def test_an_unknown_address_is_nothing(app: Flask, path: str) -> None:
    assert fetched(app, path)[0] == 404


def test_who_is_blocked_has_no_calendar_any_more(app: Flask, world: World) -> None:
    member = world.people["invoerder-noord"]
    address = address_of(signed_in(app, member))
    changed(app, update(Person).where(Person.id == member.person_id).values(is_blocked=True))
    assert fetched(app, address)[0] == 404


def test_a_session_stands_at_its_moment_and_its_words_stay_words(app: Flask, world: World) -> None:
    planned_at = datetime.fromisoformat("2027-03-29T09:30:00+02:00")  # the day after the clock went forward
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        title = "Gesprek; met, komma's\\ en\r\nBEGIN:VEVENT"
        told = {"title": title, "planned_at": planned_at, "place": "Stadhuis, kamer 3", "by": world.people["contractmanager"].as_actor()}
        plan_session(session, provider_id=world.organisations["noord"], at=clock.now(), **told)
        session.commit()
        db.session.remove()
    for who in ("invoerder-noord", "contractmanager"):
        text = signed_in(app, world.people[who]).client.get("/agenda.ics", base_url=HOST).text
        (event,) = [one for one in events_in(text) if str(one["UID"]).startswith("gesprek")]
        assert event["DTSTART"].dt == planned_at and "DTSTART:20270329T073000Z" in text
        assert str(event["SUMMARY"]) == "Gesprek; met, komma's\\ en BEGIN:VEVENT (Huize Noord)" and event["LOCATION"] == "Stadhuis, kamer 3"
        assert len([line for line in text.split("\r\n") if line == "BEGIN:VEVENT"]) == len(events_in(text))
        assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert "gesprek" not in signed_in(app, world.people["invoerder"]).client.get("/agenda.ics", base_url=HOST).text


def test_the_contractmanager_sees_one_day_for_all_aanbieders(app: Flask, world: World) -> None:
    page = signed_in(app, world.people["contractmanager"]).client.get("/agenda.ics", base_url=HOST).text.replace("\r\n ", "")
    assert page.count("SUMMARY:Laatste dag voor aanbieders") == 1 and "Huize Noord" not in page
    assert "VEVENT" not in signed_in(app, world.people["klankbordgroeplid"]).client.get("/agenda.ics", base_url=HOST).text


def _stuck(app: Flask, **values: object) -> int:
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        told = {"to": "x@voorbeeld.example", "subject": "Een <b>bericht</b>", "body": "Tekst.", "calendar": "", "address": HOST}
        outbox.write(session, key="proef", person_id=None, at=clock.now(), **told)
        session.execute(update(OutgoingMail).values(**values))
        found = session.scalars(select(OutgoingMail.id)).one()
        session.commit()
        db.session.remove()
    return found


@pytest.mark.parametrize(("state", "words"), [("bezig", "Onbekend of het aankwam"), ("mislukt", "Niet verstuurd")])
def test_the_beheerder_sees_what_went_wrong_and_sends_it_again_on_purpose(app: Flask, world: World, state: str, words: str) -> None:
    mail = _stuck(app, state=state, last_error="550 Onbekend <x>", attempts=6)
    desk = signed_in(app, world.people["functioneel-beheerder"])
    page = desk.get("/mensen/berichten")
    assert words in page.text and "550 Onbekend <x>" in page.text and "Er is geen mailserver ingesteld" in page.text
    path = f"/mensen/berichten/{mail}/opnieuw"
    assert desk.post(path, page.form(path)).status == 303
    with app.app_context():
        assert db.session.execute(select(OutgoingMail.state, OutgoingMail.attempts)).one() == ("klaar", 0)
        db.session.remove()
    assert words not in desk.get("/mensen/berichten").text


def test_what_was_sent_is_not_sent_again(app: Flask, world: World) -> None:
    mail = _stuck(app, state="mislukt")
    desk = signed_in(app, world.people["functioneel-beheerder"])
    path = f"/mensen/berichten/{mail}/opnieuw"
    form = desk.get("/mensen/berichten").form(path)
    changed(app, update(OutgoingMail).values(state="verstuurd"))
    answer = desk.post(path, form)
    assert answer.status == 422 and "al verstuurd" in answer.text


def test_the_start_page_lists_what_waits_for_this_person(app: Flask, world: World) -> None:
    entry = signed_in(app, world.people["invoerder-noord"]).get("/aanbieder").text
    assert (
        "Alles wat op u wacht" in entry
        and "Vul de rapportage over het 3e kwartaal 2026 in" in entry
        and "Tot en met woensdag 25 november 2026" in entry
    )
    signer = signed_in(app, world.people["tekenbevoegde-noord"]).get("/aanbieder").text
    assert "Vul de rapportage" not in signer
    changed(app, update(Report).where(Report.id == world.reports["noord", "2026-K3"]).values(state="wacht op ondertekening"))
    assert "Onderteken de rapportage over het 3e kwartaal 2026" in signed_in(app, world.people["tekenbevoegde-noord"]).get("/aanbieder").text
    assert "Onderteken de rapportage" not in signed_in(app, world.people["invoerder-noord"]).get("/aanbieder").text


def test_the_demonstration_catches_its_mail_and_shows_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    settings = settings_in(tmp_path)
    app = create_app(settings)
    changed(app, insert(OutgoingMail).values(
        key="proef", to_address="noor@voorbeeld.example", subject="Samenzicht: De Grubbe", body="Beste Noor,\n", calendar="", message_id="<1@x>",
        state="klaar", attempts=0, last_error="", next_try_at=clock.now(), written_at=clock.now(),
    ))  # fmt: skip
    page = app.test_client().get("/demonstratie/post", base_url="https://portaal.example")
    assert page.status_code == 200 and "noor@voorbeeld.example" in page.text and "Beste Noor," in page.text
    for name, value in {"MODE": "demonstratie", "INSTANCE": str(tmp_path)}.items():
        monkeypatch.setenv(f"SAMENZICHT_{name}", value)
    monkeypatch.setenv("SAMENZICHT_SECRET", settings.secret)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["herinner", "--dag", "2026-11-20"]) == 0
    assert "0 herinneringen klaargezet" in (out := capsys.readouterr().out) and "/demonstratie/post" in out

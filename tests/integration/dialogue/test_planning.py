"""Planning through the screens: a series, invitations, guests, changes and cancelling; and what people hear of it by mail."""

from __future__ import annotations

from typing import Any

from flask import Flask
from icalendar import Calendar
from sqlalchemy import select, update

from contracts.foundation import database
from kpi.tables.dialogue import DialogueSession
from portal.accounts.tables import Membership, Person
from portal.extensions import db
from portal.reminders.tables import OutgoingMail
from portal.web import clock
from tests.integration.dialogue.conftest import Table, plan, planned
from tests.integration.dialogue.planning_desk import GUEST, SERIES, actions, mails, people, send, sent
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World


def membership(table: Table, world: World, code: str) -> str:
    return str(world.people[code].membership_id)


def test_people_of_both_sides_come_and_go(app: Flask, table: Table, world: World) -> None:
    assert mails(app) == [("contractmanager", "REQUEST", 0), ("tekenbevoegde", "REQUEST", 0)]
    sent(app)
    page = table.writer.get(people(table))
    assert (
        "Zet collega's op de lijst" in page.text
        and "Contractmanager R. Proef" in page.text
        and "Invoerder R. Proef (Stichting De Linde)" in page.text
    )
    assert "Publicist" not in page.text, "an aanbieder chooses no people of the gemeente"
    assert send(table, "deelnemers", table.writer, people=membership(table, world, "invoerder")).status == 303
    assert mails(app)[2:] == [("invoerder", "REQUEST", 0)]
    sent(app)
    for code in ("publicist", "invoerder-noord"):
        refused = table.writer.post(people(table), {"once_key": code[0].encode().hex() * 16, "people": membership(table, world, code)})
        assert refused.status == 422 and "Kies een of meer mensen uit de lijst." in refused.text
    path = next(form for form in actions(table.writer.get(people(table))) if form.endswith("/weghalen"))
    form = table.writer.get(people(table)).form(path)
    assert table.writer.post(path, form).status == 303 and table.writer.post(path, form).status == 303
    assert len(mails(app)) == 4 and mails(app)[3][1:] == ("CANCEL", 1), "a double click takes one off, once"
    assert "Van de lijst gehaald" in table.chair.get(people(table)).text
    theirs = next(
        form
        for form in actions(table.chair.get(people(table)))
        if form.endswith("/weghalen") and form not in actions(table.writer.get(people(table)))
    )
    assert table.writer.post(theirs, {"once_key": "b" * 32}).status == 404, "nobody of the gemeente"


def test_a_guest_is_invited_by_the_centre_and_nobody_else_sees_the_address(app: Flask, table: Table) -> None:
    for wrong, sentence in (
        ({"email": "geen adres"}, "Dit is geen e-mailadres."),
        ({"email": "a@b.example\r\nBcc: x@y.example"}, "Dit is geen e-mailadres."),
        ({"email": "a@b.example, c@d.example"}, "Dit is geen e-mailadres."),
        ({"name": ""}, "Schrijf de naam van de gast op."),
        ({"partner": "Zomaar iemand"}, "Kies een partner uit de lijst."),
    ):
        refused = send(table, "gasten", **(GUEST | wrong))
        assert refused.status == 422 and sentence in refused.text
        typed = refused.form(f"{table.session}/gasten")
        assert typed["name"] == (GUEST | wrong)["name"]
    assert send(table, "gasten", **GUEST).status == 303
    assert "Op de lijst staat al iemand met dit e-mailadres." in send(table, "gasten", **GUEST).text
    assert mails(app)[-1] == ("wim", "REQUEST", 0)
    with app.app_context():
        mail = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc())).first()
        assert mail is not None and "/dialoog/" not in mail.body + mail.calendar and "Gesprek derde kwartaal" in mail.body and "Stadhuis" in mail.body
        assert "Contractmanager" in mail.body and mail.person_id is None
        db.session.remove()
    assert GUEST["email"] in table.chair.get(people(table)).text
    for who in (table.writer, table.signatory):
        page = who.get(people(table))
        assert "Wim Smeets" in page.text and "Woningcorporatie" in page.text and "@" not in page.text
    assert table.signatory.post(f"{table.session}/gasten", GUEST | {"once_key": "c" * 32}).status == 403


def test_a_change_is_told_once_and_a_lost_race_keeps_what_was_typed(app: Flask, table: Table) -> None:
    sent(app)
    path, page = f"{table.session}/wijzigen", people(table)
    form = table.chair.get(page).form(path)
    for wrong, sentence in (
        ({"wijzig-day": "2020-01-01"}, "Dit moment is al voorbij."),
        ({"wijzig-day": "morgen"}, "Dit is geen datum."),
        ({"wijzig-time": "25:00"}, "Dit is geen tijd."),
        ({"wijzig-minutes": "-30"}, "Vul hier een heel getal in"),
        ({"wijzig-minutes": "5"}, "Een gesprek duurt 15 tot 480 minuten."),
        ({"wijzig-title": "  "}, "Geef het gesprek een titel."),
    ):
        refused = table.chair.post(path, form | {"wijzig-place": "Mijn plek"} | wrong)
        assert refused.status == 422 and sentence in refused.text and refused.form(path)["wijzig-place"] == "Mijn plek"
    assert len(mails(app)) == 2
    late = table.chair.get(page).form(path)
    for _ in range(2):
        assert table.chair.post(path, form | {"wijzig-time": "13:30"}).status == 303
    assert mails(app)[2:] == [("contractmanager", "REQUEST", 1), ("tekenbevoegde", "REQUEST", 1)]
    lost = table.chair.post(path, late | {"wijzig-place": "Mijn plek"})
    assert lost.status == 409 and "heeft dit gesprek net gewijzigd" in lost.text and "om 13:30" in lost.text
    assert lost.form(path)["wijzig-place"] == "Mijn plek"
    again = table.chair.post(path, lost.form(path))
    assert again.status == 303, "with both in sight, one can choose again"
    assert "Er is niets veranderd." in table.chair.get(send(table, "wijzigen").location).text


def test_an_invitation_needs_both_sides_and_a_moment_to_come(app: Flask, table: Table, world: World) -> None:
    table.session = plan(table.chair, world.organisations["noord"]).location.removesuffix("/deelnemers")
    before = mails(app)
    for path in [form for form in actions(table.chair.get(people(table))) if form.endswith("/weghalen")]:
        assert table.chair.post(path, table.chair.get(people(table)).form(path)).status == 303
    refused = send(table, "uitnodigen")
    assert refused.status == 422 and "Zet eerst van de gemeente en van de aanbieder iemand op de lijst." in refused.text
    assert mails(app) == before and table.stranger.get(table.session).status == 404, "nothing of it happened"
    assert send(table, "deelnemers", people=membership(table, world, "tekenbevoegde-noord")).status == 303
    assert send(table, "uitnodigen").status == 422
    assert send(table, "deelnemers", people=membership(table, world, "contractmanager")).status == 303
    with app.app_context():
        database.begin_writing(db.session())
        number = int(table.session.split("/")[-1])
        moment = db.session.scalar(select(DialogueSession.planned_at).where(DialogueSession.id == number))
        assert moment is not None
        db.session.execute(update(DialogueSession).where(DialogueSession.id == number).values(planned_at=moment.replace(year=2020)))
        db.session.commit()
        db.session.remove()
    assert "al voorbij" in send(table, "uitnodigen").text


def test_who_is_blocked_hears_nothing_and_cannot_be_chosen(app: Flask, table: Table, world: World) -> None:
    sent(app)
    member = world.people["tekenbevoegde"]
    with app.app_context():
        database.begin_writing(db.session())
        db.session.execute(update(Person).where(Person.id == member.person_id).values(is_blocked=True))
        db.session.commit()
        db.session.remove()
    assert send(table, "wijzigen", **{"wijzig-time": "11:00"}).status == 303
    assert [to for to, _, _ in mails(app)[2:]] == ["contractmanager"]


def test_attendance_during_the_conversation(table: Table) -> None:
    send(table, "gasten", **GUEST)
    assert table.do(table.chair, "beginnen").status == 303
    path = f"{table.session}/aanwezig"
    form, late = table.writer.get(people(table)).form(path), table.chair.get(people(table)).form(path)
    names = [name for name in form if name.startswith("is-")]
    assert len(names) == 3
    assert table.writer.post(path, form | {names[0]: "ja", names[1]: "nee"}).status == 303
    page = table.chair.get(people(table))
    assert "Aanwezig" in page.text and "Afwezig" in page.text and page.form(path)[names[0]] == "ja"
    lost = table.chair.post(path, late | {names[0]: "nee"})
    assert lost.status == 409 and "heeft dit net anders ingevuld" in lost.text
    odd = table.chair.post(path, page.form(path) | {names[2]: "misschien", "is-99999": "ja"})
    assert odd.status == 303, "what is no answer is no answer"
    gone = next(one for one in actions(page) if one.endswith("/weghalen"))
    assert table.chair.post(gone, page.form(gone)).status == 303
    assert "Wat zij schreven, blijft staan." in table.writer.get(people(table)).text


def test_a_day_off_is_told_and_not_forbidden(table: Table, world: World) -> None:
    assert send(table, "wijzigen", **{"wijzig-day": "2031-12-25"}).status == 303
    assert "Donderdag 25 december 2031 is een feestdag." in table.chair.get(people(table)).text
    assert "feestdag" not in table.writer.get(people(table)).text


def test_planning_is_the_centres_and_a_foreign_conversation_is_unknown(table: Table, world: World) -> None:
    key = {"once_key": "a" * 32}
    for path in (SERIES, f"{SERIES}/nieuw", f"{SERIES}/1"):
        assert table.signatory.get(path).status == 403
    for what in ("uitnodigen", "wijzigen", "annuleren", "gasten", "reeks-deelnemers"):
        assert table.signatory.post(f"{table.session}/{what}", key).status == 403
    noord = signed_in(table.app, world.people["tekenbevoegde-noord"])
    assert noord.get(people(table)).status == 404
    for what in ("deelnemers", "aanwezig", "deelnemers/1/weghalen"):
        assert noord.post(f"{table.session}/{what}", key | {"people": "1"}).status == 404
    assert table.chair.get(f"{SERIES}/987654").status == 404 and table.chair.get("/dialoog/987654/deelnemers").status == 404


def test_more_people_ask_no_more_questions(app: Flask, table: Table, world: World) -> None:
    def count(path: str) -> int:
        with counted_requests(app) as asked:
            assert table.chair.get(path).status == 200
        return len(asked)

    form = table.chair.get(f"{SERIES}/nieuw").form(f"{SERIES}/nieuw")
    fields = {"table": str(world.organisations["linde"]), "title": "Reeks", "day": "2031-01-14", "time": "10:00", "every": "1"}
    one = table.chair.post(f"{SERIES}/nieuw", form | fields | {"times": "1"}).location
    few = [count(people(table)), count(SERIES), count(one)]
    with app.app_context():
        database.begin_writing(db.session())
        for number in range(20):
            person = Person(email=f"p{number}@x.example", name=f"P {number}", password_hash="", totp_secret=b"", created_at=clock.now())
            db.session.add(person)
            db.session.flush()
            db.session.add(Membership(person_id=person.id, organisation_id=world.organisations["linde"]))
        db.session.commit()
        db.session.remove()
    for number in range(12):
        send(table, "gasten", **(GUEST | {"email": f"gast{number}@x.example"}))
    form = table.chair.get(f"{SERIES}/nieuw").form(f"{SERIES}/nieuw")
    many = table.chair.post(f"{SERIES}/nieuw", form | fields | {"times": "20"}).location
    assert [count(people(table)), count(SERIES), count(many)] == few and max(few) <= 6


def test_the_subscribed_calendar_and_the_invitation_are_one_event(app: Flask, table: Table) -> None:
    text = table.writer.client.get("/agenda.ics", base_url="https://localhost").text
    event: Any = next(one for one in Calendar.from_ical(text).walk("VEVENT") if str(one["UID"]).startswith("gesprek"))
    with app.app_context():
        mail = db.session.scalars(select(OutgoingMail.calendar)).first()
        db.session.remove()
    invited: Any = Calendar.from_ical(mail or "").walk("VEVENT")[0]
    assert (event["UID"], event["SUMMARY"], event["DTSTART"].dt, event["DTEND"].dt) == (
        invited["UID"], invited["SUMMARY"], invited["DTSTART"].dt, invited["DTEND"].dt,
    )  # fmt: skip
    assert planned(table.chair, "samen", "Samen").startswith("/dialoog/")
    both = table.writer.client.get("/agenda.ics", base_url="https://localhost").text.replace("\r\n ", "")
    assert "Samen (Alle aanbieders)" in both

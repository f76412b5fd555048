"""Advice and answers on screen: what both sides see, what is refused, and that nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from contracts.foundation import database
from kpi.tables.advice import Advice
from kpi.tables.dialogue import AgendaItem
from portal.extensions import db
from portal.reminders.tables import OutgoingMail
from portal.web import clock
from portal.web.formatting import day
from tests.integration.advice.conftest import AGREED, NEW, READY, SUBJECT, TEXT, WORDS, Desk
from tests.support.portal_queries import counted_requests

LISTS = ("/klankbord/advies", "/advies")


def mails(both: Desk) -> list[OutgoingMail]:
    with both.app.app_context():
        return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)))


def age(both: Desk, days: int) -> None:
    """The advice was given so many days ago at noon, and its term was three weeks. Noon: with another summer time, this hour may be another day."""
    with both.app.app_context():
        database.begin_writing(db.session())
        given = clock.today() - timedelta(days=days)
        db.session.execute(update(Advice).values(given_at=datetime.combine(given, time(12), UTC), answer_due_on=given + timedelta(days=21)))
        db.session.commit()


def test_an_advice_goes_round(both: Desk) -> None:
    assert "Er is nog geen advies" in both.giver.get("/klankbord/advies").text
    assert "Alles is beantwoord" in both.manager.get("/advies").text
    number = both.given()
    assert "Uw advies is verstuurd" in both.giver.get(f"/klankbord/advies/{number}").text
    age(both, 12)
    for reader, page in ((both.other, "/klankbord/advies"), (both.manager, "/advies")):
        told = reader.get(page).text
        assert SUBJECT in told
        assert "acht op reactie (12 dagen)" in told
    assert TEXT in both.manager.get(f"/advies/{number}").text
    assert "Adviezen (1 wacht)" in both.manager.get("/dialoog").text
    assert "Adviezen" not in both.provider.get("/dialoog").text
    assert both.do(number, "antwoord", **AGREED).status == 303
    for reader, page in ((both.other, f"/klankbord/advies/{number}"), (both.manager, f"/advies/{number}")):
        told = reader.get(page).text
        assert all(word in told for word in ("Deels mee eens", AGREED["reason"], AGREED["what"], day(READY)))
    assert both.do(number, "uitkomst", outcome="Het bericht gaat elk kwartaal uit.").status == 303
    assert "Het bericht gaat elk kwartaal uit." in both.other.get("/klankbord/advies").text


@pytest.mark.parametrize("named", [False, True])
def test_the_name_is_read_only_where_it_may_be(both: Desk, named: bool) -> None:
    number = both.answered(**({"may_be_named": "y"} if named else {}))
    pages = [reader.get(path).text for reader, path in ((both.other, "/klankbord/advies"), (both.other, f"/klankbord/advies/{number}"),
             (both.manager, "/advies"), (both.manager, f"/advies/{number}"))]  # fmt: skip
    for told in pages:
        assert (both.giver_name in told) is named
        assert ("een lid van de klankbordgroep" in told) is not named


def test_the_term_that_passed_is_seen_on_both_sides(both: Desk) -> None:
    number = both.given()
    age(both, 40)
    assert "Bij 1 advies is de gemeente te laat" in both.other.get("/klankbord/advies").text
    assert "De gemeente is te laat met haar antwoord" in both.other.get(f"/klankbord/advies/{number}").text
    assert "Te laat: wacht op reactie (40 dagen)" in both.manager.get("/advies").text
    assert "dagen te laat" in both.manager.get(f"/advies/{number}").text


def test_what_was_typed_stays_when_it_is_refused(both: Desk) -> None:
    typed = {"text": "Meer.", "period": "2019-K1", "may_be_named": "y"}
    answer = both.give(**typed)
    assert answer.status == 422
    form = answer.form(NEW)
    assert (form["subject"], form["text"].strip(), form["may_be_named"]) == (SUBJECT, "Meer.", "y")
    assert "minstens 10 tekens" in answer.text
    number = both.given()
    wrong = both.do(number, "antwoord", **(AGREED | {"ready_on": "31-31-2027"}))
    assert wrong.status == 422
    form = wrong.form(f"/advies/{number}/antwoord")
    assert (form["verdict"], form["reason"].strip(), form["what"].strip(), form["ready_on"]) == (*list(AGREED.values())[:3], "31-31-2027")
    assert "Dit is geen datum" in wrong.text
    moved = both.do(number, "tafels", provider_ids=[str(both.world.organisations["linde"])], words="Mijn zus hoorde niets laat mensen weten")
    assert moved.status == 303
    wrong = both.do(number, "tafels", provider_ids=[str(both.world.organisations["noord"])], words=TEXT[:60])
    assert wrong.status == 422
    form = wrong.form(f"/advies/{number}/tafels")
    assert (form["words"], form["provider_ids"]) == (TEXT[:60], str(both.world.organisations["noord"]))


def test_who_was_late_reads_both_answers_and_may_choose(both: Desk) -> None:
    number = both.given()
    path = f"/advies/{number}/antwoord"
    first, second = (both.manager.get(f"/advies/{number}").form(path) for _ in range(2))
    assert both.manager.post(path, first | AGREED).status == 303
    late = both.manager.post(path, second | AGREED | {"reason": "Een heel andere reden."})
    assert late.status == 409
    assert "Een heel andere reden." in late.text
    assert AGREED["reason"] in late.text
    again = both.manager.post(path, late.form(path) | {"keuze": "mijn"})
    assert again.status == 303
    told = both.other.get(f"/klankbord/advies/{number}").text
    assert told.index("Een heel andere reden.") < told.index("Eerdere antwoorden") < told.index(AGREED["reason"])


def test_taking_back_is_for_the_giver_until_there_is_an_answer(both: Desk) -> None:
    number = both.given()
    path = f"/klankbord/advies/{number}/intrekken"
    form = both.giver.get(f"/klankbord/advies/{number}").form(path)
    assert "Trek het advies in" not in both.other.get(f"/klankbord/advies/{number}").text
    assert both.other.post(path, both.giver.get(f"/klankbord/advies/{number}").form(path) | {"csrf_token": both.other.csrf_token()}).status == 404
    assert both.do(number, "antwoord", **AGREED).status == 303
    late = both.giver.post(path, form)
    assert late.status == 422
    assert "niet meer intrekken" in late.text
    second = both.given(subject="Iets anders")
    path = f"/klankbord/advies/{second}/intrekken"
    assert both.giver.post(path, both.giver.get(f"/klankbord/advies/{second}").form(path)).status == 303
    assert both.other.get(f"/klankbord/advies/{second}").status == both.manager.get(f"/advies/{second}").status == 404
    assert "Dit advies is ingetrokken" in both.giver.get(f"/klankbord/advies/{second}").text


def test_how_it_reads_is_told_without_sending_it(both: Desk) -> None:
    number = both.given()
    long = "Wij gaan de komende periode in samenspraak met alle betrokken partijen onderzoeken op welke wijze wij dit het beste kunnen doen."
    told = both.do(number, "antwoord", **(AGREED | {"reason": long, "proef": "ja"}))
    assert told.status == 200
    assert "Te lange zin" in told.text
    assert told.form(f"/advies/{number}/antwoord")["reason"].strip() == long
    fine = both.do(number, "antwoord", **(AGREED | {"proef": "ja"}))
    assert "Dit leest goed" in fine.text
    assert "Wacht op reactie" in both.manager.get("/advies").text


def test_every_member_gets_one_mail_and_nothing_of_the_advice_is_in_it(both: Desk) -> None:
    number = both.answered()
    both.do(number, "uitkomst", outcome="Het bericht gaat elk kwartaal uit.")
    both.do(number, "uitkomst", outcome="Het bericht gaat elk kwartaal uit, ook per brief.")
    found = mails(both)
    assert len(found) == 4
    assert len({(one.to_address, one.subject) for one in found}) == 4
    assert {one.to_address for one in found} == {"klankbordgroeplid@voorbeeld.example", "tweede-klankbordgroeplid@voorbeeld.example"}
    for one in found:
        assert f"/klankbord/advies/{number}" in one.body
        assert not any(secret in one.body + one.subject for secret in (SUBJECT, TEXT, *AGREED.values()))


def test_the_aanbieder_reads_the_contractmanagers_words_and_nothing_else(both: Desk) -> None:
    number = both.given(may_be_named="y")
    linde = str(both.world.organisations["linde"])
    assert both.do(number, "tafels", provider_ids=[linde], words=f"Wat vond {both.giver_name} hiervan?").status == 422
    assert both.do(number, "tafels", provider_ids=[linde], words=WORDS).status == 303
    assert "Op de lijst voor later" in both.manager.get(f"/advies/{number}").text
    told = both.provider.get("/dialoog/later").text
    assert WORDS in told
    for secret in (both.giver_name, SUBJECT, TEXT):
        assert secret not in told
    assert both.do(number, f"tafels/{linde}/weg").status == 303
    assert WORDS not in both.provider.get("/dialoog/later").text
    with both.app.app_context():
        assert db.session.scalar(select(AgendaItem.id).where(AgendaItem.advice_id.is_not(None))) is None


def test_a_list_asks_as_much_with_twenty_as_with_one(both: Desk) -> None:
    both.given()
    counts: dict[str, set[int]] = {}
    for rows in (1, 20):
        for number in range(rows - 1):
            both.answered(subject=f"Onderwerp {number}")
        for who, page in ((both.giver, "/klankbord/advies"), (both.manager, "/advies")):
            with counted_requests(both.app) as sent:
                who.get(page)
            counts.setdefault(page, set()).add(len(sent))
    assert all(len(found) == 1 for found in counts.values())
    assert max(max(found) for found in counts.values()) <= 6


def test_one_advice_asks_at_most_six_questions(both: Desk) -> None:
    number = both.answered()
    both.do(number, "tafels", provider_ids=[str(both.world.organisations["linde"])], words=WORDS)
    for who, page in ((both.giver, f"/klankbord/advies/{number}"), (both.manager, f"/advies/{number}"), (both.giver, NEW)):
        who.get(page)  # the message of the last step is shown once
        with counted_requests(both.app) as sent:
            who.get(page)
        assert len(sent) <= 6, (page, sent)

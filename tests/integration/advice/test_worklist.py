"""An advice that waits for the gemeente stands on the contractmanager's worklist, with its term; an aanbieder reads nothing of it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from contracts.foundation import database
from kpi.tables.advice import Advice
from portal.extensions import db
from portal.management.worklist_page import Task, lead_of
from portal.web import clock
from portal.web.formatting import day
from tests.integration.advice.conftest import AGREED, SUBJECT, Desk
from tests.support.portal_queries import counted_requests

WORKLIST = "/beheer/werklijst"


def due(both: Desk, number: str, days: int) -> None:
    """The last day for an answer is so many days from now."""
    with both.app.app_context():
        database.begin_writing(db.session())
        db.session.execute(update(Advice).where(Advice.id == int(number)).values(answer_due_on=clock.today() + timedelta(days=days)))
        db.session.commit()


def test_what_waits_stands_there_with_its_term_until_it_is_answered(both: Desk) -> None:
    assert "Adviezen van de klankbordgroep" not in both.manager.get(WORKLIST).text
    number = both.given()
    due(both, number, 12)
    told = both.manager.get(WORKLIST)
    assert f"Antwoord uiterlijk {day(clock.today() + timedelta(days=12))}, over 12 dagen." in told.text
    assert f'href="/advies/{number}"' in told.html and SUBJECT in told.text
    assert "advies wacht op antwoord" in told.text
    assert both.do(number, "antwoord", **AGREED).status == 303
    assert SUBJECT not in both.manager.get(WORKLIST).text


def test_what_is_late_comes_first_and_is_said_at_the_top(both: Desk) -> None:
    early, late = both.given(subject="Nog even"), both.given(subject="Al te lang")
    due(both, early, 3)
    due(both, late, -2)
    told = both.manager.get(WORKLIST).text
    assert told.index("Al te lang") < told.index("Nog even")
    assert "2 dagen te laat, antwoorden kon tot en met" in told
    assert "Wacht op antwoord" in told


def test_somebody_who_is_done_still_hears_of_an_advice_that_waits() -> None:
    """ "U bent bij." was told while the klankbordgroep waited."""
    tasks = [Task(0, label, "") for label in ("toegelicht", "nieuw", "te beoordelen")]
    waits = (*tasks, Task(1, "advies wacht op antwoord", ""), Task(2, "nog niet binnen", ""))
    assert lead_of(waits) == "1 advies van de klankbordgroep wacht op uw antwoord."
    assert lead_of((*tasks, Task(0, "", ""), Task(0, "", ""))) == "U bent bij. Er wacht niets op u."


def test_it_costs_no_question_more_and_of_many_only_the_first_are_shown(both: Desk) -> None:
    counts = set()
    for rows in (1, 6):
        for number in range(rows):
            both.given(subject=f"Onderwerp {rows}-{number}")
        with counted_requests(both.app) as sent:
            told = both.manager.get(WORKLIST)
        counts.add(len(sent))
    assert len(counts) == 1 and max(counts) <= 6
    assert told.html.count('href="/advies/') == 5
    assert "Bekijk alle 7 adviezen die wachten" in told.text


def test_an_aanbieder_reads_nothing_of_it(both: Desk) -> None:
    both.given()
    assert both.provider.get(WORKLIST).status in (403, 404)
    assert SUBJECT not in both.provider.get("/aanbieder").text

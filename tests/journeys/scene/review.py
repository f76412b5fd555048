"""The contractmanager's side of the quarter: ask, read, give back, settle, accept. And the aanbieder's answer."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.scene.visitor import Visitor

QUESTION = "Hoe komt dit? Wat doet u eraan?"
EXPLANATION = "Er kwamen minder woningen vrij dan wij hadden verwacht."
FOLLOW_UP = "Dank u. Wanneer verwacht u dat het beter gaat?"
SECOND_EXPLANATION = "In januari komen er acht woningen vrij. Daarna daalt het cijfer weer."
REASON = "De uitleg is duidelijk. Wij volgen dit het volgende kwartaal."


def newest_deviation(portal: Portal, report: Report) -> tuple[int, str]:
    """A new deviation of this report, the heaviest first: its number and its KPI."""
    found = portal.ask(
        "SELECT id, indicator_code FROM deviation WHERE report_id = ? AND state = 'nieuw' ORDER BY severity DESC, indicator_code LIMIT 1",
        report.header.id,
    )
    return int(found[0][0]), str(found[0][1])


def finds_new_deviation(manager: Visitor, code: str) -> None:
    """From the worklist to one new deviation, by its own filter."""
    manager.goes_to("/beheer/werklijst")
    manager.is_at("Werklijst")
    manager.follows(re.compile("^Nieuw"))
    manager.is_at("Werklijst")
    manager.page.get_by_role("link", name=re.compile(rf" bij {code},")).click()
    manager.is_at(re.compile(rf"^{code} "))


def asks(manager: Visitor, code: str) -> None:
    """Ask the aanbieder to explain; too short a question is refused first."""
    finds_new_deviation(manager, code)
    manager.fills("Uw vraag aan de aanbieder", "Waarom")
    manager.presses("Verstuur de vraag")
    manager.is_refused(re.compile("."))
    expect(manager.field("Uw vraag aan de aanbieder")).to_have_value("Waarom")
    manager.fills("Uw vraag aan de aanbieder", QUESTION)
    manager.presses("Verstuur de vraag")
    manager.is_told("Uw vraag is verstuurd.")
    manager.is_at(re.compile(rf"^{code} "))


def explains(writer: Visitor, code: str, text: str = EXPLANATION) -> None:
    """The aanbieder finds the question and answers it."""
    writer.goes_to("/aanbieder/afwijkingen")
    writer.is_at("Afwijkingen")
    writer.follows(re.compile(rf"^{code} "))
    writer.is_at(re.compile(rf"^{code} "))
    writer.fills("Uw uitleg", text)
    writer.presses("Verstuur de uitleg")
    writer.is_told("Uw uitleg is verstuurd.")


def settles(manager: Visitor) -> None:
    """Settle the deviation that is open, with a reason."""
    manager.fills("Waarom is dit punt afgehandeld?", REASON)
    manager.presses("Handel af")
    manager.is_told("Het punt is afgehandeld.")


def settles_the_rest(manager: Visitor, report: Report) -> None:
    """Every deviation of this report that still waits for somebody is settled, one after the other."""
    waiting = "SELECT id, indicator_code FROM deviation WHERE report_id = ? AND state IN ('nieuw', 'uitleg gevraagd') ORDER BY id"
    for number, _code in manager.portal.ask(waiting, report.header.id):
        manager.goes_to(f"/beheer/afwijkingen/{number}")
        settles(manager)


def accepts(manager: Visitor, report: Report) -> None:
    """Read the whole report and accept it."""
    manager.goes_to("/beheer/rapportages")
    manager.is_at(f"Rapportages {report.name}")
    manager.follows(report.provider_name, exact=True)
    manager.is_at(re.compile(report.provider_name))
    manager.presses("Accepteer de rapportage")
    manager.is_told("De rapportage is geaccepteerd.")
    manager.is_at(re.compile(report.provider_name))

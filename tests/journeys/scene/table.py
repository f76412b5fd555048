"""The partnership table as it is walked: a deviation on the agenda, minutes by both sides, an afspraak, and both sides' consent."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from portal.web import clock
from tests.journeys.scene.review import finds_new_deviation
from tests.journeys.scene.visitor import Visitor

MINUTES = "Wij zien dat de doorstroom stokt. Dat is voor niemand goed."
THEIR_MINUTES = "Wij leren dat vroeg beginnen met zoeken helpt."
AGREED = "Een lijst maken van mensen die klaar zijn voor de volgende stap."


def puts_on_agenda(manager: Visitor, code: str, session: str) -> None:
    """From the deviation to the agenda of a planned conversation."""
    finds_new_deviation(manager, code)
    choices = manager.page.get_by_role("combobox", name="Gesprek")
    choices.select_option(index=1)
    expect(choices.locator("option:checked")).to_contain_text(session)
    manager.presses("Zet op de agenda")
    manager.is_told("Dit punt staat op de agenda van het gesprek.")


def comes_to(visitor: Visitor, session: str) -> None:
    """Open the conversation."""
    visitor.goes_to("/dialoog")
    visitor.is_at("Dialoog")
    visitor.follows(session)
    visitor.is_at(session)


def begins(manager: Visitor, session: str) -> None:
    """Begin the conversation."""
    manager.presses("Begin het gesprek")
    manager.is_told("Het gesprek is begonnen.")
    manager.is_at(session)


def writes(visitor: Visitor, point: str, text: str, *, scripts: bool = True) -> None:
    """Write the minutes at a point of the agenda. They save themselves, or with the button."""
    item = visitor.page.get_by_role("article", name=point)
    item.get_by_role("textbox", name=re.compile("^Verslag")).fill(text)
    if scripts:
        visitor.page.keyboard.press("Tab")
        expect(item.locator(".cell-status")).to_contain_text("Opgeslagen")
    else:
        item.get_by_role("button", name="Sla op").click()
        visitor.is_told("Het verslag bij dit punt is opgeslagen.")


def agrees_to_do(visitor: Visitor, organisation: str, person: str) -> None:
    """Lay down who does what, and when."""
    visitor.opens("Leg een afspraak vast")
    visitor.fills("Wat spreekt u af?", AGREED)
    visitor.page.get_by_role("radio", name=organisation).check()
    visitor.fills("Wie doet dit?", person)
    visitor.fills("Wanneer is het klaar?", (clock.today() + timedelta(days=30)).isoformat())
    visitor.presses("Leg de afspraak vast")
    visitor.is_told("De afspraak is vastgelegd.")


def offers_minutes(manager: Visitor, session: str) -> None:
    """Lay the minutes before both sides."""
    manager.page.reload()
    manager.presses("Leg het verslag ter instemming")
    manager.is_told("Het verslag ligt ter instemming.")
    manager.is_at(session)


def consents(visitor: Visitor, session: str) -> None:
    """Read the minutes on their own page, and say yes to them for one's own organisation."""
    visitor.follows("Lees het verslag en antwoord")
    visitor.is_at(f"Verslag: {session}")
    visitor.sees(THEIR_MINUTES)
    visitor.page.get_by_role("radio", name="Wij zijn het eens met dit verslag").check()
    visitor.presses("Geef uw antwoord")

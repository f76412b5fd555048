"""Journey: two people write at the same time, each at a screen of their own, through a lost race, a killed server and a lost line."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, expect
from sqlalchemy import update

from portal.accounts.tables import SignInSession
from portal.web import clock
from tests.journeys.conftest import Invite
from tests.journeys.scene import table
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.visitor import Visitor

SESSION = "Vervolg: doorstroom uit de opvang"
SHARED, FRAMES, LEARNT = "Wat willen we samen bereiken?", "Welke afspraken en regels gelden er?", "Wat leren we hiervan en wat doen we?"
SEEN_MS = 4000


def field(visitor: Visitor, point: str) -> Locator:
    return visitor.page.get_by_role("textbox", name=f"Verslag bij {point}")


def point(visitor: Visitor, title: str) -> Locator:
    return visitor.page.get_by_role("article", name=title)


def leaves(visitor: Visitor) -> None:
    visitor.page.locator("h1").click()
    visitor.page.evaluate("document.activeElement.blur()")


def types(visitor: Visitor, title: str, text: str) -> None:
    field(visitor, title).click()
    field(visitor, title).press("End")
    visitor.page.keyboard.type(text)


def sees(visitor: Visitor, title: str, text: str, within: int = SEEN_MS) -> None:
    expect(field(visitor, title)).to_have_value(text, timeout=within)


def test_two_people_write_at_the_same_time(portal: Portal, visitors: Invite) -> None:
    karin, paul = visitors("Karin Peters"), visitors("Paul Janssen")
    table.comes_to(karin, SESSION)
    table.comes_to(paul, SESSION)
    table.begins(karin, SESSION)
    expect(field(paul, SHARED)).to_be_visible()  # his screen follows by itself

    types(karin, SHARED, "Iedereen een eigen plek.")
    expect(point(paul, SHARED)).to_contain_text("Karin Peters schrijft hier", timeout=SEEN_MS)
    types(paul, FRAMES, "Zes weken is de grens.")
    leaves(karin)
    sees(paul, SHARED, "Iedereen een eigen plek.")
    expect(field(paul, FRAMES)).to_be_focused()
    leaves(paul)
    sees(karin, FRAMES, "Zes weken is de grens.")

    _both_at_one_point(karin, paul)
    _the_server_dies(portal, karin, paul)
    _the_line_is_gone(karin, paul)
    assert [text for (text,) in portal.ask(KEPT, SESSION)] == [
        "Iedereen een eigen plek. Ook na de opvang.",
        "Zes weken is de grens. Of acht.",
        MERGED,
    ]


KEPT = "SELECT minutes FROM agenda_item i JOIN dialogue_session s ON s.id = i.session_id WHERE s.title = ? AND minutes <> '' ORDER BY i.position"
MERGED = "Vroeg beginnen helpt.\n\nWachten kost tijd."


def _both_at_one_point(karin: Visitor, paul: Visitor) -> None:
    types(karin, LEARNT, "Wachten kost tijd")
    types(paul, LEARNT, "Vroeg beginnen helpt.")
    leaves(paul)
    expect(point(karin, LEARNT)).to_contain_text(re.compile("Paul Janssen heeft dit punt net veranderd|Gewijzigd door Paul Janssen"), timeout=SEEN_MS)
    expect(field(karin, LEARNT)).to_have_value("Wachten kost tijd")
    karin.page.keyboard.type(".")
    leaves(karin)
    expect(point(karin, LEARNT)).to_contain_text("De tekst van Paul Janssen")
    karin.looks()
    point(karin, LEARNT).get_by_role("button", name="Voeg samen").click()
    leaves(karin)
    expect(point(karin, LEARNT).locator(".cell-status")).to_contain_text("Opgeslagen")
    sees(paul, LEARNT, MERGED)


def _the_server_dies(portal: Portal, karin: Visitor, paul: Visitor) -> None:
    for one in (karin, paul):
        one.watch.is_cut = True
    portal.server.kill()
    types(karin, SHARED, " Ook na de opvang.")
    leaves(karin)
    expect(point(karin, SHARED)).to_contain_text("Niet opgeslagen")
    expect(karin.page.locator("#verbinding")).to_have_text("Verbinding weg. U kunt doorschrijven. ")
    portal.server.start()
    sees(paul, SHARED, "Iedereen een eigen plek. Ook na de opvang.", within=20_000)
    karin.is_told("opgeslagen")
    expect(karin.page.locator("#verbinding")).not_to_contain_text("Verbinding weg")


def _the_line_is_gone(karin: Visitor, paul: Visitor) -> None:
    paul.page.context.set_offline(True)
    types(paul, FRAMES, " Of acht.")
    leaves(paul)
    expect(point(paul, FRAMES)).to_contain_text("Niet opgeslagen")
    time.sleep(0.5)
    paul.page.context.set_offline(False)
    sees(karin, FRAMES, "Zes weken is de grens. Of acht.", within=20_000)
    for one in (karin, paul):
        one.watch.is_cut = False


def test_whoever_is_signed_out_meanwhile_keeps_what_was_typed(portal: Portal, visitors: Invite) -> None:
    karin, paul = visitors("Karin Peters"), visitors("Paul Janssen")
    table.comes_to(karin, SESSION)
    table.begins(karin, SESSION)
    table.comes_to(paul, SESSION)
    types(paul, SHARED, "Een eigen plek.")
    with portal.writing() as session:
        session.execute(update(SignInSession).values(ended_at=clock.now(), ended_why="rechten gewijzigd"))
    leaves(paul)
    expect(point(paul, SHARED)).to_contain_text("Niet opgeslagen: u bent afgemeld. Uw tekst staat nog in het veld.")
    expect(field(paul, SHARED)).to_have_value("Een eigen plek.")
    expect(paul.page.get_by_role("link", name="Meld u opnieuw aan")).to_be_visible()
    paul.becomes("Paul Janssen")
    table.comes_to(paul, SESSION)
    expect(field(paul, SHARED)).to_have_value("Een eigen plek.")
    leaves(paul)
    point(paul, SHARED).get_by_role("button", name="Sla op").last.click()
    expect(point(paul, SHARED).locator(".cell-status")).to_contain_text("Opgeslagen")

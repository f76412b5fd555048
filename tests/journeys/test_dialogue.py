"""Journey e: a deviation is put on the agenda, both sides write, agree on something, and say yes to the same text."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene import table
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.scene.review import newest_deviation

SESSION = "Vervolg: doorstroom uit de opvang"


@pytest.mark.parametrize("width", WIDTHS)
def test_two_sides_agree_on_what_was_said(portal: Portal, visitors: Invite, width: int) -> None:
    number, code = newest_deviation(portal, Report(portal, "mergelhof"))
    karin, paul = visitors("Karin Peters"), visitors("Paul Janssen")
    table.puts_on_agenda(karin, code, SESSION)
    table.comes_to(karin, SESSION)
    karin.sees("Waarom dit opvalt")
    table.comes_to(paul, SESSION)
    table.begins(karin, SESSION)
    table.writes(karin, "Wat willen we samen bereiken?", table.MINUTES)
    table.comes_to(paul, SESSION)
    paul.sees("Laatst geschreven door Karin Peters")
    table.writes(paul, "Wat leren we hiervan en wat doen we?", table.THEIR_MINUTES)
    table.agrees_to_do(paul, "Stichting Mergelhof", "Paul Janssen")
    paul.is_at(SESSION)
    table.offers_minutes(karin, SESSION)
    expect(karin.page.get_by_role("textbox", name="Verslag bij Wat leren we hiervan")).to_have_value(table.THEIR_MINUTES)

    paul.page.reload()
    paul.is_at(SESSION)
    table.consents(paul, SESSION)
    paul.is_told("Uw antwoord is vastgelegd.")
    table.consents(karin, SESSION)
    karin.is_told("Het verslag is vastgesteld.")
    karin.is_at(f"Verslag: {SESSION}")
    karin.sees("Vastgesteld, editie 1")
    _is_settled_by_both(portal, number)


def _is_settled_by_both(portal: Portal, number: int) -> None:
    assert portal.ask("SELECT state FROM dialogue_session WHERE title = ?", SESSION) == [("vastgesteld",)]
    assert portal.ask("SELECT state FROM deviation WHERE id = ?", number) == [("op de agenda",)]
    assert portal.ask("SELECT side FROM consent c JOIN dialogue_session s ON s.id = c.session_id WHERE s.title = ? ORDER BY 1", SESSION) == [
        ("aanbieder",),
        ("gemeente",),
    ]

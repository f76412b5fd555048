"""Journey: the contractmanager plans a series, invites a guest too, moves one conversation and cancels another; the aanbieder follows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from portal.web import clock
from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.visitor import Visitor

TITLE = "Leren van elkaar"


def plans_a_series(karin: Visitor) -> None:
    """Three conversations, every six weeks; a mistake is told at its field and nothing that was typed is lost."""
    karin.goes_to("/dialoog")
    karin.follows("Reeksen")
    karin.is_at("Reeksen")
    karin.follows("Plan een reeks")
    karin.is_at("Plan een reeks gesprekken")
    karin.page.get_by_role("combobox", name="Met wie?").select_option("De Grubbe")
    karin.fills("Titel", TITLE)
    karin.fills("Datum", (clock.today() - timedelta(days=3)).isoformat())
    karin.fills("Tijd", "10:00")
    karin.fills("Om de hoeveel?", "6")
    karin.page.get_by_role("combobox", name="Weken of maanden?").select_option("weken")
    karin.fills("Hoeveel gesprekken?", "3")
    karin.presses("Plan de reeks")
    karin.is_refused("Dit moment is al voorbij.")
    expect(karin.field("Titel")).to_have_value(TITLE)
    karin.fills("Datum", (clock.today() + timedelta(days=30)).isoformat())
    karin.presses("Plan de reeks")
    karin.is_at(TITLE)
    karin.sees("Elke 6 weken op ")


def invites_a_guest_and_moves(karin: Visitor) -> None:
    """Of the first conversation."""
    karin.page.get_by_role("link", name=re.compile("10:00 tot 11:30")).first.click()
    karin.is_at("Deelnemers")
    karin.opens("Nodig een gast uit")
    karin.fills("Naam", "Wim Bosch")
    karin.fills("E-mailadres", "wim@corporatie.example")
    karin.page.get_by_role("combobox", name="Van welke partner?").select_option("Woningcorporatie")
    karin.presses("Zet de gast op de lijst")
    karin.is_told("De gast staat op de lijst. Wij versturen de uitnodiging.")
    karin.opens("Wijzig het gesprek")
    karin.fills("Plaats", "Online")
    karin.presses("Bewaar de wijziging")
    karin.is_told(re.compile(r"Het gesprek is gewijzigd\. \d+ deelnemers krijgen bericht\."))


def cancels(karin: Visitor) -> None:
    """With a reason that everybody reads."""
    karin.opens("Annuleer het gesprek")
    karin.fills("Waarom gaat het niet door?", "De zaal is die dag niet beschikbaar.")
    karin.page.get_by_role("button", name="Annuleer het gesprek").click()
    karin.is_at(TITLE)
    karin.sees("Dit gesprek gaat niet door")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_series_from_the_first_plan_to_the_last_message(portal: Portal, visitors: Invite, width: int) -> None:
    karin, hans = visitors("Karin Peters"), visitors("Hans Vermeulen")
    plans_a_series(karin)
    hans.goes_to("/dialoog")
    hans.is_at("Dialoog")
    hans.does_not_see(TITLE)
    karin.presses("Verstuur alle uitnodigingen")
    karin.is_told("De uitnodigingen zijn verstuurd")
    invites_a_guest_and_moves(karin)
    hans.page.reload()
    hans.follows(TITLE)
    hans.is_at(TITLE)
    hans.follows("Deelnemers en plaats")
    hans.is_at("Deelnemers")
    hans.sees("Online")
    hans.sees("Wim Bosch")
    hans.does_not_see("wim@corporatie.example")
    cancels(karin)
    rows = portal.ask("SELECT subject FROM outgoing_mail WHERE to_address = ?", "wim@corporatie.example")
    assert rows == [], "the guest's invitation still waited: it is taken back, and who heard nothing needs no cancellation"

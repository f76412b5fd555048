"""Signing in for real: an invitation, a passphrase and a telephone; and signing out, after which nothing is left to see."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.visitor import Visitor

NAME, EMAIL, PASSPHRASE = "Saskia Vonken", "s.vonken@mergelhof.example", "een kast vol oude kaarten"


@pytest.mark.parametrize("width", WIDTHS)
def test_somebody_is_invited_signs_in_and_leaves_nothing_behind(portal: Portal, visitors: Invite, width: int) -> None:
    link = _invites(visitors("Joke Willems"))
    saskia = visitors()
    telephone = _sets_up(saskia, link)
    _signs_in(saskia, telephone)
    saskia.goes_to("/account")
    saskia.is_at("Mijn account")
    saskia.sees(EMAIL)
    saskia.signs_out()
    saskia.page.go_back()
    expect(saskia.page.get_by_text(EMAIL)).to_have_count(0)
    saskia.is_at("Aanmelden")

    again = visitors()
    response = again.page.goto(link)
    assert response is not None
    assert response.status == 404
    assert portal.ask("SELECT name FROM person WHERE email = ?", EMAIL) == [(NAME,)]


def _invites(joke: Visitor) -> str:
    joke.goes_to("/mensen")
    joke.is_at("Mensen en rechten")
    joke.fills("Naam", NAME)
    joke.fills("E-mailadres", EMAIL)
    joke.field("Organisatie").select_option(label="Stichting Mergelhof")
    joke.page.get_by_role("checkbox", name=re.compile("^Invoerder")).check()
    joke.presses("Maak een uitnodiging")
    joke.is_at("Mensen en rechten")
    return joke.page.locator("code.link-once").inner_text()


def _sets_up(saskia: Visitor, link: str) -> pyotp.TOTP:
    saskia.page.goto(link)
    saskia.is_at("Stel uw toegang in")
    key = saskia.page.get_by_text("Sleutel:").locator("code").inner_text().replace(" ", "")
    telephone = pyotp.TOTP(key)
    saskia.fills("Nieuw wachtwoord", "kort")
    saskia.fills(re.compile("^Code uit uw app"), telephone.now())
    saskia.presses("Stel mijn toegang in")
    saskia.is_refused(re.compile("."))
    saskia.fills("Nieuw wachtwoord", PASSPHRASE)
    saskia.fills(re.compile("^Code uit uw app"), telephone.now())
    saskia.presses("Stel mijn toegang in")
    saskia.is_at("Uw herstelcodes")
    saskia.follows("Ik heb de codes bewaard")
    return telephone


def _signs_in(saskia: Visitor, telephone: pyotp.TOTP) -> None:
    saskia.is_at("Aanmelden")
    saskia.fills("E-mailadres", EMAIL)
    saskia.fills("Wachtwoord", PASSPHRASE)
    saskia.presses("Verder")
    saskia.is_at("Tweede stap")
    saskia.fills(re.compile("^Code"), telephone.at(int(time.time()) + 30))  # the code of a moment ago was used up
    saskia.presses("Aanmelden")
    saskia.is_at("Rapportages")

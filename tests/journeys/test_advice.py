"""Journey g: somebody of the klankbordgroep advises, the gemeente answers and takes it to a table, and the aanbieder cannot tell who advised."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.visitor import Visitor

SUBJECT, TEXT = "Rustige kamers", "Maak in elk huis een rustige kamer. Mijn broer slaapt slecht op de zaal."
WORDS = "Waar kunnen bewoners tot rust komen?"


def advises(mohamed: Visitor) -> None:
    """Give an advice, without the name."""
    mohamed.goes_to("/klankbord")
    mohamed.follows("Adviezen", exact=True)
    mohamed.is_at("Adviezen")
    mohamed.follows("Geef advies")
    mohamed.is_at("Geef advies")
    mohamed.fills("Waar gaat uw advies over?", SUBJECT)
    mohamed.presses("Verstuur het advies")
    mohamed.sees("Schrijf een advies van minstens 10 tekens.")
    mohamed.fills("Wat is uw advies?", TEXT)
    mohamed.presses("Verstuur het advies")
    mohamed.is_at(SUBJECT)
    mohamed.sees("wacht op reactie (sinds vandaag)")


def answers(karin: Visitor) -> None:
    """Find it from the conversations, and answer."""
    karin.goes_to("/dialoog")
    karin.follows("Adviezen (")
    karin.follows(SUBJECT)
    karin.is_at(SUBJECT)
    karin.sees("een lid van de klankbordgroep")
    karin.does_not_see("Mohamed")
    karin.page.get_by_label("Mee eens", exact=True).check()
    karin.fills("Waarom?", "Rust is voor iedereen belangrijk.")
    karin.fills("Wat gaat de gemeente doen?", "Wij maken in elk huis een rustige kamer.")
    karin.fills("Wanneer is het klaar?", (datetime.now(UTC).date() + timedelta(days=90)).isoformat())
    karin.presses("Verstuur het antwoord")
    karin.sees("Het antwoord is verstuurd.")


def takes_it_to_a_table(karin: Visitor) -> None:
    """Let De Grubbe talk about it."""
    karin.opens("Bespreek dit met een aanbieder")
    karin.page.get_by_label("De Grubbe", exact=True).check()
    karin.fills("Wat wilt u bespreken, in uw eigen woorden?", WORDS)
    karin.presses("Zet op de agenda")
    karin.sees("De aanbieder leest alleen uw woorden.")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_an_advice_and_what_becomes_of_it(portal: Portal, visitors: Invite, width: int, scripts: bool) -> None:
    mohamed, karin = (visitors(name, scripts=scripts, inspected=scripts, caused={422}) for name in ("Mohamed Haddad", "Karin Peters"))
    advises(mohamed)
    answers(karin)
    takes_it_to_a_table(karin)
    noor = visitors("Noor Bakker", "De Grubbe", scripts=scripts, inspected=scripts)
    (found,) = portal.ask("SELECT session_id FROM agenda_item WHERE title = ? AND is_live", WORDS)
    noor.goes_to("/dialoog/later" if found[0] is None else f"/dialoog/{found[0]}")
    noor.sees(WORDS)
    for secret in (SUBJECT, TEXT, "Mohamed"):
        noor.does_not_see(secret)
    mohamed.goes_to("/klankbord/advies")
    mohamed.follows(SUBJECT)
    mohamed.sees("Wij maken in elk huis een rustige kamer.")
    assert portal.ask("SELECT count(*) FROM advice WHERE subject = ? AND person_name = ''", SUBJECT) == [(1,)]

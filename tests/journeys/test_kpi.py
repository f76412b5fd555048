"""A contractmanager looks at a KPI, at one aanbieder in it, and lets its limits begin anew."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.journeys.conftest import Invite
from tests.journeys.scene.portal import Portal

REASON = "Vanaf dit kwartaal werkt het team met een nieuwe intake."


def test_limits_begin_anew_with_a_reason_and_that_is_taken_back(portal: Portal, visitors: Invite) -> None:
    karin = visitors("Karin Peters")
    karin.goes_to("/beheer/kpis")
    karin.is_at("KPI's")
    karin.follows("BZ-01 Eerste opvang binnen 6 weken")
    karin.is_at("BZ-01 Eerste opvang binnen 6 weken")
    karin.follows("K1 2025")
    karin.sees("Vergelijking naar grootte, K1 2025")
    karin.follows("De Grubbe")
    karin.is_at("BZ-01 Eerste opvang binnen 6 weken")
    karin.field("Vanaf welk kwartaal?").select_option(label="K1 2025")
    karin.presses("Laat opnieuw beginnen")
    expect(karin.page).to_have_title("Fout: BZ-01 Eerste opvang binnen 6 weken - Samenzicht")
    karin.looks()
    expect(karin.field("Vanaf welk kwartaal?")).to_have_value("2025-K1")
    karin.fills("Waarom beginnen de grenzen opnieuw?", REASON)
    karin.presses("Laat opnieuw beginnen")
    karin.sees("De grenzen beginnen opnieuw.")
    karin.sees(REASON)
    karin.looks()
    karin.opens("Trek dit in")
    karin.fills("Waarom trekt u dit in?", "De intake bleek toch niet veranderd.")
    karin.presses("Trek in", exact=True)
    karin.sees("Telt niet meer.")
    karin.looks()

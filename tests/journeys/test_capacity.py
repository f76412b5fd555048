"""Journey b: the places of every location. A sum that is not right is refused, and "nothing changed" is one button."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report

COUNTED = "SELECT l.name, c.occupied, c.free, c.closed, c.waiting FROM capacity_count c JOIN location l ON l.id = c.location_id WHERE c.report_id = ?"


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_changed_is_one_button_and_a_wrong_sum_is_refused(portal: Portal, visitors: Invite, width: int) -> None:
    report = Report(portal, "de-grubbe")
    noor = visitors("Noor Bakker", "De Grubbe")
    noor.goes_to(f"{report.path}/capaciteit")
    noor.is_at("Capaciteit")
    noor.presses(re.compile("^Niets veranderd sinds"))
    noor.is_told("De capaciteit van vorig kwartaal is overgenomen.")
    noor.is_at("Capaciteit")
    before = portal.ask(COUNTED, report.header.id)
    assert before

    name, occupied, free, closed, _ = before[0]
    occupancy = noor.page.get_by_role("textbox", name=f"{name} Bezet", exact=True)
    occupancy.fill(str(occupied + 1))
    noor.presses("Bewaar", exact=True)
    noor.is_refused("Dit telt niet op")
    expect(occupancy).to_have_value(str(occupied + 1))
    assert portal.ask(COUNTED, report.header.id) == before

    occupancy.fill(str(occupied - 1))
    noor.page.get_by_role("textbox", name=f"{name} Vrij", exact=True).fill(str(free + 1))
    noor.presses("Bewaar", exact=True)
    noor.is_told("De capaciteit is opgeslagen.")
    assert (name, occupied - 1, free + 1, closed) in {row[:4] for row in portal.ask(COUNTED, report.header.id)}

"""Journey d: contracts beside the begroting. The matrix adds up, a division is finished, and too much is refused."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from contracts.foundation.money import format_euros
from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal

UNDIVIDED = """
SELECT y.commitment_id, y.committed_cents, SUM(a.amount_cents), MIN(l.name) FROM commitment_year y
JOIN allocation a ON a.commitment_id = y.commitment_id AND a.year = y.year JOIN budget_line l ON l.id = a.budget_line_id
WHERE y.year = (SELECT MAX(year) FROM commitment_year) GROUP BY y.commitment_id, y.committed_cents HAVING SUM(a.amount_cents) < y.committed_cents
"""
ALLOCATED = "SELECT SUM(amount_cents) FROM allocation WHERE commitment_id = ? AND year = (SELECT MAX(year) FROM commitment_year)"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_matrix_adds_up_and_money_is_divided(portal: Portal, visitors: Invite, width: int) -> None:
    ((commitment, promised, divided, line),) = portal.ask(UNDIVIDED)
    rob = visitors("Rob van den Berg")
    rob.goes_to("/beheer/begroting")
    rob.is_at(re.compile("^Begroting"))
    rob.sees("verschil 0,00")
    rob.sees("Er is 1 punt om naar te kijken.")
    rob.section("Hier moet u naar kijken").get_by_role("link", name=format_euros(promised - divided)).click()
    rob.page.get_by_role("link", name=re.compile(r"^Wijzig .*")).last.click()
    rob.is_at(re.compile("."))

    amount = rob.field("Bedrag in euro's")
    too_much = format_euros(promised + 1)
    amount.fill(too_much)
    rob.presses("Bewaar de verdeling")
    rob.is_refused(re.compile("."))
    expect(amount).to_have_value(too_much)
    assert portal.ask(ALLOCATED, commitment) == [(divided,)]

    amount.fill(format_euros(promised))
    rob.presses("Bewaar de verdeling")
    rob.is_told("De verdeling is opgeslagen.")
    assert portal.ask(ALLOCATED, commitment) == [(promised,)]
    rob.goes_to("/beheer/begroting")
    rob.is_at(re.compile("^Begroting"))
    rob.sees("verschil 0,00")
    rob.does_not_see("Hier moet u naar kijken")
    assert line

"""Journey d: contracts beside the begroting. The matrix adds up, a division is finished in amounts and in shares, and too much is refused."""

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
WHERE y.year = (SELECT MAX(year) FROM allocation) GROUP BY y.commitment_id, y.committed_cents HAVING SUM(a.amount_cents) < y.committed_cents
"""
ALLOCATED = "SELECT SUM(amount_cents) FROM allocation WHERE commitment_id = ? AND year = (SELECT MAX(year) FROM allocation)"


@pytest.mark.parametrize("width", WIDTHS)
def test_the_matrix_adds_up_and_money_is_divided(portal: Portal, visitors: Invite, width: int) -> None:
    ((commitment, promised, divided, line),) = portal.ask(UNDIVIDED)
    rob = visitors("Rob van den Berg")
    rob.goes_to("/beheer/begroting")
    rob.is_at(re.compile("^Begroting"))
    rob.sees("verschil 0,00")
    undivided = format_euros(promised - divided)
    rob.section("Hier moet u naar kijken").get_by_role("link", name=undivided).click()
    rob.is_at(re.compile("^Verdeling"))
    rob.sees(f"Er moet nog {undivided} naar een begrotingsregel.")

    amount = rob.page.get_by_role("textbox", name=re.compile(f"^{re.escape(line)}"))
    too_much = format_euros(promised + 1).removeprefix("€ ")
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
    expect(rob.page.get_by_text(undivided)).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_year_is_divided_by_shares_above_a_line_with_a_reason(portal: Portal, visitors: Invite, width: int) -> None:
    ((commitment, promised, _, line),) = portal.ask(UNDIVIDED)
    rob = visitors("Rob van den Berg")
    rob.goes_to(f"/beheer/overeenkomsten/{commitment}/verdeling")
    rob.page.get_by_role("link", name="Aandelen").click()
    rob.is_at(re.compile("^Verdeling"))
    first = rob.page.get_by_role("textbox", name=re.compile(f"^{re.escape(line)}"))
    small = rob.page.get_by_role("textbox", name=re.compile("^Wvggz"))
    first.fill("50")
    small.fill("49,99")
    rob.presses("Bewaar de verdeling")
    rob.is_refused(re.compile(re.escape("er ontbreekt 0,01 %")))

    small.fill("50")
    rob.presses("Bewaar de verdeling")
    rob.is_refused(re.compile("meer dan is begroot"))
    expect(small).to_have_value("50")
    rob.field("Waarom mag het boven de begroting?").fill("Het college besloot dit op 3 november.")
    rob.presses("Bewaar de verdeling")
    rob.is_told("De verdeling is opgeslagen.")
    assert portal.ask(ALLOCATED, commitment) == [(promised,)]
    rob.sees("! Boven de begroting: Het college besloot dit op 3 november.")
    rob.goes_to("/beheer/begroting/stroom")
    rob.is_at(re.compile("^Waar het geld"))
    rob.sees("Dezelfde bedragen in een tabel")

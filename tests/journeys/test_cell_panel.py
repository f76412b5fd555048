"""The panel beside the grid, by keyboard alone and narrow and wide; and a column that is pasted from a spreadsheet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from kpi.domain.numbers import as_typed
from kpi.queries.grid import GridRow
from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import FIRST, SECOND, Report, field
from tests.journeys.scene.visitor import Visitor
from tests.journeys.test_keyboard import enters, presses, tabs_to

REMARK = "Wij zoeken uit hoe dit komt."
PASTE = """([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.querySelector(selector).dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def report(portal: Portal) -> Report:
    return Report(portal, "de-grubbe")


def at_the_grid(visitors: Invite, report: Report, family: str = "basiszorg") -> Visitor:
    noor = visitors("Noor Bakker", "De Grubbe")
    noor.goes_to(f"{report.path}/cijfers/{family}")
    return noor


def rows_of(report: Report, family: str = "basiszorg") -> list[GridRow]:
    return [row for row in report.rows() if row.family == family]


def panel(noor: Visitor) -> Locator:
    return noor.page.get_by_role("dialog")


def test_a_remark_is_kept_when_the_panel_opens_again_at_once(report: Report, visitors: Invite) -> None:
    """The event of closing comes later than the key that opens it again, on a busy machine."""
    noor, row = at_the_grid(visitors, report), rows_of(report)[0]
    cell = field(noor, row, FIRST)
    cell.press("Control+Enter")
    panel(noor).get_by_label("Uw opmerking").fill(REMARK)
    again = "new KeyboardEvent('keydown', {key: 'Enter', ctrlKey: true, bubbles: true})"
    cell.evaluate(f"cell => {{ document.getElementById('paneel').close(); cell.dispatchEvent({again}) }}")
    expect(panel(noor).get_by_label("Uw opmerking")).to_have_value(REMARK)
    expect(panel(noor).get_by_role("heading", level=2, name=re.compile(row.code))).to_be_focused()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_panel_by_keyboard_gives_the_focus_back_and_keeps_what_was_typed(report: Report, visitors: Invite, width: int) -> None:
    noor, row = at_the_grid(visitors, report), rows_of(report)[0]
    cell = field(noor, row, FIRST)
    tabs_to(noor, cell)
    cell.select_text()
    noor.page.keyboard.type("1")
    noor.page.keyboard.press("Control+Enter")
    expect(panel(noor).get_by_role("heading", level=2, name=re.compile(row.code))).to_be_focused()
    expect(panel(noor)).to_contain_text("nu 1")
    noor.looks()
    tabs_to(noor, panel(noor).get_by_label("Uw opmerking"))
    noor.page.keyboard.type(REMARK)
    noor.page.keyboard.press("Escape")
    expect(panel(noor)).to_be_hidden()
    expect(cell).to_be_focused()
    noor.page.keyboard.press("Control+Enter")
    expect(panel(noor).get_by_label("Uw opmerking")).to_have_value(REMARK)
    enters(noor, panel(noor).get_by_role("button", name="Plaats opmerking"))
    expect(panel(noor).locator("#draad li").last).to_be_focused()
    presses(noor, "Tab")
    noor.looks()
    noor.page.keyboard.press("Escape")
    expect(cell).to_be_focused()
    expect(noor.page.locator(f"#opmerkingen-{row.code}")).to_have_text("1 opmerking")
    details = noor.page.get_by_role("link", name=f"Details {row.code}")
    enters(noor, details)
    expect(panel(noor).get_by_role("heading", level=2, name=re.compile(row.code))).to_be_focused()
    enters(noor, panel(noor).get_by_role("button", name="Sluit"))
    expect(details).to_be_focused()


def test_what_may_not_be_said_stays_in_its_field(report: Report, visitors: Invite) -> None:
    noor, row = at_the_grid(visitors, report), rows_of(report)[0]
    noor.page.get_by_role("link", name=f"Details {row.code}").click()
    said = panel(noor).get_by_label("Uw opmerking")
    said.fill("Bel 06 12345678")
    panel(noor).get_by_role("button", name="Plaats opmerking").click()
    expect(panel(noor)).to_contain_text("telefoonnummer")
    expect(said).to_be_focused()
    expect(said).to_have_value("Bel 06 12345678")
    noor.looks()


def pastes(noor: Visitor, row: GridRow, text: str, column: str = "numerator") -> None:
    noor.page.locator(f"#{column}-{row.code}").focus()
    noor.page.evaluate(PASTE, [f"#{column}-{row.code}", text])


def test_a_pasted_column_fills_downwards_tells_what_happened_and_can_be_put_back(report: Report, visitors: Invite) -> None:
    noor, rows = at_the_grid(visitors, report), rows_of(report)
    before = [(as_typed(row.numerator), as_typed(row.denominator), row.missing_reason) for row in rows]
    assert len(rows) > 3 and all(row.numerator is not None for row in rows[:2])
    last = rows[-1]
    pairs = [(f"{place + 1}", "90" if row.denominator_label else "") for place, row in enumerate(rows)]
    pasted = "\r\n".join(f"{first}\t{second}" for first, second in pairs) + "\r\n7\t8\r\n"
    pastes(noor, rows[0], pasted)
    told = noor.page.locator("[data-paste-report]")
    expect(told).to_contain_text("2 cijfers overgeslagen")
    expect(told).to_contain_text("dat is vervangen")
    for row, (first, second) in zip(rows, pairs, strict=True):
        expect(field(noor, row, FIRST)).to_have_value(first)
        if second:
            expect(field(noor, row, SECOND)).to_have_value(second)
    after = rows_of(report)
    assert [as_typed(row.numerator) for row in after] == [first for first, _ in pairs]
    assert {row.origin for row in after} == {"geplakt"}
    noor.looks()
    told.get_by_role("button", name="Maak plakken ongedaan").click()
    expect(told).to_contain_text("teruggezet")
    assert [(as_typed(row.numerator), as_typed(row.denominator), row.missing_reason) for row in rows_of(report)] == before
    expect(field(noor, last, FIRST)).to_have_value(before[-1][0])


def test_what_cannot_be_is_refused_at_its_row_and_the_rest_is_kept(report: Report, visitors: Invite) -> None:
    noor, rows = at_the_grid(visitors, report), rows_of(report)
    ratios = [row for row in rows if row.denominator is not None][:2]
    start = rows.index(ratios[0])
    wrong = "\n".join("veel" if row.code == ratios[0].code else "2" for row in rows[start : rows.index(ratios[1]) + 1])
    pastes(noor, ratios[0], wrong)
    expect(noor.page.locator("[data-paste-report]")).to_contain_text("1 cijfer niet opgeslagen: lees de uitleg in die rij.")
    expect(noor.page.locator(f"#status-{ratios[0].code}")).to_contain_text("Dit is geen getal")
    expect(field(noor, ratios[0], FIRST)).to_have_value("veel")
    now = {row.code: as_typed(row.numerator) for row in rows_of(report)}
    assert now[ratios[1].code] == "2" and now[ratios[0].code] == as_typed(ratios[0].numerator)


def test_one_figure_is_pasted_as_the_browser_does_it(report: Report, visitors: Invite) -> None:
    noor, row = at_the_grid(visitors, report), rows_of(report)[0]
    pastes(noor, row, "12")
    expect(noor.page.locator("[data-paste-report]")).to_be_hidden()
    assert rows_of(report)[0].numerator == row.numerator


def test_parts_are_filled_in_and_the_grid_shows_their_total(report: Report, visitors: Invite) -> None:
    noor = at_the_grid(visitors, report, "maatzorg")
    noor.follows("Uitsplitsing invullen MZ-08")
    noor.is_at("MZ-08 Wachtenden")
    inputs = noor.page.locator("input[id$='-gemeente']")
    for place in range(inputs.count()):
        inputs.nth(place).fill(str(place))
    noor.presses("Bewaar gemeente van herkomst")
    noor.is_told("De uitsplitsing is opgeslagen. Het totaal is 21.")
    noor.looks()
    noor.follows("Terug naar maatzorg")
    noor.is_at("Maatzorg")
    expect(noor.page.locator("#numerator-MZ-08")).to_have_value("21")
    expect(noor.page.locator("#numerator-MZ-08")).not_to_be_editable()

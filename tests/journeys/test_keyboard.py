"""With the keyboard alone: somebody comes in, fills a family of the grid, saves it, and offers the quarter. The focus is always in sight."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, expect

from kpi.domain import report as lifecycle
from kpi.queries.grid import GridRow
from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene import off_stage
from tests.journeys.scene.figures import count
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import EXPLAINED, EXPLANATION, FIRST, SECOND, Report, field, typed_in
from tests.journeys.scene.visitor import Visitor

FARTHEST = 150
IN_SIGHT = """() => {
  const one = document.activeElement;
  if (!one || one === document.body || one.id === "inhoud") return "";
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 || style.boxShadow !== "none";
  if (!seen) return "no mark of focus on " + one.outerHTML.slice(0, 120);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1), y = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  if (!top || !(one.contains(top) || top.contains(one))) {
    return "hidden: " + one.outerHTML.slice(0, 120) + " under " + (top && top.outerHTML.slice(0, 120));
  }
  return "";
}"""


def presses(visitor: Visitor, key: str) -> None:
    """One key; afterwards whatever has the focus is marked and nothing lies over it."""
    visitor.page.keyboard.press(key)
    assert not visitor.page.evaluate(IN_SIGHT)


def tabs_to(visitor: Visitor, goal: Locator) -> None:
    """Walk with Tab until the goal has the focus."""
    expect(goal).to_be_visible()
    for _ in range(FARTHEST):
        if goal.evaluate("one => one === document.activeElement"):
            return
        presses(visitor, "Tab")
    pytest.fail(f"{goal} cannot be reached with Tab")


def enters(visitor: Visitor, goal: Locator) -> None:
    """Walk to a link or button and press Enter."""
    tabs_to(visitor, goal)
    visitor.page.keyboard.press("Enter")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_family_is_filled_and_the_quarter_is_offered_by_keyboard(portal: Portal, visitors: Invite, width: int) -> None:
    report = Report(portal, "de-grubbe")
    off_stage.filled_in(portal, "de-grubbe", writer="Noor Bakker", but="maatzorg")
    rows = report.empty_families()["Maatzorg"]
    noor = visitors()
    noor.goes_to("/demonstratie")
    enters(noor, noor.page.get_by_role("region", name="De Grubbe", exact=True).get_by_role("button", name="Noor Bakker"))
    noor.is_at(report.name)
    enters(noor, noor.page.get_by_role("link", name="Ga verder met invullen"))
    noor.is_at(re.compile("^Rapportage"))
    enters(noor, noor.page.get_by_role("link", name="Maatzorg"))
    noor.is_at("Maatzorg")
    fills_the_grid(noor, report, rows)
    enters(noor, noor.page.get_by_role("button", name=re.compile("^Bewaar en verder")))
    noor.is_at("Nazorg")
    enters(noor, noor.page.get_by_role("link", name=report.name))
    noor.is_at(re.compile("^Rapportage"))
    noor.sees("14 van 14 ingevuld")
    enters(noor, noor.page.get_by_role("link", name="Controleren en ondertekenen"))
    noor.is_at(re.compile("^Controleren"))
    answers_questions(noor)
    enters(noor, noor.page.get_by_role("button", name="Bied aan ter ondertekening"))
    noor.is_at(re.compile(report.name))
    assert report.header.state == lifecycle.AWAITING_SIGNATURE
    count("journeys by keyboard")


def answers_questions(noor: Visitor) -> None:
    """A reason in every field "Waarom klopt dit?", and all of them confirmed with one key."""
    fields = noor.page.get_by_role("textbox", name=re.compile("^Waarom klopt dit"))
    for number in range(fields.count()):
        tabs_to(noor, fields.nth(number))
        noor.page.keyboard.type(EXPLANATION)
    if fields.count():
        enters(noor, noor.page.get_by_role("button", name=re.compile("^Bevestig")).last)
        expect(fields).to_have_count(0)


def fills_the_grid(noor: Visitor, report: Report, rows: list[GridRow]) -> None:
    """Down the first column with Enter, back up with the arrow, then the second numbers with Tab, and explanations where they are asked."""
    tabs_to(noor, field(noor, rows[0], FIRST))
    for row in rows:
        expect(field(noor, row, FIRST)).to_be_focused()
        noor.page.keyboard.type(typed_in(row)[0])
        presses(noor, "Enter")
    presses(noor, "ArrowUp")
    expect(field(noor, rows[-2], FIRST)).to_be_focused()
    presses(noor, "ArrowDown")
    expect(field(noor, rows[-1], FIRST)).to_be_focused()
    for row in reversed([row for row in rows if row.denominator_label]):
        goal = field(noor, row, SECOND)
        for _ in range(FARTHEST):
            if goal.evaluate("one => one === document.activeElement"):
                break
            presses(noor, "Shift+Tab" if row is not rows[-1] else "Tab")
        noor.page.keyboard.type(typed_in(row)[1])
    presses(noor, "Tab")
    for row in rows:
        status = noor.page.locator(f"#status-{row.code}")
        expect(status).to_contain_text("Opgeslagen")
    for row in [row for row in report.rows() if row.family == rows[0].family and row.needs_explanation]:
        field(noor, row, EXPLAINED).focus()
        noor.page.keyboard.type(EXPLANATION)
        presses(noor, "Tab")
        expect(noor.page.locator(f"#status-{row.code}")).not_to_contain_text("Vraagt uitleg")

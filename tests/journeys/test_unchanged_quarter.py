"""A quarter in which nothing changed: every key and every click from the task list until it is offered, counted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, expect
from sqlalchemy import delete

from kpi.domain import report as lifecycle
from kpi.tables.report import ReportValue
from portal.provider.words import FAMILY_NAMES
from tests.journeys.conftest import Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import FIRST, Report
from tests.journeys.scene.quarter import field as cell_field
from tests.journeys.scene.visitor import Visitor
from tests.support.figures import measured

MOST = 90
"""A guard against becoming worse; the goal of 60 stands in `make prove`."""
CELLS = 30


@dataclass
class Hand:
    """Somebody of whom every key and click is counted."""

    visitor: Visitor
    count: int = field(default=0)

    def clicks(self, goal: Locator) -> None:
        goal.click()
        self.count += 1

    def presses(self, button: str | re.Pattern[str]) -> None:
        self.clicks(self.visitor.page.get_by_role("button", name=button, exact=isinstance(button, str)).first)

    def types(self, *keys: str) -> None:
        for key in keys:
            self.visitor.page.keyboard.press(key)
            self.count += 1


def emptied(portal: Portal, report: Report) -> int:
    """Nothing was filled in yet; how many numbers the quarter asks."""
    rows = report.rows()
    with portal.writing() as session:
        session.execute(delete(ReportValue).where(ReportValue.report_id == report.header.id))
    locations = portal.ask("SELECT count(*) FROM location WHERE provider_id = ?", report.provider_id)[0][0]
    return sum(2 if row.denominator_label else 1 for row in rows) + 4 * int(locations) + 2 * len(report.flows())


def test_an_unchanged_quarter_takes_few_keys_and_clicks(portal: Portal, visitors: Invite) -> None:
    report = Report(portal, "de-grubbe")
    cells = emptied(portal, report)
    noor = visitors("Noor Bakker", "De Grubbe")
    noor.is_inspected = False
    hand = Hand(noor)
    noor.goes_to(report.path)
    hand.clicks(noor.page.get_by_role("link", name="Capaciteit", exact=True))
    hand.presses(re.compile("^Niets veranderd sinds"))
    noor.is_told("De capaciteit van vorig kwartaal is overgenomen.")
    hand.presses("Bewaar en verder naar in- en uitstroom")
    as_many_came_and_left(portal, hand, report)
    noor.is_at(re.compile(report.name))
    as_last_quarter(hand, report)
    noor.is_at(re.compile(report.name))
    hand.clicks(noor.page.get_by_role("link", name="Controleren en ondertekenen", exact=True))
    hand.presses("Bied aan ter ondertekening")
    noor.is_told("De rapportage is aangeboden.")
    assert report.header.state == lifecycle.AWAITING_SIGNATURE
    measured("keys and clicks of an unchanged quarter in the grid", hand.count)
    assert cells >= CELLS and hand.count <= MOST, (cells, hand.count)


def as_many_came_and_left(portal: Portal, hand: Hand, report: Report) -> None:
    """The same numbers as last quarter, column by column. People who come and go are counted anew: nothing is taken over."""
    names = {form.care_form_code: form.care_form_name for form in report.flows()}
    told = portal.ask(
        "SELECT f.care_form_code, f.inflow, f.outflow FROM flow_count f JOIN report r ON r.id = f.report_id WHERE r.provider_id = ? AND r.period = ?",
        report.provider_id, report.quarter.previous.code,
    )  # fmt: skip
    moved = portal.ask(
        "SELECT m.from_code, m.to_code, m.people FROM flow_move m JOIN report r ON r.id = m.report_id WHERE r.provider_id = ? AND r.period = ?",
        report.provider_id, report.quarter.previous.code,
    )  # fmt: skip
    columns = {"Instroom": {row[0]: row[1] for row in told}}
    for start, to, people in moved:
        columns.setdefault(f"Naar {names[to].lower()}", {})[start] = people
    columns["Uitstroom"] = {row[0]: row[2] for row in told}
    for column, counts in columns.items():
        _down(hand, column, names, {form: count for form, count in counts.items() if count or column in ("Instroom", "Uitstroom")})
    hand.presses("Bewaar en terug naar de takenlijst")


def _down(hand: Hand, column: str, names: dict[str, str], counts: dict[str, int]) -> None:
    """One column: a click in its first field, and then by keys. A field that stays empty is passed with Enter too."""
    page, forms = hand.visitor.page, list(names)
    first, last = min(map(forms.index, counts)), max(map(forms.index, counts))
    hand.clicks(page.locator("input[id]").and_(page.get_by_role("textbox", name=re.compile(f"^{names[forms[first]]} {column}", re.IGNORECASE))).first)
    for number in range(first, last + 1):
        if forms[number] in counts:
            hand.types(*str(counts[forms[number]]))
        if number < last and f"naar {names[forms[number + 1]].lower()}" != column.lower():
            hand.types("Enter")


def as_last_quarter(hand: Hand, report: Report) -> None:
    """Every family after the other: an equals sign per cell."""
    families: dict[str, list[str]] = {}
    by_code = {row.code: row for row in report.rows()}
    for row in by_code.values():
        families.setdefault(row.family, []).append(row.code)
    page = hand.visitor.page
    hand.clicks(page.get_by_role("link", name=FAMILY_NAMES[next(iter(families))], exact=True))
    for family, codes in families.items():
        expect(page.get_by_role("heading", level=1)).to_have_text(FAMILY_NAMES[family])
        hand.clicks(cell_field(hand.visitor, by_code[codes[0]], FIRST))
        for number, code in enumerate(codes):
            cell_field(hand.visitor, by_code[code], FIRST).select_text()
            hand.types("=", *(["ArrowDown"] if number < len(codes) - 1 else []))
        expect(page.locator(".htmx-request")).to_have_count(0)  # leaving the page breaks off what is still being saved
        hand.presses(re.compile("^Bewaar en verder"))

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

MOST = 60
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
    nobody_came_or_left(hand, report)
    noor.is_at(re.compile(report.name))
    as_last_quarter(hand, report)
    noor.is_at(re.compile(report.name))
    hand.clicks(noor.page.get_by_role("link", name="Controleren en ondertekenen", exact=True))
    hand.presses("Bied aan ter ondertekening")
    noor.is_told("De rapportage is aangeboden.")
    assert report.header.state == lifecycle.AWAITING_SIGNATURE
    measured("keys and clicks of an unchanged quarter in the grid", hand.count)
    assert cells >= CELLS and hand.count <= MOST, (cells, hand.count)


def nobody_came_or_left(hand: Hand, report: Report) -> None:
    """One column and then the other, with Enter from row to row."""
    forms, page = report.flows(), hand.visitor.page
    for column in ("Instroom", "Uitstroom"):
        hand.clicks(page.get_by_role("textbox", name=f"{forms[0].care_form_name} {column}", exact=True))
        for number, _ in enumerate(forms):
            hand.types("0", *(["Enter"] if number < len(forms) - 1 else []))
    hand.presses("Bewaar en terug naar de takenlijst")


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
        hand.presses(re.compile("^Bewaar en verder"))

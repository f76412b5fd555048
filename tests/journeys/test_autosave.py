"""Saving while somebody types: nothing typed is lost, whatever the server or a colleague does meanwhile."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from kpi.domain.numbers import as_typed
from kpi.queries.grid import GridRow
from tests.journeys.conftest import Invite
from tests.journeys.scene import off_stage
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import EXPLAINED, FIRST, SECOND, Report, field
from tests.journeys.scene.visitor import Visitor

SAVING = "**/cijfers/*/*"
FAMILY = "Basiszorg"


@pytest.fixture
def report(portal: Portal) -> Report:
    return Report(portal, "de-grubbe")


@pytest.fixture
def row(report: Report) -> GridRow:
    """A cell with two numbers that is filled in already."""
    return next(row for row in report.rows() if row.is_filled and row.denominator is not None and row.family == "basiszorg")


def at_the_grid(visitors: Invite, report: Report, *, caused: set[int] | None = None) -> Visitor:
    noor = visitors("Noor Bakker", "De Grubbe", caused=caused)
    noor.goes_to(f"{report.path}/cijfers/basiszorg")
    noor.is_at(FAMILY)
    return noor


def status(noor: Visitor, row: GridRow) -> Locator:
    return noor.page.locator(f"#status-{row.code}")


def stored(report: Report, row: GridRow) -> tuple[str, str]:
    now = next(one for one in report.rows() if one.code == row.code)
    return as_typed(now.numerator), as_typed(now.denominator)


def types(noor: Visitor, row: GridRow, column: str, text: str) -> None:
    """As fingers do: select what is there, type, and walk on with Tab."""
    field(noor, row, column).select_text()
    noor.page.keyboard.type(text)
    noor.page.keyboard.press("Tab")


def one_less(row: GridRow) -> str:
    assert row.numerator is not None
    return as_typed(row.numerator - 1)


def test_typing_goes_on_while_the_server_is_slow(report: Report, row: GridRow, visitors: Invite) -> None:
    noor = at_the_grid(visitors, report)
    waiting: list[Route] = []
    noor.page.route(SAVING, lambda route: route.continue_() if waiting else waiting.append(route))
    types(noor, row, FIRST, one_less(row))
    expect(status(noor, row)).to_contain_text("Bezig…")
    second, explained = field(noor, row, SECOND), field(noor, row, EXPLAINED)
    expect(second).to_be_focused()
    second.select_text()
    noor.page.keyboard.type("9")
    with noor.page.expect_response(re.compile("/cijfers/")):
        waiting[0].continue_()
    noor.page.keyboard.type("9")
    expect(second).to_have_value("99")
    expect(second).to_be_focused()
    noor.page.keyboard.press("Tab")
    explained.select_text()
    noor.page.keyboard.type("Wij telden opnieuw.")
    expect(explained).to_have_value("Wij telden opnieuw.")
    noor.page.keyboard.press("Tab")
    expect(status(noor, row)).to_contain_text("Opgeslagen")
    expect(noor.page.locator(f"#cel-{row.code}")).not_to_have_attribute("data-state", re.compile("."))
    assert stored(report, row) == (one_less(row), "99")


def test_a_broken_server_keeps_the_figure_and_offers_another_try(report: Report, row: GridRow, visitors: Invite) -> None:
    noor = at_the_grid(visitors, report, caused={500})
    noor.page.route(SAVING, lambda route: route.fulfill(status=500, body="stuk"))
    types(noor, row, FIRST, one_less(row))
    expect(status(noor, row)).to_contain_text("Niet opgeslagen")
    expect(field(noor, row, FIRST)).to_have_value(one_less(row))
    noor.is_told("Het staat er nog.")
    noor.is_at(FAMILY)
    noor.page.unroute(SAVING)
    status(noor, row).get_by_role("button", name="Probeer opnieuw").click()
    expect(status(noor, row)).to_contain_text("Opgeslagen")
    assert stored(report, row)[0] == one_less(row)


@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_the_second_in_a_cell_sees_both_figures_and_chooses(report: Report, row: GridRow, visitors: Invite, choice: str) -> None:
    first, second = at_the_grid(visitors, report), at_the_grid(visitors, report)
    theirs, mine = one_less(row), as_typed(row.numerator)
    assert row.denominator is not None
    types(first, row, FIRST, theirs)
    expect(status(first, row)).to_contain_text("Opgeslagen")
    types(second, row, SECOND, as_typed(row.denominator + 1))
    expect(status(second, row)).to_contain_text("Gewijzigd door Noor Bakker")
    expect(status(second, row)).to_contain_text(theirs)
    expect(field(second, row, SECOND)).to_have_value(as_typed(row.denominator + 1))
    second.is_at(FAMILY)
    if choice == "mine":
        status(second, row).get_by_role("button", name="Neem mijn cijfer").click()
        expect(status(second, row)).to_contain_text("Opgeslagen")
        assert stored(report, row) == (mine, as_typed(row.denominator + 1))
    else:
        status(second, row).get_by_role("link", name="Houd dat van Noor Bakker").click()
        expect(field(second, row, FIRST)).to_have_value(theirs)
        assert stored(report, row) == (theirs, as_typed(row.denominator))


def test_what_cannot_be_is_said_at_the_cell_and_stays(report: Report, row: GridRow, visitors: Invite) -> None:
    noor = at_the_grid(visitors, report)
    types(noor, row, FIRST, "veel")
    expect(status(noor, row)).to_contain_text("Niet opgeslagen")
    expect(field(noor, row, FIRST)).to_have_value("veel")
    noor.is_at(FAMILY)
    assert stored(report, row)[0] == as_typed(row.numerator)


def sign_in(page: Page, email: str, code: str) -> None:
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(off_stage.PASSPHRASE)
    page.get_by_role("button", name="Verder").click()
    page.get_by_label(re.compile("^Code")).fill(code)
    page.get_by_role("button", name="Aanmelden").click()


def test_after_the_session_ended_the_typed_figure_is_back(report: Report, row: GridRow, visitors: Invite) -> None:
    email, telephone = off_stage.given_a_passphrase(report.portal, "Noor Bakker")
    noor = at_the_grid(visitors, report)
    off_stage.session_ended(report.portal, "Noor Bakker")
    types(noor, row, FIRST, one_less(row))
    noor.page.wait_for_url(re.compile("/aanmelden"))
    noor.is_at("Aanmelden")
    sign_in(noor.page, email, telephone())
    noor.is_at(FAMILY)
    expect(field(noor, row, FIRST)).to_have_value(one_less(row))
    noor.is_told("Wat u had getypt, staat er weer.")
    assert stored(report, row)[0] == as_typed(row.numerator)
    status(noor, row).get_by_role("button", name="Sla op").click()
    expect(status(noor, row)).to_contain_text("Opgeslagen")
    assert stored(report, row)[0] == one_less(row)


def test_what_was_typed_before_the_scripts_came_is_saved_too(visitors: Invite, report: Report, row: GridRow) -> None:
    noor = visitors("Noor Bakker", "De Grubbe")
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    noor.page.route("**/static/js/*.js*", hold)
    noor.page.goto(f"{report.portal.address}{report.path}/cijfers/basiszorg", wait_until="commit")
    typed = one_less(row)
    types(noor, row, FIRST, typed)
    noor.page.keyboard.press("Tab")
    noor.page.locator("body").click(position={"x": 2, "y": 2})
    held = list(waiting)
    assert held
    with noor.page.expect_response(lambda answer: answer.request.method == "POST" and "/cijfers/" in answer.url) as saved:
        for route in held:
            route.continue_()
        noor.page.unroute("**/static/js/*.js*")
    assert saved.value.ok and stored(report, row)[0] == typed

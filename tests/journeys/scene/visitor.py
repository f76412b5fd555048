"""Somebody at a screen. What they do is told in their own words: go there, follow a link, fill in a field, press a button."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.scene.inspection import inspect
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.watch import Watch


@dataclass(slots=True)
class Visitor:
    """A person with a browser window of their own."""

    portal: Portal
    page: Page
    watch: Watch
    has_scripts: bool = True

    def goes_to(self, path: str) -> None:
        """Type an address."""
        self.page.goto(self.portal.address + path)

    def becomes(self, name: str, organisation: str = "") -> None:
        """Choose somebody on the page of the demonstration."""
        self.goes_to("/demonstratie")
        place = self.page.get_by_role("region", name=organisation, exact=True) if organisation else self.page
        place.get_by_role("button", name=name, exact=True).click()
        self.page.wait_for_url(re.compile(r"^(?!.*/demonstratie).*$"))

    def is_at(self, heading: str | re.Pattern[str]) -> None:
        """The screen with this heading is shown, and nothing is wrong with it."""
        expect(self.page.get_by_role("heading", level=1, name=heading)).to_be_visible()
        self.looks()

    def follows(self, link: str | re.Pattern[str], *, exact: bool = False) -> None:
        """Follow a link."""
        self.page.get_by_role("link", name=link, exact=exact).first.click()

    def presses(self, button: str | re.Pattern[str], *, exact: bool = False) -> None:
        """Press a button."""
        self.page.get_by_role("button", name=button, exact=exact).first.click()

    def fills(self, label: str | re.Pattern[str], text: str) -> None:
        """Fill in a field."""
        self.field(label).fill(text)

    def field(self, label: str | re.Pattern[str]) -> Locator:
        """A field by the words beside it."""
        return self.page.get_by_label(label).and_(self.page.locator("input:visible, textarea:visible, select:visible")).first

    def section(self, name: str | re.Pattern[str]) -> Locator:
        """A part of the page by its heading."""
        return self.page.get_by_role("region", name=name)

    def opens(self, summary: str | re.Pattern[str]) -> None:
        """Open something that was folded."""
        self.page.locator("summary", has_text=summary).first.click()

    def sees(self, text: str | re.Pattern[str]) -> None:
        """Read something in the main part or in the message of the page."""
        expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)

    def does_not_see(self, text: str | re.Pattern[str]) -> None:
        """It is nowhere on the page."""
        expect(self.page.locator("body")).not_to_contain_text(text)

    def is_told(self, sentence: str | re.Pattern[str]) -> None:
        """The quiet message of the page."""
        expect(self.page.get_by_role("status")).to_contain_text(sentence)

    def is_refused(self, reason: str | re.Pattern[str]) -> None:
        """The page says what is wrong: in its title, and in a summary at the top that has the focus."""
        expect(self.page).to_have_title(re.compile("^Fout: "))
        summary = self.page.get_by_role("region", name="Er klopt nog iets niet")
        expect(summary).to_contain_text(reason)
        expect(summary).to_be_focused()
        self.looks()

    def looks(self) -> None:
        """Nothing on this screen to trip over. The rules themselves are a script: without scripts they cannot run."""
        if self.has_scripts:
            inspect(self.page)

    def signs_out(self) -> None:
        """Sign out with the button at the top."""
        self.presses("Afmelden")
        self.page.wait_for_url(self.portal.address + "/")

"""Keys while the server is slow: somebody types on and on, every save takes up to two seconds, and no key and no focus is lost."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field
from http import HTTPStatus

import pytest
from playwright.sync_api import Page, Request, Response, Route

from kpi.domain.numbers import as_typed
from kpi.queries.grid import GridRow
from tests.journeys.conftest import SECONDS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.test_autosave import SAVING, at_the_grid
from tests.support.figures import measured, size

SLOWEST = 2.0
IN_A_NUMBER, IN_WORDS = "0123456789", "abcdefghijklmnopqrstuvwxyz "
NOW = "() => [document.activeElement.id, 'value' in document.activeElement ? document.activeElement.value : '']"
STATES = "() => Array.from(document.querySelectorAll('[data-cell][data-state]'), row => row.dataset.state)"
LONGEST_NUMBER = 6


@dataclass
class SlowServer:
    """Every save waits for up to two seconds; whoever types lets go of those whose time has come."""

    chance: random.Random
    waiting: list[tuple[float, Route]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Hold up what this page saves."""
        page.route(SAVING, self._hold)
        page.on("response", self._note)

    def _hold(self, route: Route, _request: Request) -> None:
        self.waiting.append((time.monotonic() + self.chance.uniform(0, SLOWEST), route))

    def _note(self, response: Response) -> None:
        if response.request.method == "POST":
            self.answers.append(response.status)

    def let_go(self, *, all_of_it: bool = False) -> None:
        """Those whose time has come."""
        now = time.monotonic()
        due = [one for one in self.waiting if all_of_it or one[0] <= now]
        self.waiting = [one for one in self.waiting if one not in due]
        for _, route in due:
            route.continue_()


@dataclass
class Fingers:
    """Somebody who types without looking, and remembers what should stand in every field."""

    page: Page
    server: SlowServer
    chance: random.Random
    fields: dict[str, str]
    keys: int = 0
    lost: list[str] = field(default_factory=list)
    at: str = ""

    def press(self, key: str) -> None:
        """One key, after a look at whether the last one arrived and the focus is where it was."""
        self.look()
        self.server.let_go()
        self.page.keyboard.press(key)
        self.keys += 1

    def look(self) -> None:
        """Nothing moved and nothing changed by itself."""
        place, value = self.page.evaluate(NOW)
        if place != self.at:
            self.lost.append(f"the focus went from {self.at} to {place}")
            self.enter(self.at)
        elif value != self.fields[self.at]:
            self.lost.append(f"{self.at} holds {value!r} instead of {self.fields[self.at]!r}")
            self.fields[self.at] = value

    def enter(self, place: str) -> None:
        """Begin in a field, behind what stands there."""
        self.page.locator(f"#{place}").focus()
        self.at = place
        self.page.keyboard.press("Control+End")

    def type_one(self) -> None:
        """A sign at the end, or one taken away."""
        text, is_number = self.fields[self.at], not self.at.startswith("explanation")
        if text and (self.chance.random() < 0.12 or (is_number and len(text) >= LONGEST_NUMBER)):
            self.press("Backspace")
            self.fields[self.at] = text[:-1]
            return
        sign = self.chance.choice(IN_A_NUMBER if is_number else IN_WORDS)
        self.press("Space" if sign == " " else sign)
        self.fields[self.at] = text + sign

    def move(self) -> None:
        """To another field, as people do; links on the way are passed."""
        in_words = self.at.startswith("explanation")
        key = self.chance.choice(("Tab", "Shift+Tab") if in_words else ("Tab", "Tab", "Shift+Tab", "ArrowDown", "ArrowUp", "Enter"))
        self.press(key)
        for _ in range(8):
            place = self.page.evaluate(NOW)[0]
            if place in self.fields:
                break
            self.page.keyboard.press(key)
            self.keys += 1
        else:
            place = self.chance.choice(list(self.fields))
        self.enter(place)

    def write(self, place: str, text: str) -> None:
        """Put something else in a field, key by key."""
        self.enter(place)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.fields[place] = ""
        for sign in text:
            self.press(sign)
            self.fields[place] += sign
        self.look()


def fields_of(rows: list[GridRow]) -> dict[str, str]:
    """The fields of the grid with what stands in them."""
    found = {}
    for row in rows:
        found[f"numerator-{row.code}"] = as_typed(row.numerator)
        if row.denominator_label:
            found[f"denominator-{row.code}"] = as_typed(row.denominator)
        found[f"explanation-{row.code}"] = row.explanation
    return found


def stored(report: Report) -> dict[str, str]:
    return fields_of([row for row in report.rows() if row.family == "basiszorg"])


def settled(page: Page, server: SlowServer) -> None:
    """Everything that still waits is let through, and every row has been saved."""
    until = time.monotonic() + SECONDS
    while page.evaluate(STATES) and time.monotonic() < until:
        server.let_go(all_of_it=True)
        page.wait_for_timeout(50)


def what_is_wrong(report: Report, fingers: Fingers) -> list[str]:
    """What was typed beside what stands in the fields and in the database; and answers that are no answer to a save."""
    in_fields = {place: fingers.page.locator(f"#{place}").input_value() for place in fingers.fields}
    now = stored(report)
    wrong = [f"{place}: {in_fields[place]!r}" for place, text in fingers.fields.items() if in_fields[place] != text]
    wrong += [f"{place} is stored as {now[place]!r}" for place, text in fingers.fields.items() if now[place] != text.strip()]
    return wrong + [f"answered with {status}" for status in fingers.server.answers if status not in (HTTPStatus.OK, HTTPStatus.UNPROCESSABLE_ENTITY)]


@pytest.mark.parametrize("seed", [20261122])
def test_no_key_and_no_focus_is_lost_while_saves_are_slow(portal: Portal, visitors: Invite, seed: int) -> None:
    report, chance, wanted = Report(portal, "de-grubbe"), random.Random(seed), size(quick=300, full=10_000)
    rows = [row for row in report.rows() if row.family == "basiszorg"]
    assert not [row for row in rows if row.missing_reason]
    noor = at_the_grid(visitors, report)
    server = SlowServer(chance)
    server.over(noor.page)
    fingers = Fingers(noor.page, server, chance, fields_of(rows))
    fingers.enter(f"numerator-{rows[0].code}")
    while fingers.keys < wanted:
        for _ in range(chance.randint(1, 6)):
            fingers.type_one()
        fingers.move()
    for row in rows:  # whatever was refused on the way ends as something that can be
        fingers.write(f"numerator-{row.code}", "3")
        if row.denominator_label:
            fingers.write(f"denominator-{row.code}", "9")
    noor.page.keyboard.press("Tab")
    settled(noor.page, server)
    faults = fingers.lost + what_is_wrong(report, fingers)
    measured("keys typed while saves are slow", fingers.keys)
    measured("keystrokes or focus lost", len(faults))
    assert faults == []
    assert len(server.answers) > wanted / 20, "too few saves to say anything"

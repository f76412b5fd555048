"""One portal and one browser per test process; for every test the demonstration as it was made, and a watched context per person."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from portal.developer.bootstrap.browser import candidates, this_machine
from portal.developer.bootstrap.checks import NO_BROWSER, under_ci
from portal.developer.bootstrap.render_check import FLAGS
from tests.journeys.scene.figures import count
from tests.journeys.scene.portal import Portal, running, seeded
from tests.journeys.scene.visitor import Visitor
from tests.journeys.scene.watch import Watch

WIDTHS = (1280, 320)
HEIGHTS = {1280: 900, 320: 640}
SECONDS = 20

LONGEST = ("test_every_screen_of_a_role[Karin Peters", "test_the_round_without_scripts", "test_every_kind_of_kpi", "test_every_screen_of_a_role[")

Invite = Callable[..., Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest walks begin first, so that the test processes end together."""
    items.sort(key=lambda item: next((place for place, name in enumerate(LONGEST) if item.name.startswith(name)), len(LONGEST)))


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The demonstration, made once for all test processes."""
    return seeded(tmp_path_factory.getbasetemp(), worker=worker_id)


@pytest.fixture(scope="session")
def running_portal(template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    with running(template, tmp_path_factory.mktemp("portal") / "instance") as portal:
        yield portal


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = os.environ.get("E2E_CHROMIUM") or found_browser()
    if path is None:
        if under_ci():
            pytest.fail(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    started = playwright.chromium.launch(executable_path=path, args=FLAGS, chromium_sandbox=False)
    yield started
    started.close()


def found_browser() -> str | None:
    """The first browser on this machine that draws a page; `./samenzicht test` names it, and may install one."""
    here = this_machine(Path(sys.executable))
    return next((path for path in candidates(here) if here.renders(path)), None)


@pytest.fixture
def portal(running_portal: Portal) -> Portal:
    """The running portal, with the demonstration as it was made."""
    running_portal.begin_again()
    return running_portal


@pytest.fixture
def width() -> int:
    """How wide the window is; `at_both_widths` asks for both."""
    return 1280


@pytest.fixture
def visitors(browser: Browser, portal: Portal, width: int, request: pytest.FixtureRequest) -> Iterator[Invite]:
    """Let somebody in, each with a browser of their own; afterwards everything that went wrong on any page is a fault."""
    opened: list[tuple[Watch, Callable[[], None]]] = []

    def invite(name: str = "", organisation: str = "", *, scripts: bool = True, inspected: bool = True, caused: set[int] | None = None) -> Visitor:
        watch = Watch(caused=caused or set())
        size = {"width": width, "height": HEIGHTS[width]}
        context = browser.new_context(viewport=size, java_script_enabled=scripts, locale="nl-NL", reduced_motion="reduce")
        context.set_default_timeout(SECONDS * 1000)
        watch.over(context)
        opened.append((watch, context.close))
        visitor = Visitor(portal, context.new_page(), watch, scripts and inspected)
        if name:
            visitor.becomes(name, organisation)
        return visitor

    failed = request.session.testsfailed
    yield invite
    for _, close in opened:
        close()
    for watch, _ in opened:
        watch.close()
    if width == min(WIDTHS) and request.session.testsfailed == failed:
        count("journeys at 320 px")

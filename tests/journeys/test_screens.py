"""Every screen that a person can reach by following links, in every role, wide and narrow: nothing to trip over, no dead link."""

from __future__ import annotations

import re
from collections import deque
from http import HTTPStatus

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import HEIGHTS, SECONDS, WIDTHS, Invite
from tests.journeys.scene import off_stage
from tests.journeys.scene.inspection import inspect
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.scene.visitor import Visitor

ROLES = [
    ("", ""),
    ("Noor Bakker", "De Grubbe"),
    ("Paul Janssen", ""),
    ("Karin Peters", ""),
    ("Rob van den Berg", ""),
    ("Fatima Amrani", ""),
    ("Joke Willems", ""),
    ("Anneke de Wit", ""),
    ("Ellen Brouwers", ""),
]
LINKS = "Array.from(document.querySelectorAll('a[href]'), link => link.getAttribute('href'))"
DOWNLOAD = re.compile(r"/bestand$|/(bewijs)?stukken/\d+$|\.[a-z]+(\?|$)")


FOR_EVERYBODY = ("/toegankelijkheid?", "/privacy?", "/contact?", "/?")
"""The same for whoever is signed in: looked at once, as nobody."""


def kinds_of(path: str, period: str) -> set[str]:
    """Two addresses of one kind show the same screen with other data; the open quarter is a kind of its own.

    Each thing that can be asked of a screen is a kind too, but not every combination: seven filters have 128, which show fewer rows of a table.
    """
    bare, _, query = path.partition("?")
    bare = bare.replace(period, "NOW")
    bare = re.sub(r"\d{4}-k\d", "Q", bare)
    bare = re.sub(r"[A-Z]{2}-\d{4}-K\d-\d+", "R", bare)
    bare = re.sub(r"\b[A-Z]{2}-\d{2}\b", "KPI", bare)
    bare = re.sub(r"\d+", "N", bare)
    return {f"{bare}?{part.partition('=')[0]}" for part in query.split("&")}


def walk_everywhere(visitor: Visitor, period: str, begin: str) -> set[str]:
    """Follow every link once per kind of screen; look at each at both widths."""
    seen, waiting = kinds_of(begin, period) | set(FOR_EVERYBODY if begin != "/" else ()), deque([begin])
    while waiting:
        path = waiting.popleft()
        answer = visitor.page.goto(visitor.portal.address + path)
        assert answer is not None
        assert answer.status == HTTPStatus.OK, f"{answer.status} for {path}"
        expect(visitor.page.locator(".htmx-request")).to_have_count(0, timeout=SECONDS * 1000)  # what a page asks for by itself, too
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            inspect(visitor.page)
        for link in visitor.page.evaluate(LINKS):
            target = link.partition("#")[0]
            if target.startswith("?"):
                target = path.partition("?")[0] + target
            if target.startswith("/") and not DOWNLOAD.search(target) and not kinds_of(target, period) <= seen:
                seen |= kinds_of(target, period)
                waiting.append(target)
    return seen


@pytest.mark.parametrize(("name", "organisation"), ROLES, ids=[name or "nobody" for name, _ in ROLES])
def test_every_screen_of_a_role(portal: Portal, visitors: Invite, name: str, organisation: str) -> None:
    visitor = visitors(name, organisation)
    seen = walk_everywhere(visitor, Report(portal, "de-grubbe").quarter.slug, "/start" if name else "/")
    assert len(seen) > len(FOR_EVERYBODY)


def test_a_whole_quarter_at_a_glance(portal: Portal, visitors: Invite) -> None:
    """The heat table when all is in, when nothing was asked, and the page of every aanbieder."""
    page = visitors("Karin Peters", "").page
    page.goto(portal.address + "/beheer/aanbieders")
    own = [link for link in page.evaluate(LINKS) if re.fullmatch(r"/beheer/aanbieders/\d+", link)]
    before = Report(portal, "de-grubbe").quarter.previous.slug
    assert len(own) == 4
    for path in (f"/beheer/overzicht?kwartaal={before}", "/beheer/overzicht?kwartaal=2019-k1", *own):
        page.goto(portal.address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            inspect(page)


def test_every_kind_of_kpi(portal: Portal, visitors: Invite) -> None:
    """A share, a count, a median, a mean, one of the gemeente itself, and the series of an aanbieder with a few and with many quarters."""
    page = visitors("Karin Peters", "").page
    page.goto(portal.address + "/beheer/kpis/BZ-01")
    series = [link for link in page.evaluate(LINKS) if re.fullmatch(r"/beheer/kpis/BZ-01/aanbieders/\d+", link)]
    assert len(series) == 4
    other = [series[0].replace("BZ-01", code) for code in ("BZ-02", "OC-03", "BZ-07", "VZ-01")]
    paths = ["/beheer/kpis", *(f"/beheer/kpis/{code}" for code in ("BZ-02", "BZ-03", "OC-03", "VZ-01", "BZ-01?kwartaal=2025-k1"))]
    for path in (*paths, *series, *other):
        page.goto(portal.address + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
            inspect(page)


def test_the_empty_screens_of_a_new_aanbieder(portal: Portal, visitors: Invite) -> None:
    visitor = visitors(off_stage.newcomer(portal))
    visitor.sees("U hoeft nu niets te doen.")
    walk_everywhere(visitor, Report(portal, "de-grubbe").quarter.slug, "/start")

"""The look over every screen: the accessibility rules, no sideways scrolling, one heading, and names that are unique."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.scene.figures import count
from tests.support.figures import AT_LENGTH

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
"""wcag22aa is not on by default: it brings the 24 by 24 pixels of a target."""
LONG, SHOWN_ROWS = 20, 10
"""Of a table with more rows than LONG, only the first ones are looked at: the others come from the same loop."""
NARROW = 320
CHANGED_BY_WIDTH = ("target-size", "scrollable-region-focusable", "label", "link-name", "button-name", "empty-table-header")
"""What a narrow screen can break that a wide one has in order: sizes, regions that begin to scroll, and names that a stylesheet hides."""


@cache
def _rules() -> str:
    script: str = Axe().axe_script
    return script


def inspect(page: Page) -> None:
    """Fail on anything that somebody could trip over on this screen.

    No width changes a colour, a language or a role: of narrow screens only what a width can change is asked here, and everything in `make prove`.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_rules())
    is_narrow = page.viewport_size is not None and page.viewport_size["width"] <= NARROW
    everything: dict[str, Any] = {"type": "tag", "values": list(TAGS)}
    rules = {"type": "rule", "values": list(CHANGED_BY_WIDTH)} if is_narrow and not AT_LENGTH else everything
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    scope = {"include": [["html"]], "exclude": _rest_of_long_tables(page)}
    found = page.evaluate(f"axe.run({json.dumps(scope)}, {json.dumps(options)})")["violations"]
    count("axe scans")
    count("axe violations", sum(len(one["nodes"]) for one in found))
    where = f"{page.url} at {page.viewport_size}"
    assert not found, f"accessibility of {where}:\n" + "\n".join(_told(one) for one in found)
    _fits(page, where)
    assert page.locator("h1").count() == 1, f"one heading on {where}"


def _rest_of_long_tables(page: Page) -> list[list[str]]:
    """Only long tables are cut; most screens have none."""
    longest = page.evaluate("Math.max(0, ...Array.from(document.querySelectorAll('tbody'), body => body.rows.length))")
    return [[f"tbody > tr:nth-child(n+{SHOWN_ROWS + 1})"]] if longest > LONG else []


def _told(violation: dict[str, Any]) -> str:
    nodes = violation["nodes"]
    first = nodes[0]
    return f"{violation['id']} x{len(nodes)}: {first['html'][:200]} | {first.get('failureSummary', '')[:300]}"


def _fits(page: Page, where: str) -> None:
    """The page itself never scrolls sideways; a wide table scrolls in a region of its own."""
    width = page.evaluate("document.documentElement.scrollWidth")
    room = page.viewport_size or {"width": NARROW}
    assert width <= room["width"], f"{width} px wide: {where}: {_too_wide(page, room['width'])}"


def _too_wide(page: Page, room: int) -> list[str]:
    found: list[str] = page.evaluate(
        """room => Array.from(document.querySelectorAll("body *"))
             .filter(one => one.getBoundingClientRect().right > room + 0.5 && !one.closest(".scroll"))
             .slice(0, 5).map(one => one.outerHTML.slice(0, 120))""",
        room,
    )
    return found

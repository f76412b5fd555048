"""The klankbordgroep's window: the summary is published, read, and nobody can be recognised in it."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.scene.visitor import Visitor


def publishes(come: Callable[..., Visitor], report: Report) -> None:
    """One makes and signs a concept of the summary as the klankbordgroep will see it; the other reads it and publishes."""
    fatima, daan = come("Fatima Amrani"), come("Daan Smits")
    fatima.goes_to(f"/publicatie/{report.quarter.slug}")
    fatima.is_at(re.compile(report.name, re.IGNORECASE))
    fatima.presses("Maak en toets het concept")
    fatima.is_told("Het concept is gemaakt en getoetst.")
    _signs(fatima, "Onderteken het concept")
    fatima.is_told("Nu leest en tekent een collega.")
    daan.goes_to("/publicatie")
    daan.is_at("Publiceren")
    daan.page.get_by_role("link", name="Lees en onderteken", exact=True).first.click()
    daan.is_at(re.compile(report.name, re.IGNORECASE))
    _signs(daan, "Onderteken en publiceer")
    daan.is_told("De klankbordgroep kan hem nu lezen.")
    daan.is_at("Publiceren")


def _signs(publisher: Visitor, button: str) -> None:
    """With the code that the demonstration shows."""
    shown = publisher.page.get_by_text(re.compile("op uw telefoon zou nu staan")).inner_text()
    found = re.search(r"(\d{6})", shown)
    assert found is not None
    publisher.fills("Code uit uw app", found[1])
    publisher.presses(button)


def reads(reader: Visitor, report: Report) -> None:
    """Read the newest summary."""
    reader.goes_to("/start")
    reader.is_at("Samenvattingen")
    reader.follows(re.compile(re.escape(report.name), re.IGNORECASE))
    reader.is_at(re.compile(re.escape(report.name), re.IGNORECASE))


def names_that_tell(portal: Portal) -> list[str]:
    """Everything by which an aanbieder could be recognised."""
    own = [name for row in portal.ask("SELECT name, slug FROM organisation WHERE kind = 'aanbieder'") for name in row]
    return own + [name for (name,) in portal.ask("SELECT name FROM location")] + [ref for (ref,) in portal.ask("SELECT reference FROM commitment")]


def recognised(reader: Visitor) -> list[str]:
    """Names of aanbieders or their locations anywhere in the page, its addresses and hidden parts included."""
    page = reader.page.content().lower()
    return [name for name in names_that_tell(reader.portal) if name.lower() in page]

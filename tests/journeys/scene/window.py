"""The klankbordgroep's window: the summary is published, read, and nobody can be recognised in it."""

from __future__ import annotations

import re

from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.scene.visitor import Visitor


def publishes(publisher: Visitor, report: Report) -> None:
    """Look at the summary as the klankbordgroep will see it, and publish it."""
    publisher.goes_to("/publicatie")
    publisher.is_at("Publiceren")
    publisher.follows("Bekijk en publiceer")
    publisher.is_at(re.compile(report.name))
    publisher.presses("Publiceer de samenvatting")
    publisher.is_told("De klankbordgroep kan hem nu lezen.")
    publisher.is_at("Publiceren")


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

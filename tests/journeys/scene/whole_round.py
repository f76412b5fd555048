"""One quarter all the way round: filled in and signed, reviewed and accepted, talked about, published and read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tests.journeys.scene import review, table, window
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report, fill_in, offer, sign
from tests.journeys.scene.visitor import Visitor

SESSION = "Vervolg: doorstroom uit de opvang"


def walk(portal: Portal, visitors: Callable[..., Visitor], *, scripts: bool) -> None:
    """Everybody does their part, each in a browser of their own. (The journeys look at each of these screens; here what is left behind counts.)"""
    come = partial(visitors, scripts=scripts, inspected=False)
    open_report, other = Report(portal, "de-grubbe"), Report(portal, "mergelhof")
    _reported(come, open_report, scripts=scripts)
    _accepted(come, open_report, other)
    _talked_about(come, other, scripts=scripts)
    window.publishes(come, other)
    anneke = come("Anneke de Wit")
    window.reads(anneke, other)
    assert window.recognised(anneke) == []


def _reported(come: Callable[..., Visitor], report: Report, *, scripts: bool) -> None:
    noor = come("Noor Bakker", "De Grubbe")
    fill_in(noor, report, scripts=scripts)
    offer(noor, report)
    sign(come("Hans Vermeulen"), report)


def _accepted(come: Callable[..., Visitor], report: Report, other: Report) -> None:
    karin = come("Karin Peters")
    _number, code = review.newest_deviation(report.portal, other)
    review.asks(karin, code)
    review.explains(come("Sanne Hendriks"), code)
    for one in (other, report):
        review.settles_the_rest(karin, one)
        review.accepts(karin, one)


def _talked_about(come: Callable[..., Visitor], report: Report, *, scripts: bool) -> None:
    karin, paul = come("Karin Peters"), come("Paul Janssen")
    table.comes_to(karin, SESSION)
    table.begins(karin, SESSION)
    table.writes(karin, "Wat willen we samen bereiken?", table.MINUTES, scripts=scripts)
    table.comes_to(paul, SESSION)
    table.writes(paul, "Wat leren we hiervan en wat doen we?", table.THEIR_MINUTES, scripts=scripts)
    table.agrees_to_do(paul, report.provider_name, "Paul Janssen")
    table.offers_minutes(karin, SESSION)
    paul.page.reload()
    table.consents(paul, SESSION)
    table.consents(karin, SESSION)
    karin.is_told("Het verslag is vastgesteld.")

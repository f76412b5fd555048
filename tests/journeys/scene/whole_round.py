"""One quarter all the way round: filled in and signed, reviewed and accepted, talked about, published and read."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.scene import review, table, window
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report, fill_in, offer, sign
from tests.journeys.scene.visitor import Visitor

SESSION = "Vervolg: doorstroom uit de opvang"


def walk(portal: Portal, visitors: Callable[..., Visitor], *, scripts: bool) -> None:
    """Everybody does their part, each in a browser of their own."""
    open_report, other = Report(portal, "de-grubbe"), Report(portal, "mergelhof")
    noor = visitors("Noor Bakker", "De Grubbe", scripts=scripts)
    fill_in(noor, open_report, scripts=scripts)
    offer(noor, open_report)
    sign(visitors("Hans Vermeulen", scripts=scripts), open_report)

    karin, paul = visitors("Karin Peters", scripts=scripts), visitors("Paul Janssen", scripts=scripts)
    _number, code = review.newest_deviation(portal, other)
    review.asks(karin, code)
    review.explains(visitors("Sanne Hendriks", scripts=scripts), code)
    for report in (other, open_report):
        review.settles_the_rest(karin, report)
        review.accepts(karin, report)

    table.comes_to(karin, SESSION)
    table.begins(karin, SESSION)
    table.writes(karin, "Wat willen we samen bereiken?", table.MINUTES, scripts=scripts)
    table.comes_to(paul, SESSION)
    table.writes(paul, "Wat leren we hiervan en wat doen we?", table.THEIR_MINUTES, scripts=scripts)
    table.agrees_to_do(paul, other.provider_name, "Paul Janssen")
    table.offers_minutes(karin, SESSION)
    paul.page.reload()
    table.consents(paul)
    table.consents(karin)
    karin.is_told("Het verslag is vastgesteld.")

    window.publishes(visitors("Fatima Amrani", scripts=scripts), other)
    anneke = visitors("Anneke de Wit", scripts=scripts)
    window.reads(anneke, other)
    assert window.recognised(anneke) == []

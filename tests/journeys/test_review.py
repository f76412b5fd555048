"""Journey c: the contractmanager finds a deviation, asks, gives an explanation back, settles it and accepts the report."""

from __future__ import annotations

import re

import pytest

from kpi.domain import report as lifecycle
from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene import review
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report


@pytest.mark.parametrize("width", WIDTHS)
def test_a_deviation_is_asked_about_explained_and_settled(portal: Portal, visitors: Invite, width: int) -> None:
    report = Report(portal, "mergelhof")
    number, code = review.newest_deviation(portal, report)
    karin = visitors("Karin Peters")
    karin.is_at("Werklijst")
    review.asks(karin, code)
    karin.sees("De aanbieder is aan zet.")

    sanne = visitors("Sanne Hendriks")
    review.explains(sanne, code)

    karin.goes_to(f"/beheer/afwijkingen/{number}")
    karin.sees(review.EXPLANATION)
    karin.fills("Uw vraag aan de aanbieder", review.FOLLOW_UP)
    karin.presses("Verstuur de vraag")
    karin.is_told("De uitleg is terug bij de aanbieder")
    review.explains(sanne, code, review.SECOND_EXPLANATION)
    sanne.is_at(re.compile(rf"^{code} "))

    karin.goes_to(f"/beheer/afwijkingen/{number}")
    karin.is_at(re.compile(rf"^{code} "))
    review.settles(karin)
    karin.is_at(re.compile(rf"^{code} "))
    told = [kind for (kind,) in portal.ask("SELECT kind FROM deviation_event WHERE deviation_id = ? ORDER BY id", number)]
    assert told[-5:] == ["uitleg gevraagd", "toegelicht", "teruggegeven", "toegelicht", "afgehandeld"]


@pytest.mark.parametrize("width", WIDTHS)
def test_a_report_is_accepted_once_nothing_waits(portal: Portal, visitors: Invite, width: int) -> None:
    report = Report(portal, "mergelhof")
    karin = visitors("Karin Peters")
    karin.goes_to("/beheer/rapportages")
    karin.follows(report.provider_name, exact=True)
    karin.presses("Accepteer de rapportage")
    karin.sees("zonder uitleg")
    karin.is_at(re.compile(report.provider_name))
    assert report.header.state in lifecycle.TO_REVIEW
    review.settles_the_rest(karin, report)
    review.accepts(karin, report)
    assert report.header.state == lifecycle.ACCEPTED


@pytest.mark.parametrize("width", WIDTHS)
def test_several_deviations_go_onto_an_agenda_at_once(portal: Portal, visitors: Invite, width: int) -> None:
    karin = visitors("Karin Peters")
    karin.goes_to("/beheer/werklijst?stand=nieuw")
    karin.is_at("Werklijst")
    karin.presses("Zet op de agenda")
    karin.is_refused(re.compile("Kies eerst een of meer afwijkingen."))
    for place in range(2):
        karin.page.get_by_role("checkbox").nth(place).press("Space")
    karin.presses("Zet op de agenda")
    karin.is_told("2 afwijkingen op de agenda van")
    karin.is_at("Werklijst")
    karin.follows(re.compile("^Op de agenda"))
    karin.sees("Bespreek")
    placed = portal.ask("SELECT count(*) FROM deviation_event WHERE kind = 'op de agenda gezet' AND person_name = 'Karin Peters'")
    assert placed[0][0] >= 2

"""Figures that change after they were signed: what stood out follows them, and what people said stays."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from contracts.foundation.errors import Refused
from kpi.actions import deviations
from kpi.actions.reviews import request_change
from kpi.domain.openings import Ask
from kpi.queries.deviations import deviations_of_provider, find_deviation, open_count, worklist
from kpi.queries.reports import ReportHeader, find_report
from tests.factories.reporting import CALM, MANAGER, NOW, QUARTER, World, add_world, cell, offer, sign, submitted

POOR = {**CALM, "BZ-01": ("19", "31")}
BECAUSE = "Er was weinig uitstroom naar woningen."


@pytest.fixture
def world(session: Session) -> World:
    return add_world(session)


def test_a_change_puts_the_figures_right_and_keeps_what_people_said(session: Session, world: World) -> None:
    poor = {"BZ-01": ("19", "31"), "BZ-02": ("4", ""), "MZ-08": ("12", "")}
    report = submitted(session, world, QUARTER, poor, explanation=BECAUSE)
    lines = {line.indicator_code: line for line in deviations_of_provider(session, provider_id=world.provider_id)}
    assert set(lines) == {"BZ-01", "BZ-02"}
    asked = deviations.ask(session, deviation_id=lines["BZ-01"].id, version=1, text="Hoe komt dit precies?", by=MANAGER, at=NOW)
    _change(session, report)
    offer(session, report)
    sign(session, report)
    same = find_deviation(session, deviation_id=lines["BZ-01"].id, provider_id=None)
    assert same == asked  # the same figures: nothing was touched
    assert open_count(session) == 2
    _change(session, report)
    cell(session, report, "BZ-01", "31", "31", version=1, explanation=BECAUSE)
    cell(session, report, "BZ-02", "0", version=1, explanation=BECAUSE)
    offer(session, report)
    sign(session, report)
    mended = find_deviation(session, deviation_id=lines["BZ-01"].id, provider_id=None)
    assert (mended.line.state, mended.findings[0].rule) == ("uitleg gevraagd", "hersteld")
    assert "Hoe komt dit precies?" in [event.text for event in mended.events]
    lapsed = find_deviation(session, deviation_id=lines["BZ-02"].id, provider_id=None)  # nobody had touched it: closed, and it says why
    assert (lapsed.line.state, lapsed.events[-1].kind) == ("afgehandeld", "valt niet meer op")
    assert lapsed.events[-1].text == "2026-K3: na een wijziging valt BZ-02 niet meer op."
    assert open_count(session) == 1
    _change(session, report)
    cell(session, report, "BZ-02", "4", version=2, explanation=BECAUSE)
    offer(session, report)
    sign(session, report)
    again_found = find_deviation(session, deviation_id=lines["BZ-02"].id, provider_id=None)
    assert (again_found.line.state, again_found.events[-1].kind) == ("nieuw", "heropend")


def _change(session: Session, report: ReportHeader) -> None:
    asks = [Ask("onderdeel", family, "Kijk de cijfers nog eens na.") for family in ("basiszorg", "maatzorg")]
    request_change(
        session, report_id=report.id, version=find_report(session, report_id=report.id, provider_id=None).version, asks=asks, by=MANAGER, at=NOW
    )


def test_a_settled_deviation_stays_settled_and_tells_that_its_figures_changed(session: Session, world: World) -> None:
    report = submitted(session, world, QUARTER, POOR, explanation=BECAUSE)
    line = worklist(session).lines[0]
    with pytest.raises(Refused, match="een reden van minstens 10"):
        deviations.close(session, deviation_id=line.id, version=1, reason="goed", by=MANAGER, at=NOW)
    deviations.close(session, deviation_id=line.id, version=1, reason="Besproken en begrepen.", by=MANAGER, at=NOW)
    assert worklist(session).total == 0
    _change(session, report)
    cell(session, report, "BZ-01", "9", "31", version=1, explanation=BECAUSE)
    offer(session, report)
    sign(session, report)
    page = find_deviation(session, deviation_id=line.id, provider_id=None)
    assert page.line.state == "afgehandeld"
    assert [event.kind for event in page.events] == ["gevonden", "afgehandeld", "gevonden"]
    assert page.line.sentence.startswith("2026-K3: 29 % (9 van 31).")
    _change(session, report)
    cell(session, report, "BZ-01", "31", "31", version=2, explanation=BECAUSE)
    offer(session, report)
    sign(session, report)
    assert find_deviation(session, deviation_id=line.id, provider_id=None).findings == page.findings  # what was settled is left alone

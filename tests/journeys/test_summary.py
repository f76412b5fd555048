"""Journey f: three aanbieders are accepted, two people publish the summary, and the klankbordgroep reads it. Nobody can be recognised."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene import off_stage, window
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report


@pytest.mark.parametrize("width", WIDTHS)
def test_the_klankbordgroep_reads_a_summary_without_names(portal: Portal, visitors: Invite, width: int) -> None:
    report = Report(portal, "geulkring")
    fatima = visitors("Fatima Amrani")
    fatima.is_at("Publiceren")
    fatima.goes_to(f"/publicatie/{report.quarter.slug}")
    fatima.sees("Er zijn nog te weinig geaccepteerde rapportages.")
    off_stage.accepted(portal, "mergelhof", signer="Paul Janssen")
    off_stage.accepted(portal, "maaslicht", signer="Marieke Smeets")
    window.publishes(visitors, report)

    anneke = visitors("Anneke de Wit")
    window.reads(anneke, report)
    anneke.sees("Wat u hier niet ziet, en waarom")
    assert window.recognised(anneke) == []
    assert portal.ask("SELECT count(*) FROM summary_edition WHERE period = ?", report.quarter.code) == [(1,)]
    anneke.goes_to("/beheer/werklijst")
    anneke.is_at("Hier hebt u geen toegang toe")

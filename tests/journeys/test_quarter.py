"""Journey a: somebody at De Grubbe fills in the rest of the quarter, a colleague signs it, and there is a receipt."""

from __future__ import annotations

import pytest

from kpi.domain import report as lifecycle
from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report, fill_in, offer, sign


@pytest.mark.parametrize("width", WIDTHS)
def test_a_quarter_is_filled_in_signed_and_received(portal: Portal, visitors: Invite, width: int) -> None:
    report = Report(portal, "de-grubbe")
    noor = visitors("Noor Bakker", "De Grubbe")
    noor.is_at(report.name)
    noor.sees("Inleveren tot en met")
    noor.follows("Ga verder met invullen")
    noor.sees("7 van 14 ingevuld")
    fill_in(noor, report)
    noor.sees("14 van 14 ingevuld")
    offer(noor, report)
    noor.sees("Wacht op ondertekening")

    hans = visitors("Hans Vermeulen")
    hans.sees("Een tekenbevoegde moet ze ondertekenen.")
    number = sign(hans, report)
    hans.sees("Op tijd ingediend")
    hans.sees("De contractmanager bekijkt de cijfers.")

    assert portal.ask("SELECT number, signed_by FROM receipt WHERE number = ?", number) == [(number, "Hans Vermeulen")]
    assert report.header.state in lifecycle.TO_REVIEW
    noor.goes_to(f"{report.path}/cijfers/basiszorg")
    noor.is_at("Basiszorg")
    noor.sees("Deze cijfers staan vast.")

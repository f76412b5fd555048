"""Pictures of the key screens for the README: made when SCREENS=1, kept in build/screens/."""

from __future__ import annotations

import os

import pytest

from portal.config import ROOT
from tests.journeys.conftest import WIDTHS, Invite
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.quarter import Report
from tests.journeys.scene.review import newest_deviation

FOLDER = ROOT / "build" / "screens"
OPEN = "{open}"
SCREENS = [
    ("voorpagina", "", "", "/"),
    ("kies-wie-u-bent", "", "", "/demonstratie"),
    ("aanbieder-begin", "Noor Bakker", "De Grubbe", "/aanbieder"),
    ("aanbieder-takenlijst", "Noor Bakker", "De Grubbe", OPEN),
    ("aanbieder-raster", "Noor Bakker", "De Grubbe", f"{OPEN}/cijfers/basiszorg"),
    ("aanbieder-capaciteit", "Noor Bakker", "De Grubbe", f"{OPEN}/capaciteit"),
    ("aanbieder-controleren", "Marieke Smeets", "", f"{OPEN}/controleren"),
    ("werklijst", "Karin Peters", "", "/beheer/werklijst"),
    ("afwijking", "Karin Peters", "", "/beheer/afwijkingen/{deviation}"),
    ("overzicht", "Karin Peters", "", "/beheer/overzicht"),
    ("kpi", "Karin Peters", "", "/beheer/kpis/BZ-01"),
    ("begroting", "Rob van den Berg", "", "/beheer/begroting"),
    ("dialoog", "Karin Peters", "", "/dialoog"),
    ("gesprek", "Paul Janssen", "", "/dialoog/{session}"),
    ("publiceren", "Fatima Amrani", "", "/publicatie"),
    ("samenvatting", "Anneke de Wit", "", "/klankbord/{published}"),
    ("mensen", "Joke Willems", "", "/mensen"),
]


@pytest.mark.skipif(os.environ.get("SCREENS") != "1", reason="pictures are only made with SCREENS=1")
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(("picture", "name", "organisation", "path"), SCREENS, ids=[screen[0] for screen in SCREENS])
def test_picture(portal: Portal, visitors: Invite, width: int, picture: str, name: str, organisation: str, path: str) -> None:
    report = Report(portal, "mergelhof")
    visitor = visitors(name, organisation, inspected=False)
    where = {
        "open": report.path,
        "deviation": newest_deviation(portal, report)[0],
        "session": portal.ask("SELECT MAX(id) FROM dialogue_session")[0][0],
        "published": report.quarter.previous.slug,
    }
    visitor.goes_to(path.format(**where))
    FOLDER.mkdir(parents=True, exist_ok=True)
    visitor.page.screenshot(path=FOLDER / f"{picture}-{width}.png", full_page=True)

"""The whole round with JavaScript off leaves the same behind as the whole round with JavaScript on."""

from __future__ import annotations

from tests.journeys.conftest import Invite
from tests.journeys.scene.figures import count
from tests.journeys.scene.portal import Portal
from tests.journeys.scene.remains import remains
from tests.journeys.scene.whole_round import walk


def test_the_round_without_scripts_ends_as_the_round_with_scripts(portal: Portal, visitors: Invite) -> None:
    before = remains(portal)
    walk(portal, visitors, scripts=True)
    with_scripts = remains(portal)
    portal.begin_again()
    assert remains(portal) == before
    walk(portal, visitors, scripts=False)
    without_scripts = remains(portal)
    assert with_scripts["editions"] != before["editions"]
    for part, left in with_scripts.items():
        assert without_scripts[part] == left, part
    count("journeys without JavaScript")

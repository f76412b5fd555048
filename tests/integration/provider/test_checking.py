"""The page "Controleren": three groups, and reasons for several questions at once, without a script."""

from __future__ import annotations

import pytest
from flask import Flask

from contracts.foundation.database import begin_writing
from portal.extensions import db
from portal.web import clock
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import NOW, World, _cells, _places

CHECK = "/aanbieder/rapportages/2026-k3/controleren"
CONFIRM = "/aanbieder/rapportages/2026-k3/bevestigen"
BECAUSE = "Nagekeken, dit klopt echt zo."


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of Huize Noord, whose report is filled in with figures that do not go together."""
    own = {"report_id": world.reports["noord", NOW.code], "provider_id": world.organisations["noord"]}
    by = world.people["invoerder-noord"].as_actor()
    with app.app_context():
        session = db.session()
        begin_writing(session)
        _cells(session, own, set(), by, clock.now())
        _places(session, own, by, clock.now())
        session.commit()
        db.session.remove()
    return signed_in(app, world.people["invoerder-noord"])


def test_several_questions_take_their_reasons_in_one_form(entry: Inspector) -> None:
    page = entry.get(CHECK)
    assert "Klopt dit?" in page.text and "BZ-06 gaat over 40 opvangplekken. Uw locaties hebben er samen 24." in page.text
    assert "Bied aan ter ondertekening" not in page.text
    form = page.form(CONFIRM)
    numbers = [name.removeprefix("rule-") for name in form if name.startswith("rule-")]
    assert len(numbers) >= 4
    half = form | {f"reason-{number}": BECAUSE for number in numbers[:2]}
    assert entry.post(CONFIRM, half).status == 303
    page = entry.get(CHECK)
    assert page.text.count(BECAUSE) == 2 and "Bevestigd" in page.text and "Invoerder" in page.text
    form = page.form(CONFIRM)
    left = [name.removeprefix("rule-") for name in form if name.startswith("rule-")]
    assert len(left) == len(numbers) - 2
    assert entry.post(CONFIRM, form | {f"reason-{number}": BECAUSE for number in left}).status == 303
    page = entry.get(CHECK)
    assert "Bied aan ter ondertekening" in page.text and page.text.count(BECAUSE) == len(numbers)


def test_a_reason_that_is_too_short_stays_in_its_field_and_nothing_is_kept(entry: Inspector) -> None:
    form = entry.get(CHECK).form(CONFIRM)
    answer = entry.post(CONFIRM, form | {"reason-1": BECAUSE, "reason-2": "kort"})
    assert answer.status == 422 and "Fout:" in answer.html.split("</title>")[0]
    again = answer.form(CONFIRM)
    assert again["reason-1"].strip() == BECAUSE and again["reason-2"].strip() == "kort"
    assert "Schrijf een reden van minstens 10 tekens." in answer.text
    assert any(link.startswith("#reden-") for link in answer.links())
    assert BECAUSE not in entry.get(CHECK).text


def test_nothing_written_is_asked_back_and_old_figures_are_a_lost_race(entry: Inspector) -> None:
    form = entry.get(CHECK).form(CONFIRM)
    empty = entry.post(CONFIRM, form)
    assert empty.status == 422 and "Schrijf eerst op waarom het klopt." in empty.text
    late = entry.post(CONFIRM, form | {"reason-1": BECAUSE, "facts-1": "0" * 64})
    assert late.status == 409 and "intussen iets veranderd" in late.text and BECAUSE in late.form(CONFIRM)["reason-1"]
    gone = entry.post(CONFIRM, form | {"reason-1": BECAUSE, "rule-1": "bestaat niet"})
    assert gone.status == 422 and "Deze vraag is er niet meer" in gone.text


def test_the_contractmanager_reads_what_was_confirmed(app: Flask, world: World) -> None:
    page = signed_in(app, world.people["contractmanager"]).get(f"/beheer/rapportages/{world.reports['linde', '2026-K3']}")
    assert "Door de aanbieder bevestigd" in page.text and "Nagekeken, het klopt zo." in page.text
    assert "BZ-06 gaat over 40 opvangplekken" in page.text and "Invoerder" in page.text

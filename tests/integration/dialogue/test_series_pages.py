"""Series through the screens: planned, invited, changed, cancelled, ended, and what people hear of it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.integration.dialogue.conftest import Table
from tests.integration.dialogue.planning_desk import SERIES, mails, send, sent
from tests.support.world import World


def test_a_series_is_planned_invited_changed_and_cancelled(app: Flask, table: Table, world: World) -> None:
    form = table.chair.get(f"{SERIES}/nieuw").form(f"{SERIES}/nieuw")
    fields = {"table": str(world.organisations["noord"]), "title": "Kwartaalgesprek", "day": "2031-01-14", "time": "10:00", "minutes": "60"}
    made = table.chair.post(f"{SERIES}/nieuw", form | fields)
    assert made.status == 303 and table.chair.post(f"{SERIES}/nieuw", form | fields).location == made.location, "a double click plans one series"
    page = table.chair.get(made.location)
    for words in ("Elke 3 maanden op de tweede dinsdag van de maand", "Dinsdag 14 januari 2031, 10:00 tot 11:00 uur", "Dinsdag 8 juli 2031"):
        assert words in page.text
    assert "Kwartaalgesprek" not in table.stranger.get("/dialoog").text, "a concept is the centre's alone"
    before = len(mails(app))
    path = f"{made.location}/uitnodigen"
    form = page.form(path)
    assert table.chair.post(path, form).status == 303 and table.chair.post(path, form).status == 303
    assert len(mails(app)) == before + 4 * 2, "the contractmanager and Noord's tekenbevoegde, of each conversation, once"
    assert table.stranger.get("/dialoog").text.count("Uit een reeks") == 4
    sent(app)
    path = f"{made.location}/wijzigen"
    changed = table.chair.post(path, table.chair.get(made.location).form(path) | {"time": "14:00", "place": "Online"})
    assert changed.status == 303
    assert mails(app)[-8:] == [(name, "REQUEST", 1) for _ in range(4) for name in ("contractmanager", "tekenbevoegde-noord")]
    page = table.chair.get(made.location)
    assert page.text.count("14:00 tot 15:00 uur") == 4 and "4 gesprekken zijn gewijzigd. Wij versturen 8 berichten." in page.text
    first = next(path for path in page.html.split('"') if path.endswith("/deelnemers"))
    table.session = first.removesuffix("/deelnemers")
    sent(app)
    assert send(table, "annuleren", reason="De zaal is niet beschikbaar.").status == 303
    assert mails(app)[-2:] == [("contractmanager", "CANCEL", 2), ("tekenbevoegde-noord", "CANCEL", 2)]
    assert "Geannuleerd" in table.stranger.get("/dialoog").text and "Dit gesprek gaat niet door" in table.stranger.get(table.session).text
    path = f"{made.location}/beeindigen"
    assert table.chair.post(path, table.chair.get(made.location).form(path)).status == 303
    assert "Deze reeks is beëindigd" in table.chair.get(made.location).text and "Beëindigd" in table.chair.get(SERIES).text


def test_one_conversation_of_a_series_is_moved_by_hand(app: Flask, table: Table, world: World) -> None:
    form = table.chair.get(f"{SERIES}/nieuw").form(f"{SERIES}/nieuw")
    made = table.chair.post(f"{SERIES}/nieuw", form | {"table": "samen", "title": "Samen", "day": "2031-04-30", "time": "10:00", "times": "2"})
    page = table.chair.get(made.location)
    assert "Alle aanbieders" in page.text and "laatste woensdag" in page.text
    table.session = [part.removesuffix("/deelnemers") for part in page.html.split('"') if part.endswith("/deelnemers")][1]
    assert send(table, "wijzigen", **{"wijzig-day": "2031-08-07"}).status == 303
    assert "Met de hand gewijzigd" in table.chair.get(made.location).text and mails(app)[4:] == []
    assert send(table, "reeks-deelnemers").status == 303, "it is the last one: nobody goes along, nothing breaks"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"table": ""}, "Kies een aanbieder, of alle aanbieders samen."),
        ({"table": "999999"}, "Kies een aanbieder, of alle aanbieders samen."),
        ({"every": "0"}, "Kies een getal van 1 tot en met 26."),
        ({"every": "drie"}, "Vul hier een heel getal in"),
        ({"unit": "jaren"}, "Kies weken of maanden."),
        ({"times": "1000"}, "Kies een getal van 1 tot en met 24."),
        ({"times": "24", "every": "12"}, "Een reeks duurt hoogstens 5 jaar."),
        ({"day": "2020-01-01"}, "Dit moment is al voorbij."),
    ],
)
def test_what_is_no_series_is_refused_with_a_sentence(table: Table, world: World, changed: dict[str, str], sentence: str) -> None:
    path = f"{SERIES}/nieuw"
    fields = {"table": str(world.organisations["linde"]), "title": "Mijn reeks", "day": "2031-01-14", "time": "10:00"}
    refused = table.chair.post(path, table.chair.get(path).form(path) | fields | changed)
    assert refused.status == 422 and sentence in refused.text and refused.form(path)["title"] == "Mijn reeks"
    assert "Mijn reeks" not in table.chair.get(SERIES).text

"""The agenda and the list through the screens: adding, moving on, taking off, taking away and back again."""

from __future__ import annotations

import re

from tests.integration.dialogue.conftest import Table
from tests.support.inspector import Answer, Inspector

LATER = "/dialoog/later"


def add(table: Table, who: Inspector, title: str, **more: str) -> str:
    """A point of one's own; the address where it is moved."""
    path = f"{table.session}/punten"
    fields = {"title": title, "part": "dialoog"} | more
    answer = who.post(path, who.get(table.session).form(path) | fields)
    assert answer.status == 303, answer.text
    return f"{table.session}/punten/{answer.location.split('punt-')[-1]}/plaats"


def move(table: Table, who: Inspector, path: str, where: str) -> Answer:
    return who.post(path, who.get(table.session).form(path) | {"naar": where})


def listed(who: Inspector, title: str) -> str:
    """Where a point on the list is moved."""
    found = re.search(r'id="wacht-(\d+)"><div><span class="name">' + re.escape(title), who.get(LATER).html)
    assert found is not None
    return f"{LATER}/{found.group(1)}"


def test_a_point_goes_to_the_list_and_back(table: Table) -> None:
    path = add(table, table.writer, "Vacatures")
    assert "Toegevoegd door" in table.chair.get(table.session).text
    assert move(table, table.writer, path, "later").status == 303
    assert "Vacatures" not in table.chair.get(table.session).text
    assert "Vacatures" in table.chair.get(LATER).text
    assert "Vacatures" not in table.stranger.get(LATER).text
    there = listed(table.writer, "Vacatures")
    fields = table.writer.get(LATER).form(there) | {"naar": table.session.split("/")[-1]}
    assert table.writer.post(there, fields).location.startswith(table.session)
    assert "Vacatures" in table.chair.get(table.session).text


def test_a_point_that_is_taken_away_can_be_put_back(table: Table) -> None:
    path = add(table, table.writer, "Vacatures")
    assert move(table, table.chair, path, "weg").status == 303
    assert "Vacatures" not in table.chair.get(table.session).text
    there = listed(table.writer, "Vacatures")
    back = table.writer.post(there, table.writer.get(LATER).form(there) | {"naar": "terug"})
    assert back.location.startswith(table.session)
    assert "Vacatures" in table.chair.get(table.session).text


def test_a_point_waits_for_the_next_conversation(table: Table) -> None:
    path = add(table, table.chair, "Vacatures")
    assert move(table, table.chair, path, "volgende").status == 303
    assert "Vacatures" not in table.chair.get(table.session).text
    assert "Vacatures" in table.writer.get(LATER).text


def test_both_sides_add_points_for_later(table: Table) -> None:
    for number, who in enumerate((table.chair, table.writer)):
        form = who.get(LATER).form(LATER)
        assert who.post(LATER, form | {"title": f"Punt {number}", "part": "kaders", "table": form["table"]}).status == 303
    assert "Punt 1" in table.writer.get(LATER).text
    refused = table.writer.post(LATER, table.writer.get(LATER).form(LATER) | {"title": " ", "part": "kaders"})
    assert refused.status == 422
    assert "Schrijf op wat u later wilt bespreken." in refused.text
    for strange in ("99999", "x", ""):
        assert table.writer.post(LATER, table.writer.get(LATER).form(LATER) | {"title": "Iets", "part": "kaders", "table": strange}).status == 422


def test_an_advice_is_never_typed_by_hand(table: Table) -> None:
    """It comes from its own page, where its words are held against the advice and the names of members."""
    for who in (table.chair, table.writer):
        assert "klankbordgroep" not in who.get(table.session).html.split('id="punt-erbij"')[1].split("<form")[1].split("</form>")[0]
        add(table, who, "Anna de Vries vindt dat u mensen moet bellen", kind="advies")
    assert "Advies van de klankbordgroep." not in table.writer.get(table.session).text
    assert table.writer.get(table.session).text.count("Toegevoegd door") == 2
    assert 'href="/advies"' in table.chair.get(table.session).html
    assert 'href="/advies"' not in table.writer.get(table.session).html


def test_what_may_not_be_moved_is_refused_in_a_sentence(table: Table) -> None:
    path = add(table, table.chair, "Vacatures")
    assert path not in table.writer.get(table.session).html
    key = {"once_key": "c" * 32, "version": "1"}
    assert table.writer.post(path, key | {"naar": "weg"}).status == 422
    assert "Dit punt is van een andere organisatie." in table.writer.post(path, key | {"naar": "weg", "once_key": "d" * 32}).text
    strange = table.chair.post(path, table.chair.get(table.session).form(path) | {"naar": "elders"})
    assert (strange.status, "Kies wat u met dit punt wilt doen." in strange.text) == (422, True)
    stale = table.chair.post(path, table.chair.get(table.session).form(path) | {"naar": "weg", "version": "99"})
    assert stale.status == 409
    assert table.stranger.post(path, key | {"naar": "weg", "once_key": "e" * 32}).status == 404


def test_the_page_says_how_many_came_up_since_the_agenda_was_shared(table: Table) -> None:
    fields = table.chair.get(table.session).form(f"{table.session}/delen")
    assert table.chair.post(f"{table.session}/delen", fields).status == 303
    assert "Sinds het delen" not in table.chair.get(table.session).text

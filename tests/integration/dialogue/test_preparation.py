"""The page of one point: what each side prepares there, who reads it, and what is said when two colleagues write at once."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from flask import Flask
from sqlalchemy import update

from contracts.foundation import database
from kpi.tables.dialogue import AgendaItem
from portal.extensions import db
from tests.integration.dialogue.conftest import Table
from tests.integration.dialogue.test_live import Screen
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.portal_queries import counted_requests
from tests.support.world import World

MOST = 6
FILES = ("verslag/download.docx", "verslag/download.pdf")
OURS, THEIRS = "Zilverreiger in de notitie", "Roerdomp in de inbreng"


def points(table: Table, who: Inspector) -> list[str]:
    """The pages of all points that can be reached from the first one, in the order of the agenda."""
    root = who.get(table.session).root
    assert root is not None
    ids = [str(one.get("id")).removeprefix("titel-") for one in root.iter() if isinstance(one.tag, str) and str(one.get("id")).startswith("titel-")]
    return [f"{table.session}/punten/{number}" for number in ids if number.isdecimal()]


def deviation_point(table: Table) -> str:
    """The page of a point about a deviation."""
    return next(path for path in points(table, table.chair) if "Dit cijfer valt op" in table.chair.get(path).text)


def bring(who: Inspector, path: str, **texts: str) -> Answer:
    """Send the own input as the form has it, with these texts."""
    there = f"{path}/inbreng"
    return who.post(there, who.get(path).form(there) | texts)


def note(who: Inspector, path: str, text: str) -> Answer:
    """Send the own note."""
    there = f"{path}/notitie"
    return who.post(there, who.get(path).form(there) | {"text": text})


def test_both_sides_prepare_and_read_each_other_once_the_agenda_is_shared(table: Table) -> None:
    path = deviation_point(table)
    assert bring(table.writer, path, seen=THEIRS, meaning="Te weinig mensen", doing="Werven").status == 303
    assert note(table.writer, path, OURS).status == 303
    assert bring(table.chair, path, seen="Wij zien <b>wachttijd</b>").status == 303
    before = table.chair.get(path)
    assert "Tot de agenda is gedeeld, leest alleen uw eigen organisatie dit." in before.text
    assert THEIRS not in before.html
    assert table.do(table.chair, "delen").status == 303
    page = table.chair.get(path)
    assert THEIRS in page.text
    assert OURS not in page.html
    assert "Wij zien <b>wachttijd</b>" in table.writer.get(path).text  # as text, not as markup
    assert OURS in table.signatory.get(path).text  # a colleague reads the note
    assert "Alleen uw organisatie ziet dit" in page.text


def test_a_point_tells_why_it_is_there_with_its_figure_and_chart(table: Table) -> None:
    path = deviation_point(table)
    for who, desk in ((table.chair, "/beheer/afwijkingen/"), (table.writer, "/aanbieder/afwijkingen/")):
        page = who.get(path)
        assert "Dit cijfer wordt vastgezet als de agenda wordt gedeeld." in page.text
        assert '<svg class="wide"' in page.html
        assert desk in page.html
    assert table.do(table.chair, "delen").status == 303
    assert "Vastgezet op" in table.writer.get(path).text


def test_a_figure_that_changed_is_told_beside_the_frozen_one(table: Table) -> None:
    path = deviation_point(table)
    assert table.do(table.chair, "delen").status == 303
    assert "Nu:" not in table.chair.get(path).text + table.chair.get(table.session).text
    with table.app.app_context():
        session = db.session()
        database.begin_writing(session)
        session.execute(update(AgendaItem).where(AgendaItem.id == int(path.rpartition("/")[2])).values(frozen_value="12,3 %"))
        session.commit()
    for who in (table.chair, table.writer):
        for page in (who.get(path), who.get(table.session)):
            assert "12,3 %" in page.text
            assert "Nu:" in page.text
            assert "opnieuw ondertekend" in page.text


def test_previous_and_next_lead_past_every_point(table: Table) -> None:
    paths = points(table, table.writer)
    assert len(paths) > len({"waarden", "kaders", "data", "dialoog"})
    path, walked = paths[0], [paths[0]]
    while (found := re.search(r'rel="next" href="([^"]+)"', table.writer.get(path).html)) is not None:
        path = found[1]
        walked.append(path)
    assert walked == paths


def test_saving_by_itself_answers_with_words_alone(table: Table) -> None:
    path = f"{points(table, table.writer)[0]}/inbreng"
    answer = table.writer.post(path, {"version": "0", "seen": "Eerst", "meaning": "", "doing": ""}, htmx=True)
    assert (answer.status, answer.response.headers["X-Version"]) == (200, "1")
    assert "Opgeslagen" in answer.text
    assert "<textarea" not in answer.html
    again = table.signatory.post(path, {"version": "1", "seen": "Daarna", "meaning": "", "doing": ""}, htmx=True)
    assert again.response.headers["X-Version"] == "2"


def test_two_colleagues_see_both_texts_and_lose_neither(table: Table) -> None:
    point = points(table, table.writer)[0]
    path = f"{point}/inbreng"
    fields = table.writer.get(point).form(path)
    assert bring(table.signatory, point, seen="Van de tekenbevoegde").status == 303
    quiet = table.writer.post(path, {"version": "0", "seen": "Van de invoerder", "meaning": "", "doing": ""}, htmx=True)
    assert quiet.status == 409
    assert "X-Version" not in quiet.response.headers  # typing on must not write over the other's text
    assert "Van de tekenbevoegde" in quiet.text
    assert "<textarea" not in quiet.html
    whole = table.writer.post(path, fields | {"seen": "Van de invoerder"})
    assert whole.status == 409
    assert "Van de tekenbevoegde" in whole.text
    chosen = whole.form(path)
    assert (chosen["version"], chosen["seen"]) == ("1", "Van de invoerder")
    assert table.writer.post(path, chosen | {"keuze": "mijn"}).status == 303
    assert "Van de invoerder" in table.signatory.get(point).html
    late = {"version": "1", "boven": "2", "seen": "Toch anders", "meaning": "", "doing": ""}
    assert table.signatory.post(path, late).status == 303
    assert table.chair.post(f"{point}/notitie", {"version": "0", "text": "Onze notitie"}).status == 303
    assert table.writer.post(f"{point}/notitie", {"version": "0", "text": "Hun notitie"}).status == 303  # no race with another organisation


def test_what_is_refused_keeps_what_was_typed(table: Table) -> None:
    point, long = points(table, table.writer)[0], "x" * 5000
    refused = bring(table.writer, point, seen="Kort", meaning=long)
    assert refused.status == 422
    assert "<title>Fout:" in refused.html
    assert long in refused.html
    assert "Kort" in refused.html
    personal = note(table.writer, point, "Burgerservicenummer 111222333")
    assert personal.status == 422
    assert "111222333" in personal.html
    assert table.writer.post(f"{point}/notitie", {"version": "0", "text": long}, htmx=True).status == 422
    for version in ("", "-1", "x", "9" * 30, "٣"):
        assert table.writer.post(f"{point}/inbreng", {"version": version, "seen": "Iets", "meaning": "", "doing": ""}).status in (303, 409)


def test_a_late_text_is_shown_to_its_writer_and_notes_stay_open(offered: Table) -> None:
    point = points(offered, offered.writer)[0]
    page = offered.writer.get(point)
    assert "De inbreng bij dit punt staat vast." in page.text
    assert "/inbreng" not in page.html
    late = offered.writer.post(f"{point}/inbreng", {"version": "0", "seen": "Net te laat", "meaning": "", "doing": ""})
    assert late.status == 422
    assert "Net te laat" in late.text
    assert "Bewaar uw tekst zelf" in late.text
    assert note(offered.writer, point, "Nog een notitie").status == 303


def test_a_text_for_a_point_that_is_not_there_any_more_is_shown_to_its_writer(table: Table) -> None:
    gone = f"{table.session}/punten/987654"
    late = table.writer.post(f"{gone}/notitie", {"version": "0", "text": "Net te laat"})
    assert late.status == 422
    assert "Net te laat" in late.text
    assert "Dit punt is van de agenda gehaald." in late.text
    quiet = table.writer.post(f"{gone}/inbreng", {"version": "0", "seen": "Net te laat", "meaning": "", "doing": ""}, htmx=True)
    assert quiet.status == 422
    assert "Bewaar hem zelf" in quiet.text


def test_a_foreign_point_is_an_unknown_point(table: Table, world: World) -> None:
    own, outsider = points(table, table.writer)[0], signed_in(table.app, world.people["tekenbevoegde-noord"])
    for path in (own, f"{table.session}/punten/987654", "/dialoog/987654/punten/1"):
        assert outsider.get(path).status == 404
        for what, fields in (("inbreng", {"seen": "x", "meaning": "", "doing": ""}), ("notitie", {"text": "x"})):
            assert outsider.post(f"{path}/{what}", fields | {"version": "0"}).status == 404
    assert table.writer.post(f"{table.session}/delen", {"once_key": "a" * 32}).status == 403


def test_sharing_happens_once_and_at_its_time(table: Table) -> None:
    fields = table.chair.get(table.session).form(f"{table.session}/delen")
    first, second = table.chair.post(f"{table.session}/delen", fields), table.chair.post(f"{table.session}/delen", fields)
    assert (first.status, second.status) == (303, 303)
    page = table.chair.get(table.session)
    assert "Agenda gedeeld" in page.text
    assert table.chair.get(f"{table.session}/verslag").text.count("Agenda gedeeld") == 1  # in the course of the conversation
    assert "Begin als u samen aan tafel zit" in page.text
    late = table.chair.post(f"{table.session}/delen", {"once_key": "b" * 32})
    assert late.status == 422
    assert "U kunt de agenda nu niet delen." in late.text


def test_a_point_asks_at_most_six_questions(app: Flask, table: Table) -> None:
    path = deviation_point(table)
    bring(table.writer, path, seen="Iets")
    for state in ("", "delen", "beginnen"):
        if state:
            table.do(table.chair, state)
        for who in (table.chair, table.writer):
            with counted_requests(app) as sent:
                assert who.get(path).status == 200
            assert len(sent) <= MOST, sent


@pytest.mark.parametrize("steps", [(), ("delen",), ("delen", "beginnen", "ter-instemming")])
def test_private_words_reach_nobody_else(app: Flask, table: Table, steps: tuple[str, ...]) -> None:
    for number, path in enumerate(points(table, table.writer)):
        note(table.writer, path, f"{OURS} {number}")
        bring(table.writer, path, seen=f"{THEIRS} {number}", meaning=f"{THEIRS} {number}")
    for step in steps:
        if step == "ter-instemming":
            assert table.write(table.chair, "Besproken.").status == 303
        assert table.do(table.chair, step).status == 303
    secret = (OURS,) if steps else (OURS, THEIRS, "Laatst geschreven door")
    seen = _everything(app, table.chair, table)
    assert len(seen) > 10
    assert (THEIRS in seen[f"{table.session}/{FILES[0]}"]) == (len(steps) > 1)  # the file is read as people read it
    assert {path: word for path, body in seen.items() for word in secret if word in body} == {}
    stranger = _everything(app, table.stranger, table)
    assert {path: word for path, body in stranger.items() for word in (OURS, THEIRS) if word in body} == {}


def _everything(app: Flask, who: Inspector, table: Table) -> dict[str, str]:
    """Every page of the desk that this person can be sent to, by following all links from the list."""
    waiting, found = ["/dialoog", table.session, *(f"{table.session}/{last}" for last in (*_last_parts(app), *FILES))], {}
    while waiting:
        path = waiting.pop()
        if path in found or not path.startswith("/dialoog"):
            continue
        answer = who.get(path)
        assert answer.status in (200, 303, 403, 404, 405), path
        found[path] = _told(answer)
        waiting += [link.partition("#")[0] for link in re.findall(r'(?:href|action|hx-get)="([^"]+)"', found[path])]
    return found


def _told(answer: Answer) -> str:
    """All text of an answer; of a packed document that of its parts. (A PDF is made of the same blocks as the DOCX.)"""
    data = answer.response.get_data()
    packed = zipfile.ZipFile(io.BytesIO(data)) if data.startswith(b"PK") else None
    parts = [data] if packed is None else [packed.read(name) for name in packed.namelist()]
    return " ".join(part.decode(errors="replace") for part in parts) + str(answer.response.headers)


def _last_parts(app: Flask) -> list[str]:
    """What can follow the number of a session, without further arguments."""
    start = "/dialoog/<int:session_id>/"
    return [rule.rule.removeprefix(start) for rule in app.url_map.iter_rules() if rule.rule.startswith(start) and rule.arguments == {"session_id"}]


def test_what_the_other_side_brings_while_people_talk_arrives_on_the_screen(talking: Table) -> None:
    path = points(talking, talking.writer)[0]
    screen = Screen(talking, talking.chair)
    assert bring(talking.writer, path, seen=THEIRS).status == 303
    news = screen.follow()
    assert THEIRS in news.text
    assert "<textarea" not in news.html  # never a field that somebody may be typing in
    assert screen.ask().status == 204
    assert note(talking.writer, path, OURS).status == 303
    assert screen.ask().status == 204  # a note is no news for anybody

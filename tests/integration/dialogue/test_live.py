"""The question for news: nothing new costs next to nothing; what others did arrives in parts; the point somebody is in is never touched."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import update

from contracts.foundation import database
from kpi.tables.dialogue import AgendaItem
from portal.extensions import db
from tests.integration.dialogue.conftest import Table
from tests.support.inspector import Answer, Inspector


@dataclass
class Screen:
    """One person's screen, as live.js keeps it: the marks of its parts and the cursor."""

    table: Table
    who: Inspector
    cursor: str = ""
    state: str = "in gesprek"

    def __post_init__(self) -> None:
        self.load()

    def load(self) -> None:
        """Load the page; the first question brings whoever writes."""
        self.has = marks(self.who.get(self.table.session).html)
        self.cursor = ""
        self.cursor = self.ask().response.headers["X-Cursor"]

    def ask(self, busy: str = "") -> Answer:
        """Ask for news."""
        asked = {"na": self.cursor, "heeft": ",".join(f"{name}:{mark}" for name, mark in self.has.items()), "in": busy, "staat": self.state}
        return self.who.get(f"{self.table.session}/nieuws", htmx=True, query_string=asked)

    def follow(self, busy: str = "") -> Answer:
        """Ask, and take in what came."""
        answer = self.ask(busy)
        if answer.status == 200:
            self.has |= marks(answer.html)
            for number in re.findall(r'id="item-(\d+)" hx-swap-oob="delete"', answer.html):
                del self.has[number]
            self.cursor = answer.response.headers["X-Cursor"]
        return answer


def marks(html: str) -> dict[str, str]:
    """What a page or an answer says that it shows."""
    found = dict(re.findall(r'data-heeft="(\w+)" data-mark="(\w+)"', html))
    forms = re.findall(r'id="punt-(\d+)" data-heeft=.*?name="version" value="(\d+)"', html, flags=re.DOTALL)
    return found | {number: f"{version}w" for number, version in forms}


def number_of(path: str) -> str:
    return path.split("/")[-2]


@pytest.fixture
def screens(talking: Table) -> tuple[Screen, Screen]:
    return Screen(talking, talking.chair), Screen(talking, talking.writer)


def test_nothing_new_is_an_empty_answer_and_no_sign_of_life(screens: tuple[Screen, Screen]) -> None:
    karin, _ = screens
    answer = karin.ask()
    assert (answer.status, answer.response.get_data()) == (204, b"")
    assert "Set-Cookie" not in answer.response.headers
    head = "".join(f"{name}: {value}\r\n" for name, value in answer.response.headers)
    assert len(head) < 320
    assert answer.response.headers["Cache-Control"] == "no-store"
    for name in ("X-Content-Type-Options", "Strict-Transport-Security", "Cross-Origin-Resource-Policy"):
        assert name in answer.response.headers


def test_what_others_wrote_arrives_and_what_one_wrote_oneself_does_not(talking: Table, screens: tuple[Screen, Screen]) -> None:
    karin, paul = screens
    path = talking.item()
    number = number_of(path)
    saved = talking.chair.post(path, {"version": "1", "text": "Van Karin"}, htmx=True)
    karin.has[number] = f"{saved.response.headers['X-Version']}w"
    answer = paul.follow()
    assert "Van Karin" in answer.html
    assert f'id="punt-{number}"' in answer.html
    assert answer.html.count("<textarea") == 1
    assert paul.has[number] == "2w"
    assert paul.ask().status == 204
    own = karin.follow()
    assert "<textarea" not in own.html
    assert 'id="agenda-wijzer"' in own.html
    assert karin.ask().status == 204


def test_the_point_somebody_is_in_waits_until_they_leave_it(talking: Table, screens: tuple[Screen, Screen]) -> None:
    _, paul = screens
    number = number_of(talking.item())
    assert talking.write(talking.chair, "Van Karin").status == 303
    told = paul.follow(busy=number)
    assert "<textarea" not in told.html
    assert "heeft dit punt net veranderd. Uw tekst blijft staan." in told.text
    assert paul.follow(busy=number).status == 204
    left = paul.follow()
    assert "Van Karin" in left.html
    assert paul.ask().status == 204


def test_points_come_and_go(app: Flask, talking: Table, screens: tuple[Screen, Screen]) -> None:
    karin, paul = screens
    assert talking.do(talking.writer, "punten", title="Wachttijd van jongeren", part="kaders").status == 303
    answer = karin.follow()
    assert 'hx-swap-oob="beforeend:#punten-kaders"' in answer.html
    assert "Wachttijd van jongeren" in answer.text
    paul.load()
    number = max(int(one) for one in karin.has if one.isdecimal())
    take_off(app, number)
    assert f'<article id="item-{number}" hx-swap-oob="delete">' in karin.follow().html
    told = paul.follow(busy=str(number))
    assert "van de agenda gehaald" in told.text
    assert "<article" not in told.html
    assert "<article" in paul.follow().html


def take_off(app: Flask, number: int) -> None:
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        session.execute(update(AgendaItem).where(AgendaItem.id == number).values(is_removed=True, version=AgendaItem.version + 1))
        session.commit()


def test_who_writes_is_seen_by_the_others_alone(talking: Table, screens: tuple[Screen, Screen]) -> None:
    karin, paul = screens
    path = talking.item()
    number = number_of(path)
    here = path.replace("/verslag", "/hier")
    assert talking.writer.post(here, {}, htmx=True).status == 204
    seen = karin.follow()
    assert "schrijft hier" in seen.text
    assert "<textarea" not in seen.html
    assert karin.ask().status == 204
    assert paul.ask().status == 204
    assert talking.writer.post(here, {"weg": "1"}, htmx=True).status == 204
    gone = karin.follow()
    assert "schrijft hier" not in gone.text
    assert f'id="hier-{number}"' in gone.html


def test_an_agreement_and_an_answer_arrive(talking: Table, screens: tuple[Screen, Screen]) -> None:
    karin, _ = screens
    number = number_of(talking.item())
    fields = {"text": "Een plan maken", "owner_name": "Sam", "due_on": "2031-03-01", "agenda_item_id": number}
    assert talking.do(talking.writer, "afspraken", owner_organisation="Stichting De Linde", **fields).status == 303
    answer = karin.follow()
    assert 'id="afspraken-lijst"' in answer.html
    assert f'id="gemaakt-{number}"' in answer.html
    assert karin.ask().status == 204


def test_a_step_loads_the_page_anew_unless_somebody_is_busy(talking: Table, screens: tuple[Screen, Screen]) -> None:
    _, paul = screens
    assert talking.write(talking.chair, "Wij willen hetzelfde.").status == 303
    paul.follow()
    assert talking.do(talking.chair, "ter-instemming").status == 303
    busy = paul.follow(busy=number_of(talking.item(1)))
    assert "HX-Refresh" not in busy.response.headers
    assert "Het verslag ligt ter instemming." in busy.text
    assert paul.ask().response.headers["HX-Refresh"] == "true"


def test_settled_ends_the_questions(offered: Table) -> None:
    screen = Screen(offered, offered.signatory, state="verslag ter instemming")
    assert offered.agree(offered.chair).status == 303
    assert screen.follow().status == 200
    assert offered.agree(offered.signatory).status == 303
    answer = screen.ask(busy="*")
    assert answer.status == 286
    assert "Het verslag is vastgesteld." in answer.text


def test_others_do_not_hear_of_it(talking: Table) -> None:
    assert talking.stranger.get(f"{talking.session}/nieuws", htmx=True).status == 404
    path = talking.item().replace("/verslag", "/hier")
    assert talking.stranger.post(path, {}, htmx=True).status == 404
    assert talking.chair.get(f"{talking.session}/nieuws").status == 303


@pytest.mark.parametrize("words", ["na=x&heeft=::,1:,a&in=*,x,9999999999", "heeft=12:5w,12:5w&in=12", "staat=in+gesprek&na=~~--"])
def test_a_question_that_makes_no_sense_gets_an_answer(talking: Table, words: str) -> None:
    answer = talking.chair.get(f"{talking.session}/nieuws?{words}", htmx=True)
    assert answer.status == 200

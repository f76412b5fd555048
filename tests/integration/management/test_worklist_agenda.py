"""Several deviations at once onto agendas: all or none, a refusal that names what stood in the way, and the ticks stay."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation import database
from kpi.actions.deviations import close, give
from kpi.actions.dialogues import plan_session, put_on_agenda
from kpi.tables.deviation import Deviation, DeviationEvent, Finding
from kpi.tables.dialogue import AgendaItem
from portal.extensions import db
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
LIST, FORM = "/beheer/werklijst", "/beheer/werklijst/agenda?pagina=1"


@pytest.fixture
def many(app: Flask, world: World) -> dict[str, int]:
    """A conversation with each aanbieder, a second one with De Linde, and a deviation of Huize Noord."""
    by = world.people["contractmanager"].as_actor()
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        found = {"noord's": _deviation_of_noord(session, world)}
        for number, (name, slug) in enumerate((("later", "linde"), ("first", "linde"), ("noord", "noord"))):
            planned_at = datetime(2026, 12, 10 - number, 13, tzinfo=UTC)
            organisation = world.organisations[slug]
            found[name] = plan_session(session, provider_id=organisation, title=f"Gesprek {name}", planned_at=planned_at, by=by, at=AT)
        session.commit()
    return found


def _deviation_of_noord(session: Session, world: World) -> int:
    place = {"report_id": world.reports["noord", "2026-K2"], "provider_id": world.organisations["noord"], "period": "2026-K2"}
    made = Deviation(**place, indicator_code="BZ-01", severity=2, found_at=AT)
    session.add(made)
    session.flush()
    told = {"sentence": "2026-K2: 55 %.", "shared_sentence": "2026-K2: 55 %."}
    session.add(Finding(deviation_id=made.id, position=0, rule="norm", nature="contractual", severity=2, **told))
    names = {"person_name": "Samenzicht", "organisation_name": "Samenzicht"}
    session.add(DeviationEvent(deviation_id=made.id, kind="gevonden", at=AT, text="", **names))
    session.flush()
    return made.id


def ticked(manager: Inspector, *ids: int, session_id: str = "", where: str = FORM) -> Answer:
    """Tick these on the page and send the form."""
    form: Any = manager.get(LIST).form(where) | {"afwijking": [str(number) for number in ids], "session_id": session_id}
    return manager.post(where, form)


def on_agendas(app: Flask) -> set[tuple[int, int]]:
    """Which deviation people put on which session."""
    with app.app_context():
        rows = db.session().execute(select(AgendaItem.deviation_id, AgendaItem.session_id).where(AgendaItem.is_chosen))
        return {(row[0], row[1]) for row in rows if row[0] is not None and row[1] is not None}


def write(app: Flask, work: Any) -> None:
    """Let a colleague do something in the meantime."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        work(session)
        session.commit()


def test_each_comes_on_the_agenda_of_the_next_conversation_with_its_own_aanbieder(app: Flask, many: dict[str, int], manager: Inspector) -> None:
    sent = ticked(manager, 1, 2, many["noord's"])
    assert sent.status == 303
    assert on_agendas(app) == {(1, many["first"]), (2, many["first"]), (many["noord's"], many["noord"])}
    told = manager.get(LIST).text
    assert "2 afwijkingen op de agenda van Gesprek first (Stichting De Linde); 1 afwijking op de agenda van Gesprek noord (Huize Noord)" in told


def test_one_conversation_can_be_chosen(app: Flask, many: dict[str, int], manager: Inspector) -> None:
    assert ticked(manager, 1, 2, session_id=str(many["later"])).status == 303
    assert on_agendas(app) == {(1, many["later"]), (2, many["later"])}


def test_another_aanbieders_conversation_takes_none_and_keeps_the_ticks(app: Flask, many: dict[str, int], manager: Inspector) -> None:
    answer = ticked(manager, 1, many["noord's"], session_id=str(many["first"]))
    assert answer.status == 422 and on_agendas(app) == set()
    assert "is van Huize Noord. Het gesprek dat u koos, is met een andere aanbieder." in answer.text
    assert "<title>Fout:" in answer.html and answer.html.count(" checked") == 2
    assert answer.form(FORM)["session_id"] == str(many["first"])


def test_everything_that_stands_in_the_way_is_named(app: Flask, world: World, many: dict[str, int], manager: Inspector) -> None:
    by = world.people["contractmanager"].as_actor()
    form: Any = manager.get(LIST).form(FORM) | {"afwijking": ["1", "2", "3"], "session_id": ""}
    put = {"session_id": many["later"], "deviation_ids": [2], "viewer_provider_id": None, "by": by, "at": AT}
    write(app, lambda session: close(session, deviation_id=1, version=1, reason="Het is nu duidelijk.", by=by, at=AT))
    write(app, lambda session: put_on_agenda(session, **put))
    answer = manager.post(FORM, form)
    assert answer.status == 422 and on_agendas(app) == {(2, many["later"])}
    assert "is al afgehandeld" in answer.text and "staat al op de agenda van een gesprek: Gesprek later" in answer.text
    assert answer.html.count(" checked") == 1, "what can still be chosen is still ticked"


def test_without_a_conversation_it_says_what_to_do(app: Flask, world: World, manager: Inspector) -> None:
    answer = ticked(manager, 1)
    assert answer.status == 422 and "Er is nog geen gesprek gepland met Stichting De Linde." in answer.text and on_agendas(app) == set()


def test_nothing_ticked_is_told(manager: Inspector) -> None:
    answer = ticked(manager)
    assert answer.status == 422 and "Kies eerst een of meer afwijkingen." in answer.text


def test_two_people_at_once_put_it_on_one_agenda(app: Flask, world: World, many: dict[str, int], manager: Inspector) -> None:
    colleague = signed_in(app, world.people["contractmanager"])
    forms: list[Any] = [who.get(LIST).form(FORM) | {"afwijking": ["1"], "session_id": ""} for who in (manager, colleague)]
    first, second = manager.post(FORM, forms[0]), colleague.post(FORM, forms[1])
    assert (first.status, second.status) == (303, 422) and on_agendas(app) == {(1, many["first"])}
    assert manager.post(FORM, forms[0]).status == 303 and on_agendas(app) == {(1, many["first"])}, "the same form again does nothing again"


@pytest.mark.parametrize("sent", [{"afwijking": "99999"}, {"afwijking": "x"}, {"afwijking": "1", "session_id": "99999"}, {"session_id": "x"}])
def test_what_is_not_there_is_not_found(app: Flask, many: dict[str, int], manager: Inspector, sent: dict[str, str]) -> None:
    form = manager.get(LIST).form(FORM) | {"once_key": uuid4().hex, **sent}
    assert manager.post(FORM, form).status == 404 and on_agendas(app) == set()


def test_the_filter_stays(app: Flask, many: dict[str, int], manager: Inspector) -> None:
    where = "/beheer/werklijst/agenda?stand=nieuw&onderdeel=basiszorg&pagina=1"
    form: Any = manager.get(f"{LIST}?stand=nieuw&onderdeel=basiszorg").form(where) | {"afwijking": ["1"]}
    sent = manager.post(where, form)
    assert sent.location == f"{LIST}?stand=nieuw&onderdeel=basiszorg#lijst"


def test_filters_count_what_they_show(app: Flask, world: World, many: dict[str, int], manager: Inspector) -> None:
    me = world.people["contractmanager"]
    told = {"owner_id": me.person_id, "owner_name": me.name, "by": me.as_actor(), "at": AT}
    write(app, lambda session: give(session, deviation_id=1, version=1, **told))
    links = re.findall(r'<a href="(/beheer/werklijst[^"#]*)#lijst"[^>]*>[^<]*&nbsp;<span class="quiet">\((\d+)\)', manager.get(LIST).html)
    assert len(links) >= 12
    for link, count in links:
        assert manager.get(unescape(link)).html.count('<th scope="row"><b>') == int(count), link
    assert manager.get(f"{LIST}?eigenaar=mij").html.count('<th scope="row"><b>') == 1

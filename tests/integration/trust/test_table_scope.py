"""The wall round every table below the screen: every question about the partnership table is asked as each viewer (issue 6, point 8).

The questions are found by looking: whichever module reads a table of the dialogue. One that knows no viewer must be named here with the door it
stands behind, so nobody can add one unseen.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import true
from sqlalchemy.orm import Session

import kpi.queries
from contracts.foundation.errors import NotFound
from kpi.domain.dialogue import UNFINISHED
from kpi.tables import dialogue, dialogue_outcome
from portal.extensions import db
from tests.support.figures import measured
from tests.support.planted_table import SITS, PlantedTable
from tests.support.whole_world import Whole

Question = Callable[..., Any]
VIEWERS = {"contractmanager": "contractmanager", "invoerder A": "invoerder", "tekenbevoegde B": "tekenbevoegde-noord"}
VIEWER_NAMES = {"viewer_provider_id", "organisation_id"}
UNKNOWN = 99_999_999
CHECKED, CHAIR, ALL = "its caller reached the session for this viewer first", "the contractmanager alone", "no page: reminders, checks, placing"
BEHIND_A_DOOR = {
    "action_points.choices_for": CHECKED,
    "action_points.tables_of_agreements": ALL,
    "advice.all_advice": CHAIR,
    "advice.find_advice": CHAIR,
    "advice.open_advice": CHAIR,
    "advice.places_of": CHAIR,
    "advice.providers_to_choose": CHAIR,
    "agenda_check.misplaced": ALL,
    "agenda_page.since_shared": CHECKED,
    "agenda_sources.agreement_sources": ALL,
    "agenda_sources.deviation_source": ALL,
    "agenda_sources.deviation_sources": ALL,
    "agenda_sources.next_session_of": ALL,
    "deviation_beside.beside_deviation": CHAIR,
    "dialogue_editions.broken_editions": ALL,
    "dialogue_editions.editions": CHECKED,
    "dialogue_planning.last_people_of": CHAIR,
    "dialogue_planning.recipients_of": CHAIR,
    "dialogue_record.answers": CHECKED,
    "dialogue_record.current_record": CHECKED,
    "dialogue_record.current_sha256": CHECKED,
    "dialogue_record.head_of": CHECKED,
    "dialogue_record.parties_of": CHECKED,
    "dialogue_record.record_of_rows": CHECKED,
    "dialogue_record.rows_below": CHECKED,
    "dialogue_series.series_line": CHAIR,
    "dialogue_series.series_lines": CHAIR,
    "dialogue_series.sessions_of_series": CHAIR,
    "item_figures.figures_now": CHECKED,
    "provider_lines.provider_lines": CHAIR,
    "provider_picture.figures_of": CHAIR,
    "provider_picture.find_provider": CHAIR,
    "provider_picture.places_of": CHAIR,
    "provider_picture.talks_of": CHAIR,
    "rating_reminders.ratings_asked": ALL,
}


def _modules() -> Iterator[ModuleType]:
    """Every module of questions that reads a table of the dialogue."""
    tables = {one for module in (dialogue, dialogue_outcome) for one in vars(module).values() if inspect.isclass(one) and hasattr(one, "__table__")}
    for found in pkgutil.iter_modules(kpi.queries.__path__):
        module = importlib.import_module(f"kpi.queries.{found.name}")
        if any(inspect.isclass(one) and one in tables for one in vars(module).values()):
            yield module


def questions() -> dict[str, Question]:
    """Every public question of those modules, by "module.name"."""
    return {
        f"{module.__name__.rpartition('.')[2]}.{name}": one
        for module in _modules()
        for name, one in vars(module).items()
        if inspect.isfunction(one)
        and one.__module__ == module.__name__
        and not name.startswith("_")
        and "session" in inspect.signature(one).parameters
    }


def _is_scoped(name: str, question: Question) -> bool:
    names = inspect.signature(question).parameters.keys()
    return bool(names & VIEWER_NAMES) or (name.startswith("own_") and "provider_id" in names)


def test_a_question_without_a_viewer_is_named_with_its_door() -> None:
    found = questions()
    assert len(found) > 30
    assert {name for name, one in found.items() if not _is_scoped(name, one)} == set(BEHIND_A_DOOR)


@pytest.fixture
def session(tables: Flask) -> Iterator[Session]:
    """A session on the planted tables."""
    with tables.app_context():
        yield db.session()


def _given(question: Question, whole: Whole, planted: PlantedTable, identity: str) -> Iterator[dict[str, Any]]:
    """The arguments that this viewer may try: each session with what belongs to it, and numbers of nothing."""
    who, slug = whole.people[VIEWERS[identity]], SITS[identity]
    own = None if identity == "contractmanager" else whole.world.organisations[slug]
    told: dict[str, Any] = {"viewer_provider_id": own, "organisation_id": who.organisation_id, "provider_id": own, "person_id": who.person_id}
    told |= {"at": datetime.now(UTC), "states": UNFINISHED, "deviation_id": None, "series_id": planted.series[slug if own else "linde"]}
    names = inspect.signature(question).parameters
    needed = [name for name, one in names.items() if name != "session" and (one.default is inspect.Parameter.empty or name == "session_id")]
    for number in (*planted.sessions.values(), UNKNOWN):
        below = {"item_id": planted.items.get(number, [UNKNOWN]), "action_id": planted.actions.get(number, [UNKNOWN]), "session_id": [number]}
        varied = {name: below[name] for name in needed if name in below}
        for values in product(*varied.values()):
            yield {name: told[name] for name in needed if name not in varied} | dict(zip(varied, values, strict=True))
        if not varied:
            return


def _answer(session: Session, question: Question, given: dict[str, Any]) -> str:
    try:
        return repr(question(session, **given))
    except NotFound:
        return "not found"


def _told(session: Session, whole: Whole, planted: PlantedTable, identity: str) -> tuple[int, set[str], list[str]]:
    """How many questions this viewer could ask, the words that came back, and those that should not have."""
    hidden, asked, told, leaks = planted.hidden_from(identity), 0, set[str](), set[str]()
    for name, question in questions().items():
        if not _is_scoped(name, question) or (name.startswith("own_") and identity == "contractmanager"):
            continue
        for given in _given(question, whole, planted, identity):
            found = planted.found_in_text(_answer(session, question, given))
            asked, told = asked + 1, told | found
            leaks |= {f"{name}({given}) tells {planted.what[word]}" for word in found & hidden}
    return asked, told, sorted(leaks)


def test_no_question_tells_a_viewer_of_another_table(session: Session, planted: PlantedTable, whole: Whole) -> None:
    for identity in VIEWERS:
        asked, told, leaks = _told(session, whole, planted, identity)
        measured("questions of the partnership table asked as somebody", asked)
        measured("questions of the partnership table that told too much", len(leaks))
        assert leaks == []
        assert asked > 200
        assert len(told) > 100


@pytest.mark.sqlite_only
def test_a_question_that_forgets_its_viewer_is_found(session: Session, planted: PlantedTable, whole: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in _modules():
        if hasattr(module, "seen_by"):
            monkeypatch.setattr(module, "seen_by", lambda _viewer: true())
    leaks = _told(session, whole, planted, "tekenbevoegde B")[2]
    assert {one.partition("(")[0] for one in leaks} >= {"dialogues.sessions", "dialogue_session.session_whole", "dialogue_reading.reading"}


@pytest.mark.parametrize("identity", ["invoerder A", "tekenbevoegde B"])
def test_a_foreign_session_is_as_one_that_is_not_there(session: Session, planted: PlantedTable, whole: Whole, identity: str) -> None:
    own = SITS[identity]
    foreign = {number for (slug, state), number in planted.sessions.items() if slug not in (own, "samen") or state == "concept"}
    compared = 0
    for name, question in questions().items():
        names = inspect.signature(question).parameters
        if not {"viewer_provider_id", "session_id"} <= names.keys():
            continue
        calls = list(_given(question, whole, planted, identity))
        unknown = next(_answer(session, question, given) for given in calls if given["session_id"] == UNKNOWN)
        for given in calls:
            if given["session_id"] in foreign:
                compared += 1
                assert _answer(session, question, given) == unknown, f"{name}({given})"
    assert compared > 50

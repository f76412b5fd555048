"""The aanbieder's own deviations: the right KPI's name at each, and an answer to the question."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import World

NAMES = {"BZ-01": "Eerste opvang binnen 6 weken", "NZ-02": "Uitstroom met onderdak"}


@pytest.fixture
def entry(app: Flask, world: World) -> Inspector:
    """The invoerder of De Linde, whose last report has deviations."""
    return signed_in(app, world.people["invoerder"])


def first_deviation(entry: Inspector) -> str:
    """The address of one that waits for an answer."""
    return next(link for link in entry.get("/aanbieder/afwijkingen").links() if re.fullmatch(r"/aanbieder/afwijkingen/\d+", link))


def test_each_deviation_carries_the_name_of_its_own_kpi(entry: Inspector) -> None:
    page = entry.get("/aanbieder/afwijkingen")
    for code, name in NAMES.items():
        assert f"{code} {name}" in page.text


def test_an_explanation_is_sent_once_and_stands_in_the_course_of_things(entry: Inspector) -> None:
    path = first_deviation(entry)
    form = entry.get(path).form(f"{path}/toelichten") | {"text": "Twee kamers waren dicht door een verbouwing."}
    assert entry.post(f"{path}/toelichten", form).status == 303
    assert entry.post(f"{path}/toelichten", form).status == 303
    page = entry.get(path)
    assert page.text.count("Twee kamers waren dicht door een verbouwing.") == 1 and "Toegelicht" in page.text


def test_too_short_an_explanation_keeps_what_was_typed(entry: Inspector) -> None:
    path = first_deviation(entry)
    form = entry.get(path).form(f"{path}/toelichten")
    answer = entry.post(f"{path}/toelichten", form | {"text": "Druk."})
    assert answer.status == 422 and "Druk." in answer.html and "#text" in answer.links()


def test_whoever_answers_second_sees_that_it_changed_and_keeps_the_text(entry: Inspector) -> None:
    path = first_deviation(entry)
    form = entry.get(path).form(f"{path}/toelichten")
    answer = entry.post(f"{path}/toelichten", form | {"version": "99", "text": "Wij waren later dan een collega."})
    assert answer.status == 409 and "Wij waren later dan een collega." in answer.html


def test_a_deviation_of_another_aanbieder_is_answered_as_if_it_did_not_exist(app: Flask, world: World, entry: Inspector) -> None:
    foreign = signed_in(app, world.people["invoerder-noord"])
    path = first_deviation(entry)
    unknown = foreign.get("/aanbieder/afwijkingen/999999")
    assert foreign.get(path).status == unknown.status == 404
    assert foreign.get(path).text == unknown.text

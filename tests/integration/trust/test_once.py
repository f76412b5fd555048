"""What must happen once happens once: a double click, a retry, two tabs. And nobody's text is overwritten unseen."""

from __future__ import annotations

import uuid

import pytest
from flask import Flask
from sqlalchemy import func, select

from contracts.foundation.journal import JournalEntry
from portal.extensions import db
from tests.support.attacker import browser_of
from tests.support.authorization import Matrix
from tests.support.crawl import Form, forms_of_the_world
from tests.support.figures import measured, size
from tests.support.whole_world import Whole

ANSWERS = {
    "text": "Wij kijken hier samen naar.", "reason": "Dit is besproken en klaar.", "note": "Er ontbreekt een getal.", "title": "Een goed gesprek",
    "day": "2027-02-01", "time": "10:00", "place": "Stadhuis", "owner_name": "Sam Peters", "due_on": "2027-03-01", "amount": "10",
}  # fmt: skip


def _filled(form: Form) -> dict[str, str]:
    return dict(form.fields) | {
        name.partition("-")[0] if name in ANSWERS else name: text for name, text in ANSWERS.items() if name in dict(form.fields)
    }


def _journal(app: Flask) -> int:
    with app.app_context():
        count = db.session.scalar(select(func.count()).select_from(JournalEntry)) or 0
        db.session.remove()
    return count


def test_a_form_sent_twice_does_its_work_once(open_matrix: Matrix) -> None:
    """Each form with a once key, sent again and again: one line in the journal, and every answer leads to the same place."""
    tried, doubled, happened = 0, [], 0
    for form in forms_of_the_world(open_matrix):
        if "once_key" not in dict(form.fields):
            continue
        fields, browser = _filled(form) | {"once_key": uuid.uuid4().hex}, open_matrix.browsers[form.identity]
        first = browser.send("POST", form.action, data=fields)
        if first.status_code >= 400:
            continue
        happened, before = happened + 1, _journal(open_matrix.app)
        for _ in range(size(quick=3, full=30)):
            tried += 1
            again = browser.send("POST", form.action, data=fields)
            if again.headers.get("Location") != first.headers.get("Location") or _journal(open_matrix.app) != before:
                doubled.append(f"{form.action}: {again.status_code} {again.headers.get('Location')}")
    measured("forms sent again with the same key", tried)
    measured("effects that happened twice", len(doubled))
    assert doubled == []
    assert happened >= 5, "enough of the forms did something the first time"


def test_a_key_belongs_to_one_person_and_one_form(portal: Flask, whole: Whole) -> None:
    key, manager = uuid.uuid4().hex, browser_of(portal, whole.people["contractmanager"])
    session = whole.sessions["linde"]
    item = {"part": "data", "title": "Wachttijd", "once_key": key}
    assert manager.send("POST", f"/dialoog/{session}/punten", data=item).status_code == 303
    other = browser_of(portal, whole.people["tekenbevoegde"])
    assert other.send("POST", f"/dialoog/{session}/punten", data=item).status_code == 422
    assert manager.send("POST", f"/dialoog/{session}/afspraken", data={"once_key": key}).status_code == 422


@pytest.mark.parametrize("key", ["", "kort", "x" * 32, "A" * 32, "0" * 33, "0" * 31 + "\n"])
def test_without_a_good_key_nothing_happens(portal: Flask, whole: Whole, key: str) -> None:
    before = _journal(portal)
    manager = browser_of(portal, whole.people["contractmanager"])
    answer = manager.send("POST", f"/dialoog/{whole.sessions['linde']}/punten", data={"part": "data", "title": "Wachttijd", "once_key": key})
    assert answer.status_code == 422
    assert _journal(portal) == before + 1  # the session of the manager, begun above


def test_a_lost_race_shows_both_texts(portal: Flask, whole: Whole) -> None:
    path = "/aanbieder/rapportages/2026-k4/toelichting"
    browser = browser_of(portal, whole.people["invoerder"])
    version = dict(next(form for form in _forms_of(browser.send("GET", path).get_data(as_text=True), path)))["version"]
    assert browser.send("POST", path, data={"note": "Van de eerste.", "version": version}).status_code == 303
    lost = browser.send("POST", path, data={"note": "Van de tweede.", "version": version})
    assert lost.status_code == 409
    page = lost.get_data(as_text=True)
    assert "Van de eerste." in page
    assert "Van de tweede." in page
    measured("lost races tried", 1)


def _forms_of(html: str, action: str) -> list[list[tuple[str, str]]]:
    found = []
    for part in html.split("<form ")[1:]:
        if f'action="{action}"' in part:
            inputs = part.partition("</form>")[0].split("<input ")[1:]
            found.append([(text.partition('name="')[2].partition('"')[0], text.partition('value="')[2].partition('"')[0]) for text in inputs])
    return found


def test_a_lost_cell_shows_both_figures(portal: Flask, whole: Whole) -> None:
    path = "/aanbieder/rapportages/2026-k4/cijfers/basiszorg/BZ-01"
    browser = browser_of(portal, whole.people["invoerder"])
    cell = {"version-BZ-01": "0", "denominator-BZ-01": "40", "explanation-BZ-01": "", "missing_reason-BZ-01": ""}
    assert browser.send("POST", path, data=cell | {"numerator-BZ-01": "31"}, htmx=True).status_code == 200
    for turn in range(20):
        lost = browser.send("POST", path, data=cell | {"numerator-BZ-01": str(11 + turn)}, htmx=True)
        assert lost.status_code == 409
        assert "31" in lost.get_data(as_text=True)
    measured("lost races tried", 20)

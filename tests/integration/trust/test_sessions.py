"""Sessions end when they must, everywhere at once: every old cookie is tried again, and none is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import String, Text, select

from contracts.foundation import database
from contracts.foundation.base import Base
from portal.accounts import secrets
from portal.accounts.invitations import renew_access
from portal.accounts.rights import set_blocked, set_roles
from portal.accounts.tables import SignInSession
from portal.extensions import db
from portal.web import clock
from tests.support.attacker import Browser, begin_session, browser_of
from tests.support.databases import SECRET
from tests.support.figures import measured
from tests.support.sign_in import sign_in_as
from tests.support.whole_world import Whole

Ending = Callable[[Flask, Whole, Browser], None]


def _write(app: Flask, work: Callable[..., object]) -> None:
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        work(session)
        session.commit()
        db.session.remove()


def _sign_out(_app: Flask, _whole: Whole, browser: Browser) -> None:
    assert browser.send("POST", "/afmelden").status_code == 303


def _change_roles(app: Flask, whole: Whole, _browser: Browser) -> None:
    admin, place = browser_of(app, whole.people["functioneel-beheerder"]), whole.people["invoerder"].membership_id
    assert admin.send("POST", f"/mensen/{place}/rollen", data={"roles": "tekenbevoegde"}).status_code == 303


def _change_roles_back(app: Flask, whole: Whole, _browser: Browser) -> None:
    by, place = whole.people["functioneel-beheerder"].as_actor(), whole.people["invoerder"].membership_id
    for roles in (["tekenbevoegde"], ["invoerder"]):
        _write(app, lambda session, roles=roles: set_roles(session, membership_id=place, roles=roles, by=by, at=clock.now()))


def _block(app: Flask, whole: Whole, _browser: Browser) -> None:
    admin, place = browser_of(app, whole.people["functioneel-beheerder"]), whole.people["invoerder"].membership_id
    assert admin.send("POST", f"/mensen/{place}/blokkeren").status_code == 303


def _block_and_release(app: Flask, whole: Whole, _browser: Browser) -> None:
    by, place = whole.people["functioneel-beheerder"].as_actor(), whole.people["invoerder"].membership_id
    for blocked in (True, False):
        _write(app, lambda session, blocked=blocked: set_blocked(session, membership_id=place, blocked=blocked, by=by, at=clock.now()))


def _renew(app: Flask, whole: Whole, _browser: Browser) -> None:
    by, place = whole.people["functioneel-beheerder"].as_actor(), whole.people["invoerder"].membership_id
    _write(app, lambda session: renew_access(session, membership_id=place, key=SECRET, by=by, at=clock.now()))


def _end_from_another_device(app: Flask, whole: Whole, browser: Browser) -> None:
    other = browser_of(app, whole.people["invoerder"])
    page = other.send("GET", "/account").get_data(as_text=True)
    numbers = {part.split("/")[0] for part in page.split("/account/sessies/")[1:]}
    for number in numbers:
        other.send("POST", f"/account/sessies/{number}/beeindigen")


ENDINGS: list[Ending] = [_sign_out, _change_roles, _change_roles_back, _block, _block_and_release, _renew, _end_from_another_device]
PLACES = ("/account", "/aanbieder", "/start", "/aanbieder/afwijkingen")


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.__name__.strip("_"))
def test_an_old_cookie_is_never_accepted(portal: Flask, whole: Whole, ending: Ending) -> None:
    browser = browser_of(portal, whole.people["invoerder"])
    assert browser.send("GET", "/account").status_code == 200
    ending(portal, whole, browser)
    accepted = 0
    for path in PLACES:
        accepted += browser.send("GET", path).status_code != 303
        accepted += browser.send("GET", path, htmx=True).status_code != 401
    accepted += browser.send("POST", "/account/herstelcodes", data={"code": "000000"}).status_code != 401
    measured("old sessions replayed", 2 * len(PLACES) + 1)
    measured("old sessions accepted", accepted)
    assert accepted == 0


@pytest.fixture
def moving() -> Iterator[time_machine.Traveller]:
    """A clock that the test moves."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def test_a_session_ends_after_half_an_hour_of_silence(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    browser = browser_of(portal, whole.people["invoerder"])
    moving.shift(timedelta(minutes=29, seconds=50))
    assert browser.send("GET", "/account").status_code == 200
    moving.shift(timedelta(seconds=20))
    assert browser.send("GET", "/account").status_code == 303  # this old cookie; a browser holds the newer one
    measured("old sessions replayed", 1)


def test_a_session_ends_after_ten_hours_however_busy(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    token = begin_session(portal, whole.people["invoerder"])
    for _ in range(39):
        moving.shift(timedelta(minutes=15))
        assert Browser(portal, token).send("GET", "/account").status_code == 200
    moving.shift(timedelta(minutes=15))
    assert Browser(portal, token).send("GET", "/account").status_code == 303
    measured("old sessions replayed", 1)


def test_the_cookie_is_renewed_by_every_page(portal: Flask, whole: Whole) -> None:
    answer = browser_of(portal, whole.people["invoerder"]).send("GET", "/account")
    assert "Expires=" in answer.headers["Set-Cookie"]


def test_signing_in_begins_a_wholly_new_session(portal: Flask, whole: Whole) -> None:
    """Session fixation: what an attacker planted before signing in is worth nothing afterwards."""
    planted = secrets.new_token()
    visitor = sign_in_as(portal, whole.people["publicist"], plant={"_user_id": planted, "csrf_token": "a" * 40, "mine": "planted"})
    held = visitor.cookie()
    assert held["_user_id"] != planted
    assert held.get("csrf_token") != "a" * 40
    assert "mine" not in held
    assert Browser(portal, planted).send("GET", "/account").status_code == 303


def test_switching_organisation_ends_the_old_session(portal: Flask, whole: Whole) -> None:
    browser = browser_of(portal, whole.people["publicist"])
    place = {"membership_id": str(whole.people["publicist"].membership_id)}
    assert browser.send("POST", "/account/organisatie", data=place).status_code == 303
    assert browser.send("GET", "/account").status_code == 303


def test_the_token_itself_stands_nowhere_in_the_database(portal: Flask, whole: Whole) -> None:
    token = begin_session(portal, whole.people["invoerder"])
    found = []
    with portal.app_context():
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, (String, Text)):
                    found += [f"{table.name}.{column.name}" for value in db.session.scalars(select(column)) if value and token in value]
        assert db.session.scalar(select(SignInSession.id).where(SignInSession.token_hash == secrets.hashed(token))) is not None
    assert found == []
    assert len(token) >= 43  # 256 bits


def test_a_change_of_rights_holds_at_the_next_request(portal: Flask, whole: Whole) -> None:
    browser = browser_of(portal, whole.people["invoerder"])
    _change_roles(portal, whole, browser)
    after = browser_of(portal, whole.people["invoerder"])
    grid = "/aanbieder/rapportages/2026-k4/cijfers/basiszorg"
    assert after.send("GET", grid).status_code == 200
    assert after.send("POST", grid).status_code == 403

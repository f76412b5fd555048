"""Signing in: two factors, the same answer for everybody, each code once, and no end of guesses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from contracts.foundation import database
from portal.accounts import secrets, throttle
from portal.accounts.tables import Person
from portal.extensions import db
from portal.web import clock
from tests.integration.trust.conftest import invite_somebody
from tests.support.figures import measured, size
from tests.support.inspector import Answer
from tests.support.sign_in import Visitor, code_now, email_of, sign_in_as
from tests.support.whole_world import PASSPHRASE, Whole

GOOD = "lopende ganzen zingen zacht"


@pytest.fixture
def moving() -> Iterator[time_machine.Traveller]:
    """A clock that the test moves."""
    with time_machine.travel(clock.now(), tick=False) as traveller:
        yield traveller


def _block(app: Flask, person_id: int) -> None:
    with app.app_context():
        database.begin_writing(db.session())
        db.session.execute(update(Person).where(Person.id == person_id).values(is_blocked=True))
        db.session.commit()
        db.session.remove()


def _same(answer: Answer, email: str) -> tuple[int, str]:
    return answer.status, re.sub(r"[A-Za-z0-9_.\-]{48,}", "", answer.html.replace(email, ""))


def test_known_unknown_and_blocked_accounts_get_the_same_answer(portal: Flask, whole: Whole) -> None:
    _block(portal, whole.people["regiolezer"].person_id)
    known, blocked = (email_of(portal, whole.people[code]) for code in ("publicist", "regiolezer"))
    tries = [(known, "helemaal verkeerd hoor"), ("niemand@voorbeeld.example", PASSPHRASE), (blocked, PASSPHRASE), (blocked, "helemaal verkeerd hoor")]
    answers = {_same(Visitor(portal).first(email, passphrase), email) for email, passphrase in tries}
    assert len(answers) == 1
    assert answers.pop()[0] == 422


def test_one_factor_opens_nothing(portal: Flask, whole: Whole) -> None:
    visitor = Visitor(portal)
    assert visitor.first(email_of(portal, whole.people["publicist"])).status == 200
    assert visitor.page.get("/account").status == 303
    assert "_user_id" not in visitor.cookie()
    assert Visitor(portal).second().location == "/aanmelden"


def test_the_first_factor_is_forgotten_after_five_minutes(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    visitor = Visitor(portal)
    visitor.first(email_of(portal, whole.people["publicist"]))
    moving.shift(timedelta(minutes=5, seconds=1))
    assert visitor.second().location == "/aanmelden"
    assert visitor.page.get("/account").status == 303


def test_a_code_counts_once(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    member, code = whole.people["publicist"], code_now()
    sign_in_as(portal, member)
    second = Visitor(portal)
    second.first(email_of(portal, member))
    assert second.second(code).status == 422
    moving.shift(timedelta(seconds=30))
    assert second.second(code).status == 422  # still inside the allowed clock difference, and still used
    assert second.second().status == 303


def test_a_recovery_code_counts_once(portal: Flask, whole: Whole) -> None:
    member, code = whole.people["contractmanager"], whole.recovery["contractmanager"][0]
    for status in (303, 422):
        visitor = Visitor(portal)
        visitor.first(email_of(portal, member))
        assert visitor.second(code.upper().replace("-", " ")).status == status
    other = Visitor(portal)
    other.first(email_of(portal, whole.people["publicist"]))
    assert other.second(whole.recovery["contractmanager"][1]).status == 422, "somebody else's code"


@pytest.mark.sqlite_only
def test_guessing_from_everywhere_stays_under_sixty_an_hour(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    """Ten guesses a second from ever new networks, and from the owner's own: how many were looked at in any hour?"""
    email, at = email_of(portal, whole.people["publicist"]), clock.now()
    sign_in_as(portal, whole.people["publicist"])
    looked_at: list[float] = []
    with portal.app_context():
        for number in range(size(quick=10_000, full=40_000)):
            now = at + timedelta(seconds=0.72 * number)
            network = "192.0.2" if number % 2 else f"198.51.{number % 250}"
            if throttle.wait_until(db.session(), email=email, network=network, at=now) is None:
                database.begin_writing(db.session())
                throttle.failed(db.session(), email=email, network=network, at=now)
                db.session.commit()
                looked_at.append(0.72 * number)
        db.session.remove()
    worst = max(sum(start <= one < start + 3600 for one in looked_at) for start in looked_at)
    measured("password guesses tried", size(quick=10_000, full=40_000))
    measured("most guesses looked at in an hour", worst)
    assert 20 <= worst <= 60


def test_while_others_guess_the_owner_still_gets_in_from_a_known_network(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    member = whole.people["publicist"]
    sign_in_as(portal, member)
    for number in range(12):
        moving.shift(timedelta(seconds=5))
        Visitor(portal, network=f"203.0.{number}").first(email_of(portal, member), "geraden wachtwoord")
    assert Visitor(portal, network="203.0.99").first(email_of(portal, member)).status == 429, (
        "a new network must wait, even with the right passphrase"
    )
    moving.shift(timedelta(seconds=30))
    sign_in_as(portal, member)


@pytest.mark.sqlite_only
def test_the_delay_grows_and_is_told(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    email, waits = email_of(portal, whole.people["publicist"]), []
    for _ in range(9):
        answer = Visitor(portal).first(email, "weer niet goed hoor")
        if answer.status == 429:
            waits.append(int(answer.response.headers["Retry-After"]))
            moving.shift(timedelta(seconds=waits[-1]))
    assert waits
    assert waits == sorted(waits)


@pytest.mark.sqlite_only
def test_guessing_codes_is_slowed_down_too(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    visitor = Visitor(portal)
    visitor.first(email_of(portal, whole.people["publicist"]))
    statuses = [visitor.second(f"{number:06d}").status for number in range(6)]
    assert statuses.count(422) <= 3
    assert statuses[-1] == 429


@pytest.mark.sqlite_only
def test_a_redirect_after_signing_in_stays_at_home(portal: Flask, whole: Whole) -> None:
    for target in ("https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "\\\\kwaad.example", "javascript:alert(1)", "/\t/kwaad.example"):
        visitor = Visitor(portal)
        with time_machine.travel(clock.now() + timedelta(seconds=30 * (1 + hash(target) % 1000)), tick=False):
            visitor.first(email_of(portal, whole.people["publicist"]))
            answer = visitor.second(next=target)
        assert answer.status in (303, 422, 429)
        assert "kwaad" not in answer.location
        assert "javascript" not in answer.location


def _follow(portal: Flask, passphrase: str = GOOD, token: str = "een-link-van-de-proef") -> Answer:
    return Visitor(portal).page.post(f"/uitnodiging/{token}", {"passphrase": passphrase, "code": code_now()})


def test_an_invitation_works_once(portal: Flask, whole: Whole) -> None:
    invite_somebody(portal, whole, token="een-link-van-de-proef")
    assert _follow(portal).status == 200
    assert _follow(portal).status == 404
    assert Visitor(portal).page.get("/uitnodiging/een-link-van-de-proef").status == 404


def test_an_invitation_ends_after_a_day(portal: Flask, whole: Whole, moving: time_machine.Traveller) -> None:
    invite_somebody(portal, whole, token="een-link-van-de-proef")
    moving.shift(timedelta(hours=24, seconds=1))
    assert _follow(portal).status == 404


@pytest.mark.sqlite_only
def test_a_weak_passphrase_is_refused(portal: Flask, whole: Whole) -> None:
    invite_somebody(portal, whole, token="een-link-van-de-proef")
    for weak in ("kort", "wachtwoord123", "noor nieuw noor nieuw", "aaaaaaaaaaaaaaaa", "samenzicht-gemeente", "welkom welkom welkom", "x" * 129):
        answer = _follow(portal, weak)
        assert answer.status == 422, weak
        assert weak not in answer.html or weak == "kort"
    assert _follow(portal).status == 200, "the link still works after a refusal"


@pytest.mark.sqlite_only
def test_passphrases_are_hashed_as_agreed(portal: Flask, whole: Whole) -> None:
    with portal.app_context():
        stored = db.session.get(Person, whole.people["publicist"].person_id)
        assert stored is not None
        assert stored.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
        assert PASSPHRASE not in stored.password_hash
        assert secrets.passphrase_fits(PASSPHRASE, stored.password_hash)
        db.session.remove()

"""Cleaning up removes what may no longer be kept, and nothing else."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import func, select

from contracts.foundation.database import begin_writing
from portal.accounts import throttle
from portal.accounts.tables import SignInSession
from portal.developer.housekeeping import clean_up
from portal.extensions import db
from portal.reminders import outbox
from portal.web import clock
from portal.web.once import UsedKey
from tests.support.portal import signed_in
from tests.support.world import World


def test_what_is_old_goes_and_what_is_new_stays(app: Flask, world: World) -> None:
    signed_in(app, world.people["invoerder"])
    with app.app_context():
        session, at = db.session(), clock.now()
        begin_writing(session)
        for key, days in (("a" * 32, 31), ("b" * 32, 1)):
            session.add(UsedKey(key=key, owner="person:1", endpoint="x", location="/", used_at=at - timedelta(days=days)))
        for number, days in ((1, 91), (2, 89)):
            told = {"person_id": None, "to": "x@voorbeeld.example", "subject": "x", "body": "x", "calendar": "", "address": "https://portaal.example"}
            outbox.write(session, key=f"proef:{number}", at=at - timedelta(days=days), **told)
        throttle.failed(session, email="iemand@voorbeeld.example", network="192.0.2", at=at - timedelta(days=2))
        session.flush()
        first = clean_up(session, at=at)
        gone = {
            "aanmeldsessies": 0,
            "formuliersleutels": 1,
            "mislukte pogingen": 2,
            "uitnodigingen": 0,
            "uploads": 0,
            "berichten": 1,
            "realisatiebestanden": 0,
        }
        assert first == gone
        assert session.scalars(select(UsedKey.key)).all() == ["b" * 32]
        assert not any(clean_up(session, at=at).values())
        later = clean_up(session, at=at + timedelta(days=200))
        assert later["aanmeldsessies"] == 1 and session.scalar(select(func.count()).select_from(SignInSession)) == 0
        session.commit()

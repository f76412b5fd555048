"""The real portal on a test database, and people who are signed in without walking through the sign-in screens."""

from __future__ import annotations

from flask import Flask

from contracts.foundation import database
from portal.accounts import sessions
from portal.app import create_app
from portal.config import PRODUCTION, ROOT, Settings
from portal.extensions import db
from portal.web import clock
from tests.support.databases import KEY, RULES, SECRET, SIGNING_KEY
from tests.support.inspector import Inspector
from tests.support.world import Member


def portal_on(database_url: str) -> Flask:
    """The portal as it runs in production, with secrets of its own."""
    return create_app(
        Settings(
            mode=PRODUCTION,
            secret=SECRET,
            journal_key=KEY,
            database_url=database_url,
            hosts=("localhost",),
            proxies=0,
            region_folder=ROOT / "contracts" / "reference" / "maastricht-heuvelland",
            catalogue_folder=ROOT / "kpi" / "catalogue",
            signing_key=SIGNING_KEY,
            publication_rules=RULES,
        )
    )


def signed_in(app: Flask, member: Member) -> Inspector:
    """An inspecting client in which this person is signed in."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        place = {"person_id": member.person_id, "membership_id": member.membership_id}
        told = {"browser": "test", "network": "127.0.0.1", "how": "test"}
        token = sessions.begin(session, hours=1, by=member.as_actor(), at=clock.now(), **place, **told)
        session.commit()
    inspector = Inspector(app)
    with inspector.client.session_transaction(base_url="https://localhost") as cookie:
        cookie["_user_id"] = token
        cookie["_fresh"] = True
    return inspector

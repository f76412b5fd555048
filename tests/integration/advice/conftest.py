"""Both sides of the advice, signed in: two members of the klankbordgroep, the contractmanager, and an aanbieder."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from flask import Flask

from contracts.foundation import database
from portal.extensions import db
from portal.web import clock
from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.whole_world import AT
from tests.support.world import Member, World, _member

NEW = "/klankbord/advies/nieuw"
SUBJECT, TEXT = "De wachttijd", "Laat mensen elke maand weten hoelang het nog duurt. Mijn zus hoorde niets."
WORDS = "Hoe houden wij wachtenden op de hoogte?"
READY = clock.today() + timedelta(days=60)
AGREED = {
    "verdict": "deels mee eens",
    "reason": "Een bericht helpt. Elke maand lukt nog niet.",
    "what": "Wij sturen elk kwartaal een bericht.",
    "ready_on": READY.isoformat(),
}


@dataclass
class Desk:
    """The people, and how they send forms."""

    app: Flask
    world: World
    giver: Inspector
    other: Inspector
    manager: Inspector
    provider: Inspector
    giver_name: str

    def give(self, who: Inspector | None = None, **fields: str) -> Answer:
        """Send the form of an advice as it stands, with these fields."""
        by = who or self.giver
        return by.post(NEW, by.get(NEW).form(NEW) | {"subject": SUBJECT, "text": TEXT} | fields)

    def given(self, **fields: str) -> str:
        """An advice; its number, as in its addresses."""
        answer = self.give(**fields)
        assert answer.status == 303
        return answer.location.rsplit("/", 1)[-1]

    def answered(self, **fields: str) -> str:
        """An advice that the gemeente answered; its number."""
        number = self.given(**fields)
        assert self.do(number, "antwoord", **AGREED).status == 303
        return number

    def do(self, number: str, what: str, /, who: Inspector | None = None, **fields: object) -> Answer:
        """Send a form of the gemeente's page of this advice."""
        path, by = f"/advies/{number}/{what}", who or self.manager
        form: dict[str, object] = dict(by.get(f"/advies/{number}").form(path))
        return by.post(path, form | fields)


def _second_member(app: Flask, world: World) -> Member:
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        first = world.people["klankbordgroeplid"]
        made = _member(session, "tweede-klankbordgroeplid", first.organisation_id, first.role, AT)
        session.commit()
        db.session.remove()
    return made


@pytest.fixture
def both(app: Flask, world: World) -> Desk:
    """Everybody before an empty list."""
    people = world.people
    second = signed_in(app, _second_member(app, world))
    first, manager, provider = (signed_in(app, people[code]) for code in ("klankbordgroeplid", "contractmanager", "invoerder"))
    return Desk(app, world, first, second, manager, provider, people["klankbordgroeplid"].name)

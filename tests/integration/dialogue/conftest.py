"""Both sides of the table, signed in; and a session that was planned through the screens."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from tests.support.inspector import Answer, Inspector
from tests.support.portal import signed_in
from tests.support.world import World

PLAN = "/dialoog/nieuw"


@dataclass
class Table:
    """The contractmanager, De Linde's two people, somebody of Huize Noord, and one session with De Linde."""

    app: Flask
    chair: Inspector
    writer: Inspector
    signatory: Inspector
    stranger: Inspector
    session: str = ""

    def do(self, who: Inspector, what: str, **fields: str) -> Answer:
        """Send a form of the session's page, as it stands there, with these fields."""
        path = f"{self.session}/{what}"
        return who.post(path, who.get(self.session).form(path) | fields)

    @property
    def minutes(self) -> str:
        """Where the minutes are read and consented to."""
        return f"{self.session}/verslag"

    def answer(self, who: Inspector, verdict: str = "eens", **fields: str) -> Answer:
        """Answer to the minutes that are shown."""
        path = f"{self.session}/instemming"
        return who.post(path, who.get(self.minutes).form(path) | {"verdict": verdict} | fields)

    def agree(self, who: Inspector) -> Answer:
        """Say yes to the minutes that are shown."""
        return self.answer(who)

    def item(self, number: int = 0) -> str:
        """The address of the minutes of one of the four fixed points."""
        return self.items()[number]

    def items(self) -> list[str]:
        """Where the minutes of each point are sent."""
        root = self.chair.get(self.session).root
        assert root is not None
        forms = [form.get("action", "") for form in root.iter("{http://www.w3.org/1999/xhtml}form")]
        return [action for action in forms if action.endswith("/verslag")]

    def write(self, who: Inspector, text: str, number: int = 0) -> Answer:
        """Write at a point."""
        path = self.item(number)
        return who.post(path, who.get(self.session).form(path) | {"text": text})


def plan(chair: Inspector, provider_id: int | str, title: str = "Gesprek derde kwartaal") -> Answer:
    """Plan a session through the screen: it is a concept, and its page of people comes next. "samen" is the joint table."""
    fields = {"table": str(provider_id), "title": title, "day": "2031-02-03", "time": "10:00", "place": "Stadhuis"}
    return chair.post(PLAN, chair.get(PLAN).form(PLAN) | fields)


def planned(chair: Inspector, provider_id: int | str, title: str = "Gesprek derde kwartaal") -> str:
    """Plan a session and send its invitation; the address of the session."""
    made = plan(chair, provider_id, title)
    assert made.status == 303
    address = made.location.removesuffix("/deelnemers")
    assert chair.post(f"{address}/uitnodigen", chair.get(made.location).form(f"{address}/uitnodigen")).status == 303
    return address


@pytest.fixture
def table(app: Flask, world: World) -> Table:
    """The table, with one planned session of De Linde."""
    names = ("contractmanager", "invoerder", "tekenbevoegde", "invoerder-noord")
    made = Table(app, *(signed_in(app, world.people[name]) for name in names))
    made.session = planned(made.chair, world.organisations["linde"])
    return made


@pytest.fixture
def talking(table: Table) -> Table:
    """The session has begun."""
    assert table.do(table.chair, "beginnen").status == 303
    return table


@pytest.fixture
def offered(talking: Table) -> Table:
    """The minutes lie before both sides."""
    assert talking.write(talking.chair, "Wij willen hetzelfde.").status == 303
    assert talking.do(talking.chair, "ter-instemming").status == 303
    return talking

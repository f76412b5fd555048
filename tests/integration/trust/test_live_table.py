"""Twelve people write the minutes of one conversation, with kill -9 of the server and lines that fall away: every line stands once, in its place."""

from __future__ import annotations

import random
import time

import pytest
from flask import Flask
from sqlalchemy import select

from contracts.foundation import database
from kpi.actions import dialogues
from kpi.tables.dialogue import AgendaItem
from portal.accounts.tables import Installation
from portal.config import PRODUCTION
from portal.developer import journal_check
from portal.extensions import db
from tests.support.attacker import browser_of
from tests.support.databases import KEY
from tests.support.figures import measured, size
from tests.support.live_writers import Line, LiveWriter, Seen
from tests.support.server import Server
from tests.support.whole_world import AT, Whole

WRITERS = 12
WHO = ("contractmanager", "invoerder", "tekenbevoegde")


def _prepare(app: Flask, whole: Whole) -> None:
    """The mark of the mode that the server asks for, and two more points to write at."""
    with app.app_context():
        session = db.session()
        database.begin_writing(session)
        session.add(Installation(id=1, mode=PRODUCTION))
        by = {"viewer_provider_id": None, "by": whole.people["contractmanager"].as_actor(), "at": AT}
        for title in ("Wachttijd", "Personeel"):
            dialogues.add_item(session, session_id=whole.sessions["linde"], part="data", title=title, **by)
        session.commit()
        db.session.remove()


def _texts(app: Flask, whole: Whole) -> dict[str, list[str]]:
    """The lines that stand at each point."""
    with app.app_context():
        found = db.session.execute(select(AgendaItem.id, AgendaItem.minutes).where(AgendaItem.session_id == whole.sessions["linde"]))
        texts = {str(row.id): row.minutes.split("\n") for row in found if row.minutes}
        db.session.remove()
    return texts


def _disturb(server: Server, until: float, dice: random.Random, every: float) -> list[tuple[float, float]]:
    """Kill a worker now and then, and once in a while everything; when nobody was there to answer, from when to when."""
    down = []
    while time.time() + every < until:
        time.sleep(every / 2)
        if not server.has_ended():
            server.kill_worker(dice.randrange(100))
        time.sleep(every / 2)
        began = time.time()
        if not server.has_ended():
            server.kill_all()
        server.start()
        down.append((began, time.time()))
    return down


def _waited(told: Seen, down: list[tuple[float, float]], names: list[str]) -> list[float]:
    """Seconds until each other writer had each line on the screen, without the seconds that there was no server. A line never seen waited forever."""
    found = []
    for line, (at, _, writer) in told.kept.items():
        for other in names:
            if other != writer:
                seen = told.seen.get((line, other), float("inf"))
                away = sum(max(0.0, min(seen, end) - max(at, start)) for start, end in down)
                found.append(max(0.0, seen - at - away))
    return sorted(found)


def _misplaced(told: Seen, texts: dict[str, list[str]]) -> tuple[int, int]:
    """Acknowledged lines that are gone; and lines at another point, twice, or after a later line of the same writer."""
    where: dict[str, list[str]] = {}
    for point, lines in texts.items():
        for line in lines:
            where.setdefault(line, []).append(point)
    lost = sum(line not in where for line in told.kept)
    wrong = sum(where.get(line, [point]) != [point] for line, (_, point, _) in told.kept.items())
    for lines in texts.values():
        for writer in {line.partition(".")[0] for line in lines}:
            numbers = [int(line.partition(".")[2]) for line in lines if line.startswith(f"{writer}.")]
            wrong += numbers != sorted(numbers)
    return lost, wrong


@pytest.mark.measured
@pytest.mark.sqlite_only
def test_twelve_people_write_together(portal: Flask, whole: Whole) -> None:
    _prepare(portal, whole)
    seconds, told = size(quick=30, full=600), Seen()
    server = Server(portal.config["SQLALCHEMY_DATABASE_URI"])
    server.start()
    until = time.time() + seconds
    browsers = [browser_of(portal, whole.people[WHO[number % len(WHO)]]) for number in range(WRITERS)]
    lines = [Line(server.port, browser, random.Random(number)) for number, browser in enumerate(browsers)]
    writers = [LiveWriter(f"s{number}", line, f"/dialoog/{whole.sessions['linde']}", told, until) for number, line in enumerate(lines)]
    try:
        for writer in writers:
            writer.start()
        down = _disturb(server, until, random.Random(6), size(quick=14, full=45))
        for writer in writers:
            writer.join(timeout=max(0.0, until - time.time()) + 60)
    finally:
        server.stop()
    _judge(portal, whole, told, _waited(told, down, [writer.name for writer in writers]))
    assert not any(writer.is_alive() for writer in writers)


def _judge(app: Flask, whole: Whole, told: Seen, waited: list[float]) -> None:
    lost, wrong = _misplaced(told, _texts(app, whole))
    p95 = waited[int(len(waited) * 0.95)]
    measured("lines written by 12 people at one table", len(told.kept))
    measured("saves that nobody answered", told.unanswered)
    measured("lost races at the table, merged", told.lost_races)
    measured("lines lost or misplaced", lost + wrong)
    measured("lines seen by the others, p95 in ms", round(1000 * min(p95, 999)))
    assert told.refused == []
    assert (lost, wrong) == (0, 0)
    assert p95 <= 4.0
    assert len(told.kept) > 20
    assert journal_check.check(app.config["SQLALCHEMY_DATABASE_URI"], key=KEY) is None

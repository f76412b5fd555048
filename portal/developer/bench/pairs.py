"""The five figures as pairs: our request beside the handwritten one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.developer.bench import dataset
from portal.developer.bench.by_hand.autosave import Autosave
from portal.developer.bench.by_hand.desk import COOKIE, Desk
from portal.developer.bench.by_hand.grid import Grid
from portal.developer.bench.by_hand.matrix import Matrix
from portal.developer.bench.by_hand.worklist import Worklist
from portal.developer.bench.money import YEAR
from portal.developer.bench.stand import Answer, Stand, Visitor, ask, get, post, wsgi

QUARTER = dataset.QUARTER.slug
GRID = f"/aanbieder/rapportages/{QUARTER}/cijfers/{dataset.FAMILY}"
BUDGET = f"/beheer/begroting?jaar={YEAR}"
SAVED, REFUSED = "MZ-002", "MZ-003"

Request = Callable[[], Answer]


@dataclass(frozen=True, slots=True)
class Pair:
    """One figure: its name, the highest ratio that is good enough, and both requests."""

    figure: str
    goal: float
    ours: Request
    by_hand: Request


def pairs(stand: Stand) -> list[Pair]:
    """All of them, on one stand. Both sides work on the same file."""
    desk = Desk(stand.path, key=stand.secret.encode(), journal_key=stand.journal_key)
    hand = {visitor: Visitor(f"{COOKIE}={visitor.token}", visitor.token, desk.csrf_token(visitor.token)) for visitor in (stand.manager, stand.entry)}
    save, turns = Autosave(desk), Turns()
    return [
        _page("KPI-rooster, 200 rijen", GRID, stand, stand.entry, hand[stand.entry], lambda page, slots: Grid(desk, page, slots | _progress(page))),
        _page(
            "werklijst, 200 afwijkingen",
            "/beheer/werklijst",
            stand,
            stand.manager,
            hand[stand.manager],
            lambda page, slots: Worklist(desk, page, slots | _once(page)),
        ),
        _page("begroting, 200 regels x 12", BUDGET, stand, stand.manager, hand[stand.manager], lambda *cut: Matrix(desk, *cut)),
        Pair("een cel bewaren, commit inbegrepen", 2, turns.by(wsgi(stand.app), stand.entry), turns.by(save, hand[stand.entry])),
        Pair("fragment van één rij (geweigerd cijfer)", 1.5, _refused(wsgi(stand.app), stand.entry), _refused(save, hand[stand.entry])),
    ]


def large_matrix(stand: Stand) -> Pair:
    """The begroting of a large region, on a stand of its own."""
    desk = Desk(stand.path, key=stand.secret.encode(), journal_key=stand.journal_key)
    hand = Visitor(f"{COOKIE}={stand.manager.token}", stand.manager.token, desk.csrf_token(stand.manager.token))
    return _page("begroting, 40 regels x 60 x 6 jaar", BUDGET, stand, stand.manager, hand, lambda *cut: Matrix(desk, *cut))


def _page(figure: str, path: str, stand: Stand, visitor: Visitor, hand: Visitor, make: Callable[[str, dict[str, str]], Any]) -> Pair:
    """A page for somebody who is signed in; the handwritten one gets the fixed frame from ours."""
    ours, theirs = get(path, visitor), get(path, hand)
    page = ask(wsgi(stand.app), ours).text
    person = dataset.PEOPLE[0 if visitor is stand.manager else 1]
    organisation = dataset.PROVIDERS[0] if visitor is stand.entry else dataset.CENTRE_NAME
    application = make(page, {"csrf": _csrf(page), "name": person[2], "organisation": organisation})
    return Pair(figure, 3, lambda: ask(wsgi(stand.app), ours), lambda: ask(application, theirs))


def _csrf(page: str) -> str:
    """The token as it stands in a page: it is signed anew at every visit."""
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    return found[1] if found else ""


def _progress(page: str) -> dict[str, str]:
    """How far the grid is, which is counted at every visit."""
    found = re.search(r'id="voortgang"><p>([^<]+)<', page)
    return {"progress": found[1] if found else ""}


def _once(page: str) -> dict[str, str]:
    """The key with which its form is sent once, new at every visit."""
    found = re.search(r'name="once_key" value="([^"]+)"', page)
    return {"once": found[1] if found else ""}


class Turns:
    """The cell that both sides save in turn: another figure each time, with the version that the last one left."""

    def __init__(self) -> None:
        self.version = 1

    def by(self, application: Any, visitor: Visitor) -> Request:
        """Save as this application. Raises AssertionError when it was not saved: a refusal would be measured too fast."""
        environ, _ = post(f"{GRID}/{SAVED}", visitor, {})

        def save() -> Answer:
            form = f"version-{SAVED}={self.version}&numerator-{SAVED}={36 + self.version % 3}&denominator-{SAVED}=42"
            answer = ask(application, environ, f"{form}&missing_reason-{SAVED}=&explanation-{SAVED}=".encode())
            if answer.headers.get("X-Version") != str(self.version + 1):
                raise AssertionError(f"not saved: {answer.status} {answer.text}")
            self.version += 1
            return answer

        return save


def _refused(application: Any, visitor: Visitor) -> Request:
    """A figure that cannot be: the answer is the status of one row."""
    form = {f"version-{REFUSED}": "1", f"numerator-{REFUSED}": "50", f"denominator-{REFUSED}": "43"}
    environ, body = post(f"{GRID}/{REFUSED}", visitor, form | {f"missing_reason-{REFUSED}": "", f"explanation-{REFUSED}": ""})
    return lambda: ask(application, environ, body)

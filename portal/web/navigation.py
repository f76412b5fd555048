"""The frame round every page: who is signed in, and where they can go. At most five entries per person."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, current_app, get_flashed_messages, request, url_for

from portal.access.identity import Identity, current_identity
from portal.access.permissions import Permission, permits
from portal.web.once import fresh_key

ENTRIES: tuple[tuple[str, str, Permission], ...] = (
    ("Rapportages", "provider.home", Permission.REPORT_READ),
    ("Afwijkingen", "provider.deviations", Permission.DEVIATION_EXPLAIN),
    ("Contracten", "provider.contracts", Permission.CONTRACT_OWN),
    ("Werklijst", "management.worklist", Permission.DEVIATION_REVIEW),
    ("Overzicht", "management.overview", Permission.DEVIATION_REVIEW),
    ("Rapportages", "management.reports", Permission.REPORT_REVIEW),
    ("Begroting", "management.budget", Permission.BUDGET_READ),
    ("Dialoog", "dialogue.sessions", Permission.DIALOGUE_TAKE_PART),
    ("Publiceren", "publishing.desk", Permission.SUMMARY_PUBLISH),
    ("Samenvattingen", "sounding_board.editions", Permission.SUMMARY_READ),
    ("Adviezen", "sounding_board.all_advice", Permission.ADVICE_GIVE),
    ("Programma", "management.programme", Permission.PROGRAMME_READ),
    ("Mensen", "people.directory", Permission.PEOPLE_MANAGE),
)


AREAS: tuple[tuple[str, str], ...] = (
    ("/beheer/kpis", "management.overview"),
    ("/beheer/aanbieders", "management.overview"),
    ("/beheer/rapportages", "management.reports"),
    ("/beheer/kalender", "management.reports"),
    *((f"/beheer/{word}", "management.budget") for word in ("begroting", "overeenkomsten", "contactpersonen", "stukken", "subsidies")),
    *((f"/beheer/{word}", "management.budget") for word in ("realisatie", "bestedingsruimte", "wat-als", "voorstellen")),
    ("/beheer/programma", "management.programme"),
    ("/mensen/berichten", "people.directory"),
    ("/aanbieder/contracten", "provider.contracts"),
    ("/klankbord/advies", "sounding_board.all_advice"),
    ("/advies", "dialogue.sessions"),
)
"""Where the pages below an entry stand, when that is not the first entry of their desk: the beginning of their address."""
MOST = 5
YIELDS = {"management.programme": "management.budget"}
"""Who has more than five entries finds this page from the other one, which is marked in its place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation."""

    label: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What the layout shows around the page."""

    identity: Identity | None
    navigation: tuple[Entry, ...]
    is_demonstration: bool
    messages: tuple[str, ...]
    idle_minutes: int


def navigation_of(identity: Identity | None) -> tuple[Entry, ...]:
    """The entries that this person may open, the one of the current blueprint marked."""
    known = current_app.view_functions
    open_to = [(label, endpoint) for label, endpoint, permission in ENTRIES if endpoint in known and permits(permission, identity)]
    rule = "" if request.url_rule is None else request.url_rule.rule
    here = next((endpoint for start, endpoint in AREAS if rule == start or rule.startswith(f"{start}/")), request.endpoint)
    if len(open_to) > MOST:
        open_to = [(label, endpoint) for label, endpoint in open_to if endpoint not in YIELDS]
        here = YIELDS.get(str(here), here)
    exact = any(endpoint == here for _, endpoint in open_to)
    blueprint = request.blueprint or ""
    entries = []
    marked = False
    for label, endpoint in open_to:
        current = endpoint == here if exact else not marked and endpoint.partition(".")[0] == blueprint
        marked = marked or current
        entries.append(Entry(label, url_for(endpoint), current))
    return tuple(entries)


def _frame() -> dict[str, object]:
    identity = current_identity()
    frame = Frame(
        identity=identity,
        navigation=navigation_of(identity),
        is_demonstration=current_app.config["IS_DEMONSTRATION"],
        messages=tuple(str(message) for message in get_flashed_messages()),
        idle_minutes=current_app.config["SESSION_IDLE_MINUTES"],
    )
    return {"frame": frame, "fresh_key": fresh_key}


def bind(app: Flask) -> None:
    """Give every template the frame."""
    app.context_processor(_frame)

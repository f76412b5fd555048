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
    ("Programma", "management.programme", Permission.PROGRAMME_READ),
    ("Mensen", "people.directory", Permission.PEOPLE_MANAGE),
)


# Pages below an entry that is not the first of its desk.
BELONGS_TO = {
    **dict.fromkeys(("management.what_if", "management.make_proposal", "management.proposals", "management.proposal"), "management.budget"),
    **dict.fromkeys(("management.take_over_proposal", "management.turn_down_proposal", "management.take_back_proposal"), "management.budget"),
    **dict.fromkeys(("provider.contract", "provider.contract_course", "provider.contract_papers"), "provider.contracts"),
    "management.kpis": "management.overview",
    "management.kpi": "management.overview",
    "management.series": "management.overview",
    "management.report": "management.reports",
    "management.calendar": "management.reports",
    "management.extension": "management.reports",
    "management.extra": "management.reports",
    "management.choose_change": "management.reports",
    "management.ask_change": "management.reports",
    "management.settled": "management.reports",
    "management.commitments": "management.budget",
    "management.commitment": "management.budget",
    "management.divide": "management.budget",
    "management.agreement": "management.budget",
    "management.new_frame": "management.budget",
    "management.new_arrangement": "management.budget",
    "management.amendments": "management.budget",
    "management.amend": "management.budget",
    "management.papers": "management.budget",
    **dict.fromkeys(("management.tariffs", "management.add_tariff", "management.index_tariff", "management.end_tariff"), "management.budget"),
    **dict.fromkeys(("management.correct_tariff", "management.set_steps", "management.commitment_kpis"), "management.budget"),
    **dict.fromkeys(("management.attach_kpis", "management.change_kpi", "management.take_off_kpi"), "management.budget"),
    "management.budget_line": "management.budget",
    "management.revise_line": "management.budget",
    "management.choose_taakvelden": "management.budget",
    "management.taakvelden": "management.budget",
    "management.new_line": "management.budget",
    "management.add_line": "management.budget",
    "management.new_year": "management.budget",
    "management.copy_year": "management.budget",
    "management.division": "management.budget",
    "management.copy_division": "management.budget",
    "management.budget_flow": "management.budget",
    **dict.fromkeys(("management.realisation", "management.realisation_preview", "management.realised_amount"), "management.budget"),
    **dict.fromkeys(
        ("management.withdrawal", "management.commitment_forecast", "management.spending_rooms", "management.spending_room"), "management.budget"
    ),
    **dict.fromkeys(("management.withdrawal", "management.commitment_forecast", "management.spending_rooms"), "management.budget"),
    **dict.fromkeys(("management.subsidies", "management.subsidy", "management.record_subsidy"), "management.budget"),
    **dict.fromkeys(("management.new_subsidy", "management.apply_subsidy"), "management.budget"),
    **dict.fromkeys(("management.begin_subsidy", "management.strike_subsidy"), "management.budget"),
    "management.housing_plan": "management.programme",
    "reminders.messages": "people.directory",
    "management.providers": "management.overview",
    "management.provider": "management.overview",
}
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
    here = BELONGS_TO.get(str(request.endpoint), request.endpoint)
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

"""How states, families and events are said on the contractmanager's screens: the word, its tone, and the next step."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from kpi.domain import dialogue, follow_up, openings, report
from kpi.queries.deviation_lines import NATURES
from portal.web.formatting import bound

FAMILIES = {
    "voorzorg": "Voorzorg",
    "basiszorg": "Basiszorg",
    "maatzorg": "Maatzorg",
    "nazorg": "Nazorg",
    "outcome": "Uitkomsten",
    "contract": "Contract en kwaliteit",
}


@dataclass(frozen=True, slots=True)
class Severity:
    """How much a deviation weighs: a word with a sign and a tone."""

    word: str
    sign: str
    tone: str


SEVERITIES = {1: Severity("Klein", "○", "rustig"), 2: Severity("Let op", "!", "aandacht"), 3: Severity("Zorg", "▼", "zorg")}


@dataclass(frozen=True, slots=True)
class DeviationState:
    """A state of a deviation: its word and tone, what the contractmanager does next, and its name in an address."""

    word: str
    tone: str
    next_step: str
    slug: str


DEVIATION_STATES = {
    follow_up.NEW: DeviationState("Nieuw", "actie", "Vraag uitleg", "nieuw"),
    follow_up.ASKED: DeviationState("Uitleg gevraagd", "rustig", "Wacht op uitleg", "uitleg-gevraagd"),
    follow_up.EXPLAINED: DeviationState("Toegelicht", "actie", "Beoordeel de uitleg", "toegelicht"),
    follow_up.ON_AGENDA: DeviationState("Op de agenda", "rustig", "Bespreek", "op-de-agenda"),
    follow_up.RUNNING: DeviationState("Afspraak loopt", "rustig", "Volg de afspraak", "afspraak-loopt"),
    follow_up.EFFECT: DeviationState("Effect gezien", "goed", "Handel af", "effect-gezien"),
    follow_up.CLOSED: DeviationState("Afgehandeld", "goed", "Lees terug", "afgehandeld"),
}
AGAIN = {  # there is nothing to come any more, and yet it is open
    follow_up.ON_AGENDA: "Zet opnieuw op een agenda",
    follow_up.RUNNING: "Kijk of het effect heeft",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with its name; a note says what it stands on or is compared with."""

    label: str
    value: str
    note: str = ""


def next_step(state: str, ahead: int) -> str:
    """What the contractmanager does next. `ahead` counts the sessions (or agreements) about it that are still to come."""
    return DEVIATION_STATES[state].next_step if ahead or state not in AGAIN else AGAIN[state]


KINDS_OF_CLAIM = {
    "contractual": ("Contractueel", "contractueel"),
    "statistical": ("Statistisch", "statistisch"),
    "data": ("Over de gegevens", "gegevens"),
}
"""What kind of claim a finding is: its word, and its name in an address."""


@cache
def claims(natures: int) -> str:
    """ "Contractueel en statistisch": the kinds of claim of a deviation, added up (NATURES)."""
    words = [KINDS_OF_CLAIM[nature][0] for nature, number in NATURES.items() if natures & number]
    return " en ".join([*words[:1], *(word.lower() for word in words[1:])])


DEVIATION_EVENTS = {
    follow_up.FOUND: "Gevonden",
    follow_up.EXPLANATION_ASKED: "Uitleg gevraagd",
    follow_up.EXPLANATION_GIVEN: "Uitleg gegeven",
    follow_up.EXPLANATION_RETURNED: "Uitleg teruggegeven, met een vraag",
    follow_up.PUT_ON_AGENDA: "Op de agenda gezet",
    follow_up.AGREED: "Afspraak gemaakt",
    follow_up.AGREEMENT_ENDED: "Afspraak vervallen",
    follow_up.AGREEMENT_KEPT: "Afspraak gedaan en bevestigd",
    follow_up.EFFECT_SEEN: "Effect gezien",
    follow_up.SETTLED: "Afgehandeld",
    follow_up.LAPSED: "Valt niet meer op",
    follow_up.REOPENED: "Opnieuw geopend",
    follow_up.OWNED: "Toegewezen",
}
SECTIONS = FAMILIES | {
    openings.CAPACITY: "Capaciteit",
    openings.FLOWS: "In-, door- en uitstroom",
    openings.PEOPLE: "Cliënten per gemeente en leeftijd",
    openings.NOTE: "Toelichting",
    openings.CORRECTIONS: "Correcties op eerdere kwartalen",
}
REPORT_STATES = {
    report.NOT_STARTED: ("Nog niet begonnen", "rustig"),
    report.BUSY: ("Bezig met invullen", "rustig"),
    report.AWAITING_SIGNATURE: ("Wacht op handtekening", "rustig"),
    report.HANDED_IN: ("Te beoordelen", "actie"),
    report.IN_REVIEW: ("In beoordeling", "actie"),
    report.HANDED_IN_AGAIN: ("Opnieuw te beoordelen", "actie"),
    report.FROZEN: ("Vastgesteld", "goed"),
    report.CHANGE_REQUESTED: ("Wijziging gevraagd", "aandacht"),
    report.ACCEPTED: ("Geaccepteerd", "goed"),
}
REPORT_EVENTS = {
    report.BEGUN: "Begonnen met invullen",
    report.OFFERED: "Aangeboden ter ondertekening",
    report.SENT_BACK: "Teruggestuurd door de tekenbevoegde",
    report.SUBMITTED: "Ondertekend en ingediend",
    report.RESUBMITTED: "Opnieuw ondertekend en ingediend",
    report.CHANGE_ASKED: "Wijziging gevraagd",
    report.REVIEW_BEGUN: "Beoordeling begonnen",
    report.APPROVED: "Geaccepteerd",
    report.SETTLED_FOR_GOOD: "Vastgesteld",
    report.EXTENDED: "Uitstel gegeven",
}
SESSION_STATES = {
    dialogue.CONCEPT: ("Concept", "rustig"),
    dialogue.PREPARING: ("In voorbereiding", "rustig"),
    dialogue.SHARED: ("Agenda gedeeld", "actie"),
    dialogue.CANCELLED: ("Geannuleerd", "rustig"),
    dialogue.TALKING: ("In gesprek", "actie"),
    dialogue.OFFERED: ("Verslag ter instemming", "aandacht"),
    dialogue.SETTLED: ("Vastgesteld", "goed"),
}
NORMS = {"min": "minstens {low}", "max": "hoogstens {high}", "bereik": "{low} tot en met {high}"}


def norm_words(kind: str, low: Decimal | None, high: Decimal | None, unit: str) -> str:
    """ "minstens 100 %", "100 tot en met 150 woningen"; nothing when there is no norm."""
    pattern = NORMS.get(kind)
    if pattern is None:
        return ""
    return pattern.format(low=bound(low, "" if kind == "bereik" else unit), high=bound(high, unit))


def counted(count: int, one: str, more: str) -> str:
    """ "1 rapportage", "3 rapportages"."""
    return f"{count} {one if count == 1 else more}"

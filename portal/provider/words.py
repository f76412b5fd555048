"""How states and families are said on the aanbieder's screens: the word, its tone, and the next step."""

from __future__ import annotations

from kpi.domain import follow_up, openings, report

FAMILY_NAMES = {
    "voorzorg": "Voorzorg",
    "basiszorg": "Basiszorg",
    "maatzorg": "Maatzorg",
    "nazorg": "Nazorg",
    "outcome": "Uitkomsten",
    "contract": "Contract en kwaliteit",
}
SECTION_NAMES = FAMILY_NAMES | {
    openings.CAPACITY: "Capaciteit",
    openings.FLOWS: "In-, door- en uitstroom",
    openings.PEOPLE: "Cliënten per gemeente en leeftijd",
    openings.NOTE: "Toelichting",
    openings.CORRECTIONS: "Correctie op een eerder kwartaal",
}
REPORT_STATES = {
    report.NOT_STARTED: ("Nog niet begonnen", "actie"),
    report.BUSY: ("Bezig", "actie"),
    report.AWAITING_SIGNATURE: ("Wacht op ondertekening", "aandacht"),
    report.HANDED_IN: ("Ingediend", "rustig"),
    report.IN_REVIEW: ("Ingediend, in beoordeling", "rustig"),
    report.HANDED_IN_AGAIN: ("Opnieuw ingediend", "rustig"),
    report.FROZEN: ("Vastgesteld", "goed"),
    report.CHANGE_REQUESTED: ("Wijziging gevraagd", "zorg"),
    report.ACCEPTED: ("Geaccepteerd", "goed"),
}
DEVIATION_STATES = {
    follow_up.NEW: ("Nieuw", "aandacht"),
    follow_up.ASKED: ("Uitleg gevraagd", "actie"),
    follow_up.EXPLAINED: ("Toegelicht", "rustig"),
    follow_up.ON_AGENDA: ("Op de agenda", "rustig"),
    follow_up.RUNNING: ("Afspraak loopt", "rustig"),
    follow_up.EFFECT: ("Effect gezien", "goed"),
    follow_up.CLOSED: ("Afgehandeld", "goed"),
}
DEVIATION_NEXT = {
    follow_up.NEW: "Geef uw uitleg. Dan hoeft de gemeente er niet om te vragen.",
    follow_up.ASKED: "De gemeente vraagt om uitleg. U bent aan zet.",
    follow_up.EXPLAINED: "De gemeente leest uw uitleg. Daarna rondt zij het af, stelt een vraag of zet het op de agenda.",
    follow_up.ON_AGENDA: "U bespreekt dit samen in een gesprek. U krijgt de agenda vooraf.",
    follow_up.RUNNING: "Er loopt een afspraak. Daarna kijkt u samen of het helpt.",
    follow_up.EFFECT: "Het effect is gezien. De gemeente rondt dit punt af.",
    follow_up.CLOSED: "Dit punt is klaar. U hoeft niets meer te doen.",
}
NOTHING_TO_DO = "U hoeft nu niets te doen. Weet u wat er dit kwartaal gebeurde? Dan mag u dat hier opschrijven."
DEVIATION_EVENTS = {
    follow_up.FOUND: "Opgevallen",
    follow_up.EXPLANATION_ASKED: "Uitleg gevraagd",
    follow_up.EXPLANATION_GIVEN: "Uitleg gegeven",
    follow_up.EXPLANATION_RETURNED: "Nog een vraag over de uitleg",
    follow_up.PUT_ON_AGENDA: "Op de agenda gezet",
    follow_up.AGREED: "Afspraak gemaakt",
    follow_up.AGREEMENT_ENDED: "Afspraak vervallen",
    follow_up.AGREEMENT_KEPT: "Afspraak gedaan en bevestigd",
    follow_up.EFFECT_SEEN: "Effect gezien",
    follow_up.SETTLED: "Afgehandeld",
    follow_up.LAPSED: "Valt niet meer op",
    follow_up.REOPENED: "Opnieuw geopend",
    follow_up.OWNED: "Wie het volgt",
}
SEVERITIES = {0: ("Te bespreken", "rustig"), 1: ("Klein", "rustig"), 2: ("Let op", "aandacht"), 3: ("Zorg", "zorg")}
NORMS = {"min": "min. {low}", "max": "max. {high}", "bereik": "{low} tot {high}"}
SIGNS = {"rustig": "○", "actie": "●", "aandacht": "!", "goed": "✓", "zorg": "▼"}

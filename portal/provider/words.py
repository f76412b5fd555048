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
SEVERITIES = {1: ("Klein", "rustig"), 2: ("Let op", "aandacht"), 3: ("Zorg", "zorg")}
NORMS = {"min": "min. {low}", "max": "max. {high}", "bereik": "{low} tot {high}"}
SIGNS = {"rustig": "○", "actie": "●", "aandacht": "!", "goed": "✓", "zorg": "▼"}

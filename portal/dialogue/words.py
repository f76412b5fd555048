"""How states and events of a dialogue are said on the screens, and what the viewer does next."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.domain.dialogue import (
    ADDENDUM_EVENT,
    BEGUN_EVENT,
    CANCELLED,
    CANCELLED_EVENT,
    CHANGED_EVENT,
    CONCEPT,
    DRAFTED_EVENT,
    OFFERED,
    OFFERED_EVENT,
    PLANNED_EVENT,
    PREPARING,
    REOPENED_EVENT,
    SETTLED,
    SETTLED_EVENT,
    SHARED,
    SHARED_EVENT,
    TALKING,
    WITHDRAWN_EVENT,
)
from kpi.domain.minutes import AGREES, DISAGREES, MUNICIPALITY, PROVIDER
from kpi.queries.dialogue_session import ItemLine, SessionWhole

STATES = {
    CONCEPT: ("Concept", "rustig"),
    CANCELLED: ("Geannuleerd", "rustig"),
    PREPARING: ("In voorbereiding", "rustig"),
    SHARED: ("Agenda gedeeld", "actie"),
    TALKING: ("In gesprek", "actie"),
    OFFERED: ("Verslag ter instemming", "aandacht"),
    SETTLED: ("Vastgesteld", "goed"),
}
STEPS = {PREPARING: "Voorbereiden", SHARED: "Agenda gedeeld", TALKING: "Gesprek en verslag", OFFERED: "Instemming", SETTLED: "Vastgesteld"}
EVENTS = {
    DRAFTED_EVENT: "Als concept klaargezet",
    CHANGED_EVENT: "Verplaatst of gewijzigd",
    CANCELLED_EVENT: "Gesprek geannuleerd",
    PLANNED_EVENT: "Gesprek gepland",
    SHARED_EVENT: "Agenda gedeeld",
    BEGUN_EVENT: "Gesprek begonnen",
    OFFERED_EVENT: "Verslag ter instemming gelegd",
    REOPENED_EVENT: "Gesprek heropend",
    SETTLED_EVENT: "Verslag vastgesteld",
    ADDENDUM_EVENT: "Aanvulling voorgelegd",
    WITHDRAWN_EVENT: "Aanvulling ingetrokken",
    f"{AGREES} ({MUNICIPALITY})": "Eens met het verslag",
    f"{AGREES} ({PROVIDER})": "Eens met het verslag",
    f"{DISAGREES} ({MUNICIPALITY})": "Niet eens met het verslag",
    f"{DISAGREES} ({PROVIDER})": "Niet eens met het verslag",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """What the viewer does now. `action` names the one button: share, start, offer, consent, read or "" (wait)."""

    title: str
    text: str
    action: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where the viewer sits at the table, and what they may do there."""

    side: str
    may_chair: bool
    may_consent: bool


def all_items(whole: SessionWhole) -> tuple[ItemLine, ...]:
    """Every point on the agenda, in its order."""
    return (*whole.carried_over, *(item for part in whole.parts for item in part.items))


def next_step(whole: SessionWhole, seat: Seat) -> NextStep:
    """The one next step for this viewer."""
    if whole.state == CONCEPT:
        return NextStep(
            "Kies wie er komt en verstuur de uitnodiging", "Alleen de gemeente ziet dit gesprek. Na de uitnodiging vult de agenda zich.", "people"
        )
    if whole.state == CANCELLED:
        return NextStep("Dit gesprek gaat niet door", "Wat op de agenda stond, staat op de agenda van het volgende gesprek, of wacht daarop.")
    if whole.state in (PREPARING, SHARED):
        return _preparing(whole, seat) if whole.state == PREPARING else _shared(whole, seat)
    if whole.state == TALKING:
        return _talking(whole, seat)
    if whole.state == OFFERED:
        return _offered(whole, seat)
    return NextStep("Het verslag is vastgesteld", "U bent het samen eens. Werk de afspraken af en meld ze hier gereed.", "read")


def _preparing(whole: SessionWhole, seat: Seat) -> NextStep:
    if seat.may_chair:
        return NextStep(
            "Bereid de punten voor en deel dan de agenda",
            "Daarna leest u elkaars inbreng en staan de cijfers vast. Nieuwe punten komen niet meer vanzelf op deze agenda.",
            "share",
        )
    return NextStep(
        "Lees de agenda en zet uw eigen punten erbij",
        f"Schrijf bij de punten uw inbreng. {whole.municipality_name} leest die zodra de agenda is gedeeld.",
        "item",
    )


def _shared(whole: SessionWhole, seat: Seat) -> NextStep:
    if seat.may_chair:
        return NextStep("Begin als u samen aan tafel zit", "Daarna kunt u samen het verslag schrijven en afspraken maken.", "start")
    return NextStep(
        "Lees wat de andere kant inbrengt", f"Vul uw eigen inbreng aan. {whole.municipality_name} begint het gesprek als u samen aan tafel zit."
    )


def _talking(whole: SessionWhole, seat: Seat) -> NextStep:
    if not seat.may_chair:
        return NextStep("Schrijf mee aan het verslag", f"Klaar? Dan legt {whole.municipality_name} het verslag ter instemming.")
    if not any(item.minutes for item in all_items(whole)):
        return NextStep(
            "Schrijf bij een punt op wat u bespreekt", "Uw tekst wordt vanzelf opgeslagen. Daarna kunt u het verslag ter instemming leggen."
        )
    return NextStep("Klaar met schrijven? Leg het verslag ter instemming", "Daarna zeggen beide organisaties of het verslag klopt.", "offer")


def _offered(whole: SessionWhole, seat: Seat) -> NextStep:
    """What lies before the parties is read and answered on the page of the minutes; who answered what at a joint table is told there."""
    if whole.editions:
        return NextStep("Er ligt een aanvulling op het verslag", "Lees haar bij het verslag. Iedereen aan tafel antwoordt opnieuw.", "consent")
    if whole.provider_id is None:
        return NextStep("Het verslag ligt voor bij iedereen aan tafel", "Lees het. Daar staat wie al heeft geantwoord, en wat er nog kan.", "consent")
    return _offered_to_two(whole, seat)


def _offered_to_two(whole: SessionWhole, seat: Seat) -> NextStep:
    given = {line.side: line.verdict for line in whole.consents if line.counts}
    mine, theirs = given.get(seat.side), given.get(PROVIDER if seat.side == MUNICIPALITY else MUNICIPALITY)
    other = whole.provider_name if seat.side == MUNICIPALITY else whole.municipality_name
    if theirs == DISAGREES:
        return NextStep(
            f"{other} is het niet eens met het verslag",
            "Lees de reden bij het verslag. Pas het hier samen aan; daarna antwoordt u allebei opnieuw.",
            "read",
        )
    if mine == DISAGREES:
        return NextStep(
            "U bent het niet eens met het verslag", f"{other} ziet uw reden. Pas het verslag samen aan; daarna antwoordt u allebei opnieuw.", "read"
        )
    if mine == AGREES:
        return NextStep(f"Wacht op {other}", "U bent het eens. Verandert iemand het verslag nog, dan vragen we u opnieuw om instemming.")
    if seat.may_consent:
        return NextStep(
            "Lees het verslag en geef uw instemming", "Klopt er iets niet? Verbeter het eerst, of schrijf op waarom u het niet eens bent.", "consent"
        )
    return NextStep("Lees het verslag", "Een tekenbevoegde van uw organisatie geeft de instemming.", "read")

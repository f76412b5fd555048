"""How an afspraak is told: its states, what happened to it, and what can be done with it now."""

from __future__ import annotations

from dataclasses import dataclass

from kpi.domain import action_point as life

STATES = {
    life.OPEN: ("Nog te doen", "actie"),
    life.BUSY: ("Bezig", "rustig"),
    life.DONE: ("Gereed, wacht op bevestiging", "aandacht"),
    life.CONFIRMED: ("Bevestigd", "goed"),
    life.LAPSED: ("Vervallen", "rustig"),
}
EVENTS = {
    life.MADE: "Afspraak gemaakt",
    life.CHANGED: "Afspraak gewijzigd in het verslag",
    life.BEGUN: "Begonnen",
    life.REPORTED: "Gereed gemeld",
    life.CONFIRMATION: "Bevestigd",
    life.RETURNED: "Teruggegeven",
    life.DROPPED: "Vervallen",
    life.RESUMED: "Weer opgenomen",
    life.MOVED: "Datum verzet",
}
RUNS = "loopt"
FILTERS = {RUNS: "Alles wat loopt"} | {state: word for state, (word, _) in STATES.items()}


@dataclass(frozen=True, slots=True)
class Step:
    """Something that can be done with an afspraak: its name in the address, its form in words, and what is said when it is done.

    `field` is what must be written ("" for nothing): "result" or "reason". `kind` is the look of its button.
    """

    slug: str
    event: str
    title: str
    button: str
    done: str
    field: str = ""
    question: str = ""
    hint: str = ""
    kind: str = "second"
    asks_date: bool = False


_STEPS = (
    Step("beginnen", life.BEGUN, "Begin met deze afspraak", "Ik begin hiermee", "U bent begonnen. Meld de afspraak gereed als het is gedaan."),
    Step(
        "gereed", life.REPORTED, "Meld deze afspraak gereed", "Meld gereed",
        "De afspraak is gereed gemeld. Iemand van de andere organisatie bevestigt hem.", "result", "Wat is het resultaat?",
        "Schrijf kort op wat er nu is, en waar dat te zien is.",
    ),
    Step(
        "bevestigen", life.CONFIRMATION, "Is het gedaan?", "Ja, dit is gedaan",
        "De afspraak is bevestigd. Hij staat niet meer op de agenda.", kind="",
    ),
    Step(
        "teruggeven", life.RETURNED, "Nog niet klaar? Geef de afspraak terug", "Geef terug", "De afspraak is teruggegeven. Hij loopt weer.",
        "reason", "Wat ontbreekt er nog?",
    ),
    Step(
        "datum", life.MOVED, "Verzet de datum", "Verzet de datum", "De datum is verzet. De oude datum en de reden blijven staan.", "reason",
        "Waarom is er meer tijd nodig?", asks_date=True,
    ),
    Step(
        "vervallen", life.DROPPED, "Laat deze afspraak vervallen", "Laat vervallen",
        "De afspraak is vervallen. De andere organisatie leest de reden en kan de afspraak weer opnemen.", "reason",
        "Waarom vervalt deze afspraak?", kind="danger",
    ),
    Step(
        "weer-opnemen", life.RESUMED, "Neem deze afspraak weer op", "Neem weer op", "De afspraak loopt weer en komt op de volgende agenda.",
        "reason", "Waarom is deze afspraak toch nodig?",
    ),
)  # fmt: skip
BY_SLUG = {step.slug: step for step in _STEPS}


def steps_now(state: str, *, may_judge: bool, is_record_open: bool) -> tuple[Step, ...]:
    """What this viewer can do now; the first is the one next step."""
    order = {
        life.OPEN: ("gereed", "beginnen", "datum", "vervallen"),
        life.BUSY: ("gereed", "datum", "vervallen"),
        life.DONE: ("bevestigen", "teruggeven", "vervallen") if may_judge else ("vervallen",),
        life.LAPSED: ("weer-opnemen",),
    }.get(state, ())
    return tuple(BY_SLUG[slug] for slug in order if slug != "datum" or not is_record_open)

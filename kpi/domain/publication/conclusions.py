"""The five conclusions at the head of a summary, for a reader with little time: who counts in, people, places, goals, the biggest change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpi.domain.publication.comparing import Change, change_of
from kpi.domain.publication.content import GoalFigure, IndicatorFigure, Movement, Places, SummaryContent
from kpi.domain.publication.plan_goals import MISSED, REACHED, UNKNOWN, UNSURE, verdicts
from kpi.domain.publication.words import FEW, begin_sentence, counted, figure_words, name_in_sentence, number, people, rounded_words
from kpi.domain.summary_input import SummaryInput

FEW_PEOPLE = " Dit gaat over weinig mensen."
AS_BEGIN = {
    Change.UP: "Dat zijn er meer dan aan het begin.",
    Change.DOWN: "Dat zijn er minder dan aan het begin.",
    Change.SAME: "Dat zijn er even veel als aan het begin.",
    Change.ABOUT_SAME: "Dat zijn er ongeveer even veel als aan het begin.",
}


def about_who(facts: SummaryInput) -> str:
    """Whose figures these are."""
    when = f"het {facts.period.number}e kwartaal van {facts.period.year}"
    if facts.expected == facts.accepted:
        return f"Dit gaat over {when}. Alle {number(facts.accepted)} aanbieders tellen mee."
    return f"Dit gaat over {when}. Er tellen {number(facts.accepted)} van de {number(facts.expected)} aanbieders mee."


def about_people(moved: Movement, base: int) -> str:
    """How many people get support, who came and who left."""
    told = []
    if moved.end is not None:
        told.append(f"Op de laatste dag kregen {people(moved.end, base)} hulp.")
        if moved.begin is not None:
            told.append(AS_BEGIN[change_of(moved.end, moved.begin, base)])
    if moved.joined is not None and moved.left is not None:
        told.append(f"Er kwamen {people(moved.joined, base)} bij en er gingen {people(moved.left, base)} weg.")
    if not told:
        return "Over mensen die hulp krijgen, kunnen we dit kwartaal geen cijfers tonen."
    return " ".join(told) + (FEW_PEOPLE if moved.end is not None and moved.end < FEW else "")


def about_places(places: Places, base: int) -> str:
    """How many places there are, taken and waited for."""
    told = []
    if places.places is not None and places.occupied is not None:
        told.append(f"Van de {rounded_words(places.places, base)} plekken waren er {rounded_words(places.occupied, base)} bezet.")
    elif places.places is not None:
        told.append(f"Er waren {rounded_words(places.places, base)} plekken.")
    elif places.occupied is not None:
        told.append(f"Er waren {rounded_words(places.occupied, base)} plekken bezet.")
    if places.waiting is not None:
        told.append(f"{begin_sentence(people(places.waiting, base))} wachtten op een plek.")
    return " ".join(told) or "Over plekken kunnen we dit kwartaal geen cijfers tonen."


def about_goals(goals: Sequence[GoalFigure]) -> str:
    """How many goals of the plan are reached. What cannot be measured is said."""
    if not goals:
        return "Er zijn geen doelen om de cijfers mee te vergelijken."
    have = verdicts(goals)
    told = [f"Het plan heeft {counted(len(goals), 'doel', 'doelen')}. Daarvan {_are(have[REACHED])} er {number(have[REACHED])} gehaald."]
    if have[MISSED]:
        told.append(f"Bij {counted(have[MISSED], 'doel', 'doelen')} lukt het nog niet.")
    if have[UNSURE]:
        told.append(f"Bij {counted(have[UNSURE], 'doel', 'doelen')} is het niet zeker.")
    if have[UNKNOWN]:
        told.append(f"Over {counted(have[UNKNOWN], 'doel', 'doelen')} zijn nog geen cijfers.")
    return " ".join(told)


def about_change(figures: Sequence[IndicatorFigure], base: int, before: SummaryContent | None, *, is_first: bool, counted_now: int) -> str:
    """Which figure changed most since the quarter before, of those of which that is sure."""
    if before is None:
        return "Dit is de eerste keer. Vergelijken kan later pas." if is_first else "Over het kwartaal hiervoor is er niets om mee te vergelijken."
    if before.providers_counted != counted_now:
        return f"Vorig kwartaal telden {counted(before.providers_counted, 'aanbieder', 'aanbieders')} mee. Daarom vergelijken we de cijfers niet."
    compared = [figure for figure in figures if figure.value is not None and figure.previous is not None]
    if not compared:
        return "Er zijn geen cijfers die we met het vorige kwartaal kunnen vergelijken."
    moved = [figure for figure in compared if figure.change in (Change.UP, Change.DOWN)]
    if not moved:
        return "Geen enkel cijfer is duidelijk anders dan vorig kwartaal."
    most = max(moved, key=lambda figure: (size_of_change(figure), figure.code))
    was, now = (told_value(figure_value, most, base) for figure_value in (most.previous, most.value))
    return f"Dit cijfer veranderde het meest. {name_in_sentence(most.name)}: van {was} naar {now}."


def size_of_change(figure: IndicatorFigure) -> Decimal:
    """How large the change is beside what it was."""
    if figure.value is None or figure.previous is None:
        return Decimal(0)
    return abs(figure.value - figure.previous) / (abs(figure.previous) or 1)


def told_value(value: Decimal | None, figure: IndicatorFigure, base: int) -> str:
    """A figure as sentences write it."""
    return "" if value is None else figure_words(value, figure.unit, base if figure.is_rounded else None)


def _are(amount: int) -> str:
    return "is" if amount == 1 else "zijn"

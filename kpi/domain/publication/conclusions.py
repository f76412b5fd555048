"""The five conclusions at the head of a summary, for a reader with little time: better or not, people, places, goals, the biggest change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpi.domain.plain_language import LONGEST_SENTENCE, words
from kpi.domain.publication.comparing import Change, change_of
from kpi.domain.publication.content import GoalFigure, IndicatorFigure, Movement, Places, SummaryContent
from kpi.domain.publication.figures_told import is_better
from kpi.domain.publication.plan_goals import MISSED, REACHED, UNKNOWN, UNSURE, verdicts
from kpi.domain.publication.words import FEW, NAMELESS, begin_sentence, counted, figure_words, name_in_sentence, number, people, rounded_words
from kpi.domain.summary_input import SummaryInput

FEW_PEOPLE = " Dit gaat over weinig mensen."
AS_BEGIN = {
    Change.UP: "Dat zijn er meer dan aan het begin.",
    Change.DOWN: "Dat zijn er minder dan aan het begin.",
    Change.SAME: "Dat zijn er even veel als aan het begin.",
    Change.ABOUT_SAME: "Dat zijn er ongeveer even veel als aan het begin.",
}


def about_all(facts: SummaryInput, figures: Sequence[IndicatorFigure]) -> str:
    """Whether it went better or not, and whose figures these are. Where nothing can be compared: which quarter this is."""
    here, of = number(facts.accepted), number(facts.expected)
    counts_in = f"Alle {here} aanbieders tellen mee." if here == of else f"Er tellen {here} van de {of} aanbieders mee."
    if not any(figure.change for figure in figures):
        return f"Dit gaat over het {facts.period.number}e kwartaal van {facts.period.year}. {counts_in}"
    judged = [_goes_well(figure) for figure in figures]
    better, worse = judged.count(True), judged.count(False)
    if not better and not worse:
        return f"Geen enkel cijfer is duidelijk beter of minder goed dan vorig kwartaal. {counts_in}"
    return f"{begin_sentence(_so_many(better))} beter dan vorig kwartaal, {_so_many(worse)} minder goed. {counts_in}"


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
        told.append(_missed([goal.name for goal in goals if goal.verdict == MISSED]))
    if have[UNSURE]:
        told.append(f"Bij {counted(have[UNSURE], 'doel', 'doelen')} is het niet zeker.")
    if have[UNKNOWN]:
        told.append(f"Over {counted(have[UNKNOWN], 'doel', 'doelen')} zijn nog geen cijfers.")
    return " ".join(told)


def about_change(figures: Sequence[IndicatorFigure], base: int, before: SummaryContent | None, *, is_first: bool, counted_now: int) -> str:
    """Which figure changed most since the quarter before, of those of which that is sure; and which one for the worse, if that is another."""
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
    told = [f"Dit veranderde het meest. {_from_to(most, base)}"]
    worse = [figure for figure in moved if _goes_well(figure) is False and name_in_sentence(figure.name) != NAMELESS]
    if worse and _goes_well(most) is not False:
        told.append(_from_to(max(worse, key=lambda figure: (size_of_change(figure), figure.code)), base))
    return " ".join(told)


def size_of_change(figure: IndicatorFigure) -> Decimal:
    """How large the change is beside what it was."""
    if figure.value is None or figure.previous is None:
        return Decimal(0)
    return abs(figure.value - figure.previous) / (abs(figure.previous) or 1)


def told_value(value: Decimal | None, figure: IndicatorFigure, base: int) -> str:
    """A figure as sentences write it."""
    return "" if value is None else figure_words(value, figure.unit, base if figure.is_rounded else None)


def _from_to(figure: IndicatorFigure, base: int) -> str:
    was, now = (told_value(value, figure, base) for value in (figure.previous, figure.value))
    well = _goes_well(figure)
    judged = "" if well is None else " Dat is beter." if well else " Dat is minder goed."
    return f"{name_in_sentence(figure.name)}: van {was} naar {now}.{judged}"


def _goes_well(figure: IndicatorFigure) -> bool | None:
    """Did it change for the good? None where it did not change for sure, or has no good side."""
    return is_better(figure.direction, Change(figure.change)) if figure.change else None


def _missed(names: Sequence[str]) -> str:
    """Which goals are not reached: by name where that makes no long sentence."""
    told = f"Bij {counted(len(names), 'doel', 'doelen')} lukt het nog niet"
    named = f"{told}: {' en '.join(name[:1].lower() + name[1:] for name in names)}."
    return named if words(named) <= LONGEST_SENTENCE else f"{told}."


def _so_many(amount: int) -> str:
    return f"{counted(amount, 'cijfer', 'cijfers')} {_are(amount)}" if amount else "geen enkel cijfer is"


def _are(amount: int) -> str:
    return "is" if amount == 1 else "zijn"

"""What a run chart says, in short sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portal.web.charts.run_points import RunPoint, Special, Start
from portal.web.charts.values import Measure, Norm, period_words

TOLD = {Special.BETTER: "Dit is een verbetering.", Special.WORSE: "Dit is een verslechtering.", Special.NOTABLE: "Dit cijfer valt op."}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A point with its figures in the shown unit."""

    point: RunPoint
    value: Decimal | None
    centre: Decimal | None
    lower: Decimal | None
    upper: Decimal | None

    @property
    def has_limits(self) -> bool:
        """Whether both limits are known."""
        return self.lower is not None and self.upper is not None

    @property
    def is_special(self) -> bool:
        """Whether there is a figure that is more than common."""
        return self.value is not None and self.point.special is not Special.NONE


def summary_of(drawn: Sequence[Drawn], norm: Norm, measure: Measure) -> str:
    """The newest figure first, then what stands around it."""
    known = [one for one in drawn if one.value is not None]
    if not known:
        return "Er is nog geen cijfer."
    told = [_newest(drawn[-1], known[-1], measure), _held_to(known[-1], norm, measure), _limits(known[-1], measure)]
    told.append(TOLD.get(known[-1].point.special, ""))
    told += [_specials(known), _missing(len(drawn) - len(known))]
    told += [f"{_start(one.point.starts)} vanaf {period_words(one.point.period)}." for one in drawn if one.point.starts is not Start.NONE]
    return " ".join(sentence for sentence in told if sentence)


def _newest(last: Drawn, newest: Drawn, measure: Measure) -> str:
    if last is newest:
        return f"In {period_words(last.point.period)} was het {measure.text(newest.value)}."
    gone = f"Van {period_words(last.point.period)} is er geen cijfer."
    return f"{gone} In {period_words(newest.point.period)} was het {measure.text(newest.value)}."


def _held_to(newest: Drawn, norm: Norm, measure: Measure) -> str:
    if not norm.lines(measure) or newest.value is None:
        return ""
    return f"Dat haalt de norm{'' if norm.is_met(newest.value, measure) else ' niet'} ({norm.words(measure)})."


def _limits(newest: Drawn, measure: Measure) -> str:
    value, lower, upper = newest.value, newest.lower, newest.upper
    if value is None or lower is None or upper is None:
        return ""
    trial = "voorlopige " if newest.point.is_trial else ""
    if value < lower:
        return f"Dat ligt onder de {trial}ondergrens van {measure.text(lower)}."
    if value > upper:
        return f"Dat ligt boven de {trial}bovengrens van {measure.text(upper)}."
    return f"Dat ligt tussen de {trial}grenzen van {measure.text(lower)} en {measure.text(upper)}."


def _specials(known: Sequence[Drawn]) -> str:
    count = sum(one.is_special for one in known[:-1])
    if not count:
        return ""
    kwartaal, viel = ("kwartaal", "viel") if count == 1 else ("kwartalen", "vielen")
    return f"Eerder {viel} {count} {kwartaal} op."


def _missing(count: int) -> str:
    return "" if not count else f"{count} {'kwartaal heeft' if count == 1 else 'kwartalen hebben'} geen cijfer."


def _start(start: Start) -> str:
    return f"{str(start).capitalize()}"

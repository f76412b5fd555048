"""What each choice shows and hides, for the publisher to choose by. An estimate: whether it is safe beside all earlier editions, the audit says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kpi.domain.disclosure.problem import Method
from kpi.domain.publication.attempt import Protecting, persistent, prepared
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.choosing import Choosing
from kpi.domain.publication.chosen import ALL_CHOICES
from kpi.domain.publication.layout import Scheme
from kpi.domain.publication.rules import PublicationRules
from kpi.domain.publication.scheme import scheme
from kpi.domain.publication.showing import shown
from kpi.domain.publication.shown import Shown
from kpi.domain.summary_input import SummaryInput


@dataclass(frozen=True, slots=True)
class Effect:
    """One choice: how many figures it shows and leaves out, and how far its rounded counts lie from the true ones on average.

    `figures` counts what could be read: each place in a table, in the flow and among the places once, and each KPI that the region can have.
    `can_be_made`: the figures can be protected by themselves. `was_tried`: there was time to find out; if not, nothing is known.
    """

    choice: Choice
    figures: int
    left_out: int
    change: float
    can_be_made: bool = True
    was_tried: bool = True

    @property
    def shown(self) -> int:
        """How many figures can be read."""
        return self.figures - self.left_out

    @property
    def words(self) -> str:
        """In a few words, for a cell of a table."""
        if not self.was_tried:
            return "Niet uitgerekend."
        if not self.can_be_made:
            return "Kan niet: de cijfers zijn niet te beschermen."
        change = f"{self.change:.1f}".replace(".", ",")
        told = f"{self.shown} van de {self.figures} cijfers" if self.left_out else f"alle {self.figures} cijfers"
        return f"Toont {told}. Een aantal ligt gemiddeld {change} naast het echte."


def effects(
    given: SummaryInput,
    rules: PublicationRules,
    history: Sequence[Bundle],
    *,
    earlier: Sequence[Choice] = (),
    elapsed: Callable[[], float],
    seconds: float = 8.0,
) -> tuple[Effect, ...]:
    """Every choice, the finest first. When the seconds are over, the rest is not tried. Raises Refused for figures that contradict each other.

    `earlier`: as in `scheme`. `elapsed` tells the seconds since it was asked: the domain has no clock.
    """
    made = ((choice, scheme(given, choice, rules, name=given.period.code, earlier=earlier)) for choice in ALL_CHOICES)
    return tuple(_effect(one, choice, rules, history, elapsed, seconds) for choice, one in made)


def _effect(made: Scheme, choice: Choice, rules: PublicationRules, history: Sequence[Bundle], elapsed: Callable[[], float], seconds: float) -> Effect:
    figures = len(set(_cells(made))) + sum(not place.hidden for place in made.indicators)
    if elapsed() >= seconds:
        return Effect(choice, figures, figures, 0.0, can_be_made=False, was_tried=False)
    protecting = Protecting(made.bundle, prepared(made.bundle, history, rules), Choosing(made.bundle, tuple(history)), elapsed, seconds)
    attempt = protecting.attempt(persistent(made.bundle, history))
    if attempt.refused:
        return Effect(choice, figures, figures, 0.0, can_be_made=False, was_tried=elapsed() < seconds)
    return Effect(choice, figures, _left_out(made, shown(made, attempt.bundle)), mean_change(attempt.bundle))


def mean_change(outcome: Bundle) -> float:
    """How far the rounded counts lie from the true ones, on average."""
    problems = [part.problem for part in outcome.parts if part.problem.method is Method.ROUND]
    far = [abs(one.rounded[cell.id] - cell.value) for one in problems for cell in one.cells if cell.id in one.rounded]
    return float(sum(far) / len(far)) if far else 0.0


def _cells(made: Scheme) -> Iterator[str]:
    """Every cell of tables, flow and places that is read."""
    for table in made.tables:
        yield from (cell for row in table.cells for cell in row)
    for place in (made.movement, made.places):
        yield from (cell for name in place.__slots__ if (cell := getattr(place, name)))


def _left_out(made: Scheme, read: Shown) -> int:
    """How many of the figures that could be read are not."""
    empty = {cell for place, table in zip(made.tables, read.tables, strict=True) for cell in _empty(place.cells, table.cells)}
    for place, values in ((made.movement, read.movement), (made.places, read.places)):
        empty |= {cell for name in place.__slots__ if (cell := getattr(place, name)) and getattr(values, name) is None}
    kpis = sum(bool(one.hidden) and not place.hidden for place, one in zip(made.indicators, read.indicators, strict=True))
    return len(empty) + kpis


def _empty(cells: Sequence[Sequence[str]], values: Sequence[Sequence[int | None]]) -> Iterator[str]:
    for line, told in zip(cells, values, strict=True):
        yield from (cell for cell, value in zip(line, told, strict=True) if value is None)

"""How the cooperation is rated after a dialogue: four short answers from both sides, and what becomes of them over time.

The questions follow the four parts of the sturingsmodel (S001 §7.1): the shared purpose ("wat is de gezamenlijke bedoeling en hoe willen we daar met
elkaar aan werken"), clear agreements ("kaders ... heldere afspraken"), an open talk about what the figures show, and a dialogue "gericht op leren en
verbeteren". The aanbieder rates the gemeente as opdrachtgever, the gemeente the aanbieder as partner: both are roles of S001 §7.1.

[VOORSTEL: no source names a scale, a term, or what is low.] Means are exact fractions. At a table of two a mean is shown from one answer on: both
know who sat there, and the form says so. Of all aanbieders at a joint table one mean is told, of three or more of them, and only when nobody can
answer any more: two such means with one answer between them would tell that answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction

from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM
from kpi.domain.dialogue import OFFERED, SETTLED

PURPOSE, AGREEMENTS, OPENNESS, LEARNING = "purpose", "agreements", "openness", "learning"
QUESTIONS = (PURPOSE, AGREEMENTS, OPENNESS, LEARNING)
LEAST, MIDDLE, MOST = 1, 3, 5
DAYS_OPEN = 14
LEAST_PROVIDERS = 3
STEP = 1  # points between two sessions that are a change by themselves


@dataclass(frozen=True, slots=True)
class Tally:
    """The answers of some people to the four questions: how many people, and the sum of each question in the order of QUESTIONS."""

    people: int
    sums: tuple[int, int, int, int]

    @property
    def means(self) -> tuple[Fraction, ...]:
        """The mean of each question."""
        return tuple(Fraction(one, self.people) for one in self.sums)

    @property
    def mean(self) -> Fraction:
        """The mean of all answers."""
        return Fraction(sum(self.sums), self.people * len(QUESTIONS))

    @property
    def lowest(self) -> str:
        """The question that was answered lowest; "" when no one question stands below the others."""
        found = [name for name, total in zip(QUESTIONS, self.sums, strict=True) if total == min(self.sums)]
        return found[0] if len(found) == 1 else ""


def together(tallies: Iterable[Tally]) -> Tally | None:
    """Several tallies as one; None when there are none."""
    all_of_them = list(tallies)
    if not all_of_them:
        return None
    first, second, third, fourth = (sum(column) for column in zip(*(one.sums for one in all_of_them), strict=True))
    return Tally(sum(one.people for one in all_of_them), (first, second, third, fourth))


class Movement(StrEnum):
    """Where the means of a table go, session after session."""

    NONE = "geen"
    FIRST = "eerste"
    STEADY = "gelijk"
    RISING = "stijgt"
    FALLING = "daalt"


@dataclass(frozen=True, slots=True)
class Trend:
    """The newest mean and the one before it, and where they go. `is_low`: the newest lies below the middle of the scale."""

    newest: Fraction | None
    before: Fraction | None
    movement: Movement

    @property
    def is_low(self) -> bool:
        """More "not" than "yes"."""
        return self.newest is not None and self.newest < MIDDLE


def trend(means: Sequence[Fraction]) -> Trend:
    """The trend of a table's means, the oldest first.

    A change is a whole point at once, or twice in a row in the same direction: with a few people at a table smaller steps say little.
    """
    if not means:
        return Trend(None, None, Movement.NONE)
    if len(means) == 1:
        return Trend(means[0], None, Movement.FIRST)
    last = means[-1] - means[-2]
    earlier = means[-2] - means[-3] if len(means) > 2 else Fraction(0)
    is_change = abs(last) >= STEP or last * earlier > 0
    movement = Movement.STEADY if not is_change else Movement.RISING if last > 0 else Movement.FALLING
    return Trend(means[-1], means[-2], movement)


def read_answers(given: Mapping[str, int | None]) -> dict[str, int]:
    """The four answers. Raises Refused at the first question without one from 1 to 5."""
    read = {}
    for name in QUESTIONS:
        answer = given.get(name)
        if answer is None or not LEAST <= answer <= MOST:
            raise Refused(name, f"Kies een cijfer van {LEAST} tot en met {MOST}.")
        read[name] = answer
    return read


def last_day(settled_at: datetime) -> date:
    """The last day on which an answer can be given or changed: two weeks after the minutes were first settled."""
    return settled_at.astimezone(AMSTERDAM).date() + timedelta(days=DAYS_OPEN)


def closed_before(at: datetime) -> datetime:
    """Sessions that were settled before this moment are closed for answers now: `last_day` of them lies behind us."""
    return datetime.combine(at.astimezone(AMSTERDAM).date() - timedelta(days=DAYS_OPEN), time(), tzinfo=AMSTERDAM)


def is_open(*, state: str, settled_at: datetime | None, at: datetime) -> bool:
    """Can an answer be given or changed now? From the moment the minutes are offered. `settled_at`: when they were first settled, if they were."""
    return state in (OFFERED, SETTLED) and not is_closed(settled_at, at=at)


def is_closed(settled_at: datetime | None, *, at: datetime) -> bool:
    """Is the time for answers over?"""
    return settled_at is not None and settled_at < closed_before(at)


def require_open(*, state: str, settled_at: datetime | None, at: datetime) -> None:
    """Raise Refused when no answer can be given or changed now."""
    if is_closed(settled_at, at=at):
        raise Refused("", f"U kon antwoorden tot {DAYS_OPEN} dagen na de vaststelling van het verslag. Die tijd is voorbij.")
    if not is_open(state=state, settled_at=settled_at, at=at):
        raise Refused("", "U kunt antwoorden zodra het verslag ter instemming ligt.")

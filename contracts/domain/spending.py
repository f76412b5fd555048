"""The room to spend of one aanbieder in one year, and the signal at 70 % with its clocks of two weeks (model contract Wmo 1.2, article 1.5).

Terms of an agreement, so no Algemene termijnenwet. Whether a region uses this model is its own choice: the share and the terms are given.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from contracts.domain.tariff import day_text
from contracts.domain.terms import Counting, TermRule, Unit, last_day
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros

_ARTICLE = "Modelovereenkomst Wmo 1.2, artikel 1.5"
TALK = TermRule("gesprek", "Gesprek over de bestedingsruimte", _ARTICLE, 2, Unit.WEEKS, Counting.EVENT, "de schriftelijke melding", in_law=False)
DECIDE = TermRule("besluit", "Besluit over de bestedingsruimte", _ARTICLE, 2, Unit.WEEKS, Counting.EVENT, "het gesprek", in_law=False)
_BEFORE_YEAR = tuple(
    TermRule(code, name, _ARTICLE, months, Unit.MONTHS, Counting.BEFORE, "de eerste dag van het jaar", in_law=False)
    for code, name, months in (
        ("aankondigen", "Nieuwe bestedingsruimte aankondigen", 6),
        ("vaststellen", "Nieuwe bestedingsruimte vaststellen", 3),
        ("plannen", "Plan van de aanbieder", 2),
    )
)


@dataclass(frozen=True, slots=True)
class Clock:
    """What happened since the signal: each day is empty until it did."""

    notified_on: date | None = None
    talked_on: date | None = None
    decided_on: date | None = None


@dataclass(frozen=True, slots=True)
class NextStep:
    """What is to be done. `due_on` None: at once, the model sets no term for it. `code` is "melden", "gesprek", "besluit" or "" for nothing."""

    code: str
    due_on: date | None
    sentence: str

    def is_overdue(self, today: date) -> bool:
        """Has its last day passed?"""
        return self.due_on is not None and today > self.due_on


@dataclass(frozen=True, slots=True)
class RoomSignal:
    """Where the room stands. `reached`: the share is used; `threatened`: the forecast is above the room. Amounts in cents."""

    room_cents: int
    used_cents: int
    expected_cents: int | None
    reached: bool
    threatened: bool
    step: NextStep


def room_signal(
    *, room_cents: int, used_cents: int, expected_cents: int | None = None, clock: Clock | None = None, share: Fraction = Fraction(7, 10)
) -> RoomSignal:
    """The signal and the next step with its day. Raises Refused when the days of the clock are out of order.

    Exactly the share counts as reached. A room of nothing is reached by the first cent. Once notified, the clock runs on whatever the amounts do.
    """
    days = clock or Clock()
    require_order(days)
    reached = used_cents > 0 and used_cents >= room_cents * share
    threatened = expected_cents is not None and expected_cents > room_cents
    step = _step(days, _why(room_cents, used_cents, expected_cents, reached=reached, threatened=threatened))
    return RoomSignal(room_cents, used_cents, expected_cents, reached, threatened, step)


def calendar_before(year: int) -> tuple[tuple[TermRule, date], ...]:
    """The last days to announce, decide and plan the room of a year, the first day first."""
    return tuple((rule, last_day(rule, date(year, 1, 1))) for rule in _BEFORE_YEAR)


def require_order(clock: Clock) -> None:
    """Notice, talk and decision follow each other, and none is left out. Raises Refused."""
    days = [clock.notified_on, clock.talked_on, clock.decided_on]
    known = [day for day in days if day is not None]
    if known != sorted(known) or days[: len(known)] != known:
        raise Refused("clock", "Eerst komt de schriftelijke melding, dan het gesprek, dan het besluit.")


def _why(room_cents: int, used_cents: int, expected_cents: int | None, *, reached: bool, threatened: bool) -> str:
    """Why there is a signal, with the amounts; empty when there is none."""
    if reached:
        percent = f" ({100 * used_cents // room_cents} %)" if room_cents else ""
        return f"Van de bestedingsruimte van {format_euros(room_cents)} is {format_euros(used_cents)} gebruikt{percent}."
    if threatened and expected_cents is not None:
        return f"De prognose van {format_euros(expected_cents)} is hoger dan de bestedingsruimte van {format_euros(room_cents)}."
    return ""


def _step(clock: Clock, why: str) -> NextStep:
    if clock.decided_on is not None:
        return NextStep("", None, f"Het besluit over de bestedingsruimte is genomen op {day_text(clock.decided_on)}.")
    if clock.talked_on is not None:
        due = last_day(DECIDE, clock.talked_on)
        return NextStep("besluit", due, f"Het gesprek was op {day_text(clock.talked_on)}. Neem uiterlijk op {day_text(due)} een besluit.")
    if clock.notified_on is not None:
        due = last_day(TALK, clock.notified_on)
        return NextStep("gesprek", due, f"De melding was op {day_text(clock.notified_on)}. Voer uiterlijk op {day_text(due)} het gesprek.")
    if why:
        return NextStep("melden", None, f"{why} Meld dit nu schriftelijk. Binnen twee weken daarna volgt het gesprek.")
    return NextStep("", None, "De bestedingsruimte geeft geen aanleiding voor een melding.")

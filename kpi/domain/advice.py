"""Advice of the klankbordgroep and the gemeente's answer, in the form of the sources (S003).

That form: mee eens, deels mee eens or niet mee eens, why, what will be done and by when. Advice waits for an answer within a term of working days;
no source names that term ([VOORSTEL], region.toml). Its giver may take it back until it is answered. A later answer takes the place of an earlier
one, which stays readable.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.domain.working_days import add_working_days
from contracts.foundation.errors import Refused
from contracts.foundation.period import AMSTERDAM, Quarter
from kpi.domain.written import SHORTEST_REASON, read_line, read_reason, read_text

WAITING, ANSWERED, WITHDRAWN = "wacht op reactie", "beantwoord", "ingetrokken"
STATES = (WAITING, ANSWERED, WITHDRAWN)
GIVEN_EVENT, ANSWERED_EVENT, OUTCOME_EVENT, WITHDRAWN_EVENT = "gegeven", "beantwoord", "uitkomst vastgelegd", "ingetrokken"
EVENTS = (GIVEN_EVENT, ANSWERED_EVENT, OUTCOME_EVENT, WITHDRAWN_EVENT)
AGREED, PARTLY, NOT_AGREED = "mee eens", "deels mee eens", "niet mee eens"
VERDICTS = (AGREED, PARTLY, NOT_AGREED)
SOMEBODY = "een lid van de klankbordgroep"
"""Who gave it, for everybody, when the adviser did not allow the name. It also stands in the journal."""

LONGEST_SUBJECT = 160
LONGEST_WORDS = 200  # of a point on an agenda
FARTHEST = timedelta(days=5 * 366)
COPIED = 6  # so many words in a row are no longer one's own

_STEPS: dict[tuple[str | None, str], str] = {
    (None, GIVEN_EVENT): WAITING,
    (WAITING, ANSWERED_EVENT): ANSWERED,
    (ANSWERED, ANSWERED_EVENT): ANSWERED,
    (ANSWERED, OUTCOME_EVENT): ANSWERED,
    (WAITING, WITHDRAWN_EVENT): WITHDRAWN,
}
_WRONG_MOMENT = {
    GIVEN_EVENT: "Dit advies is al gegeven.",
    ANSWERED_EVENT: "Dit advies is ingetrokken. Een antwoord is niet meer nodig.",
    OUTCOME_EVENT: "Geef eerst een antwoord. Daarna kunt u opschrijven wat ervan kwam.",
    WITHDRAWN_EVENT: "U kunt dit advies niet meer intrekken. De gemeente heeft al geantwoord, of het is al ingetrokken.",
}


@dataclass(frozen=True, slots=True)
class NewAdvice:
    """An advice as it may be kept. `period`: the quarter's summary that it is about, or None."""

    subject: str
    text: str
    may_be_named: bool
    period: str | None


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """An answer as it may be kept. `ready_on` is None only where nothing is promised."""

    verdict: str
    reason: str
    what: str
    ready_on: date | None


def next_state(state: str | None, event: str) -> str:
    """The state after one event. Raises Refused when this cannot happen now."""
    after = _STEPS.get((state, event))
    if after is None:
        raise Refused("", _WRONG_MOMENT[event])
    return after


def fold(events: Iterable[str]) -> str | None:
    """The state that follows from all events in order; None for an advice that was never given."""
    state: str | None = None
    for event in events:
        state = next_state(state, event)
    return state


def read_advice(*, subject: str, text: str, may_be_named: bool, period: str) -> NewAdvice:
    """What was typed, checked. Raises Refused at the field, also for a text with somebody's number or address in it."""
    line = read_line(subject, field="subject", missing="Schrijf op waar uw advies over gaat.", longest=LONGEST_SUBJECT)
    words = read_reason(text, field="text", what="een advies")
    return NewAdvice(line, words, may_be_named, _quarter(period))


def _quarter(period: str) -> str | None:
    if not period:
        return None
    try:
        return Quarter.parse(period).code
    except ValueError as error:
        raise Refused("period", "Kies een kwartaal uit de lijst.") from error


def read_answer(*, verdict: str, reason: str, what: str, ready_on_text: str, ready_on: date | None, today: date) -> NewAnswer:
    """The gemeente's answer, checked. Whoever agrees, wholly or partly, says what will be done and by when. Raises Refused at the field.

    `ready_on` is the day that was read in `ready_on_text`; None for an empty one, and for what is no day.
    """
    if verdict not in VERDICTS:
        raise Refused("verdict", "Kies of u het eens bent met dit advies.")
    why = read_reason(reason, field="reason", what="een reden")
    plan = read_text(what, field="what")
    if ready_on_text.strip() and ready_on is None:
        raise Refused("ready_on", "Dit is geen datum. Schrijf bijvoorbeeld 1-3-2027.")
    if verdict == NOT_AGREED and not plan and ready_on is None:
        return NewAnswer(verdict, why, "", None)
    if len(plan) < SHORTEST_REASON:
        raise Refused("what", f"Schrijf op wat de gemeente gaat doen. Gebruik minstens {SHORTEST_REASON} tekens.")
    return NewAnswer(verdict, why, plan, _coming(ready_on, today))


def _coming(day: date | None, today: date) -> date:
    if day is None:
        raise Refused("ready_on", "Kies een datum waarop dit klaar is.")
    if not today <= day <= today + FARTHEST:
        raise Refused("ready_on", "Kies een datum vanaf vandaag, binnen vijf jaar.")
    return day


def read_outcome(text: str, *, promised: str) -> str:
    """What came of the answer. Raises Refused at the field, or when nothing was promised (`promised` is empty)."""
    if not promised:
        raise Refused("outcome", "In dit antwoord is niets toegezegd. Er is dus niets om op terug te komen.")
    return read_reason(text, field="outcome", what="wat ervan kwam")


def read_words(words: str, *, subject: str, text: str, names: Iterable[str]) -> str:
    """What an aanbieder reads of an advice: the contractmanager's own words. Raises Refused for the adviser's words, or a name in `names`.

    The advice itself may tell who gave it. The names are those of every member of the klankbordgroep: a refusal tells nothing of this advice.
    """
    line = read_line(words, field="words", missing="Schrijf in uw eigen woorden op wat u met de aanbieder wilt bespreken.", longest=LONGEST_WORDS)
    said = _plain(line)
    if any((name := _plain(one)) and _within(name, said) for one in names):
        raise Refused("words", "Hier staat de naam van een lid van de klankbordgroep. Haal die weg. De aanbieder leest niet wie het advies gaf.")
    if _copies(said, _plain(subject)) or _copies(said, _plain(text)):
        raise Refused("words", "Dit staat zo in het advies. Schrijf het in uw eigen woorden, zodat niemand is te herkennen.")
    return line


def _plain(text: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in text.casefold()).split()


def _within(few: list[str], many: list[str]) -> bool:
    return any(many[start : start + len(few)] == few for start in range(len(many) - len(few) + 1))


def _copies(said: list[str], source: list[str]) -> bool:
    """Are so many words taken over as they stand? A source of fewer words counts when all of it is taken over, one word excepted."""
    size = min(COPIED, len(source))
    return size > 1 and any(_within(said[start : start + size], source) for start in range(len(said) - size + 1))


def given_on(given_at: datetime) -> date:
    """The day on which it was given, in Amsterdam."""
    return given_at.astimezone(AMSTERDAM).date()


def due_on(given_at: datetime, *, working_days: int) -> date:
    """The last day of the term for an answer. The day of the advice does not count."""
    return add_working_days(given_on(given_at), working_days)


def is_overdue(state: str, due: date, *, today: date) -> bool:
    """Does the gemeente owe an answer for longer than the term?"""
    return state == WAITING and today > due


def waiting_words(given_at: datetime, *, today: date) -> str:
    """ "wacht op reactie (12 dagen)", "wacht op reactie (sinds vandaag)"; calendar days."""
    days = (today - given_on(given_at)).days
    return f"{WAITING} ({'sinds vandaag' if days < 1 else '1 dag' if days == 1 else f'{days} dagen'})"


def standing(state: str, given_at: datetime, verdict: str, *, today: date) -> str:
    """How far an advice is, in a few words: how long it waits, or what the newest answer says."""
    if state == WAITING:
        return waiting_words(given_at, today=today)
    return verdict or state

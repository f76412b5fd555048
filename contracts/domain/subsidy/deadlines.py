"""What is due for a subsidie, by whom and until when; and which rights run out. No clock: every question is told its day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.domain import awb_terms
from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.afterwards import recovery_day
from contracts.domain.subsidy.changes import decision_day, decision_term, settlement_day, unprocessed_day
from contracts.domain.subsidy.life import USUAL
from contracts.domain.subsidy.standing import Standing, State
from contracts.domain.terms import Suspension
from contracts.foundation.period import day_in_words

SUPPLEMENT = "aanvulling"


class Side(StrEnum):
    """Who has to act, or may."""

    MUNICIPALITY = "de gemeente"
    PROVIDER = "de aanbieder"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day. `is_duty`: passing it is too late; else it is a right that runs out (Awb 4:5, 4:49, 4:57, 6:7).

    `length` is the term in words ("8 weken"), empty for a day that somebody named; `article` says where it stands.
    """

    code: str
    name: str
    side: Side
    last_on: date
    article: str
    length: str
    is_duty: bool = True

    def days_left(self, today: date) -> int:
        """Calendar days until the last day: 0 on the day itself, below zero when it has passed."""
        return (self.last_on - today).days

    def is_overdue(self, today: date) -> bool:
        """A duty whose last day has passed."""
        return self.is_duty and today > self.last_on

    def sentence(self, today: date) -> str:
        """What it means today, in plain Dutch."""
        day, where = day_in_words(self.last_on), f"{self.article}, {self.length}" if self.length else self.article
        late = -self.days_left(today)
        if late <= 0:
            verb = "moet" if self.is_duty else "kan"
            return f"{self.name}: {self.side} {verb} dit doen tot en met {day} ({where})."
        if not self.is_duty:
            return f"{self.name}: dit kon tot en met {day} ({where})."
        return f"{self.name}: dit moest tot en met {day} ({where}). {self.side.capitalize()} is {late} {'dag' if late == 1 else 'dagen'} te laat."


def deadlines(standing: Standing, *, book: Rulebook = USUAL) -> tuple[Deadline, ...]:
    """Everything with a last day as it stands now, the first day first."""
    found = [
        *_deciding(standing, book),
        *_settling(standing, book),
        *_paying(standing, book),
        *_objecting(standing, book),
        *_afterwards(standing, book),
    ]
    return tuple(sorted(found, key=lambda deadline: (deadline.last_on, deadline.code)))


def next_deadline(found: Iterable[Deadline], *, today: date) -> Deadline | None:
    """The first duty whose last day has not passed."""
    return next((each for each in found if each.is_duty and each.last_on >= today), None)


def overdue(found: Iterable[Deadline], *, today: date) -> tuple[Deadline, ...]:
    """The duties whose last day has passed, the longest ago first."""
    return tuple(each for each in found if each.is_overdue(today))


def application_deadline(book_year_starts_on: date, *, book: Rulebook = USUAL) -> Deadline:
    """Until when a subsidie for a book year can be applied for (Awb 4:60): before there is any application."""
    return _by_rule(book, awb_terms.APPLY, Side.PROVIDER, book.last_day(awb_terms.APPLY, book_year_starts_on))


def is_suspended(standing: Standing, *, today: date) -> bool:
    """Does the decision that is running stand still today (Awb 4:15)?"""
    changes = standing.running_changes if standing.asked_on is not None else ()
    return any(isinstance(change, Suspension) and change.first_on <= today <= change.last_on for change in changes)


def _by_rule(book: Rulebook, code: str, side: Side, last_on: date, *, is_duty: bool = True) -> Deadline:
    rule = book.rules[code]
    return Deadline(code, rule.name, side, last_on, rule.article, rule.length, is_duty)


def _deciding(standing: Standing, book: Rulebook) -> Iterator[Deadline]:
    if standing.question is not None:
        yield Deadline(SUPPLEMENT, "Aanvulling van de aanvraag", Side.PROVIDER, standing.question.due_on, "Awb 4:5 lid 1", "")
    last = decision_day(standing, book)
    if last is not None:
        yield _by_rule(book, decision_term(standing), Side.MUNICIPALITY, last)
    unprocessed = unprocessed_day(standing, book)
    if unprocessed is not None and standing.state is State.APPLICATION:
        yield _by_rule(book, awb_terms.NOT_PROCESS, Side.MUNICIPALITY, unprocessed, is_duty=False)


def _settling(standing: Standing, book: Rulebook) -> Iterator[Deadline]:
    last = settlement_day(standing, book)
    if standing.state is not State.GRANTED or last is None:
        return
    if standing.reminded_until_on is None and standing.settlement_due_on is None:
        yield _by_rule(book, awb_terms.REQUEST_DETERMINATION, Side.PROVIDER, last)
        return
    article = "Awb 4:44 lid 2, dag in de verlening" if standing.reminded_until_on is None else "Awb 4:44 lid 3, dag in een brief"
    yield Deadline(awb_terms.REQUEST_DETERMINATION, "Aanvraag tot vaststelling", Side.PROVIDER, last, article, "")


def _paying(standing: Standing, book: Rulebook) -> Iterator[Deadline]:
    if standing.to_pay_cents and standing.decided_on is not None:
        yield _by_rule(book, awb_terms.PAY, Side.MUNICIPALITY, book.last_day(awb_terms.PAY, standing.decided_on))
    if standing.claim_cents and standing.claimed_on is not None:
        yield _by_rule(book, awb_terms.PAY, Side.PROVIDER, book.last_day(awb_terms.PAY, standing.claimed_on))


def _objecting(standing: Standing, book: Rulebook) -> Iterator[Deadline]:
    if standing.decided_on is not None and standing.decided_on != standing.objected_to:
        yield _by_rule(book, awb_terms.OBJECT, Side.PROVIDER, book.last_day(awb_terms.OBJECT, standing.decided_on), is_duty=False)
    if standing.objected_to is not None:
        last = book.last_day(awb_terms.OBJECT, standing.objected_to)
        yield _by_rule(book, awb_terms.DECIDE_OBJECTION, Side.MUNICIPALITY, book.last_day(awb_terms.DECIDE_OBJECTION, last))


def _afterwards(standing: Standing, book: Rulebook) -> Iterator[Deadline]:
    if standing.state is State.DETERMINED and standing.determined_on is not None:
        yield _by_rule(book, awb_terms.REVOKE, Side.MUNICIPALITY, book.last_day(awb_terms.REVOKE, standing.determined_on), is_duty=False)
    recovery = recovery_day(standing, book)
    if recovery is not None and standing.recoverable_cents > standing.claim_cents:
        yield _by_rule(book, awb_terms.RECOVER, Side.MUNICIPALITY, recovery, is_duty=False)

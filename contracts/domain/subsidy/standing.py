"""Where a subsidie stands: its state, its money in cents, and the days from which its terms run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.domain.awb_terms import waiting
from contracts.domain.terms import Change


class State(StrEnum):
    """How far a subsidie is."""

    NOTHING = "nog geen aanvraag"
    APPLICATION = "aanvraag in behandeling"
    CLOSED = "aanvraag gesloten"
    REFUSED = "afgewezen"
    GRANTED = "verleend"
    REVOKED = "verlening ingetrokken"
    SETTLING = "vaststelling aangevraagd"
    DETERMINED = "vastgesteld"
    ANNULLED = "vaststelling ingetrokken"


@dataclass(frozen=True, slots=True)
class Question:
    """What the applicant was asked to add, and until when. Until it comes the decision waits (Awb 4:5 and 4:15)."""

    asked_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Standing:
    """A subsidie after all that happened to it. Amounts are whole cents and never negative.

    `asked_on` begins the running decision (application, or application for vaststelling); `changes` are its suspensions and extensions.
    `settlement_due_on` is a day that was named: in the verlening, or afterwards in a letter (`reminded_until_on`, Awb 4:44 lid 3).
    `objected_to` is the day of the decision against which an objection came on `objected_on`; empty when none is open.
    """

    state: State = State.NOTHING
    last_on: date | None = None
    requested_cents: int = 0
    granted_cents: int = 0
    determined_cents: int | None = None
    advanced_cents: int = 0
    rest_paid_cents: int = 0
    claimed_cents: int = 0
    paid_back_cents: int = 0
    offset_cents: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    per_book_year: bool = False
    ex_officio: bool = False
    asked_on: date | None = None
    question: Question | None = None
    supplement_on: date | None = None
    changes: tuple[Change, ...] = ()
    decided_on: date | None = None
    settlement_due_on: date | None = None
    reminded_until_on: date | None = None
    determined_on: date | None = None
    breach_on: date | None = None
    claimed_on: date | None = None
    objected_on: date | None = None
    objected_to: date | None = None

    @property
    def running_changes(self) -> tuple[Change, ...]:
        """What moves the last day to decide. A question without an answer holds it up until its own last day."""
        if self.question is None:
            return self.changes
        return (*self.changes, waiting(self.question.asked_on, due_on=self.question.due_on))

    @property
    def entitled_cents(self) -> int:
        """What the receiver may keep: what was determined, before that what is granted; nothing after a withdrawal."""
        if self.state in (State.REVOKED, State.ANNULLED):
            return 0
        return self.granted_cents if self.determined_cents is None else self.determined_cents

    @property
    def paid_cents(self) -> int:
        """What the receiver has: paid in advance and afterwards, less what came back or was offset."""
        return self.advanced_cents + self.rest_paid_cents - self.paid_back_cents - self.offset_cents

    @property
    def recoverable_cents(self) -> int:
        """Paid without a right to it, and not come back (Awb 4:57)."""
        return max(self.paid_cents - self.entitled_cents, 0)

    @property
    def claim_cents(self) -> int:
        """What was claimed back, is still rightly claimed, and has not come back."""
        return min(self.claimed_cents - self.paid_back_cents - self.offset_cents, self.recoverable_cents)

    @property
    def to_pay_cents(self) -> int:
        """What the municipality still has to pay after the vaststelling (Awb 4:52)."""
        return max(self.entitled_cents - self.paid_cents, 0) if self.state is State.DETERMINED else 0

    @property
    def advance_room_cents(self) -> int:
        """What can still be paid in advance: what is granted less what the receiver has."""
        return max(self.entitled_cents - self.paid_cents, 0) if self.state in (State.GRANTED, State.SETTLING) else 0

"""Any life of a subsidie: whatever is tried, the money adds up, a refusal changes nothing, and the terms are those of the events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from contracts.domain.subsidy.deadlines import deadlines, next_deadline, overdue
from contracts.domain.subsidy.events import BREACH, LESS_AFTERWARDS, LESS_DETERMINED, LESS_GRANTED, Event, Kind
from contracts.domain.subsidy.life import BEGIN, fold, follow
from contracts.domain.subsidy.standing import Standing, State
from contracts.foundation.errors import Refused
from tests.support.figures import size

GROUNDS = st.sampled_from(["", *LESS_GRANTED, *LESS_DETERMINED, *LESS_AFTERWARDS])
AMOUNTS = st.none() | st.integers(-1, 2_000_00)
STEPS = st.integers(-2, 40) | st.integers(300, 2000)
LATER = st.none() | st.integers(0, 60)


class Ledger:
    """The money told a second time, from the events alone."""

    def __init__(self, events: Iterable[Event]) -> None:
        self.granted = self.paid = self.kept = 0
        for event in events:
            cents = event.amount_cents or 0
            if event.kind in (Kind.GRANTED, Kind.GRANT_CHANGED):
                self.granted = self.kept = cents
            elif event.kind in (Kind.DETERMINED, Kind.DETERMINATION_CHANGED):
                self.kept = cents
            elif event.kind in (Kind.GRANT_REVOKED, Kind.DETERMINATION_REVOKED):
                self.kept = 0
            elif event.kind in (Kind.ADVANCE_PAID, Kind.REST_PAID):
                self.paid += cents
            elif event.kind in (Kind.PAID_BACK, Kind.OFFSET):
                self.paid -= cents


def usual(now: Standing, on: date, share: int) -> list[Event]:
    """Events that can follow this standing, with a share (percent) of what is possible as their amount."""

    def part(cents: int) -> int:
        return max(cents * share // 100, min(cents, 1))

    unclaimed = now.recoverable_cents - now.claim_cents
    money = [
        *([Event(Kind.ADVANCE_PAID, on, part(now.advance_room_cents))] * 2 if now.advance_room_cents else []),
        *([Event(Kind.REST_PAID, on, part(now.to_pay_cents))] if now.to_pay_cents else []),
        *([Event(Kind.CLAIMED_BACK, on, part(unclaimed))] if unclaimed else []),
        *([Event(Kind.PAID_BACK, on, part(now.claim_cents)), Event(Kind.OFFSET, on, part(now.claim_cents))] if now.claim_cents else []),
    ]
    steps = {
        State.APPLICATION: [
            Event(Kind.GRANTED, on, 1_000_00),
            Event(Kind.SUPPLEMENT_ASKED, on, until_on=on + timedelta(days=14)),
            Event(Kind.SUPPLEMENT_RECEIVED, on),
        ],
        State.GRANTED: [
            Event(Kind.GRANT_CHANGED, on, part(2_000_00), ground="4:48 lid 1 b"),
            Event(Kind.DETERMINATION_REQUESTED, on),
        ],
        State.SETTLING: [Event(Kind.DETERMINED, on, part(now.granted_cents), ground="4:46 lid 2 a")],
        State.DETERMINED: [
            Event(Kind.DETERMINATION_CHANGED, on, part(now.granted_cents), ground=BREACH, breach_on=on),
            *([Event(Kind.DETERMINATION_REVOKED, on, ground="4:49 lid 1 a")] if share > 90 else []),
        ],
    }
    return money + steps.get(now.state, [])


class Life(RuleBasedStateMachine):
    """Events are tried one by one, possible and impossible; only those that were accepted happened."""

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = []
        self.standing: Standing = BEGIN

    @initialize(cents=st.integers(1, 2_000_00), book_year=st.booleans())
    def apply(self, cents: int, book_year: bool) -> None:
        self._try(Event(Kind.APPLIED, date(2025, 9, 1), cents, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), per_book_year=book_year))

    @rule(kind=st.sampled_from(Kind), cents=AMOUNTS, days=STEPS, later=LATER, ground=GROUNDS, breach=LATER, ex_officio=st.booleans())
    def something(self, kind: Kind, cents: int | None, days: int, later: int | None, ground: str, breach: int | None, ex_officio: bool) -> None:
        on = (self.standing.last_on or date(2025, 9, 1)) + timedelta(days=days)
        until = None if later is None else on + timedelta(days=later)
        broken = None if breach is None else on - timedelta(days=breach)
        self._try(Event(kind, on, cents, until_on=until, ground=ground, breach_on=broken, ex_officio=ex_officio))

    @rule(days=st.integers(0, 30), share=st.integers(1, 100), pick=st.integers(0, 11))
    def something_usual(self, days: int, share: int, pick: int) -> None:
        """What mostly happens, with amounts that can be, so that lives get far."""
        on = (self.standing.last_on or date(2025, 9, 1)) + timedelta(days=days)
        likely = usual(self.standing, on, share)
        if likely:
            self._try(likely[pick % len(likely)])

    def _try(self, event: Event) -> None:
        before = replace(self.standing)
        try:
            after = follow(self.standing, event)
        except Refused as refused:
            assert self.standing == before and refused.reason.endswith(".") and refused.field
            return
        assert after.last_on == event.on and (before.last_on is None or event.on >= before.last_on)
        self.events.append(event)
        self.standing = after

    @invariant()
    def the_money_adds_up(self) -> None:
        now, ledger = self.standing, Ledger(self.events)
        assert (now.granted_cents, now.paid_cents, now.entitled_cents) == (ledger.granted, ledger.paid, ledger.kept)
        assert now.recoverable_cents == max(ledger.paid - ledger.kept, 0)
        assert 0 <= now.claim_cents <= now.recoverable_cents
        assert now.to_pay_cents == (max(ledger.kept - ledger.paid, 0) if now.state is State.DETERMINED else 0)
        assert now.paid_cents >= 0 and (now.determined_cents or 0) <= max(now.granted_cents, 0)

    @invariant()
    def it_is_the_fold_of_what_happened(self) -> None:
        assert fold(self.events) == self.standing

    @invariant()
    def its_terms_can_be_told(self) -> None:
        found = deadlines(self.standing)
        today = (self.standing.last_on or date(2025, 9, 1)) + timedelta(days=30)
        assert [each.last_on for each in found] == sorted(each.last_on for each in found)
        assert all(each.sentence(today).endswith(".") and each.article for each in found)
        late, following = overdue(found, today=today), next_deadline(found, today=today)
        assert all(each.last_on < today for each in late) and (following is None or following.last_on >= today)
        assert {each for each in found if each.is_duty and each not in late} >= ({following} if following else set())
        assert len({(each.code, each.side) for each in found}) == len(found)


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=size(quick=40, full=2000), stateful_step_count=40, deadline=None)

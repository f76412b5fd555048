"""Any course of a subsidie through the actions: the stored state is the fold of what counts, the amounts are those of the events, to the cent."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from contracts.actions.subsidies import NewApplication, apply_for_subsidy, record_event, strike_event
from contracts.domain.awb_terms import Rulebook
from contracts.domain.subsidy.course import Recorded
from contracts.domain.subsidy.events import BREACH, LESS_AFTERWARDS, LESS_DETERMINED, LESS_GRANTED, Event, Kind
from contracts.domain.subsidy.life import fold
from contracts.domain.subsidy.payments import SIGN
from contracts.domain.subsidy.standing import Standing, State
from contracts.foundation import database
from contracts.foundation.errors import Conflict, Refused
from contracts.foundation.journal import JournalEntry, first_break
from contracts.queries.subsidies import EventLine, events_of, subsidy_of
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from contracts.tables.subsidy import SubsidyEvent
from tests.factories import contracts as make
from tests.support.databases import KEY, session_on

AT = datetime(2036, 1, 2, 9, tzinfo=UTC)
BOOK = Rulebook()
FIRST = date(2024, 9, 1)
GROUNDS = st.sampled_from(["", *LESS_GRANTED, *LESS_DETERMINED, *LESS_AFTERWARDS])


class Subsidy(RuleBasedStateMachine):
    """Possible and impossible events on days before and after each other, and strikes; only what was accepted counts."""

    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.session: Session = session_on(self.engine)
        database.begin_writing(self.session)

    @initialize(cents=st.integers(1, 90_000_00), years=st.integers(1, 3))
    def apply(self, cents: int, years: int) -> None:
        provider = make.organisation(self.session)
        self.lines = [make.budget_line(self.session, amounts=dict.fromkeys(range(2025, 2029), 9000000)) for _ in range(2)]
        about = {"reference": "SUB-1", "name": "Opvang", "care_form_code": None, "on": FIRST, "requested_cents": cents}
        new = NewApplication(provider, None, starts_on=date(2025, 1, 1), ends_on=date(2024 + years, 12, 31), **about)
        self.id = apply_for_subsidy(self.session, new=new, book=BOOK, by=make.actor(), at=AT)
        self.version, self.changes = 2, 2
        for line, share in zip(self.lines, (3333, 6667), strict=True):
            self.session.add(AllocationShare(commitment_id=self.id, budget_line_id=line, year=2025, share=share))
        year = self.session.scalars(select(CommitmentYear).where(CommitmentYear.commitment_id == self.id, CommitmentYear.year == 2025)).one()
        year.division = "aandelen"
        self.session.flush()

    @rule(
        kind=st.sampled_from(Kind),
        cents=st.none() | st.integers(-1, 90_000_00),
        days=st.integers(-20, 700),
        later=st.none() | st.integers(0, 90),
        ground=GROUNDS,
        ends=st.none() | st.dates(date(2024, 6, 1), date(2028, 12, 31)),
        year=st.none() | st.integers(2024, 2028),
        typed=st.booleans(),
        stale=st.integers(0, 9),
    )
    def something(
        self,
        kind: Kind,
        cents: int | None,
        days: int,
        later: int | None,
        ground: str,
        ends: date | None,
        year: int | None,
        typed: bool,
        stale: int,
    ) -> None:
        on = FIRST + timedelta(days=days)
        until = None if later is None else on + timedelta(days=later)
        event = Event(kind, on, cents, until_on=until, ends_on=ends, ground=ground, breach_on=on if ground == BREACH else None, ex_officio=typed)
        split = {2025: cents - cents // 3, 2026: cents // 3} if typed and cents and cents > 2 else {}
        self._try(Recorded(event, year, split), stale=stale == 0)

    @rule(days=st.integers(0, 200), share=st.integers(1, 100), pick=st.integers(0, 9))
    def something_usual(self, days: int, share: int, pick: int) -> None:
        """What mostly happens, so that courses get far."""
        now = self._standing()
        on = (now.last_on or FIRST) + timedelta(days=days)

        def part(cents: int) -> int:
            return max(cents * share // 100, min(cents, 1))

        likely = {
            State.APPLICATION: [Event(Kind.GRANTED, on, 60_000_01)],
            State.GRANTED: [
                Event(Kind.ADVANCE_PAID, on, part(now.advance_room_cents)),
                Event(Kind.GRANT_CHANGED, on, part(80_000_00), ground="4:48 lid 1 b"),
                Event(Kind.DETERMINATION_REQUESTED, on),
            ],
            State.SETTLING: [Event(Kind.DETERMINED, on, part(now.granted_cents), ground="4:46 lid 2 a")],
            State.DETERMINED: [
                Event(Kind.REST_PAID, on, part(now.to_pay_cents)),
                Event(Kind.CLAIMED_BACK, on, part(now.recoverable_cents - now.claim_cents)),
                Event(Kind.PAID_BACK, on, part(now.claim_cents)),
                Event(Kind.OFFSET, on, part(now.claim_cents)),
            ],
        }.get(now.state, [Event(Kind.OBJECTED, on)])
        self._try(Recorded(likely[pick % len(likely)], 2025 if pick % 2 else None), stale=False)

    @rule(number=st.integers(0, 40), reason=st.sampled_from(["Dubbel ingevoerd", ""]))
    def strike(self, number: int, reason: str) -> None:
        events = self._events()
        one = events[number % len(events)]
        before = self._stored()
        try:
            strike_event(
                self.session,
                commitment_id=self.id,
                event_id=one.id,
                reason=reason,
                version=self.version,
                book=BOOK,
                by=make.actor(),
                at=AT,
            )
        except (Refused, Conflict) as error:
            assert isinstance(error, Refused) or one.struck_at is not None
            assert self._stored() == before
            return
        assert reason and one.struck_at is None
        self._stepped()

    def _try(self, new: Recorded, *, stale: bool) -> None:
        before = self._stored()
        try:
            about = {"commitment_id": self.id, "new": new, "version": self.version - stale, "book": BOOK, "by": make.actor(), "at": AT}
            made = record_event(self.session, **about)
        except (Refused, Conflict) as error:
            assert self._stored() == before
            assert isinstance(error, Refused) or stale
            return
        assert not stale and made == self.version + 1
        self._stepped()

    def _stepped(self) -> None:
        self.version += 1
        self.changes += 1

    def _events(self) -> tuple[EventLine, ...]:
        return events_of(self.session, SubsidyEvent.commitment_id == self.id)[self.id]

    def _standing(self) -> Standing:
        return fold([each.recorded.event for each in self._events() if each.struck_at is None])

    def _stored(self) -> list[object]:
        """Everything that an action could have half written."""
        self.session.expire_all()
        asked = [
            select(Commitment.version, Commitment.subsidy_state, Commitment.starts_on, Commitment.ends_on),
            select(CommitmentYear.year, CommitmentYear.committed_cents, CommitmentYear.realised_cents, CommitmentYear.version).order_by(
                CommitmentYear.year
            ),
            select(SubsidyEvent.id, SubsidyEvent.struck_at).order_by(SubsidyEvent.id),
            select(func.count()).select_from(JournalEntry),
            select(Allocation.budget_line_id, Allocation.amount_cents).order_by(Allocation.id),
        ]
        return [[tuple(row) for row in self.session.execute(each)] for each in asked]

    @invariant()
    def the_books_are_those_of_the_events(self) -> None:
        if not hasattr(self, "changes"):
            return
        standing = self._standing()
        found = subsidy_of(self.session, commitment_id=self.id, provider_id=None, book=BOOK, today=AT.date())
        counting = [each.recorded for each in found.events if each.struck_at is None]
        stored = self.session.execute(select(Commitment.subsidy_state, Commitment.version)).one()
        assert stored.subsidy_state == (standing.state.value if counting else None) and stored.version == self.version
        assert found.standing == standing and found.committed_cents == standing.entitled_cents and not found.misfit
        assert found.realised_cents == standing.paid_cents
        for each in found.years:
            paid = [SIGN.get(one.event.kind, 0) * (one.event.amount_cents or 0) for one in counting if one.budget_year == each.year]
            assert each.realised_cents == sum(paid) >= 0
        first = next(each for each in found.years if each.year == 2025)
        parts = self.session.scalars(select(Allocation.amount_cents).where(Allocation.year == 2025)).all()
        assert sum(parts) == first.committed_cents and all(abs(part * 3 - first.committed_cents * (n + 1)) < 300_00 for n, part in enumerate(parts))
        assert self.session.scalar(select(func.count()).select_from(JournalEntry)) == self.changes

    def teardown(self) -> None:
        if hasattr(self, "changes"):
            assert first_break(self.session.scalars(select(JournalEntry).order_by(JournalEntry.id)), key=KEY) is None
        self.session.rollback()
        self.session.close()


def test_any_course_keeps_the_books_right(empty_engine: Engine) -> None:
    machine = type("SubsidyOnSqlite", (Subsidy,), {"engine": empty_engine})
    run_state_machine_as_test(
        machine, settings=settings(max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck))
    )

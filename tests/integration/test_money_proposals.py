"""Proposals: worked out on what stands, taken over whole or not at all, and decided once, in any order of events."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from contracts.actions.allocations import set_allocation
from contracts.actions.money_proposals import take_back, take_over, turn_down
from contracts.actions.tariffs import correct_tariff
from contracts.domain.tariff_change import TypedTariff
from contracts.domain.what_if import PaidBy, PlacesFrom, TariffFrom
from contracts.foundation.actor import Actor
from contracts.foundation.database import begin_writing
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.foundation.period import Quarter
from contracts.queries.budget import matrix
from contracts.queries.money_proposals import find_proposal, proposals
from contracts.queries.tariffs import tariffs_of
from kpi.actions.what_if import propose
from tests.factories import contracts as make
from tests.support.databases import session_on

AT, YEAR = datetime(2026, 11, 22, 9, tzinfo=UTC), 2026
BEA, ANTON = (Actor(person_id=None, name=name, organisation_id=None, organisation_name="Gemeente") for name in ("Bea", "Anton"))


class Scene:
    """Two lines, an arrangement with a tariff that is on the first line, and people who propose."""

    def __init__(self, session: Session) -> None:
        self.session, provider = session, make.organisation(session)
        self.lines = [make.budget_line(session, amounts={YEAR: 10_000_00}), make.budget_line(session, amounts={YEAR: 100_00})]
        frame = make.agreement(session, provider_id=provider)
        years: dict[int, int | tuple[int, int]] = {YEAR: 5_000_00}
        self.number = make.commitment(session, provider_id=provider, agreement_id=frame, kind="arrangement", years=years)
        make.allocation(session, commitment_id=self.number, line_id=self.lines[0], amount_cents=5_000_00)
        make.tariff(session, commitment_id=self.number, cents=200_00, valid_from=date(YEAR, 1, 1))

    def propose(self, *changes: PaidBy | TariffFrom | PlacesFrom, by: Actor = BEA) -> int:
        """Hand in a proposal with these changes."""
        told = {"title": "Schuif tussen regels", "reason": "Er is op de andere regel meer nodig."}
        return propose(self.session, year=YEAR, changes=changes, **told, by=by, at=AT)

    def paid(self) -> list[int]:
        """What each line pays."""
        return [row.direct_cents for row in matrix(self.session, year=YEAR).rows]

    def prices(self) -> list[tuple[int, date, date | None]]:
        """The tariffs."""
        return [(each.cents, each.valid_from, each.valid_until) for each in tariffs_of(self.session, commitment_ids=[self.number])[self.number]]


@pytest.fixture
def scene(session: Session) -> Scene:
    """The scene on each database."""
    return Scene(session)


def test_taking_over_changes_the_division_and_the_tariff_in_one_go(scene: Scene) -> None:
    move = (PaidBy(scene.number, scene.lines[0], 4_950_00), PaidBy(scene.number, scene.lines[1], 50_00))
    made = scene.propose(*move, TariffFrom(scene.number, date(YEAR, 12, 1), 230_00), PlacesFrom(scene.number, Quarter(YEAR, 4), Fraction(3)))
    assert scene.paid() == [5_000_00, 0] and scene.prices() == [(200_00, date(YEAR, 1, 1), None)]  # nothing is done yet
    take_over(scene.session, proposal_id=made, version=1, by=ANTON, at=AT)
    assert scene.paid() == [4_950_00, 50_00]
    assert scene.prices() == [(200_00, date(YEAR, 1, 1), date(YEAR, 11, 30)), (230_00, date(YEAR, 12, 1), None)]
    found = find_proposal(scene.session, proposal_id=made)
    assert (found.item.state, found.item.decided_by, found.item.version) == ("overgenomen", "Anton", 2)
    assert [row.becomes for row in found.content.wanted][-1] == "3"
    told = scene.session.scalars(select(JournalEntry.action).order_by(JournalEntry.id)).all()
    assert told[0] == "voorstel ingediend" and told[-1] == "voorstel overgenomen" and "verdeling gewijzigd" in told and "tarief toegevoegd" in told


def test_a_tariff_that_begins_on_the_day_itself_is_corrected(scene: Scene) -> None:
    made = scene.propose(TariffFrom(scene.number, date(YEAR, 1, 1), 190_00))
    take_over(scene.session, proposal_id=made, version=1, by=ANTON, at=AT)
    assert scene.prices() == [(190_00, date(YEAR, 1, 1), None)]


def test_a_line_beyond_its_budget_gets_the_reason_of_the_proposal(scene: Scene) -> None:
    made = scene.propose(PaidBy(scene.number, scene.lines[0], 4_000_00), PaidBy(scene.number, scene.lines[1], 1_000_00))
    assert any("meer vastgelegd dan begroot" in sentence for sentence in find_proposal(scene.session, proposal_id=made).content.appeared)
    take_over(scene.session, proposal_id=made, version=1, by=ANTON, at=AT)
    assert scene.paid() == [4_000_00, 1_000_00]


def test_what_changed_meanwhile_is_shown_on_both_sides_and_nothing_is_done(scene: Scene) -> None:
    made = scene.propose(PaidBy(scene.number, scene.lines[0], 4_000_00), TariffFrom(scene.number, date(YEAR, 12, 1), 230_00))
    place = {"commitment_id": scene.number, "budget_line_id": scene.lines[0], "year": YEAR}
    set_allocation(scene.session, amount_text="4.500", version=1, by=ANTON, at=AT, **place)
    item = tariffs_of(scene.session, commitment_ids=[scene.number])[scene.number][0]
    new = TypedTariff("etmaal", "205", date(YEAR, 1, 1))
    correct_tariff(scene.session, commitment_id=scene.number, tariff_id=item.id, new=new, reason="Verkeerd getypt.", version=1, by=ANTON, at=AT)
    with pytest.raises(Conflict) as lost:
        take_over(scene.session, proposal_id=made, version=1, by=BEA, at=AT)
    mine, theirs = dict(lost.value.mine), dict(lost.value.theirs)
    amounts = next(what for what in mine if "betaalt van" in what)
    assert (mine[amounts], theirs[amounts]) == ("€ 5.000,00", "€ 4.500,00")
    assert any("€ 205,00 per etmaal" in text for text in theirs.values())
    assert scene.paid() == [4_500_00, 0] and find_proposal(scene.session, proposal_id=made).item.state == "ingediend"


def test_another_budget_of_a_line_is_a_change_too(scene: Scene) -> None:
    made = scene.propose(PaidBy(scene.number, scene.lines[0], 4_000_00))
    from_before = find_proposal(scene.session, proposal_id=made).content.basis
    assert any("begroot in 2026" in what and "€ 10.000,00" in how for what, how in from_before)


@pytest.mark.parametrize("reason", ["", "kort", "x" * 2001])
def test_saying_no_and_taking_back_need_a_reason(scene: Scene, reason: str) -> None:
    made = scene.propose(PaidBy(scene.number, scene.lines[0], 1_00))
    for move in (turn_down, take_back):
        with pytest.raises(Refused, match=r"reden|tekens"):
            move(scene.session, proposal_id=made, version=1, reason=reason, by=BEA, at=AT)


def test_only_who_proposed_takes_back(scene: Scene, session: Session) -> None:
    made = scene.propose(PaidBy(scene.number, scene.lines[0], 1_00))
    other = Actor(person_id=12, name="Anton", organisation_id=None, organisation_name="Gemeente")
    with pytest.raises(Refused, match="Alleen Bea"):
        take_back(session, proposal_id=made, version=1, reason="Ik wil dit niet meer.", by=other, at=AT)


def test_nothing_cannot_be_proposed_and_an_unknown_one_is_not_there(scene: Scene) -> None:
    with pytest.raises(Refused, match="Probeer eerst iets uit"):
        scene.propose()
    with pytest.raises(NotFound):
        find_proposal(scene.session, proposal_id=99_999)


class Proposals(RuleBasedStateMachine):
    """Any order of proposing, deciding and changing behind somebody's back: each is decided once, and done whole or not at all."""

    engine: Engine

    @initialize()
    def open(self) -> None:
        self.session = session_on(self.engine)
        begin_writing(self.session)
        self.scene = Scene(self.session)
        self.made: list[int] = []
        self.wanted: dict[int, tuple[int, int]] = {}
        self.states: dict[int, str] = {}
        self.paid, self.changes = 5_000_00, 0
        self.basis: dict[int, int] = {}

    @rule(cents=st.integers(1, 5_000_00))
    def propose(self, cents: int) -> None:
        number = self.scene.propose(PaidBy(self.scene.number, self.scene.lines[0], cents))
        self.made.append(number)
        self.states[number], self.wanted[number], self.basis[number] = "ingediend", (self.paid, cents), self.changes

    @rule(cents=st.integers(1, 5_000_00))
    def change_behind_the_back(self, cents: int) -> None:
        place = {"commitment_id": self.scene.number, "budget_line_id": self.scene.lines[0], "year": YEAR}
        version = next(cell.version for row in matrix(self.session, year=YEAR).rows[:1] for cell in row.cells)
        set_allocation(self.session, amount_text=f"{cents // 100},{cents % 100:02d}", version=version, by=ANTON, at=AT, **place)
        self.paid, self.changes = cents, self.changes + 1

    @rule(pick=st.integers(0, 9), stale=st.booleans(), how=st.sampled_from(["over", "down", "back"]))
    def decide(self, pick: int, stale: bool, how: str) -> None:
        if not self.made:
            return
        number = self.made[pick % len(self.made)]
        is_open, old = self.states[number] == "ingediend", how == "over" and self.basis[number] != self.changes
        expected = Refused if not is_open else Conflict if stale or old else None
        about = {"proposal_id": number, "version": 7 if stale else 1, "by": BEA, "at": AT}
        try:
            if how == "over":
                take_over(self.session, **about)
            else:
                (turn_down if how == "down" else take_back)(self.session, reason="Daar is nu geen geld voor.", **about)
        except (Refused, Conflict) as error:
            assert type(error) is expected
            return
        assert expected is None
        self.states[number] = {"over": "overgenomen", "down": "afgewezen", "back": "ingetrokken"}[how]
        if how == "over":
            was, self.paid = self.wanted[number]
            self.changes += was != self.paid

    @invariant()
    def it_is_as_it_should_be(self) -> None:
        if hasattr(self, "made"):
            assert {each.id: each.state for each in proposals(self.session)} == self.states
            assert self.scene.paid() == [self.paid, 0]
            decided = sum(state != "ingediend" for state in self.states.values())
            told = select(func.count()).select_from(JournalEntry).where(JournalEntry.object.startswith("voorstel:"))
            assert self.session.scalar(told) == len(self.made) + decided

    def teardown(self) -> None:
        if hasattr(self, "made"):
            self.session.rollback()
            self.session.close()


def test_every_order_of_events_decides_each_proposal_once(empty_engine: Engine) -> None:
    machine = type("ProposalsOnSqlite", (Proposals,), {"engine": empty_engine})
    told = {"max_examples": 10, "stateful_step_count": 15, "deadline": None, "suppress_health_check": list(HealthCheck)}
    run_state_machine_as_test(machine, settings=settings(**told))

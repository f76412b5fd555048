"""A division that follows shares follows the promised amount to the cent; typed amounts stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.actions.redivide import redivide
from contracts.domain.division import SHARES
from contracts.tables.agreement import Allocation, AllocationShare, CommitmentYear
from tests.factories import contracts as make

YEAR = 2026


def paid(session: Session, commitment_id: int) -> dict[int, int]:
    rows = session.execute(select(Allocation.budget_line_id, Allocation.amount_cents).where(Allocation.commitment_id == commitment_id))
    return {row.budget_line_id: row.amount_cents for row in rows}


def versions(session: Session, commitment_id: int) -> list[int]:
    of_year = session.scalars(select(CommitmentYear.version).where(CommitmentYear.commitment_id == commitment_id)).all()
    of_lines = session.scalars(select(Allocation.version).where(Allocation.commitment_id == commitment_id).order_by(Allocation.budget_line_id)).all()
    return [*of_year, *of_lines]


def promise(session: Session, *, cents: int, division: str = SHARES) -> int:
    made = make.commitment(session, provider_id=make.organisation(session), years={YEAR: cents})
    session.execute(update(CommitmentYear).where(CommitmentYear.commitment_id == made).values(division=division))
    return made


def share(session: Session, commitment_id: int, *shares: int) -> list[int]:
    lines = [make.budget_line(session, amounts={YEAR: 10**9}) for _ in shares]
    session.add_all(
        AllocationShare(commitment_id=commitment_id, budget_line_id=line, year=YEAR, share=one) for line, one in zip(lines, shares, strict=True)
    )
    session.flush()
    return lines


def raise_to(session: Session, commitment_id: int, cents: int) -> None:
    session.execute(update(CommitmentYear).where(CommitmentYear.commitment_id == commitment_id).values(committed_cents=cents))


def test_shares_are_followed_to_the_cent_and_the_odd_cent_keeps_its_place(session: Session) -> None:
    made = promise(session, cents=100)
    one, two, three = share(session, made, 3333, 3333, 3334)
    assert redivide(session, commitment_id=made, year=YEAR) == {one: 33, two: 33, three: 34}
    raise_to(session, made, 101)
    redivide(session, commitment_id=made, year=YEAR)
    assert sum(paid(session, made).values()) == 101 and paid(session, made) == {one: 34, two: 33, three: 34}
    raise_to(session, made, 0)
    assert redivide(session, commitment_id=made, year=YEAR) == {one: 0, two: 0, three: 0}


def test_a_line_without_share_pays_nothing_any_more(session: Session) -> None:
    made = promise(session, cents=1_000)
    (left,) = share(session, made, 10_000)
    gone = make.budget_line(session, amounts={YEAR: 10**9})
    make.allocation(session, commitment_id=made, line_id=gone, amount_cents=1_000)
    redivide(session, commitment_id=made, year=YEAR)
    assert paid(session, made) == {left: 1_000, gone: 0}


def test_the_same_question_again_changes_nothing(session: Session) -> None:
    made = promise(session, cents=1_000)
    share(session, made, 2_500, 7_500)
    redivide(session, commitment_id=made, year=YEAR)
    before = versions(session, made)
    assert before == [2, 1, 1]
    assert redivide(session, commitment_id=made, year=YEAR) == {} and versions(session, made) == before
    raise_to(session, made, 2_000)
    redivide(session, commitment_id=made, year=YEAR)
    assert versions(session, made) == [3, 2, 2]


@pytest.mark.parametrize("year", [YEAR, 2031])
def test_typed_amounts_and_unknown_years_stay(session: Session, year: int) -> None:
    made = promise(session, cents=1_000, division="bedragen")
    share(session, made, 10_000)
    line = make.budget_line(session, amounts={YEAR: 10**9})
    make.allocation(session, commitment_id=made, line_id=line, amount_cents=600)
    assert redivide(session, commitment_id=made, year=year) == {} and paid(session, made) == {line: 600}


def test_shares_that_are_not_there_yet_change_nothing(session: Session) -> None:
    made = promise(session, cents=1_000)
    assert redivide(session, commitment_id=made, year=YEAR) == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(st.integers(0, 10**12), min_size=1, max_size=5), weights=st.lists(st.integers(1, 9_000), min_size=1, max_size=6))
def test_whatever_is_promised_is_divided_whole(session: Session, amounts: list[int], weights: list[int]) -> None:
    made = promise(session, cents=0)
    share(session, made, *weights)
    for cents in amounts:
        raise_to(session, made, cents)
        redivide(session, commitment_id=made, year=YEAR)
        assert sum(paid(session, made).values()) == cents

"""The second reckoning agrees with the first on whatever was made, and sees a row that was changed by hand, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from contracts.domain.budget_proof import Reckoned, differences, follows_shares
from contracts.foundation.money import split
from contracts.queries.budget import matrix
from contracts.queries.budget_check import broken_budget, reckoned
from contracts.tables.agreement import Allocation, AllocationShare, CommitmentYear
from contracts.tables.budget import BudgetAmount, BudgetLine, BudgetLineTaakveld
from contracts.tables.realisation import Realisation
from contracts.tables.subsidy import SubsidyEvent
from tests.factories import contracts as make

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def books(session: Session) -> dict[str, int]:
    """Lines with an earmark, taakvelden and two revisions; commitments by amounts and by shares, with what was imported and paid."""
    line = make.budget_line(session, name="MO", amounts={2025: 90_000, 2026: 100_000})
    earmark = make.budget_line(session, parent_id=line, amounts={2026: 20_000})
    other = make.budget_line(session, amounts={2026: None})
    session.add(BudgetAmount(line_id=line, year=2026, revision=2, amount_cents=120_000, source="test"))
    for code, share in (("6.81b", 9_000), ("6.71c", 1_000)):
        session.add(BudgetLineTaakveld(line_id=line, year=2026, code=code, share=share, source="test"))
    provider = make.organisation(session)
    typed = make.commitment(session, provider_id=provider, years={2025: 500, 2026: (10_000, 333)})
    shared = make.commitment(session, provider_id=provider, years={2026: 10_001})
    for to, cents in ((line, 6_000), (earmark, 4_000)):
        make.allocation(session, commitment_id=typed, line_id=to, amount_cents=cents)
    for to, share, cents in ((line, 3_333, 3_333), (earmark, 6_667, 6_668)):
        make.allocation(session, commitment_id=shared, line_id=to, amount_cents=cents)
        session.add(AllocationShare(commitment_id=shared, budget_line_id=to, year=2026, share=share))
    session.execute(update(CommitmentYear).where(CommitmentYear.commitment_id == shared).values(division="aandelen", realised_cents=70))
    for kind, cents in (("voorschot betaald", 100), ("terugbetaald", 30)):
        row = {"commitment_id": shared, "happened_on": date(2026, 3, 1), "budget_year": 2026, "at": AT, "person_name": "Bea"}
        session.execute(insert(SubsidyEvent).values(kind=kind, amount_cents=cents, **row))
    session.flush()
    return {"line": line, "earmark": earmark, "other": other, "typed": typed, "shared": shared}


def test_books_that_the_actions_could_have_made_are_right(session: Session) -> None:
    known = books(session)
    assert broken_budget(session) == []
    assert reckoned(session, year=2026) == {
        known["line"]: Reckoned(120_000, 20_001),
        known["earmark"]: Reckoned(20_000, 10_668),
        known["other"]: Reckoned(None, 0),
    }


Break = Callable[[Session, dict[str, int]], object]
BREAKS: list[tuple[str, Break, str]] = [
    (
        "realised",
        lambda s, k: s.execute(update(CommitmentYear).where(CommitmentYear.commitment_id == k["typed"]).values(realised_cents=334)),
        "2026: gerealiseerd € 3,34, de delen zijn samen € 3,33",
    ),
    ("a part of realised", lambda s, _k: s.execute(delete(Realisation)), "2026: gerealiseerd € 3,33, de delen zijn samen € 0,00"),
    (
        "a payment",
        lambda s, _k: s.execute(update(SubsidyEvent).where(SubsidyEvent.kind == "terugbetaald").values(struck_at=AT)),
        "2026: gerealiseerd € 0,70, de delen zijn samen € 1,00",
    ),
    (
        "a share",
        lambda s, _k: s.execute(update(AllocationShare).where(AllocationShare.share == 3_333).values(share=3_334)),
        "2026: de aandelen zijn samen 100,01 %",
    ),
    (
        "an amount by shares",
        lambda s, _k: s.execute(update(Allocation).where(Allocation.amount_cents == 6_668).values(amount_cents=6_667)),
        "2026: de bedragen per regel volgen niet uit de aandelen",
    ),
    (
        "money without a promise",
        lambda s, k: s.execute(delete(CommitmentYear).where(CommitmentYear.commitment_id == k["shared"])),
        "2026: er is € 100,01 verdeeld, maar niets toegezegd",
    ),
    (
        "a taakveld",
        lambda s, _k: s.execute(update(BudgetLineTaakveld).where(BudgetLineTaakveld.code == "6.71c").values(share=999)),
        "2026: de taakvelden zijn samen 99,99 %",
    ),
    (
        "a revision",
        lambda s, k: s.execute(delete(BudgetAmount).where(BudgetAmount.line_id == k["line"], BudgetAmount.year == 2026, BudgetAmount.revision == 1)),
        "2026: er zijn 1 revisies, en de laatste heet 2",
    ),
    (
        "a circle of lines",
        lambda s, k: s.execute(update(BudgetLine).where(BudgetLine.id == k["line"]).values(parent_id=k["earmark"])),
        "begroting 2026: budget lines are each other's parent",
    ),
]


@pytest.mark.parametrize(("named", "broken", "sentence"), BREAKS, ids=[each[0] for each in BREAKS])
def test_a_row_that_was_changed_by_hand_is_found(session: Session, named: str, broken: Break, sentence: str) -> None:
    known = books(session)
    broken(session, known)
    session.expire_all()
    found = broken_budget(session)
    assert named and any(sentence in line for line in found), found


def test_a_page_that_tells_another_amount_is_found(session: Session) -> None:
    known = books(session)
    made, counted = matrix(session, year=2026), reckoned(session, year=2026)
    assert list(differences(made, counted)) == []
    row, *rest = made.rows
    shown = {
        "begroot € 1.200,01": replace(row, line=replace(row.line, budgeted_cents=120_001)),
        "vastgelegd € 200,02": replace(row, allocated_cents=20_002),
        "verschil € 0,01": replace(row, room_cents=(row.room_cents or 0) - 1),
    }
    for words, wrong in shown.items():
        (sentence,) = differences(replace(made, rows=(wrong, *rest)), counted)
        assert words in sentence and row.line.code in sentence
    (sentence,) = differences(replace(made, totals=replace(made.totals, allocated_cents=1)), counted)
    assert sentence == "begroting 2026: totaal vastgelegd € 0,01, nageteld € 200,01"
    assert len(list(differences(made, counted | {known["line"]: Reckoned(0, 0)}))) == 5
    (sentence,) = differences(replace(made, totals=replace(made.totals, difference_cents=2)), counted)
    assert sentence == "begroting 2026: regels en overeenkomsten verschillen € 0,02"


@given(cents=st.integers(0, 10**13), weights=st.lists(st.integers(1, 50), min_size=1, max_size=9))
def test_a_division_by_shares_follows_them_and_a_cent_that_moved_far_does_not(cents: int, weights: list[int]) -> None:
    shares = dict(enumerate(split(10_000, weights)))
    amounts = dict(zip(shares, split(cents, list(shares.values())), strict=True))
    assert follows_shares(cents, amounts, shares)
    assert not follows_shares(cents + 1, amounts, shares)
    if len(shares) > 1:
        assert not follows_shares(cents, {**amounts, 0: amounts[0] + 2, 1: amounts[1] - 2}, shares)

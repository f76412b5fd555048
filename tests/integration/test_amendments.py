"""Amendments on both databases: every version whole, nothing lost, two people never over each other, and reports keep their basis."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from contracts.actions.agreements import make_commitment
from contracts.actions.amendments import amend_agreement, amend_commitment
from contracts.actions.redivide import redivide
from contracts.domain.amending import CommitmentChange, FrameChange
from contracts.domain.commitment import NewCommitment, YearAmount
from contracts.domain.division import SHARES
from contracts.domain.subject import Subject, of_agreement, of_commitment
from contracts.domain.variant import Variant
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries.amendments import AmendmentItem, amendments_of
from contracts.queries.terms import commitment_now, frame_now
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from contracts.tables.amendment import Amendment
from tests.factories import contracts as make

AT, LATER = datetime(2026, 11, 22, 9, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)
ANNA, BEN = make.actor("Anna"), make.actor("Ben")
FROM = date(2026, 7, 1)
WHY = "Besluit van het college."


@pytest.fixture
def promised(session: Session) -> int:
    """An arrangement under a frame of 2022-2029, with money in 2026 and 2027."""
    provider = make.organisation(session)
    frame = make.agreement(session, provider_id=provider)
    years = (YearAmount(2026, 100_000, 40_000), YearAmount(2027, 110_000))
    new = NewCommitment(provider, frame, "arrangement", "ARR-9", "Wonen", None, date(2026, 1, 1), date(2027, 12, 31), years)
    return make_commitment(session, new=new, by=BEN, at=AT)


def same(session: Session, commitment_id: int) -> CommitmentChange:
    """What the form shows before anything is typed."""
    terms = commitment_now(session, commitment_id=commitment_id).terms
    return CommitmentChange(
        terms.name, terms.starts_on, terms.ends_on, terms.variant, terms.product_category, terms.product_code, terms.agreed_places, dict(terms.years)
    )


def amend(session: Session, commitment_id: int, *, version: int = 1, reason: str = WHY, effective_on: date = FROM, **values: object) -> int:
    change = replace(same(session, commitment_id), **values)
    about = {"commitment_id": commitment_id, "change": change, "effective_on": effective_on, "reason": reason}
    return amend_commitment(session, **about, version=version, by=ANNA, at=LATER)


def told(session: Session, subject: Subject) -> list[tuple[int, str, list[str]]]:
    return [(one.number, one.person_name, [each.sentence for each in one.changed]) for one in amendments_of(session, subject=subject)]


def year_versions(session: Session) -> dict[int, int]:
    return {row.year: row.version for row in session.execute(select(CommitmentYear.year, CommitmentYear.version))}


def test_the_first_change_keeps_what_was_recorded_first(session: Session, promised: int) -> None:
    subject = of_commitment(promised)
    assert amendments_of(session, subject=subject) == ()
    assert amend(session, promised, agreed_places=Decimal("24.5"), years={2026: 120_000, 2027: 110_000}) == 2
    assert told(session, subject) == [
        (2, "Anna", ["Afgesproken plekken: was niet ingevuld, is nu 24,5.", "Toegezegd in 2026: was € 1.000,00, is nu € 1.200,00."]),
        (1, "Ben (Gemeente)", []),
    ]
    second, first = amendments_of(session, subject=subject)
    assert (first.at, first.effective_on, first.reason) == (AT, date(2026, 1, 1), "Zoals het eerst is vastgelegd.")
    assert (second.at, second.effective_on, second.reason) == (LATER, FROM, WHY)
    now = commitment_now(session, commitment_id=promised)
    assert now.version == 2 and now.terms.text == second.content
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert entry is not None and (entry.action, entry.object) == ("overeenkomst gewijzigd", f"commitment:{promised}")


def test_every_term_moves(session: Session, promised: int) -> None:
    values = {"name": "Anders", "starts_on": date(2026, 2, 1), "ends_on": date(2028, 6, 30), "variant": Variant.TASK}
    amend(session, promised, **values, product_category="15", product_code="15B02", years={2026: 1, 2027: 2, 2028: 3})
    row = session.scalars(select(Commitment).where(Commitment.id == promised).execution_options(populate_existing=True)).one()
    assert (row.name, row.starts_on, row.ends_on, row.variant) == ("Anders", date(2026, 2, 1), date(2028, 6, 30), "taakgericht")
    assert (row.product_category, row.product_code, row.version) == ("15", "15B02", 2)
    years = session.execute(select(CommitmentYear.year, CommitmentYear.committed_cents, CommitmentYear.realised_cents).order_by(CommitmentYear.year))
    assert [tuple(year) for year in years] == [(2026, 1, 40_000), (2027, 2, 0), (2028, 3, 0)]


def test_a_lost_race_shows_both_texts_and_changes_nothing(session: Session, promised: int) -> None:
    amend(session, promised, name="Van Anna")
    with pytest.raises(Conflict) as lost:
        amend(session, promised, name="Van mij", years={2026: 5, 2027: 110_000})
    conflict = lost.value
    assert conflict.mine == [("Naam", "Van mij"), ("Toegezegd in 2026", "€ 0,05")]
    assert conflict.theirs == [("Naam", "Van Anna"), ("Toegezegd in 2026", "€ 1.000,00")]
    assert conflict.by.startswith("Anna") and conflict.version == 2
    assert commitment_now(session, commitment_id=promised).terms.name == "Van Anna" and len(told(session, of_commitment(promised))) == 2


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("", {}),
        ("reason", {"name": "Anders", "reason": " "}),
        ("reason", {"name": "Anders", "reason": "Voor 123456782"}),
        ("effective_on", {"name": "Anders", "effective_on": date(2028, 1, 1)}),
        ("starts_on", {"starts_on": date(2021, 12, 31), "years": {2021: 1, 2026: 5}, "effective_on": date(2026, 1, 1)}),
        ("starts_on", {"starts_on": date(2027, 1, 1), "years": {2027: 110_000}, "effective_on": date(2027, 1, 1)}),  # 2026 was realised
        ("ends_on", {"ends_on": date(2025, 12, 31)}),
        ("years", {"years": {2026: -1}}),
    ],
)
def test_what_may_not_be_changed_leaves_everything_as_it_was(session: Session, promised: int, field: str, values: dict[str, object]) -> None:
    before = commitment_now(session, commitment_id=promised)
    with pytest.raises(Refused) as refused:
        amend(session, promised, **values)
    assert refused.value.field == field and commitment_now(session, commitment_id=promised) == before
    assert session.scalar(select(func.count()).select_from(Amendment)) == 0


def test_an_unknown_commitment_is_not_found(session: Session, promised: int) -> None:
    about = {"change": same(session, promised), "effective_on": FROM, "reason": WHY, "version": 1, "by": ANNA, "at": AT}
    with pytest.raises(NotFound):
        amend_commitment(session, commitment_id=promised + 1, **about)


def test_a_year_with_money_on_lines_cannot_be_cut_off_and_one_by_shares_can(session: Session, promised: int) -> None:
    line = make.budget_line(session, amounts={2027: 10**9})
    make.allocation(session, commitment_id=promised, line_id=line, amount_cents=110_000, year=2027)
    shorter = {"ends_on": date(2026, 12, 31), "years": {2026: 100_000}}
    with pytest.raises(Refused, match=r"nog € 1\.100,00 over begrotingsregels verdeeld") as refused:
        amend(session, promised, **shorter)
    assert refused.value.field == "ends_on" and session.scalar(select(Allocation.amount_cents)) == 110_000
    session.execute(update(CommitmentYear).where(CommitmentYear.year == 2027).values(division=SHARES))
    session.add(AllocationShare(commitment_id=promised, budget_line_id=line, year=2027, share=10_000))
    session.flush()
    amend(session, promised, **shorter)
    assert session.scalar(select(Allocation.amount_cents)) == 0
    assert told(session, of_commitment(promised))[0][2][-1] == "Toegezegd in 2027: was € 1.100,00, is nu niet ingevuld."


def test_a_division_by_shares_follows_and_typed_amounts_stay(session: Session, promised: int) -> None:
    one, two = (make.budget_line(session, amounts={2026: 10**9, 2027: 10**9}) for _ in range(2))
    session.execute(update(CommitmentYear).where(CommitmentYear.year == 2026).values(division=SHARES))
    session.add_all(AllocationShare(commitment_id=promised, budget_line_id=line, year=2026, share=5_000) for line in (one, two))
    session.flush()
    redivide(session, commitment_id=promised, year=2026)
    make.allocation(session, commitment_id=promised, line_id=one, amount_cents=110_000, year=2027)
    versions = year_versions(session)
    amend(session, promised, years={2026: 100_001, 2027: 90_000})
    paid = session.execute(select(Allocation.year, Allocation.amount_cents).order_by(Allocation.year, Allocation.budget_line_id))
    assert [tuple(row) for row in paid] == [(2026, 50_001), (2026, 50_000), (2027, 110_000)]
    after = year_versions(session)
    assert all(after[year] > versions[year] for year in (2026, 2027))


def test_amounts_of_a_subsidie_with_events_follow_those(session: Session) -> None:
    made = make.commitment(session, provider_id=make.organisation(session), years={2026: 100})
    session.execute(update(Commitment).where(Commitment.id == made).values(subsidy_state="verleend"))
    with pytest.raises(Refused, match="volgen haar verloop"):
        amend(session, made, years={2026: 200})
    assert amend(session, made, name="Nieuwe naam") == 2
    session.execute(update(CommitmentYear).values(committed_cents=300))  # what a new event of the subsidie does
    assert amend(session, made, name="Nog een naam", version=2) == 4
    versions = told(session, of_commitment(made))
    assert versions[1] == (3, "Samenzicht", ["Toegezegd in 2026: was € 1,00, is nu € 3,00."])
    assert versions[0] == (4, "Anna", ["Naam: was Nieuwe naam, is nu Nog een naam."])


def test_a_frame_is_amended_with_what_was_called_off_inside_it(session: Session, promised: int) -> None:
    frame = session.scalar(select(Commitment.agreement_id).where(Commitment.id == promised))
    assert frame is not None
    change = FrameChange("Raam", date(2022, 1, 1), date(2028, 12, 31), "Korter.")
    about = {"agreement_id": frame, "effective_on": FROM, "reason": WHY, "by": ANNA, "at": AT}
    assert amend_agreement(session, change=change, version=1, **about) == 2
    now = frame_now(session, agreement_id=frame)
    assert (now.version, now.terms.ends_on, now.terms.note) == (2, date(2028, 12, 31), "Korter.")
    assert [one.number for one in amendments_of(session, subject=of_agreement(frame))] == [2, 1]
    with pytest.raises(Refused, match="ARR-9 begint op 1 januari 2026"):
        amend_agreement(session, change=replace(change, base_ends_on=date(2025, 12, 31)), version=2, **about)
    with pytest.raises(Refused, match="niets veranderd"):
        amend_agreement(session, change=change, version=2, **about)
    with pytest.raises(Conflict) as lost:
        amend_agreement(session, change=replace(change, name="Mijn naam"), version=1, **about)
    assert lost.value.mine == [("Naam", "Mijn naam")] and lost.value.theirs == [("Naam", "Raam")]


MOVES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Wonen", "Anders", " "]),
        "ends_on": st.sampled_from([date(2026, 12, 31), date(2027, 12, 31), date(2028, 12, 31)]),
        "agreed_places": st.sampled_from([None, Decimal(3), Decimal(-1)]),
        "years": st.dictionaries(st.sampled_from([2026, 2027, 2028]), st.integers(0, 5_000_000), min_size=1),
    },
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=st.lists(st.tuples(MOVES, st.booleans()), min_size=1, max_size=6))
def test_any_row_of_changes_is_kept_whole(session: Session, moves: list[tuple[Mapping[str, object], bool]]) -> None:
    """Versions are numbered without gaps, the last one is what stands, and each differs from the one before by its own change alone."""
    made = make.commitment(session, provider_id=make.organisation(session), years={2026: (100_000, 5), 2027: 0}, ends_on=date(2027, 12, 31))
    accepted = 0
    for values, stale in moves:
        before = commitment_now(session, commitment_id=made)
        try:
            number = amend(session, made, version=before.version - stale, **values)
        except (Refused, Conflict):
            assert commitment_now(session, commitment_id=made) == before
        else:
            accepted += 1
            assert not stale and number == accepted + 1 and commitment_now(session, commitment_id=made).version == before.version + 1
    versions = amendments_of(session, subject=of_commitment(made))
    assert [one.number for one in versions] == list(range(accepted + 1 if accepted else 0, 0, -1))
    assert all(one.changed for one in versions[:-1])
    if versions:
        assert versions[0].content == commitment_now(session, commitment_id=made).terms.text
        assert _sum(versions[0]) == session.scalar(select(func.sum(CommitmentYear.committed_cents)).where(CommitmentYear.commitment_id == made))


def _sum(version: AmendmentItem) -> int:
    """The cents promised over all years, as the version holds them."""
    return sum(json.loads(version.content)["bedragen"].values())

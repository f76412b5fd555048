"""Dividing a whole year at once, on both databases: exact, journalled, never lost, and with a reason when a line goes beyond its budget."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.allocations import set_allocation
from contracts.actions.division import divide_year
from contracts.actions.redivide import redivide
from contracts.domain.division import AMOUNTS, SHARES, Divided, NewDivision, NotDivided
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries.division import DivisionOfYear, division_of
from contracts.tables.agreement import Allocation, CommitmentYear
from tests.factories import contracts as make
from tests.support.queries import counted

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANNA, BEN = make.actor("Anna"), make.actor("Ben")
WHY = "Het college besloot dit op 3 november."


@pytest.fixture
def promised(session: Session) -> int:
    """A commitment of 1.000,00 in 2026, and the same in 2025."""
    return make.commitment(session, provider_id=make.organisation(session), years={2025: 100_000, 2026: 100_000})


@pytest.fixture
def line(session: Session) -> int:
    return make.budget_line(session, name="Opvang", amounts={2025: 500_000, 2026: 500_000})


@pytest.fixture
def other(session: Session) -> int:
    return make.budget_line(session, name="Vrouwenopvang", amounts={2025: 500_000, 2026: 500_000})


def shown(session: Session, commitment_id: int, year: int = 2026) -> DivisionOfYear:
    return division_of(session, commitment_id=commitment_id, year=year)


def divide(
    session: Session, commitment_id: int, kind: str, typed: dict[int, str], *, version: int = 1, reason: str = "", by: Actor = ANNA, year: int = 2026
) -> dict[int, int]:
    new = NewDivision(kind, typed, reason)
    return divide_year(session, commitment_id=commitment_id, year=year, new=new, version=version, by=by, at=AT)


def journal(session: Session) -> list[JournalEntry]:
    return list(session.scalars(select(JournalEntry).order_by(JournalEntry.id)))


def test_shares_are_exact_kept_and_take_the_place_of_what_was_there(session: Session, promised: int, line: int, other: int) -> None:
    third = make.budget_line(session, name="Wvggz", amounts={2026: 100_000})
    old = make.budget_line(session, name="Oud", amounts={2026: None})
    make.allocation(session, commitment_id=promised, line_id=old, amount_cents=5)
    parts = divide(session, promised, SHARES, {line: "33,33", other: "33,33 %", third: "33,34"})
    assert parts == {line: 33_330, other: 33_330, third: 33_340}
    found = shown(session, promised)
    assert found.divided == Divided(parts, {line: 3333, other: 3333, third: 3334})
    assert found.year.kind == SHARES and found.year.version == 2 and found.paid[old] == 0
    assert [(entry.action, entry.object) for entry in journal(session)] == [("verdeeld in aandelen", f"commitment:{promised}:2026")]


def test_amounts_take_the_place_of_shares(session: Session, promised: int, line: int, other: int) -> None:
    divide(session, promised, SHARES, {line: "60", other: "40"})
    assert divide(session, promised, AMOUNTS, {line: "1.000", other: ""}, version=2) == {line: 100_000}
    found = shown(session, promised)
    assert found.divided == Divided({line: 100_000}) and found.year.kind == AMOUNTS
    assert shown(session, promised, 2030).year.year == 2025  # no such year: the first with something left


def test_parts_by_shares_follow_the_promise(session: Session, promised: int, line: int, other: int) -> None:
    divide(session, promised, SHARES, {line: "33,33", other: "66,67"})
    row = session.scalars(select(CommitmentYear).where(CommitmentYear.year == 2026)).one()
    row.committed_cents = 77_777
    session.flush()
    assert redivide(session, commitment_id=promised, year=2026) == {line: 25_923, other: 51_854}
    assert sum(shown(session, promised).divided.amounts.values()) == 77_777


def test_one_amount_ends_the_shares(session: Session, promised: int, line: int, other: int) -> None:
    divide(session, promised, SHARES, {line: "60", other: "40"})
    about = {"commitment_id": promised, "budget_line_id": line, "year": 2026, "by": ANNA, "at": AT}
    set_allocation(session, amount_text="100", version=1, **about)
    assert shown(session, promised).divided == Divided({line: 10_000, other: 40_000})


@pytest.mark.parametrize(
    ("kind", "typed", "field", "sentence"),
    [
        (AMOUNTS, ("1.000,001", "5"), "line", "Gebruik een komma"),
        (AMOUNTS, ("-1", ""), "line", "niet lager zijn dan nul"),
        (AMOUNTS, ("600", "400,01"), "amount", "Samen is dit € 1.000,01. Er is € 1.000,00 toegezegd: dit is € 0,01 te veel."),
        (SHARES, ("60", "39,99"), "shares", "Het moet 100 % zijn: er ontbreekt 0,01 %."),
        (SHARES, ("60", "veertig"), "line", "Vul een percentage in zoals 33,33."),
        (SHARES, ("60,001", "39,999"), "line", "hoogstens 2 cijfers"),
        ("gevoel", ("1", ""), "", "bedragen of in aandelen"),
    ],
)
def test_what_cannot_be_changes_nothing(
    session: Session, promised: int, line: int, other: int, kind: str, typed: tuple[str, str], field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        divide(session, promised, kind, dict(zip((line, other), typed, strict=True)))
    assert refused.value.field.startswith(field) and sentence in refused.value.reason
    assert shown(session, promised).divided == Divided({}) and journal(session) == [] and shown(session, promised).year.version == 1


def test_every_wrong_line_is_told(session: Session, promised: int, line: int, other: int) -> None:
    with pytest.raises(NotDivided) as refused:
        divide(session, promised, AMOUNTS, {line: "x", other: "-1"})
    assert set(refused.value.at_line) == {line, other} and not refused.value.needs_reason


def test_a_line_without_budget_may_only_pay_less(session: Session, promised: int, line: int) -> None:
    gone = make.budget_line(session, name="Projectgelden", amounts={2026: None})
    make.allocation(session, commitment_id=promised, line_id=gone, amount_cents=500)
    with pytest.raises(NotDivided, match="Projectgelden heeft in 2026 geen budget") as refused:
        divide(session, promised, AMOUNTS, {gone: "6"})
    assert list(refused.value.at_line) == [gone]
    assert divide(session, promised, AMOUNTS, {gone: "5", line: "10"}) == {gone: 500, line: 1000}


def test_a_line_beyond_its_budget_needs_a_reason_that_is_kept(session: Session, promised: int, other: int) -> None:
    small = make.budget_line(session, name="Opvang", amounts={2026: 60_000})
    typed = {small: "700", other: "300"}
    with pytest.raises(NotDivided) as refused:
        divide(session, promised, AMOUNTS, typed, reason=" te kort ")
    assert refused.value.needs_reason and refused.value.field == "reason"
    assert refused.value.at_line == {small: "Opvang komt in 2026 op € 700,00. Dat is € 100,00 meer dan is begroot."}
    assert shown(session, promised).divided == Divided({}) and journal(session) == []
    divide(session, promised, AMOUNTS, typed, reason=f" {WHY} ")
    assert shown(session, promised).reasons == {small: WHY} and WHY in journal(session)[-1].details
    divide(session, promised, AMOUNTS, {small: "650", other: "350"}, version=2)  # less, yet still beyond: the reason stands
    assert shown(session, promised).reasons == {small: WHY}
    divide(session, promised, AMOUNTS, {small: "600", other: "400"}, version=3)
    assert shown(session, promised).reasons == {}


def test_an_earmark_and_what_it_is_part_of_are_both_told(session: Session, promised: int) -> None:
    above = make.budget_line(session, name="Opvang", amounts={2026: 80_000})
    earmark = make.budget_line(session, name="verward gedrag", parent_id=above, amounts={2026: 50_000})
    with pytest.raises(NotDivided) as refused:
        divide(session, promised, SHARES, {earmark: "100"})
    assert refused.value.at_line[earmark] == (
        "Opvang komt in 2026 op € 1.000,00. Dat is € 200,00 meer dan is begroot. "
        "verward gedrag komt in 2026 op € 1.000,00. Dat is € 500,00 meer dan ervoor is bestemd."
    )
    about = {"commitment_id": promised, "budget_line_id": earmark, "year": 2026, "version": 0, "by": ANNA, "at": AT}
    with pytest.raises(NotDivided):
        set_allocation(session, amount_text="1.000", **about)
    set_allocation(session, amount_text="1.000", reason=WHY, **about)
    assert shown(session, promised).reasons == {earmark: WHY}


def test_a_lost_race_shows_both_divisions(session: Session, promised: int, line: int, other: int) -> None:
    divide(session, promised, SHARES, {line: "60", other: "40"}, by=BEN)
    with pytest.raises(Conflict) as lost:
        divide(session, promised, AMOUNTS, {line: "10"})
    assert lost.value.mine == [("Opvang", "€ 10,00")]
    assert lost.value.theirs == [("Opvang", "60,00 % (€ 600,00)"), ("Vrouwenopvang", "40,00 % (€ 400,00)")]
    assert lost.value.by == "Ben (Gemeente)" and lost.value.version == 2
    assert len(journal(session)) == 1


def test_unknown_things_are_not_found(session: Session, promised: int, line: int) -> None:
    for number, typed in ((promised + 1, {line: "1"}), (promised, {10**6: "1"})):
        with pytest.raises(NotFound):
            divide(session, number, AMOUNTS, typed)
    with pytest.raises(NotFound):
        shown(session, promised + 1)
    with pytest.raises(Refused, match="Voor 2031 is geen bedrag toegezegd"):
        divide(session, promised, AMOUNTS, {}, year=2031)


def test_the_page_asks_four_questions_and_knows_what_others_ask_of_a_line(session: Session, promised: int, line: int) -> None:
    neighbour = make.commitment(session, provider_id=make.organisation(session), years={2026: 300_00})
    make.allocation(session, commitment_id=neighbour, line_id=line, amount_cents=250_00)
    make.allocation(session, commitment_id=promised, line_id=line, amount_cents=700_00, year=2025)
    divide(session, promised, AMOUNTS, {line: "100"})
    with counted(session) as asked:
        found = shown(session, promised)
    assert len(asked) == 4
    assert found.paid[line] == 350_00 and found.others[line] == 250_00
    assert found.before == Divided({line: 700_00}) and found.before_cents == 100_000
    assert session.scalar(select(Allocation.version).where(Allocation.commitment_id == promised, Allocation.year == 2026)) == 1

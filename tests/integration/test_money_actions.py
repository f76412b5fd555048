"""Changing agreements, divisions and the begroting on both databases: refused, journalled, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.agreements import make_agreement, make_commitment
from contracts.actions.allocations import set_allocation
from contracts.actions.budget import revise_amount
from contracts.domain.commitment import NewCommitment, YearAmount
from contracts.domain.decision import NewAmount
from contracts.foundation.actor import Actor
from contracts.foundation.database import begin_writing
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries import agreements
from tests.factories import contracts as make
from tests.support.databases import session_on
from tests.support.revisions import revisions

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANNA, BEN = make.actor("Anna"), make.actor("Ben")


def told(session: Session) -> list[tuple[str, str]]:
    return [(entry.action, entry.object) for entry in session.scalars(select(JournalEntry).order_by(JournalEntry.id))]


def paid(session: Session, commitment_id: int) -> dict[str, tuple[int, int]]:
    year = agreements.commitment(session, commitment_id=commitment_id, provider_id=None).years[0]
    return {item.line_name: (item.amount_cents, item.version) for item in year.allocations}


@pytest.fixture
def promised(session: Session) -> int:
    """A commitment of 1.000,00 in 2026."""
    return make.commitment(session, provider_id=make.organisation(session), years={2026: 100_000})


@pytest.fixture
def line(session: Session) -> int:
    return make.budget_line(session, name="Maatschappelijke opvang", amounts={2026: 500_000})


@pytest.fixture
def other(session: Session) -> int:
    return make.budget_line(session, name="Vrouwenopvang", amounts={2026: 500_000})


def change(session: Session, commitment_id: int, line_id: int, text: str, version: int = 0, by: Actor = ANNA) -> int:
    return set_allocation(session, commitment_id=commitment_id, budget_line_id=line_id, year=2026, amount_text=text, version=version, by=by, at=AT)


def revise(
    session: Session, line_id: int, text: str | None, revision: int, *, by: Actor = ANNA, note: str = "", reason: str = "Besluit van de raad"
) -> int:
    new = NewAmount(amount_text=text, decided_on=date(2026, 11, 1), reason=reason, note=note)
    return revise_amount(session, line_id=line_id, year=2026, new=new, revision=revision, by=by, at=AT)


def test_an_allocation_is_made_and_changed_with_a_line_in_the_journal(session: Session, promised: int, line: int) -> None:
    assert change(session, promised, line, "250,50") == 1
    assert change(session, promised, line, "1.000", version=1) == 2
    assert paid(session, promised) == {"Maatschappelijke opvang": (100_000, 2)}
    assert told(session) == [("verdeling gewijzigd", f"commitment:{promised}:2026:{line}")] * 2


def test_a_lost_race_shows_both_amounts_and_who_was_first(session: Session, promised: int, line: int) -> None:
    change(session, promised, line, "100", by=BEN)
    for stale in (0, 7):
        with pytest.raises(Conflict) as lost:
            change(session, promised, line, "200", version=stale)
        assert (lost.value.mine, lost.value.theirs) == ([("Bedrag", "€ 200,00")], [("Bedrag", "€ 100,00")])
        assert lost.value.by == "Ben (Gemeente)" and lost.value.version == 1
    assert paid(session, promised) == {"Maatschappelijke opvang": (10_000, 1)} and len(told(session)) == 1


@pytest.mark.parametrize(("text", "field"), [("1.000,01", "amount"), ("-1", "amount"), ("veel", "amount")])
def test_an_amount_that_cannot_be_changes_nothing(session: Session, promised: int, line: int, text: str, field: str) -> None:
    with pytest.raises(Refused) as refused:
        change(session, promised, line, text)
    assert refused.value.field == field and paid(session, promised) == {} and told(session) == []


def test_the_lines_together_pay_no_more_than_promised(session: Session, promised: int, line: int, other: int) -> None:
    change(session, promised, line, "600")
    with pytest.raises(Refused, match="nog € 400,00 staan"):
        change(session, promised, other, "400,01")
    assert change(session, promised, other, "400") == 1


def test_a_line_without_budget_in_the_year_is_refused(session: Session, promised: int) -> None:
    elsewhere: list[dict[int, int | None]] = [{2026: None}, {2025: 100_000}]
    for amounts in elsewhere:
        without = make.budget_line(session, name="Projectgelden", amounts=amounts)
        with pytest.raises(Refused, match="Projectgelden heeft in 2026 geen budget") as refused:
            change(session, promised, without, "1")
        assert refused.value.field == "budget_line_id"


def test_unknown_things_are_not_found_and_a_year_without_promise_is_refused(session: Session, promised: int, line: int) -> None:
    for commitment_id, line_id in ((promised + 1, line), (promised, line + 1)):
        with pytest.raises(NotFound):
            change(session, commitment_id, line_id, "1")
    with pytest.raises(Refused) as refused:
        set_allocation(session, commitment_id=promised, budget_line_id=line, year=2025, amount_text="1", version=0, by=ANNA, at=AT)
    assert refused.value.field == "year"


def test_a_revision_stands_beside_the_old_ones(session: Session, line: int) -> None:
    assert revise(session, line, "6.000", 1) == 2
    assert revise(session, line, None, 2, note="De regeling is gestopt.") == 3
    found = revisions(session, line_id=line, year=2026)
    assert [(each.revision, each.amount_cents, each.source) for each in found] == [
        (3, None, "Besluit van 01-11-2026"),
        (2, 600_000, "Besluit van 01-11-2026"),
        (1, 500_000, "test"),
    ]
    assert found[0].decided_on == date(2026, 11, 1) and found[0].reason == "Besluit van de raad"
    assert told(session) == [("begroting gewijzigd", f"budget_line:{line}:2026")] * 2


def test_a_first_amount_for_a_year_is_revision_one(session: Session) -> None:
    fresh = make.budget_line(session)
    assert revise(session, fresh, "10", 0) == 1


def test_two_revisions_of_the_same_amount_are_a_conflict(session: Session, line: int) -> None:
    revise(session, line, None, 1, by=BEN, note="gestopt")
    with pytest.raises(Conflict) as lost:
        revise(session, line, "7", 1)
    assert (lost.value.mine, lost.value.theirs) == ([("Bedrag", "€ 7,00")], [("Bedrag", "n.v.t. (gestopt)")])
    assert lost.value.by == "Ben (Gemeente)" and lost.value.version == 2


def test_a_revision_without_ground_changes_nothing(session: Session, line: int) -> None:
    for text, reason in (("x", "Besluit van de raad"), (None, "Besluit van de raad"), ("1", "te kort")):
        with pytest.raises(Refused):
            revise(session, line, text, 1, reason=reason)
    with pytest.raises(NotFound):
        revise(session, line + 1, "1", 0)
    assert len(revisions(session, line_id=line, year=2026)) == 1 and told(session) == []


def test_agreements_and_commitments_are_made_and_journalled(session: Session) -> None:
    provider = make.organisation(session)
    frame = _frame(session, provider)
    made = _bought(session, provider, frame)
    found = agreements.commitment(session, commitment_id=made, provider_id=provider)
    assert (found.commitment.agreement_id, found.commitment.name, found.commitment.committed_cents) == (frame, "Wonen", 300)
    assert [(each.year, each.committed_cents, each.realised_cents) for each in found.years] == [(2026, 100, 20), (2027, 200, 0)]
    assert told(session) == [("overeenkomst gemaakt", f"agreement:{frame}"), ("arrangement gemaakt", f"commitment:{made}")]


def _frame(session: Session, provider_id: int, reference: str = "ROK-A") -> int:
    first, last = date(2026, 1, 1), date(2027, 12, 31)
    return make_agreement(session, provider_id=provider_id, reference=reference, name="Raam", starts_on=first, ends_on=last, by=ANNA, at=AT)


def _bought(
    session: Session,
    provider_id: int,
    agreement_id: int | None,
    reference: str = "ARR-A",
    starts_on: date = date(2026, 1, 1),
    form: str | None = None,
) -> int:
    years = (YearAmount(2027, 200), YearAmount(2026, 100, 20)) if starts_on.year == 2026 else (YearAmount(2028, 1),)
    new = NewCommitment(provider_id, agreement_id, "arrangement", reference, " Wonen ", form, starts_on, date(2028, 12, 31), years)
    return make_commitment(session, new=new, by=ANNA, at=AT)


def test_what_does_not_belong_together_is_refused(session: Session) -> None:
    provider, stranger = make.organisation(session), make.organisation(session)
    town = make.organisation(session, kind="centrumgemeente")
    frame = _frame(session, provider)
    _bought(session, provider, frame)
    attempts: list[tuple[str, Callable[[], int]]] = [
        ("provider_id", lambda: _frame(session, town, "B")),
        ("provider_id", lambda: _frame(session, 10**6, "B")),
        ("reference", lambda: _frame(session, provider)),
        ("reference", lambda: _bought(session, provider, frame)),
        ("agreement_id", lambda: _bought(session, stranger, frame, "B")),
        ("agreement_id", lambda: _bought(session, provider, frame + 1, "B")),
        ("agreement_id", lambda: _bought(session, provider, None, "B")),
        ("starts_on", lambda: _bought(session, provider, frame, "B", starts_on=date(2028, 1, 1))),
        ("care_form_code", lambda: _bought(session, provider, frame, "B", form="onbekend")),
    ]
    before = told(session)
    for field, attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.field == field
    assert told(session) == before


def test_of_two_writers_at_once_one_wins_and_one_is_told(session: Session, promised: int, line: int) -> None:
    change(session, promised, line, "1")
    session.commit()
    engine = session.get_bind().engine

    def write(name: str) -> str:
        with session_on(engine) as own:
            begin_writing(own)
            try:
                change(own, promised, line, "2" if name == "Anna" else "3", version=1, by=make.actor(name))
            except Conflict as lost:
                return f"{name} verloor van {lost.by}"
            own.commit()
            return f"{name} won"

    with ThreadPoolExecutor(2) as pool:
        outcome = sorted(pool.map(write, ["Anna", "Ben"]))
    assert outcome in (["Anna verloor van Ben (Gemeente)", "Ben won"], ["Anna won", "Ben verloor van Anna (Gemeente)"])
    kept = paid(session, promised)["Maatschappelijke opvang"]
    assert kept == ((200, 2) if "Anna won" in outcome else (300, 2))

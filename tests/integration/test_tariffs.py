"""Agreeing on tariffs on both databases: refused whole, journalled, never lost, and never two on one day."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.actions.staffel import set_steps
from contracts.actions.tariffs import add_tariff, correct_tariff, end_tariff, index_tariff
from contracts.domain.staffel import Step, seen_as
from contracts.domain.tariff import Tariff, TariffUnit, gaps, overlaps
from contracts.domain.tariff_change import TypedTariff
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.journal import JournalEntry
from contracts.queries.tariffs import TariffItem, steps_of, tariffs_of
from tests.factories import contracts as make

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ANNA, BEN = make.actor("Anna"), make.actor("Ben")
FIRST, LAST = date(2025, 1, 1), date(2027, 12, 31)
NIGHT = TariffUnit.NIGHT


@pytest.fixture
def bought(session: Session) -> int:
    """An arrangement of three years."""
    provider_id = make.organisation(session)
    frame = make.agreement(session, provider_id=provider_id)
    years = dict.fromkeys((2025, 2026, 2027), 100_000_00)
    return make.commitment(session, provider_id=provider_id, agreement_id=frame, kind="arrangement", years=years)


def items(session: Session, commitment_id: int) -> tuple[TariffItem, ...]:
    return tariffs_of(session, commitment_ids=[commitment_id]).get(commitment_id, ())


def tariffs(session: Session, commitment_id: int) -> list[Tariff]:
    return [each.tariff for each in items(session, commitment_id)]


def add(session: Session, commitment_id: int, amount: str, valid_from: date | None, until: date | None = None, unit: str = "etmaal") -> int:
    return add_tariff(session, commitment_id=commitment_id, new=TypedTariff(unit, amount, valid_from, until), by=ANNA, at=AT)


def index(session: Session, commitment_id: int, from_on: date | None, text: str = "3,25", reason: str = "Besluit 2026.", version: int = 1) -> int:
    told = {"percentage_text": text, "reason": reason, "version": version}
    return index_tariff(session, commitment_id=commitment_id, from_on=from_on, **told, by=ANNA, at=AT)


def last_told(session: Session) -> tuple[str, str, dict[str, object]]:
    entry = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc()).limit(1)).one()
    return entry.action, entry.object, json.loads(entry.details)


def nothing_happened(session: Session, commitment_id: int, attempt: Callable[[], object], field: str) -> None:
    before, told = items(session, commitment_id), session.scalar(select(func.count()).select_from(JournalEntry))
    with pytest.raises(Refused) as wrong:
        attempt()
    assert wrong.value.field == field and wrong.value.reason
    assert items(session, commitment_id) == before and session.scalar(select(func.count()).select_from(JournalEntry)) == told


def test_a_tariff_is_agreed_and_told(session: Session, bought: int) -> None:
    made = add(session, bought, "123,45", FIRST, date(2025, 12, 31))
    assert tariffs(session, bought) == [Tariff(NIGHT, 123_45, FIRST, date(2025, 12, 31))]
    action, about, details = last_told(session)
    assert (action, about, details["tariff"], details["cents"]) == ("tarief toegevoegd", f"commitment:{bought}:tarief", made, 123_45)


def test_what_cannot_be_a_tariff_is_refused_and_nothing_is_half_written(session: Session, bought: int) -> None:
    add(session, bought, "100", FIRST, date(2025, 12, 31))
    for field, amount, valid_from, until in (
        ("amount", "100,001", LAST, None),
        ("amount", "-1", LAST, None),
        ("valid_from", "1", None, None),
        ("valid_from", "1", date(2025, 12, 31), None),
        ("valid_from", "1", date(2024, 1, 1), None),
        ("valid_until", "1", date(2024, 1, 1), date(2024, 12, 31)),
    ):
        nothing_happened(session, bought, lambda told=(bought, amount, valid_from, until): add(session, *told), field)  # type: ignore[misc]
    nothing_happened(session, bought, lambda: add(session, bought, "1", LAST, unit="jaar"), "unit")


def test_the_refusal_of_an_overlap_says_which_days_and_amounts(session: Session, bought: int) -> None:
    add(session, bought, "100", FIRST)
    with pytest.raises(Refused, match="Vanaf 1 juli 2026 gelden twee tarieven: € 100,00 en € 110,00"):
        add(session, bought, "110", date(2026, 7, 1))


def test_another_unit_from_a_day_on_and_days_without_a_tariff_are_allowed(session: Session, bought: int) -> None:
    add(session, bought, "100", FIRST, date(2025, 12, 31))
    add(session, bought, "61,20", date(2026, 2, 1), unit="uur")
    assert gaps(tariffs(session, bought), starts_on=FIRST, ends_on=LAST) == ((date(2026, 1, 1), date(2026, 1, 31)),)


def test_a_subsidie_has_no_tariff_and_an_unknown_commitment_does_not_exist(session: Session) -> None:
    granted = make.commitment(session, provider_id=make.organisation(session), years={2026: 1})
    nothing_happened(session, granted, lambda: add(session, granted, "1", date(2026, 1, 1)), "")
    with pytest.raises(Refused):
        steps(session, granted, [("10", "90")])
    with pytest.raises(NotFound):
        add(session, 9_999, "1", FIRST)
    with pytest.raises(NotFound):
        steps(session, 9_999, [])


def test_indexing_ends_the_running_tariff_the_day_before(session: Session, bought: int) -> None:
    former = add(session, bought, "123,45", FIRST)
    made = index(session, bought, date(2026, 1, 1))
    old, new = items(session, bought)
    assert (old.id, new.id) == (former, made) and (old.version, new.version) == (2, 1)
    assert [old.tariff, new.tariff] == [Tariff(NIGHT, 123_45, FIRST, date(2025, 12, 31)), Tariff(NIGHT, 127_46, date(2026, 1, 1))]
    assert (new.indexed_by, new.reason, new.made_by) == (3_250, "Besluit 2026.", "Anna")
    assert last_told(session)[2]["was"] == {"unit": "etmaal", "cents": 123_45, "valid_from": "2025-01-01", "valid_until": None}


def test_indexing_is_refused_where_it_cannot_be(session: Session, bought: int) -> None:
    add(session, bought, "100", date(2025, 2, 1))
    for field, told in (
        ("from_on", {"from_on": None}),
        ("from_on", {"from_on": FIRST}),
        ("from_on", {"from_on": date(2025, 2, 1)}),
        ("percentage", {"from_on": LAST, "text": "3,2555"}),
        ("reason", {"from_on": LAST, "reason": " "}),
    ):
        nothing_happened(session, bought, lambda told=told: index(session, bought, **told), field)  # type: ignore[misc]


def test_who_saw_the_tariff_before_somebody_changed_it_gets_both_texts(session: Session, bought: int) -> None:
    number = add(session, bought, "100", FIRST)
    end_tariff(session, commitment_id=bought, tariff_id=number, until_on=LAST, reason="Nieuwe inkoop.", version=1, by=BEN, at=AT)
    for attempt in (
        lambda: index(session, bought, date(2026, 1, 1)),
        lambda: correct_tariff(
            session, commitment_id=bought, tariff_id=number, new=TypedTariff("etmaal", "99", FIRST), reason="Fout.", version=1, by=ANNA, at=AT
        ),
        lambda: end_tariff(session, commitment_id=bought, tariff_id=number, until_on=FIRST, reason="Fout.", version=1, by=ANNA, at=AT),
    ):
        with pytest.raises(Conflict) as lost:
            attempt()
        assert lost.value.by.startswith("Ben") and lost.value.version == 2 and lost.value.mine != lost.value.theirs
        assert lost.value.theirs == [("Tarief", "€ 100,00 per etmaal vanaf 1 januari 2025 tot en met 31 december 2027")]


def test_an_ended_and_a_corrected_tariff_tell_their_story(session: Session, bought: int) -> None:
    number = add(session, bought, "1000", FIRST)
    about = {"commitment_id": bought, "tariff_id": number, "at": AT}
    correct_tariff(session, new=TypedTariff("etmaal", "100", FIRST), reason="Een nul te veel.", version=1, by=ANNA, **about)
    end_tariff(session, until_on=date(2026, 12, 31), reason="Nieuwe inkoop.", version=2, by=BEN, **about)
    (item,) = items(session, bought)
    assert (item.cents, item.valid_until, item.version) == (100_00, date(2026, 12, 31), 3)
    assert item.reason.split("\n") == [
        "22 november 2026, Anna: was € 1.000,00 per etmaal vanaf 1 januari 2025 zonder einddatum. Een nul te veel.",
        "22 november 2026, Ben: eerst zonder einddatum. Nieuwe inkoop.",
    ]
    with pytest.raises(Refused, match="hetzelfde tarief"):
        correct_tariff(session, new=TypedTariff("etmaal", "100", FIRST, date(2026, 12, 31)), reason="Niets.", version=3, by=ANNA, **about)
    with pytest.raises(NotFound):
        end_tariff(session, **about | {"tariff_id": 9_999}, until_on=LAST, reason="Niets.", version=3, by=ANNA)


def test_a_corrected_amount_is_no_longer_an_indexation_and_other_days_are(session: Session, bought: int) -> None:
    add(session, bought, "100", FIRST)
    made = index(session, bought, date(2026, 1, 1))
    about = {"commitment_id": bought, "tariff_id": made, "reason": "Fout.", "by": ANNA, "at": AT}
    correct_tariff(session, new=TypedTariff("etmaal", "103,25", date(2026, 1, 1), LAST), version=1, **about)
    assert items(session, bought)[1].indexed_by == 3_250
    correct_tariff(session, new=TypedTariff("etmaal", "103,20", date(2026, 1, 1), LAST), version=2, **about)
    assert items(session, bought)[1].indexed_by is None
    overlapping = TypedTariff("etmaal", "103,20", date(2025, 6, 1), LAST)
    nothing_happened(session, bought, lambda: correct_tariff(session, new=overlapping, version=3, **about), "valid_from")


def test_any_walk_of_changes_never_gives_a_day_two_tariffs_and_indexing_never_takes_one_away(session: Session, bought: int) -> None:
    dice, done = random.Random(4), 0
    for _ in range(120):
        before, found = gaps(tariffs(session, bought), starts_on=FIRST, ends_on=LAST), items(session, bought)
        day, move = FIRST + timedelta(dice.randrange(1_095)), dice.choice(("add", "index", "index", "end"))
        chosen = dice.choice(found) if found else None
        try:
            if move == "add" or chosen is None:
                add(session, bought, str(dice.randrange(200)), day, dice.choice((None, day + timedelta(dice.randrange(90)))))
            elif move == "index":
                running = next((each for each in found if each.tariff.holds_on(day)), chosen)
                index(session, bought, day, text=str(dice.randrange(-50, 50)), version=running.version)
            else:
                told = {"tariff_id": chosen.id, "version": chosen.version}
                end_tariff(session, commitment_id=bought, until_on=day, reason="Proef.", by=ANNA, at=AT, **told)
            done += 1
        except Refused:
            assert items(session, bought) == found
        assert list(overlaps(tariffs(session, bought))) == []
        assert move != "index" or chosen is None or gaps(tariffs(session, bought), starts_on=FIRST, ends_on=LAST) == before
    assert done > 20


def steps(session: Session, commitment_id: int, typed: list[tuple[str, str]], version: int | None = None, reason: str = "Bijlage 2.") -> object:
    seen = seen_as(steps_of(session, commitment_ids=[commitment_id]).get(commitment_id, ())) if version is None else version
    return set_steps(session, commitment_id=commitment_id, typed=typed, reason=reason, version=seen, by=ANNA, at=AT)


def test_steps_are_replaced_as_a_whole_and_the_journal_keeps_the_former(session: Session, bought: int) -> None:
    steps(session, bought, [("3.650", "90"), ("", ""), ("7.300", "80")])
    assert steps_of(session, commitment_ids=[bought]) == {bought: (Step(3_650, 90_000), Step(7_300, 80_000))}
    steps(session, bought, [("3.650", "95")])
    assert steps_of(session, commitment_ids=[bought]) == {bought: (Step(3_650, 95_000),)}
    action, about, details = last_told(session)
    assert (action, about) == ("staffel gewijzigd", f"commitment:{bought}:staffel")
    assert (details["was"], details["now"], details["reason"]) == ([[3_650, 90_000], [7_300, 80_000]], [[3_650, 95_000]], "Bijlage 2.")
    steps(session, bought, [])
    assert steps_of(session, commitment_ids=[bought]) == {}


def test_steps_that_are_wrong_the_same_or_seen_too_early_change_nothing(session: Session, bought: int) -> None:
    steps(session, bought, [("100", "90")])
    for field, typed, reason in (
        ("percentage-2", [("200", "90"), ("300", "95")], "Bijlage."),
        ("", [("100", "90")], "Bijlage."),
        ("reason", [("100", "80")], ""),
    ):
        with pytest.raises(Refused) as wrong:
            steps(session, bought, typed, reason=reason)
        assert wrong.value.field == field
    with pytest.raises(Conflict) as lost:
        steps(session, bought, [("100", "80")], version=0)
    assert lost.value.theirs == [("Boven 100 eenheden", "90 %")] and lost.value.mine == [("Boven 100 eenheden", "80 %")]
    assert steps_of(session, commitment_ids=[bought]) == {bought: (Step(100, 90_000),)}

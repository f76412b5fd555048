"""An amendment holds the whole of what was agreed, and says in words what is different."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.amending import (
    CommitmentChange,
    FrameChange,
    read_reason,
    require_commitments_inside,
    require_effective,
    require_nothing_left,
)  # fmt: skip
from contracts.domain.amendment import CommitmentTerms, FrameTerms, changes, in_words
from contracts.domain.options import Option
from contracts.domain.terms import Unit
from contracts.domain.variant import Variant
from contracts.foundation.errors import Refused
from contracts.foundation.money import format_euros

TERMS = CommitmentTerms(
    "arrangement", "ARR-1", "RO-1", "bw-met-verblijf", "Wonen", date(2025, 1, 1), date(2027, 12, 31), Variant.EFFORT, "15", "15B02",
    Decimal(24), {2025: 100_000, 2026: 120_000, 2027: 0},
)  # fmt: skip
YEAR, HALF = Option(1, Unit.YEARS, 6, Unit.MONTHS), Option(6, Unit.MONTHS, 3, Unit.MONTHS)
FRAME = FrameTerms("RO-1", "Raam", date(2024, 1, 1), date(2026, 12, 31), date(2026, 12, 31), "", (YEAR, HALF))
SAME = CommitmentChange("Wonen", date(2025, 1, 1), date(2027, 12, 31), Variant.EFFORT, "15", "15B02", Decimal(24), dict(TERMS.years))


def told(change: CommitmentChange) -> list[str]:
    return [each.sentence for each in changes(TERMS.text, change.applied_to(TERMS).text)]


def test_what_stays_the_same_is_not_told() -> None:
    assert SAME.applied_to(TERMS).text == TERMS.text and told(SAME) == []
    assert replace(TERMS, agreed_places=Decimal("24.0")).text == TERMS.text


def test_every_term_is_told_in_words() -> None:
    change = CommitmentChange(" Anders ", date(2025, 2, 1), date(2028, 1, 31), Variant.TASK, "20", "", None, {2025: 1, 2026: 120_000, 2028: 5_050})
    assert told(change) == [
        "Naam: was Wonen, is nu Anders.",
        "Eerste dag: was 1 januari 2025, is nu 1 februari 2025.",
        "Laatste dag: was 31 december 2027, is nu 31 januari 2028.",
        "Uitvoeringsvariant: was inspanningsgericht, is nu taakgericht.",
        "Productcategorie: was 15, is nu 20.",
        "Productcode: was 15B02, is nu niet ingevuld.",
        "Afgesproken plekken: was 24, is nu niet ingevuld.",
        "Toegezegd in 2025: was € 1.000,00, is nu € 0,01.",
        "Toegezegd in 2028: was niet ingevuld, is nu € 50,50.",
    ]


def test_a_year_that_falls_outside_is_told_as_gone() -> None:
    shorter = replace(SAME, ends_on=date(2026, 6, 30), years={2025: 100_000, 2026: 120_000})
    assert told(shorter) == ["Laatste dag: was 31 december 2027, is nu 30 juni 2026.", "Toegezegd in 2027: was € 0,00, is nu niet ingevuld."]


def test_an_option_is_told_with_its_day() -> None:
    used = replace(FRAME, ends_on=date(2027, 12, 31), options=(replace(YEAR, used_on=date(2026, 6, 1)), HALF))
    assert [each.sentence for each in changes(FRAME.text, used.text)] == [
        "Laatste dag zonder verlenging: was niet ingevuld, is nu 31 december 2026.",
        "Laatste dag: was 31 december 2026, is nu 31 december 2027.",
        (
            "Verlenging 1: was 1 jaar, beslissen tot 6 maanden voor het einde, is nu 1 jaar, beslissen tot 6 maanden voor het einde; "
            "gebruikt op 1 juni 2026."
        ),
    ]


def test_a_text_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="not the text"):
        in_words('{"vorm":"iets anders"}')


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("name", {"name": " "}),
        ("ends_on", {"ends_on": date(2024, 12, 31)}),
        ("ends_on", {"ends_on": date(9999, 12, 31)}),
        ("agreed_places", {"agreed_places": Decimal(-1)}),
        ("product_code", {"product_code": "15"}),
        ("product_category", {"product_category": ""}),
        ("years", {"years": {}}),
        ("years", {"years": {2030: 5}}),
        ("years", {"years": {2026: -5}}),
        ("years", {"years": {2026: 10**15}}),
    ],
)
def test_what_cannot_be_agreed_is_refused_at_its_field(field: str, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused) as refused:
        replace(SAME, **wrong).applied_to(TERMS)
    assert refused.value.field == field


def test_a_subsidie_has_no_variant() -> None:
    with pytest.raises(Refused, match="geen uitvoeringsvariant"):
        SAME.applied_to(replace(TERMS, kind="subsidie"))


def test_money_outside_the_period_is_in_the_way() -> None:
    shorter = replace(TERMS, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    require_nothing_left(shorter, realised_cents={2026: 5, 2027: 0}, allocated_cents={2026: 5})
    for field, realised, allocated in (("starts_on", {2025: 1}, {}), ("ends_on", {}, {2027: 12_50}), ("ends_on", {2027: 3}, {2027: 3})):
        with pytest.raises(Refused) as refused:
            require_nothing_left(shorter, realised_cents=realised, allocated_cents=allocated)
        assert refused.value.field == field and str({**realised, **allocated}.popitem()[0]) in refused.value.reason
    with pytest.raises(Refused, match=format_euros(12_50)):
        require_nothing_left(shorter, realised_cents={}, allocated_cents={2027: 12_50})


def test_a_frame_goes_on_from_its_new_last_day_with_the_options_that_were_used() -> None:
    used = replace(FRAME, ends_on=date(2027, 12, 31), options=(replace(YEAR, used_on=date(2026, 6, 1)), HALF))
    moved = FrameChange("Raam", date(2024, 1, 1), date(2027, 3, 31), " Nieuw. ").applied_to(used, today=date(2026, 11, 22))
    assert (moved.base_ends_on, moved.ends_on, moved.note) == (date(2027, 3, 31), date(2028, 3, 31), "Nieuw.")
    with pytest.raises(Refused, match="beslissen kon tot en met"):  # then the option would have been used too late
        FrameChange("Raam", date(2024, 1, 1), date(2026, 6, 30), "").applied_to(used, today=date(2026, 11, 22))


def test_reasons_days_and_what_was_called_off() -> None:
    assert read_reason("  Besluit van het college. ") == "Besluit van het college."
    for wrong in (" ", "x" * 1001, "voor 123456782"):
        with pytest.raises(Refused) as refused:
            read_reason(wrong)
        assert refused.value.field == "reason"
    days = (date(2025, 1, 1), date(2026, 12, 31))
    require_effective(date(2025, 1, 1), days=days)
    for outside in (date(2024, 12, 31), date(2027, 1, 1)):
        with pytest.raises(Refused, match="buiten de looptijd, van 1 januari 2025 tot en met 31 december 2026"):
            require_effective(outside, days=days)
    require_commitments_inside(*days, {"ARR-1": days[0], "ARR-2": days[1]})
    for field, first in (("starts_on", date(2024, 12, 31)), ("base_ends_on", date(2027, 1, 1))):
        with pytest.raises(Refused, match="ARR-9") as refused:
            require_commitments_inside(*days, {"ARR-9": first})
        assert refused.value.field == field


@pytest.mark.parametrize(("length", "notice", "field"), [(0, 6, "length"), (11, 6, "length"), (1, 0, "notice"), (1, 61, "notice")])
def test_an_option_of_a_length_that_nobody_agrees_on_is_refused(length: int, notice: int, field: str) -> None:
    with pytest.raises(Refused) as refused:
        Option(length, Unit.YEARS, notice, Unit.MONTHS).checked()
    assert refused.value.field == field
    assert YEAR.checked() == YEAR


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(
    names=st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), ends=st.tuples(DAYS, DAYS), cents=st.tuples(st.integers(0, 9), st.integers(0, 9))
)
def test_words_and_texts_differ_together(names: tuple[str, str], ends: tuple[date, date], cents: tuple[int, int]) -> None:
    one, other = (
        replace(TERMS, name=name, ends_on=end, years={2025: amount}) for name, end, amount in zip(names, ends, cents, strict=True)
    )  # fmt: skip
    assert bool(changes(one.text, other.text)) == (one.text != other.text)
    back = {(each.label, each.now, each.was) for each in changes(other.text, one.text)}
    assert back == {(each.label, each.was, each.now) for each in changes(one.text, other.text)}

"""Personal data in many disguises is refused, and plain figures are left in peace."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.bsn import passes_eleven_test
from contracts.foundation.errors import Refused
from kpi.domain.privacy import refuse_personal_data

DISGUISES = (
    "111222333", "111 222 333", "1112.22.333", "111-222-333", "111–222–333", "111\u00a0222\u00a0333", "111  222  333", "111/222/333",
    "111,222,333", "111_222_333", "1112 22 333", "１１１２２２３３３", "111\u200b222\u200b333", "١١١٢٢٢٣٣٣", "11 12 22 333", "1 1 1 2 2 2 3 3 3",
    "bsn: 12345678", "BSN-nummer 12345678", "burgerservicenummer 123456789", "(111222333)", "cliënt111222333", "111\n222\n333", "nr.111222333,",
)  # fmt: skip
TELEPHONES = (
    "0612345678", "06-12345678", "06 12 34 56 78", "06.12.34.56.78", "06 - 12 34 56 78", "06/12345678", "+31612345678", "+31 (0)6 12345678",
    "+31(0)6-1234 5678", "0031612345678", "0031 6 12345678", "(06) 12345678", "043-3504040", "(043) 350 40 40", "043 / 350 40 40", "0475-123456",
    "0475 12 34 56", "+32 475 12 34 56", "+49 241 123456789", "0032475123456", "088-1234567", "06‑12345678", "０６１２３４５６７８",
)  # fmt: skip
EMAILS = (
    "jan@voorbeeld.nl", "Jan.Jansen+zorg@mail.voorbeeld.org.", "<jan@voorbeeld.nl>", "jan @ voorbeeld.nl", "jan@voorbeeld . nl",
    "jan[at]voorbeeld.nl", "jan (at) voorbeeld.nl", "jan apenstaartje voorbeeld.nl", "jan at voorbeeld punt nl", "mailto:j@x.nl", "jan＠voorbeeld.nl",
)  # fmt: skip
INNOCENT = (
    "", "12 van de 40 mensen", "1.234.567", "€ 1.234.567,89", "€ 123.456.782", "123.456.782 euro", "20.123.961 euro", "6211 AB", "van 2023 tot 2026",
    "2026-K3", "in 2025-K4 en 2026-K1", "22-11-2026", "2026-11-22", "1-1-2026 tot 31-3-2026", "open van 09.00-17.00, 12 plekken",
    "van 60% naar 41%", "31/31 en 30/32", "1.234 plekken", "12, 15, 18, 20, 11", "0,5 fte", "0 uit 0", "art. 3.4 Wmo 2015", "3 @ 2 plekken",
    "+ 1.250 nachten", "100-150 woningen per jaar", "S001 §4.3.1", "BZ-01 en NZ-02", "het tarief ging van 85 naar 90 euro", "5.888 pleknachten",
    "+12 mensen", "09:00 tot 17:30 uur", "wij staan klaar at your service", "0 tot 42 dagen",
)  # fmt: skip


@pytest.mark.parametrize("text", [*DISGUISES, *TELEPHONES, *EMAILS])
def test_a_disguise_does_not_help(text: str) -> None:
    for around in (text, f"Bel {text} voor meer uitleg", f"zie {text}."):
        with pytest.raises(Refused, match="Haal het weg"):
            refuse_personal_data("text", around)


@pytest.mark.parametrize("text", INNOCENT)
def test_plain_figures_are_left_in_peace(text: str) -> None:
    for around in (text, f"Er waren {text} in dit kwartaal", f"({text})."):
        refuse_personal_data("text", around)


@given(st.integers(0, 999_999_999), st.sampled_from(["", " ", ".", "-"]))
def test_nine_digits_are_refused_exactly_when_they_pass_the_eleven_test(number: int, between: str) -> None:
    digits = f"{number:09d}"
    text = between.join((digits[:3], digits[3:6], digits[6:]))
    if passes_eleven_test(digits):
        with pytest.raises(Refused):
            refuse_personal_data("text", f"nummer {text} gezien")
    elif between != "" or not digits.startswith("0"):
        refuse_personal_data("text", f"nummer {text} gezien")


@given(st.integers(0, 99_999_999), st.sampled_from(["", "-", " ", ".", " - "]))
def test_every_mobile_number_is_refused(number: int, between: str) -> None:
    with pytest.raises(Refused):
        refuse_personal_data("text", f"bel 06{between}{number:08d} gerust")


@given(st.lists(st.integers(0, 999), min_size=1, max_size=2), st.sampled_from(["mensen", "plekken", "%", "dagen", "euro"]))
def test_two_figures_in_a_sentence_are_nobodys_number(figures: list[int], unit: str) -> None:
    refuse_personal_data("text", f"van {' naar '.join(map(str, figures))} {unit}")


@given(st.text(max_size=200))
def test_any_text_is_judged_without_failing(text: str) -> None:
    try:
        refuse_personal_data("text", text)
    except Refused as refused:
        assert refused.field == "text"


@pytest.mark.parametrize(
    "text", ["1" * 4000, "a" * 4000, "0 " * 2000, "6-" * 2000, "a@" * 2000, "at " * 1333, "1." * 2000, "(0" * 2000, "+3 " * 1333]
)
def test_the_longest_text_is_judged_at_once(text: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(Refused):
        refuse_personal_data("text", text)
    assert time.perf_counter() - began < 0.5

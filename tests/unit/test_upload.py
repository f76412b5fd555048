"""Judging a file without a database: rows by their marks, columns by their names, and every cell by the rules of the grid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.preview import FAULTY
from contracts.foundation.errors import Refused
from contracts.foundation.sheet import Odd, Raw, Sheet, address
from kpi.domain.cell import Figures
from kpi.domain.indicator import COUNT, RATIO, Definition, Norm
from kpi.domain.upload import CHANGED, NEW, UNCHANGED, UNTOUCHED, KnownCell, Line, Preview, preview_of
from kpi.domain.upload_layout import FIRST, MARK, NOTE, REASON, SECOND, Mark, report_mark
from kpi.domain.upload_rows import preview
from portal.web.cells import DANGEROUS, plain_cell, safe_cell

REPORT = report_mark(7, "2026-K3")
HEADS = (MARK, "Code", FIRST, SECOND, REASON, NOTE)
RATIO_RULES = Definition("BZ-01", RATIO, "%", norm=Norm("min", Decimal(90)), numerator_label="op tijd", denominator_label="alle")
COUNT_RULES = Definition("BZ-08", COUNT, "aantal")


def known(*, figures: Figures | None = None, explanation: str = "", version: int = 0, by: str = "An") -> dict[str, KnownCell]:
    return {
        "BZ-01": KnownCell("BZ-01", "Op tijd", 2, RATIO_RULES, figures or Figures(), explanation, version, by, None),
        "BZ-08": KnownCell("BZ-08", "Meldingen", 1, COUNT_RULES, Figures(), "", 0, "", None),
    }


def mark(code: str = "BZ-01", *, definition: int = 2, version: int = 0, report: str = REPORT) -> str:
    return Mark(report, code, definition, version).text


def row(first: Raw = None, second: Raw = None, reason: Raw = None, note: Raw = None, *, marked: Raw = None, code: str = "BZ-01") -> tuple[Raw, ...]:
    return (marked if marked is not None else mark(), code, first, second, reason, note)


def judged(*rows: tuple[Raw, ...], cells: Mapping[str, KnownCell] | None = None, by: str = "An") -> Preview:
    return preview([Sheet("Cijfers", (HEADS, *rows))], known=cells or known(), report=REPORT, by=by)


def only(*rows: tuple[Raw, ...], cells: Mapping[str, KnownCell] | None = None, by: str = "An") -> Line:
    (line,) = judged(*rows, cells=cells, by=by).lines
    return line


@pytest.mark.parametrize(
    ("found", "sentence", "place"),
    [
        (row("drie", "4"), "Dit is geen getal", "C2"),
        (row("1.234", "2000"), "Bedoelt u 1234 of 1,234?", "C2"),
        (row("85%", "100"), "Vul het aantal in, geen percentage.", "C2"),
        (row(Decimal("0.85"), Decimal(100)), "Dat lijkt een percentage", "C2"),
        (row(Odd("een datum"), Decimal(4)), "Hier staat een datum, geen getal.", "C2"),
        (row(Decimal(4), Odd("waar of onwaar")), "Hier staat waar of onwaar, geen getal.", "D2"),
        (row(Decimal(5), Decimal(4)), "kan niet groter zijn dan de noemer", "C2"),
        (row(Decimal(5)), "Vul ook de noemer in.", "D2"),
        (row(Decimal(-1), Decimal(4)), "niet kleiner zijn dan 0", "C2"),
        (row(Decimal("3.5"), Decimal(4)), "Vul een heel getal in", "C2"),
        (row(Decimal(3), Decimal(4), "nog niet bekend"), "Niet allebei.", "E2"),
        (row(None, None, "vergeten"), "Kies een reden uit de lijst.", "E2"),
        (row(Decimal(4), Decimal(4), None, "Bel 06 12345678 voor meer uitleg."), "telefoonnummer", "F2"),
        (row(Decimal(4), Decimal(4), marked=""), "geen kenmerk", "C2"),
        (row(Decimal(4), Decimal(4), marked="iets anders"), "kenmerk van deze rij is veranderd", "C2"),
        (row(Decimal(4), Decimal(4), code="BZ-08"), "De cellen zijn verschoven.", "C2"),
        (row(Decimal(4), Decimal(4), marked=mark(report="0" * 12)), "een andere rapportage", "C2"),
        (row(Decimal(4), Decimal(4), marked=mark("ZZ-99"), code="ZZ-99"), "wordt in deze rapportage niet gevraagd", "C2"),
        (row(Decimal(4), Decimal(4), marked=mark(definition=1)), "andere definitie", "C2"),
    ],
)
def test_what_is_wrong_says_what_where_and_how_to_mend(found: tuple[Raw, ...], sentence: str, place: str) -> None:
    line = only(found)
    assert line.state == FAULTY and not line.is_good
    assert sentence in line.sentences[0] and line.place == f"Cijfers!{place}" and line.mend


@pytest.mark.parametrize(
    ("found", "becomes"),
    [
        (row("12", "24"), "12 van 24"),
        (row(Decimal("12.0"), Decimal(24)), "12 van 24"),
        (row(" 1234 ", "2.000.000"), "1.234 van 2.000.000"),
        (row(None, None, "  Nog niet bekend "), "geen cijfer: nog niet bekend"),
        (row(Decimal(24), Decimal(24), None, Decimal(2026)), "24 van 24. Toelichting: 2026"),
    ],
)
def test_what_is_good_becomes_what_was_meant(found: tuple[Raw, ...], becomes: str) -> None:
    line = only(found)
    assert line.state == NEW and line.becomes == becomes


def test_what_stands_out_asks_for_an_explanation_until_there_is_one() -> None:
    assert only(row(Decimal(20), Decimal(40))).asks
    assert not only(row(Decimal(20), Decimal(40), None, "Dit kwartaal waren er twee mensen ziek.")).asks


def test_a_cell_that_is_there_already_is_unchanged_changed_or_emptied() -> None:
    there = known(figures=Figures(Decimal(30), Decimal(40)), explanation="Een piek.", version=3)
    now = {"marked": mark(version=3)}
    assert only(row(Decimal(30), Decimal(40), None, "Een piek.", **now), cells=there).state == UNCHANGED
    changed = only(row(Decimal(31), Decimal(40), None, "Een piek.", **now), cells=there)
    assert (changed.state, changed.was, changed.version) == (CHANGED, "30 van 40. Toelichting: Een piek.", 3)
    emptied = only(row(**now), cells=there)
    assert (emptied.state, emptied.becomes) == (CHANGED, "leeg")


def test_an_empty_row_of_an_older_download_empties_nothing() -> None:
    there = known(figures=Figures(Decimal(30), Decimal(40)), version=3)
    assert only(row(marked=mark(version=2)), cells=there).state == UNTOUCHED
    assert only(row()).state == UNTOUCHED


def test_a_colleagues_change_after_the_download_is_not_undone_in_silence() -> None:
    there = known(figures=Figures(Decimal(30), Decimal(40)), version=3, by="Bo")
    line = only(row(Decimal(31), Decimal(40), marked=mark(version=2)), cells=there)
    assert line.state == FAULTY and "Bo heeft dit cijfer na uw download gewijzigd. Nu staat er: 30 van 40." in line.sentences[0]
    assert only(row(Decimal(31), Decimal(40), marked=mark(version=2)), cells=there, by="Bo").state == CHANGED, "one's own change is no surprise"


def test_the_same_cell_twice_is_wrong_twice_unless_one_is_untouched() -> None:
    twice = judged(row(Decimal(4), Decimal(4)), row(Decimal(3), Decimal(4)))
    assert [line.state for line in twice.lines] == [FAULTY, FAULTY]
    assert [line.state for line in judged(row(Decimal(4), Decimal(4)), row()).lines] == [NEW, UNTOUCHED]


def test_columns_and_sheets_may_move_and_others_may_stand_between() -> None:
    heads = (NOTE, "Eigen", SECOND, f" {FIRST.upper()} ", MARK, REASON)
    rows: tuple[tuple[Raw, ...], ...] = (("Titel",), heads, ("", "x", Decimal(4), Decimal(3), mark()), ())
    found = preview([Sheet("Los", (("a", "b"),)), Sheet("Blad 9", rows)], known=known(), report=REPORT, by="An")
    assert [(line.state, line.becomes, line.place) for line in found.lines] == [(NEW, "3 van 4", "Blad 9!D3")]
    assert found.remarks == ("Deze kolommen zijn niet gelezen: Eigen.",)


@pytest.mark.parametrize(
    ("heads", "sentence"),
    [(("a", "b"), "staan geen rijen van een rapportage"), ((*HEADS, FIRST), "staat twee keer"), (HEADS[:-1], "ontbreekt de kolom “Toelichting”")],
)
def test_a_file_that_is_not_ours_is_refused_as_a_whole(heads: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        preview([Sheet("Cijfers", (heads, row(Decimal(4), Decimal(4))))], known=known(), report=REPORT, by="An")


def test_counts_add_up_and_a_preview_is_read_back_as_it_was_kept() -> None:
    made = judged(row(Decimal(4), Decimal(4)), row("x", marked=mark("BZ-08", definition=1), code="BZ-08"), row(marked=mark("ZZ-1"), code="ZZ-1"))
    assert sum(made.counts.values()) == len(made.lines) == 3
    assert preview_of(made.text) == made and preview_of(made.text).text == made.text


@given(st.text(max_size=30))
def test_a_text_goes_round_through_csv_and_never_runs(text: str) -> None:
    written = safe_cell(text)
    assert plain_cell(written) == text
    assert not written.lstrip(" ").startswith(DANGEROUS)


@given(st.integers(0, 2_000), st.integers(0, 100))
def test_an_address_is_what_spreadsheets_say(line: int, column: int) -> None:
    letters = address(line, column).rstrip("0123456789")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    assert number == column + 1 and address(line, column) == f"{letters}{line + 1}"


def test_marks_of_others_are_no_marks() -> None:
    assert Mark.parse(mark()) == Mark(REPORT, "BZ-01", 2, 0)
    assert [Mark.parse(text) for text in ("", "BZ-01", f"{REPORT}.BZ-01.v1", f"{REPORT}.BZ-01.v1.0.1", "é" * 12)] == [None] * 5

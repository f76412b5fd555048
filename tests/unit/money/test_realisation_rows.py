"""Files with realised amounts: every value read or refused, every row judged, and random files keep their sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.domain.preview import FAULTY
from contracts.domain.realisation_file import FIELDS, entries_of, read_entry
from contracts.domain.realisation_rows import BY_EVENTS, NEW, REPLACES, SAME, KnownContract, KnownSpan, Line, Preview, judged, preview_of
from contracts.foundation.errors import Refused
from contracts.foundation.sheet import Odd, Raw, Sheet

TODAY, DAY = date(2026, 11, 22), timedelta(days=1)
K1, K2 = (date(2026, 1, 1), date(2026, 3, 31)), (date(2026, 4, 1), date(2026, 6, 30))
HEADS = tuple(FIELDS.values())


def span(days: tuple[date, date | None] = K1, cents: int = 100, *, id: int = 9, units: str | None = None) -> KnownSpan:
    return KnownSpan(id, *days, cents, None if units is None else Decimal(units), "")


def contract(*spans: KnownSpan, by_events: bool = False) -> KnownContract:
    return KnownContract(3, "ARR-1", "Wonen", date(2025, 1, 1), date(2026, 12, 31), frozenset({2026}), by_events, spans)


def row(
    reference: Raw = "ARR-1", first: Raw = "1-1-2026", last: Raw = "31-3-2026", amount: Raw = "12,50", units: Raw = None, note: Raw = None
) -> tuple[Raw, ...]:
    return reference, first, last, amount, units, note


def lines(*rows: Sequence[Raw], known: KnownContract | None = None) -> tuple[Line, ...]:
    entries, _remarks = entries_of([Sheet("Blad", (HEADS, *map(tuple, rows)))])
    found = known or contract()
    return judged(entries, known={found.reference.casefold(): found}, today=TODAY)


def one(*values: Raw, known: KnownContract | None = None) -> Line:
    (line,) = lines(row(*values), known=known)
    return line


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (("ONBEKEND",), "Contractnummer ONBEKEND is niet bekend. Kijk of het klopt."),
        ((None,), "Deze rij heeft geen contractnummer."),
        (("ARR-1", "1-1-2026", "31-3-2026", "12,505"), "Vul een bedrag in zoals 1.234,56. Gebruik een komma voor de centen."),
        (("ARR-1", "1-1-2026", "31-3-2026", Decimal("12.505")), "Een bedrag heeft hoogstens twee decimalen. Rond het zelf af."),
        (("ARR-1", "1-1-2026", "31-3-2026", "-1"), "Een bedrag kan niet lager zijn dan nul."),
        (("ARR-1", "1-1-2026", "31-3-2026", Decimal(-1)), "Een bedrag kan niet lager zijn dan nul."),
        (("ARR-1", "1-1-2026", "31-3-2026", Decimal(10**12)), "Dit bedrag is te groot. Controleer of u niet te veel cijfers hebt getypt."),
        (("ARR-1", "1-1-2026", "31-3-2026", None, "5"), "Vul een bedrag in zoals 1.234,56."),
        (("ARR-1", "1-1-2026", "31-3-2026", Odd("waar of onwaar")), "Vul een bedrag in zoals 1.234,56."),
        (("ARR-1", "31-2-2026"), "Vul de eerste dag in, zoals 1-1-2026."),
        (("ARR-1", Odd("een tijd")), "Vul de eerste dag in, zoals 1-1-2026."),
        (("ARR-1", "1-1-2026", "ooit"), "Vul de laatste dag in, zoals 31-3-2026."),
        (("ARR-1", "1-3-2026", "1-1-2026"), "De laatste dag ligt voor de eerste."),
        (("ARR-1", "1-12-2025", "31-1-2026"), "Deze periode loopt over een jaargrens. Maak er voor elk jaar een eigen rij van."),
        (("ARR-1", "1-1-2024", "31-3-2024"), "Deze periode valt buiten de looptijd: 1 januari 2025 tot en met 31 december 2026."),
        (("ARR-1", "1-1-2025", "31-3-2025"), "Voor 2025 is bij dit contract geen bedrag toegezegd."),
        (("ARR-1", "1-10-2026", "31-12-2026"), "Deze periode is nog niet voorbij: 31 december 2026 ligt in de toekomst."),
        (
            ("ARR-1", "1-1-2026", "31-3-2026", "1", "1,2345"),
            "Vul een aantal in van nul of hoger, met hoogstens drie decimalen. Of laat het leeg.",
        ),
        (("ARR-1", "1-1-2026", "31-3-2026", "1", "1.234"), "Schrijf een aantal zonder punt, bijvoorbeeld 1234. Gebruik een komma voor decimalen."),
        (("ARR-1", "1-1-2026", "31-3-2026", "1", None, "x" * 301), "Gebruik voor een opmerking hoogstens 300 tekens."),
        (("ARR-1", "1-1-2026", "31-3-2026", "1", None, Odd("een datum")), "Hier staat een datum, geen tekst."),
    ],
)
def test_a_wrong_row_says_what_is_wrong(values: tuple[Raw, ...], sentence: str) -> None:
    line = one(*values)
    assert (line.state, line.sentences, line.is_good) == (FAULTY, (sentence,), False)


def test_all_mistakes_of_a_row_are_told() -> None:
    assert len(one("", "x", "y", "z").sentences) == 4


@pytest.mark.parametrize("first", ["1-1-2026", "01-01-2026", "2026-01-01", "1/1/2026", Odd("een datum", date(2026, 1, 1))])
@pytest.mark.parametrize("amount", ["1.234,56", "€ 1234,56", Decimal("1234.56")])
def test_days_and_amounts_are_read_as_people_and_spreadsheets_write_them(first: Raw, amount: Raw) -> None:
    line = one("arr-1 ", first, "31-3-2026", amount, Decimal("2.5"), "Factuur 12")
    assert (line.state, line.entry.first_on, line.entry.cents, line.entry.units) == (NEW, date(2026, 1, 1), 123_456, Decimal("2.5"))


def test_a_row_is_new_the_same_or_in_place_of_another() -> None:
    assert one().state == NEW
    assert one(known=contract(span(cents=1250))).state == SAME
    changed = one(known=contract(span(cents=1000)))
    assert (changed.state, changed.replaces, changed.was_cents, changed.sentences) == (REPLACES, (9,), 1000, ("Vervangt € 10,00.",))
    assert one("ARR-1", "1-1-2026", "31-3-2026", "12,50", "4", known=contract(span(cents=1250))).state == REPLACES


@pytest.mark.parametrize(("first", "last"), [("1-1-2026", "31-1-2026"), ("31-3-2026", "30-4-2026"), ("1-1-2026", "30-6-2026")])
def test_days_that_overlap_with_other_days_are_refused(first: str, last: str) -> None:
    line = one("ARR-1", first, last, known=contract(span(cents=1250)))
    told = "Deze dagen overlappen met een periode die er al staat: 1 januari 2026 tot en met 31 maart 2026, € 12,50. Gebruik dezelfde dagen."
    assert (line.state, line.sentences) == (FAULTY, (told,))


def test_two_rows_with_the_same_or_overlapping_days_are_both_refused() -> None:
    assert [line.sentences for line in lines(row(), row())] == [("Deze periode staat twee keer in het bestand.",)] * 2
    found = lines(row(), row("ARR-1", "1-3-2026", "30-4-2026"))
    assert [line.sentences for line in found] == [
        ("Deze dagen overlappen met een andere rij in het bestand: Blad!D3.",),
        ("Deze dagen overlappen met een andere rij in het bestand: Blad!D2.",),
    ]


def test_a_subsidie_with_events_is_paid_at_the_subsidie() -> None:
    assert one(known=contract(by_events=True)).sentences == (BY_EVENTS,)


def test_a_sum_without_a_last_day_gives_way_once() -> None:
    known = contract(span((date(2026, 1, 1), None), 5000))
    first, second = lines(row(), row("ARR-1", "1-4-2026", "30-6-2026"), known=known)
    assert (first.state, first.replaces, first.was_cents, second.state, second.replaces) == (REPLACES, (9,), 5000, NEW, ())
    assert first.sentences == ("Het jaarbedrag van € 50,00, waarvan de laatste dag niet bekend is, vervalt.",)


def test_columns_are_known_by_name_and_untouched_rows_passed_by() -> None:
    turned = Sheet(
        "Blad", (("uitleg",), ("Bedrag", "CONTRACTNUMMER", "Tot en met", "van", "Aanbieder"), ("1", "A", "31-3-2026", "1-1-2026", "x"), (None, "B"))
    )
    entries, remarks = entries_of([Sheet("Los", (("a",),)), turned])
    assert [(entry.reference, entry.cents, entry.place) for entry in entries] == [("A", 100, "Blad!A3")]
    assert remarks == ("Deze kolommen zijn niet gelezen: Aanbieder.",)


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ((("a", "b"),), "In dit bestand staat geen kolom “Contractnummer”."),
        ((("Contractnummer", "Van", "Bedrag"),), "Op blad “Blad” ontbreekt de kolom “Tot en met”."),
        (((*HEADS, "Bedrag"),), "De kolom “Bedrag” staat twee keer op blad “Blad”. Haal er één weg."),
        ((HEADS,), "In dit bestand is geen bedrag ingevuld. Vul minstens één rij in."),
    ],
)
def test_a_file_that_is_not_ours_is_refused_as_a_whole(rows: tuple[tuple[Raw, ...], ...], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        entries_of([Sheet("Blad", rows)])
    assert refused.value.field == "file" and refused.value.reason.startswith(sentence)


def test_a_preview_is_kept_and_read_back_the_same() -> None:
    found = Preview(lines(row(), row("X"), row("ARR-1", "x"), row("ARR-1", "1-4-2026", "1-5-2026", "1", "2,5", "ja")), ("Een opmerking.",))
    assert preview_of(found.text) == found and preview_of(found.text).text == found.text
    assert found.counts == {FAULTY: 2, REPLACES: 0, NEW: 2, SAME: 0} and found.more_cents == 1350


_VALUES = st.one_of(
    st.none(), st.text(max_size=20), st.decimals(allow_nan=False, allow_infinity=False, places=3), st.builds(Odd, st.just("een datum"), st.dates())
)


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), _VALUES))
def test_whatever_stands_in_a_row_it_is_read_or_refused(values: dict[str, Raw]) -> None:
    entry = read_entry(values, place="A1")
    whole = entry.reference and entry.first_on is not None and entry.last_on is not None and entry.cents is not None
    assert bool(whole) != bool({field for field, _told in entry.mistakes} & {"reference", "first_on", "last_on", "amount"})
    (line,) = judged([entry], known={"arr-1": contract()}, today=TODAY)
    assert preview_of(Preview((line,)).text).lines == (line,)


_PERIODS = st.tuples(st.integers(0, 300), st.integers(0, 20), st.integers(0, 10**9))


@given(st.lists(_PERIODS, max_size=8), st.lists(_PERIODS, max_size=8))
def test_random_files_never_let_two_good_periods_overlap_and_keep_their_sums(
    before: list[tuple[int, int, int]], told: list[tuple[int, int, int]]
) -> None:
    spans: list[KnownSpan] = []
    for number, (start, length, cents) in enumerate(before):
        days = (K1[0] + start * DAY, K1[0] + (start + length) * DAY)
        if all(days[1] < other.first_on or (other.last_on or days[0]) < days[0] for other in spans):
            spans.append(span(days, cents, id=number))
    rows = [
        row("ARR-1", Odd("een datum", K1[0] + start * DAY), Odd("een datum", K1[0] + (start + length) * DAY), Decimal(cents) / 100)
        for start, length, cents in told
    ]
    found = Preview(lines(*rows, known=contract(*spans))) if rows else Preview(())
    gone = {one for line in found.good for one in line.replaces}
    stays = [(each.first_on, each.last_on or each.first_on, each.cents) for each in spans if each.id not in gone]
    comes = [(line.entry.first_on, line.entry.last_on, line.entry.cents) for line in found.good]
    after = sorted([*stays, *comes])
    assert all(earlier[1] < later[0] for earlier, later in pairwise(after))  # type: ignore[operator]
    assert sum(each[2] for each in after) == sum(each.cents for each in spans) + found.more_cents  # type: ignore[misc]

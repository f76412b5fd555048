"""Reading one record: every way in which a field can be wrong names file, record and field in a Dutch sentence."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.reference.record import Record, no_duplicates, only_sections, records, single

Read = Callable[[Record], object]

WRONG: list[tuple[dict[str, Any], Read, str, str]] = [
    ({}, lambda row: row.text("name"), "name", "ontbreekt"),
    ({"name": "  "}, lambda row: row.text("name"), "name", "Vul hier tekst in"),
    ({"name": 3}, lambda row: row.text("name"), "name", "Vul hier tekst in"),
    ({"name": "lang"}, lambda row: row.text("name", longest=3), "name", "te lang"),
    ({"kind": "x"}, lambda row: row.choice("kind", ("a", "b")), "kind", "Kies uit: a, b"),
    ({}, lambda row: row.source(), "source", "bron ontbreekt"),
    ({"source": " "}, lambda row: row.source(), "source", "bron ontbreekt"),
    ({"n": "3"}, lambda row: row.whole("n"), "n", "heel getal"),
    ({"n": True}, lambda row: row.whole("n"), "n", "heel getal"),
    ({"n": -1}, lambda row: row.whole("n"), "n", "niet lager zijn dan 0"),
    ({"n": Decimal("0.0001")}, lambda row: row.number_or_none("n"), "n", "drie cijfers"),
    ({"n": Decimal("NaN")}, lambda row: row.number_or_none("n"), "n", "drie cijfers"),
    ({"n": "1"}, lambda row: row.number_or_none("n"), "n", "getal"),
    ({"f": 1}, lambda row: row.flag("f"), "f", "true"),
    ({"d": "2023-01-01"}, lambda row: row.day("d"), "d", "datum"),
    ({"t": []}, lambda row: row.texts("t"), "t", "lijst van teksten"),
    ({"y": [2021, 2021]}, lambda row: row.years("y"), "y", "verschillende jaren"),
    ({"p": [1]}, lambda row: row.parts("p"), "p", "lijst van onderdelen"),
    ({"extra": 1}, lambda row: row.finish(), "extra", "kennen we niet"),
]


@pytest.mark.parametrize(("fields", "read", "field", "sentence"), WRONG)
def test_a_wrong_field_is_named_with_file_record_and_field(fields: dict[str, Any], read: Read, field: str, sentence: str) -> None:
    with pytest.raises(ReferenceMistake) as caught:
        read(Record("proef.toml", "eerste", fields))
    assert (caught.value.file, caught.value.record, caught.value.field) == ("proef.toml", "eerste", field)
    assert sentence in caught.value.reason
    assert str(caught.value).startswith(f"proef.toml, record 'eerste', veld '{field}': ")


def test_right_fields_are_read_and_what_was_read_is_known() -> None:
    row = Record("proef.toml", "x", {"name": " Naam ", "n": 0, "d": date(2023, 1, 1), "q": Decimal("1.125"), "y": [2023, 2021]})
    assert (row.text("name"), row.whole("n"), row.day("d"), row.number_or_none("q")) == ("Naam", 0, date(2023, 1, 1), Decimal("1.125"))
    assert row.years("y") == (2021, 2023)
    assert (row.text_or_empty("note"), row.whole_or_none("m"), row.number_or_none("low"), row.flag_or("yes", True)) == ("", None, None, True)
    row.finish()


def test_records_without_a_code_are_named_by_their_place() -> None:
    rows = records({"r": [{"code": "a"}, {"name": "b"}]}, file="proef.toml", section="r")
    assert [row.name for row in rows] == ["a", "r nummer 2"]


@pytest.mark.parametrize("document", [{}, {"r": []}, {"r": {"code": "a"}}, {"r": [1]}])
def test_a_missing_or_misshapen_section_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(ReferenceMistake, match=r"proef\.toml, veld 'r': Dit onderdeel ontbreekt"):
        records(document, file="proef.toml", section="r")


def test_unknown_sections_single_sections_and_doubles_are_refused() -> None:
    with pytest.raises(ReferenceMistake, match="veld 'pijlerr': Dit onderdeel kennen we niet"):
        only_sections({"pijler": [], "pijlerr": []}, file="p.toml", known=("pijler",))
    with pytest.raises(ReferenceMistake, match="veld 'total'"):
        single({"total": []}, file="p.toml", section="total")
    with pytest.raises(ReferenceMistake, match="record 'a', veld 'code': Deze code komt twee keer voor"):
        no_duplicates("p.toml", ["a", "b", "a"])

"""The KPI catalogue: the 35 of domain paper A15, and each kind of mistake at its place."""

import copy
from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from contracts.domain.reference.mistake import ReferenceMistake
from kpi.domain.catalogue import AGGREGATIONS, IndicatorRecord, parse_catalogue
from tests.support.reference import catalogue_documents, region_documents

SHIPPED = catalogue_documents()
GOALS: dict[str, list[str]] = {}
for _goal in region_documents()["pijlers.toml"]["goal"]:
    GOALS.setdefault(_goal["pijler"], []).append(_goal["code"])

A15 = {
    "VZ": ["01", "02", "03", "04"],
    "BZ": ["01", "02", "03", "04", "06", "07", "08", "09"],
    "MZ": ["01", "03", "04", "05", "06", "07", "08", "10", "12"],
    "NZ": ["01", "02", "03", "04"],
    "OC": ["01", "02", "03"],
    "CF": ["01", "02", "03", "04"],
    "VL": ["01", "02", "03"],
}


def _parse() -> dict[str, IndicatorRecord]:
    return {entry.code: entry for entry in parse_catalogue(SHIPPED, goals=GOALS)}


def test_the_catalogue_holds_the_35_codes_of_the_paper() -> None:
    wanted = [f"{family}-{number}" for family, numbers in A15.items() for number in numbers]
    assert list(_parse()) == wanted
    assert len(wanted) == 35


def test_who_reports_what_and_how_often() -> None:
    found = _parse().values()
    quarterly = ["BZ-01", "BZ-02", "BZ-03", "BZ-06", "BZ-07", "BZ-08", "BZ-09", "MZ-01", "MZ-05", "MZ-08", "MZ-10", "NZ-02", "OC-02", "CF-04"]
    assert [entry.code for entry in found if (entry.reported_by, entry.frequency) == ("aanbieder", "kwartaal")] == quarterly
    assert [entry.code for entry in found if (entry.reported_by, entry.frequency) == ("aanbieder", "jaar")] == ["MZ-12", "NZ-03", "NZ-04", "OC-03"]
    assert Counter(entry.reported_by for entry in found) == {"aanbieder": 18, "gemeente": 8, "berekend": 9}


def test_a_ratio_is_never_added_up_as_a_percentage_and_a_median_is_never_added_up() -> None:
    allowed = {
        "verhouding": {"som teller en noemer", "laatste stand", "niet optelbaar", "niet per aanbieder"},
        "aantal": {"som", "laatste stand", "niet optelbaar", "niet per aanbieder"},
        "mediaan": {"niet optelbaar"},
        "gemiddelde": {"gewogen gemiddelde"},
    }
    for entry in _parse().values():
        assert {entry.over_time, entry.over_providers} <= allowed[entry.value_kind], entry.code
    assert all(len(code) <= 20 for code in AGGREGATIONS)


def test_a_kpi_without_a_norm_says_so() -> None:
    without = [entry for entry in _parse().values() if entry.norm_kind == "geen"]
    assert without and all(entry.norm_note for entry in without)


Spoil = Callable[[dict[str, Any]], object]


def _with(**fields: Any) -> Spoil:
    return lambda row: row.update(fields)


MISTAKES: list[tuple[str, str, Spoil, str, str]] = [
    ("basiszorg.toml", "BZ-01", _with(pijler="x"), "pijler", "kennen we niet"),
    ("basiszorg.toml", "BZ-01", _with(goal="MZ.a"), "goal", "kennen we niet"),
    ("basiszorg.toml", "BZ-01", lambda row: row.pop("pijler"), "pijler", "hoort bij een pijler"),
    ("basiszorg.toml", "BZ-01", lambda row: row.pop("source"), "source", "bron ontbreekt"),
    ("basiszorg.toml", "BZ-01", lambda row: row.pop("denominator_label"), "denominator_label", "ontbreekt"),
    ("basiszorg.toml", "BZ-01", lambda row: row.pop("norm_low"), "norm_low", "hoort hier een getal"),
    ("basiszorg.toml", "BZ-01", _with(value_kind="procent"), "value_kind", "Kies uit"),
    ("basiszorg.toml", "BZ-01", _with(norm_hihg=3), "norm_hihg", "kennen we niet"),
    ("basiszorg.toml", "BZ-01", _with(valid_from="2023"), "valid_from", "datum"),
    ("basiszorg.toml", "BZ-01", _with(over_time="som"), "over_time", "Alleen aantallen"),
    ("basiszorg.toml", "BZ-01", _with(over_time="niet per aanbieder"), "over_time", "niets over de tijd"),
    ("basiszorg.toml", "BZ-01", _with(over_providers="niet per aanbieder"), "over_providers", "per aanbieder"),
    ("basiszorg.toml", "BZ-01", _with(over_providers="gewogen gemiddelde"), "over_time", "gemiddelde kun je wegen"),
    ("basiszorg.toml", "BZ-01", _with(decimals=4), "decimals", "drie cijfers"),
    ("basiszorg.toml", "BZ-02", _with(denominator_label="x"), "denominator_label", "geen noemer"),
    ("basiszorg.toml", "BZ-03", _with(over_time="som teller en noemer"), "over_time", "Alleen een verhouding"),
    ("basiszorg.toml", "BZ-09", _with(norm_note=""), "norm_note", "Vul hier tekst in"),
]


@pytest.mark.parametrize(("file", "code", "spoil", "field", "sentence"), MISTAKES)
def test_each_mistake_is_refused_at_its_place(file: str, code: str, spoil: Spoil, field: str, sentence: str) -> None:
    documents = copy.deepcopy(SHIPPED)
    spoil(next(row for row in documents[file]["indicator"] if row["code"] == code))
    with pytest.raises(ReferenceMistake) as caught:
        parse_catalogue(documents, goals=GOALS)
    assert (caught.value.file, caught.value.record, caught.value.field) == (file, code, field)
    assert sentence in caught.value.reason


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({}, "version", "twee keer"),
        ({"version": 2}, "valid_from", "later dan de vorige"),
        ({"version": 2, "valid_from": date(2022, 1, 1)}, "valid_from", "later dan de vorige"),
    ],
)
def test_versions_stand_in_order(changes: dict[str, Any], field: str, sentence: str) -> None:
    documents = copy.deepcopy(SHIPPED)
    rows = documents["nazorg.toml"]["indicator"]
    rows.append(dict(rows[0]) | changes)
    with pytest.raises(ReferenceMistake, match=sentence) as caught:
        parse_catalogue(documents, goals=GOALS)
    assert (caught.value.record, caught.value.field) == ("NZ-01", field)


def test_an_older_version_below_a_newer_one_is_refused() -> None:
    documents = copy.deepcopy(SHIPPED)
    rows = documents["nazorg.toml"]["indicator"]
    rows[0]["version"] = 2
    rows.append(dict(rows[0]) | {"version": 1})
    with pytest.raises(ReferenceMistake, match="nieuwste onderaan"):
        parse_catalogue(documents, goals=GOALS)


def test_a_kpi_lives_in_one_file() -> None:
    documents = copy.deepcopy(SHIPPED)
    documents["nazorg.toml"]["indicator"].append(dict(documents["voorzorg.toml"]["indicator"][0]))
    with pytest.raises(ReferenceMistake, match=r"staat ook in voorzorg\.toml"):
        parse_catalogue(documents, goals=GOALS)

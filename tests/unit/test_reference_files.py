"""The shipped files are right, and each kind of mistake in them is refused at the right place."""

import copy
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from contracts.domain.reference.mistake import ReferenceMistake
from contracts.domain.reference_set import parse_reference
from tests.support.reference import region_documents

Documents = dict[str, dict[str, Any]]
Spoil = Callable[[Documents], object]

SHIPPED = region_documents()


def _row(documents: Documents, file: str, section: str, code: str, key: str = "code") -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in documents[file][section] if row[key] == code)
    return found


def _set(file: str, section: str, which: str, /, **fields: Any) -> Spoil:
    return lambda documents: _row(documents, file, section, which).update(fields)


def _drop(file: str, section: str, code: str, field: str) -> Spoil:
    return lambda documents: _row(documents, file, section, code).pop(field)


def _double(file: str, section: str) -> Spoil:
    return lambda documents: documents[file][section].append(dict(documents[file][section][0]))


def _amount(line: str, **fields: Any) -> Spoil:
    def spoil(documents: Documents) -> None:
        amount = _row(documents, "budget.toml", "line", line)["amounts"][0]
        amount.clear()
        amount.update(fields)

    return spoil


MISTAKES: list[tuple[str, Spoil, tuple[str, str, str], str]] = [
    ("unknown pijler", _set("pijlers.toml", "goal", "BZ.b", pijler="bazis"), ("pijlers.toml", "BZ.b", "pijler"), "kennen we niet"),
    (
        "unknown pijler of a form",
        _set("care_forms.toml", "care_form", "dagbesteding", pijler="x"),
        ("care_forms.toml", "dagbesteding", "pijler"),
        "Kies uit",
    ),
    ("double code", _double("pijlers.toml", "goal"), ("pijlers.toml", "VZ.a", "code"), "twee keer"),
    ("double municipality", _double("municipalities.toml", "municipality"), ("municipalities.toml", "1903", "code"), "twee keer"),
    ("double role", _double("roles.toml", "role"), ("roles.toml", "invoerder", "code"), "twee keer"),
    ("double result", _double("results.toml", "result"), ("results.toml", "nieuwe-inkoop", "code"), "twee keer"),
    ("double norm", _double("norms.toml", "norm"), ("norms.toml", "eerste-opvang-duur", "code"), "twee keer"),
    ("double figure in a year", _double("volumes.toml", "figure"), ("volumes.toml", "mo-leger-des-heils 2021", "code"), "twee keer"),
    ("double budget line", _double("budget.toml", "line"), ("budget.toml", "beschermd-wonen", "code"), "twee keer"),
    ("double target", _double("vlekkenplan.toml", "target"), ("vlekkenplan.toml", "sociaal-hostel", "code"), "twee keer"),
    ("double year mark", _double("budget.toml", "year_mark"), ("budget.toml", "(^)", "year"), "al een teken"),
    (
        "missing source",
        _drop("norms.toml", "norm", "verkennend-onderzoek", "source"),
        ("norms.toml", "verkennend-onderzoek", "source"),
        "bron ontbreekt",
    ),
    (
        "unknown document",
        _set("norms.toml", "norm", "verkennend-onderzoek", source="S009 §1"),
        ("norms.toml", "verkennend-onderzoek", "source"),
        "S009",
    ),
    ("unknown field", _set("results.toml", "result", "monitor", planed=[2021]), ("results.toml", "monitor", "planed"), "kennen we niet"),
    (
        "wrong type",
        _set("vlekkenplan.toml", "target", "kort-verblijf", places_min="30"),
        ("vlekkenplan.toml", "kort-verblijf", "places_min"),
        "heel getal",
    ),
    (
        "negative places",
        _set("vlekkenplan.toml", "target", "kort-verblijf", places_min=-1),
        ("vlekkenplan.toml", "kort-verblijf", "places_min"),
        "niet lager",
    ),
    (
        "upside-down range",
        _set("vlekkenplan.toml", "target", "zelfstandig-uitstroom", places_max=99),
        ("vlekkenplan.toml", "zelfstandig-uitstroom", "places_max"),
        "lager",
    ),
    (
        "a range in the total",
        _set("vlekkenplan.toml", "target", "familie", places_max=9),
        ("vlekkenplan.toml", "familie", "places_max"),
        "geen bereik",
    ),
    ("unknown group", _set("vlekkenplan.toml", "target", "familie", group="x"), ("vlekkenplan.toml", "familie", "group"), "kennen we niet"),
    (
        "group does not add up",
        _set("vlekkenplan.toml", "target", "familie", places_min=7, places_max=7),
        ("vlekkenplan.toml", "speciaal", "places"),
        "tellen op tot 54",
    ),
    (
        "total does not add up",
        lambda d: d["vlekkenplan.toml"]["total"].update(places=221),
        ("vlekkenplan.toml", "total", "places"),
        "tellen op tot 220",
    ),
    ("negative amount", _amount("wvggz", year=2021, euros=-1), ("budget.toml", "wvggz", "euros"), "niet lager"),
    ("n.v.t. without text", _amount("wvggz", year=2021), ("budget.toml", "wvggz", "text"), "geen bedrag"),
    ("amount and text", _amount("wvggz", year=2021, euros=1, text="n.v.t."), ("budget.toml", "wvggz", "text"), "Kies één"),
    ("a year twice", _amount("wvggz", year=2022, euros=1), ("budget.toml", "wvggz", "amounts"), "twee keer"),
    (
        "unknown parent",
        _set("budget.toml", "line", "mo-verward-gedrag", parent="x"),
        ("budget.toml", "mo-verward-gedrag", "parent"),
        "geen hoofdregel",
    ),
    (
        "earmark above its line",
        _amount("mo-verward-gedrag", year=2021, euros=6_458_476),
        ("budget.toml", "mo-verward-gedrag", "amounts"),
        "groter dan",
    ),
    (
        "norm without its bound",
        _drop("norms.toml", "norm", "zelfstandige-woningen", "low"),
        ("norms.toml", "zelfstandige-woningen", "low"),
        "hoort hier een getal",
    ),
    (
        "norm with a bound too many",
        _set("norms.toml", "norm", "daklozen-op-straat", low=1),
        ("norms.toml", "daklozen-op-straat", "low"),
        "geen getal",
    ),
    ("norm upside down", _set("norms.toml", "norm", "zelfstandige-woningen", low=151), ("norms.toml", "zelfstandige-woningen", "high"), "lager"),
    ("no norm and no reason", _drop("norms.toml", "norm", "kort-verblijf-duur", "note"), ("norms.toml", "kort-verblijf-duur", "note"), "Leg uit"),
    ("code of five digits", _set("municipalities.toml", "municipality", "0981", code="09811"), ("municipalities.toml", "09811", "code"), "te lang"),
    ("code with a letter", _set("municipalities.toml", "municipality", "0981", code="098x"), ("municipalities.toml", "098x", "code"), "vier cijfers"),
    ("two centres", _set("municipalities.toml", "municipality", "0981", is_centre=True), ("municipalities.toml", "1903", "is_centre"), "Precies één"),
    (
        "role for an unknown kind",
        _set("roles.toml", "role", "publicist", organisation_kind="x"),
        ("roles.toml", "publicist", "organisation_kind"),
        "Kies uit",
    ),
    (
        "another centre in the region",
        lambda d: d["region.toml"]["region"].update(centre_municipality="0981"),
        ("region.toml", "region", "centre_municipality"),
        "0935",
    ),
    ("gap between ages", _set("region.toml", "age_band", "23-26", low=24), ("region.toml", "23-26", "low"), "sluiten niet aan"),
    ("ages without an open end", _set("region.toml", "age_band", "65+", high=99), ("region.toml", "65+", "high"), "geen bovengrens"),
    ("missing setting", lambda d: d["region.toml"]["setting"].pop(), ("region.toml", "advice_answer_working_days", "value"), "ontbreekt"),
    ("half a yes", _set("region.toml", "setting", "yearly_report", value=2), ("region.toml", "yearly_report", "value"), "1 in voor ja"),
    (
        "threshold of zero",
        _set("region.toml", "setting", "report_due_working_days", value=0),
        ("region.toml", "report_due_working_days", "value"),
        "niet lager zijn dan 1",
    ),
]


@pytest.mark.parametrize(("spoil", "place", "sentence"), [row[1:] for row in MISTAKES], ids=[row[0] for row in MISTAKES])
def test_each_mistake_is_refused_at_its_place(spoil: Spoil, place: tuple[str, str, str], sentence: str) -> None:
    documents = copy.deepcopy(SHIPPED)
    spoil(documents)
    with pytest.raises(ReferenceMistake) as caught:
        parse_reference(documents)
    assert (caught.value.file, caught.value.record, caught.value.field) == place
    assert sentence in caught.value.reason


def test_the_shipped_files_are_whole() -> None:
    found = parse_reference(SHIPPED)
    assert [entry.code for entry in found.partners.municipalities] == ["1903", "1729", "0935", "0938", "0981", "0994"]
    assert [entry.kind for entry in found.partners.organisations].count("regiogemeente") == 5
    assert {role.code: role.organisation_kind for role in found.roles} == {
        "invoerder": "aanbieder",
        "tekenbevoegde": "aanbieder",
        "contractmanager": "centrumgemeente",
        "subsidiebeheerder": "centrumgemeente",
        "publicist": "centrumgemeente",
        "functioneel-beheerder": "centrumgemeente",
        "klankbordgroeplid": "klankbordgroep",
        "regiolezer": "regiogemeente",
    }
    assert (len(found.pijlers), len(found.goals), len(found.results), len(found.annual_goals)) == (4, 13, 12, 5)
    assert (found.region.report_due_working_days, found.region.report_last_edit_working_days, found.region.has_yearly_report) == (40, 20, False)
    assert (found.region.spending_room_percent, found.region.advice_answer_working_days) == (70, 30)


def test_the_sums_of_the_begroting_are_those_of_the_domain_paper() -> None:
    """No totals are printed; 31.202.498 and 28.288.747 are our own arithmetic, a check on typing errors. Earmarks are inside their line."""
    lines = [line for line in parse_reference(SHIPPED).budget if line.parent is None]
    totals = {year: sum(a.amount_cents or 0 for line in lines for a in line.amounts if a.year == year) for year in range(2021, 2025)}
    assert totals == {2021: 31_202_498_00, 2022: 28_288_747_00, 2023: 28_288_747_00, 2024: 28_288_747_00}


def test_records_cannot_be_changed() -> None:
    norm = parse_reference(SHIPPED).norms[0]
    with pytest.raises(FrozenInstanceError):
        norm.kind = "min"  # type: ignore[misc]

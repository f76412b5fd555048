"""Loading the region's reference data and the KPI catalogue, on both databases."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Text, func, select
from sqlalchemy.orm import Session

from contracts.actions.reference import load_reference, read_region
from contracts.domain.reference.mistake import ReferenceMistake
from contracts.foundation.actor import system
from contracts.foundation.base import Base
from contracts.foundation.database import begin_writing
from contracts.foundation.journal import JournalEntry
from contracts.queries.housing import housing_targets
from contracts.queries.partners import municipalities, roles
from contracts.queries.programme import annual_goals, baseline_figures, care_forms, norms, pijlers, results
from contracts.tables.budget import BudgetAmount, BudgetLine
from contracts.tables.organisation import Organisation
from contracts.tables.programme import Pijler
from kpi.actions.catalogue import load_catalogue
from kpi.queries.indicators import catalogue, valid_on
from tests.support.reference import CATALOGUE, REGION, copy_with

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BY = system("test")


def _load(session: Session, region: Path = REGION, kpis: Path = CATALOGUE) -> dict[str, tuple[int, int]]:
    return load_reference(session, folder=region, by=BY, at=NOW) | load_catalogue(session, folder=kpis, by=BY, at=NOW)


def _contents(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table, to compare before and after."""
    session.expire_all()
    return {
        table.name: sorted((tuple(row) for row in session.execute(select(*[column.cast(Text) for column in table.columns]))), key=repr)
        for table in Base.metadata.sorted_tables
    }


def test_the_first_run_stores_everything_and_the_second_changes_nothing(session: Session) -> None:
    first = _load(session)
    assert first == {
        "gemeenten": (6, 0),
        "organisaties": (7, 0),
        "rollen": (8, 0),
        "pijlers": (4, 0),
        "subdoelen": (13, 0),
        "vormen": (6, 0),
        "resultaten": (12 + 12, 0),
        "jaardoelen": (5, 0),
        "vlekkenplan": (12, 0),
        "begroting": (8 + 32, 0),
        "taakvelden": (3 * 4, 0),
        "cijfers": (19, 0),
        "normen": (12, 0),
        "kpi's": (35, 0),
        "definities": (35, 0),
    }
    session.commit()
    before = _contents(session)
    assert len(before["journal"]) == 2
    begin_writing(session)
    assert set(_load(session).values()) == {(0, 0)}
    session.commit()
    assert _contents(session) == before


def test_a_correction_in_a_file_changes_one_row_and_is_told_in_the_journal(session: Session, tmp_path: Path) -> None:
    _load(session)
    changed = copy_with(REGION, tmp_path / "regio", file="pijlers.toml", old="Borgen van onderdak", new="Onderdak borgen")
    counts = load_reference(session, folder=changed, by=BY, at=NOW)
    assert {subject: count for subject, count in counts.items() if count != (0, 0)} == {"pijlers": (0, 1)}
    last = session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert last is not None and (last.action, last.object) == ("referentiegegevens laden", "regio maastricht-heuvelland")
    assert last.details == '{"pijlers": "0 nieuw, 1 gewijzigd"}'
    session.expire_all()
    assert "Onderdak borgen" in pijlers(session)[1].aims


def test_a_moved_year_of_a_result_is_followed(session: Session, tmp_path: Path) -> None:
    _load(session)
    changed = copy_with(REGION, tmp_path / "regio", file="results.toml", old="planned_years = [2021, 2023]", new="planned_years = [2021, 2024]")
    assert load_reference(session, folder=changed, by=BY, at=NOW)["resultaten"] == (1, 1)
    assert next(result.planned_years for result in results(session) if result.code == "monitor") == (2021, 2024)


def test_later_revisions_of_a_budget_amount_are_left_alone(session: Session) -> None:
    _load(session)
    line = session.scalars(select(BudgetLine.id).where(BudgetLine.code == "mo")).one()
    session.add(BudgetAmount(line_id=line, year=2021, revision=2, amount_cents=1, reason="proef", source="proef"))
    session.flush()
    assert load_reference(session, folder=REGION, by=BY, at=NOW)["begroting"] == (0, 0)
    amounts = session.scalars(
        select(BudgetAmount.amount_cents).where(BudgetAmount.line_id == line, BudgetAmount.year == 2021).order_by(BudgetAmount.revision)
    )
    assert list(amounts) == [6_458_475_00, 1]


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("norms.toml", 'level = "gemeente"', 'levell = "gemeente"', ("norms.toml", "verkennend-onderzoek", "level")),
        ("vlekkenplan.toml", "places_min = 70", "places_min = 69", ("vlekkenplan.toml", "regulier-verblijf", "places_max")),
        ("budget.toml", "[[line]]", "[[line", ("budget.toml", "", "")),
    ],
)
def test_a_mistake_in_the_last_file_changes_nothing(
    session: Session, tmp_path: Path, file: str, old: str, new: str, place: tuple[str, str, str]
) -> None:
    """Also when an earlier file brings good news: everything is read before the first write."""
    _load(session)
    session.commit()
    before = _contents(session)
    folder = copy_with(REGION, tmp_path / "regio", file="pijlers.toml", old="Borgen van onderdak", new="Onderdak borgen")
    (folder / file).write_text((folder / file).read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    begin_writing(session)
    with pytest.raises(ReferenceMistake) as caught:
        load_reference(session, folder=folder, by=BY, at=NOW)
    assert (caught.value.file, caught.value.record, caught.value.field) == place
    session.commit()
    assert _contents(session) == before


def test_a_missing_file_is_named(session: Session, tmp_path: Path) -> None:
    folder = copy_with(REGION, tmp_path / "regio", file="norms.toml", old="[[norm]]", new="[[norm]]")
    (folder / "norms.toml").unlink()
    with pytest.raises(ReferenceMistake, match=r"norms\.toml: Dit bestand ontbreekt in de map 'regio'"):
        load_reference(session, folder=folder, by=BY, at=NOW)
    assert session.scalar(select(func.count()).select_from(Pijler)) == 0


def test_a_record_may_not_vanish_from_its_file(session: Session, tmp_path: Path) -> None:
    _load(session)
    folder = copy_with(REGION, tmp_path / "regio", file="norms.toml", old='code = "levensloopteam-betrokken"', new='code = "levensloopteam"')
    with pytest.raises(ReferenceMistake, match="record 'levensloopteam-betrokken', veld 'code': Dit record is eerder geladen"):
        load_reference(session, folder=folder, by=BY, at=NOW)


def test_the_catalogue_needs_the_region_first(session: Session) -> None:
    with pytest.raises(ReferenceMistake, match=r"voorzorg\.toml, record 'VZ-01', veld 'pijler'"):
        load_catalogue(session, folder=CATALOGUE, by=BY, at=NOW)


def test_a_changed_definition_without_a_higher_version_is_refused(session: Session, tmp_path: Path) -> None:
    _load(session)
    session.commit()
    before = _contents(session)
    begin_writing(session)
    folder = copy_with(CATALOGUE, tmp_path / "kpi", file="basiszorg.toml", old="hoogstens 42 dagen duurde", new="hoogstens 60 dagen duurde")
    with pytest.raises(ReferenceMistake) as caught:
        load_catalogue(session, folder=folder, by=BY, at=NOW)
    assert str(caught.value) == (
        "basiszorg.toml, record 'BZ-01', veld 'definition': De definitie is veranderd, maar het versienummer niet. "
        "Zet er een record bij met version = 2 en een latere valid_from."
    )
    session.commit()
    assert _contents(session) == before


def test_a_corrected_source_needs_no_new_version(session: Session, tmp_path: Path) -> None:
    _load(session)
    folder = copy_with(
        CATALOGUE, tmp_path / "kpi", file="basiszorg.toml", old='"[VOORSTEL]; S000 De te behalen resultaten; S001 §6.8"', new='"S001 §6.8"'
    )
    assert load_catalogue(session, folder=folder, by=BY, at=NOW) == {"kpi's": (0, 1), "definities": (0, 1)}


def _second_version(folder: Path, valid_from: str) -> None:
    """Put a new definition of BZ-01 under the first one."""
    path = folder / "basiszorg.toml"
    first = path.read_text(encoding="utf-8").split("[[indicator]]")[1]
    new = (
        first.replace("version = 1", "version = 2")
        .replace("2023-01-01", valid_from)
        .replace("hoogstens 42 dagen duurde", "korter dan 42 dagen duurde")
    )
    path.write_text(path.read_text(encoding="utf-8") + "\n[[indicator]]" + new, encoding="utf-8")


def test_a_new_version_ends_the_one_before_it(session: Session, tmp_path: Path) -> None:
    _load(session)
    folder = copy_with(CATALOGUE, tmp_path / "kpi", file="basiszorg.toml", old="BZ-01", new="BZ-01")
    _second_version(folder, "2027-01-01")
    counts = load_catalogue(session, folder=folder, by=BY, at=NOW)
    assert counts["definities"] == (1, 1)
    assert [(line.version, line.valid_from, line.valid_to) for line in catalogue(session, code="BZ-01")] == [
        (1, date(2023, 1, 1), date(2026, 12, 31)),
        (2, date(2027, 1, 1), None),
    ]
    on = {day: [line.version for line in valid_on(session, day=day) if line.code == "BZ-01"] for day in (date(2026, 12, 31), date(2027, 1, 1))}
    assert on == {date(2026, 12, 31): [1], date(2027, 1, 1): [2]}
    assert load_catalogue(session, folder=folder, by=BY, at=NOW)["definities"] == (0, 0)
    with pytest.raises(ReferenceMistake) as caught:
        load_catalogue(session, folder=_third_that_begins_too_early(folder, tmp_path), by=BY, at=NOW)
    assert caught.value.field == "valid_from"


def _third_that_begins_too_early(folder: Path, tmp_path: Path) -> Path:
    """Version 3 takes the place of version 2 in the file, but begins on the same day."""
    return copy_with(folder, tmp_path / "kpi3", file="basiszorg.toml", old="version = 2", new="version = 3")


def test_the_filters_of_the_catalogue(session: Session) -> None:
    _load(session)
    day = date(2026, 9, 30)
    grid = valid_on(session, day=day, reported_by="aanbieder", frequency="kwartaal")
    assert len(grid) == 14 and grid[0].code == "BZ-01" and grid[-1].code == "CF-04"
    assert [line.code for line in valid_on(session, day=day, pijler="nazorg")] == ["NZ-01", "NZ-02", "NZ-03", "NZ-04"]
    assert valid_on(session, day=date(2022, 12, 31)) == []
    assert len(catalogue(session)) == 35


def test_the_programme_as_it_is_asked_for(session: Session) -> None:
    _load(session)
    basis = pijlers(session)[1]
    assert (basis.name, [goal.code for goal in basis.goals]) == ("Basiszorg", ["BZ.a", "BZ.b", "BZ.c", "BZ.d"])
    assert len(basis.aims) == 4
    plan = housing_targets(session)
    assert [(group.name, group.places) for group in plan.groups] == [
        ("Voorzieningen zonder verblijf", 65),
        ("Voorziening met verblijf", 100),
        ("Speciale doelgroep", 55),
        ("Ook nog", None),
    ]
    assert plan.total == 220
    assert [goal.code for goal in annual_goals(session, year=2023)][-1] == "2023-samenwerking"
    assert annual_goals(session, year=2024) == []
    assert len(results(session)) == 12 and len(norms(session)) == 12 and len(care_forms(session)) == 6
    assert len(baseline_figures(session, subject="mo-plekken")) == 7
    assert [line.code for line in municipalities(session) if line.is_centre] == ["0935"]
    assert [role.code for role in roles(session, organisation_kind="aanbieder")] == ["invoerder", "tekenbevoegde"]


def test_gemeenten_and_klankbordgroep_are_organisations(session: Session) -> None:
    _load(session)
    kinds = dict(iter(session.execute(select(Organisation.slug, Organisation.kind))))
    assert kinds == {
        "maastricht": "centrumgemeente",
        "eijsden-margraten": "regiogemeente",
        "gulpen-wittem": "regiogemeente",
        "meerssen": "regiogemeente",
        "vaals": "regiogemeente",
        "valkenburg-aan-de-geul": "regiogemeente",
        "klankbordgroep": "klankbordgroep",
    }


def test_the_settings_of_the_region_are_read_without_a_database() -> None:
    region = read_region(REGION)
    assert (region.name, region.report_due_working_days, region.advice_answer_working_days) == ("Maastricht-Heuvelland", 40, 30)
    due = next(setting for setting in region.settings if setting.code == "report_due_working_days")
    assert due.source == "[VOORSTEL]"

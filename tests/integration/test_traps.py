"""The traps of domain paper A13, and what was decided. One test per trap that touches reference data, on both databases.

T15 touches no data: "subsidie" in the begrippenlijst is not the legal word. The product uses the meaning of Awb 4:21 in its
glossary and in the life cycle of a subsidie; no record here defines the word.
"""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import String, Text, select
from sqlalchemy.orm import Session

from contracts.actions.reference import load_reference, read_region
from contracts.foundation.actor import system
from contracts.foundation.base import Base
from contracts.queries.housing import HousingTargetLine, housing_targets
from contracts.queries.programme import baseline_figures, care_forms, norms, pijlers, results
from contracts.tables.budget import BudgetAmount, BudgetLine
from contracts.tables.organisation import Organisation
from contracts.tables.programme import HousingTarget, Norm
from kpi.actions.catalogue import load_catalogue
from kpi.queries.indicators import IndicatorLine, catalogue, valid_on
from tests.support.reference import CATALOGUE, REGION

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
REFERENCE_TABLES = [table for table in Base.metadata.sorted_tables if "source" in table.columns]


@pytest.fixture
def loaded(session: Session) -> Session:
    """A database with the region's reference data and the KPI catalogue."""
    load_reference(session, folder=REGION, by=system("test"), at=NOW)
    load_catalogue(session, folder=CATALOGUE, by=system("test"), at=NOW)
    return session


def _texts(session: Session) -> list[str]:
    """Every text that was loaded, and every text of region.toml."""
    found: list[str] = [repr(read_region(REGION))]
    for table in REFERENCE_TABLES:
        for column in table.columns:
            if isinstance(column.type, (String, Text)):
                found.extend(text for text in session.scalars(select(column)) if text)
    return found


def _sources(session: Session) -> list[str]:
    return [source for table in REFERENCE_TABLES for source in session.scalars(select(table.columns["source"]))]


def _target(session: Session, code: str) -> HousingTargetLine:
    return next(target for group in housing_targets(session).groups for target in group.targets if target.code == code)


def _kpi(session: Session, code: str) -> IndicatorLine:
    return next(line for line in catalogue(session) if line.code == code)


def _amounts(session: Session, code: str) -> dict[int, tuple[int | None, str, str]]:
    rows = session.execute(
        select(BudgetAmount.year, BudgetAmount.amount_cents, BudgetAmount.mark, BudgetAmount.note)
        .join(BudgetLine, BudgetLine.id == BudgetAmount.line_id)
        .where(BudgetLine.code == code)
    )
    return {row.year: (row.amount_cents, row.mark, row.note) for row in rows}


def test_t01_the_other_regions_project_is_no_source(loaded: Session) -> None:
    """S004 describes another region that becomes self-standing. Decision: no record rests on it."""
    sources = _sources(loaded)
    assert len(sources) > 150
    assert not [source for source in sources if "S004" in source]
    assert "S004" not in {paper.code for paper in read_region(REGION).documents}


def test_t02_the_plan_is_of_april_2021(loaded: Session) -> None:
    """S003 cites the plan as "april 2024". Decision: April 2021 (S000), and the wrong date occurs nowhere."""
    region = read_region(REGION)
    assert "april 2021" in region.plan
    assert {paper.dated for paper in region.documents if paper.code in ("S000", "S001")} == {"april 2021"}
    assert not [text for text in _texts(loaded) if "april 2024" in text]


def test_t03_three_regulations_are_not_merged(loaded: Session) -> None:
    """The 2019 "Verwerving WMo", the 2022 "Beschermd Thuis" and the samenwerkingsovereenkomst of the plan are three things."""
    notes = {paper.code: paper.note for paper in read_region(REGION).documents}
    assert "Beschermd Thuis Maastricht-Heuvelland 2022" in notes["S002"] and "Verwerving WMo Maastricht-Heuvelland 2019" in notes["S003"]
    result = next(line for line in results(loaded) if line.code == "samenwerkingsovereenkomst-mh")
    assert "2022 e.v." in result.note and "niet de centrumregeling 'Verwerving WMo' van 2019" in result.note


def test_t04_quarter_and_year_both_exist(loaded: Session) -> None:
    """Quarterly to the PHO (S002 §12) and yearly in the P&C cycle (S001 §7.3) do not contradict each other. Decision: two frequencies."""
    assert {line.frequency for line in catalogue(loaded)} == {"kwartaal", "jaar"}


def test_t05_no_trend_is_read_from_bw_zonder_verblijf(loaded: Session) -> None:
    """The table falls from 239 to 208, bijlage 1 §9 claims a rise of 31. Decision: both figures, both sources, no trend."""
    figures = [figure for figure in baseline_figures(loaded, subject="bw-clienten") if figure.code == "bw-zonder-verblijf"]
    assert [(figure.year, figure.value) for figure in figures] == [(2019, 239), (2020, 208)]
    assert all("bijlage 1 §9" in figure.source and "toename van 31" in figure.note for figure in figures)
    assert not [figure for figure in baseline_figures(loaded) if figure.value in (31, -31)]


def test_t06_the_printed_76_percent_is_not_taken_over(loaded: Session) -> None:
    """413 of 542 beoordeeld is 76 %, not 413 of 579 ingediend as printed. Decision: the three counts only."""
    values = {figure.code: figure.value for figure in baseline_figures(loaded, subject="wlz")}
    assert (values["wlz-ingediend"], values["wlz-beoordeeld"], values["wlz-toegekend"]) == (579, 542, 413)
    assert 76 not in values.values() and round(100 * 413 / 542) == 76 and round(100 * 413 / 579) == 71


def test_t07_figures_of_different_scope_say_so(loaded: Session) -> None:
    """BW clients are of two regions with the Wlz group, MO places of one. Decision: scope is part of the record, and differs."""
    scopes = {subject: {figure.scope for figure in baseline_figures(loaded, subject=subject)} for subject in ("bw-clienten", "mo-plekken")}
    assert all(len(found) == 1 for found in scopes.values())
    assert len(set.union(*scopes.values())) == 2
    assert "Westelijke Mijnstreek" in scopes["bw-clienten"].pop() and "Westelijke Mijnstreek" not in scopes["mo-plekken"].pop()
    assert "Deel dit niet op" in _kpi(loaded, "MZ-01").definition


def test_t08_six_weeks_is_the_norm_and_three_months_a_name(loaded: Session) -> None:
    """The vlekkenplan says "< 3 mnd", the subdoel "max 6 weken". Decision: the norm is 42 days; 3 mnd is the name of a type."""
    norm = next(line for line in norms(loaded) if line.code == "eerste-opvang-duur")
    assert (norm.kind, norm.high, norm.unit) == ("max", Decimal(42), "dagen")
    assert (_kpi(loaded, "BZ-03").norm_kind, _kpi(loaded, "BZ-03").norm_high) == ("max", Decimal(42))
    assert "42 dagen" in _kpi(loaded, "BZ-01").numerator_label and "42 dagen" in _kpi(loaded, "BZ-02").numerator_label
    assert "3 mnd" in _target(loaded, "kort-verblijf").name
    short = next(line for line in norms(loaded) if line.code == "kort-verblijf-duur")
    assert (short.kind, short.low, short.high) == ("geen", None, None)


def test_t09_everybody_belongs_to_exactly_one_age_band() -> None:
    """ ">23" and "<23" leave out who is 23. Decision: bands with both bounds, without a gap."""
    region = read_region(REGION)
    for age in range(121):
        assert [band.code for band in region.age_bands if band.holds(age)] == [region.age_band(age).code]
    assert (region.age_band(22).code, region.age_band(23).code) == ("18-22", "23-26")


def test_t10_names_of_the_mo_table_are_no_organisations(loaded: Session) -> None:
    """The table mixes organisations and places, and the four contracted parties are unnamed. Decision: figures only, never aanbieders."""
    figures = baseline_figures(loaded, subject="mo-plekken")
    assert [figure.value for figure in sorted(figures, key=lambda figure: figure.code)] == [2, 15, 50, 15, 15, 35, 32]
    assert all("niet de gecontracteerde aanbieders" in figure.note for figure in figures)
    organisations = set(loaded.scalars(select(Organisation.name)))
    assert not organisations & {figure.name for figure in figures}
    assert "aanbieder" not in set(loaded.scalars(select(Organisation.kind)))


def test_t11_not_applicable_is_not_zero(loaded: Session) -> None:
    """Decision: "n.v.t." is an empty amount with the words of the source; a 0 occurs nowhere in the begroting."""
    bzk = _amounts(loaded, "projectgelden-bzk")
    assert bzk[2021][0] == 1_164_800_00
    assert [bzk[year][0] for year in (2022, 2023, 2024)] == [None, None, None]
    assert bzk[2022][2] == "n.v.t. Er komt mogelijk wel een nieuwe tranche waar we op kunnen inschrijven."
    assert all(bzk[year][2].startswith("n.v.t.") for year in (2023, 2024))
    assert 0 not in set(loaded.scalars(select(BudgetAmount.amount_cents)))


def test_t11_the_mark_of_2023_has_no_note(loaded: Session) -> None:
    """ "(^)" stands at 2023 without a footnote. Decision: the mark is kept, and so is the absence of its note; other years have none."""
    marks = _amounts(loaded, "wvggz")
    assert {year: mark for year, (_, mark, _) in marks.items()} == {2021: "", 2022: "", 2023: "(^)", 2024: ""}
    assert "geen voetnoot" in marks[2023][2] and marks[2022][2] == ""
    assert {mark for _, mark, _ in _amounts(loaded, "beschermd-wonen").values()} == {"(*)", "(*) (^)"}


def test_t11_the_share_of_the_westelijke_mijnstreek_is_a_note(loaded: Session) -> None:
    """36 % is "van het budget", without saying which. Decision: it is told, never computed, and no number to compute with is stored."""
    mo = _amounts(loaded, "mo")
    share = {round((mo[year][0] or 0) * part / 100) for year in mo for part in (36, 64)}
    assert not share & set(loaded.scalars(select(BudgetAmount.amount_cents)))
    assert "36 %" in loaded.scalars(select(BudgetLine.note).where(BudgetLine.code == "mo")).one()
    bounds = {bound for norm in loaded.scalars(select(Norm)) for bound in (norm.low, norm.high)}
    assert 36 not in bounds and 36 not in {figure.value for figure in baseline_figures(loaded)}


def test_t11_the_earmark_is_inside_its_line_and_bw_is_provisional(loaded: Session) -> None:
    """430.000 is part of MO, not beside it; the BW line waits for the Wlz migration. Decision: a line with a parent, and a mark on BW."""
    mo = loaded.scalars(select(BudgetLine.id).where(BudgetLine.code == "mo")).one()
    assert loaded.scalars(select(BudgetLine.parent_id).where(BudgetLine.code == "mo-verward-gedrag")).one() == mo
    assert {amount for amount, _, _ in _amounts(loaded, "mo-verward-gedrag").values()} == {430_000_00}
    bw = select(BudgetAmount.is_provisional).join(BudgetLine, BudgetLine.id == BudgetAmount.line_id).where(BudgetLine.code == "beschermd-wonen")
    assert set(loaded.scalars(bw)) == {True}


def test_t12_sources_are_cited_with_the_right_section(loaded: Session) -> None:
    """There are two sections 7.3, and wrong cross references. Decision: the begroting is cited with its title, the vlekkenplan as §6.4."""
    assert all('"7.3 Financiën"' in source for source in loaded.scalars(select(BudgetLine.source)))
    assert all("§6.4" in source for source in loaded.scalars(select(HousingTarget.source)))
    assert not [source for source in _sources(loaded) if "§7.3" in source or "§6.2.3" in source]


def test_t13_wvggz_is_spelled_in_one_way(loaded: Session) -> None:
    """The plan also writes Wvvgz and Wvvggz. Decision: Wvggz."""
    texts = _texts(loaded)
    assert [text for text in texts if "Wvggz" in text]
    assert not [text for text in texts if "Wvvg" in text]


def test_t14_left_over_drafts_are_not_copied(loaded: Session) -> None:
    """The papers hold draft remarks and slips. Decision: none of them becomes data."""
    left_over = ("Zoeken in de inkoopstukken", "check of ze", "naam van je gemeente", "rnonitoren", "huisvestingsplan", "eachte heren")
    assert not [text for text in _texts(loaded) for slip in left_over if slip in text]


def test_t16_there_are_four_pijlers(loaded: Session) -> None:
    """The regioplan 2020 and HEE have "pijlers" of their own. Decision: only voorzorg, basiszorg, maatzorg and nazorg are the dimension."""
    assert [pijler.name for pijler in pijlers(loaded)] == ["Voorzorg", "Basiszorg", "Maatzorg", "Nazorg"]
    assert {line.pijler_code for line in catalogue(loaded)} == {"voorzorg", "basiszorg", "maatzorg", "nazorg", None}


def test_t17_no_budget_is_split_over_gemeenten(loaded: Session) -> None:
    """Doordecentralisatie per 2023 did not happen. Decision: lines are of the region; no gemeente is named in one."""
    assert set(loaded.scalars(select(BudgetLine.code))) == {
        "beschermd-wonen",
        "mo",
        "mo-verward-gedrag",
        "wvggz",
        "vo-opvang",
        "projectgelden-bzk",
        "projectgelden-vws",
        "actieplan-dak-en-thuislozen",
    }
    assert not [column for column in BudgetLine.__table__.columns if "municipality" in column.name]


def test_t18_a_range_is_never_averaged(loaded: Session) -> None:
    """100-150 homes a year. Decision: minimum and maximum, in the plan, the norm and the KPI; 125 occurs nowhere."""
    target, norm, kpi = _target(loaded, "zelfstandig-uitstroom"), next(n for n in norms(loaded) if n.kind == "bereik"), _kpi(loaded, "VL-02")
    assert (target.places_min, target.places_max) == (100, 150)
    assert (norm.low, norm.high) == (Decimal(100), Decimal(150))
    assert (kpi.norm_kind, kpi.norm_low, kpi.norm_high, kpi.direction) == ("bereik", Decimal(100), Decimal(150), "hoger")
    assert not [text for text in _texts(loaded) if "125" in text.replace("125.000", "")]
    assert housing_targets(loaded).groups[-1].places is None


def test_t19_zero_crisis_places_is_a_true_zero(loaded: Session) -> None:
    """Decision: 0 is the ambition of the plan and is stored as 0, with a note that it is not missing."""
    crisis = _target(loaded, "crisis")
    assert (crisis.places_min, crisis.places_max, crisis.counts_in_total) == (0, 0, False)
    assert "echte 0" in crisis.note


def test_t20_planned_and_realised_years_stand_apart(loaded: Session) -> None:
    """Inkoop and the samenwerkingsovereenkomst: planned 2021, realised 2022. Decision: two fields, and nothing realised without a source."""
    found = {line.code: line for line in results(loaded)}
    for code in ("nieuwe-inkoop", "samenwerkingsovereenkomst-mh"):
        assert (found[code].planned_years, found[code].realised_year) == ((2021,), 2022)
        assert "S002" in found[code].source
    assert {code for code, line in found.items() if line.realised_year is not None} == {"nieuwe-inkoop", "samenwerkingsovereenkomst-mh"}
    assert found["monitor"].planned_years == (2021, 2023) and found["evaluatie"].planned_years == ()


def test_t21_maatwerk_is_the_four_forms_of_maatzorg(loaded: Session) -> None:
    """ "Vormen maatwerk" (S001 §7.2) are the maatzorg forms. Decision: the forms with pijler maatzorg that count in the flow."""
    forms = [form.code for form in care_forms(loaded) if form.pijler_code == "maatzorg" and form.counts_in_flow]
    assert forms == ["bw-met-verblijf", "bw-zonder-verblijf", "doorstroomwoning", "zelfstandig-met-begeleiding"]
    assert [form.code for form in care_forms(loaded) if not form.counts_in_flow] == ["dagbesteding"]


def test_t22_beschermd_wonen_without_a_stay_is_a_form_of_its_own(loaded: Session) -> None:
    """The begrippenlijst knows only intramural beschermd wonen. Decision: two forms; the one without a stay has no places."""
    forms = {form.code: form for form in care_forms(loaded)}
    assert forms["bw-met-verblijf"].has_places and not forms["bw-zonder-verblijf"].has_places
    assert "begrippenlijst" in forms["bw-zonder-verblijf"].note


def test_every_record_carries_its_source(loaded: Session) -> None:
    """Beside the traps: the product lets a reader trace every figure, and a proposal is marked as one."""
    assert all(source.strip() for source in _sources(loaded))
    proposed = [line for line in valid_on(loaded, day=date(2026, 1, 1)) if "[VOORSTEL]" in line.source]
    assert [line.code for line in catalogue(loaded) if line not in proposed] == ["VL-02"]

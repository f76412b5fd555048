"""One series: what is drawn, tabulated, put in the sheet and stored are the same figures; and what breaks the line."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.period import Quarter
from kpi.actions.rebasing import rebase, withdraw_rebase
from kpi.domain.cell import Figures
from kpi.domain.judging import kind_of, point_of
from kpi.domain.report import CHANGE_REQUESTED
from kpi.domain.signals.kwartaal import chart
from kpi.domain.signals.profile import KWARTAAL
from kpi.queries.deviation_beside import beside_deviation
from kpi.queries.deviations import find_deviation
from kpi.queries.indicator_picture import figures_of
from kpi.queries.indicators import catalogue
from kpi.queries.rebases import rebases_of
from kpi.tables.deviation import Deviation, Judgement
from kpi.tables.report import Report
from portal.management.deviation_page import Found
from portal.management.kpi_page import KpiPage, kpi_page
from portal.management.kpi_sheets import kpi_sheets, series_sheets
from portal.management.kpi_words import definition_of
from portal.management.series_page import RebaseForms, SeriesPage, series_page
from portal.web.charts import RunChart, Start
from portal.web.spreadsheets.table import Table
from portal.web.spreadsheets.writing import xlsx
from tests.factories.figures import pijler
from tests.factories.reporting import add_indicator, add_provider
from tests.factories.series import AT, BY, Pair, judge_all, put_figure, put_series

CODE, FIRST = "ZZ-01", "2023-K1"
EVENTS = (30, 31, 29, 32, 30, 31, 33, 30, 29, 31, 30, 32, 31, 14)
PAIRS: tuple[Pair, ...] = tuple((str(events), "40") for events in EVENTS)
REASON = "Vanaf dit kwartaal werkt het team met een nieuwe intake."


@dataclass(frozen=True, slots=True)
class Made:
    """One aanbieder with a series of fourteen quarters, the last of which fell."""

    provider_id: int
    version_id: int


@pytest.fixture
def made(session: Session) -> Made:
    pijler(session, "basiszorg")
    provider_id = add_provider(session, "de-linde")
    version_id = add_indicator(session, CODE, norm_kind="min", norm_low=Decimal(50), denominator_label="mensen")
    put_series(session, provider_id=provider_id, version_id=version_id, first=FIRST, pairs=PAIRS)
    judge_all(session)
    return Made(provider_id, version_id)


def page_of(session: Session, provider_id: int) -> SeriesPage:
    versions = catalogue(session, code=CODE)
    figures = figures_of(session, code=CODE, provider_id=provider_id)
    return series_page(versions, (provider_id, "De Linde"), figures, rebases_of(session, code=CODE, provider_id=provider_id), RebaseForms())


def chart_of(session: Session, provider_id: int) -> RunChart:
    found = page_of(session, provider_id).chart
    assert found is not None
    return found


def kpi_of(session: Session, asked: str = "") -> KpiPage:
    return kpi_page(catalogue(session, code=CODE), figures_of(session, code=CODE, provider_id=None), [], asked)


def sheet_rows(tables: Sequence[Table], name: str) -> list[tuple[Any, ...]]:
    """A sheet as a spreadsheet program reads it, from the row with the names of its columns on."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx(tables, title="Proef", at=AT)))
    rows = [tuple(cell.value for cell in row) for row in book[name].iter_rows()]
    head = next(number for number, row in enumerate(rows) if row[0] in {"Kwartaal", "Aanbieder"})
    return rows[head:]


def test_picture_table_sheet_and_database_tell_the_same(session: Session, made: Made) -> None:
    drawn = chart_of(session, made.provider_id)
    stored = session.execute(select(Judgement.numerator, Judgement.denominator).order_by(Judgement.period)).all()
    exact = [Fraction(row.numerator) / Fraction(row.denominator) * 100 for row in stored]
    assert [one.value for one in drawn.points] == exact
    table = [[cell.value for cell in row] for row in drawn.table.rows]
    assert [row[1] for row in table] == [drawn.measure.rounded(drawn.measure.shown(value)) for value in exact]
    sheet = sheet_rows(series_sheets(page_of(session, made.provider_id), catalogue(session, code=CODE), AT), "Verloop")
    assert list(sheet[0]) == [one.name for one in drawn.table.headings]
    told = [[float(value) if isinstance(value, Decimal) else value or None for value in row] for row in table]
    assert [list(row) for row in sheet[1:]] == told


def test_the_limits_drawn_are_those_by_which_each_quarter_was_judged(session: Session, made: Made) -> None:
    drawn, line = chart_of(session, made.provider_id), catalogue(session, code=CODE)[0]
    definition, figures = definition_of(line), [Figures(Decimal(events), Decimal(40)) for events in EVENTS]
    kind = kind_of(definition, figures)
    points = [point_of(kind, definition, one.period, figure) for one, figure in zip(drawn.points, figures, strict=True)]
    for one, expected in zip(drawn.points, chart(points, kind, KWARTAAL), strict=True):
        for told, limit in ((one.centre, expected.limits.centre), (one.lower, expected.limits.lower), (one.upper, expected.limits.upper)):
            assert (told is None) == (limit is None)
            assert limit is None or told == pytest.approx(float(limit) * 100, abs=1e-9)
    newest = session.execute(select(Judgement.lower, Judgement.upper).order_by(Judgement.period.desc())).first()
    assert newest is not None and drawn.points[-1].lower == newest.lower * 100 and drawn.points[-1].upper == newest.upper * 100


def test_the_newest_fall_stands_out_in_words_and_on_the_chart(session: Session, made: Made) -> None:
    page = page_of(session, made.provider_id)
    assert page.chart is not None and str(page.chart.points[-1].special) == "verslechtering"
    assert page.quarters[0].deviation_id > 0 and "K2 2026" in page.quarters[0].quarter
    assert any("lager dan te verwachten" in one.sentence for group in page.quarters[0].groups for one in group.findings)
    assert page.too_little == "" and "procentpunt" in page.facts[2].value


def test_a_rebase_breaks_the_line_and_withdrawing_mends_it(session: Session, made: Made) -> None:
    before = chart_of(session, made.provider_id)
    about = {"provider_id": made.provider_id, "indicator_code": CODE, "period": "2025-K1", "by": BY, "at": AT}
    number = rebase(session, reason=REASON, **about)
    page = page_of(session, made.provider_id)
    assert page.chart is not None
    begun = {one.period: one.starts for one in page.chart.points if one.starts is not Start.NONE}
    limits = {one.period for one in page.chart.points if one.upper is not None}
    assert begun == {"2025-K1": Start.REBASE}
    assert {"2024-K4", "2026-K2"} <= limits and limits.isdisjoint({"2025-K1", "2025-K2", "2025-K3", "2025-K4", "2026-K1"})
    assert page.facts[-1].note == "De grenzen tellen vanaf K1 2025. Ze zijn voorlopig: ze staan op minder dan 12 kwartalen."
    assert (page.rebases[0].reason, page.rebases[0].withdrawn) == (REASON, "") and "Carla Contract" in page.rebases[0].told
    withdraw_rebase(session, rebase_id=number, reason="De intake bleek niet veranderd.", by=BY, at=AT)
    after = page_of(session, made.provider_id)
    assert after.chart == before
    assert "Carla Contract" in after.rebases[0].withdrawn and after.rebases[0].withdrawn_reason == "De intake bleek niet veranderd."


def test_a_deviation_shows_the_newest_quarters_of_the_same_line(session: Session, made: Made) -> None:
    rebase(session, provider_id=made.provider_id, indicator_code=CODE, period="2025-K1", reason=REASON, by=BY, at=AT)
    number = session.scalars(select(Deviation.id).order_by(Deviation.period.desc())).first() or 0
    page, figures = find_deviation(session, deviation_id=number, provider_id=None), figures_of(session, code=CODE, provider_id=made.provider_id)
    drawn = Found(page, catalogue(session, code=CODE), figures, beside_deviation(session, deviation_id=number)).chart("Verloop")
    assert drawn is not None and drawn.points == chart_of(session, made.provider_id).points[-12:]


def test_another_definition_breaks_the_line(session: Session, made: Made) -> None:
    second = add_indicator(session, CODE, version=2, norm_kind="min", norm_low=Decimal(60), denominator_label="mensen")
    put_series(session, provider_id=made.provider_id, version_id=second, first="2026-K3", pairs=PAIRS[:2])
    judge_all(session)
    drawn = chart_of(session, made.provider_id)
    assert [(one.period, one.starts) for one in drawn.points if one.starts is not Start.NONE] == [("2026-K3", Start.DEFINITION)]
    assert [one.upper for one in drawn.points[-2:]] == [None, None]
    assert drawn.norm.low == 60
    multiples = kpi_of(session).multiples
    assert multiples is not None and {one.starts for one in multiples.charts[0].points} == {Start.NONE, Start.DEFINITION}


def test_a_definition_in_another_unit_is_left_out_of_the_lines_and_said(session: Session, made: Made) -> None:
    second = add_indicator(session, CODE, version=2, value_kind="aantal", unit="personen", denominator_label="")
    put_series(session, provider_id=made.provider_id, version_id=second, first="2026-K3", pairs=("7", "9"))
    judge_all(session)
    drawn, page = chart_of(session, made.provider_id), kpi_of(session)
    assert [(one.period, one.value) for one in drawn.points] == [("2026-K3", 7), ("2026-K4", 9)]
    assert "versie 1" in page.other_unit and page.funnel is None
    assert [row.value for row in page_of(session, made.provider_id).quarters[:3]] == ["9 personen", "7 personen", "35,0 %"]


def test_a_definition_by_which_nobody_signed_yet_hides_nothing(session: Session, made: Made) -> None:
    second = add_indicator(session, CODE, version=2, value_kind="aantal", unit="personen", denominator_label="")
    put_figure(session, provider_id=made.provider_id, version_id=second, period="2026-K3", pair="7", state="bezig")
    page = kpi_of(session)
    assert page.multiples is not None and page.multiples.periods[-1] == "2026-K2" and page.other_unit.count("versie 2") == 1
    assert [one.name for one in page.history.versions] == ["Versie 2", "Versie 1"]
    assert len(chart_of(session, made.provider_id).points) == len(EVENTS)


def test_figures_that_lie_with_the_aanbieder_show_nowhere(session: Session, made: Made) -> None:
    put_figure(session, provider_id=made.provider_id, version_id=made.version_id, period="2026-K3", pair=("39", "41"), state="bezig")
    session.execute(update(Report).where(Report.period == "2026-K2").values(state=CHANGE_REQUESTED))
    page, kpi = page_of(session, made.provider_id), kpi_of(session)
    assert page.chart is not None and page.chart.points[-1].period == "2026-K1"
    assert page.awaited == "Nog niet ondertekend, en dus niet te zien: K2 2026, K3 2026."
    assert page.quarters[0].quarter == "K1 2026"
    told = repr((page.chart, page.quarters, page.facts, kpi.multiples, kpi.funnel, kpi.lead))
    assert "'39'" not in told and "'14'" not in told
    assert kpi.deviations[0].sentence == "De aanbieder past de rapportage aan."


def test_aanbieders_of_unequal_size_are_compared_and_of_equal_size_not(session: Session, made: Made) -> None:
    second = add_provider(session, "de-wilg")
    put_figure(session, provider_id=second, version_id=made.version_id, period="2026-K1", pair=("9", "10"))
    put_figure(session, provider_id=second, version_id=made.version_id, period="2026-K2", pair=("30", "40"))
    judge_all(session)
    equal, unequal = kpi_of(session), kpi_of(session, "2026-k1")
    assert equal.compared == "2026-K2" and equal.funnel is None and "evenveel" in equal.no_funnel
    assert unequal.compared == "2026-K1" and unequal.funnel is not None and unequal.no_funnel == ""
    assert [(one.name, one.events, one.denominator) for one in unequal.funnel.points] == [
        ("Stichting De-Linde", 31, 40), ("Stichting De-Wilg", 9, 10),
    ]  # fmt: skip
    sheet = sheet_rows(kpi_sheets(unequal, catalogue(session, code=CODE), AT), "Vergelijking")
    assert [row[:4] for row in sheet[1:]] == [("Stichting De-Linde", 77.5, 31, 40), ("Stichting De-Wilg", 90, 9, 10)]
    assert kpi_of(session, "1999-k1").compared == "2026-K2" and kpi_of(session, "x'; --").compared == "2026-K2"


def test_the_table_of_all_figures_is_the_database(session: Session, made: Made) -> None:
    second = add_provider(session, "de-wilg")
    put_series(session, provider_id=second, version_id=made.version_id, first="2024-K1", pairs=(("1", "3"), None, ("2", "3")))
    judge_all(session)
    page = kpi_of(session)
    assert page.multiples is not None
    sheet = sheet_rows(kpi_sheets(page, catalogue(session, code=CODE), AT), "Per aanbieder")
    wilg = {row[0]: row[2] for row in sheet[1:]}
    assert [row[1] for row in sheet[1:]] == [events * 100 / 40 for events in EVENTS]
    assert {quarter: value for quarter, value in wilg.items() if value is not None} == {"K1 2024": 33.3, "K3 2024": 66.7}
    assert [row[0] for row in sheet[1:]] == [f"K{one.number} {one.year}" for one in (Quarter.parse(FIRST).shift(n) for n in range(len(EVENTS)))]


def test_a_yearly_kpi_is_told_by_its_years_and_not_compared_when_it_counts_no_people(session: Session) -> None:
    pijler(session, "basiszorg")
    provider_id = add_provider(session, "de-linde")
    version_id = add_indicator(session, CODE, frequency="jaar", denominator_label="fte")
    for year, top in ((2023, "3.5"), (2024, "4.5"), (2025, "5.5")):
        put_figure(session, provider_id=provider_id, version_id=version_id, period=f"{year}-K4", pair=(top, "40"))
    judge_all(session)
    drawn, page = chart_of(session, provider_id), kpi_of(session)
    assert [one.period for one in drawn.points] == ["2023", "2024", "2025"]
    assert [row[0].text for row in drawn.table.rows] == ["2023", "2024", "2025"]
    assert page.multiples is not None and page.multiples.periods == ("2023", "2024", "2025")
    assert (page.choices, page.funnel, page.no_funnel) == ((), None, "")
    assert [row.quarter for row in page_of(session, provider_id).quarters] == ["K4 2025", "K4 2024", "K4 2023"]


def test_a_rebase_breaks_the_line_of_a_yearly_kpi_too(session: Session) -> None:
    pijler(session, "basiszorg")
    provider_id = add_provider(session, "de-linde")
    version_id = add_indicator(session, CODE, frequency="jaar", denominator_label="mensen")
    for place, top in enumerate(EVENTS[:10]):
        put_figure(session, provider_id=provider_id, version_id=version_id, period=f"{2014 + place}-K4", pair=(str(top), "40"))
    judge_all(session)
    assert chart_of(session, provider_id).points[-1].upper is not None
    rebase(session, provider_id=provider_id, indicator_code=CODE, period="2020-K4", reason=REASON, by=BY, at=AT)
    points = chart_of(session, provider_id).points
    assert [one.period for one in points if one.starts is Start.REBASE] == ["2020"]
    assert [one.period for one in points if one.upper is not None] == ["2019"]


def test_a_kpi_that_the_gemeente_counts_says_so(session: Session) -> None:
    pijler(session, "basiszorg")
    add_indicator(session, CODE, reported_by="gemeente")
    page = kpi_of(session)
    assert page.multiples is None and page.elsewhere == "De gemeente telt dit zelf." and page.history.changes == ()

"""The heat table and the aanbieder's page: what stands there is what was stored at the signature, and nothing else."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.database import begin_writing
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.actions.cells import save_cell
from kpi.actions.reports import open_report
from kpi.actions.reviews import request_change
from kpi.domain.openings import Ask
from kpi.domain.reporting_period import of_quarter
from kpi.queries.glance import glance
from kpi.queries.grid import grid_rows
from kpi.queries.provider_picture import figures_of
from kpi.queries.reports import find_report
from kpi.tables.deviation import Deviation, Judgement
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import Report, ReportQuestion
from portal.extensions import db
from portal.management.signs import value_words
from portal.web import clock
from tests.factories import contracts as money
from tests.integration.management.test_pages import queries_of
from tests.support.inspector import Inspector
from tests.support.portal import signed_in
from tests.support.world import NEVER_LOCKED, NOW, World, dates

OVERVIEW = "/beheer/overzicht?kwartaal=2026-k3"
DOWNLOAD = "/beheer/overzicht/2026-k3/cijfers.xlsx"
SECRET = "Nog niet aan de gemeente vertellen."
LINDE = "Stichting De Linde"


def shown(html: str, code: str, name: str = LINDE) -> tuple[str, str]:
    """Where a cell of the heat table leads, and the value in it."""
    found = re.search(rf'<a href="([^"]+)"><b>([^<]+)</b><span class="sr-only">, {code} van {name}<', html)
    assert found is not None, code
    return found[1], found[2]


def stored(session: Session, report_id: int) -> dict[str, Judgement]:
    """What was judged of a report, by KPI."""
    return {one.indicator_code: one for one in session.scalars(select(Judgement).where(Judgement.report_id == report_id))}


def test_every_figure_in_the_table_is_the_stored_judgement(app: Flask, world: World, manager: Inspector) -> None:
    html = manager.get(OVERVIEW).html
    with app.app_context():
        kept = stored(db.session(), world.reports["linde", "2026-K3"])
        figures = glance(db.session(), quarter=NOW).figures
        deviations = {row.indicator_code: row.id for row in db.session.scalars(select(Deviation).where(Deviation.period == NOW.code))}
    assert len(kept) > 10 and deviations
    for code, one in kept.items():
        figure = figures[world.organisations["linde"], code]
        assert (figure.numerator, figure.denominator, figure.norm_verdict) == (one.numerator, one.denominator, one.norm_verdict)
        assert shown(html, code)[1] == value_words(figure)
    assert shown(html, "BZ-01") == (f"/beheer/afwijkingen/{deviations['BZ-01']}", "55,0 %")
    quiet = next(code for code in kept if code not in deviations)
    assert shown(html, quiet)[0] == f"/beheer/kpis/{quiet}/aanbieders/{world.organisations['linde']}"


def test_a_norm_that_is_missed_and_a_series_that_is_short_are_two_signs(manager: Inspector) -> None:
    html = manager.get(OVERVIEW).html
    cell = html[html.index(", BZ-01 van Stichting De Linde") :].partition("</td>")[0]
    assert "onder norm" in cell and "te weinig kwartalen om te oordelen" in cell and "afwijking: nieuw" in cell
    assert '<td class="tone-zorg" data-label="Stichting De Linde">' in html


def test_what_was_never_signed_is_not_binnen(manager: Inspector) -> None:
    answer = manager.get(OVERVIEW)
    assert shown(answer.html, "BZ-01", "Huize Noord")[1] == "nog niet binnen"
    assert "Wat nog niet binnen is" in answer.text and "Bezig met invullen" in answer.text


def test_a_report_that_is_open_again_shows_what_was_signed_last(app: Flask, world: World, manager: Inspector) -> None:
    report_id, by = world.reports["linde", "2026-K3"], world.people["invoerder"].as_actor()
    paths = (OVERVIEW, f"/beheer/aanbieders/{world.organisations['linde']}")
    before = [manager.get(path) for path in paths]
    with app.app_context():
        session = db.session()
        begin_writing(session)
        header = find_report(session, report_id=report_id, provider_id=None)
        asks = [Ask("cel", "BZ-02", "Klopt BZ-02 wel?")]
        request_change(session, report_id=report_id, version=header.version, asks=asks, by=world.people["contractmanager"].as_actor(), at=clock.now())
        row = grid_rows(session, report=find_report(session, report_id=report_id, provider_id=None), code="BZ-02")[0]
        typed = {"numerator_text": "7654", "denominator_text": "", "missing_reason": None, "explanation": SECRET}
        save_cell(
            session, report_id=report_id, provider_id=header.provider_id, indicator_code="BZ-02", version=row.version, by=by, at=clock.now(), **typed
        )
        session.commit()
    after = [manager.get(path) for path in paths]
    assert shown(after[0].html, "BZ-02") == shown(before[0].html, "BZ-02")
    assert "het laatst ondertekende cijfer" in after[0].text
    for page in after:
        assert SECRET not in page.text and "7.654" not in page.text and "7654" not in page.text
    files = (DOWNLOAD, f"{paths[1]}/gegevens.xlsx")
    values = {cell.value for path in files for sheet in openpyxl.load_workbook(book_of(manager, path)) for row in sheet.iter_rows() for cell in row}
    assert 7654 not in values and SECRET not in values


def book_of(manager: Inspector, path: str) -> io.BytesIO:
    """A downloaded workbook."""
    answer = manager.client.get(path, base_url="https://localhost")
    assert answer.status_code == 200
    return io.BytesIO(answer.data)


def test_the_workbook_holds_the_same_figures_as_numbers(app: Flask, world: World, manager: Inspector) -> None:
    book = openpyxl.load_workbook(book_of(manager, DOWNLOAD))
    heads = [cell.value for cell in book["Overzicht"][1]]
    value, word = heads.index(f"{LINDE}: waarde"), heads.index(f"{LINDE}: norm")
    rows = {row[1].value: row for row in book["Overzicht"].iter_rows(min_row=2)}
    with app.app_context():
        kept = stored(db.session(), world.reports["linde", "2026-K3"])
        kinds = {row.indicator_code: row.value_kind for row in db.session.scalars(select(IndicatorVersion))}
    for code, one in kept.items():
        assert one.numerator is not None
        expected = float(one.numerator * 100 / one.denominator) if kinds[code] == "verhouding" and one.denominator else float(one.numerator)
        assert rows[code][value].value == pytest.approx(expected, abs=0.05)
    assert rows["BZ-01"][word].value == "onder norm"
    assert rows["BZ-01"][heads.index("Huize Noord: norm")].value == "nog niet binnen"
    told = [cell.value for row in book["Toelichting"].iter_rows() for cell in row]
    assert any("Gedownload op" in str(text) for text in told) and "gewone schommeling" in told
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_the_aanbieder_stands_on_one_page_with_all_its_parts(world: World, manager: Inspector) -> None:
    answer = manager.get(f"/beheer/aanbieders/{world.organisations['linde']}")
    for words in ("BZ-01 Eerste opvang binnen 6 weken", "55,0 %", "was 100,0 %", "onder norm", "ROK-2024-01", "onder ROK-2024-01", "K3 2026"):
        assert words in answer.text
    assert "peildatum 30 september 2026" in answer.text and "64" in answer.text
    assert answer.html.count('<svg class="small"') == 2 * answer.html.count('data-label="Kwartalen"') > 20
    assert {f"/beheer/overeenkomsten/{world.commitments['arrangement']}", f"/beheer/rapportages/{world.reports['linde', '2026-K3']}"} <= set(
        answer.links()
    )


def test_an_aanbieder_without_anything_says_what_comes_there(app: Flask, world: World, manager: Inspector) -> None:
    assert "De Linde" in manager.get("/beheer/aanbieders").text
    with app.app_context():
        session = db.session()
        begin_writing(session)
        made = money.organisation(session, name="Stichting De Nieuwe")
        session.commit()
    answer = manager.get(f"/beheer/aanbieders/{made}")
    for words in ("geen open afwijking", "nog geen ondertekend cijfer", "geen locaties", "geen open afspraken", "loopt in dit jaar niets"):
        assert words in answer.text
    assert "nog geen gesprek" in answer.text and "nog geen rapportage" in answer.text
    assert manager.client.get(f"/beheer/aanbieders/{made}/gegevens.xlsx", base_url="https://localhost").status_code == 200
    assert "De Nieuwe" not in manager.get(OVERVIEW).text, "who has nothing to report has no column"


@pytest.mark.parametrize("kind", ["klankbordgroep", "centrumgemeente", "regiogemeente"])
def test_another_kind_of_organisation_is_no_aanbieder(world: World, manager: Inspector, kind: str) -> None:
    assert manager.get(f"/beheer/aanbieders/{world.organisations[kind]}").status == 404
    assert manager.get(f"/beheer/aanbieders/{world.organisations[kind]}/gegevens.xlsx").status == 404


def test_a_quarter_without_reports_says_so(manager: Inspector) -> None:
    answer = manager.get("/beheer/overzicht?kwartaal=2019-k1")
    assert answer.status == 200 and "Over dit kwartaal is niets gevraagd" in answer.text and "1e kwartaal 2019" in answer.text
    assert "/beheer/overzicht?kwartaal=2026-k3" in answer.links()


def test_an_open_deviation_of_long_ago_is_still_there_and_its_figure_is_not(app: Flask, world: World, manager: Inspector) -> None:
    linde, at = world.organisations["linde"], datetime(2021, 5, 1, tzinfo=UTC)
    with app.app_context():
        session = db.session()
        begin_writing(session)
        by = world.people["contractmanager"].as_actor()
        old = open_report(session, provider_id=linde, period=of_quarter(Quarter(2021, 1)), dates=dates(Quarter(2021, 1)), by=by, at=at)
        told = {"report_id": old.id, "provider_id": linde, "period": "2021-K1", "indicator_code": "BZ-01"}
        session.add(Deviation(**told, severity=3, state="afspraak loopt", found_at=at))
        session.commit()
        found = [one for one in figures_of(session, provider_id=linde, first="2024-K4") if one.period == "2021-K1"]
    assert [(one.figure.code, one.figure.is_judged) for one in found] == [("BZ-01", False)]
    answer = manager.get(f"/beheer/aanbieders/{linde}")
    assert "K1 2021" in answer.text and "Afspraak loopt" in answer.text


def more_aanbieders(session: Session, world: World, count: int) -> None:
    """As many aanbieders with a signed and judged report of the quarter, and as much of the rest."""
    signed = session.get(Report, world.reports["linde", "2026-K3"])
    questions = list(session.scalars(select(ReportQuestion.indicator_version_id).where(ReportQuestion.report_id == signed.id)))  # type: ignore[union-attr]
    kept = stored(session, world.reports["linde", "2026-K3"])
    names = [column.name for column in Judgement.__table__.columns if column.name not in {"id", "report_id", "provider_id"}]
    for _ in range(count):
        provider = money.organisation(session)
        at = datetime(2026, 10, 20, tzinfo=UTC)
        when = {"period_ends_on": NOW.ends_on, "first_due_at": at, "due_at": at, "last_edit_at": datetime(NEVER_LOCKED.year, 1, 1, tzinfo=UTC)}
        report = Report(provider_id=provider, period=NOW.code, **when, state="in beoordeling", submitted_at=at)
        session.add(report)
        session.flush()
        session.add_all([ReportQuestion(report_id=report.id, indicator_version_id=number) for number in questions])
        session.add_all(
            [Judgement(report_id=report.id, provider_id=provider, **{name: getattr(one, name) for name in names}) for one in kept.values()]
        )
        money.commitment(session, provider_id=provider, years={clock.today().year: 100_00})
    session.flush()


def test_twenty_aanbieders_ask_no_more_than_two(app: Flask, world: World, manager: Inspector) -> None:
    paths = (OVERVIEW, "/beheer/aanbieders", f"/beheer/aanbieders/{world.organisations['linde']}")
    before = [queries_of(app, manager, path) for path in paths]
    with app.app_context():
        session = db.session()
        begin_writing(session)
        more_aanbieders(session, world, 20)
        session.commit()
    assert [queries_of(app, manager, path) for path in paths] == before
    assert max(before) <= 6
    assert manager.get(OVERVIEW).html.count(", BZ-01 van ") == 22


def test_the_menu_has_five_entries_and_the_programme_is_under_the_begroting(app: Flask, world: World, manager: Inspector) -> None:
    page = manager.get("/beheer/programma")
    menu = page.html[page.html.index("site-nav") :].partition("</nav>")[0]
    assert re.findall(r">([^<]+)</a>", menu) == ["Werklijst", "Overzicht", "Rapportages", "Begroting", "Dialoog"]
    assert '<a href="/beheer/begroting" aria-current="page">' in menu
    assert "/beheer/programma" in manager.get("/beheer/begroting").links()
    for path in (OVERVIEW, "/beheer/aanbieders", f"/beheer/aanbieders/{world.organisations['linde']}"):
        assert '<a href="/beheer/overzicht" aria-current="page">' in manager.get(path).html
    other = signed_in(app, world.people["subsidiebeheerder"]).get("/beheer/programma").html
    assert '<a href="/beheer/programma" aria-current="page">' in other, "who has few entries keeps this one"


def test_the_name_of_an_aanbieder_is_text(app: Flask, world: World, manager: Inspector) -> None:
    with app.app_context():
        session = db.session()
        begin_writing(session)
        organisation = session.get(Organisation, world.organisations["linde"])
        assert organisation is not None
        organisation.name = '=1+1<b onclick="x">'
        session.commit()
    for path in (OVERVIEW, "/beheer/aanbieders", f"/beheer/aanbieders/{world.organisations['linde']}"):
        html = manager.get(path).html
        assert "&lt;b onclick" in html and "<b onclick" not in html
    for path in (DOWNLOAD, f"/beheer/aanbieders/{world.organisations['linde']}/gegevens.xlsx"):
        sheets = openpyxl.load_workbook(book_of(manager, path))
        assert all(cell.data_type != "f" for sheet in sheets for row in sheet.iter_rows() for cell in row)

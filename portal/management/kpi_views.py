"""The KPIs: their list, one KPI of all aanbieders, and one series; each also as a workbook."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, make_response, render_template, request

from contracts.foundation.errors import NotFound
from kpi.queries.indicator_picture import QuarterFigure, figures_of, provider_named
from kpi.queries.indicator_talk import newest_comments
from kpi.queries.indicator_tally import tally
from kpi.queries.indicators import IndicatorLine, catalogue
from kpi.queries.rebases import rebases_of
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import ID, management
from portal.management.kpi_list_page import kpi_list_page
from portal.management.kpi_page import KpiPage, kpi_page
from portal.management.kpi_sheets import kpi_sheets, series_sheets
from portal.management.series_page import RebaseForms, SeriesPage, series_page
from portal.web import clock, transaction
from portal.web.spreadsheets.writing import XLSX_TYPE, attachment, xlsx


def versions_of(code: str) -> list[IndicatorLine]:
    """Every version of a KPI, the oldest first. Raises NotFound."""
    found = catalogue(transaction.reading(), code=code)
    if not found:
        raise NotFound(f"indicator {code}")
    return found


@management.get("/kpis")
@requires(Permission.DEVIATION_REVIEW)
def kpis() -> str:
    """All KPIs, by pijler."""
    session = transaction.reading()
    return render_template("management/kpis.html", page=kpi_list_page(catalogue(session), tally(session), clock.today()))


def _kpi(code: str) -> tuple[KpiPage, Sequence[IndicatorLine], Sequence[QuarterFigure]]:
    session, versions = transaction.reading(), versions_of(code)
    figures = figures_of(session, code=code, provider_id=None)
    page = kpi_page(versions, figures, newest_comments(session, code=code), request.args.get("kwartaal", ""))
    return page, versions, figures


@management.get("/kpis/<code>")
@requires(Permission.DEVIATION_REVIEW)
def kpi(code: str) -> str:
    """One KPI, all aanbieders side by side."""
    return render_template("management/kpi.html", page=_kpi(code)[0])


@management.get("/kpis/<code>/download.xlsx")
@requires(Permission.DEVIATION_REVIEW)
def kpi_xlsx(code: str) -> Response:
    """The same charts as sheets."""
    (page, versions, _), now = _kpi(code), clock.now()
    data = xlsx(kpi_sheets(page, versions, now), title=page.title, at=now)
    return attachment(data, name=f"samenzicht-{page.code.lower()}.xlsx", kind=XLSX_TYPE)


def find_series(code: str, provider_id: int, forms: RebaseForms) -> tuple[SeriesPage, Sequence[IndicatorLine]]:
    """One series with its page. Raises NotFound for an unknown KPI and for what is no aanbieder."""
    session, versions = transaction.reading(), versions_of(code)
    provider = (provider_id, provider_named(session, provider_id=provider_id))
    figures = figures_of(session, code=code, provider_id=provider_id)
    return series_page(versions, provider, figures, rebases_of(session, code=code, provider_id=provider_id), forms), versions


def show_series(code: str, provider_id: int, forms: RebaseForms, *, status: int = 200) -> Response:
    """The page of a series, with what was typed in its forms."""
    page, _ = find_series(code, provider_id, forms)
    return make_response(render_template("management/series.html", page=page, forms=forms), status)


@management.get(f"/kpis/<code>/aanbieders/<{ID}:provider_id>")
@requires(Permission.DEVIATION_REVIEW)
def series(code: str, provider_id: int) -> Response:
    """One KPI of one aanbieder by quarter."""
    return show_series(code, provider_id, RebaseForms())


@management.get(f"/kpis/<code>/aanbieders/<{ID}:provider_id>/download.xlsx")
@requires(Permission.DEVIATION_REVIEW)
def series_xlsx(code: str, provider_id: int) -> Response:
    """The same chart as a sheet."""
    (page, versions), now = find_series(code, provider_id, RebaseForms()), clock.now()
    data = xlsx(series_sheets(page, versions, now), title=f"{page.title}, {page.provider}", at=now)
    return attachment(data, name=f"samenzicht-{page.code.lower()}-aanbieder-{provider_id}.xlsx", kind=XLSX_TYPE)

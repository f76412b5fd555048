"""What one arrangement or subsidie is expected to cost in a year, and every figure that this stands on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template, request

from kpi.queries.forecast_sources import ForecastSources, forecast_sources
from portal.access.guard import requires
from portal.access.identity import viewer
from portal.access.permissions import Permission, permits
from portal.management.commitment_sections import Section, sections_of
from portal.management.desk import ID, asked_year, management
from portal.web import clock, transaction
from portal.web.forecast_words import ForecastWords, forecast_words


@dataclass(frozen=True, slots=True)
class ForecastPage:
    """The words, and the pages beside it. `reports`: where a report is read; empty for who may not read them."""

    id: int
    kicker: str
    reference: str
    years: tuple[int, ...]
    words: ForecastWords
    sections: tuple[Section, ...]
    reports: str
    title: str = "Realisatie en prognose"

    @property
    def lead(self) -> str:
        """The year in one sentence."""
        return self.words.sentence


def _page(found: ForecastSources) -> ForecastPage:
    reports = "/beheer/rapportages/{}" if permits(Permission.REPORT_REVIEW, viewer()) else ""
    kicker = f"{found.reference}, {found.name}, {found.provider_name}"
    return ForecastPage(
        found.commitment_id, kicker, found.reference, found.years, forecast_words(found), sections_of(found.commitment_id, found.kind), reports
    )


@management.get(f"/overeenkomsten/<{ID}:commitment_id>/prognose")
@requires(Permission.BUDGET_READ)
def commitment_forecast(commitment_id: int) -> str:
    """The forecast of a year; `jaar` in the address chooses it."""
    year = asked_year(request.args["jaar"]) if "jaar" in request.args else None
    found = forecast_sources(transaction.reading(), commitment_id=commitment_id, year=year, today=clock.today(), provider_id=None)
    return render_template("management/forecast.html", page=_page(found))

"""The aanbieders: all of them in a list, and one with everything about it."""

from __future__ import annotations

from flask import Response, render_template

from contracts.queries.provider_money import contracts_of
from kpi.queries.provider_lines import provider_lines
from kpi.queries.provider_picture import figures_of, find_provider, places_of, talks_of
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import ID, management
from portal.management.provider_kpis import window_of
from portal.management.provider_list import provider_list
from portal.management.provider_page import ProviderPicture, last_quarter, provider_page
from portal.management.provider_sheet import provider_tables
from portal.management.signs import MEANINGS
from portal.web import clock, transaction
from portal.web.spreadsheets.writing import XLSX_TYPE, attachment, xlsx


def picture_of(provider_id: int) -> ProviderPicture:
    """Five questions, however many rows. Raises NotFound for who is no aanbieder."""
    session, year = transaction.reading(), clock.today().year
    head = find_provider(session, provider_id=provider_id)
    return ProviderPicture(
        head=head,
        figures=figures_of(session, provider_id=provider_id, first=window_of(last_quarter(head, year))[0].code),
        places=places_of(session, provider_id=provider_id),
        talks=talks_of(session, provider_id=provider_id),
        contracts=contracts_of(session, provider_id=provider_id, year=year),
        year=year,
    )


@management.get("/aanbieders")
@requires(Permission.DEVIATION_REVIEW)
def providers() -> str:
    """Every aanbieder with where it stands."""
    now = clock.now()
    return render_template("management/providers.html", page=provider_list(provider_lines(transaction.reading(), now=now), now))


@management.get(f"/aanbieders/<{ID}:provider_id>")
@requires(Permission.DEVIATION_REVIEW)
def provider(provider_id: int) -> str:
    """One aanbieder."""
    return render_template("management/provider.html", page=provider_page(picture_of(provider_id), clock.now()), meanings=MEANINGS)


@management.get(f"/aanbieders/<{ID}:provider_id>/gegevens.xlsx")
@requires(Permission.DEVIATION_REVIEW)
def provider_xlsx(provider_id: int) -> Response:
    """The same to work on."""
    found, at = picture_of(provider_id), clock.now()
    book = xlsx(provider_tables(found, at), title=found.head.name, at=at)
    return attachment(book, name=f"samenzicht-aanbieder-{provider_id}.xlsx", kind=XLSX_TYPE)

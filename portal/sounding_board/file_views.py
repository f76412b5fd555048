"""A published summary to keep: the PDF, and the open data. Every file is made of the edition's content alone."""

from __future__ import annotations

from flask import Response, request

from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.sounding_board.desk import published, sounding_board
from portal.web.documents.pdf import PDF_TYPE, pdf
from portal.web.open_data import csv_text, sqlite_file
from portal.web.published import Published
from portal.web.spreadsheets.writing import attachment
from portal.web.summary_document import summary_document
from portal.web.summary_open_data import FIGURES, published_tables

LARGE = "groot"
SQLITE_TYPE, CSV_TYPE = "application/vnd.sqlite3", "text/csv; charset=utf-8"


def _name(found: Published, ending: str) -> str:
    return f"samenvatting-{found.period.slug}-editie-{found.edition}.{ending}"


@sounding_board.get("/<period>/samenvatting.pdf")
@requires(Permission.SUMMARY_READ)
def summary_pdf(period: str) -> Response:
    """The summary to read on paper or aloud (PDF/UA); with `letters=groot` in large letters."""
    found, is_large = published(period), request.args.get("letters") == LARGE
    return attachment(pdf(summary_document(found, is_large=is_large)), name=_name(found, "groot.pdf" if is_large else "pdf"), kind=PDF_TYPE)


@sounding_board.get("/<period>/open-data.sqlite")
@requires(Permission.SUMMARY_READ)
def open_data(period: str) -> Response:
    """The figures of one summary as a database file, with their explanation."""
    found = published(period)
    return attachment(sqlite_file(published_tables(found)), name=_name(found, "sqlite"), kind=SQLITE_TYPE)


@sounding_board.get("/<period>/open-data.csv")
@requires(Permission.SUMMARY_READ)
def open_data_csv(period: str) -> Response:
    """The figures of one summary as a table for a spreadsheet."""
    found = published(period)
    return attachment(csv_text(published_tables(found)[FIGURES]).encode("utf-8-sig"), name=_name(found, "csv"), kind=CSV_TYPE)

"""Files for the contractmanager: a signed report as a workbook, values as numbers with what they mean; and what an aanbieder sent along."""

from __future__ import annotations

from flask import Response

from contracts.foundation.errors import NotFound
from kpi.queries.evidence import find_evidence
from kpi.queries.reports import find_report
from kpi.queries.reviews import signed_figures
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import ID, management
from portal.management.words import FAMILIES
from portal.web import clock, transaction
from portal.web.evidence import to_keep
from portal.web.formatting import moment
from portal.web.spreadsheets.report_sheets import explanation, figures, places, streams
from portal.web.spreadsheets.writing import XLSX_TYPE, attachment, xlsx


@management.get(f"/rapportages/<{ID}:report_id>/download.xlsx")
@requires(Permission.REPORT_REVIEW)
def report_xlsx(report_id: int) -> Response:
    """One report as it was signed. A concept of the aanbieder is not there."""
    session, now = transaction.reading(), clock.now()
    header = find_report(session, report_id=report_id, provider_id=None)
    rows, located, flowed = signed_figures(session, header=header)
    if not rows:
        raise NotFound(report_id)
    title = f"{header.provider_name}, {header.label}"
    signed = f"Voor het eerst ingediend op {moment(header.submitted_at)}." if header.submitted_at else ""
    above = (f"Rapportage van {title}. {signed}", f"Status: {header.state}. Gedownload op {moment(now)}, alle cijfers, zonder filter.", "")
    tables = (figures(rows, families=FAMILIES), places(located), streams(flowed), explanation(rows, above=above))
    name = f"samenzicht-rapportage-{header.id}-{header.slug}.xlsx"
    return attachment(xlsx(tables, title=title, at=now), name=name, kind=XLSX_TYPE)


@management.get(f"/bewijsstukken/<{ID}:evidence_id>")
@requires(Permission.DEVIATION_REVIEW)
def evidence(evidence_id: int) -> Response:
    """A file that an aanbieder sent with its explanation, to keep. A removed one is gone."""
    return to_keep(find_evidence(transaction.reading(), evidence_id=evidence_id, provider_id=None))

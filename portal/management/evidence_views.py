"""Files that aanbieders sent with their explanations, for the contractmanager to keep and read."""

from __future__ import annotations

from flask import Response

from kpi.queries.evidence import find_evidence
from portal.access.guard import requires
from portal.access.permissions import Permission
from portal.management.desk import ID, management
from portal.web import transaction
from portal.web.evidence import to_keep


@management.get(f"/bewijsstukken/<{ID}:evidence_id>")
@requires(Permission.DEVIATION_REVIEW)
def evidence(evidence_id: int) -> Response:
    """One file of any aanbieder, to keep. A removed one is gone."""
    return to_keep(find_evidence(transaction.reading(), evidence_id=evidence_id, provider_id=None))

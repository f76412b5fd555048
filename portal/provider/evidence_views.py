"""Files at the aanbieder's own deviation: add one later, take one away, and get one back."""

from __future__ import annotations

from flask import Response, flash, url_for

from kpi.actions.evidence import refuse_evidence, remove_evidence
from kpi.queries.evidence import find_evidence
from portal.access.guard import requires
from portal.access.identity import actor
from portal.access.permissions import Permission
from portal.provider.desk import own_id, provider
from portal.web import clock, transaction
from portal.web.evidence import to_keep
from portal.web.fragments import see_other
from portal.web.once import once


def tell_refused_file(deviation_id: int, reason: str) -> None:
    """A refused file must be found in the journal, although the answer is a refusal. Nothing else may have been written. Raises NotFound."""
    session, own = transaction.writing(), own_id()
    refuse_evidence(session, deviation_id=deviation_id, provider_id=own, reason=reason, by=actor(), at=clock.now())
    transaction.keep()


@provider.get("/bewijsstukken/<int:evidence_id>")
@requires(Permission.DEVIATION_EXPLAIN)
def evidence(evidence_id: int) -> Response:
    """One's own file, to keep."""
    return to_keep(find_evidence(transaction.reading(), evidence_id=evidence_id, provider_id=own_id()))


@provider.post("/bewijsstukken/<int:evidence_id>/verwijderen")
@requires(Permission.DEVIATION_EXPLAIN)
@once
def remove_file(evidence_id: int) -> Response:
    """Take one's own file away; its line stays."""
    deviation_id = remove_evidence(transaction.writing(), evidence_id=evidence_id, provider_id=own_id(), by=actor(), at=clock.now())
    flash("Het bestand is verwijderd. De gemeente kan het niet meer openen.")
    return see_other(f"{url_for('provider.deviation', deviation_id=deviation_id)}#bewijs")

"""Settling an accepted report for good: its figures, definitions and contract basis as one frozen text with its hash."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from kpi.actions.moves import move, object_of
from kpi.domain import report
from kpi.domain.canonical import FROZEN_FORMAT, canonical_text, figures_of, fingerprint
from kpi.queries.content import content_of
from kpi.queries.frozen import Frozen, definitions_of, find_frozen
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.detail import FrozenReport
from kpi.tables.report import Receipt, Report


def settle_report(session: Session, *, report_id: int, version: int, by: Actor, at: datetime) -> Frozen:
    """Settle an accepted report. What is frozen is what was signed; from here on only a correction in a later quarter tells otherwise.

    Raises NotFound, Refused (state, or the rows are not what was signed), or Conflict.
    """
    header = find_report(session, report_id=report_id, provider_id=None)
    report.next_state(header.state, report.SETTLED_FOR_GOOD)
    signed, proof = _signed(session, header=header)
    around = {
        "definities": definitions_of(session, report_id=report_id),
        "contract": session.scalar(select(Report.contract_basis).where(Report.id == report_id)) or "",
        "ontvangstbewijs": proof,
        "door": by.name[:120],
        "op": at.isoformat(),
    }
    text = canonical_text(signed | {"vorm": FROZEN_FORMAT, "vaststelling": around})
    move(session, header=header, version=version, event=report.SETTLED_FOR_GOOD, by=by, at=at)
    session.add(FrozenReport(report_id=report_id, at=at, person_name=by.name[:120], content=text, sha256=fingerprint(text)))
    session.flush()
    details = {"sha256": fingerprint(text), **proof}
    journal.record(session, by=by, at=at, action="rapportage bevroren", object=object_of(report_id), details=details)
    return find_frozen(session, report_id=report_id, provider_id=None)


def _signed(session: Session, *, header: ReportHeader) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was signed last, and its receipt. It must still be what the rows say: nothing else may be frozen under a signature."""
    newest = select(Receipt.number, Receipt.content, Receipt.sha256).where(Receipt.report_id == header.id).order_by(Receipt.id.desc()).limit(1)
    receipt = session.execute(newest).first()
    signed: dict[str, Any] = {} if receipt is None else json.loads(receipt.content)
    if receipt is None or fingerprint(receipt.content) != receipt.sha256 or figures_of(signed) != figures_of(content_of(session, header=header)):
        raise Refused("", "De cijfers zijn niet gelijk aan wat is ondertekend. Laat de beheerder het journaal controleren.")
    return signed, {"ontvangstbewijs": receipt.number, "sha256 van het ontvangstbewijs": receipt.sha256}

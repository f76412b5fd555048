"""Receipts: the proof that a report was submitted, and exactly what it said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Organisation
from kpi.domain import report
from kpi.tables.report import Receipt, Report


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """One receipt. `journal_hash` is the head of the journal's chain at that moment: kept elsewhere, it anchors the chain."""

    number: str
    report_id: int
    provider_id: int
    provider_name: str
    period: str
    due_at: datetime
    first_submitted_at: datetime
    at: datetime
    signed_by: str
    content: str
    sha256: str
    journal_id: int
    journal_hash: str

    @property
    def days_late(self) -> int:
        """How many days after the deadline the report first came in; 0 when in time. A requested change does not make it late."""
        return report.days_late(self.first_submitted_at, self.due_at)


def _receipts(provider_id: int | None) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            Receipt.number, Receipt.report_id, Report.provider_id, Organisation.name, Report.period, Report.due_at, Report.submitted_at,
            Receipt.at, Receipt.signed_by, Receipt.content, Receipt.sha256, Receipt.journal_id, Receipt.journal_hash,
        )
        .join(Report, Report.id == Receipt.report_id)
        .join(Organisation, Organisation.id == Report.provider_id)
    )  # fmt: skip
    return query if provider_id is None else query.where(Report.provider_id == provider_id)


def find_receipt(session: Session, *, number: str, provider_id: int | None) -> ReceiptPage:
    """One receipt by its number; with a provider only its own. Raises NotFound."""
    row = session.execute(_receipts(provider_id).where(Receipt.number == number)).first()
    if row is None:
        raise NotFound
    return ReceiptPage(*row)


def journal_heads(session: Session) -> dict[int, str]:
    """The heads of the journal's chain that were handed out on receipts: line -> hash. Anchors for whoever checks the chain."""
    return {row.journal_id: row.journal_hash for row in session.execute(select(Receipt.journal_id, Receipt.journal_hash).order_by(Receipt.id))}


def receipts_of_report(session: Session, *, report_id: int, provider_id: int | None) -> list[ReceiptPage]:
    """All receipts of a report, the latest submission first."""
    rows = session.execute(_receipts(provider_id).where(Receipt.report_id == report_id).order_by(Receipt.id.desc()))
    return [ReceiptPage(*row) for row in rows]

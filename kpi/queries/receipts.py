"""Receipts: the proof that a report was submitted, and exactly what it said."""

from __future__ import annotations

import json
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
    key_id: str
    signature: str
    statement: str

    @property
    def days_late(self) -> int:
        """How many days after the deadline the report first came in; 0 when in time. A requested change does not make it late.

        A signed receipt keeps saying what was signed, whatever extension came later.
        """
        return int(self.told["dagen te laat"]) if self.signature else report.days_late(self.first_submitted_at, self.due_at)

    @property
    def told(self) -> dict[str, Any]:
        """What the receipt says. A receipt from before there was a key says the same, without a key's name."""
        if self.signature:
            signed: dict[str, Any] = json.loads(self.statement)
            return signed
        return {
            "nummer": self.number,
            "rapportage": self.report_id,
            "aanbieder": {"id": self.provider_id, "naam": self.provider_name},
            "kwartaal": self.period,
            "ondertekend op": self.at.isoformat(),
            "ondertekend door": self.signed_by,
            "sha256": self.sha256,
            "journaal": {"regel": self.journal_id, "ketenkop": self.journal_hash},
        }


def _receipts(provider_id: int | None) -> Select[*tuple[Any, ...]]:
    query = (
        select(
            Receipt.number, Receipt.report_id, Report.provider_id, Organisation.name, Report.period, Report.due_at, Report.submitted_at,
            Receipt.at, Receipt.signed_by, Receipt.content, Receipt.sha256, Receipt.journal_id, Receipt.journal_hash,
            Receipt.key_id, Receipt.signature, Receipt.statement,
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


def key_ids(session: Session) -> list[str]:
    """The short names of all keys that ever signed a receipt here: each must stay on the public page."""
    return list(session.scalars(select(Receipt.key_id).where(Receipt.key_id != "").distinct().order_by(Receipt.key_id)))

"""Signing and submitting: two people, one frozen text with its hash, a receipt, and what stands out."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from kpi.actions.findings import recompute
from kpi.actions.moves import move, object_of
from kpi.actions.openings import answer_asked
from kpi.actions.submission import require_signing_role
from kpi.domain import report
from kpi.domain.calendar import require_open
from kpi.domain.canonical import canonical_text, fingerprint, receipt_number, serial_of
from kpi.domain.problems import refuse_any
from kpi.domain.proof import statement
from kpi.domain.signature import SigningKey
from kpi.queries.adjustments import adjustments_of
from kpi.queries.confirmations import confirmations_of
from kpi.queries.content import content_among
from kpi.queries.people import moves_and_people
from kpi.queries.readiness import verdict_on
from kpi.queries.receipts import ReceiptPage, find_receipt
from kpi.queries.report_facts import read_report
from kpi.queries.reports import ReportHeader, find_report, latest_event
from kpi.tables.report import Receipt


def sign_and_submit(session: Session, *, report_id: int, provider_id: int, version: int, by: Actor, at: datetime) -> ReceiptPage:
    """Sign an offered report and submit it to the municipality. Late is allowed until the last edit, and marked on the receipt.

    Raises NotFound (foreign report), Refused (state, last edit passed, role, four eyes), SeveralRefused when something changed around the
    report since it was offered (such as the previous quarter's end), or Conflict.
    """
    header = find_report(session, report_id=report_id, provider_id=provider_id)
    event = report.submission(was_submitted=header.submitted_at is not None)
    report.next_state(header.state, event, was_submitted=header.submitted_at is not None)
    require_open(at, last_edit_at=header.last_edit_at)
    require_signing_role(by)
    _require_four_eyes(session, header=header, by=by)
    read = read_report(session, report=header)
    verdict = verdict_on(read, confirmations_of(session, report_id=header.id))
    refuse_any(verdict.problems)
    moves, people = moves_and_people(session, report_id=header.id)
    content = content_among(header, read, verdict, adjustments_of(session, report_id=header.id), moves, people)
    text = canonical_text(content)
    columns = {} if header.submitted_at else {"submitted_at": at}  # being in time is about the first submission
    move(session, header=header, version=version, event=event, by=by, at=at, columns=columns)
    answer_asked(session, report_id=header.id, at=at)
    # From here on corrections count, also in what these figures are compared with.
    recompute(session, report_id=header.id, by=by, at=at)
    number = _store_receipt(session, header=header, text=text, by=by, at=at)
    return find_receipt(session, number=number, provider_id=provider_id)


def _require_four_eyes(session: Session, *, header: ReportHeader, by: Actor) -> None:
    """Whoever offered the report may not sign it (requirement R2, ASVS V2.3.5)."""
    offered = latest_event(session, report_id=header.id, kind=report.OFFERED)
    if offered is None or offered.person_id is None or offered.person_id == by.person_id:
        raise Refused("", "U hebt deze rapportage zelf aangeboden. Een andere tekenbevoegde moet ondertekenen.")


def _store_receipt(session: Session, *, header: ReportHeader, text: str, by: Actor, at: datetime) -> str:
    """The next number of the quarter, and the journal's head as an anchor outside the chain."""
    latest = session.scalar(select(Receipt.number).where(Receipt.number.like(f"SZ-{header.period}-%")).order_by(Receipt.id.desc()).limit(1))
    number = receipt_number(header.period, 1 if latest is None else serial_of(latest) + 1)
    days_late = report.days_late(header.submitted_at or at, header.due_at)
    details = {"ontvangstbewijs": number, "sha256": fingerprint(text), "dagen te laat": days_late}
    head = journal.record(session, by=by, at=at, action="rapportage ondertekend", object=object_of(header.id), details=details)
    journal_id = session.scalar(select(journal.JournalEntry.id).order_by(journal.JournalEntry.id.desc()).limit(1))
    proof = {"content": text, "sha256": fingerprint(text), "journal_id": journal_id, "journal_hash": head}
    made = Receipt(number=number, report_id=header.id, at=at, signed_by=by.name[:120], **proof)
    _seal(session, made, header, days_late=days_late)
    session.add(made)
    session.flush()
    return number


def _seal(session: Session, receipt: Receipt, header: ReportHeader, *, days_late: int) -> None:
    """Sign the receipt's own text. The key comes with the session, as the journal's does: it never stands in the database."""
    key: SigningKey = session.info["receipt_key"]
    facts = {
        "nummer": receipt.number,
        "rapportage": header.id,
        "aanbieder": {"id": header.provider_id, "naam": header.provider_name},
        "kwartaal": header.period,
        "ondertekend op": receipt.at.astimezone(UTC).isoformat(),
        "ondertekend door": receipt.signed_by,
        "sha256": receipt.sha256,
        "journaal": {"regel": receipt.journal_id, "ketenkop": receipt.journal_hash},
        "dagen te laat": days_late,
    }
    receipt.statement = statement(facts, key=key)
    receipt.key_id, receipt.signature = key.key_id, key.sign(receipt.statement)

"""Signing and submitting: two people, one frozen text with its hash, a receipt, and what stands out."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Refused
from kpi.actions.findings import recompute
from kpi.actions.moves import move, object_of
from kpi.actions.submission import require_signing_role
from kpi.domain import report
from kpi.domain.canonical import canonical_text, fingerprint, receipt_number, serial_of
from kpi.domain.flow_matrix import Moves
from kpi.domain.problems import refuse_any
from kpi.queries.capacity import CapacityRow, capacity_rows
from kpi.queries.flows import FlowRow, flow_moves, flow_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.readiness import problems_of
from kpi.queries.receipts import ReceiptPage, find_receipt
from kpi.queries.reports import ReportHeader, find_report, latest_event
from kpi.tables.report import Receipt


def sign_and_submit(session: Session, *, report_id: int, provider_id: int, version: int, by: Actor, at: datetime) -> ReceiptPage:
    """Sign an offered report and submit it to the municipality. Late is allowed and marked on the receipt.

    Raises NotFound (foreign report), Refused (state, role, four eyes), SeveralRefused when something changed around the
    report since it was offered (such as the previous quarter's end), or Conflict.
    """
    header = find_report(session, report_id=report_id, provider_id=provider_id)
    event = report.submission(was_submitted=header.submitted_at is not None)
    report.next_state(header.state, event, was_submitted=header.submitted_at is not None)
    require_signing_role(by)
    _require_four_eyes(session, header=header, by=by)
    refuse_any(problems_of(session, report=header))
    cells = grid_rows(session, report=header)
    places, flows, moves = capacity_rows(session, report=header), flow_rows(session, report=header), flow_moves(session, report_id=header.id)
    text = canonical_text(_content(header, cells, places, flows, moves))
    columns = {} if header.submitted_at else {"submitted_at": at}  # being in time is about the first submission
    move(session, header=header, version=version, event=event, by=by, at=at, columns=columns)
    recompute(session, header=header, rows=cells, by=by, at=at)
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
    details = {"ontvangstbewijs": number, "sha256": fingerprint(text), "dagen te laat": report.days_late(header.submitted_at or at, header.due_at)}
    head = journal.record(session, by=by, at=at, action="rapportage ondertekend", object=object_of(header.id), details=details)
    journal_id = session.scalar(select(journal.JournalEntry.id).order_by(journal.JournalEntry.id.desc()).limit(1))
    proof = {"content": text, "sha256": fingerprint(text), "journal_id": journal_id, "journal_hash": head}
    session.add(Receipt(number=number, report_id=header.id, at=at, signed_by=by.name[:120], **proof))
    session.flush()
    return number


def _content(header: ReportHeader, cells: list[GridRow], places: list[CapacityRow], flows: list[FlowRow], moves: Moves) -> dict[str, Any]:
    return {
        "aanbieder": {"id": header.provider_id, "naam": header.provider_name},
        "kwartaal": header.period,
        "toelichting": header.note,
        "cijfers": [_cell(row) for row in cells],
        "capaciteit": [
            {"locatie": row.location_id, "naam": row.location_name, "plekken": row.counted_places, **asdict(row.count)} for row in places if row.count
        ],
        "stromen": [{"vorm": row.care_form_code, **asdict(row.flow)} for row in flows if row.flow],
        "doorstroom": [{"van": start, "naar": to, "mensen": people} for (start, to), people in sorted(moves.items())],
    }


def _cell(row: GridRow) -> dict[str, Any]:
    return {
        "kpi": row.code,
        "definitie": row.definition_version,
        "teller": _plain(row.numerator),
        "noemer": _plain(row.denominator),
        "geen cijfer": row.missing_reason,
        "toelichting": row.explanation,
    }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"

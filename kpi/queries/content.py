"""The content of a report: everything that is signed, in one form. Names stand beside figures for people; `figures_of` leaves them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from kpi.domain.checks.facts import Part
from kpi.domain.checks.signals import SIGNALS
from kpi.domain.checks.verdict import Answered, Verdict
from kpi.domain.flow_matrix import Moves
from kpi.queries.adjustments import AdjustmentLine, adjustments_of
from kpi.queries.confirmations import confirmations_of
from kpi.queries.grid import GridRow
from kpi.queries.people import PeopleLine, moves_and_people
from kpi.queries.readiness import verdict_on
from kpi.queries.report_facts import ReportRead, read_report
from kpi.queries.reports import ReportHeader


def content_of(session: Session, *, header: ReportHeader) -> dict[str, Any]:
    """What a report says now, as it would be signed. Eight queries."""
    read = read_report(session, report=header)
    verdict = verdict_on(read, confirmations_of(session, report_id=header.id))
    moves, people = moves_and_people(session, report_id=header.id)
    return content_among(header, read, verdict, adjustments_of(session, report_id=header.id), moves, people)


def content_among(
    header: ReportHeader, read: ReportRead, verdict: Verdict, corrections: list[AdjustmentLine], moves: Moves, people: Sequence[PeopleLine]
) -> dict[str, Any]:
    """The same for rows that were read and judged already. A section that is new here also gets its keys in `kpi.domain.difference`.

    People by gemeente and age group stand in it only when they were told: what was signed without them hashes as it always did.
    """
    return {
        "aanbieder": {"id": header.provider_id, "naam": header.provider_name},
        "kwartaal": header.period,
        "toelichting": header.note,
        "cijfers": [_cell(row) for row in read.cells],
        "uitsplitsing": [_part(facts.code, part) for facts in read.facts.cells for part in facts.parts],
        "capaciteit": [
            {"locatie": row.location_id, "naam": row.location_name, "plekken": row.counted_places, **asdict(row.count)}
            for row in read.places
            if row.count
        ],
        "stromen": [{"vorm": row.care_form_code, "naam": row.care_form_name, **asdict(row.flow)} for row in read.flows if row.flow],
        "doorstroom": [{"van": start, "naar": to, "mensen": people} for (start, to), people in sorted(moves.items())],
        "correcties": [_correction(line) for line in corrections],
        "bevestigd": [_confirmed(one) for one in verdict.answered if one.finding.rule not in SIGNALS],  # of those the reason stands at the cell
    } | ({"mensen": [_people(line) for line in people]} if people else {})


def _part(code: str, part: Part) -> dict[str, Any]:
    return {"kpi": code, "soort": part.dimension, "deel": part.category, "teller": _plain(part.numerator), "noemer": _plain(part.denominator)}


def _people(line: PeopleLine) -> dict[str, Any]:
    return {"vorm": line.form, "gemeente": line.municipality, "leeftijd": line.age, "naam": line.name, "mensen": line.people}


def _confirmed(one: Answered) -> dict[str, Any]:
    """A finding with its reason, as it stood when somebody signed."""
    finding, reason = one.finding, one.reason
    at = None if reason.at is None else reason.at.isoformat()
    return {"regel": finding.rule, "veld": finding.field, "melding": finding.sentence, "reden": reason.text, "door": reason.by, "op": at}


def _cell(row: GridRow) -> dict[str, Any]:
    return {
        "kpi": row.code,
        "definitie": row.definition_version,
        "teller": _plain(row.numerator),
        "noemer": _plain(row.denominator),
        "geen cijfer": row.missing_reason,
        "toelichting": row.explanation,
    }


def _correction(line: AdjustmentLine) -> dict[str, Any]:
    return {
        "kwartaal": line.about_period,
        "kpi": line.code,
        "definitie": line.definition_version,
        "teller": _plain(line.now.numerator),
        "noemer": _plain(line.now.denominator),
        "geen cijfer": line.now.missing_reason,
        "teller was": _plain(line.was.numerator),
        "noemer was": _plain(line.was.denominator),
        "reden": line.reason,
    }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number:f}"

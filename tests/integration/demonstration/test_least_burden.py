"""How much of an ordinary quarter nobody has to type, counted in the demonstration where the proposals were really accepted."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.domain.burden import PROPOSED
from kpi.domain.capacity import Places
from kpi.domain.flow_matrix import moves_agree
from kpi.domain.proposals import read_prefill
from kpi.queries.burden import burden_of_report
from kpi.queries.capacity import capacity_rows
from kpi.queries.flows import flow_moves, flow_rows
from kpi.queries.grid import GridRow, grid_rows
from kpi.queries.proposals import known_of_report
from kpi.queries.reports import ReportHeader, reports_of_provider
from tests.support.figures import measured

LAST = Quarter(2026, 3)
ORDINARY = (LAST.shift(-1), LAST.shift(-2), LAST.shift(-4))


@dataclass(frozen=True, slots=True)
class Share:
    """Numbers in a report, and those of them that were not typed."""

    all: int
    known: int


def grid_share(session: Session, report: ReportHeader) -> Share:
    """Both numbers of every cell that has figures: taken over, or proposed for one of its fields."""
    known = known_of_report(session, report=report)
    numbers = not_typed = 0
    for row in grid_rows(session, report=report):
        own = max(1, sum(number is not None for number in (row.numerator, row.denominator)))
        numbers += own
        not_typed += own if row.origin in PROPOSED else _half(row, known)
    return Share(numbers, not_typed)


def _half(row: GridRow, known: dict[str, Decimal]) -> bool:
    return row.denominator is not None and known.get(read_prefill(row.prefill)[1]) == row.denominator


def capacity_share(session: Session, report: ReportHeader) -> Share:
    """Places by contract, and the count: free follows; what is as it was last quarter came with one button."""
    numbers = not_typed = 0
    for row in capacity_rows(session, report=report):
        assert row.count is not None
        before = row.previous or Places(-1, -1, -1, -1)
        same = sum(getattr(row.count, name) == getattr(before, name) for name in ("occupied", "closed", "waiting"))
        numbers, not_typed = numbers + 5, not_typed + 2 + same
    return Share(numbers, not_typed)


def flow_share(session: Session, report: ReportHeader) -> Share:
    """Every cell of the matrix: begin, end and both sums follow, and an inner cell in which nobody moved stays empty."""
    moves, rows = flow_moves(session, report_id=report.id), flow_rows(session, report=report)
    assert moves_agree(moves, {row.care_form_code: row.flow for row in rows if row.flow})
    chained = sum(row.previous_end is not None for row in rows)
    inner = len(rows) * (len(rows) - 1)
    return Share(6 * len(rows) + inner, 3 * len(rows) + chained + inner - len(moves))


@pytest.mark.measured
def test_most_of_an_ordinary_quarter_is_not_typed(session: Session) -> None:
    shares = []
    for provider_id in session.scalars(select(Organisation.id).where(Organisation.kind == "aanbieder").order_by(Organisation.id)):
        for report in reports_of_provider(session, provider_id=provider_id):
            if report.quarter in ORDINARY:
                parts = [count(session, report) for count in (grid_share, capacity_share, flow_share)]
                shares.append(Share(sum(part.all for part in parts), sum(part.known for part in parts)))
    assert len(shares) == 12 and all(share.all >= 30 for share in shares)
    percent = 100 * sum(share.known for share in shares) // sum(share.all for share in shares)
    measured("% of an ordinary quarter prefilled or carried over", percent)
    assert percent >= 55, percent


def test_what_it_cost_is_told_from_the_journal_and_the_cells(session: Session) -> None:
    provider_id = session.scalars(select(Organisation.id).where(Organisation.slug == "maaslicht")).one()
    signed = next(report for report in reports_of_provider(session, provider_id=provider_id) if report.quarter == LAST.previous)
    found = burden_of_report(session, report_id=signed.id, provider_id=provider_id)
    assert (found.cells, found.typed + found.proposed) == (14, 14)
    assert 30 <= found.minutes <= 90
    assert burden_of_report(session, report_id=signed.id, provider_id=provider_id + 1).minutes == 0

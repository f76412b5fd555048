"""The count that follows every save says what the rows themselves would say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from kpi.actions.cells import save_cell
from kpi.domain.indicator import FAMILIES
from kpi.queries.grid import completeness_of, grid_rows
from kpi.queries.progress import progress_of
from kpi.queries.reports import find_report
from tests.support.world import fill


def test_the_count_agrees_with_the_rows(session: Session) -> None:
    world = fill(session)
    for (slug, _), report_id in world.reports.items():
        report = find_report(session, report_id=report_id, provider_id=world.organisations[slug])
        for family in FAMILIES:
            rows = grid_rows(session, report=report, family=family)
            told = progress_of(session, report=report, family=family)
            assert told == completeness_of(rows)
            assert all(row.stands_out == bool(row.signals) for row in rows)


@pytest.mark.parametrize("explained", [True, False])
def test_a_cell_that_stands_out_is_counted_until_it_is_explained(session: Session, *, explained: bool) -> None:
    world = fill(session)
    own = {"report_id": world.reports["noord", "2026-K3"], "provider_id": world.organisations["noord"]}
    report = find_report(session, **own)
    row = next(row for row in grid_rows(session, report=report) if row.is_filled and row.value_kind == "verhouding")
    before = progress_of(session, report=report, family=row.family)
    assert before.unexplained == 0
    texts = {"numerator_text": "1", "denominator_text": "40", "explanation": "Er was een piek in de instroom." if explained else ""}
    by, at = world.people["invoerder-noord"].as_actor(), datetime(2026, 11, 1, tzinfo=UTC)
    save_cell(session, indicator_code=row.code, version=row.version, missing_reason=None, by=by, at=at, **own, **texts)
    after = progress_of(session, report=report, family=row.family)
    assert (after.filled, after.unexplained) == (before.filled, 0 if explained else 1)

"""The proposals for the empty cells of a report. One query more, and only when an empty cell asks what the report tells elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from sqlalchemy import Integer, and_, literal, null, select, type_coerce, union_all
from sqlalchemy.orm import Session, aliased

from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location
from contracts.tables.programme import CareForm
from kpi.domain.cell import Figures
from kpi.domain.proposals import ASKED_TWICE, LAST_QUARTER, NO_PREFILL, Proposal, known_numbers, propose, read_prefill
from kpi.queries.capacity import CapacityRow, previous_report
from kpi.queries.flows import FlowRow, asked_form
from kpi.queries.grid import GridRow
from kpi.queries.reports import ReportHeader
from kpi.tables.capacity import CapacityCount, FlowCount
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import ReportValue

_PLACES, _FLOWS, _CELLS = "plekken", "stromen", "cijfers"
_THOUSANDTHS = Decimal(1000)


def proposals_of(session: Session, *, report: ReportHeader, rows: Iterable[GridRow]) -> dict[str, Proposal]:
    """By KPI, in the order of the rows. Nothing for a report that may not be changed now."""
    empty = [row for row in rows if not row.is_filled and row.prefill != NO_PREFILL]
    if not empty or not report.is_editable:
        return {}
    needs = {source for row in empty for source in read_prefill(row.prefill)} - {NO_PREFILL, LAST_QUARTER}
    return _among(empty, known_of_report(session, report=report) if needs else {})


def proposals_among(cells: list[GridRow], places: list[CapacityRow], flows: list[FlowRow]) -> dict[str, Proposal]:
    """The same for a report of which every row was read already."""
    known = known_numbers(
        [(row.pijler_code, row.counted_places) for row in places],
        [_moved(row) for row in flows],
        {row.code: row.denominator for row in cells},
    )
    return _among([row for row in cells if not row.is_filled and row.prefill != NO_PREFILL], known)


def _moved(row: FlowRow) -> tuple[str, int | None, int | None]:
    return (row.pijler_code, None, None) if row.flow is None else (row.pijler_code, row.flow.at_end, row.flow.through_out + row.flow.outflow)


def known_of_report(session: Session, *, report: ReportHeader) -> dict[str, Decimal]:
    """What places, flows and other cells of this report tell already. One query."""
    now, before = aliased(FlowCount), aliased(FlowCount)
    none = null().cast(Integer)
    places = (
        select(literal(_PLACES), CareForm.pijler_code, CapacityCount.places, none)
        .select_from(Location)
        .join(CareForm, CareForm.code == Location.care_form_code)
        .outerjoin(CapacityCount, and_(CapacityCount.location_id == Location.id, CapacityCount.report_id == report.id))
        .where(Location.provider_id == report.provider_id)
    )
    flows = (
        select(literal(_FLOWS), CareForm.pijler_code, now.at_end, now.through_out + now.outflow)
        .select_from(CareForm)
        .outerjoin(now, and_(now.care_form_code == CareForm.code, now.report_id == report.id))
        .outerjoin(before, and_(before.care_form_code == CareForm.code, before.report_id == previous_report(report)))
        .where(asked_form(report, now=now, before=before))
    )
    cells = (
        select(literal(_CELLS), IndicatorVersion.indicator_code, type_coerce(ReportValue.denominator, Integer), none)
        .join(IndicatorVersion, IndicatorVersion.id == ReportValue.indicator_version_id)
        .where(ReportValue.report_id == report.id, IndicatorVersion.indicator_code.in_(ASKED_TWICE.values()))
    )
    told: dict[str, list[tuple[str, int | None, int | None]]] = {_PLACES: [], _FLOWS: [], _CELLS: []}
    for kind, name, first, second in session.execute(union_all(places, flows, cells)):
        told[kind].append((name, first, second))
    denominators = {name: None if number is None else number / _THOUSANDTHS for name, number, _ in told[_CELLS]}
    return known_numbers([(name, number) for name, number, _ in told[_PLACES]], told[_FLOWS], denominators)


def _among(empty: list[GridRow], known: Mapping[str, Decimal]) -> dict[str, Proposal]:
    found = {}
    for row in empty:
        before = row.previous
        same = before is not None and before.definition_version == row.definition_version and before.missing_reason is None
        earlier = Figures(before.numerator, before.denominator) if before is not None and same else None
        name = Quarter.parse(before.period).label if before is not None else ""
        proposal = propose(row.rules, row.prefill, known=known, earlier=earlier, earlier_name=name)
        if proposal is not None:
            found[row.code] = proposal
    return found

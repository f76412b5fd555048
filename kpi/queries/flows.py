"""The people of an aanbieder in one report, by form of care, with the previous quarter's end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from contracts.tables.agreement import Commitment
from contracts.tables.organisation import Location
from contracts.tables.programme import CareForm
from kpi.domain.contract_basis import read_basis
from kpi.domain.flow import Flow
from kpi.queries.capacity import previous_report
from kpi.queries.contract_basis import kept_basis
from kpi.queries.reports import ReportHeader
from kpi.tables.capacity import FlowCount, FlowMove
from kpi.tables.people import PeopleCount


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One form of care. `flow` is None while nothing was filled in; `previous_end` prefills the begin.

    `told_people`: the sum of its table by gemeente and age group (kpi.domain.people); None when that was not told.
    """

    care_form_code: str
    care_form_name: str
    flow: Flow | None
    version: int
    previous_end: int | None
    pijler_code: str = ""
    told_people: int | None = None

    @property
    def field(self) -> str:
        """The name of this row in forms and error summaries."""
        return f"stroom-{self.care_form_code}"


def flow_rows(session: Session, *, report: ReportHeader) -> list[FlowRow]:
    """The forms of care that count in the flow and that this aanbieder offers, in the programme's order. One query.

    It offers a form when the report's contract basis has a location or a running arrangement or subsidie of it, or when it reported the form
    this quarter or the one before. A year or free request asks none.
    """
    if not report.asks_places:
        return []
    now, before = aliased(FlowCount), aliased(FlowCount)
    rows = session.execute(
        select(
            CareForm.code, CareForm.name, now.version, before.at_end,
            now.at_begin, now.inflow, now.through_in, now.through_out, now.outflow, now.at_end,
            _agreed(report), kept_basis(report.id), CareForm.pijler_code, _told_people(report),
        )
        .outerjoin(now, and_(now.care_form_code == CareForm.code, now.report_id == report.id))
        .outerjoin(before, and_(before.care_form_code == CareForm.code, before.report_id == previous_report(report)))
        .where(CareForm.counts_in_flow.is_(True))
        .order_by(CareForm.position, CareForm.code)
    )  # fmt: skip
    return [_row(row) for row in rows if _is_offered(row)]


def _row(row: Row[*tuple[Any, ...]]) -> FlowRow:
    return FlowRow(row[0], row[1], None if row[2] is None else _flow(tuple(row[4:10])), row[2] or 0, row[3], row[12], row[13])


def _told_people(report: ReportHeader) -> ScalarSelect[int]:
    own = (PeopleCount.report_id == report.id, PeopleCount.care_form_code == CareForm.code)
    return select(func.sum(PeopleCount.people).cast(Integer)).where(*own).correlate(CareForm).scalar_subquery()


def _is_offered(row: Row[*tuple[Any, ...]]) -> bool:
    """By the basis (by what is agreed now, for a report that keeps none), or because it was reported."""
    basis = read_basis(row[11])
    return row[2] is not None or row[3] is not None or bool(row[10] if basis is None else row[0] in basis.care_forms)


def _agreed(report: ReportHeader) -> ColumnElement[bool]:
    """By what is agreed now: a location, or a running arrangement or subsidie."""
    has_location = select(Location.id).where(Location.provider_id == report.provider_id, Location.care_form_code == CareForm.code).exists()
    has_commitment = (
        select(Commitment.id)
        .where(
            Commitment.provider_id == report.provider_id,
            Commitment.care_form_code == CareForm.code,
            Commitment.starts_on <= report.quarter.ends_on,
            Commitment.ends_on >= report.quarter.starts_on,
        )
        .exists()
    )
    return or_(has_location, has_commitment)


def asked_form(report: ReportHeader, *, now: Any, before: Any) -> ColumnElement[bool]:
    """Whether a form of care is asked of this report: `now` and `before` are its outer joined counts of this quarter and the one before."""
    return and_(CareForm.counts_in_flow.is_(True), or_(_agreed(report), now.id.is_not(None), before.id.is_not(None)))


def flow_moves(session: Session, *, report_id: int) -> dict[tuple[str, str], int]:
    """Who moved on inside the aanbieder: people by (from, to), in the order of their codes. One query; the caller found the report."""
    rows = session.execute(
        select(FlowMove.from_code, FlowMove.to_code, FlowMove.people)
        .where(FlowMove.report_id == report_id, FlowMove.people > 0)
        .order_by(FlowMove.from_code, FlowMove.to_code)
    )
    return {(row[0], row[1]): row[2] for row in rows}


def _flow(counted: tuple[Any, ...]) -> Flow:
    return Flow(*counted)

"""What the publisher of a summary needs: one quarter's accepted reports. Names of aanbieders are not even asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, or_, select
from sqlalchemy.orm import Session

from contracts.foundation.period import Quarter
from contracts.tables.programme import CareForm, Pijler
from kpi.domain.report import AGREED
from kpi.domain.reporting_period import QUARTER
from kpi.domain.summary_input import CellInput, Definition, FlowInput, PlacesInput, SummaryInput
from kpi.tables.capacity import CapacityCount, FlowCount
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.publication import SummaryEdition
from kpi.tables.report import Report, ReportValue

_PEOPLE = ("cliënt", "client", "mensen", "persoon", "personen")


@dataclass(frozen=True, slots=True)
class EditionMade:
    """An edition as its publisher sees it: also when it was withdrawn or replaced."""

    edition_id: int
    period: Quarter
    edition: int
    state: str
    published_at: datetime
    published_by: str
    version: int


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter in which reports are made: how many there are, and how many are accepted."""

    period: Quarter
    expected: int
    accepted: int


def quarters(session: Session) -> tuple[QuarterLine, ...]:
    """Every quarter with reports, the latest first. Years and free requests are not summarised."""
    accepted = func.sum(case((Report.state.in_(AGREED), 1), else_=0))
    query = select(Report.period, func.count(), accepted).where(Report.kind == QUARTER).group_by(Report.period).order_by(Report.period.desc())
    return tuple(QuarterLine(Quarter.parse(period), expected, int(done)) for period, expected, done in session.execute(query))


def summary_input(session: Session, *, period: Quarter) -> SummaryInput:
    """All that a summary of this quarter is made of. Reports that are not accepted stay out."""
    states, places = _states_and_places(session, period)
    return SummaryInput(
        period=period,
        accepted=sum(state in AGREED for state in states),
        expected=len(states),
        definitions=_definitions(session, period),
        cells=_cells(session, period),
        flows=_flows(session, period),
        places=places,
    )


def editions_made(session: Session, *, period: Quarter | None = None) -> tuple[EditionMade, ...]:
    """Every edition ever published (of one quarter), the latest first."""
    e = SummaryEdition
    query = select(e.id, e.period, e.edition, e.state, e.published_at, e.published_by, e.version).order_by(e.period.desc(), e.edition.desc())
    if period is not None:
        query = query.where(e.period == period.code)
    rows = session.execute(query)
    return tuple(EditionMade(r.id, Quarter.parse(r.period), r.edition, r.state, r.published_at, r.published_by, r.version) for r in rows)


def _definitions(session: Session, period: Quarter) -> tuple[Definition, ...]:
    """The KPIs that aanbieders report, as defined at the end of the quarter. A yearly KPI counts only when it was reported."""
    v = IndicatorVersion
    reported = _accepted(select(ReportValue.indicator_version_id).join(Report, Report.id == ReportValue.report_id), period)
    query = (
        select(v, Pijler.name.label("pijler"))
        .join(Indicator, Indicator.code == v.indicator_code)
        .outerjoin(Pijler, Pijler.code == Indicator.pijler_code)
        .where(v.reported_by != "gemeente", v.valid_from <= period.ends_on, or_(v.valid_to.is_(None), v.valid_to >= period.ends_on))
        .where(or_(v.frequency == "kwartaal", v.id.in_(reported)))
        .order_by(Pijler.position.is_(None), Pijler.position, Indicator.position, Indicator.code)
    )
    return tuple(_definition(row.IndicatorVersion, row.pijler or "") for row in session.execute(query))


def _definition(version: IndicatorVersion, pijler: str) -> Definition:
    return Definition(
        code=version.indicator_code,
        version=version.version,
        name=version.name,
        pijler=pijler,
        value_kind=version.value_kind,
        unit=version.unit,
        decimals=version.decimals,
        direction=version.direction,
        norm_kind=version.norm_kind,
        norm_low=version.norm_low,
        norm_high=version.norm_high,
        counts_people=any(word in f"{version.name} {version.numerator_label}".lower() for word in _PEOPLE),
        can_be_added="niet" not in version.over_providers and version.over_providers != "geen",
    )


def _cells(session: Session, period: Quarter) -> tuple[CellInput, ...]:
    v, c = IndicatorVersion, ReportValue
    query = (
        select(v.indicator_code, v.version, Report.provider_id, c.numerator, c.denominator)
        .join(Report, Report.id == c.report_id)
        .join(v, v.id == c.indicator_version_id)
        .where(c.numerator.is_not(None))
        .order_by(v.indicator_code, Report.provider_id)
    )
    return tuple(
        CellInput(code, version, provider, n, d) for code, version, provider, n, d in session.execute(_accepted(query, period)) if n is not None
    )


def _flows(session: Session, period: Quarter) -> tuple[FlowInput, ...]:
    f = FlowCount
    query = (
        select(CareForm.code, CareForm.name, Report.provider_id, f.at_begin, f.inflow, f.through_in, f.through_out, f.outflow, f.at_end)
        .join(Report, Report.id == f.report_id)
        .join(CareForm, CareForm.code == f.care_form_code)
        .where(CareForm.counts_in_flow)
        .order_by(CareForm.position, CareForm.code, Report.provider_id)
    )
    return tuple(FlowInput(*row) for row in session.execute(_accepted(query, period)))


def _states_and_places(session: Session, period: Quarter) -> tuple[list[str], tuple[PlacesInput, ...]]:
    """How far each report of the quarter is, and the places that the accepted ones counted. One query."""
    c = CapacityCount
    query = (
        select(Report.state, Report.provider_id, func.sum(c.occupied), func.sum(c.free), func.sum(c.closed), func.sum(c.waiting))
        .outerjoin(c, c.report_id == Report.id)
        .where(Report.period == period.code)
        .group_by(Report.state, Report.provider_id)
        .order_by(Report.provider_id)
    )
    rows: list[tuple[Any, ...]] = [tuple(row) for row in session.execute(query)]
    counted = [row[1:] for row in rows if row[0] in AGREED and row[2] is not None]
    return [row[0] for row in rows], tuple(PlacesInput(*(int(number) for number in row)) for row in counted)


def _accepted(query: Select[*tuple[Any, ...]], period: Quarter) -> Select[*tuple[Any, ...]]:
    return query.where(Report.period == period.code, Report.state.in_(AGREED))

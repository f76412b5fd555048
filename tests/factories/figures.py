"""Rows for tests about figures: organisations, KPIs, reports with cells, flows and capacity."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TypeVar

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location, Municipality, Organisation
from contracts.tables.programme import CareForm, Pijler
from kpi.tables.capacity import CapacityCount, FlowCount
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report, ReportValue

NOW = datetime(2026, 7, 20, 12, 0, tzinfo=UTC)
QUARTER = Quarter(2026, 2)
Row = TypeVar("Row")
_number = itertools.count(1)


def actor(name: str = "Noor Janssen", organisation: str = "Gemeente Maastricht") -> Actor:
    """Somebody who acts."""
    return Actor(person_id=None, name=name, organisation_id=None, organisation_name=organisation, origin="test")


def saved(session: Session, row: Row) -> Row:
    """Add and flush."""
    session.add(row)
    session.flush()
    return row


def organisation(session: Session, name: str = "", kind: str = "aanbieder") -> Organisation:
    """An organisation; an aanbieder unless said otherwise."""
    number = next(_number)
    return saved(session, Organisation(slug=f"org-{number}", name=name or f"Stichting Proef {number}", kind=kind, is_fictitious=True, source="test"))


def pijler(session: Session, code: str = "maatzorg") -> Pijler:
    """One of the four pijlers."""
    return session.get(Pijler, code) or saved(session, Pijler(code=code, name=code.capitalize(), position=3, aims="", source="test"))


def indicator(session: Session, code: str, *, name: str = "", kind: str = "verhouding", **fields: object) -> IndicatorVersion:
    """A KPI with one version."""
    saved(session, Indicator(code=code, family="kpi", pijler_code=pijler(session).code, position=next(_number), source="test"))
    given: dict[str, object] = {
        "name": name or f"Cijfer {code}",
        "value_kind": kind,
        "unit": "%" if kind == "verhouding" else "aantal",
        "direction": "hoger",
        "norm_kind": "geen",
        "frequency": "kwartaal",
        "reported_by": "aanbieder",
        "over_providers": "som",
    }
    version = IndicatorVersion(
        indicator_code=code,
        version=1,
        definition="",
        numerator_label="",
        over_time="geen",
        valid_from=date(2020, 1, 1),
        source="test",
        **{**given, **fields},
    )
    return saved(session, version)


def report(session: Session, provider: Organisation, *, period: Quarter = QUARTER, state: str = "geaccepteerd") -> Report:
    """A quarterly report."""
    dates = {"period_ends_on": period.ends_on, "first_due_at": NOW, "due_at": NOW, "last_edit_at": NOW}
    row = Report(provider_id=provider.id, period=period.code, **dates, state=state, submitted_at=NOW)
    return saved(session, row)


def cell(session: Session, of: Report, version: IndicatorVersion, numerator: str | None, denominator: str | None = None) -> ReportValue:
    """One cell; without a numerator it says "nog niet bekend"."""
    row = ReportValue(
        report_id=of.id,
        indicator_version_id=version.id,
        numerator=None if numerator is None else Decimal(numerator),
        denominator=None if denominator is None else Decimal(denominator),
        missing_reason="nog niet bekend" if numerator is None else None,
        explanation="Geheime toelichting",
        changed_at=NOW,
        changed_by="Sam Peters",
    )
    return saved(session, row)


def care_form(session: Session, code: str = "verblijf", name: str = "Wonen met verblijf") -> CareForm:
    """A form of support that people flow through."""
    row = CareForm(
        code=code, name=name, pijler_code=pijler(session).code, position=next(_number), counts_in_flow=True, has_places=True, source="test"
    )
    return session.get(CareForm, code) or saved(session, row)


def flow(session: Session, of: Report, form: CareForm, begin: int, inflow: int, through_in: int, through_out: int, outflow: int) -> FlowCount:
    """One row of the flow, in balance."""
    end = begin + inflow + through_in - through_out - outflow
    row = FlowCount(
        report_id=of.id,
        care_form_code=form.code,
        at_begin=begin,
        inflow=inflow,
        through_in=through_in,
        through_out=through_out,
        outflow=outflow,
        at_end=end,
    )
    return saved(session, row)


def capacity(session: Session, of: Report, form: CareForm, *, occupied: int, free: int, closed: int = 0, waiting: int = 0) -> CapacityCount:
    """One location's places on the last day."""
    if session.get(Municipality, "0935") is None:
        saved(session, Municipality(code="0935", name="Maastricht", is_centre=True, source="test"))
    places = occupied + free + closed
    location = Location(provider_id=of.provider_id, name=f"Huis {next(_number)}", municipality_code="0935", care_form_code=form.code, places=places)
    saved(session, location)
    row = CapacityCount(report_id=of.id, location_id=location.id, places=places, occupied=occupied, free=free, closed=closed, waiting=waiting)
    return saved(session, row)

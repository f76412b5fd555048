"""Small worlds for tests of reports: aanbieders, KPIs, locations and forms of care, straight into the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Location, Municipality, Organisation
from contracts.tables.programme import CareForm, Pijler
from kpi.actions.capacity import CapacityEntry, save_capacity
from kpi.actions.cells import save_cell
from kpi.actions.flows import save_flow
from kpi.actions.reports import open_report
from kpi.actions.signing import sign_and_submit
from kpi.actions.submission import offer_for_signature
from kpi.domain.calendar import Dates
from kpi.domain.reporting_period import of_quarter
from kpi.queries.grid import GridRow
from kpi.queries.receipts import ReceiptPage
from kpi.queries.reports import ReportHeader, find_report
from kpi.tables.indicator import Indicator, IndicatorVersion

NOW = datetime(2026, 10, 12, 9, 0, tzinfo=UTC)
QUARTER = Quarter(2026, 3)
NEVER_LOCKED = date(2099, 12, 31)
SOURCE = "proef"


def person(number: int, name: str, *roles: str, organisation_id: int = 1) -> Actor:
    """Somebody who acts."""
    return Actor(number, name, organisation_id, "De Proef", frozenset(roles), "proef")


WRITER = person(1, "Iris Invoer", "invoerder")
SIGNER = person(2, "Tom Teken", "tekenbevoegde")
MANAGER = person(3, "Carla Contract", "contractmanager", organisation_id=99)


@dataclass(frozen=True, slots=True)
class World:
    """Two aanbieders; the first has a location and a form of care, and three KPIs are asked of both."""

    provider_id: int
    other_provider_id: int
    location_id: int


def add_provider(session: Session, slug: str) -> int:
    """An invented aanbieder."""
    organisation = Organisation(slug=slug, name=f"Stichting {slug.title()}", kind="aanbieder", is_fictitious=True, source=SOURCE)
    session.add(organisation)
    session.flush()
    return organisation.id


def add_indicator(session: Session, code: str, *, family: str = "basiszorg", position: int = 1, version: int = 1, **definition: Any) -> int:
    """A KPI with one definition; the definition's number comes back. By default a ratio without a norm, asked every quarter."""
    if session.get(Indicator, code) is None:
        pijler = family if family in {"voorzorg", "basiszorg", "maatzorg", "nazorg"} else None
        session.add(Indicator(code=code, family=family, pijler_code=pijler, position=position, source=SOURCE))
        session.flush()
    defaults: dict[str, Any] = {
        "name": f"Proef {code}", "definition": "Een proef.", "value_kind": "verhouding", "numerator_label": "teller", "denominator_label": "noemer",
        "unit": "%", "direction": "hoger", "norm_kind": "geen", "frequency": "kwartaal", "reported_by": "aanbieder", "over_time": "som",
        "over_providers": "som", "valid_from": date(2020, 1, 1), "source": SOURCE,
    }  # fmt: skip
    added = IndicatorVersion(indicator_code=code, version=version, **(defaults | definition))
    session.add(added)
    session.flush()
    return added.id


def add_world(session: Session) -> World:
    """Everything a report needs."""
    session.add_all([Pijler(code=code, name=code.title(), position=1, aims="", source=SOURCE) for code in ("basiszorg", "maatzorg")])
    session.add(Municipality(code="0935", name="Maastricht", is_centre=True, source=SOURCE))
    session.flush()
    for position, code in enumerate(("opvang", "woning")):
        session.add(
            CareForm(code=code, name=code.title(), pijler_code="basiszorg", position=position, counts_in_flow=True, has_places=True, source=SOURCE)
        )
    session.flush()
    provider, other = add_provider(session, "de-linde"), add_provider(session, "de-wilg")
    location = Location(provider_id=provider, name="Huis 1", municipality_code="0935", care_form_code="opvang", places=10)
    session.add(location)
    session.flush()
    add_indicator(session, "BZ-01", norm_kind="min", norm_low=Decimal(100))
    add_indicator(session, "BZ-02", position=2, value_kind="aantal", unit="personen", direction="lager", norm_kind="max", norm_high=Decimal(0))
    add_indicator(session, "MZ-08", family="maatzorg", value_kind="aantal", unit="personen", direction="lager")
    return World(provider, other, location.id)


def start(session: Session, world: World, quarter: Quarter = QUARTER, *, provider_id: int | None = None) -> ReportHeader:
    """An opened report."""
    about = {"provider_id": provider_id or world.provider_id, "period": of_quarter(quarter), "dates": dates(quarter)}
    return open_report(session, by=MANAGER, at=NOW, **about)


def dates(quarter: Quarter) -> Dates:
    """The deadline is a month after the quarter's end; figures stay open, whatever day it is: tests of the last edit choose their own."""
    return Dates(quarter.ends_on, quarter.shift(1).starts_on.replace(day=30), NEVER_LOCKED)


def cell(session: Session, report: ReportHeader, code: str, numerator: str = "", denominator: str = "", **other: Any) -> GridRow:
    """Save one cell as the person who fills in."""
    told: dict[str, Any] = {"version": 0, "missing_reason": None, "explanation": "", "by": WRITER, "at": NOW} | other
    return save_cell(
        session,
        report_id=report.id,
        provider_id=report.provider_id,
        indicator_code=code,
        numerator_text=numerator,
        denominator_text=denominator,
        **told,
    )


CALM = {"BZ-01": ("31", "31"), "BZ-02": ("0", ""), "MZ-08": ("12", "")}


def fill(
    session: Session,
    world: World,
    report: ReportHeader,
    figures: Mapping[str, tuple[str, str]] = CALM,
    *,
    explanation: str = "",
    capacity_version: int = 0,
) -> None:
    """Fill in a whole report: cells, places and flow."""
    for code, (numerator, denominator) in figures.items():
        cell(session, report, code, numerator, denominator, explanation=explanation)
    entry = CapacityEntry(world.location_id, "8", "1", "1", "3", version=capacity_version)
    own: dict[str, Any] = {"report_id": report.id, "provider_id": report.provider_id, "by": WRITER, "at": NOW}
    save_capacity(session, entries=[entry], **own)
    movements: dict[str, Any] = {"inflow": "2", "through_in": "0", "through_out": "0", "outflow": "2", "at_end": "8"}
    save_flow(session, care_form_code="opvang", version=0, at_begin="8", **movements, **own)


def offer(session: Session, report: ReportHeader) -> ReportHeader:
    """Offer it as it stands now."""
    now = find_report(session, report_id=report.id, provider_id=report.provider_id)
    return offer_for_signature(session, report_id=report.id, provider_id=report.provider_id, version=now.version, by=WRITER, at=NOW)


def sign(session: Session, report: ReportHeader, *, at: datetime = NOW) -> ReceiptPage:
    """Sign it by somebody else."""
    now = find_report(session, report_id=report.id, provider_id=report.provider_id)
    return sign_and_submit(session, report_id=report.id, provider_id=report.provider_id, version=now.version, by=SIGNER, at=at)


def submitted(
    session: Session, world: World, quarter: Quarter, figures: Mapping[str, tuple[str, str]] = CALM, *, explanation: str = ""
) -> ReportHeader:
    """A whole quarter, signed."""
    report = start(session, world, quarter)
    fill(session, world, report, figures, explanation=explanation)
    offer(session, report)
    sign(session, report)
    return find_report(session, report_id=report.id, provider_id=report.provider_id)

"""The contract basis of a report that is opened now, and the care forms and places it keeps."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import Session

from contracts.queries.in_force import agreements_in_force, commitments_in_force
from contracts.queries.providers import locations
from kpi.domain.contract_basis import basis_text
from kpi.domain.reporting_period import ReportingPeriod
from kpi.tables.report import Report

_NAMES = {
    "reference": "kenmerk", "name": "naam", "kind": "soort", "agreement": "overeenkomst", "care_form_code": "vorm",
    "starts_on": "van", "ends_on": "tot en met", "version": "versie",
}  # fmt: skip


def contract_basis(session: Session, *, provider_id: int, period: ReportingPeriod) -> str:
    """What is agreed with this aanbieder for the period, as it stands now, in canonical text. Amounts of money are not part of it. Three queries."""
    about: dict[str, Any] = {"provider_id": provider_id, "starts_on": period.starts_on, "ends_on": period.ends_on}
    return basis_text(
        agreements=[_told(one) for one in agreements_in_force(session, **about)],
        commitments=[_told(one) for one in commitments_in_force(session, **about)],
        locations=[
            {"id": one.id, "naam": one.name, "vorm": one.care_form_code, "plekken": one.places} for one in locations(session, provider_id=provider_id)
        ],
    )


def kept_basis(report_id: int) -> ScalarSelect[str]:
    """The text that a report keeps, to be asked along with its rows."""
    return select(Report.contract_basis).where(Report.id == report_id).scalar_subquery()


def _told(one: Any) -> dict[str, Any]:
    return {_NAMES[key]: value.isoformat() if key.endswith("_on") else value for key, value in asdict(one).items()}

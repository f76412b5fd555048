"""What was settled for good: the frozen text, whether it still hashes to its fingerprint, and the definitions that go into it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.domain.canonical import figures_of, fingerprint
from kpi.queries.asked import FAMILY_ORDER
from kpi.queries.content import content_of
from kpi.queries.reports import find_report
from kpi.tables.detail import FrozenReport
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Receipt, Report, ReportQuestion


@dataclass(frozen=True, slots=True)
class Frozen:
    """One settled report. `content` is canonical text; the fingerprint is its SHA-256."""

    report_id: int
    provider_name: str
    period: str
    at: datetime
    person_name: str
    content: str
    sha256: str

    @property
    def quarter(self) -> Quarter:
        """Its quarter."""
        return Quarter.parse(self.period)

    @property
    def is_intact(self) -> bool:
        """Whether the text still hashes to its fingerprint."""
        return fingerprint(self.content) == self.sha256

    @property
    def told(self) -> dict[str, Any]:
        """The content, read."""
        found: dict[str, Any] = json.loads(self.content)
        return found


def find_frozen(session: Session, *, report_id: int, provider_id: int | None) -> Frozen:
    """The settled content of a report; with a provider only its own. Raises NotFound, also while it was not settled."""
    query = (
        select(
            FrozenReport.report_id, Organisation.name, Report.period, FrozenReport.at, FrozenReport.person_name, FrozenReport.content,
            FrozenReport.sha256,
        )
        .join(Report, Report.id == FrozenReport.report_id)
        .join(Organisation, Organisation.id == Report.provider_id)
        .where(FrozenReport.report_id == report_id)
    )  # fmt: skip
    row = session.execute(query if provider_id is None else query.where(Report.provider_id == provider_id)).first()
    if row is None:
        raise NotFound
    return Frozen(*row)


def definitions_of(session: Session, *, report_id: int) -> list[dict[str, Any]]:
    """The full definitions that a report asks by, in the order of its screens: for the frozen content."""
    version = IndicatorVersion
    rows = session.scalars(
        select(version)
        .join(ReportQuestion, ReportQuestion.indicator_version_id == version.id)
        .join(Indicator, Indicator.code == version.indicator_code)
        .where(ReportQuestion.report_id == report_id)
        .order_by(FAMILY_ORDER, Indicator.position, Indicator.code)
    )
    return [_definition(row) for row in rows]


def _definition(row: IndicatorVersion) -> dict[str, Any]:
    return {
        "kpi": row.indicator_code,
        "versie": row.version,
        "naam": row.name,
        "definitie": row.definition,
        "soort": row.value_kind,
        "teller": row.numerator_label,
        "noemer": row.denominator_label,
        "eenheid": row.unit,
        "decimalen": row.decimals,
        "richting": row.direction,
        "norm": {"soort": row.norm_kind, "van": _plain(row.norm_low), "tot": _plain(row.norm_high), "uitleg": row.norm_note},
        "bron": row.source,
    }


def _plain(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"


def broken_contents(session: Session) -> list[str]:
    """A Dutch line for every receipt or settled report whose text does not hash, or whose rows say something else by now."""
    receipts = session.execute(select(Receipt.number, Receipt.content, Receipt.sha256).order_by(Receipt.id))
    found = [f"ontvangstbewijs {number}: de inhoud hoort niet bij de vingerafdruk" for number, text, sha in receipts if fingerprint(text) != sha]
    for report_id in session.scalars(select(FrozenReport.report_id).order_by(FrozenReport.report_id)).all():
        found += problems_of_frozen(session, report_id=report_id)
    return found


def problems_of_frozen(session: Session, *, report_id: int) -> list[str]:
    """What is wrong with one settled report; nothing when it is as it was. Seven queries."""
    frozen, header = find_frozen(session, report_id=report_id, provider_id=None), find_report(session, report_id=report_id, provider_id=None)
    name = f"vastgestelde rapportage {report_id} ({header.provider_name}, {header.period})"
    if not frozen.is_intact:
        return [f"{name}: de inhoud hoort niet bij de vingerafdruk"]
    if figures_of(frozen.told) != figures_of(content_of(session, header=header)):
        return [f"{name}: de cijfers in de database zijn niet meer gelijk aan wat is vastgesteld"]
    return []

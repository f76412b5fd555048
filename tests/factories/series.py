"""Series of signed figures, straight into the tables and then judged by the real action: quicker than walking every quarter through its screens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.foundation.actor import Actor
from contracts.foundation.period import Quarter
from kpi.actions.findings import recompute_all
from kpi.actions.judging import judge_reports
from kpi.domain.report import ACCEPTED
from kpi.queries.series import every_report
from kpi.tables.report import Report, ReportQuestion, ReportValue

AT = datetime(2026, 10, 12, 9, tzinfo=UTC)
BY = Actor(3, "Carla Contract", 99, "De Proef", frozenset({"contractmanager"}), "proef")

Pair = tuple[str, str] | str | None
"""Numerator and denominator; a number alone; or None for "nog niet bekend"."""


def put_figure(session: Session, *, provider_id: int, version_id: int, period: str, pair: Pair, state: str = ACCEPTED) -> int:
    """One figure in the report of a quarter, which is made when it is not there; the report's number comes back."""
    found = session.scalar(select(Report).where(Report.provider_id == provider_id, Report.period == period))
    if found is None:
        moments = {"period_ends_on": Quarter.parse(period).ends_on, "first_due_at": AT, "due_at": AT, "last_edit_at": AT}
        found = Report(provider_id=provider_id, period=period, state=state, submitted_at=AT, **moments)
        session.add(found)
        session.flush()
    session.add(ReportQuestion(report_id=found.id, indicator_version_id=version_id))
    top, bottom = pair if isinstance(pair, tuple) else (pair, None)
    figures = {"numerator": None if top is None else Decimal(top), "denominator": None if bottom is None else Decimal(bottom)}
    missing = {"missing_reason": "nog niet bekend" if top is None else None}
    session.add(ReportValue(report_id=found.id, indicator_version_id=version_id, changed_at=AT, changed_by="Iris Invoer", **figures, **missing))
    session.flush()
    return found.id


def put_series(session: Session, *, provider_id: int, version_id: int, first: str, pairs: Iterable[Pair]) -> list[int]:
    """Figures of quarters in a row, signed and accepted, not judged yet; the reports' numbers come back."""
    begin = Quarter.parse(first)
    return [
        put_figure(session, provider_id=provider_id, version_id=version_id, period=begin.shift(number).code, pair=pair)
        for number, pair in enumerate(pairs)
    ]


def judge_one(session: Session, *, provider_id: int) -> None:
    """Judge the figures of one aanbieder alone, without making deviations of what stands out: where there are very many figures."""
    judge_reports(session, reports=[one for one in every_report(session) if one.provider_id == provider_id], at=AT)


def judge_all(session: Session) -> None:
    """Judge every signed figure, as submitting them in turn would have done."""
    recompute_all(session, by=BY, at=AT)

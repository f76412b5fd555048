"""Nothing that hangs on a contract vanishes by an amendment, and a report keeps the basis it was opened with (decision 12)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.actions.amendments import amend_agreement, amend_commitment
from contracts.actions.options import add_option, use_option
from contracts.domain.amending import CommitmentChange, FrameChange
from contracts.domain.options import Option
from contracts.domain.terms import Unit
from contracts.foundation import database
from contracts.foundation.actor import Actor
from contracts.foundation.base import Base
from contracts.foundation.journal import JournalEntry
from contracts.queries.terms import commitment_now, frame_now
from contracts.tables.agreement import Agreement, Commitment, CommitmentYear
from contracts.tables.amendment import AgreementOption, Amendment
from kpi.domain.reporting_period import of_quarter
from kpi.queries.contract_basis import contract_basis
from kpi.tables.report import Report
from portal.extensions import db
from tests.support.whole_world import AT, Whole
from tests.support.world import NOW

THEIR_OWN = {Agreement, Commitment, CommitmentYear, Amendment, AgreementOption, JournalEntry}
WHY = "Besluit van het college."


def everything_else(session: Session) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but those that an amendment is about."""
    mine = {table.__table__ for table in THEIR_OWN}
    return {
        table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key.columns))]
        for table in Base.metadata.sorted_tables
        if table not in mine
    }


def shorten(session: Session, whole: Whole, by: Actor) -> None:
    number = whole.world.commitments["arrangement"]
    now = commitment_now(session, commitment_id=number)
    change = CommitmentChange("Anders", now.terms.starts_on, date(2025, 6, 30), None, "", "", None, dict(now.terms.years))
    about = {"change": change, "effective_on": date(2025, 1, 1), "reason": WHY, "version": now.version}
    amend_commitment(session, commitment_id=number, by=by, at=AT, **about)


def reframe(session: Session, whole: Whole, by: Actor) -> None:
    number = session.scalar(select(Agreement.id))
    assert number is not None
    now = frame_now(session, agreement_id=number)
    change = FrameChange("Ander raam", now.terms.starts_on, date(2025, 12, 31), "")
    about = {"change": change, "effective_on": date(2025, 1, 1), "reason": WHY, "version": now.version}
    amend_agreement(session, agreement_id=number, by=by, at=AT, **about)


def extend(session: Session, whole: Whole, by: Actor) -> None:
    number = session.scalar(select(Agreement.id))
    assert number is not None
    before = datetime(2025, 1, 1, tzinfo=UTC)
    option = Option(1, Unit.YEARS, 6, Unit.MONTHS)
    add_option(session, agreement_id=number, option=option, reason=WHY, version=1, by=by, at=before)
    use_option(session, agreement_id=number, number=1, reason=WHY, version=2, by=by, at=before)


@pytest.mark.parametrize("change", [shorten, reframe, extend])
def test_only_the_contract_changes(portal: Flask, whole: Whole, change: Callable[[Session, Whole, Actor], None]) -> None:
    with portal.app_context():
        session = db.session()
        database.begin_writing(session)
        linde, period = whole.world.organisations["linde"], of_quarter(NOW)
        before, now = everything_else(session), contract_basis(session, provider_id=linde, period=period)
        assert all(before[table] for table in ("deviation", "agenda_item", "dialogue_session", "action_point", "report", "judgement", "evidence"))
        change(session, whole, whole.people["subsidiebeheerder"].as_actor())
        assert everything_else(session) == before
        # What a next report rests on is what is agreed now; the version says that it changed.
        assert contract_basis(session, provider_id=linde, period=period) != now
        kept = session.scalars(select(Report.contract_basis).where(Report.provider_id == linde, Report.period == NOW.code)).one()
        assert '"kenmerk":"ARR-2024-07"' in kept and '"versie":1' in kept
        session.rollback()

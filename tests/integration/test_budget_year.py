"""The year of the begroting says the same as what is asked apart, in few questions, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.actions.division import divide_year
from contracts.domain.division import SHARES, NewDivision
from contracts.foundation.database import begin_writing
from contracts.foundation.errors import NotFound
from contracts.queries import budget
from contracts.tables.agreement import Commitment
from contracts.tables.realisation import Realisation
from contracts.tables.tariff import TariffStep
from kpi.queries.budget_year import budget_year
from kpi.tables.agreed import CommitmentKpi
from portal.extensions import db
from tests.factories import contracts as make
from tests.support.agreed_all import agreed_of, asked_kpis
from tests.support.expected import expected_of
from tests.support.queries import counted
from tests.support.world import World

AT = datetime(2026, 11, 2, 10, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def furnish(session: Session, world: World) -> None:
    """Everything that can be agreed and spent of the arrangement: tariffs, steps, KPIs, shares, a realised amount with units."""
    number = world.commitments["arrangement"]
    session.execute(update(Commitment).where(Commitment.id == number).values(variant="inspanningsgericht", agreed_places=Decimal("38.5")))
    make.tariff(session, commitment_id=number, cents=190_00, valid_from=date(2025, 1, 1))
    make.tariff(session, commitment_id=number, cents=180_00, valid_from=date(2024, 1, 1), valid_until=date(2024, 12, 31))
    session.add_all(TariffStep(commitment_id=number, above_units=above, thousandths=80_000) for above in (900, 100, 400))
    for code, is_steering in (("MZ-05", True), ("BZ-01", False), ("BZ-02", True), ("NZ-02", False)):
        session.add(CommitmentKpi(commitment_id=number, indicator_code=code, is_steering=is_steering))
    made = make.realisation(session, commitment_id=number, amount_cents=50_00, first_on=date(2025, 1, 1), last_on=date(2025, 6, 30))
    session.execute(update(Realisation).where(Realisation.id == made).values(units=Decimal("12.5")))
    new = NewDivision(SHARES, {world.lines["beschermd-wonen"]: "99,67", world.lines["mo"]: "0,33"})
    by = world.people["subsidiebeheerder"].as_actor()
    divide_year(session, commitment_id=number, year=2024, new=new, version=2, by=by, at=AT)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_it_says_the_same_as_what_is_asked_apart(app: Flask, world: World, year: int) -> None:
    with app.app_context():
        session = db.session()
        begin_writing(session)
        furnish(session, world)
        with counted(session) as asked:
            found = budget_year(session, year=year, today=TODAY)
        expected = expected_of(session, year=year, today=TODAY)
        assert len(asked) == 4
        assert found.agreed == agreed_of(session, year=year, on=TODAY)
        assert found.asked == asked_kpis(session, on=TODAY) and found.asked
        assert replace(found.matrix, last_budget_year=2024) == budget.matrix(session, year=year, expected=expected)
        told = {each.commitment.id: each.expected_cents for each in found.matrix.columns}
        assert told == {each.commitment.id: 0 for each in found.matrix.columns} | {key: one.expected_cents for key, one in expected.items()}
        session.rollback()


def test_a_year_that_cannot_be_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        budget_year(session, year=99999, today=TODAY)

"""What the demonstration agreed on: tariffs near the promised amounts, KPIs to steer by, and two things for somebody to notice."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.budget_signals import Code
from contracts.domain.checks import checks
from contracts.domain.staffel import priced
from contracts.domain.tariff import OF_TIME, TariffUnit, stretches, units_in
from contracts.queries.budget import years
from contracts.queries.tariffs import steps_of, tariffs_of
from contracts.tables.agreement import Commitment, CommitmentYear
from tests.support.agreed_all import agreed_of, asked_kpis

ON = date(2026, 11, 22)


def test_the_checks_notice_one_gap_and_one_subsidie_without_kpi(session: Session) -> None:
    agreed = agreed_of(session, year=2026, on=ON)
    found = checks(agreed, kpis=asked_kpis(session, on=ON), budget_years=years(session).budgeted)
    noticed = {(each.code, each.subject) for each in found if each.subject_kind == "commitment"}
    expected = {(Code.TARIFF_GAP, "Doorstroomwoningen met begeleiding"), (Code.COMMITMENT_WITHOUT_KPI, "Aanpak Wvggz")}
    assert expected <= noticed and {code for code, _ in noticed} & {Code.TARIFF_OVERLAP, Code.TOO_MANY_STEERING_KPIS} == set()
    assert [each.name for each in agreed if not each.kpis] == ["Aanpak Wvggz"]
    assert all(4 <= sum(kpi.is_steering for kpi in each.kpis) <= 6 for each in agreed if each.kpis)
    assert {each.subject_code for each in found if each.code is Code.KPI_WITHOUT_COMMITMENT} == {"BZ-09"}


def test_places_times_tariff_times_days_lies_near_what_was_promised(session: Session) -> None:
    asked = select(Commitment.id, Commitment.agreed_places, CommitmentYear.year, CommitmentYear.committed_cents)
    asked = asked.join(CommitmentYear, CommitmentYear.commitment_id == Commitment.id).where(Commitment.agreed_places.is_not(None))
    rows = session.execute(asked.where(CommitmentYear.year <= 2026)).all()
    ids = {row.id for row in rows}
    tariffs, steps = tariffs_of(session, commitment_ids=ids), steps_of(session, commitment_ids=ids)
    assert len(ids) == 14 and len(steps) == 1
    for number, places, year, committed in rows:
        own, units, cents = [each.tariff for each in tariffs[number]], Fraction(0), Fraction(0)
        for stretch in stretches(own, first_on=date(year, 1, 1), last_on=date(year, 12, 31)):
            if stretch.tariff is not None:
                assert stretch.tariff.unit in OF_TIME
                some = units_in(stretch.tariff.unit, first_on=stretch.first_on, last_on=stretch.last_on) * Fraction(places)
                cents += priced(steps.get(number, ()), stretch.tariff.cents, before=units, units=some)
                units += some
        # An amendment of this year gave one of them more places than it had before.
        assert 0.9 < cents / committed < 1.2, (number, year, float(cents / committed))


def test_every_tariff_was_indexed_each_year_by_somebody_with_a_reason(session: Session) -> None:
    ids = list(session.scalars(select(Commitment.id)))
    for items in tariffs_of(session, commitment_ids=ids).values():
        assert [each.valid_from for each in items] == [date(year, 1, 1) for year in range(2022, 2027)]
        assert items[0].indexed_by is None and all(each.indexed_by and each.reason for each in items[1:])
        assert all(each.made_at.date() <= ON and each.made_by == "Karin Peters" for each in items)
        assert all(TariffUnit(each.unit) and each.cents > 0 for each in items)

"""The reported occupancy and the expectation of every commitment, on both databases: right, scoped, and four queries whatever the rows."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from contracts.actions.realised import recount
from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from contracts.tables.agreement import Commitment
from contracts.tables.organisation import Location, Municipality
from contracts.tables.programme import CareForm
from contracts.tables.tariff import TariffStep
from kpi.domain.report import STATES
from kpi.queries.expected import NO_FORM, NOT_ALONE, NOT_COUNTED, facts_of
from kpi.queries.forecast_sources import forecast_sources
from kpi.queries.occupancy import occupancy_of
from kpi.tables.capacity import CapacityCount, FlowCount
from kpi.tables.report import Report
from tests.factories import contracts as make
from tests.support.expected import expected_of
from tests.support.queries import counted

TODAY, AT = date(2026, 11, 22), datetime(2026, 10, 12, 9, tzinfo=UTC)
K2, K3 = Quarter(2026, 2), Quarter(2026, 3)
PLACES, PEOPLE, DAY_CARE = "met-verblijf", "zonder-verblijf", "dagbesteding"


def _forms(session: Session) -> None:
    make.care_form(session, code=PLACES)
    for code, in_flow in ((PEOPLE, True), (DAY_CARE, False)):
        row = {"name": code, "pijler_code": f"p-{PLACES}"[:20], "position": 2, "counts_in_flow": in_flow, "has_places": False, "source": "test"}
        session.add(CareForm(code=code, **row))
    session.add(Municipality(code="0935", name="Maastricht", is_centre=True, source="test"))
    session.flush()


def _report(session: Session, provider_id: int, quarter: Quarter, *, state: str = "geaccepteerd") -> int:
    made = Report(
        provider_id=provider_id, period=quarter.code, period_ends_on=quarter.ends_on, first_due_at=AT, due_at=AT, last_edit_at=AT, state=state
    )
    session.add(made)
    session.flush()
    return made.id


def _counts(session: Session, report_id: int, provider_id: int, *occupied: int) -> None:
    """So many locations of the form with places."""
    for number in occupied:
        home = Location(provider_id=provider_id, name="Huis", municipality_code="0935", care_form_code=PLACES, places=100)
        session.add(home)
        session.flush()
        row = {"places": 100, "occupied": number, "free": 100 - number, "closed": 0, "waiting": 0}
        session.add(CapacityCount(report_id=report_id, location_id=home.id, **row))
    session.flush()


def _flow(session: Session, report_id: int, at_begin: int, at_end: int, code: str = PEOPLE) -> None:
    row = {"inflow": max(at_end - at_begin, 0), "through_in": 0, "through_out": 0, "outflow": max(at_begin - at_end, 0), "at_end": at_end}
    session.add(FlowCount(report_id=report_id, care_form_code=code, at_begin=at_begin, **row))
    session.flush()


def _arrangement(session: Session, provider_id: int, form: str | None = PLACES, *, realised: int = 500_000_00, committed: int = 700_000_00) -> int:
    made = make.commitment(
        session, provider_id=provider_id, kind="arrangement", agreement_id=make.agreement(session, provider_id=provider_id), years={2026: committed}
    )
    session.execute(update(Commitment).where(Commitment.id == made).values(care_form_code=form, variant="inspanningsgericht"))
    if realised:
        _realised(session, made, realised)
    make.tariff(session, commitment_id=made, cents=100_00, valid_from=date(2026, 1, 1))
    return made


def _realised(session: Session, commitment_id: int, cents: int) -> None:
    make.realisation(session, commitment_id=commitment_id, amount_cents=cents, first_on=date(2026, 1, 1), last_on=date(2026, 9, 30))
    recount(session, commitment_id=commitment_id, year=2026)


def _provider(session: Session) -> int:
    """An aanbieder with two signed quarters: 30 then 40 places in use in two houses, and 10 then 12 people."""
    provider = make.organisation(session)
    for quarter, occupied, people in ((K2, (10, 20), (10, 10)), (K3, (15, 25), (10, 12))):
        report = _report(session, provider, quarter)
        _counts(session, report, provider, *occupied)
        _flow(session, report, *people)
    return provider


def test_places_are_the_mean_of_two_last_days_and_people_of_begin_and_end(session: Session) -> None:
    _forms(session)
    provider = _provider(session)
    found = occupancy_of(session, provider_ids=[provider])
    assert [(each.quarter, each.at_begin, each.at_end, each.occupancy.nights) for each in found[provider, PLACES]] == [
        (K2, None, 30, Fraction(30 * 91)),
        (K3, 30, 40, Fraction(35 * 92)),
    ]
    assert [each.occupancy.places for each in found[provider, PEOPLE]] == [Fraction(10), Fraction(11)]


@pytest.mark.parametrize("state", STATES)
def test_only_signed_reports_count(session: Session, state: str) -> None:
    _forms(session)
    provider = make.organisation(session)
    _counts(session, _report(session, provider, K3, state=state), provider, 5)
    signed = {"ingediend", "in beoordeling", "opnieuw ingediend", "geaccepteerd", "vastgesteld"}
    assert bool(occupancy_of(session, provider_ids=[provider])) is (state in signed)


def test_a_quarter_that_was_not_reported_leaves_the_next_without_a_begin(session: Session) -> None:
    _forms(session)
    provider = make.organisation(session)
    for quarter in (Quarter(2026, 1), K3):
        _counts(session, _report(session, provider, quarter), provider, 7)
    assert [each.at_begin for each in occupancy_of(session, provider_ids=[provider])[provider, PLACES]] == [None, None]


def test_an_arrangement_costs_what_was_realised_and_the_rest_of_its_days(session: Session) -> None:
    _forms(session)
    provider = _provider(session)
    with_places, without = _arrangement(session, provider), _arrangement(session, provider, PEOPLE)
    found = expected_of(session, year=2026, today=TODAY)
    assert found[with_places].expected_cents == 500_000_00 + 35 * 92 * 100_00
    assert found[without].expected_cents == 500_000_00 + 11 * 92 * 100_00
    assert found[with_places].is_forecast and found[without].is_forecast


def test_what_cannot_be_forecast_says_why_and_counts_as_committed(session: Session) -> None:
    _forms(session)
    provider, other = _provider(session), _provider(session)
    twins = [_arrangement(session, provider) for _ in range(2)]
    no_form, day_care = _arrangement(session, other, None), _arrangement(session, other, DAY_CARE)
    found = expected_of(session, year=2026, today=TODAY)
    for made, why in ((twins[0], NOT_ALONE), (twins[1], NOT_ALONE), (no_form, NO_FORM), (day_care, NOT_COUNTED)):
        assert (found[made].is_forecast, found[made].expected_cents) == (False, 700_000_00)
        assert found[made].why.startswith(why)


def test_arrangementen_one_after_the_other_can_be_told_apart(session: Session) -> None:
    _forms(session)
    provider = _provider(session)
    former, later = _arrangement(session, provider), _arrangement(session, provider, realised=0)
    session.execute(update(Commitment).where(Commitment.id == former).values(ends_on=date(2026, 9, 30)))
    session.execute(update(Commitment).where(Commitment.id == later).values(starts_on=date(2026, 10, 1)))
    found = expected_of(session, year=2026, today=TODAY)
    assert found[former].expected_cents == 500_000_00 and "hele jaar" in found[former].why
    assert found[later].expected_cents == 35 * 92 * 100_00


def test_a_subsidie_counts_for_what_was_committed_and_one_with_events_too_after_its_year(session: Session) -> None:
    provider = make.organisation(session)
    plain, by_events = (make.commitment(session, provider_id=provider, years={2025: (900, 400)}) for _ in range(2))
    session.execute(update(Commitment).where(Commitment.id == by_events).values(subsidy_state="verleend"))
    now, earlier = (expected_of(session, year=2025, today=day) for day in (TODAY, date(2025, 6, 1)))
    assert (earlier[plain].expected_cents, now[plain].expected_cents) == (900, 400)
    assert (earlier[by_events].expected_cents, now[by_events].expected_cents) == (900, 900)


def test_steps_and_agreed_places_are_taken_along(session: Session) -> None:
    _forms(session)
    made = _arrangement(session, _provider(session))
    session.add(TariffStep(commitment_id=made, above_units=100, thousandths=50_000))
    session.execute(update(Commitment).where(Commitment.id == made).values(agreed_places=Decimal("12.5")))
    session.flush()
    facts = facts_of(session, year=2026)[made]
    assert facts.steps[0].above_units == 100 and facts.agreed_places == Fraction(25, 2)
    assert "staffel" in expected_of(session, year=2026, today=TODAY)[made].why


def test_an_aanbieder_asks_only_its_own_and_a_year_without_money_is_not_there(session: Session) -> None:
    _forms(session)
    mine, other = _provider(session), _provider(session)
    own, foreign = _arrangement(session, mine), _arrangement(session, other)
    assert set(expected_of(session, year=2026, today=TODAY, provider_id=mine)) == {own}
    assert set(expected_of(session, year=2026, today=TODAY)) == {own, foreign}
    assert expected_of(session, year=2027, today=TODAY) == {}


def test_four_queries_at_1_and_at_20_arrangementen(session: Session) -> None:
    _forms(session)
    counts = []
    for extra in (1, 19):
        for _ in range(extra):
            _arrangement(session, _provider(session))
        with counted(session) as sent:
            found = expected_of(session, year=2026, today=TODAY)
        counts.append((len(sent), len(found)))
    assert counts == [(4, 1), (4, 20)]


def test_the_sources_of_one_forecast_are_five_queries_and_nobody_elses(session: Session) -> None:
    _forms(session)
    mine, other = _provider(session), _provider(session)
    own, foreign = _arrangement(session, mine), _arrangement(session, other)
    for _ in range(5):
        _arrangement(session, mine, DAY_CARE)
    with counted(session) as sent:
        found = forecast_sources(session, commitment_id=own, year=None, today=TODAY, provider_id=mine)
    assert len(sent) == 5 and found.outlook.expected == expected_of(session, year=2026, today=TODAY)[own]
    assert ([each.amount_cents for each in found.realised], [each.quarter for each in found.reported], found.years) == (
        [500_000_00],
        [K2, K3],
        (2026,),
    )
    for number, year, viewer in ((foreign, 2026, mine), (99_999, 2026, None), (own, 2025, mine)):
        with pytest.raises(NotFound):
            forecast_sources(session, commitment_id=number, year=year, today=TODAY, provider_id=viewer)

"""What was agreed for a year, as the checks take it: all of it, of every commitment that concerns the year, in a fixed number of questions."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from contracts.domain.budget_signals import Code
from contracts.domain.checks import Agreed, Kpi, checks
from contracts.domain.tariff import Tariff, TariffUnit
from contracts.domain.variant import Variant
from contracts.tables.agreement import AllocationShare, Commitment
from kpi.tables.agreed import CommitmentKpi
from tests.factories import contracts as make
from tests.factories.reporting import add_indicator
from tests.support.agreed_all import agreed_of, asked_kpis
from tests.support.queries import counted

ON = date(2026, 11, 22)


def attach(session: Session, commitment_id: int, code: str, *, is_steering: bool = True) -> None:
    session.add(CommitmentKpi(commitment_id=commitment_id, indicator_code=code, is_steering=is_steering))
    session.flush()


def arrangement(session: Session, *, name: str, years: dict[int, int | tuple[int, int]]) -> int:
    provider = make.organisation(session, name=f"Aanbieder van {name}")
    made = make.commitment(
        session, provider_id=provider, agreement_id=make.agreement(session, provider_id=provider), kind="arrangement", name=name, years=years
    )
    found = session.get_one(Commitment, made)
    found.variant = "inspanningsgericht"
    session.flush()
    return made


def test_everything_that_was_agreed_is_there(session: Session) -> None:
    for code, position in (("MZ-05", 2), ("BZ-07", 1)):
        add_indicator(session, code, family="contract", position=position)
    wonen = arrangement(session, name="Wonen", years={2026: 200_00, 2025: 100_00})
    make.tariff(session, commitment_id=wonen, cents=55_00, valid_from=date(2026, 1, 1))
    make.tariff(session, commitment_id=wonen, cents=50_00, valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31))
    attach(session, wonen, "BZ-07", is_steering=False)
    attach(session, wonen, "MZ-05")
    line = make.budget_line(session, amounts={2026: 500_00})
    for year, share in ((2025, 9_000), (2026, 10_000)):
        session.add(AllocationShare(commitment_id=wonen, budget_line_id=line, year=year, share=share))
    session.flush()
    assert agreed_of(session, year=2026, on=ON) == (
        Agreed(
            id=wonen,
            name="Wonen",
            provider_name="Aanbieder van Wonen",
            starts_on=date(2025, 1, 1),
            ends_on=date(2026, 12, 31),
            years={2025: 100_00, 2026: 200_00},
            kpis=(Kpi("MZ-05", "Proef MZ-05"), Kpi("BZ-07", "Proef BZ-07", is_steering=False)),
            variant=Variant.EFFORT,
            tariffs=(
                Tariff(TariffUnit.NIGHT, 50_00, date(2025, 1, 1), date(2025, 12, 31)),
                Tariff(TariffUnit.NIGHT, 55_00, date(2026, 1, 1)),
            ),
            shares={line: 10_000},
        ),
    )


def test_a_commitment_concerns_a_year_when_it_runs_or_has_money_in_it(session: Session) -> None:
    provider = make.organisation(session, name="De Proef")
    runs = make.commitment(session, provider_id=provider, years={2025: 1_00}, name="Loopt", ends_on=date(2026, 1, 1))
    pays = make.commitment(session, provider_id=provider, years={2025: 1_00}, name="Betaalt")
    make.allocation(session, commitment_id=pays, line_id=make.budget_line(session), amount_cents=1_00, year=2026)
    make.commitment(session, provider_id=provider, years={2025: 1_00}, name="Voorbij")
    assert {each.id for each in agreed_of(session, year=2026, on=ON)} == {runs, pays}
    assert len(agreed_of(session, year=2025, on=ON)) == 3
    assert agreed_of(session, year=2030, on=ON) == ()


def test_the_kpis_that_are_asked_of_aanbieders_are_those_of_the_day(session: Session) -> None:
    add_indicator(session, "MZ-05", family="contract", position=2)
    add_indicator(session, "BZ-07", family="contract", position=1)
    add_indicator(session, "CF-03", family="contract", position=3, reported_by="berekend")
    add_indicator(session, "NZ-09", family="contract", position=4, valid_to=date(2026, 11, 21))
    assert asked_kpis(session, on=ON) == (Kpi("BZ-07", "Proef BZ-07"), Kpi("MZ-05", "Proef MZ-05"))
    found = checks(agreed_of(session, year=2026, on=ON), kpis=asked_kpis(session, on=ON), budget_years=(2026,))
    assert [(each.code, each.subject_code) for each in found] == [(Code.KPI_WITHOUT_COMMITMENT, code) for code in ("BZ-07", "MZ-05")]


def test_a_hundred_commitments_ask_no_more_than_one(session: Session) -> None:
    add_indicator(session, "MZ-05", family="contract")
    provider, asked = make.organisation(session), []
    for many in (1, 30):
        for _ in range(many):
            made = make.commitment(session, provider_id=provider, years={2026: 1_00})
            make.tariff(session, commitment_id=made, cents=1_00, valid_from=date(2026, 1, 1))
            attach(session, made, "MZ-05")
        with counted(session) as sent:
            assert len(agreed_of(session, year=2026, on=ON)) == (1 if many == 1 else 31)
            asked_kpis(session, on=ON)
        asked.append(len(sent))
    assert asked == [5, 5]

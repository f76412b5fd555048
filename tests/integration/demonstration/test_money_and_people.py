"""The money and the people of the demonstration."""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.budget_signals import Code, Severity, signals
from contracts.queries import budget
from contracts.queries.taakvelden import shares_of
from contracts.tables.budget import BudgetAmount
from contracts.tables.organisation import Location, Organisation
from portal.accounts.people_queries import members
from portal.accounts.tables import Person
from tests.support.revisions import revisions

FORBIDDEN = ("leger des heils", "impuls", "hartelstein", "jekerzicht", "credohuis", "kamers met kansen", "xonar")


def test_the_money_adds_up_in_every_year_with_one_thing_to_notice(session: Session) -> None:
    known = budget.years(session)
    assert known.budgeted == (2021, 2022, 2023, 2024, 2025, 2026) and known.all == (*known.budgeted, 2027)  # applied for, nothing promised yet
    assert budget.matrix(session, year=2027).totals.committed_cents == 0
    noticed = []
    for year in known.budgeted[1:]:
        matrix = budget.matrix(session, year=year)
        assert matrix.totals.difference_cents == 0 and matrix.totals.committed_cents > 2_000_000_000
        assert all(row.room_cents is None or row.room_cents >= 0 for row in matrix.rows)
        assert all(row.cover_percent is None or row.cover_percent > 60 for row in matrix.rows)
        assert all(column.commitment.realised_cents > 0 for column in matrix.columns)
        over = [column.commitment.name for column in matrix.columns if column.commitment.realised_cents > column.commitment.committed_cents]
        assert over == (["Noodkamers eerste opvang 2025"] if year == 2025 else [])  # set lower, and not paid back yet
        noticed += [(year, one.code, one.severity, one.sentence) for one in signals(matrix)]
    ((year, code, severity, sentence),) = noticed
    assert (year, code, severity) == (2026, Code.ALLOCATIONS_DIFFER, Severity.WARNING)
    assert "12.500,00" in sentence


def test_invented_budget_years_say_so(session: Session) -> None:
    invented = session.scalars(select(BudgetAmount).where(BudgetAmount.year > 2024, BudgetAmount.revision == 1)).all()
    printed = dict(session.execute(select(BudgetAmount.line_id, BudgetAmount.amount_cents).where(BudgetAmount.year == 2024)).all())
    assert len(invented) == 2 * len(printed)
    assert all(one.is_provisional and one.note == "Verzonnen voor de demonstratie: bedrag van 2024 overgenomen" for one in invented)
    assert all(one.amount_cents == printed[one.line_id] for one in invented)


def test_one_line_was_raised_this_year_by_a_decision_and_has_two_taakvelden(session: Session) -> None:
    (raised,) = session.scalars(select(BudgetAmount).where(BudgetAmount.year > 2024, BudgetAmount.revision > 1))
    before, after = (revisions(session, line_id=raised.line_id, year=2026)[place].amount_cents for place in (1, 0))
    assert (raised.year, raised.revision, raised.decided_on) == (2026, 2, date(2026, 7, 7))
    assert before is not None and after == before + 250_000_00 and raised.reason.startswith("Verzonnen voor de demonstratie")
    shares = shares_of(session)
    assert shares[2026][raised.line_id] == {"6.81a": 9_500, "6.71c": 500} and shares[2025][raised.line_id] == {"6.81a": 10_000}
    assert [len(shares[year]) for year in sorted(shares)] == [3] * 6


def test_everybody_who_is_needed_can_be_chosen(session: Session) -> None:
    everybody = members(session)
    assert Counter(role for one in everybody for role in one.roles) == {
        "invoerder": 5, "tekenbevoegde": 4, "contractmanager": 1, "subsidiebeheerder": 1, "publicist": 2, "functioneel-beheerder": 1,
        "klankbordgroeplid": 2, "regiolezer": 1,
    }  # fmt: skip
    two_places = {one.organisation_name for one in everybody if one.name == "Noor Bakker"}
    assert two_places == {"De Grubbe", "Geulkring Begeleiding"}
    assert all(one.email.endswith(".example") for one in everybody)
    assert len(set(session.scalars(select(Person.totp_secret)))) == 16


def test_no_real_aanbieder_plays(session: Session) -> None:
    playing = session.execute(
        select(Organisation.name, Organisation.is_fictitious, Organisation.source).where(Organisation.kind == "aanbieder")
    ).all()
    assert len(playing) == 4 and all(invented and source == "Verzonnen voor de demonstratie" for _, invented, source in playing)
    names = " ".join([*(one.name for one in playing), *session.scalars(select(Location.name))]).lower()
    assert not any(name in names for name in FORBIDDEN)

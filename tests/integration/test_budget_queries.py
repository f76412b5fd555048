"""The matrix and the lists on both databases: right, scoped, and no slower in queries with more rows."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.queries import agreements, budget, providers
from contracts.queries.deals import deals_by_provider
from contracts.tables.budget import BudgetAmount
from tests.factories import contracts as make
from tests.support.queries import counted
from tests.support.revisions import revisions


def _fill(session: Session, rows: int) -> None:
    """So many lines, each with an earmark, each paid by a commitment of an aanbieder of its own."""
    for _ in range(rows):
        provider = make.organisation(session)
        line = make.budget_line(session, amounts={2026: 1000})
        earmark = make.budget_line(session, parent_id=line, amounts={2026: 300})
        promised = make.commitment(
            session, provider_id=provider, agreement_id=make.agreement(session, provider_id=provider), years={2026: (700, 100)}
        )
        make.allocation(session, commitment_id=promised, line_id=line, amount_cents=400)
        make.allocation(session, commitment_id=promised, line_id=earmark, amount_cents=300)


def test_the_matrix_adds_up_and_takes_four_queries_at_1_and_at_20_rows(session: Session) -> None:
    _fill(session, 1)
    with counted(session) as few:
        made = budget.matrix(session, year=2026)
    _fill(session, 19)
    with counted(session) as many:
        larger = budget.matrix(session, year=2026)
    assert len(few) == len(many) == 4
    assert (len(made.rows), len(larger.rows), len(larger.columns)) == (2, 40, 20)
    assert (larger.totals.budgeted_cents, larger.totals.allocated_cents, larger.totals.realised_cents) == (20_000, 14_000, 2_000)
    assert larger.totals.room_cents == 6_000 and larger.totals.difference_cents == 0


def test_the_list_of_contracts_and_a_commitment_take_as_many_queries_at_20_rows(session: Session) -> None:
    _fill(session, 1)
    counts = []
    for extra in (0, 19):
        _fill(session, extra)
        with counted(session) as sent:
            found = deals_by_provider(session, year=make.YEAR)
            agreements.commitment(session, commitment_id=found[0].deals[0].id, provider_id=None)
        counts.append(len(sent))
    assert counts == [5, 5]


def test_the_latest_revision_of_each_line_and_year_counts(session: Session) -> None:
    line = make.budget_line(session, amounts={2025: 100, 2026: 200})
    from_other_year = make.budget_line(session, amounts={2025: 5})
    for number, cents in ((2, None), (3, 900)):
        session.add(BudgetAmount(line_id=line, year=2026, revision=number, amount_cents=cents, note="n.v.t.", source="test"))
    session.flush()
    this = {each.id: each for each in budget.lines(session, year=2026)}
    assert (this[line].budgeted_cents, this[line].revision) == (900, 3)
    assert (this[from_other_year].budgeted_cents, this[from_other_year].revision) == (None, 0)
    assert [each.budgeted_cents for each in budget.lines(session, year=2025)] == [100, 5]
    assert [(each.revision, each.amount_cents) for each in revisions(session, line_id=line, year=2026)] == [(3, 900), (2, None), (1, 200)]


def test_not_applicable_keeps_its_note(session: Session) -> None:
    make.budget_line(session, amounts={2026: None})
    row = budget.matrix(session, year=2026).rows[0]
    assert (row.line.budgeted_cents, row.line.note, row.room_cents) == (None, "n.v.t.", None)


def test_the_years_with_a_begroting_and_those_with_promises_only(session: Session) -> None:
    assert budget.years(session) == budget.Years((), ())
    make.budget_line(session, amounts={2025: 1, 2024: None})
    make.commitment(session, provider_id=make.organisation(session), years={2025: 1, 2027: 1})
    assert budget.years(session) == budget.Years((2024, 2025), (2024, 2025, 2027))
    assert budget.matrix(session, year=2027).last_budget_year == 2025


def test_a_year_that_cannot_be_is_not_found(session: Session) -> None:
    for year in (0, 1899, 99999):
        with pytest.raises(NotFound):
            budget.matrix(session, year=year)


def test_a_column_is_there_for_what_runs_and_for_what_has_money(session: Session) -> None:
    provider = make.organisation(session)
    runs = make.commitment(session, provider_id=provider, years={2025: 10, 2027: 10})
    over = make.commitment(session, provider_id=provider, years={2024: 10})
    late = make.commitment(session, provider_id=provider, years={2024: 10}, ends_on=date(2026, 1, 1))
    pays = make.commitment(session, provider_id=provider, years={2023: 10})
    make.allocation(session, commitment_id=pays, line_id=make.budget_line(session, amounts={2026: 50}), amount_cents=7)
    made = budget.matrix(session, year=2026)
    assert [column.commitment.id for column in made.columns] == [runs, late, pays] and over not in {c.commitment.id for c in made.columns}
    assert made.columns[2].unallocated_cents == -7 and made.totals.difference_cents == 0


def test_an_aanbieder_sees_only_its_own_and_foreign_is_the_same_as_unknown(session: Session) -> None:
    linde, berk = make.organisation(session, name="De Linde"), make.organisation(session, name="De Berk")
    frame = make.agreement(session, provider_id=linde)
    bought = make.commitment(session, provider_id=linde, agreement_id=frame, kind="arrangement", years={2025: (100, 40), 2026: (50, 1)})
    granted = make.commitment(session, provider_id=berk, years={2026: 9})
    everything = agreements.commitments(session, provider_id=None)
    assert {item.id: item.provider_name for item in everything} == {bought: "De Linde", granted: "De Berk"}
    (own,) = agreements.commitments(session, provider_id=linde)
    assert own in everything and (own.id, own.agreement_id, own.committed_cents, own.realised_cents) == (bought, frame, 150, 41)
    assert [item.id for item in agreements.commitments(session, provider_id=berk)] == [granted]
    assert agreements.commitment(session, commitment_id=bought, provider_id=linde).commitment.id == bought
    for asked in (bought, 10**6):
        with pytest.raises(NotFound):
            agreements.commitment(session, commitment_id=asked, provider_id=berk)


def test_a_commitment_shows_its_years_and_their_division(session: Session) -> None:
    promised = make.commitment(session, provider_id=make.organisation(session), years={2026: (100, 30), 2025: 80})
    first, second = make.budget_line(session, name="MO"), make.budget_line(session, name="Wvggz")
    make.allocation(session, commitment_id=promised, line_id=second, amount_cents=25)
    make.allocation(session, commitment_id=promised, line_id=first, amount_cents=35)
    years = agreements.commitment(session, commitment_id=promised, provider_id=None).years
    assert [(each.year, each.committed_cents, each.allocated_cents, each.unallocated_cents) for each in years] == [
        (2025, 80, 0, 80),
        (2026, 100, 60, 40),
    ]
    assert [(each.line_name, each.amount_cents, each.version) for each in years[1].allocations] == [("MO", 35, 1), ("Wvggz", 25, 1)]


def test_organisations_by_kind_and_locations_by_viewer(session: Session) -> None:
    make.organisation(session, name="Gemeente", kind="centrumgemeente")
    linde, berk = make.organisation(session, name="De Linde"), make.organisation(session, name="De Berk")
    form = make.care_form(session)
    make.location(session, provider_id=linde, care_form_code=form, name="Lindehof", places=12)
    make.location(session, provider_id=berk, care_form_code=form, name="Berkenhof")
    assert [item.name for item in providers.organisations(session, kind="aanbieder")] == ["De Berk", "De Linde"]
    own = providers.locations(session, provider_id=linde)
    assert [(item.name, item.places, item.care_form_name, item.housing_type_name) for item in own] == [("Lindehof", 12, "Beschermd wonen", None)]
    assert [item.name for item in providers.locations(session, provider_id=None)] == ["Lindehof", "Berkenhof"]

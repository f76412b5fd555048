"""One year of the begroting with what is expected of it and what was agreed: for the matrix, its checks, and everything that shows the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from contracts.domain.budget import CommitmentInYear, Matrix
from contracts.domain.budget_matrix import build_matrix
from contracts.domain.budget_signals import Signal, by_severity, signals
from contracts.domain.checks import Agreed, Kpi, checks, earmark_checks, forecast_checks
from contracts.domain.outlook import Expected, outlook
from contracts.domain.variant import Variant
from contracts.foundation.errors import NotFound
from contracts.queries.budget import allocations_in, commitments_in, lines
from kpi.queries.budget_parts import BudgetParts, budget_parts
from kpi.queries.expected import Row, Told, facts_from


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """The matrix of a year, what was agreed in its commitments, and the KPIs that are asked of aanbieders."""

    matrix: Matrix
    agreed: tuple[Agreed, ...]
    asked: tuple[Kpi, ...]

    def signals(self, budget_years: tuple[int, ...]) -> tuple[Signal, ...]:
        """All that the checks find, alarms first. `budget_years`: the years with a begroting."""
        of_agreed = checks(self.agreed, kpis=self.asked, budget_years=budget_years)
        return by_severity([*signals(self.matrix), *earmark_checks(self.matrix), *forecast_checks(self.matrix), *of_agreed])


def budget_year(session: Session, *, year: int, today: date) -> BudgetYear:
    """A year as it stands `today`. Four queries, however many lines and commitments there are.

    What it says of one commitment is what `kpi.queries.expected` says on that commitment's own page. Raises NotFound for a year that no begroting
    can have.
    """
    if not 1900 <= year <= 2999:
        raise NotFound(f"year {year}")
    found, parts = commitments_in(session, year=year), budget_parts(session, year=year, on=today)
    matrix = build_matrix(
        year=year,
        lines=lines(session, year=year),
        commitments=found,
        allocations=allocations_in(session, year=year),
        expected=_expected(found, parts, year=year, today=today),
    )
    return BudgetYear(matrix, tuple(_agreed(each, parts) for each in found), tuple(parts.asked))


def _expected(found: tuple[CommitmentInYear, ...], parts: BudgetParts, *, year: int, today: date) -> dict[int, Expected]:
    rows = [_row(each) for each in found]
    facts = facts_from(rows, Told(parts.realised, parts.tariffs, parts.steps, parts.occupancy), year=year)
    return {key: outlook(each, today=today).expected for key, each in facts.items()}


def _row(each: CommitmentInYear) -> Row:
    return Row(
        id=each.id,
        provider_id=each.provider_id,
        provider_name=each.provider_name,
        reference=each.reference,
        name=each.name,
        kind=each.kind,
        variant=each.variant,
        care_form_code=each.care_form_code,
        subsidy_state=each.subsidy_state,
        starts_on=each.starts_on,
        ends_on=each.ends_on,
        agreed_places=each.agreed_places,
        is_counted=each.is_counted,
        committed_cents=each.committed_cents if each.version else None,
        realised_cents=each.realised_cents,
    )


def _agreed(each: CommitmentInYear, parts: BudgetParts) -> Agreed:
    return Agreed(
        id=each.id,
        name=each.name,
        provider_name=each.provider_name,
        starts_on=each.starts_on,
        ends_on=each.ends_on,
        years=parts.promised.get(each.id, {}),
        kpis=tuple(parts.kpis.get(each.id, ())),
        variant=Variant(each.variant) if each.variant else None,
        tariffs=tuple(parts.tariffs.get(each.id, ())),
        shares=parts.shares.get(each.id, {}),
    )

"""What a year of the begroting stands on besides its lines and divisions, asked in one question with several parts.

Promises per year, tariffs and their steps, realised amounts, shares, KPIs (agreed and asked) and signed occupancy: each is small, and asking each
apart costs more than reading it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, Date, Integer, Select, String, and_, bindparam, cast, literal_column, null, or_, select, union_all
from sqlalchemy.orm import Session

from contracts.domain.checks import Kpi
from contracts.domain.outlook import Span
from contracts.domain.staffel import Step
from contracts.domain.tariff import Tariff, TariffUnit
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from contracts.tables.realisation import Realisation
from contracts.tables.tariff import CommitmentTariff, TariffStep
from kpi.queries.asked import BY_PROVIDER, valid_on
from kpi.queries.occupancy import Reported, counted_people, counted_places, in_quarters
from kpi.tables.agreed import CommitmentKpi
from kpi.tables.indicator import Indicator, IndicatorVersion

PROMISE, TARIFF, STEP, REALISED, SHARE, AGREED, ASKED, OCCUPIED = range(8)
_YEAR, _DAY = bindparam("year", type_=Integer), bindparam("day", type_=Date)
_FIRST, _LAST = bindparam("first_day", type_=Date), bindparam("last_day", type_=Date)
_Any = Select[*tuple[Any, ...]]
_STEERING_FIRST = 100_000  # more than there are places in the catalogue
_NUMBER, _TEXT, _DATE = cast(null(), BigInteger), cast(null(), String), cast(null(), Date)

# The commitments of the year: those that run in it, and those with money in it.
OF_YEAR = (
    select(Commitment.id)
    .outerjoin(CommitmentYear, and_(CommitmentYear.commitment_id == Commitment.id, CommitmentYear.year == _YEAR))
    .where(
        or_(
            and_(Commitment.starts_on <= _LAST, Commitment.ends_on >= _FIRST),
            CommitmentYear.id.is_not(None),
            select(Allocation.id).where(Allocation.commitment_id == Commitment.id, Allocation.year == _YEAR).exists(),
        )
    )
)


@dataclass(frozen=True, slots=True)
class BudgetParts:
    """The parts by commitment, in the order in which they hold; occupancy by aanbieder and form of care; `asked` in the catalogue's order."""

    promised: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    tariffs: dict[int, list[Tariff]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    realised: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    shares: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    kpis: dict[int, list[Kpi]] = field(default_factory=lambda: defaultdict(list))
    asked: list[Kpi] = field(default_factory=list)
    occupancy: dict[tuple[int, str], tuple[Reported, ...]] = field(default_factory=dict)


def budget_parts(session: Session, *, year: int, on: date) -> BudgetParts:
    """All parts of a year; KPIs as they are defined `on` the day. One query."""
    bounds = {"year": year, "day": on, "first_day": date(year, 1, 1), "last_day": date(year, 12, 31)}
    found, reported = BudgetParts(), []
    for part, number, rank, a, b, c, text, name, first, last in session.connection().execute(_PARTS, bounds).all():  # plain rows
        if part == PROMISE:
            found.promised[number][a] = b
        elif part == OCCUPIED:
            reported.append((rank, number, text, name, bool(a), b, c))
        elif part == ASKED:
            found.asked.append(Kpi(text, name))
        else:
            _keep(found, part, number, (rank, a, b, text, name, first, last))
    found.occupancy.update(in_quarters(sorted(reported, key=lambda row: row[1:4])))
    return found


def _keep(found: BudgetParts, part: int, number: int, row: tuple[Any, ...]) -> None:
    rank, a, b, text, name, first, last = row
    if part == AGREED:
        found.kpis[number].append(Kpi(text, name, bool(a)))
    elif part == TARIFF:
        found.tariffs[number].append(Tariff(TariffUnit(text), a, first, last))
    elif part == STEP:
        found.steps[number].append(Step(rank, a))
    elif part == SHARE:
        found.shares[number][a] = b
    else:
        found.realised[number].append(Span(first, last, a, None if b is None else Fraction(b, 1000)))


def _part(part: int, number: Any, *columns: Any) -> _Any:
    """A part: what it is, whose, its rank, three numbers, two texts, two days."""
    labels = ("part", "number", "rank", "a", "b", "c", "text", "name", "first", "last")
    return select(*(column.label(label) for column, label in zip((literal_column(str(part), Integer), number, *columns), labels, strict=True)))


def _of_year(column: Any) -> Any:
    return column.in_(OF_YEAR)


def _kpis() -> tuple[_Any, _Any]:
    """The KPIs of commitments, steering ones first, and those that are asked of aanbieders: named as they are defined on the day."""
    k, v = CommitmentKpi, IndicatorVersion
    holds = and_(v.indicator_code == k.indicator_code, v.valid_from <= _DAY, or_(v.valid_to.is_(None), v.valid_to >= _DAY))
    rank = Indicator.position - cast(k.is_steering, Integer) * _STEERING_FIRST
    agreed = _part(AGREED, k.commitment_id, rank, cast(k.is_steering, Integer), _NUMBER, _NUMBER, k.indicator_code, v.name, _DATE, _DATE)
    asked = _part(ASKED, cast(null(), Integer), Indicator.position, _NUMBER, _NUMBER, _NUMBER, v.indicator_code, v.name, _DATE, _DATE)
    return (
        agreed.select_from(k).join(Indicator, Indicator.code == k.indicator_code).join(v, holds).where(_of_year(k.commitment_id)),
        asked.select_from(v).join(Indicator, Indicator.code == v.indicator_code).where(*valid_on(_DAY), v.reported_by == BY_PROVIDER),
    )


def _money() -> tuple[_Any, ...]:
    y, t, p, r, s = CommitmentYear, CommitmentTariff, TariffStep, Realisation, AllocationShare
    no_number, no_text, no_day = (_NUMBER,), (_TEXT, _TEXT), (_DATE, _DATE)
    units = cast(r.units, BigInteger)  # in thousandths, as it is stored
    return (
        _part(PROMISE, y.commitment_id, y.year, y.year, y.committed_cents, *no_number, *no_text, *no_day).where(_of_year(y.commitment_id)),
        _part(TARIFF, t.commitment_id, t.id, t.tariff_cents, _NUMBER, *no_number, t.unit, _TEXT, t.valid_from, t.valid_to).where(
            _of_year(t.commitment_id)
        ),
        _part(STEP, p.commitment_id, p.above_units, p.thousandths, _NUMBER, *no_number, *no_text, *no_day).where(_of_year(p.commitment_id)),
        _part(REALISED, r.commitment_id, r.id, r.amount_cents, units, *no_number, *no_text, r.first_on, r.last_on).where(
            r.year == _YEAR, r.replaced_at.is_(None)
        ),
        _part(SHARE, s.commitment_id, s.budget_line_id, s.budget_line_id, s.share, *no_number, *no_text, *no_day).where(s.year == _YEAR),
    )


def _occupied(counted: _Any) -> _Any:
    c = counted.subquery().c
    return _part(OCCUPIED, c.provider_id, c.id, cast(c.has_places, Integer), c.at_begin, c.at_end, c.code, c.period, _DATE, _DATE)


def _all(parts: Collection[_Any]) -> _Any:
    """Ordered by part and by what each part is in order of: first days, ranks, periods."""
    both = union_all(*parts).subquery().c
    return select(*both).order_by(both.part, both.number, both.first, both.rank, both.text, both.name)


_PARTS = _all([*_money(), *_kpis(), _occupied(counted_places()), _occupied(counted_people())])

"""All that was agreed for a year and the KPIs that are asked, by questions of their own: what the begroting's checks are held against."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from contracts.domain.checks import Agreed, Kpi
from contracts.domain.variant import Variant
from contracts.queries.tariffs import tariffs_of
from contracts.tables.agreement import Allocation, AllocationShare, Commitment, CommitmentYear
from contracts.tables.organisation import Organisation
from kpi.queries.agreed_kpis import AgreedKpi, kpis_of
from kpi.queries.asked import BY_PROVIDER, valid_on
from kpi.tables.indicator import Indicator, IndicatorVersion

_C = Commitment


def agreed_of(session: Session, *, year: int, on: date) -> tuple[Agreed, ...]:
    """Every commitment that runs in the year or has money in it, by aanbieder: its amounts of all years, tariffs, KPIs, and the year's shares.

    KPIs are named as they are defined `on` the day. Four queries, however many commitments there are.
    """
    found = _commitments(session, year=year)
    tariffs = tariffs_of(session, commitment_ids=found)
    kpis = kpis_of(session, commitment_ids=found, on=on)
    shares = _shares(session, commitment_ids=found, year=year)
    return tuple(
        Agreed(
            *named,
            years=years,
            kpis=_kpis(kpis.get(number, ())),
            variant=Variant(variant) if variant else None,
            tariffs=tuple(item.tariff for item in tariffs.get(number, ())),
            shares=shares.get(number, {}),
        )
        for number, (named, variant, years) in found.items()
    )


def asked_kpis(session: Session, *, on: date) -> tuple[Kpi, ...]:
    """The KPIs that are asked of aanbieders on the day, in the order of the catalogue. One query."""
    asked = (
        select(IndicatorVersion.indicator_code, IndicatorVersion.name)
        .join(Indicator, Indicator.code == IndicatorVersion.indicator_code)
        .where(*valid_on(on), IndicatorVersion.reported_by == BY_PROVIDER)
        .order_by(Indicator.position, Indicator.code)
    )
    return tuple(Kpi(code, name) for code, name in session.execute(asked))


_Named = tuple[int, str, str, date, date]


def _commitments(session: Session, *, year: int) -> dict[int, tuple[_Named, str | None, dict[int, int]]]:
    """By id: what an `Agreed` begins with, the variant, and the promised cents per year."""
    runs = and_(_C.starts_on <= date(year, 12, 31), _C.ends_on >= date(year, 1, 1))
    has_money = _C.id.in_(select(CommitmentYear.commitment_id).where(CommitmentYear.year == year))
    pays = _C.id.in_(select(Allocation.commitment_id).where(Allocation.year == year))
    asked = (
        select(_C.id, _C.name, Organisation.name, _C.starts_on, _C.ends_on, _C.variant, CommitmentYear.year, CommitmentYear.committed_cents)
        .join(Organisation, Organisation.id == _C.provider_id)
        .outerjoin(CommitmentYear, CommitmentYear.commitment_id == _C.id)
        .where(or_(runs, has_money, pays))
        .order_by(Organisation.name, _C.kind, _C.reference, CommitmentYear.year)
    )
    found: dict[int, tuple[_Named, str | None, dict[int, int]]] = {}
    for number, name, provider, starts_on, ends_on, variant, its_year, cents in session.execute(asked):
        years = found.setdefault(number, ((number, name, provider, starts_on, ends_on), variant, {}))[2]
        if its_year is not None:
            years[its_year] = cents
    return found


def _kpis(kpis: Iterable[AgreedKpi]) -> tuple[Kpi, ...]:
    return tuple(Kpi(each.code, each.name, each.is_steering) for each in kpis)


def _shares(session: Session, *, commitment_ids: Collection[int], year: int) -> dict[int, dict[int, int]]:
    """The shares of the year by commitment and line, in hundredths of a percent."""
    s = AllocationShare
    asked = select(s.commitment_id, s.budget_line_id, s.share).where(s.commitment_id.in_(commitment_ids), s.year == year)
    found: dict[int, dict[int, int]] = {}
    for number, line_id, share in session.execute(asked.order_by(s.commitment_id, s.budget_line_id)):
        found.setdefault(number, {})[line_id] = share
    return found

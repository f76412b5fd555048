"""What arrangementen and subsidies are expected to cost in a year, from what was realised, the tariffs and the signed occupancy.

One entry for every page: the matrix, the forecast's own page, the spending rooms, the sandbox and the aanbieder's own view.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from contracts.domain.commitment import ARRANGEMENT
from contracts.domain.outlook import Facts, Span
from contracts.domain.staffel import Step
from contracts.domain.tariff import Tariff
from contracts.domain.variant import Variant
from contracts.queries.realised import RealisedItem, realised_of
from contracts.queries.tariffs import TariffItem, tariffs_of
from contracts.tables.agreement import Commitment, CommitmentYear
from contracts.tables.organisation import Organisation
from contracts.tables.programme import CareForm
from contracts.tables.tariff import TariffStep
from kpi.queries.occupancy import Reported, occupancy_of

NO_FORM = "Bij dit arrangement staat geen vorm van ondersteuning. Daarom is niet bekend welke bezetting erbij hoort."
NOT_COUNTED = "Van deze vorm van ondersteuning wordt geen bezetting gemeld."
NOT_ALONE = "Deze aanbieder heeft meer arrangementen voor dezelfde vorm van ondersteuning. De bezetting is niet per arrangement bekend."


@dataclass(frozen=True, slots=True)
class Row:
    """A commitment that runs in the year, or has money in it. `committed_cents` None: nothing was promised for the year."""

    id: int
    provider_id: int
    provider_name: str
    reference: str
    name: str
    kind: str
    variant: str | None
    care_form_code: str | None
    subsidy_state: str | None
    starts_on: date
    ends_on: date
    agreed_places: Decimal | None
    is_counted: bool
    committed_cents: int | None
    realised_cents: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What was asked of the other tables, by commitment; occupancy by aanbieder and form."""

    realised: Mapping[int, tuple[RealisedItem, ...]]
    tariffs: Mapping[int, tuple[TariffItem, ...]]
    occupancy: Mapping[tuple[int, str], tuple[Reported, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """The same as far as the facts need it."""

    realised: Mapping[int, Sequence[Span]]
    tariffs: Mapping[int, Sequence[Tariff]]
    steps: Mapping[int, Sequence[Step]]
    occupancy: Mapping[tuple[int, str], tuple[Reported, ...]]


def facts_of(session: Session, *, year: int, provider_id: int | None = None) -> dict[int, Facts]:
    """Of every commitment with money in the year what `outlook` asks; of one aanbieder when asked. Four queries, whatever the rows."""
    return {facts.commitment_id: facts for facts, _row, _parts in details_of(session, year=year, provider_id=provider_id)}


def details_of(
    session: Session, *, year: int, provider_id: ColumnElement[int] | int | None = None, only: int | None = None
) -> list[tuple[Facts, Row, Parts]]:
    """The facts with the rows that they came from. `only`: of one commitment, beside the others of its aanbieder."""
    rows = _rows(session, year, provider_id)
    wanted = [row for row in rows if only in (None, row.id)]
    ids = [row.id for row in wanted]
    parts = Parts(
        realised_of(session, commitment_ids=ids, year=year),
        tariffs_of(session, commitment_ids=ids),
        occupancy_of(session, provider_ids=sorted({row.provider_id for row in wanted})),
    )
    told = Told(
        {key: tuple(map(_span, items)) for key, items in parts.realised.items()},
        {key: tuple(item.tariff for item in items) for key, items in parts.tariffs.items()},
        {row.id: row.steps for row in wanted},
        parts.occupancy,
    )
    return [(_facts(row, row.committed_cents, year, rows, told), row, parts) for row in wanted if row.committed_cents is not None]


def facts_from(rows: Sequence[Row], told: Told, *, year: int) -> dict[int, Facts]:
    """The facts of every commitment with money in the year, for who has the rows already."""
    return {row.id: _facts(row, row.committed_cents, year, rows, told) for row in rows if row.committed_cents is not None}


def _rows(session: Session, year: int, provider_id: ColumnElement[int] | int | None) -> list[Row]:
    c, y = Commitment, CommitmentYear
    runs = and_(c.starts_on <= date(year, 12, 31), c.ends_on >= date(year, 1, 1))
    asked = (
        select(
            c.id, c.provider_id, Organisation.name, c.reference, c.name, c.kind,
            c.variant, c.care_form_code, c.subsidy_state, c.starts_on, c.ends_on, c.agreed_places,
            or_(CareForm.has_places, CareForm.counts_in_flow), y.committed_cents, y.realised_cents, TariffStep.above_units, TariffStep.thousandths,
        )
        .join(Organisation, Organisation.id == c.provider_id)
        .outerjoin(y, and_(y.commitment_id == c.id, y.year == year))
        .outerjoin(CareForm, CareForm.code == c.care_form_code)
        .outerjoin(TariffStep, TariffStep.commitment_id == c.id)
        .where(or_(y.id.is_not(None), runs), true() if provider_id is None else c.provider_id == provider_id)
        .order_by(c.id, TariffStep.above_units)
    )  # fmt: skip
    found: dict[int, Row] = {}
    for *told, above, thousandths in session.execute(asked):
        row = found.setdefault(told[0], Row(*told))
        if above is not None:
            found[row.id] = replace(row, steps=(*row.steps, Step(above, thousandths)))
    return list(found.values())


def _facts(row: Row, committed_cents: int, year: int, rows: Sequence[Row], told: Told) -> Facts:
    reported = told.occupancy.get((row.provider_id, row.care_form_code or ""), ())
    return Facts(
        commitment_id=row.id,
        year=year,
        kind=row.kind,
        variant=None if row.variant is None else Variant(row.variant),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        committed_cents=committed_cents,
        realised_cents=row.realised_cents,
        by_events=row.subsidy_state is not None,
        agreed_places=None if row.agreed_places is None else Fraction(row.agreed_places),
        realised=tuple(told.realised.get(row.id, ())),
        tariffs=tuple(told.tariffs.get(row.id, ())),
        steps=tuple(told.steps.get(row.id, ())),
        history=tuple(each.occupancy for each in reported),
        no_occupancy=_no_occupancy(row, year, rows),
    )


def _span(item: RealisedItem) -> Span:
    return Span(item.first_on, item.last_on, item.amount_cents, None if item.units is None else Fraction(item.units))


def _no_occupancy(row: Row, year: int, rows: Sequence[Row]) -> str:
    """Why the reported occupancy cannot be taken for this arrangement. Whose days do not meet can be told apart."""
    if row.care_form_code is None:
        return NO_FORM
    if not row.is_counted:
        return NOT_COUNTED
    same = (row.provider_id, ARRANGEMENT, row.care_form_code)
    first, last = max(row.starts_on, date(year, 1, 1)), min(row.ends_on, date(year, 12, 31))
    others = (each for each in rows if each.id != row.id and (each.provider_id, each.kind, each.care_form_code) == same)
    return NOT_ALONE if any(each.starts_on <= last and each.ends_on >= first for each in others) else ""

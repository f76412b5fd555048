"""What an aanbieder may read of its own contracts: terms, amounts and days.

Never which line pays it, what is left of that line, or a remark of the gemeente.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session

from contracts.domain.options import Option
from contracts.domain.spending import Clock
from contracts.domain.terms import Unit
from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Agreement, Commitment, CommitmentYear
from contracts.tables.amendment import AgreementOption
from contracts.tables.programme import CareForm
from contracts.tables.realisation import Realisation, SpendingRoom


@dataclass(frozen=True, slots=True)
class OwnAgreement:
    """A raamovereenkomst. `base_ends_on` is its last day without options, `ends_on` with those that were used."""

    id: int
    reference: str
    name: str
    starts_on: date
    ends_on: date
    base_ends_on: date
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class OwnYear:
    """One budget year, in cents. `realised_until` None: it is not known until which day the realised amount goes."""

    year: int
    committed_cents: int
    realised_cents: int
    realised_until: date | None


@dataclass(frozen=True, slots=True)
class OwnContract:
    """An arrangement or subsidie with its years."""

    id: int
    kind: str
    reference: str
    name: str
    agreement_reference: str | None
    agreement_name: str | None
    care_form: str | None
    variant: str | None
    product_code: str
    agreed_places: Decimal | None
    starts_on: date
    ends_on: date
    years: tuple[OwnYear, ...]

    def in_year(self, year: int) -> OwnYear | None:
        """Its money of one year; None: no amount was agreed for it."""
        return next((each for each in self.years if each.year == year), None)


@dataclass(frozen=True, slots=True)
class OwnRoom:
    """What it may cost in a year, in cents, and the days of the clock since the signal."""

    room_cents: int
    clock: Clock


def own_room(session: Session, *, provider_id: int, year: int) -> OwnRoom | None:
    """Its bestedingsruimte of a year; None: none was agreed. Why it is so, and what was decided, stay with the gemeente. One query."""
    r = SpendingRoom
    row = session.execute(select(r.room_cents, r.notified_on, r.talked_on, r.decided_on).where(r.provider_id == provider_id, r.year == year)).first()
    return None if row is None else OwnRoom(row.room_cents, Clock(row.notified_on, row.talked_on, row.decided_on))


def own_agreements(session: Session, *, provider_id: int) -> tuple[OwnAgreement, ...]:
    """Its raamovereenkomsten by reference, each with its options in their order. One query."""
    a, o = Agreement, AgreementOption
    asked = (
        select(
            a.id, a.reference, a.name, a.starts_on, a.ends_on, func.coalesce(a.base_ends_on, a.ends_on),
            o.length, o.length_unit, o.notice, o.notice_unit, o.used_on,
        )
        .outerjoin(o, o.agreement_id == a.id)
        .where(a.provider_id == provider_id)
        .order_by(a.reference, o.position)
    )  # fmt: skip
    found: dict[int, OwnAgreement] = {}
    for each in session.execute(asked):
        row: Any = tuple(each)
        length, length_unit, notice, notice_unit, used_on = row[6:]
        before = found[row[0]].options if row[0] in found else ()
        options = before if length is None else (*before, Option(length, Unit(length_unit), notice, Unit(notice_unit), used_on))
        found[row[0]] = OwnAgreement(*(*row[:6], options))
    return tuple(found.values())


def own_contracts(session: Session, *, provider_id: int, commitment_id: int | None = None) -> tuple[OwnContract, ...]:
    """Its arrangementen and subsidies (or the one that is asked for) by kind and reference, each with its years. One query."""
    c, a, y, until = Commitment, Agreement, CommitmentYear, _until()
    asked = (
        select(
            c.id, c.kind, c.reference, c.name, a.reference, a.name, CareForm.name, c.variant, c.product_code, c.agreed_places, c.starts_on, c.ends_on,
            y.year, y.committed_cents, y.realised_cents, until.c.last_on,
        )
        .outerjoin(a, a.id == c.agreement_id)
        .outerjoin(CareForm, CareForm.code == c.care_form_code)
        .outerjoin(y, y.commitment_id == c.id)
        .outerjoin(until, and_(until.c.commitment_id == c.id, until.c.year == y.year))
        .where(c.provider_id == provider_id)
        .order_by(c.kind, c.reference, y.year)
    )  # fmt: skip
    if commitment_id is not None:
        asked = asked.where(c.id == commitment_id)
    found: dict[int, OwnContract] = {}
    for each in session.execute(asked):
        row: Any = tuple(each)
        before = found[row[0]].years if row[0] in found else ()
        years = before if row[12] is None else (*before, OwnYear(*row[12:]))
        found[row[0]] = OwnContract(*(*row[:12], years))
    return tuple(found.values())


def own_contract(session: Session, *, provider_id: int, commitment_id: int) -> OwnContract:
    """One of them. Raises NotFound for an unknown one and for another's. One query."""
    found = own_contracts(session, provider_id=provider_id, commitment_id=commitment_id)
    if not found:
        raise NotFound(f"commitment {commitment_id}")
    return found[0]


def _until() -> Subquery:
    """The last realised day per commitment and year; left out where a part has no last day."""
    r = Realisation
    asked = select(r.commitment_id, r.year, func.max(r.last_on).label("last_on")).where(r.replaced_at.is_(None))
    return asked.group_by(r.commitment_id, r.year).having(func.count() == func.count(r.last_on)).subquery()

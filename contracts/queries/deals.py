"""Everything that was agreed, by aanbieder, with the money of one year. It shows all aanbieders: it is for the centrumgemeente only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from contracts.domain.options import Option
from contracts.domain.terms import Unit
from contracts.tables.agreement import Agreement, Commitment, CommitmentYear
from contracts.tables.amendment import AgreementOption
from contracts.tables.organisation import Organisation


@dataclass(frozen=True, slots=True)
class Deal:
    """An arrangement or subsidie. The cents are those of the asked year; None: no amount was agreed for it."""

    id: int
    agreement_id: int | None
    provider_id: int
    provider_name: str
    kind: str
    reference: str
    name: str
    starts_on: date
    ends_on: date
    variant: str | None
    committed_cents: int | None
    realised_cents: int | None

    def holds_in(self, year: int) -> bool:
        """Whether it runs in the year, or has money in it (the cents are those of that year)."""
        return self.committed_cents is not None or self.starts_on.year <= year <= self.ends_on.year


@dataclass(frozen=True, slots=True)
class Frame:
    """A raamovereenkomst with its options in their order. `base_ends_on`: its last day without any."""

    id: int
    provider_id: int
    provider_name: str
    reference: str
    name: str
    starts_on: date
    ends_on: date
    base_ends_on: date
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class ProviderDeals:
    """What one aanbieder has: its raamovereenkomsten, and all its arrangementen and subsidies."""

    id: int
    name: str
    frames: tuple[Frame, ...]
    deals: tuple[Deal, ...]


def deals_by_provider(session: Session, *, year: int) -> tuple[ProviderDeals, ...]:
    """Aanbieders by name, their frames and deals by reference. Two queries, however many there are."""
    frames, deals = _frames(session), deals_in(session, year=year)
    names = {each.provider_id: each.provider_name for each in frames} | {each.provider_id: each.provider_name for each in deals}
    return tuple(
        ProviderDeals(
            number,
            name,
            tuple(each for each in frames if each.provider_id == number),
            tuple(each for each in deals if each.provider_id == number),
        )
        for number, name in sorted(names.items(), key=lambda each: (each[1].lower(), each[0]))
    )


def deals_in(session: Session, *, year: int, agreement_id: int | None = None) -> list[Deal]:
    """Arrangementen and subsidies (or those of one raamovereenkomst) with their money of a year, by kind and reference. One query."""
    c, y = Commitment, CommitmentYear
    asked = (
        select(
            c.id, c.agreement_id, c.provider_id, Organisation.name, c.kind, c.reference, c.name, c.starts_on, c.ends_on, c.variant,
            y.committed_cents, y.realised_cents,
        )
        .join(Organisation, Organisation.id == c.provider_id)
        .outerjoin(y, and_(y.commitment_id == c.id, y.year == year))
        .order_by(c.kind, c.reference)
    )  # fmt: skip
    if agreement_id is not None:
        asked = asked.where(c.agreement_id == agreement_id)
    return [Deal(*tuple(row)) for row in session.execute(asked)]


def _frames(session: Session) -> list[Frame]:
    a, o = Agreement, AgreementOption
    asked = (
        select(
            a.id, a.provider_id, Organisation.name, a.reference, a.name, a.starts_on, a.ends_on, func.coalesce(a.base_ends_on, a.ends_on),
            o.length, o.length_unit, o.notice, o.notice_unit, o.used_on,
        )
        .join(Organisation, Organisation.id == a.provider_id)
        .outerjoin(o, o.agreement_id == a.id)
        .order_by(a.reference, o.position)
    )  # fmt: skip
    found: dict[int, Frame] = {}
    for each in session.execute(asked):
        row: Any = tuple(each)
        length, length_unit, notice, notice_unit, used_on = row[8:]
        before = found[row[0]].options if row[0] in found else ()
        options = before if length is None else (*before, Option(length, Unit(length_unit), notice, Unit(notice_unit), used_on))
        found[row[0]] = Frame(*(*row[:8], options))
    return list(found.values())

"""What was agreed with an aanbieder that holds in a period: what a report rests on, and who has to report at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from contracts.tables.agreement import Agreement, Commitment


@dataclass(frozen=True, slots=True)
class AgreementInForce:
    """A raamovereenkomst that holds on at least one day of the period. Dates are inclusive."""

    reference: str
    name: str
    starts_on: date
    ends_on: date
    version: int


@dataclass(frozen=True, slots=True)
class CommitmentInForce:
    """An arrangement or subsidie that holds on at least one day of the period. `agreement` is the reference of its raamovereenkomst, if any."""

    kind: str
    reference: str
    name: str
    agreement: str | None
    care_form_code: str | None
    starts_on: date
    ends_on: date
    version: int


def agreements_in_force(session: Session, *, provider_id: int, starts_on: date, ends_on: date) -> tuple[AgreementInForce, ...]:
    """The agreements of an aanbieder in a period (both days inclusive), by reference."""
    found = select(Agreement.reference, Agreement.name, Agreement.starts_on, Agreement.ends_on, Agreement.version)
    rows = session.execute(
        found.where(Agreement.provider_id == provider_id, Agreement.starts_on <= ends_on, Agreement.ends_on >= starts_on).order_by(
            Agreement.reference
        )
    )
    return tuple(AgreementInForce(*row) for row in rows)


def commitments_in_force(session: Session, *, provider_id: int, starts_on: date, ends_on: date) -> tuple[CommitmentInForce, ...]:
    """The arrangementen and subsidies of an aanbieder in a period (both days inclusive), by reference."""
    c = Commitment
    rows = session.execute(
        select(c.kind, c.reference, c.name, Agreement.reference, c.care_form_code, c.starts_on, c.ends_on, c.version)
        .outerjoin(Agreement, Agreement.id == c.agreement_id)
        .where(c.provider_id == provider_id, c.starts_on <= ends_on, c.ends_on >= starts_on)
        .order_by(c.reference)
    )
    return tuple(CommitmentInForce(*row) for row in rows)


def providers_in_force(session: Session, *, starts_on: date, ends_on: date) -> list[int]:
    """The aanbieders that have an agreement, an arrangement or a subsidie in a period (both days inclusive), by number."""
    found = union(
        *(
            select(table.provider_id).where(table.starts_on <= ends_on, table.ends_on >= starts_on)
            for table in (Agreement, Commitment)
        )
    ).subquery()  # fmt: skip
    return list(session.scalars(select(found.c.provider_id).order_by(found.c.provider_id)))

"""One arrangement or subsidie by name and terms, for the pages about one part of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.domain.variant import Variant
from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Commitment
from contracts.tables.organisation import Organisation


@dataclass(frozen=True, slots=True)
class CommitmentHead:
    """Who promised what until when. `variant` None: a subsidie, or an arrangement of which it was never recorded. Dates are inclusive."""

    id: int
    provider_id: int
    provider_name: str
    kind: str
    reference: str
    name: str
    starts_on: date
    ends_on: date
    variant: Variant | None
    product_category: str
    product_code: str
    agreed_places: Decimal | None


def head_of(session: Session, *, commitment_id: int) -> CommitmentHead:
    """One commitment, for the centrumgemeente. Raises NotFound. One query."""
    c = Commitment
    asked = (
        select(
            c.id, c.provider_id, Organisation.name, c.kind, c.reference, c.name, c.starts_on, c.ends_on,
            c.variant, c.product_category, c.product_code, c.agreed_places,
        )
        .join(Organisation, Organisation.id == c.provider_id)
        .where(c.id == commitment_id)
    )  # fmt: skip
    row = session.execute(asked).first()
    if row is None:
        raise NotFound(f"commitment {commitment_id}")
    told: list[Any] = list(row)
    told[8] = None if told[8] is None else Variant(told[8])
    return CommitmentHead(*told)

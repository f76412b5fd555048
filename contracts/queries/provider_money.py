"""What one aanbieder has from the centrumgemeente: its agreements, arrangementen and subsidies, with the money of one year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, literal, null, select, union_all
from sqlalchemy.orm import Session

from contracts.tables.agreement import Agreement, Commitment, CommitmentYear

FRAME = "raamovereenkomst"


@dataclass(frozen=True, slots=True)
class ContractLine:
    """A raamovereenkomst, arrangement or subsidie. The cents are those of the asked year; None: no amount for it (a frame has none ever)."""

    id: int
    kind: str
    reference: str
    name: str
    agreement_reference: str | None
    starts_on: date
    ends_on: date
    committed_cents: int | None
    realised_cents: int | None

    @property
    def is_frame(self) -> bool:
        """Whether it is the frame under which others are bought."""
        return self.kind == FRAME


def contracts_of(session: Session, *, provider_id: int, year: int) -> list[ContractLine]:
    """Frames first, then arrangementen and subsidies, by reference: what holds in the year, or has money in it. One query."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    c, a, y = Commitment, Agreement, CommitmentYear
    empty = null().cast(y.committed_cents.type)
    frames = select(
        a.id, literal(FRAME).label("kind"), a.reference, a.name, null().cast(a.reference.type).label("frame"), a.starts_on, a.ends_on,
        empty.label("committed"), empty.label("realised"),
    ).where(a.provider_id == provider_id, a.starts_on <= last, a.ends_on >= first)  # fmt: skip
    promised = (
        select(c.id, c.kind, c.reference, c.name, a.reference, c.starts_on, c.ends_on, y.committed_cents, y.realised_cents)
        .outerjoin(a, a.id == c.agreement_id)
        .outerjoin(y, and_(y.commitment_id == c.id, y.year == year))
        .where(c.provider_id == provider_id, (y.id.is_not(None)) | and_(c.starts_on <= last, c.ends_on >= first))
    )
    both = union_all(frames, promised).subquery()
    rows = session.execute(select(both).order_by((both.c.kind != FRAME), func.lower(both.c.kind), both.c.reference))
    return [ContractLine(*tuple(row)) for row in rows]

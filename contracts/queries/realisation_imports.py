"""Files with realised amounts: what they are judged against, what waits, what was taken over; and how far every commitment is realised."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, case, func, select
from sqlalchemy.orm import Session

from contracts.domain.preview import TAKEN_OVER
from contracts.domain.realisation_rows import KnownContract, KnownSpan, Preview, preview_of
from contracts.foundation.errors import NotFound
from contracts.tables.agreement import Commitment, CommitmentYear
from contracts.tables.organisation import Organisation
from contracts.tables.realisation import Realisation, RealisationImport


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One file that was read. Nothing of it counts before it is taken over."""

    id: int
    at: datetime
    person_name: str
    file_name: str
    sha256: str
    state: str
    version: int
    preview: Preview


@dataclass(frozen=True, slots=True)
class ImportItem:
    """A file that was taken over, with how many amounts of it still count."""

    id: int
    at: datetime
    person_name: str
    file_name: str
    amounts: int
    amount_cents: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a commitment is realised in a year. `until` None with amounts: of one of them the last day is not known."""

    commitment_id: int
    kind: str
    reference: str
    name: str
    provider_id: int
    provider_name: str
    by_events: bool
    starts_on: date
    ends_on: date
    committed_cents: int
    realised_cents: int
    amounts: int
    until: date | None


def known_contracts(session: Session, *, years: Collection[int]) -> dict[str, KnownContract]:
    """Every commitment by its number in small letters, with what counts in these years. Three queries."""
    spans: dict[int, list[KnownSpan]] = {}
    r, c, y = Realisation, Commitment, CommitmentYear
    counts = select(r.commitment_id, r.id, r.first_on, r.last_on, r.amount_cents, r.units, r.note)
    for row in session.execute(counts.where(r.year.in_(years), r.replaced_at.is_(None)).order_by(r.first_on, r.id)):
        spans.setdefault(row.commitment_id, []).append(_span(row))
    promised: dict[int, set[int]] = {}
    for commitment_id, year in session.execute(select(y.commitment_id, y.year)):
        promised.setdefault(commitment_id, set()).add(year)
    asked = select(c.id, c.reference, c.name, c.starts_on, c.ends_on, c.subsidy_state.is_not(None)).order_by(c.id)
    return {
        reference.casefold(): KnownContract(
            key, reference, name, starts_on, ends_on, frozenset(promised.get(key, ())), bool(by_events), tuple(spans.get(key, ()))
        )
        for key, reference, name, starts_on, ends_on, by_events in session.execute(asked)
    }


def _span(row: Row[*tuple[Any, ...]]) -> KnownSpan:
    return KnownSpan(row.id, row.first_on, row.last_on, row.amount_cents, row.units, row.note)


def find_import(session: Session, *, import_id: int) -> ImportPage:
    """One file. Raises NotFound."""
    i = RealisationImport
    row = session.execute(select(i.id, i.at, i.person_name, i.file_name, i.sha256, i.state, i.version, i.content).where(i.id == import_id)).first()
    if row is None:
        raise NotFound(f"realisation import {import_id}")
    return ImportPage(row.id, row.at, row.person_name, row.file_name, row.sha256, row.state, row.version, preview_of(row.content))


def recent_imports(session: Session, *, most: int = 10) -> list[ImportItem]:
    """What was taken over, the last first. One query."""
    i, r = RealisationImport, Realisation
    asked = (
        select(i.id, i.at, i.person_name, i.file_name, func.count(r.id), func.coalesce(func.sum(r.amount_cents), 0))
        .outerjoin(r, and_(r.import_id == i.id, r.replaced_at.is_(None)))
        .where(i.state == TAKEN_OVER)
        .group_by(i.id, i.at, i.person_name, i.file_name)
        .order_by(i.at.desc(), i.id.desc())
        .limit(most)
    )
    return [ImportItem(key, at, person, name, count, int(cents)) for key, at, person, name, count, cents in session.execute(asked)]


def progress(session: Session, *, year: int) -> list[Progress]:
    """Of every commitment with money in the year, by aanbieder and number. One query."""
    c, y, r, o = Commitment, CommitmentYear, Realisation, Organisation
    unknown = func.sum(case((and_(r.id.is_not(None), r.last_on.is_(None)), 1), else_=0))
    asked = (
        select(
            c.id, c.kind, c.reference, c.name, o.id, o.name, c.subsidy_state.is_not(None), c.starts_on, c.ends_on, y.committed_cents,
            y.realised_cents, func.count(r.id), case((unknown > 0, None), else_=func.max(r.last_on)),
        )
        .join(y, and_(y.commitment_id == c.id, y.year == year))
        .join(o, o.id == c.provider_id)
        .outerjoin(r, and_(r.commitment_id == c.id, r.year == year, r.replaced_at.is_(None)))
        .group_by(c.id, c.kind, c.reference, c.name, o.id, o.name, c.subsidy_state, c.starts_on, c.ends_on, y.committed_cents, y.realised_cents)
        .order_by(o.name, c.reference)
    )  # fmt: skip
    return [Progress(*tuple(row)) for row in session.execute(asked)]

"""The published summaries: all that the klankbordgroep can reach.

This module is a wall. It reads `summary_edition` and nothing else: no report, no cell and no aanbieder can come through.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from kpi.domain.publication.content import SummaryContent, parse, sha256
from kpi.tables.edition import SummaryEdition

__all__ = [
    "Edition",
    "EditionLine",
    "EditionList",
    "SummaryContent",
    "edition",
    "edition_list",
    "editions",
    "find_edition",
    "find_editions",
    "latest",
]

PUBLISHED = "gepubliceerd"


@dataclass(frozen=True, slots=True)
class EditionLine:
    """A published summary in a list. `corrected`: why it took the place of the edition before, "" for a first edition."""

    edition_id: int
    period: Quarter
    edition: int
    published_at: datetime
    corrected: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawnLine:
    """A quarter of which nothing can be read now: its last edition was taken back, for this reason."""

    period: Quarter
    edition: int
    reason: str


@dataclass(frozen=True, slots=True)
class EditionList:
    """What can be read, the latest quarter first, and what was taken back without another in its place."""

    lines: tuple[EditionLine, ...]
    withdrawn: tuple[WithdrawnLine, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A published summary. `is_intact` says whether its text still has the fingerprint it was published with."""

    edition_id: int
    period: Quarter
    edition: int
    published_at: datetime
    sha256: str
    is_intact: bool
    content: SummaryContent


def editions(session: Session) -> tuple[EditionLine, ...]:
    """The summaries that can be read now, the latest quarter first. A withdrawn edition is not among them."""
    return edition_list(session).lines


def edition_list(session: Session) -> EditionList:
    """The summaries that can be read, with why each was corrected, and the quarters whose summary was taken back. One question."""
    e = SummaryEdition
    query = select(e.id, e.period, e.edition, e.state, e.published_at, e.withdrawn_reason).order_by(e.period.desc(), e.edition.desc())
    rows = session.execute(query).all()
    reasons = {(row.period, row.edition): row.withdrawn_reason for row in rows}
    newest = {row.period: row for row in reversed(rows)}
    lines = tuple(
        EditionLine(
            row.id, Quarter.parse(row.period), row.edition, row.published_at, _why(reasons.get((row.period, row.edition - 1), ""), row.edition)
        )
        for row in rows
        if row.state == PUBLISHED
    )
    read = {line.period.code for line in lines}
    gone = (row for row in rows if row.period not in read and newest[row.period] is row)
    return EditionList(lines, tuple(WithdrawnLine(Quarter.parse(row.period), row.edition, row.withdrawn_reason) for row in gone))


def edition(session: Session, *, period: Quarter) -> Edition:
    """The summary of a quarter. Raises NotFound when none is published."""
    found = find_edition(session, period=period)
    if found is None:
        raise NotFound
    return found


def latest(session: Session) -> Edition | None:
    """The summary of the latest quarter that can be read; None while there is none."""
    query = _contents().order_by(SummaryEdition.period.desc(), SummaryEdition.edition.desc()).limit(1)
    row = session.execute(query).first()
    return None if row is None else _edition(row)


def find_edition(session: Session, *, period: Quarter) -> Edition | None:
    """The summary of a quarter, or None when none is published."""
    return find_editions(session, periods=(period,)).get(period)


def find_editions(session: Session, *, periods: Collection[Quarter]) -> dict[Quarter, Edition]:
    """The summaries of these quarters, as far as they are published. One query."""
    e = SummaryEdition
    query = _contents().where(e.period.in_([period.code for period in periods])).order_by(e.period, e.edition)
    return {Quarter.parse(row.period): _edition(row) for row in session.execute(query)}


def _contents() -> Any:
    e = SummaryEdition
    return select(e.id, e.period, e.edition, e.published_at, e.sha256, e.content).where(e.state == PUBLISHED)


def _edition(row: Row[*tuple[Any, ...]]) -> Edition:
    is_intact = sha256(row.content) == row.sha256
    return Edition(row.id, Quarter.parse(row.period), row.edition, row.published_at, row.sha256, is_intact, parse(row.content))


def _why(reason: str, edition: int) -> str:
    """Why the edition before was replaced: what its publisher wrote, without the words that the portal put before it."""
    return reason.removeprefix(f"Vervangen door editie {edition}.").strip()

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
from kpi.domain.summary_content import FlowDetail, FlowRow, IndicatorFigure, Places, SummaryContent, parse, sha256
from kpi.tables.edition import SummaryEdition

__all__ = ["Edition", "EditionLine", "FlowDetail", "FlowRow", "IndicatorFigure", "Places", "SummaryContent", "edition", "editions", "find_edition"]


@dataclass(frozen=True, slots=True)
class EditionLine:
    """A published summary in a list."""

    edition_id: int
    period: Quarter
    edition: int
    published_at: datetime


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
    e = SummaryEdition
    query = select(e.id, e.period, e.edition, e.published_at).where(e.state == "gepubliceerd").order_by(e.period.desc(), e.edition.desc())
    return tuple(EditionLine(row.id, Quarter.parse(row.period), row.edition, row.published_at) for row in session.execute(query))


def edition(session: Session, *, period: Quarter) -> Edition:
    """The summary of a quarter. Raises NotFound when none is published."""
    found = find_edition(session, period=period)
    if found is None:
        raise NotFound
    return found


def find_edition(session: Session, *, period: Quarter) -> Edition | None:
    """The summary of a quarter, or None when none is published."""
    return find_editions(session, periods=(period,)).get(period)


def find_editions(session: Session, *, periods: Collection[Quarter]) -> dict[Quarter, Edition]:
    """The summaries of these quarters, as far as they are published. One query."""
    e = SummaryEdition
    query = select(e.id, e.period, e.edition, e.published_at, e.sha256, e.content)
    query = query.where(e.period.in_([period.code for period in periods]), e.state == "gepubliceerd").order_by(e.period, e.edition)
    return {Quarter.parse(row.period): _edition(row) for row in session.execute(query)}


def _edition(row: Row[*tuple[Any, ...]]) -> Edition:
    is_intact = sha256(row.content) == row.sha256
    return Edition(row.id, Quarter.parse(row.period), row.edition, row.published_at, row.sha256, is_intact, parse(row.content))

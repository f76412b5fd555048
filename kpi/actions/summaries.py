"""Publishing the regional summary: look at it, freeze it, take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from contracts.foundation import journal
from contracts.foundation.actor import Actor
from contracts.foundation.errors import Conflict, NotFound, Refused
from contracts.foundation.period import Quarter
from kpi.domain.plain_language import problems
from kpi.domain.small_numbers import LEAST_PROVIDERS
from kpi.domain.summary import summarise, texts
from kpi.domain.summary_content import SummaryContent, canonical, sha256
from kpi.domain.written import read_text
from kpi.queries.summaries import Edition, find_editions
from kpi.queries.summary_sources import summary_input
from kpi.tables.edition import SummaryEdition

PUBLISHED = "gepubliceerd"
WITHDRAWN = "ingetrokken"


@dataclass(frozen=True, slots=True)
class Preview:
    """A summary as it would be published now, why it cannot be ("" when it can), and hints on its language."""

    content: SummaryContent
    refusal: str
    language: tuple[str, ...]


def preview(session: Session, *, period: Quarter) -> Preview:
    """Make the summary without keeping it. Changes nothing."""
    published = find_editions(session, periods=(period.previous, period))
    before = published.get(period.previous)
    content = summarise(summary_input(session, period=period), before.content if before else None)
    return Preview(content, _refusal(content, published.get(period)), problems(texts(content)))


def publish(session: Session, *, period: Quarter, by: Actor, at: datetime) -> int:
    """Freeze the summary as the quarter's next edition; its id. An edition that was published before is replaced. Raises Refused."""
    made = preview(session, period=period)
    if made.refusal:
        raise Refused("", made.refusal)
    e = SummaryEdition
    number = (session.scalar(select(func.max(e.edition)).where(e.period == period.code)) or 0) + 1
    replaced = update(e).where(e.period == period.code, e.state == PUBLISHED)
    session.execute(replaced.values(state=WITHDRAWN, version=e.version + 1))
    text = canonical(made.content)
    row = SummaryEdition(
        period=period.code, edition=number, state=PUBLISHED, published_at=at, published_by=by.name, content=text, sha256=sha256(text)
    )
    session.add(row)
    session.flush()
    details = {"edition": number, "sha256": row.sha256}
    journal.record(session, by=by, at=at, action="samenvatting gepubliceerd", object=f"samenvatting/{period.code}", details=details)
    return row.id


def withdraw(session: Session, *, edition_id: int, reason: str, by: Actor, at: datetime) -> None:
    """Take a published edition back. The reason is kept in the journal; the frozen text stays. Raises Refused, Conflict, NotFound."""
    e = SummaryEdition
    found = session.execute(select(e.period, e.edition, e.state, e.version).where(e.id == edition_id)).one_or_none()
    if found is None:
        raise NotFound
    why = read_text(reason, field="reason")
    if not why:
        raise Refused("reason", "Schrijf op waarom u deze samenvatting intrekt.")
    statement = update(e).where(e.id == edition_id, e.state == PUBLISHED, e.version == found.version)
    changed = cast("CursorResult[Any]", session.execute(statement.values(state=WITHDRAWN, version=found.version + 1)))
    if changed.rowcount != 1:
        raise Conflict(mine=[("Stand die u koos", WITHDRAWN)], theirs=[("Stand nu", found.state)], by="iemand anders", version=found.version)
    details = {"edition": found.edition, "reason": why}
    journal.record(session, by=by, at=at, action="samenvatting ingetrokken", object=f"samenvatting/{found.period}", details=details)


def _refusal(content: SummaryContent, now: Edition | None) -> str:
    if content.providers_counted < LEAST_PROVIDERS:
        return f"U kunt nog niet publiceren. Er zijn minder dan {LEAST_PROVIDERS} geaccepteerde rapportages."
    if now is not None and now.content == content:
        return f"Er is niets veranderd sinds editie {now.edition}."
    return ""

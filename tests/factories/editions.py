"""Editions in the database, written from quarters as protection lets them through."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from contracts.foundation.period import Quarter
from kpi.domain.publication.content import SummaryContent, canonical, parse, sha256
from kpi.domain.publication.shown import Shown
from kpi.domain.publication.writing import summarise
from kpi.tables.edition import SummaryEdition
from tests.support.shown_quarters import ADVICE, GOALS, facts

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def edition(session: Session, period: Quarter, shown: Shown, *, number: int = 1, reason: str = "") -> SummaryContent:
    """The next edition of a quarter, compared with what is published of earlier ones. An edition before it is replaced, for this reason."""
    e = SummaryEdition
    earlier = session.scalars(select(e.content).where(e.state == "gepubliceerd", e.period < period.code).order_by(e.period)).all()
    replaced = update(e).where(e.period == period.code, e.state == "gepubliceerd")
    session.execute(replaced.values(state="ingetrokken", withdrawn_reason=f"Vervangen door editie {number}. {reason}"))
    content = summarise(facts(period), shown, [parse(text) for text in earlier], GOALS, ADVICE if number == 1 else ())
    text = canonical(content)
    at = AT + timedelta(hours=number)
    names = "Jo Willems en Sam Peters"
    row = SummaryEdition(
        period=period.code, edition=number, state="gepubliceerd", published_at=at, published_by=names, content=text, sha256=sha256(text)
    )
    session.add(row)
    session.flush()
    return content


def row_of_quarters(session: Session, last: Quarter, quarters: Sequence[Shown]) -> SummaryContent:
    """A first edition of each quarter, the last one being `last`."""
    contents = [edition(session, last.shift(place - len(quarters) + 1), one) for place, one in enumerate(quarters)]
    return contents[-1]

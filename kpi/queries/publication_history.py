"""Everything that readers of summaries may know: the editions that ever went out, withdrawn ones too, as tables to reckon with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from contracts.foundation.period import Quarter
from kpi.domain.publication.bundle import Bundle
from kpi.domain.publication.choice import Choice
from kpi.domain.publication.chosen import read_choice
from kpi.domain.publication.draft import PUBLISHED, WITHDRAWN
from kpi.domain.publication.first_schema import first_schema_bundle
from kpi.domain.publication.kept import kept_bundle
from kpi.tables.edition import SummaryEdition
from kpi.tables.publication import PublicationTruth, SummaryDraft


@dataclass(frozen=True, slots=True)
class Known:
    """What is known before a quarter's next edition goes out.

    `bundles`: every edition in the order in which they went out; `untold`: editions of which nothing is known any more. `earlier`: how coarse
    each earlier edition of this quarter was. `first`: the first one of this quarter that was audited, which says whose figures count in it.
    """

    bundles: tuple[Bundle, ...]
    untold: int
    earlier: tuple[Choice, ...]
    first: Bundle | None


@dataclass(frozen=True, slots=True)
class Told:
    """An edition that went out. `bundle` is None when nothing is known of it any more. `choice`: the finest where none was made."""

    period: str
    is_withdrawn: bool
    bundle: Bundle | None
    choice: Choice


def everything_told(session: Session) -> tuple[Told, ...]:
    """Every edition that ever went out, in that order. One query."""
    e, t, d = SummaryEdition, PublicationTruth, SummaryDraft
    behind = (d.period == e.period, d.state == PUBLISHED, d.content == e.content)
    choice = select(func.max(d.choice)).where(*behind).correlate(e).scalar_subquery()
    query = select(e.period, e.edition, e.state, e.content, t.content.label("truth"), choice.label("choice"))
    return tuple(
        Told(row.period, row.state == WITHDRAWN, _bundle(row.period, row.edition, row.content, row.truth), _choice(row.choice))
        for row in session.execute(query.outerjoin(t, t.edition_id == e.id).order_by(e.id))
    )


def known_before(session: Session, *, period: Quarter) -> Known:
    """What every reader may know now. One query."""
    told = everything_told(session)
    bundles = tuple(one.bundle for one in told if one.bundle is not None)
    own = [one for one in told if one.period == period.code]
    audited = (one.bundle for one in own if one.bundle is not None and any(cell.contributions is not None for cell in one.bundle.cells.values()))
    return Known(bundles, len(told) - len(bundles), tuple(dict.fromkeys(one.choice for one in own)), next(audited, None))


def _bundle(period: str, edition: int, content: str, truth: str | None) -> Bundle | None:
    """What was kept of it; of an edition of the first schema, what it showed."""
    return first_schema_bundle(content, name=f"{period} ({edition})") if truth is None else kept_bundle(truth)


def _choice(text: str | None) -> Choice:
    return Choice() if text is None else read_choice(text)


def told_of_advice_until(session: Session, *, period: Quarter) -> datetime | None:
    """Until when the newest edition of an earlier quarter tells of advice; None when there is none.

    What was answered after a summary was made, and before it went out, is for the next one. At most two queries.
    """
    d, e = SummaryDraft, SummaryEdition
    made_at = session.scalar(select(func.max(d.made_at)).where(d.period < period.code, d.state == PUBLISHED))
    return made_at or session.scalar(select(func.max(e.published_at)).where(e.period < period.code))

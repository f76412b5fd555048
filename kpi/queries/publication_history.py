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
    each earlier edition of this quarter was. `since`: until when the newest edition of an earlier quarter tells of advice, or None.
    """

    bundles: tuple[Bundle, ...]
    untold: int
    earlier: tuple[Choice, ...]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class Told:
    """An edition that went out. `bundle` is None when nothing is known of it any more; `was_audited`: its true figures were kept."""

    period: str
    is_withdrawn: bool
    was_audited: bool
    bundle: Bundle | None


def everything_told(session: Session) -> tuple[Told, ...]:
    """Every edition that ever went out, in that order. One query."""
    e, t = SummaryEdition, PublicationTruth
    query = select(e.period, e.edition, e.state, e.content, t.content.label("truth")).outerjoin(t, t.edition_id == e.id).order_by(e.id)
    return tuple(
        Told(row.period, row.state == WITHDRAWN, row.truth is not None, _bundle(row.period, row.edition, row.content, row.truth))
        for row in session.execute(query)
    )


def known_before(session: Session, *, period: Quarter) -> Known:
    """What every reader may know now. At most four queries."""
    told = everything_told(session)
    first = (Choice(),) if any(one.period == period.code and not one.was_audited for one in told) else ()
    bundles = tuple(one.bundle for one in told if one.bundle is not None)
    return Known(bundles, len(told) - len(bundles), (*first, *_choices(session, period)), _told_until(session, period))


def _bundle(period: str, edition: int, content: str, truth: str | None) -> Bundle | None:
    """What was kept of it; of an edition of the first schema, what it showed."""
    return first_schema_bundle(content, name=f"{period} ({edition})") if truth is None else kept_bundle(truth)


def _choices(session: Session, period: Quarter) -> tuple[Choice, ...]:
    d = SummaryDraft
    query = select(d.choice).where(d.period == period.code, d.state == PUBLISHED).order_by(d.id)
    return tuple(dict.fromkeys(read_choice(text) for text in session.scalars(query)))


def _told_until(session: Session, period: Quarter) -> datetime | None:
    """What was answered after a summary was made, and before it went out, is for the next one."""
    d, e = SummaryDraft, SummaryEdition
    made_at = session.scalar(select(func.max(d.made_at)).where(d.period < period.code, d.state == PUBLISHED))
    return made_at or session.scalar(select(func.max(e.published_at)).where(e.period < period.code))

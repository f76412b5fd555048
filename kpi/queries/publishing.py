"""What the publishing desk asks: drafts with their signatures, every edition ever made, and the true figures that were kept with them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from contracts.foundation.errors import NotFound
from contracts.foundation.period import Quarter
from contracts.tables.organisation import Organisation
from kpi.domain.publication.content import SummaryContent, parse, sha256
from kpi.domain.publication.draft import ONLINE, OPEN, Issued, Prints, Signature
from kpi.domain.publication.draft import Draft as DraftLife
from kpi.domain.report import AGREED
from kpi.domain.reporting_period import QUARTER
from kpi.tables.edition import SummaryEdition
from kpi.tables.publication import PublicationTruth, SummaryDraft, SummarySignature
from kpi.tables.report import Report


@dataclass(frozen=True, slots=True)
class QuarterLine:
    """A quarter in which reports are made: how many there are, and how many are accepted."""

    period: Quarter
    expected: int
    accepted: int


@dataclass(frozen=True, slots=True)
class EditionMade:
    """An edition as its publisher sees it: also when it was withdrawn or replaced. `published_by` names both people."""

    edition_id: int
    period: Quarter
    edition: int
    state: str
    published_at: datetime
    published_by: str
    sha256: str
    withdrawn_reason: str
    version: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature under a draft."""

    person_id: int
    person_name: str
    at: datetime
    sha256: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft in a list, with who signed it so far."""

    draft_id: int
    period: Quarter
    state: str
    is_safe: bool
    made_at: datetime
    made_by: str
    signatures: tuple[Signed, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole draft, without its true figures: no screen shows those. `content`, `choice` and `verdict` are the texts as they were kept."""

    draft_id: int
    period: Quarter
    state: str
    choice: str
    content: str
    verdict: str
    is_safe: bool
    prints: Prints
    reason: str
    made_at: datetime
    made_by: str
    closed_reason: str
    version: int
    signatures: tuple[Signed, ...]

    @property
    def sha256(self) -> str:
        """The fingerprint of what would be published, and is signed."""
        return sha256(self.content)

    @property
    def life(self) -> DraftLife:
        """The draft as its rules see it."""
        signatures = tuple(Signature(one.person_id, one.sha256) for one in self.signatures)
        return DraftLife(self.sha256, self.is_safe, self.prints, self.state, signatures, self.closed_reason)


def quarters(session: Session) -> tuple[QuarterLine, ...]:
    """Every quarter with reports, the latest first. Years and free requests are not summarised."""
    accepted = func.sum(case((Report.state.in_(AGREED), 1), else_=0))
    query = select(Report.period, func.count(), accepted).where(Report.kind == QUARTER).group_by(Report.period).order_by(Report.period.desc())
    return tuple(QuarterLine(Quarter.parse(period), expected, int(done)) for period, expected, done in session.execute(query))


def open_drafts(session: Session) -> tuple[DraftLine, ...]:
    """The drafts that somebody still has to do something with: at most one of a quarter, the latest quarter first."""
    d, s = SummaryDraft, SummarySignature
    columns = (d.id, d.period, d.state, d.is_safe, d.made_at, d.made_by, s.person_id, s.person_name, s.at, s.sha256)
    query = select(*columns).outerjoin(s, s.draft_id == d.id).where(d.state.in_(OPEN)).order_by(d.period.desc(), d.id, s.id)
    found: dict[int, list[Row[*tuple[Any, ...]]]] = {}
    for row in session.execute(query):
        found.setdefault(row.id, []).append(row)
    return tuple(
        DraftLine(number, Quarter.parse(rows[0].period), rows[0].state, rows[0].is_safe, rows[0].made_at, rows[0].made_by, _signatures(rows))
        for number, rows in found.items()
    )


def find_draft(session: Session, *, draft_id: int) -> Draft:
    """A draft with its signatures. Raises NotFound. One query."""
    d, s = SummaryDraft, SummarySignature
    columns = (
        d.period, d.state, d.choice, d.content, d.verdict, d.is_safe, d.source_sha256, d.history_sha256, d.reason, d.made_at, d.made_by,
        d.closed_reason, d.version, s.person_id, s.person_name, s.at, s.sha256,
    )  # fmt: skip
    rows = session.execute(select(*columns).outerjoin(s, s.draft_id == d.id).where(d.id == draft_id).order_by(s.id)).all()
    if not rows:
        raise NotFound(str(draft_id))
    one = rows[0]
    prints = Prints(one.source_sha256, one.history_sha256)
    told = (one.reason, one.made_at, one.made_by, one.closed_reason, one.version)
    kept = (one.choice, one.content, one.verdict, one.is_safe, prints)
    return Draft(draft_id, Quarter.parse(one.period), one.state, *kept, *told, _signatures(rows))


def open_draft_of(session: Session, *, period: Quarter) -> tuple[int, str] | None:
    """The number and the state of the quarter's open draft."""
    d = SummaryDraft
    found = session.execute(select(d.id, d.state).where(d.period == period.code, d.state.in_(OPEN))).one_or_none()
    return None if found is None else (found.id, found.state)


def truth_of_draft(session: Session, *, draft_id: int) -> str:
    """The true figures that were kept with a draft, to be kept with its edition."""
    found = session.scalar(select(SummaryDraft.truth).where(SummaryDraft.id == draft_id))
    if found is None:
        raise NotFound(str(draft_id))
    return found


def editions_made(session: Session, *, period: Quarter | None = None) -> tuple[EditionMade, ...]:
    """Every edition ever published (of one quarter), the latest first."""
    e = SummaryEdition
    query = select(e.id, e.period, e.edition, e.state, e.published_at, e.published_by, e.sha256, e.withdrawn_reason, e.version)
    query = query.order_by(e.period.desc(), e.edition.desc())
    if period is not None:
        query = query.where(e.period == period.code)
    return tuple(EditionMade(row[0], Quarter.parse(row.period), *row[2:]) for row in session.execute(query))


def issued_of(editions: Iterable[EditionMade], period: Quarter) -> tuple[Issued, ...]:
    """The editions of a quarter as their rules see them, the first one first."""
    found = [Issued(one.edition, one.state, one.sha256) for one in editions if one.period == period]
    return tuple(sorted(found, key=lambda one: one.number))


def numbers_made(session: Session) -> dict[Quarter, int]:
    """How many editions of each quarter there ever were, with or without an audit."""
    e = SummaryEdition
    rows = session.execute(select(e.period, func.max(e.edition).label("last")).group_by(e.period).order_by(e.period))
    return {Quarter.parse(row.period): row.last for row in rows}


def read_before(session: Session, *, period: Quarter) -> tuple[SummaryContent, ...]:
    """The summaries of earlier quarters that can be read now, the oldest first. What an older program published is not among them."""
    e = SummaryEdition
    query = select(e.content).where(e.state == ONLINE, e.period < period.code).order_by(e.period)
    return tuple(parse(text) for text in session.scalars(query))


def last_content(session: Session, *, period: Quarter) -> str | None:
    """The text of the quarter's latest edition, also when it was withdrawn; None when there never was one."""
    e = SummaryEdition
    return session.scalar(select(e.content).where(e.period == period.code).order_by(e.edition.desc()).limit(1))


def history_print(session: Session) -> str:
    """The fingerprint of all editions with what was kept of them. It changes when one is published or withdrawn."""
    e, t = SummaryEdition, PublicationTruth
    query = select(e.id, e.state, e.sha256, t.sha256).outerjoin(t, t.edition_id == e.id).order_by(e.id)
    return hashlib.sha256(repr([tuple(row) for row in session.execute(query)]).encode()).hexdigest()


def names_of_providers(session: Session, *, period: Quarter) -> dict[int, str]:
    """Which aanbieder has which number, of those that report in this quarter."""
    of_quarter = select(Report.provider_id).where(Report.period == period.code, Report.kind == QUARTER)
    rows = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id.in_(of_quarter)).order_by(Organisation.id))
    return {row.id: row.name for row in rows}


def provider_names(session: Session) -> tuple[str, ...]:
    """The names of all aanbieders, for what nobody may read them in."""
    return tuple(session.scalars(select(Organisation.name).where(Organisation.kind == "aanbieder").order_by(Organisation.id)))


def _signatures(rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Signed, ...]:
    return tuple(Signed(row.person_id, row.person_name, row.at, row[-1]) for row in rows if row.person_id is not None)

"""Everything that a contractmanager wants at hand of one aanbieder: reports, figures, deviations, places, talks and agreements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Integer, String, and_, bindparam, func, null, or_, select, union_all
from sqlalchemy.orm import Session

from contracts.foundation.database import ask
from contracts.foundation.errors import NotFound
from contracts.tables.organisation import Location, Municipality, Organisation
from contracts.tables.programme import CareForm
from kpi.domain import follow_up, report, reporting_period
from kpi.domain.capacity import Places
from kpi.domain.dialogue import UNFINISHED
from kpi.queries.asked import FAMILY_ORDER
from kpi.queries.judged import JUDGED, JudgedFigure
from kpi.tables.capacity import CapacityCount
from kpi.tables.deviation import Deviation, Finding, Judgement
from kpi.tables.dialogue import DialogueSession
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.indicator import Indicator, IndicatorVersion
from kpi.tables.report import Report

SHOWN_REPORTS = 8
SHOWN_SESSIONS = 6


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One report with its state."""

    id: int
    period: str
    title: str
    kind: str
    state: str
    due_at: datetime
    submitted_at: datetime | None

    @property
    def is_in(self) -> bool:
        """Whether it was signed at least once."""
        return self.submitted_at is not None


@dataclass(frozen=True, slots=True)
class ProviderHead:
    """Who it is, and its reports, the latest first."""

    id: int
    name: str
    reports: tuple[ReportLine, ...]


class DatedFigure(NamedTuple):
    """A figure with its quarter. `found_at` and `sentence` belong to its deviation."""

    period: str
    figure: JudgedFigure
    found_at: datetime | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class PlacesLine:
    """One location: places contracted now, and the count of the latest signed quarter (None: not counted). `counted_on`: its last day."""

    name: str
    municipality_name: str
    care_form_name: str
    places: int
    counted_on: date | None
    count: Places | None


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A session with this aanbieder, and one of its agreements that is not confirmed yet (an agreement a line; `action_id` None: it has none)."""

    session_id: int
    title: str
    planned_at: datetime
    state: str
    action_id: int | None
    text: str | None
    owner_organisation: str | None
    owner_name: str | None
    due_on: date | None
    deviation_id: int | None
    action_state: str | None


def find_provider(session: Session, *, provider_id: int) -> ProviderHead:
    """An aanbieder with its latest reports. Raises NotFound for an organisation of another kind, too. One query."""
    rows = session.execute(
        select(
            Organisation.id, Organisation.name, Report.id, Report.period, Report.title, Report.kind, Report.state, Report.due_at, Report.submitted_at
        )
        .outerjoin(Report, Report.provider_id == Organisation.id)
        .where(Organisation.id == provider_id, Organisation.kind == "aanbieder")
        .order_by(Report.period_ends_on.desc(), Report.id.desc())
        .limit(SHOWN_REPORTS)
    ).all()  # fmt: skip
    if not rows:
        raise NotFound(f"provider {provider_id}")
    told: list[tuple[Any, ...]] = [tuple(row) for row in rows]
    return ProviderHead(told[0][0], told[0][1], tuple(ReportLine(*row[2:]) for row in told if row[2] is not None))


_PROVIDER, _FIRST = bindparam("provider_id", type_=Integer), bindparam("first", type_=String)
_OWN = and_(Deviation.report_id == Judgement.report_id, Deviation.indicator_code == Judgement.indicator_code)
_SENTENCE = (
    select(Finding.sentence)
    .where(Finding.deviation_id == Deviation.id)
    .order_by(Finding.severity.desc(), Finding.position)
    .limit(1)
    .correlate(Deviation)
    .scalar_subquery()
)
_ABOUT = (Deviation.found_at.label("found_at"), _SENTENCE.label("sentence"), FAMILY_ORDER.label("place"), Indicator.position.label("position"))
_JUDGED = (
    select(Judgement.period.label("period"), *(column.label(f"c{place}") for place, column in enumerate(JUDGED)), *_ABOUT)
    .join(Indicator, Indicator.code == Judgement.indicator_code)
    .join(IndicatorVersion, IndicatorVersion.id == Judgement.indicator_version_id)
    .outerjoin(Deviation, _OWN)
    .where(
        Judgement.provider_id == _PROVIDER,
        or_(and_(Judgement.period >= _FIRST, Judgement.period.like("%-K_")), Deviation.state.in_(follow_up.OPEN)),
    )
)
_newest = select(func.max(IndicatorVersion.version)).where(IndicatorVersion.indicator_code == Indicator.code).correlate(Indicator).scalar_subquery()
_not_judged = select(Judgement.id).where(_OWN).correlate(Deviation)
_UNJUDGED = (
    select(
        Deviation.period,
        *(null().cast(column.type) if column.class_ is Judgement else column for column in JUDGED),
        *_ABOUT,
    )
    .join(Indicator, Indicator.code == Deviation.indicator_code)
    .join(IndicatorVersion, and_(IndicatorVersion.indicator_code == Indicator.code, IndicatorVersion.version == _newest))
    .where(Deviation.provider_id == _PROVIDER, Deviation.state.in_(follow_up.OPEN), ~_not_judged.exists())
)  # fmt: skip
_both = union_all(_JUDGED, _UNJUDGED).subquery()
_FIGURES = select(_both).order_by(_both.c.place, _both.c.position, _both.c.c0, _both.c.period)


def figures_of(session: Session, *, provider_id: int, first: str) -> list[DatedFigure]:
    """The judged figures from this quarter on, and every figure whose deviation is open, however old; by KPI, the oldest first. One query."""
    rows = ask(session, _FIGURES, provider_id=provider_id, first=first)
    size = len(JUDGED)
    return [DatedFigure(row[0], JudgedFigure._make(row[1 : size + 1]), row[size + 1], row[size + 2]) for row in map(tuple, rows.all())]


def places_of(session: Session, *, provider_id: int) -> list[PlacesLine]:
    """The locations with the count of the latest signed quarter, by form of care and name. One query."""
    signed = and_(Report.provider_id == provider_id, Report.state.in_(report.SETTLED), Report.kind == reporting_period.QUARTER)
    latest = select(Report.id).where(signed).order_by(Report.period.desc()).limit(1).scalar_subquery()
    count = CapacityCount
    rows = session.execute(
        select(
            Location.name, Municipality.name, CareForm.name, Location.places, Report.period_ends_on,
            count.occupied, count.free, count.closed, count.waiting,
        )
        .join(Municipality, Municipality.code == Location.municipality_code)
        .join(CareForm, CareForm.code == Location.care_form_code)
        .outerjoin(count, and_(count.location_id == Location.id, count.report_id == latest))
        .outerjoin(Report, Report.id == count.report_id)
        .where(Location.provider_id == provider_id)
        .order_by(CareForm.position, Location.name, Location.id)
    )  # fmt: skip
    told: list[tuple[Any, ...]] = [tuple(row) for row in rows]
    return [PlacesLine(*(*row[:5], None if row[5] is None else Places(*row[5:]))) for row in told]


def talks_of(session: Session, *, provider_id: int) -> list[TalkLine]:
    """The latest sessions, and older ones with an open agreement; a line for each open agreement. The latest session first. One query."""
    d, a = DialogueSession, ActionPoint
    latest = select(d.id).where(d.provider_id == provider_id).order_by(d.planned_at.desc(), d.id.desc()).limit(SHOWN_SESSIONS)
    rows = session.execute(
        select(d.id, d.title, d.planned_at, d.state, a.id, a.text, a.owner_organisation, a.owner_name, a.due_on, a.deviation_id, a.state)
        .outerjoin(a, and_(a.session_id == d.id, a.state.in_(UNFINISHED)))
        .where(d.provider_id == provider_id, or_(a.id.is_not(None), d.id.in_(select(latest.subquery().c.id))))
        .order_by(d.planned_at.desc(), d.id.desc(), a.due_on, a.id)
    )
    return [TalkLine(*told) for told in map(tuple, rows)]

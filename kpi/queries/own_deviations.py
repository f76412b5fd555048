"""An aanbieder's own deviations as it may read them: shared sentences only, what runs, and how its figure stands among the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from contracts.foundation.errors import NotFound
from kpi.domain import follow_up
from kpi.domain.cell import value_of
from kpi.domain.dialogue import UNFINISHED
from kpi.domain.place import Place, place_of
from kpi.domain.shared_findings import Shared, Told, told_to_provider
from kpi.queries.deviations import DeviationEventLine
from kpi.queries.evidence import EvidenceLine, evidence_lines
from kpi.tables.deviation import Deviation, DeviationEvent, Finding, Judgement
from kpi.tables.dialogue_outcome import ActionPoint
from kpi.tables.indicator import IndicatorVersion
from kpi.tables.report import ReportQuestion, ReportValue


@dataclass(frozen=True, slots=True)
class Agreement:
    """An afspraak about a deviation that runs: not confirmed yet, and not lapsed."""

    action_id: int
    text: str
    owner_organisation: str
    owner_name: str
    due_on: date
    state: str


@dataclass(frozen=True, slots=True)
class OwnLine:
    """One line of the aanbieder's list. `changed_at`: what stands out changed after it was found."""

    id: int
    period: str
    indicator_code: str
    indicator_name: str
    state: str
    found_at: datetime
    changed_at: datetime | None
    owner_name: str
    version: int
    told: Told
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class OwnFigure:
    """The figure that was judged, corrections included, with the explanation at its cell."""

    value_kind: str
    unit: str
    decimals: int
    numerator: Decimal | None
    denominator: Decimal | None
    missing_reason: str
    explanation: str

    @property
    def value(self) -> Decimal | None:
        """The value to show."""
        return value_of(self.value_kind, self.numerator, self.denominator)


@dataclass(frozen=True, slots=True)
class OwnDeviation:
    """One deviation with everything its aanbieder may read about it. `others`: how many others reported this figure."""

    line: OwnLine
    figure: OwnFigure
    place: Place
    others: int
    events: tuple[DeviationEventLine, ...]
    evidence: tuple[EvidenceLine, ...]


def others_that_reported() -> ScalarSelect[int]:
    """How many other aanbieders reported this judged figure, counted by the same definition: as rule 5 takes them."""
    other = aliased(Judgement)
    same = and_(
        other.indicator_code == Judgement.indicator_code,
        other.period == Judgement.period,
        other.indicator_version_id == Judgement.indicator_version_id,
        other.provider_id != Judgement.provider_id,
        other.numerator.is_not(None),
        other.denominator > 0,
        other.numerator <= other.denominator,
        func.coalesce(other.missing_reason, "") == "",
    )
    return select(func.count(other.id)).where(same).correlate(Judgement).scalar_subquery()


def _definition() -> ColumnElement[int]:
    """The definition by which the report asked this figure; else the newest: a deviation never vanishes from the list."""
    asked, newest = aliased(IndicatorVersion), aliased(IndicatorVersion)
    in_report = (
        select(func.max(asked.id))
        .join(ReportQuestion, ReportQuestion.indicator_version_id == asked.id)
        .where(ReportQuestion.report_id == Deviation.report_id, asked.indicator_code == Deviation.indicator_code)
    )
    otherwise = select(func.max(newest.id)).where(newest.indicator_code == Deviation.indicator_code)
    return func.coalesce(in_report.correlate(Deviation).scalar_subquery(), otherwise.correlate(Deviation).scalar_subquery())


_LINE = (
    Deviation.id, Deviation.period, Deviation.indicator_code, IndicatorVersion.name, Deviation.state, Deviation.found_at, Deviation.changed_at,
    Deviation.owner_name, Deviation.version,
)  # fmt: skip
_FIGURE = (
    IndicatorVersion.value_kind, IndicatorVersion.unit, IndicatorVersion.decimals, Judgement.numerator, Judgement.denominator,
    func.coalesce(Judgement.missing_reason, ""), func.coalesce(ReportValue.explanation, ""),
)  # fmt: skip
_JUDGED = (func.coalesce(Judgement.kind, ""), func.coalesce(Judgement.findings, "[]"), others_that_reported())
_WHERE = {"line": slice(0, len(_LINE)), "figure": slice(len(_LINE), len(_LINE) + len(_FIGURE)), "judged": slice(-len(_JUDGED), None)}


def _select(*more: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*_LINE, *more)
        .select_from(Deviation)
        .join(IndicatorVersion, IndicatorVersion.id == _definition())
        .order_by(Deviation.period.desc(), Deviation.indicator_code, Deviation.id)
    )


_LIST = _select()
_ONE = (
    _select(*_FIGURE, *_JUDGED)
    .outerjoin(Judgement, and_(Judgement.report_id == Deviation.report_id, Judgement.indicator_code == Deviation.indicator_code))
    .outerjoin(ReportValue, and_(ReportValue.report_id == Deviation.report_id, ReportValue.indicator_version_id == IndicatorVersion.id))
)


def own_deviations(session: Session, *, provider_id: int, states: Collection[str] = follow_up.STATES) -> list[OwnLine]:
    """An aanbieder's own deviations, the newest quarter first. Three queries; two for those that wait, over which nothing runs yet."""
    rows = session.execute(_LIST.where(Deviation.provider_id == provider_id, Deviation.state.in_(states))).all()
    mine = select(Deviation.id).where(Deviation.provider_id == provider_id, Deviation.state.in_(states))
    findings = _findings(session, Finding.deviation_id.in_(mine))
    agreements = {} if follow_up.WAITING.issuperset(states) else _agreements(session, ActionPoint.deviation_id.in_(mine))
    return [_line(tuple(row), findings, agreements) for row in rows]


def own_deviation(session: Session, *, deviation_id: int, provider_id: int) -> OwnDeviation:
    """One of the aanbieder's own. Raises NotFound. Five queries."""
    row = session.execute(_ONE.where(Deviation.id == deviation_id, Deviation.provider_id == provider_id)).first()
    if row is None:
        raise NotFound(deviation_id)
    kind, judged, others = row[_WHERE["judged"]]
    events = session.execute(
        select(DeviationEvent.kind, DeviationEvent.at, DeviationEvent.person_name, DeviationEvent.organisation_name, DeviationEvent.text)
        .where(DeviationEvent.deviation_id == deviation_id)
        .order_by(DeviationEvent.id)
    )
    findings = _findings(session, Finding.deviation_id == deviation_id)
    agreements = _agreements(session, ActionPoint.deviation_id == deviation_id)
    return OwnDeviation(
        line=_line(tuple(row), findings, agreements),
        figure=OwnFigure(*row[_WHERE["figure"]]),
        place=place_of(kind, judged, others),
        others=others,
        events=tuple(DeviationEventLine(*event) for event in events),
        evidence=tuple(evidence_lines(session, deviation_id=deviation_id)),
    )


def _line(row: Sequence[Any], findings: dict[int, list[Shared]], agreements: dict[int, list[Agreement]]) -> OwnLine:
    number, period = row[:2]
    told = told_to_provider(findings.get(number, ()), period=period)
    return OwnLine(*(*row[_WHERE["line"]], told, tuple(agreements.get(number, ()))))


def _findings(session: Session, about: Any) -> dict[int, list[Shared]]:
    """The findings by deviation, heaviest first. What the contractmanager alone reads is never fetched."""
    columns: Iterable[InstrumentedAttribute[Any]] = (Finding.deviation_id, Finding.severity, Finding.shared_sentence)
    found: dict[int, list[Shared]] = {}
    for number, *rest in map(tuple, session.execute(select(*columns).where(about).order_by(Finding.severity.desc(), Finding.position))):
        found.setdefault(number, []).append(Shared(*rest))
    return found


def _agreements(session: Session, about: Any) -> dict[int, list[Agreement]]:
    """What runs, by deviation, the soonest first."""
    rows = session.execute(
        select(
            ActionPoint.deviation_id, ActionPoint.id, ActionPoint.text, ActionPoint.owner_organisation, ActionPoint.owner_name,
            ActionPoint.due_on, ActionPoint.state,
        )
        .where(about, ActionPoint.state.in_(UNFINISHED))
        .order_by(ActionPoint.due_on, ActionPoint.id)
    )  # fmt: skip
    found: dict[int, list[Agreement]] = {}
    for row in rows:
        number, *rest = tuple[Any, ...](row)
        found.setdefault(number, []).append(Agreement(*rest))
    return found

"""Judge one series by all rules, in their order. This is what the command line shows and what the register of deviations will store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.domain.signals import kwartaal, nhs
from kpi.domain.signals.capability import Assurance, assurance, tell_assurance
from kpi.domain.signals.chart import Charted, PointType
from kpi.domain.signals.completeness import judge_completeness
from kpi.domain.signals.detectable import smallest_detectable
from kpi.domain.signals.factors import FALSE_ALARMS
from kpi.domain.signals.finding import Finding, Nature, Severity, in_order
from kpi.domain.signals.history import judge_history, too_little
from kpi.domain.signals.intervals import Interval
from kpi.domain.signals.multiplicity import expected_false_findings, tell_chance
from kpi.domain.signals.norms import interval_of, judge_norm
from kpi.domain.signals.peers import TAIL_ATTENTION, judge_peers
from kpi.domain.signals.plausibility import questions
from kpi.domain.signals.profile import FIRM_FROM, KWARTAAL, NHS_FIRM_FROM, Name, Profile, check_profile
from kpi.domain.signals.runs import Pattern
from kpi.domain.signals.season import chance_of_false_finding, judge_season
from kpi.domain.signals.series import Kind, Point, Series, check, check_points
from kpi.domain.signals.xmr import Limits

FALSE_ALARMS_OF_RUNS = 0.028  # trend, shift and 2 of 3 of a newest point together; measured at 16 earlier points (tests/unit/signals)


@dataclass(frozen=True, slots=True)
class JudgedPoint:
    """One quarter as it stands on the chart."""

    point: Point
    limits: Limits
    type: PointType
    pattern: Pattern | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """All that can be said of a series. `findings` is for the contractmanager, `questions` for the aanbieder that fills in.

    `trial` says that the limits stand on few points. `smallest_detectable` is in the unit of the value; None: nothing could have been seen.
    """

    points: tuple[JudgedPoint, ...]
    trial: bool
    assurance: Assurance | None
    findings: tuple[Finding, ...]
    questions: tuple[Finding, ...]
    smallest_detectable: float | None
    expected_false_findings: float

    @property
    def limits(self) -> Limits:
        """Those of the newest quarter."""
        return self.points[-1].limits


def judge(series: Series, profile: Profile = KWARTAAL, peers: Mapping[str, Sequence[Point]] | None = None) -> Judgement:
    """Judge a series by rules 0-7. Raises Refused, with a Dutch sentence, for figures that cannot be judged."""
    others = peers or {}
    _check_all(series, profile, others)
    charted = nhs.chart(series.points, profile) if profile.name is Name.NHS else kwartaal.chart(series.points, series.kind, profile)
    newest = charted[-1]
    smallest, reach = smallest_detectable(series, newest), assurance(series, newest.limits, profile.name)
    found = [*judge_completeness(series), *judge_norm(series), *judge_history(series, charted)]
    found += [*judge_season(series), *judge_peers(series, others)]
    told = too_little(series, newest, smallest), None if reach is None else tell_assurance(series, newest.limits, reach)
    found += [one for one in told if one is not None]
    expected = _expected(series, newest, others)
    if any(_is_statistical(one, series.points[-1].period) for one in found):
        found.append(tell_chance(series.points[-1].period, expected))
    return Judgement(
        points=tuple(_judged(series, point, one) for point, one in zip(series.points, charted, strict=True)),
        trial=newest.baseline < (NHS_FIRM_FROM if profile.name is Name.NHS and profile.fix_after is None else FIRM_FROM),
        assurance=reach,
        findings=in_order(found, series.periods),
        questions=tuple(questions(series)),
        smallest_detectable=smallest,
        expected_false_findings=expected,
    )


def _check_all(series: Series, profile: Profile, peers: Mapping[str, Sequence[Point]]) -> None:
    check(series)
    check_profile(profile, len(series.points))
    for points in peers.values():
        check_points(tuple(points), series.kind)


def _judged(series: Series, point: Point, one: Charted) -> JudgedPoint:
    interval = interval_of(point, series.kind, series.confidence)
    return JudgedPoint(point, one.limits, one.type_for(series.direction), one.pattern, interval)


def _expected(series: Series, newest: Charted, peers: Mapping[str, Sequence[Point]]) -> float:
    """How many statistical findings the newest quarter would bring by chance alone, over the rules that could speak."""
    chances: list[float] = []
    if newest.limits.upper is not None:
        chances.append(FALSE_ALARMS + (FALSE_ALARMS_OF_RUNS if newest.earlier >= FIRM_FROM else 0.0))
    season = chance_of_false_finding(series)
    if season is not None:
        chances.append(season)
    if peers and series.kind in {Kind.PROPORTION, Kind.RATE}:
        chances.append(2 * TAIL_ATTENTION / (len(peers) + 1))
    return expected_false_findings(chances)


def _is_statistical(finding: Finding, period: str) -> bool:
    return finding.nature is Nature.STATISTICAL and finding.period == period and finding.severity is not Severity.INFORMATION

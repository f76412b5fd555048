"""The newest quarter of a series alone, for the register of deviations: what `judge` says of it, without the work for the quarters before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.domain.signals import kwartaal, nhs, season
from kpi.domain.signals.capability import Assurance, assurance, tell_assurance
from kpi.domain.signals.chart import Charted, PointType
from kpi.domain.signals.completeness import judge_completeness
from kpi.domain.signals.detectable import smallest_detectable
from kpi.domain.signals.factors import FALSE_ALARMS, false_alarms_of_runs
from kpi.domain.signals.finding import Finding, Nature, Severity, in_order
from kpi.domain.signals.history import judge_history, too_little
from kpi.domain.signals.intervals import Interval
from kpi.domain.signals.multiplicity import expected_false_findings, tell_chance
from kpi.domain.signals.norms import interval_of, judge_norm
from kpi.domain.signals.peers import chance_among_peers, in_quarter, judge_quarter
from kpi.domain.signals.profile import FIRM_FROM, KWARTAAL, NHS_FIRM_FROM, Name, Profile, check_profile
from kpi.domain.signals.runs import Pattern
from kpi.domain.signals.series import Kind, Point, Series, check, check_points
from kpi.domain.signals.xmr import Limits


@dataclass(frozen=True, slots=True)
class JudgedPoint:
    """One quarter as it stands on the chart."""

    point: Point
    limits: Limits
    type: PointType
    pattern: Pattern | None
    interval: Interval | None


@dataclass(frozen=True, slots=True)
class Newest:
    """What can be said of the newest quarter; `findings` is for the contractmanager.

    `trial` says that its limits stand on few points. `smallest_detectable` is in the unit of the value; None: nothing could have been seen.
    `expected_false_findings` is how many statistical findings chance alone would bring here.
    """

    judged: JudgedPoint
    trial: bool
    assurance: Assurance | None
    findings: tuple[Finding, ...]
    smallest_detectable: float | None
    expected_false_findings: float


def judge_newest(series: Series, profile: Profile = KWARTAAL, peers: Mapping[str, Sequence[Point]] | None = None) -> Newest:
    """The last quarter of the series by rules 0 and 2-7, exactly as `judge` does.

    Of the peers only the figures of that quarter are read and checked; they may be given alone. Raises Refused, with a Dutch sentence,
    for figures that cannot be judged.
    """
    check(series)
    check_profile(profile, len(series.points))
    newest, since = series.points[-1], len(series.points) - 1
    beside = in_quarter(peers or {}, newest.period)
    for point in beside:
        check_points((point,), series.kind)
    charted = nhs.tail(series.points, profile) if profile.name is Name.NHS else kwartaal.tail(series.points, series.kind, profile)
    found = [*judge_completeness(series, since), *judge_norm(series, since)]
    found += judge_history(series.kind, series.direction, series.points[-len(charted) :], charted, len(charted) - 1)
    found += season.judge_season(series, since)
    found += judge_peers_newest(series.kind, newest, beside)
    return conclude(series, profile, charted[-1], beside, found)


def judge_peers_newest(kind: Kind, own: Point, others: Sequence[Point]) -> tuple[Finding, ...]:
    """Rule 5 alone, for one quarter of one aanbieder beside the others (checked points): for when the report of another comes in."""
    found = judge_quarter(kind, own, others)
    return () if found is None else (found,)


def conclude(series: Series, profile: Profile, newest: Charted, beside: Sequence[Point], found: Sequence[Finding]) -> Newest:
    """Add to what the rules found what they mean together. `beside` is what the others say of the newest quarter."""
    smallest, reach = smallest_detectable(series, newest), assurance(series, newest.limits, profile.name)
    told = too_little(series, newest, smallest), None if reach is None else tell_assurance(series, newest.limits, reach)
    findings = [*found, *(one for one in told if one is not None)]
    expected = _expected(series, newest, beside)
    period = series.points[-1].period
    if any(_is_statistical(one, period) for one in findings):
        findings.append(tell_chance(period, expected))
    return Newest(
        judged=judged_point(series, series.points[-1], newest),
        trial=newest.baseline < (NHS_FIRM_FROM if profile.name is Name.NHS and profile.fix_after is None else FIRM_FROM),
        assurance=reach,
        findings=in_order(findings, series.periods),
        smallest_detectable=smallest,
        expected_false_findings=expected,
    )


def judged_point(series: Series, point: Point, one: Charted) -> JudgedPoint:
    """The quarter with its limits, its type and the interval of its own figure."""
    interval = interval_of(point, series.kind, series.confidence)
    return JudgedPoint(point, one.limits, one.type_for(series.direction), one.pattern, interval)


def _expected(series: Series, newest: Charted, beside: Sequence[Point]) -> float:
    """How many statistical findings the newest quarter would bring by chance alone, over the rules that could speak."""
    own = series.points[-1]
    if own.value is None:
        return 0.0
    chances = [season.chance_of_false_finding(series), chance_among_peers(series.kind, own, beside)]
    if newest.limits.upper is not None:
        chances.append(FALSE_ALARMS + false_alarms_of_runs(newest.earlier))
    return expected_false_findings(chance for chance in chances if chance is not None)


def _is_statistical(finding: Finding, period: str) -> bool:
    return finding.nature is Nature.STATISTICAL and finding.period == period and finding.severity is not Severity.INFORMATION

"""Judge one series by all rules, in their order. This is what the command line shows and what the register of deviations will store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpi.domain.signals import kwartaal, nhs
from kpi.domain.signals.capability import Assurance
from kpi.domain.signals.completeness import judge_completeness
from kpi.domain.signals.finding import Finding
from kpi.domain.signals.history import judge_history
from kpi.domain.signals.newest import JudgedPoint, conclude, judged_point
from kpi.domain.signals.norms import judge_norm
from kpi.domain.signals.peers import in_quarter, judge_peers
from kpi.domain.signals.plausibility import questions
from kpi.domain.signals.profile import KWARTAAL, Name, Profile, check_profile
from kpi.domain.signals.season import judge_season
from kpi.domain.signals.series import Point, Series, check, check_points
from kpi.domain.signals.xmr import Limits


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
    found = [*judge_completeness(series), *judge_norm(series), *judge_history(series.kind, series.direction, series.points, charted)]
    found += [*judge_season(series), *judge_peers(series, others)]
    newest = conclude(series, profile, charted[-1], in_quarter(others, series.points[-1].period), found)
    return Judgement(
        points=tuple(judged_point(series, point, one) for point, one in zip(series.points, charted, strict=True)),
        trial=newest.trial,
        assurance=newest.assurance,
        findings=newest.findings,
        questions=tuple(questions(series)),
        smallest_detectable=newest.smallest_detectable,
        expected_false_findings=newest.expected_false_findings,
    )


def _check_all(series: Series, profile: Profile, peers: Mapping[str, Sequence[Point]]) -> None:
    check(series)
    check_profile(profile, len(series.points))
    for points in peers.values():
        check_points(tuple(points), series.kind)

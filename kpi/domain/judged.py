"""The judgement of one signed figure: by its norm, its own history and its season, and beside the other aanbieders of the quarter.

Rules 1 and 7 have their places elsewhere: questions are asked while somebody fills in, and how many findings are chance is told of a whole page.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from contracts.foundation.errors import Refused
from kpi.domain.cell import Figures
from kpi.domain.indicator import Definition
from kpi.domain.judging import NOTHING, KeptFinding, keep, kind_of, point_of, series_of
from kpi.domain.signals.finding import Nature, Rule
from kpi.domain.signals.newest import judge_newest
from kpi.domain.signals.norms import Judged as NormJudged
from kpi.domain.signals.norms import verdict
from kpi.domain.signals.peers import COMPARED, chance_among, judge_everyone
from kpi.domain.signals.profile import KWARTAAL, Profile
from kpi.domain.signals.series import Kind, Point, Series

NOT_JUDGED = "niet te beoordelen"


class Beside(NamedTuple):
    """What rule 5 says of one figure, and how many false findings that brings by chance."""

    findings: tuple[KeptFinding, ...]
    chance: float


NOT_COMPARED = Beside((), 0.0)


@dataclass(frozen=True, slots=True)
class Quarterly:
    """The figure of one period. `label` orders it in time ("2026-K3", or "2026" for a yearly KPI); `was`: before a correction."""

    label: str
    figures: Figures
    late_on: date | None = None
    was: Figures | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """What the rules say of the newest figure of a series; the fields are those of `kpi.tables.deviation.Judgement`."""

    kind: str
    norm_verdict: str = ""
    norm_side: int = 0
    point_type: str = ""
    pattern: str = ""
    assurance: str = ""
    is_trial: bool = True
    earlier: int = 0
    centre: float | None = None
    lower: float | None = None
    upper: float | None = None
    smallest: float | None = None
    chance: float = 0.0
    findings: tuple[KeptFinding, ...] = ()


def judge_figure(definition: Definition, history: Sequence[Quarterly], newest: Quarterly, *, rebased: Iterable[str] = ()) -> Judged:
    """Judge the newest figure by rules 0, 2, 3, 4 and 6. `history`: the earlier ones by the same definition, the oldest first.

    `rebased`: the labels from which somebody let the limits start anew. Never raises: what cannot be judged says so in a finding.
    """
    told = [*history, newest]
    kind = kind_of(definition, (one.figures for one in told))
    points = [_point(kind, definition, one) for one in told]
    series = series_of(kind, definition, points)
    try:
        return _judged(series, replace(KWARTAAL, rebase_at=_numbers_of(rebased, [one.label for one in told])))
    except Refused as refused:
        sentence = f"{newest.label}: dit cijfer is niet te beoordelen. {refused.reason}"
        return Judged(str(kind), findings=(KeptFinding(NOT_JUDGED, str(Nature.DATA), NOTHING, sentence, sentence),))


def beside_each_other(definition: Definition, told: Mapping[int, tuple[str, Quarterly]]) -> dict[int, Beside]:
    """Rule 5 of one quarter: the figure of each aanbieder against those of all others. `told`: by aanbieder, the kind of its series and its figure.

    A figure stands beside another when it is of that kind too, whatever the rest of its series is.
    """
    direction = series_of(Kind.VALUE, definition, ()).direction
    found = dict.fromkeys(told, NOT_COMPARED)
    for kind in {Kind(kind) for kind, _ in told.values()} & COMPARED:
        points = {
            number: _point(kind, definition, one)
            for number, (_, one) in told.items()
            if one.figures.numerator is not None and kind_of(definition, [one.figures]) is kind
        }
        points = {number: point for number, point in points.items() if point.value is not None}
        apart, chance = judge_everyone(kind, points), chance_among(len(points))
        for number in points:
            if told[number][0] == kind:
                findings = tuple(keep(finding, direction) for finding in (apart.get(number),) if finding is not None)
                found[number] = Beside(findings, chance)
    return found


def _point(kind: Kind, definition: Definition, one: Quarterly) -> Point:
    point = point_of(kind, definition, one.label, one.figures)
    if one.was is None and one.late_on is None:
        return point
    was = None if one.was is None else point_of(kind, definition, one.label, one.was).value
    return replace(point, late_on=one.late_on, was=was)


def _numbers_of(rebased: Iterable[str], labels: Sequence[str]) -> tuple[int, ...]:
    """The point numbers, from 1, at which limits start anew: the first figure from each of these quarters on."""
    first = {next((number for number, label in enumerate(labels, start=1) if label >= start), 0) for start in rebased}
    return tuple(sorted(first - {0}))


def _judged(series: Series, profile: Profile) -> Judged:
    whole = judge_newest(series, profile)
    newest = whole.judged
    held = None if series.norm is None else verdict(newest.point, series.norm, series.kind, series.confidence)
    findings = [one for one in whole.findings if one.rule is not Rule.MULTIPLICITY]
    centre, lower, upper = newest.limits.centre, newest.limits.lower, newest.limits.upper
    return Judged(
        kind=str(series.kind),
        norm_verdict="" if held is None else str(held.verdict),
        norm_side=0 if held is None else held.side,
        point_type=str(newest.type) if upper is not None else "",
        pattern=str(newest.pattern or ""),
        assurance=str(whole.assurance or ""),
        is_trial=whole.trial,
        earlier=sum(point.value is not None for point in series.points[:-1]),
        centre=_float(centre),
        lower=_float(lower),
        upper=_float(upper),
        smallest=whole.smallest_detectable,
        chance=whole.expected_false_findings,
        findings=tuple(_weighed(keep(finding, series.direction), held) for finding in findings),
    )


def _weighed(finding: KeptFinding, held: NormJudged | None) -> KeptFinding:
    """That a norm is hardly ever met is told beside a figure that meets it, and makes no deviation of it."""
    is_met = held is None or held.side == 0
    return replace(finding, weight=NOTHING) if finding.rule == Rule.CAPABILITY and is_met else finding


def _float(number: Fraction | float | None) -> float | None:
    return None if number is None else float(number)

"""Rule 3: the own history. Turns the points of the chart into findings, and says when there is too little to judge by."""

from __future__ import annotations

from collections.abc import Sequence

from kpi.domain.signals.chart import Charted, PointType
from kpi.domain.signals.finding import Finding, Nature, Number, Rule, Severity
from kpi.domain.signals.profile import FIRM_FROM, LEAST_EARLIER
from kpi.domain.signals.runs import Pattern
from kpi.domain.signals.series import Direction, Kind, Point, Series, adjoins
from kpi.domain.signals.wording import as_distance, as_figure, as_number, as_range, how_many

Place = tuple[Point, Charted]


def judge_history(kind: Kind, direction: Direction, points: Sequence[Point], charted: Sequence[Charted], since: int = 0) -> list[Finding]:
    """From place `since`, a finding for every point outside its limits, and one for every run, in the quarter in which the run ends.

    The points may be the last part of a series, when it holds the whole of every run that is asked for.
    """
    places = list(zip(points, charted, strict=True))
    found: list[Finding] = []
    start = 0
    for place, one in enumerate(places):
        if place and not _goes_on(places[place - 1], one):
            start = place
        is_last = place + 1 == len(places) or not _goes_on(one, places[place + 1])
        if one[1].pattern is not None and is_last and place >= since:
            found.append(_told(kind, direction, places[start : place + 1]))
    return found


def too_little(series: Series, charted: Charted, smallest: float | None) -> Finding | None:
    """When the newest figure cannot be judged by its history: why, and what could have been seen at all."""
    newest = series.points[-1]
    if newest.value is None or charted.limits.upper is not None:
        return None
    known = how_many(charted.earlier, "eerder kwartaal", "eerdere kwartalen")
    if charted.earlier < LEAST_EARLIER:
        why = f"er {'is' if charted.earlier == 1 else 'zijn'} {known} en er zijn er {LEAST_EARLIER} nodig."
    else:
        why = "er ontbreken te veel kwartalen."
    seen = "Zelfs een grote verandering is nu niet van toeval te onderscheiden."
    if smallest is not None:
        seen = f"Alleen een verschil van {as_distance(smallest, series.kind)} of meer zou opvallen."
    numbers: dict[str, Number] = {"earlier": charted.earlier, "needed": LEAST_EARLIER, "smallest_detectable": smallest}
    sentence = f"{newest.period}: {as_figure(newest, series.kind)}. Te weinig om te oordelen: {why} {seen}"
    return Finding(Rule.HISTORY, Nature.STATISTICAL, newest.period, Severity.INFORMATION, sentence, numbers)


def _goes_on(one: Place, other: Place) -> bool:
    """Two points of one run; points outside the limits stand each on their own, and a gap or a new beginning ends a run."""
    (earlier, before), (later, after) = one, other
    if before.pattern is None or before.pattern is Pattern.OUTSIDE or (before.pattern, before.sign) != (after.pattern, after.sign):
        return False
    return after.earlier > 0 and adjoins(earlier, later)


def _told(kind: Kind, direction: Direction, run: Sequence[Place]) -> Finding:
    (point, one), length = run[-1], len(run)
    high, sign = one.sign > 0, one.sign
    texts = {
        Pattern.OUTSIDE: _outside(point, one, kind),
        Pattern.TREND: f"Het cijfer {'stijgt' if high else 'daalt'} al {how_many(length, 'kwartaal', 'kwartalen')} op rij.",
        Pattern.TWO_OF_THREE: f"Twee van drie kwartalen liggen dicht bij de {'boven' if high else 'onder'}grens.",
        Pattern.SHIFT: f"Het cijfer ligt al {how_many(length, 'kwartaal', 'kwartalen')} op rij {'boven' if high else 'onder'} het gemiddelde.",
    }
    pattern = one.pattern or Pattern.OUTSIDE
    numbers: dict[str, Number] = {"pattern": str(pattern), "sign": sign, "from": run[0][0].period, "points": length}
    numbers |= _numbers(point, one)
    trial = " De grenzen zijn nog voorlopig." if one.baseline < FIRM_FROM else ""
    sentence = f"{point.period}: {as_figure(point, kind)}. {texts[pattern]}{trial}"
    return Finding(Rule.HISTORY, Nature.STATISTICAL, point.period, _severity(direction, one), sentence, numbers)


def _outside(point: Point, one: Charted, kind: Kind) -> str:
    lower, upper = one.limits.lower, one.limits.upper
    if lower is None or upper is None:
        return ""
    if lower == upper:
        return f"Het cijfer was steeds {as_number(lower, kind)}. Daarom valt elke verandering op."
    where = "hoger" if one.sign > 0 else "lager"
    return f"Dat is {where} dan te verwachten was: {as_range(lower, upper, kind)}."


def _severity(direction: Direction, one: Charted) -> Severity:
    """A sure and bad change is talked about first; trial limits, runs and a series that never moved weigh less; good news is only told."""
    if one.type_for(direction) is PointType.IMPROVEMENT:
        return Severity.INFORMATION
    is_firm = one.baseline >= FIRM_FROM and one.limits.lower != one.limits.upper
    return Severity.SIGNAL if one.pattern is Pattern.OUTSIDE and is_firm else Severity.ATTENTION


def _numbers(point: Point, one: Charted) -> dict[str, Number]:
    limits = one.limits
    known: dict[str, Number] = {"value": None if point.value is None else float(point.value), "baseline_points": one.baseline}
    if point.denominator is not None:
        known["denominator"] = float(point.denominator)
    for name, limit in (("centre", limits.centre), ("lower", limits.lower), ("upper", limits.upper)):
        known[name] = None if limit is None else float(limit)
    return known

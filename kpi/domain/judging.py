"""What the statistics say of one signed figure, in the form in which the register keeps it: which findings count, and who may read what.

The engine (`kpi/domain/signals`) speaks of any series; here it hears a KPI's series and its findings get their place in the work:
attention and signal make a deviation, information stands beside it, and good news is never a deviation. What names figures of other
aanbieders has a second sentence without them: that one is what both sides read. With fewer than three others it is empty, and the finding
is for the contractmanager alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kpi.domain.cell import Figures
from kpi.domain.indicator import COUNT, RATIO, Definition
from kpi.domain.signals.finding import RULES, Finding, Nature, Rule, Severity
from kpi.domain.signals.series import Bounds, Direction, Kind, Point, Series

RULE_MENDED = "hersteld"  # it stood out before, people spoke about it, and the changed figure no longer does
SLIGHT, CLEAR, SEVERE = 1, 2, 3
LEAST_OTHERS = 3  # "higher than the others" would tell an aanbieder about one of them when there are only one or two
NOTHING = 0
WEIGHTS = {Severity.INFORMATION: NOTHING, Severity.QUESTION: NOTHING, Severity.ATTENTION: CLEAR, Severity.SIGNAL: SEVERE}
_DIRECTIONS = {"hoger": Direction.HIGHER, "lager": Direction.LOWER}
_PERCENT = 100
_UNSAID = ("aantal", "cijfer")
_TIME = ("nacht", "dagen", "etmaal", "uren", "weken")
_RULE_ORDER = {str(rule): place for place, rule in enumerate(RULES)}
_FIELDS = ("rule", "nature", "weight", "sentence", "shared_sentence", "numbers")


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """One finding as it is stored. `weight`: 0 stands beside it, 1 slight, 2 attention, 3 signal. `numbers` is canonical JSON."""

    rule: str
    nature: str
    weight: int
    sentence: str
    shared_sentence: str
    numbers: str = "{}"


def kind_of(definition: Definition, figures: Iterable[Figures]) -> Kind:
    """What the engine should take a KPI's figures for. A ratio that is no share of people (of nights, halves, more than all) is a value."""
    if definition.value_kind == COUNT:
        return Kind.COUNT if all(_is_whole(one.numerator) and (one.numerator or 0) >= 0 for one in figures) else Kind.VALUE
    if definition.value_kind != RATIO:
        return Kind.VALUE
    return Kind.VALUE if counts_time(definition) or not all(_is_share(one) for one in figures) else Kind.PROPORTION


def counts_time(definition: Definition) -> bool:
    """Whether its denominator counts nights, days or hours: those follow each other, so they are no sample of independent people."""
    return any(word in definition.denominator_label.lower() for word in _TIME)


def _is_share(figures: Figures) -> bool:
    top, bottom = figures.numerator, figures.denominator
    if top is None or bottom is None:
        return True
    return _is_whole(top) and _is_whole(bottom) and 0 <= top <= bottom


def _is_whole(number: Decimal | None) -> bool:
    return number is None or number == int(number)


def point_of(kind: Kind, definition: Definition, period: str, figures: Figures) -> Point:
    """A quarter's figure for the engine. A value that is a ratio counts in percent, as it is shown."""
    top = None if figures.numerator is None else Fraction(figures.numerator)
    bottom = None if figures.denominator is None else Fraction(figures.denominator)
    missing = figures.missing_reason or ""
    if kind is Kind.PROPORTION:
        return Point(period, top, bottom, missing)
    if definition.value_kind == RATIO:
        value = None if top is None or not bottom else top / bottom * _PERCENT
        return Point(period, value, None, missing, unit=definition.unit)
    return Point(period, top, None, missing, unit="" if definition.unit in _UNSAID else definition.unit)


def series_of(kind: Kind, definition: Definition, points: Iterable[Point]) -> Series:
    """The series with its norm, in the engine's unit."""
    low, high = (None if bound is None else Fraction(bound) for bound in (definition.norm.low, definition.norm.high))
    if kind is Kind.PROPORTION:
        low, high = (None if bound is None else bound / _PERCENT for bound in (low, high))
    low = low if definition.norm.kind in {"min", "bereik"} else None
    high = high if definition.norm.kind in {"max", "bereik"} else None
    norm = None if low is None and high is None else Bounds(low, high)
    return Series(kind, tuple(points), _DIRECTIONS.get(definition.direction, Direction.NONE), norm)


def keep(finding: Finding, direction: Direction) -> KeptFinding:
    """A finding as the register keeps it."""
    weight = NOTHING if _is_good_news(finding, direction) else WEIGHTS[finding.severity]
    return KeptFinding(str(finding.rule), str(finding.nature), weight, finding.sentence, shared(finding), in_json(finding.numbers))


def shared(finding: Finding) -> str:
    """The sentence that both sides read: no figures of other aanbieders. "" when the aanbieder may not read of it at all: too few others."""
    if finding.rule is not Rule.PEERS:
        return finding.sentence
    if int(finding.numbers["others"] or 0) < LEAST_OTHERS:
        return ""
    figure = finding.sentence.partition(". Dat is ")[0]
    where = "hoger" if _difference(finding, "centre") > 0 else "lager"
    label = finding.sentence.rpartition("Vergelijking met ")[2]
    return f"{figure}. Dat is {where} dan bij anderen. Vergelijking met {label}"


def _is_good_news(finding: Finding, direction: Direction) -> bool:
    """A change or a difference in the direction that is better for clients."""
    if finding.rule not in {Rule.PEERS, Rule.SEASON} or direction is Direction.NONE:
        return False
    difference = _difference(finding, "centre" if finding.rule is Rule.PEERS else "before")
    return difference > 0 if direction is Direction.HIGHER else difference < 0


def _difference(finding: Finding, against: str) -> float:
    return float(finding.numbers["value"] or 0) - float(finding.numbers[against] or 0)


def in_json(numbers: object) -> str:
    """Canonical: the same numbers give the same text."""
    return json.dumps(numbers, sort_keys=True, ensure_ascii=False, default=dict)


def in_one_text(findings: Iterable[KeptFinding]) -> str:
    """Findings as the register stores them, in the order of the rules."""
    ordered = sorted(findings, key=lambda one: _RULE_ORDER.get(one.rule, len(_RULE_ORDER)))
    return json.dumps([{name: getattr(one, name) for name in _FIELDS} for one in ordered], ensure_ascii=False)


def from_text(text: str) -> tuple[KeptFinding, ...]:
    """The findings of a stored judgement."""
    return tuple(KeptFinding(**one) for one in json.loads(text))


def weight_of(findings: Iterable[KeptFinding]) -> int:
    """The weight of the heaviest; 0 when nothing stands out."""
    return max((finding.weight for finding in findings), default=NOTHING)


def mended(code: str, period: str) -> KeptFinding:
    """The figure was changed and no longer stands out; people decide themselves when their conversation is over."""
    sentence = f"{period}: na een wijziging valt {code} niet meer op."
    return KeptFinding(RULE_MENDED, str(Nature.DATA), SLIGHT, sentence, sentence)

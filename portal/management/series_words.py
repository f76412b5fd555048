"""What was judged of a figure, as words on the contractmanager's pages. Everything is read from what was stored; nothing is judged anew."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kpi.domain.indicator import RATIO
from kpi.domain.judging import NOTHING, KeptFinding
from kpi.domain.numbers import dutch
from kpi.domain.signals.capability import Assurance
from kpi.domain.signals.finding import Nature, Rule
from kpi.domain.signals.norms import Verdict
from kpi.domain.signals.series import Kind
from kpi.queries.indicator_picture import Judged, QuarterFigure
from kpi.queries.indicators import IndicatorLine
from portal.management.words import SEVERITIES, Severity
from portal.web.formatting import figure, number, with_quarters
from portal.web.series_chart import shown

NATURES = {
    str(Nature.CONTRACTUAL): "De afspraak",
    str(Nature.STATISTICAL): "Vergeleken met eerder en met anderen",
    str(Nature.DATA): "De gegevens zelf",
}
QUIET = Severity("Ter informatie", "○", "rustig")
ASSURED = {
    str(Assurance.PASS): "Met deze reeks wordt de norm steeds gehaald.",
    str(Assurance.FAIL): "Met deze reeks wordt de norm nooit gehaald.",
    str(Assurance.INCONSISTENT): "Met deze reeks wordt de norm soms wel en soms niet gehaald.",
}
_FIGURE = re.compile(r"^(?:K[1-4] )?\d{4}: .*?\. (?=[A-Z])")  # the quarter and its figure, before what is said of it
SIDES = {-1: "onder de norm", 1: "boven de norm"}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding: how heavy, and the sentence."""

    severity: Severity
    sentence: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """The findings of one kind: what was agreed and what chance allows stay apart."""

    nature: str
    findings: tuple[FindingRow, ...]


def finding_groups(judged: Judged) -> tuple[FindingGroup, ...]:
    """All findings of a quarter by their kind, each kind in the order of the rules. The quarter and its figure stand above them."""
    found = judged.findings
    groups = (FindingGroup(name, tuple(_row(one) for one in found if one.nature == nature)) for nature, name in NATURES.items())
    return tuple(group for group in groups if group.findings)


def _row(found: KeptFinding) -> FindingRow:
    severity = SEVERITIES[found.weight] if found.weight > NOTHING else QUIET
    return FindingRow(severity, _FIGURE.sub("", with_quarters(found.sentence)))


def verdict_words(judged: Judged) -> str:
    """Where the figure stands against the norm; "" without one."""
    if judged.norm_verdict == Verdict.MISSED:
        return f"De norm is niet gehaald: {SIDES.get(judged.norm_side, 'buiten de norm')}."
    told = {
        Verdict.WITHIN: "De norm is gehaald.",
        Verdict.UNCLEAR: "Niet te onderscheiden van de norm. Het verschil kan toeval zijn.",
        Verdict.TOO_FEW: "Te weinig mensen om te oordelen.",
    }
    return told[Verdict(judged.norm_verdict)] if judged.norm_verdict else ""


def is_too_little(judged: Judged) -> bool:
    """Whether its own history could not judge it: there are no limits."""
    return judged.upper is None


def too_little_words(judged: Judged) -> str:
    """Why the figure cannot be judged by its history, as it was stored."""
    told = (one.sentence for one in judged.findings if one.rule == Rule.HISTORY and one.weight == NOTHING)
    return with_quarters(next(told, "Er zijn nog te weinig eerdere kwartalen."))


def smallest_words(judged: Judged, line: IndicatorLine) -> str:
    """The smallest change that could have been seen: "12,5 procentpunt", "8 dagen"; "" when none could."""
    size = shown(judged.smallest, judged.kind)
    if size is None:
        return ""
    if line.unit == "%" or judged.kind == Kind.PROPORTION:
        return f"{number(Decimal(str(size)), 1)} procentpunt"
    return figure(Decimal(str(size)), line.unit, max(1, line.decimals))


def basis_words(found: QuarterFigure) -> str:
    """ "30 van 40", "op basis van 31"."""
    if found.numerator is None or found.denominator is None:
        return ""
    top, bottom = dutch(found.numerator, 3), dutch(found.denominator, 3)
    return f"{top} van {bottom}" if found.value_kind == RATIO else f"op basis van {bottom}"

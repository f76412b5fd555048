"""The screens of "Correctie op een eerder kwartaal": what was corrected, which figure, and the form."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from contracts.foundation.period import Quarter
from kpi.queries.adjustments import AdjustmentLine, EarlierFigure
from kpi.queries.reports import ReportHeader
from portal.provider.words import FAMILY_NAMES
from portal.web.formatting import figure, typed


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """One correction, in words."""

    quarter: str
    name: str
    was: str
    now: str
    reason: str
    href: str


@dataclass(frozen=True, slots=True)
class CorrectionsPage:
    """The corrections of a report, the quarters that may be corrected, and the figures of the chosen one."""

    report: ReportHeader
    rows: tuple[CorrectionRow, ...]
    quarters: tuple[Quarter, ...]
    chosen: Quarter | None
    families: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    question: str = ""
    is_closed: bool = False
    title: str = "Correctie op een eerder kwartaal"

    @property
    def is_open(self) -> bool:
        """Whether a correction may be made now."""
        return self.report.is_editable and not self.is_closed


@dataclass(frozen=True, slots=True)
class CorrectionPage:
    """The form for one figure of one earlier quarter."""

    report: ReportHeader
    about: Quarter
    code: str
    title: str
    stood: str
    numerator_label: str
    denominator_label: str
    is_there: bool
    version: int
    question: str = ""
    is_closed: bool = False
    has_errors: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it may be corrected now."""
        return self.report.is_editable and not self.is_closed

    @property
    def href(self) -> str:
        """The address of this form."""
        return f"/aanbieder/rapportages/{self.report.slug}/correcties/{self.about.slug}/{self.code}"


def value_words(value: EarlierFigure) -> str:
    """A figure as it counts by now: "55,0 % (22 van 40)", and whether it was corrected before."""
    figures, rules = value.figures, value.rules
    words = figures.missing_reason or figure(value.value, rules.unit, rules.decimals)
    if figures.numerator is not None and figures.denominator is not None:
        words = f"{words} ({typed(figures.numerator)} van {typed(figures.denominator)})"
    return f"{words}, eerder gecorrigeerd" if value.is_corrected else words


def correction_row(line: AdjustmentLine, report: ReportHeader) -> CorrectionRow:
    """One correction in words."""
    was = figure(line.was_value, line.unit, line.decimals)
    now = line.now.missing_reason or figure(line.value, line.unit, line.decimals)
    href = f"/aanbieder/rapportages/{report.slug}/correcties/{line.quarter.slug}/{line.code}"
    return CorrectionRow(line.quarter.label, f"{line.code} {line.name}", was, now, line.reason, href)


def by_family(figures: list[EarlierFigure]) -> tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]:
    """The figures of a quarter by family: code, name and value."""
    return tuple(
        (FAMILY_NAMES.get(family, family), tuple((one.rules.code, one.name, value_words(one)) for one in ones))
        for family, ones in groupby(figures, key=lambda one: one.family)
    )

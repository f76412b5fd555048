"""The detail page of one cell at the aanbieder: what it means, what it was, what changed, what was said, and its parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpi.domain import talk
from kpi.domain.problems import Problem
from kpi.queries.cell_history import CellChange
from kpi.queries.grid import GridRow
from kpi.queries.reports import ReportHeader
from portal.provider.grid_page import Link
from portal.provider.words import FAMILY_NAMES
from portal.web.cell_panel import CellFacts, PartRow, SplitTable, Thread
from portal.web.formatting import moment

INSIDE = "Zolang de rapportage niet is ingediend, leest alleen uw eigen organisatie wat hier staat. Na het indienen leest de gemeente mee."
SHARED = "U en de gemeente lezen dit allebei. Noem geen namen en geen gegevens van cliënten."
NO_NAMES = "Noem geen namen en geen gegevens van cliënten."


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change of the cell: when, who, and each thing that differs in one sentence."""

    at: str
    when: str
    who: str
    sentences: tuple[str, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class CellPage:
    """One cell, as a page of its own or as the panel beside the grid."""

    report: ReportHeader
    facts: CellFacts
    family: str
    changes: tuple[ChangeLine, ...]
    thread: Thread
    may_split: bool
    mistakes: tuple[tuple[str, str], ...] = ()

    @property
    def title(self) -> str:
        """The heading."""
        return self.facts.title

    @property
    def family_name(self) -> str:
        """The family in words."""
        return FAMILY_NAMES.get(self.family, self.family)

    @property
    def grid_href(self) -> str:
        """The grid, at this row."""
        return f"/aanbieder/rapportages/{self.report.slug}/cijfers/{self.family}"

    @property
    def href(self) -> str:
        """This page."""
        return f"{self.grid_href}/{self.facts.code}/detail"

    @property
    def split_href(self) -> str:
        """Where parts are saved."""
        return f"{self.grid_href}/{self.facts.code}/uitsplitsing"

    @property
    def has_errors(self) -> bool:
        """For the tab's title."""
        return bool(self.mistakes) or bool(self.thread.mistake)

    @property
    def summary(self) -> list[Link]:
        """The error summary: each sentence with the field it belongs to."""
        own = [Link("#text", self.thread.mistake)] if self.thread.mistake else []
        return own + [Link(f"#{place}", sentence) for place, sentence in self.mistakes]


def change_line(change: CellChange, row: GridRow) -> ChangeLine:
    """A change in words, the numbers first."""
    first = (row.numerator_label, row.denominator_label)
    ordered = sorted(change.differences, key=lambda each: first.index(each[0]) if each[0] in first else len(first))
    about = f"{change.about}, " if change.about else ""
    said = tuple(f"{about}{label}: was {was or '(leeg)'}, nu {now or '(leeg)'}" for label, was, now in ordered)
    return ChangeLine(change.at.isoformat(), moment(change.at), change.who, said, change.origin)


def hint_for(report: ReportHeader) -> str:
    """Who reads what is said here."""
    return f"{SHARED}" if talk.municipality_reads(report.submitted_at) else f"{INSIDE} {NO_NAMES}"


def with_typed_parts(page: CellPage, dimension: str, typed: Mapping[str, tuple[str, str]], problems: list[Problem]) -> CellPage:
    """The same page with what was typed in one dimension, and every mistake at its field."""
    reasons = {problem.field: problem.reason for problem in problems}
    splits = tuple(_kept(each, typed, reasons) if each.code == dimension else each for each in page.facts.splits)
    mistakes = tuple((f"{problem.field}-{dimension}" if "-" in problem.field else "uitsplitsing", problem.reason) for problem in problems)
    return replace(page, facts=replace(page.facts, splits=splits), mistakes=mistakes)


def _kept(table: SplitTable, typed: Mapping[str, tuple[str, str]], reasons: Mapping[str, str]) -> SplitTable:
    return replace(table, rows=tuple(_kept_row(row, typed.get(row.category, ("", "")), reasons) for row in table.rows))


def _kept_row(row: PartRow, texts: tuple[str, str], reasons: Mapping[str, str]) -> PartRow:
    own = {name: reasons[f"{name}-{row.category}"] for name in ("numerator", "denominator") if f"{name}-{row.category}" in reasons}
    return replace(row, numerator=texts[0], denominator=texts[1], wrong=frozenset(own), mistake=" ".join(own.values()))


def after_lost_race(page: CellPage, dimension: str, version: int, by: str, theirs: list[tuple[str, str]]) -> CellPage:
    """What somebody else saved beside what was typed; saving again is now a choice, made with both in sight."""
    splits = tuple(replace(each, version=version, by=by, theirs=tuple(theirs)) if each.code == dimension else each for each in page.facts.splits)
    return replace(page, facts=replace(page.facts, splits=splits))

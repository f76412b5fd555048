"""A report as the relations between its figures look at it: by KPI, by form of care, and only what is filled in whole."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import astuple, dataclass
from decimal import Decimal

from kpi.domain.checks.facts import FlowFacts, PlaceFacts, ReportFacts
from kpi.domain.checks.finding import Fact, Level

SHELTER, RESIDENTIAL = "eerste-opvang", "bw-met-verblijf"
MAATZORG = frozenset({RESIDENTIAL, "bw-zonder-verblijf", "doorstroomwoning", "zelfstandig-met-begeleiding"})
"""The forms of care by their codes in the programme; maatzorg is these four (S001 §7.2, trap T21)."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two figures that do not go together, with the figures it is about."""

    sentence: str
    figures: tuple[Fact, ...]
    level: Level = Level.CONTROLE


class View:
    """The figures of one report. Everything that is missing is None: a relation with a missing side is not judged."""

    def __init__(self, facts: ReportFacts) -> None:
        """Look at these facts."""
        self.quarter = facts.quarter
        self._cells = {cell.code: cell.figures for cell in facts.cells}
        self._places = facts.places
        self._flows = sorted(facts.flows, key=lambda row: row.field)

    def first(self, code: str) -> Decimal | None:
        """The first number of a KPI: its teller, its count or its middle value."""
        return self._cells[code].numerator if code in self._cells else None

    def second(self, code: str) -> Decimal | None:
        """The second number of a KPI: its noemer, or the number of people behind a middle value."""
        return self._cells[code].denominator if code in self._cells else None

    def locations(self, forms: Collection[str]) -> tuple[PlaceFacts, ...] | None:
        """The locations of these forms of care; None when there is none, or when one was not counted yet."""
        rows = tuple(row for row in self._places if row.care_form in forms)
        return rows if rows and all(row.count is not None for row in rows) else None

    def places(self, forms: Collection[str]) -> int | None:
        """The agreed places of these forms, counted or not."""
        rows = [row.places for row in self._places if row.care_form in forms]
        return sum(rows) if rows else None

    def occupied(self, forms: Collection[str]) -> int | None:
        """Occupied places on the last day."""
        rows = self.locations(forms)
        return None if rows is None else sum(row.count.occupied for row in rows if row.count is not None)

    def waiting(self, forms: Collection[str]) -> int | None:
        """People on the waiting lists of the locations on the last day."""
        rows = self.locations(forms)
        return None if rows is None else sum(row.count.waiting for row in rows if row.count is not None)

    def flows(self, forms: Collection[str] | None = None) -> tuple[FlowFacts, ...] | None:
        """The flows of these forms (of all without forms); None when there is none, or when one was not counted yet."""
        rows = tuple(row for row in self._flows if forms is None or row.care_form in forms)
        return rows if rows and all(row.flow is not None for row in rows) else None

    def people(self, name: str, forms: Collection[str] | None = None) -> int | None:
        """One column of the flows added up: "at_begin", "inflow", "through_in", "through_out", "outflow" or "at_end"."""
        rows = self.flows(forms)
        return None if rows is None else sum(getattr(row.flow, name) for row in rows)


def numbers_of(rows: Iterable[FlowFacts] | None) -> tuple[Fact, ...]:
    """All numbers of some flows, for the hash of a finding."""
    return tuple(number for row in rows or () if row.flow is not None for number in (row.care_form, *astuple(row.flow)))

"""The programme of the plan: pijlers with goals, care forms, results and the goals of a year (S000, S001 ch. 4, §6.8, §7.2, S002)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.domain.reference.record import Record, no_duplicates, only_sections, records


@dataclass(frozen=True, slots=True)
class PijlerRecord:
    """One of the pijlers; `aims` holds one aim a line."""

    code: str
    name: str
    position: int
    aims: str
    source: str


@dataclass(frozen=True, slots=True)
class GoalRecord:
    """A subdoel of a pijler."""

    code: str
    pijler_code: str
    name: str
    position: int
    source: str


@dataclass(frozen=True, slots=True)
class CareFormRecord:
    """A form of support, and whether people flow through it on its own."""

    code: str
    name: str
    pijler_code: str
    position: int
    counts_in_flow: bool
    has_places: bool
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class ResultRecord:
    """A result with the years it was planned in and, apart from those, the year it was reached (trap T20)."""

    code: str
    name: str
    position: int
    realised_year: int | None
    note: str
    source: str
    planned_years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class AnnualGoalRecord:
    """A goal of a yearly uitvoeringsplan."""

    code: str
    year: int
    name: str
    text: str
    position: int
    source: str


def parse_pijlers(document: Mapping[str, Any], *, file: str) -> tuple[tuple[PijlerRecord, ...], tuple[GoalRecord, ...]]:
    """Read pijlers.toml: the pijlers, and the goals that belong to them."""
    only_sections(document, file=file, known=("pijler", "goal"))
    pijlers = tuple(_pijler(row, place) for place, row in enumerate(records(document, file=file, section="pijler"), start=1))
    no_duplicates(file, (entry.code for entry in pijlers))
    known = [entry.code for entry in pijlers]
    goals = tuple(_goal(row, place, known) for place, row in enumerate(records(document, file=file, section="goal"), start=1))
    no_duplicates(file, (entry.code for entry in goals))
    return pijlers, goals


def _pijler(row: Record, place: int) -> PijlerRecord:
    entry = PijlerRecord(row.text("code", longest=20), row.text("name", longest=60), place, "\n".join(row.texts("aims")), row.source())
    row.finish()
    return entry


def _goal(row: Record, place: int, pijlers: Collection[str]) -> GoalRecord:
    entry = GoalRecord(row.text("code", longest=10), row.choice("pijler", pijlers), row.text("name", longest=200), place, row.source())
    row.finish()
    return entry


def parse_care_forms(document: Mapping[str, Any], *, file: str, pijlers: Collection[str]) -> tuple[CareFormRecord, ...]:
    """Read care_forms.toml."""
    only_sections(document, file=file, known=("care_form",))
    forms = tuple(_care_form(row, place, pijlers) for place, row in enumerate(records(document, file=file, section="care_form"), start=1))
    no_duplicates(file, (form.code for form in forms))
    return forms


def _care_form(row: Record, place: int, pijlers: Collection[str]) -> CareFormRecord:
    form = CareFormRecord(
        code=row.text("code", longest=40),
        name=row.text("name", longest=120),
        pijler_code=row.choice("pijler", pijlers),
        position=place,
        counts_in_flow=row.flag("counts_in_flow"),
        has_places=row.flag("has_places"),
        note=row.text_or_empty("note"),
        source=row.source(),
    )
    row.finish()
    return form


def parse_results(document: Mapping[str, Any], *, file: str) -> tuple[tuple[ResultRecord, ...], tuple[AnnualGoalRecord, ...]]:
    """Read results.toml: the results of the plan, and the goals of the yearly plans."""
    only_sections(document, file=file, known=("result", "annual_goal"))
    results = tuple(_result(row, place) for place, row in enumerate(records(document, file=file, section="result"), start=1))
    no_duplicates(file, (entry.code for entry in results))
    goals = tuple(_annual_goal(row, place) for place, row in enumerate(records(document, file=file, section="annual_goal"), start=1))
    no_duplicates(file, (entry.code for entry in goals))
    return results, goals


def _result(row: Record, place: int) -> ResultRecord:
    entry = ResultRecord(
        code=row.text("code", longest=40),
        name=row.text("name", longest=200),
        position=place,
        realised_year=row.whole_or_none("realised_year", least=1900),
        note=row.text_or_empty("note"),
        source=row.source(),
        planned_years=row.years("planned_years"),
    )
    row.finish()
    return entry


def _annual_goal(row: Record, place: int) -> AnnualGoalRecord:
    code, year, name = (row.text("code", longest=40), row.whole("year", least=1900), row.text("name", longest=200))
    entry = AnnualGoalRecord(code, year, name, row.text("text"), place, row.source())
    row.finish()
    return entry

"""The programme as screens show it: pijlers, care forms, results, goals of a year, norms and printed figures."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from contracts.tables.programme import AnnualGoal, BaselineFigure, CareForm, Goal, Norm, Pijler, PlannedResult, PlannedResultYear


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A subdoel."""

    code: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class PijlerLine:
    """A pijler with its aims and subdoelen, in the order of the plan."""

    code: str
    name: str
    aims: tuple[str, ...]
    goals: tuple[GoalLine, ...]
    source: str


@dataclass(frozen=True, slots=True)
class CareFormLine:
    """A form of support. One that does not count in the flow only occurs beside another form."""

    code: str
    name: str
    pijler_code: str
    counts_in_flow: bool
    has_places: bool
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A result of the plan. No planned year means: not known. No realised year means: no source says that it was reached."""

    code: str
    name: str
    planned_years: tuple[int, ...]
    realised_year: int | None
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class AnnualGoalLine:
    """A goal of a yearly uitvoeringsplan."""

    code: str
    year: int
    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class NormLine:
    """A normative value; `kind` is min, max, bereik or geen."""

    code: str
    name: str
    kind: str
    low: Decimal | None
    high: Decimal | None
    unit: str
    level: str
    valid_from_year: int | None
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A printed figure with its scope; never divide figures of different scope (trap T7)."""

    code: str
    name: str
    subject: str
    scope: str
    year: int
    value: int
    unit: str
    note: str
    source: str


_NORM: tuple[Any, ...] = (Norm.code, Norm.name, Norm.kind, Norm.low, Norm.high, Norm.unit, Norm.level, Norm.valid_from_year, Norm.note, Norm.source)


def pijlers(session: Session) -> list[PijlerLine]:
    """The pijlers with their subdoelen."""
    goals: dict[str, list[GoalLine]] = {}
    for goal in session.execute(select(Goal.pijler_code, Goal.code, Goal.name, Goal.source).order_by(Goal.position)):
        goals.setdefault(goal.pijler_code, []).append(GoalLine(goal.code, goal.name, goal.source))
    rows = session.execute(select(Pijler.code, Pijler.name, Pijler.aims, Pijler.source).order_by(Pijler.position))
    return [PijlerLine(row.code, row.name, tuple(row.aims.splitlines()), tuple(goals.get(row.code, ())), row.source) for row in rows]


def care_forms(session: Session) -> list[CareFormLine]:
    """The forms of support, in the order of the plan."""
    rows = session.execute(
        select(
            CareForm.code, CareForm.name, CareForm.pijler_code, CareForm.counts_in_flow, CareForm.has_places, CareForm.note, CareForm.source
        ).order_by(CareForm.position)
    )
    return [CareFormLine(*row) for row in rows]


def results(session: Session) -> list[ResultLine]:
    """The results of the plan with planned years and, apart from those, the year each was reached."""
    years: dict[str, list[int]] = {}
    for planned in session.execute(select(PlannedResultYear.result_code, PlannedResultYear.year).order_by(PlannedResultYear.year)):
        years.setdefault(planned.result_code, []).append(planned.year)
    rows = session.execute(
        select(PlannedResult.code, PlannedResult.name, PlannedResult.realised_year, PlannedResult.note, PlannedResult.source).order_by(
            PlannedResult.position
        )
    )
    return [ResultLine(row.code, row.name, tuple(years.get(row.code, ())), row.realised_year, row.note, row.source) for row in rows]


def annual_goals(session: Session, *, year: int | None = None) -> list[AnnualGoalLine]:
    """The goals of the yearly plans, newest year last, or those of one year."""
    statement = select(AnnualGoal.code, AnnualGoal.year, AnnualGoal.name, AnnualGoal.text, AnnualGoal.source)
    if year is not None:
        statement = statement.where(AnnualGoal.year == year)
    return [AnnualGoalLine(*row) for row in session.execute(statement.order_by(AnnualGoal.year, AnnualGoal.position))]


def norms(session: Session) -> list[NormLine]:
    """All norms of the sources, by name."""
    return [NormLine(*row) for row in session.execute(select(*_NORM).order_by(Norm.name))]


def baseline_figures(session: Session, *, subject: str | None = None) -> list[FigureLine]:
    """The printed figures by subject, name and year, or those of one subject."""
    statement = select(
        BaselineFigure.code,
        BaselineFigure.name,
        BaselineFigure.subject,
        BaselineFigure.scope,
        BaselineFigure.year,
        BaselineFigure.value,
        BaselineFigure.unit,
        BaselineFigure.note,
        BaselineFigure.source,
    )
    if subject is not None:
        statement = statement.where(BaselineFigure.subject == subject)
    rows = session.execute(statement.order_by(BaselineFigure.subject, BaselineFigure.name, BaselineFigure.year))
    return [FigureLine(*row) for row in rows]

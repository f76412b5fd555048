"""The regional summary as a page: for the klankbordgroep, and as a preview for who publishes it. Only the edition's content is in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kpi.domain.publication.comparing import Change
from kpi.domain.publication.content import AnsweredAdvice, GoalFigure, IndicatorFigure, Movement, PeopleTable, Places, SummaryContent
from kpi.domain.publication.figures_told import is_better
from kpi.domain.publication.plan_goals import MISSED, REACHED, UNKNOWN, UNSURE, verdicts
from kpi.domain.publication.words import begin_sentence
from portal.web.formatting import number
from portal.web.summary_charts import HIDDEN, FigureView, quarter_words, summary_charts, told, told_count, told_figure

__all__ = ["HIDDEN", "FigureLine", "FigureView", "SummaryView", "summary_view", "told"]

WITHOUT_PIJLER = "Contract en kwaliteit"
BADGES = {
    REACHED: ("Gehaald", "goed"),
    MISSED: ("Nog niet gehaald", "aandacht"),
    UNSURE: ("Niet zeker", "rustig"),
    UNKNOWN: ("Geen cijfer", "rustig"),
}


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A row in the table of all figures, in words."""

    name: str
    value: str
    previous: str
    norm: str
    hidden: str
    basis: str
    meaning: str
    certainty: str


@dataclass(frozen=True, slots=True)
class TableView:
    """People by two axes. Of each row: its name, and its cells as (text, whether it is left out)."""

    key: str
    title: str
    row_axis: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal of the plan with its verdict as a badge."""

    goal: GoalFigure
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Figures that went the same way since the quarter before: (name, from, to) of each."""

    title: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class SummaryView:
    """All that is shown of a summary."""

    period: str
    quarter: str
    base: int
    conclusions: tuple[str, ...]
    figures: tuple[FigureView, ...]
    tables: tuple[TableView, ...]
    goals: tuple[GoalView, ...]
    unmeasured: tuple[GoalFigure, ...]
    verdicts: dict[str, int]
    changes: tuple[ChangeGroup, ...]
    unchanged: int
    lines: dict[str, tuple[FigureLine, ...]]
    people: tuple[tuple[str, str], ...]
    places: tuple[tuple[str, str], ...]
    certainty: tuple[str, ...]
    left_out: tuple[str, ...]
    advice: tuple[AnsweredAdvice, ...]

    @property
    def has_lines(self) -> bool:
        """Whether a chart is a line through quarters, of which the short names need a word."""
        return any(figure.run is not None for figure in self.figures)


def summary_view(content: SummaryContent) -> SummaryView:
    """Make the page of a summary."""
    base = content.base
    pijlers = dict.fromkeys(figure.pijler or WITHOUT_PIJLER for figure in content.figures)
    return SummaryView(
        period=content.period,
        quarter=quarter_words(content.period),
        base=base,
        conclusions=tuple(map(unbroken, content.conclusions)),
        figures=summary_charts(content),
        tables=tuple(_table(table, base) for table in content.tables),
        goals=tuple(GoalView(goal, *BADGES[goal.verdict]) for goal in content.goals if goal.verdict != UNKNOWN),
        unmeasured=tuple(goal for goal in content.goals if goal.verdict == UNKNOWN),
        verdicts=verdicts(content.goals),
        changes=_changes(content.figures, base),
        unchanged=sum(figure.change in (Change.SAME, Change.ABOUT_SAME) for figure in content.figures),
        lines={name: tuple(_line(one, base) for one in content.figures if (one.pijler or WITHOUT_PIJLER) == name) for name in pijlers},
        people=_people(content.movement, base),
        places=_places(content.places, base),
        certainty=content.certainty,
        left_out=content.left_out,
        advice=content.advice,
    )


def unbroken(sentence: str) -> str:
    """The sentence with every per cent sign kept on the line of its number."""
    return sentence.replace(" %", "\u00a0%")


def _table(table: PeopleTable, base: int) -> TableView:
    rows = tuple((name, tuple((told_count(cell, base), cell is None) for cell in cells)) for name, cells in zip(table.rows, table.cells, strict=True))
    columns = tuple(map(begin_sentence, table.columns))
    return TableView(table.key, table.title, table.row_axis.capitalize(), columns, rows)


def _changes(figures: Sequence[IndicatorFigure], base: int) -> tuple[ChangeGroup, ...]:
    """What went better, what went worse, and what moved without being good or bad."""
    moved = [(figure, is_better(figure.direction, Change(figure.change))) for figure in figures if figure.change in (Change.UP, Change.DOWN)]
    groups = (("Dit ging beter", True), ("Dit ging minder goed", False), ("Dit werd anders", None))
    made = (ChangeGroup(title, _moves([figure for figure, better in moved if better is kind], base)) for title, kind in groups)
    return tuple(group for group in made if group.lines)


def _moves(figures: Iterable[IndicatorFigure], base: int) -> tuple[tuple[str, str, str], ...]:
    return tuple((one.name, told_figure(one.previous, one, base), told_figure(one.value, one, base)) for one in figures)


def _line(figure: IndicatorFigure, base: int) -> FigureLine:
    value, previous = (told_figure(one, figure, base) for one in (figure.value, figure.previous))
    hidden = figure.sentence if figure.hidden else ""
    return FigureLine(figure.name, value, previous, figure.norm, hidden, _basis(figure), figure.meaning, figure.certainty)


def _basis(figure: IndicatorFigure) -> str:
    """What the figure is made of: "100 van de 400"."""
    if figure.value is None or figure.denominator is None:
        return ""
    if figure.numerator is not None and figure.kind == "verhouding":
        about = "ongeveer " if figure.is_rounded else ""
        return f"{about}{number(figure.numerator)} van de {number(figure.denominator)}"
    return f"{number(figure.denominator)} antwoorden"


def _people(moved: Movement, base: int) -> tuple[tuple[str, str], ...]:
    named = (("Aan het begin", moved.begin), ("Erbij gekomen", moved.joined), ("Weggegaan", moved.left), ("Op de laatste dag", moved.end))
    return tuple((label, told_count(value, base)) for label, value in named)


def _places(places: Places, base: int) -> tuple[tuple[str, str], ...]:
    named = (("Alle plekken", places.places), ("Bezet", places.occupied), ("Niet bezet", places.unoccupied), ("Mensen die wachten", places.waiting))
    return tuple((label, told_count(value, base)) for label, value in named)

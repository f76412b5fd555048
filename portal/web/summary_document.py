"""A published summary as a document to keep and to read aloud: everything of its content, in the order of the page, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kpi.domain.publication.content import AnsweredAdvice, GoalFigure, IndicatorFigure, PeopleTable, SummaryContent, Trend
from portal.web.documents.blocks import Block, Document, Heading, Paragraph, Picture, Points, Table
from portal.web.formatting import NOTHING, moment, number, quarter
from portal.web.published import Published

RUNNING = "Samenvatting voor de klankbordgroep"
WITHOUT_PIJLER = "Contract en kwaliteit"
MOST_COLUMNS, MOST_COLUMNS_LARGE = 5, 3  # of figures beside each other; more are told in a second table
NOT_SHOWN = "niet getoond"
NOTHING_LEFT_OUT = "We laten dit kwartaal niets weg."
ROUNDED = "Aantallen zijn afgerond op {}. Zo is niemand te herkennen."
MOVEMENT = (("begin", "Aan het begin"), ("joined", "Erbij gekomen"), ("left", "Weggegaan"), ("end", "Aan het einde"))
PLACES = (("places", "Alle plekken"), ("occupied", "Bezet"), ("unoccupied", "Niet bezet"), ("waiting", "Mensen die wachten"))


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart of the page: its message is the heading. `rows` are the figures that are drawn."""

    message: str
    sentence: str
    note: str
    svg: str
    alt: str
    rows: tuple[tuple[str, str], ...]


def summary_document(edition: Published, *, drawn: Sequence[Drawn] = (), is_large: bool = False) -> Document:
    """The document to write down. With `is_large` in large letters, and never more than three columns of figures."""
    content, title = edition.content, f"Hoe ging het in het {edition.period.label}?"
    most = MOST_COLUMNS_LARGE if is_large else MOST_COLUMNS
    blocks = (
        Paragraph(f"Editie {edition.edition}, gepubliceerd op {moment(edition.published_at)}."),
        *_under("In vijf zinnen", [Points(content.conclusions, is_numbered=True)]),
        *_under("De cijfers die opvallen", _charts(drawn)),
        *_under("Halen we de doelen?", _goals(content.goals)),
        *_people(content, most),
        *_under("Alle cijfers", _all_figures(content.figures)),
        *_under("Hoe het verliep", _trends(content.trends)),
        *_under("Hoe zeker zijn deze cijfers?", _certainty(content)),
        *_under("Wat u hier niet ziet, en waarom", [Points(content.left_out) if content.left_out else Paragraph(NOTHING_LEFT_OUT)]),
        *_under("Wat er met uw advies gebeurde", _advice(content.advice)),
    )
    foot = f"Editie {edition.edition}, kenmerk {edition.sha256[:16]}"
    return Document(title, RUNNING, edition.published_at, RUNNING, foot, blocks, is_large)


def told(value: Decimal | int | None, unit: str = "", decimals: int = 0) -> str:
    """A figure as the page writes it: "61,3 %", "42 dagen", "1.234"; "niet getoond" for what was left out."""
    if value is None:
        return NOT_SHOWN
    shown = number(value, decimals)
    return f"{shown} {unit}" if unit in ("%", "dagen", "dag") else shown


def _under(heading: str, blocks: Iterable[Block]) -> tuple[Block, ...]:
    """A heading with what stands under it; nothing when there is nothing."""
    found = tuple(blocks)
    return (Heading(1, heading), *found) if found else ()


def _charts(drawn: Sequence[Drawn]) -> Iterator[Block]:
    for chart in drawn:
        yield Heading(2, chart.message)
        yield Paragraph(" ".join(filter(None, (chart.sentence, chart.note))))
        yield Picture(chart.svg, chart.alt)
        yield Table(("Wat", "Aantal of deel"), chart.rows, (3, 1))


def _goals(goals: Sequence[GoalFigure]) -> Iterator[Block]:
    if goals:
        rows = tuple((f"{goal.name}\n{goal.source}", goal.target, goal.shown or NOTHING, goal.verdict) for goal in goals)
        yield Table(("Doel", "Afgesproken", "Nu", "Gehaald?"), rows, (5, 4, 3, 2))
        yield Points(tuple(f"{goal.name}: {goal.sentence}" for goal in goals))


def _people(content: SummaryContent, most: int) -> tuple[Block, ...]:
    movement = [(label, told(getattr(content.movement, field))) for field, label in MOVEMENT]
    places = [(label, told(getattr(content.places, field))) for field, label in PLACES]
    tables = [block for table in content.tables for block in _people_table(table, most)]
    return (
        *_under("Mensen met ondersteuning", [Table(("Dit kwartaal", "Mensen"), tuple(movement), (3, 1)), *tables]),
        *_under("Plekken op de laatste dag", [Table(("Wat", "Aantal"), tuple(places), (3, 1))]),
    )


def _people_table(table: PeopleTable, most: int) -> Iterator[Block]:
    """One table, or more under each other when there are too many columns for a page: each with the same rows."""
    turned = _turned(table) if _longest_word(table.columns) > _longest_word(table.rows) else table
    count = -(-len(turned.columns) // most)
    size = -(-len(turned.columns) // count) if count else 0
    for part in range(count):
        here = slice(part * size, (part + 1) * size)
        yield Heading(2, table.title if count == 1 else f"{table.title} (deel {part + 1} van {count})")
        rows = tuple((name, *map(told, line[here])) for name, line in zip(turned.rows, turned.cells, strict=True))
        columns = turned.columns[here]
        yield Table((turned.row_axis.capitalize(), *columns), rows, (3, *(2 for _ in columns)))


def _turned(table: PeopleTable) -> PeopleTable:
    """The same table with its columns as rows: a long word fits beside a row, not above a column of figures."""
    cells = tuple(zip(*table.cells, strict=True))
    return replace(table, row_axis=table.column_axis, column_axis=table.row_axis, rows=table.columns, columns=table.rows, cells=cells)


def _longest_word(names: Sequence[str]) -> int:
    return max((len(word) for name in names for word in name.replace("-", " ").split()), default=0)


def _all_figures(figures: Sequence[IndicatorFigure]) -> Iterator[Block]:
    for pijler in dict.fromkeys(figure.pijler or WITHOUT_PIJLER for figure in figures):
        yield Heading(2, pijler)
        rows = tuple(_figure_row(figure) for figure in figures if (figure.pijler or WITHOUT_PIJLER) == pijler)
        yield Table(("Cijfer", "Dit kwartaal", "Vorig kwartaal", "Norm"), rows, (5, 2, 2, 2))


def _figure_row(figure: IndicatorFigure) -> tuple[str, ...]:
    value, previous = (told(one, figure.unit, figure.decimals) if one is not None else NOTHING for one in (figure.value, figure.previous))
    about = (figure.name, figure.meaning, figure.sentence, basis(figure), figure.note, figure.certainty)
    return "\n".join(filter(None, about)), value, previous, figure.norm or NOTHING


def basis(figure: IndicatorFigure) -> str:
    """What a figure is made of: "100 van de 400", "100 antwoorden"; "" when that is not told."""
    if figure.denominator is None:
        return ""
    of = told(figure.denominator)
    return f"{told(figure.numerator)} van de {of}" if figure.numerator is not None else f"{of} antwoorden"


def _trends(trends: Sequence[Trend]) -> Iterator[Block]:
    for trend in trends:
        if trend.points:
            yield Heading(2, trend.title)
            decimals = max(0, *(-int(value.as_tuple().exponent) for _, value in trend.points))
            rows = tuple((quarter(period), told(value, trend.unit, decimals)) for period, value in trend.points)
            yield Table(("Kwartaal", "Cijfer"), rows, (2, 1))


def _certainty(content: SummaryContent) -> Iterator[Block]:
    yield Paragraph(ROUNDED.format(content.base))
    if content.certainty:
        yield Points(content.certainty)


def _advice(advice: Sequence[AnsweredAdvice]) -> Iterator[Block]:
    for one in advice:
        yield Heading(2, one.subject)
        facts = (
            ("Van wie", one.by),
            ("Antwoord van de gemeente", one.verdict),
            ("Waarom", one.reason),
            ("Wat gaan we doen", one.what),
            ("Klaar op", one.ready_on),
            ("Hoe het nu staat", one.outcome),
        )
        for label, text in facts:
            if text:
                yield Paragraph(text, label)
